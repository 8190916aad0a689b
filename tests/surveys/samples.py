"""A small made-up survey for the tests: an attribute, once-asked questions, a repeated sheet."""

import datetime
from collections.abc import Sequence
from typing import Any

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from surveys.actions import field_questionnaire
from surveys.models import Question, Questionnaire, Report, ReportFigure, Survey, Target
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)
from tests.factories import CityFactory, UserFactory

Kind = Question.Kind
FIELDED = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)


def choices(*labels: str) -> list[ChoiceDefinition]:
    """Options; 特にない excludes the others, その他 may carry a text."""
    return [
        ChoiceDefinition(text, is_exclusive=text == "特にない", is_other=text == "その他")
        for text in labels
    ]


def sections() -> list[SectionDefinition]:
    """The sample questionnaire."""
    return [
        SectionDefinition(
            "frame",
            "対象",
            [QuestionDefinition("size", Kind.ATTRIBUTE, "規模", choices("大", "小"))],
        ),
        SectionDefinition(
            "once",
            "活動について",
            [
                QuestionDefinition("wish", Kind.SINGLE, "協働したいか", choices("はい", "いいえ")),
                QuestionDefinition(
                    "fields",
                    Kind.MULTIPLE,
                    "分野",
                    choices("福祉", "環境", "その他", "特にない"),
                    relevant="${wish} = '1'",
                    max_choices=2,
                ),
                QuestionDefinition("opinion", Kind.OPEN, "意見"),
                QuestionDefinition("members", Kind.NUMBER, "人数"),
                QuestionDefinition("since", Kind.DATE, "始めた日"),
                QuestionDefinition("hidden", Kind.OPEN, "公表されない問い", is_unpublished=True),
            ],
        ),
        SectionDefinition(
            "sheet",
            "事業ごとの票",
            [
                QuestionDefinition("form", Kind.SINGLE, "形", choices("委託", "共催", "補助")),
                QuestionDefinition("ways", Kind.MULTIPLE, "経緯", choices("市から", "団体から")),
                QuestionDefinition(
                    "result",
                    Kind.SINGLE,
                    "成果",
                    choices("よい", "まだ"),
                    relevant="${form} != '3'",
                ),
            ],
            is_repeat=True,
            relevant="${size} = '1'",
        ),
    ]


def make_questionnaire(
    definition: Sequence[SectionDefinition] | None = None,
    *,
    slug: str = "sample",
    fielded: bool = True,
    closed: bool = False,
) -> Questionnaire:
    """Write a survey with a questionnaire."""
    city: Any = CityFactory(closed_dataset=closed, notice="見本の注記" if closed else "")
    survey = Survey.objects.create(
        slug=slug,
        title="見本の調査",
        fiscal_year=2026,
        dataset=city,
        purpose="見本の目的",
    )
    questionnaire = build_questionnaire(survey, definition or sections())
    return field_questionnaire(questionnaire, None, now=FIELDED) if fielded else questionnaire


def person(role: Role | None) -> User:
    """Somebody who holds `role` today; None for nobody in particular."""
    user: Any = UserFactory(role=role)
    found: User = user
    return found


def make_target(questionnaire: Questionnaire, name: str = "見本の会", size: int = 1) -> Target:
    """Write somebody who is asked."""
    return Target.objects.create(survey=questionnaire.survey, name=name, attributes={"size": size})


def make_report(questionnaire: Questionnaire, **figure: Any) -> Report:
    """Write a published report with one figure about `wish`, unless `figure` says otherwise."""
    report = Report.objects.create(
        survey=questionnaire.survey, title="見本の報告書", status=Report.Status.PUBLISHED
    )
    values: dict[str, Any] = {"number": "1", "position": 1, "title": "協働したいか"}
    values |= {"question": questionnaire.questions.get(code="wish"), **figure}
    ReportFigure.objects.create(report=report, **values)
    return report
