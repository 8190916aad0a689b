"""A small city in which every page of the portal has something to show, in every state.

One office with records in each state, another office, a closed data set of another city, a
published and an unpublished report, documents made and not yet made, and the cast by role.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.portal.models import Centre
from organizations.models import Department
from projects.models import ProjectRecord
from surveys import actions
from surveys.models import Report, ReportFigure, Response, Survey, Target
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)
from tests import factories

ROLES = ("anonymous", "member", "officer", "head", "other_officer", "desk", "coordinator")
Status = ProjectRecord.Status


@dataclass
class World:
    """Everything that addresses and posted data need, by name."""

    people: dict[str, User]
    records: dict[str, ProjectRecord]
    reports: dict[str, Report]
    renderings: dict[str, Rendering]
    rows: dict[type[models.Model], Any] = field(default_factory=dict)

    def row(self, model: type[models.Model]) -> models.Model | None:
        """Return some row of `model`, or None."""
        return self.rows.get(model) or model._default_manager.first()


def make_world() -> World:
    """Create the city and return what is in it."""
    # A migration made the row; a test with a live server empties every table.
    Centre.objects.get_or_create(pk=1)
    city = factories.CityFactory(name="見本市")
    office = factories.DepartmentFactory(name="公園課", parent=city)
    people = make_cast(city, office)
    return World(
        people=people,
        records=make_records(office, people["officer"], people["desk"]),
        reports={
            "published": make_report("kokai", city, Report.Status.PUBLISHED),
            "draft": make_report("junbi", city, Report.Status.DRAFT),
        },
        renderings=make_renderings(),
        rows={Department: office},
    )


def make_cast(city: Department, office: Department) -> dict[str, User]:
    """Create one person of each role; the head is of the officer's office."""
    other = factories.DepartmentFactory(name="防災課", parent=city)
    coordinating = factories.DepartmentFactory(name="協働推進課", parent=city)
    roles: dict[str, tuple[str, Role, Any]] = {
        "member": ("伊藤 実", Role.REPRESENTATIVE, factories.OrganizationFactory()),
        "officer": ("山田 花子", Role.OFFICER, office),
        "head": ("佐藤 一郎", Role.HEAD, office),
        "other_officer": ("鈴木 次郎", Role.OFFICER, other),
        "desk": ("高橋 さくら", Role.DESK, None),
        "coordinator": ("田中 健", Role.COORDINATOR, coordinating),
    }
    return {
        key: factories.UserFactory(login_id=key, name=name, role=role, role__place=place)
        for key, (name, role, place) in roles.items()
    }


def make_records(office: Department, officer: User, desk: User) -> dict[str, ProjectRecord]:
    """Create a record of the office in each state, and one of a closed data set."""

    def make(name: str, status: str, **values: Any) -> ProjectRecord:
        by = {} if status == Status.DRAFT else {"submitted_by": officer}
        if status in (Status.RETURNED, Status.APPROVED):
            by["reviewed_by"] = desk
        return factories.RecordFactory(
            name=name, department=office, status=status, partners=1, **by, **values
        )

    musashino = factories.CityFactory(
        name="となり市",
        code="tonari",
        closed_dataset=True,
        notice="一件ごとの記録は、公表された合計から復元したものです。",
    )
    return {
        "draft": make("花だんづくり", Status.DRAFT),
        "submitted": make("落ち葉ひろい", Status.SUBMITTED),
        "returned": make("どんぐり教室", Status.RETURNED),
        "approved": make("公園の手入れ", Status.APPROVED),
        "hidden": make("夜の見回り", Status.APPROVED, is_public=False),
        "closed": factories.RecordFactory(
            name="となりの事業",
            department=factories.DepartmentFactory(name="となり課", parent=musashino),
            guideline=factories.GuidelineFactory(name="となり市の指針", is_current=False),
            fiscal_year=2010,
            status=Status.APPROVED,
            is_reconstructed=True,
            partners=1,
        ),
    }


def make_report(slug: str, city: Department, status: str) -> Report:
    """Create a survey with two questions, one answer to them, and a report with two figures."""
    survey = Survey.objects.create(slug=slug, title="場所の調査", fiscal_year=2025, dataset=city)
    single = [ChoiceDefinition("足りている"), ChoiceDefinition("足りない")]
    several = [ChoiceDefinition("会議室"), ChoiceDefinition("広場"), ChoiceDefinition("倉庫")]
    kind = QuestionDefinition
    sections = [
        SectionDefinition(
            "place",
            "場所について",
            [
                kind("enough", "single", "集まる場所は足りていますか", single, number="問1"),
                kind("wanted", "multiple", "ほしい場所はどれですか", several, number="問2"),
            ],
        )
    ]
    questionnaire = build_questionnaire(survey, sections)
    actions.field_questionnaire(questionnaire, None)
    target = Target.objects.create(survey=survey, name="見本の会")
    answers = {"enough": actions.Given((2,)), "wanted": actions.Given((1, 3))}
    questionnaire.refresh_from_db()
    actions.submit_response(questionnaire, target, answers, mode=Response.Mode.WEB)
    report = Report.objects.create(survey=survey, title="場所の調査の報告", status=status)
    enough, wanted = questionnaire.questions.order_by("position")
    for number, question, by in (("1", enough, None), ("2", wanted, enough)):
        ReportFigure.objects.create(
            report=report,
            number=number,
            position=int(number),
            title=question.text,
            question=question,
            by=by,
        )
    return report


def make_renderings() -> dict[str, Rendering]:
    """Create documents: public and private ones that are there, and public ones that are not."""
    done, failed, queued = (Rendering.Status[name] for name in ("DONE", "FAILED", "QUEUED"))

    def make(title: str, status: str, *, public: bool) -> Rendering:
        return Rendering.objects.create(
            kind="projects-statistics-pdf",
            key=uuid.uuid4().hex,
            title=title,
            filename=f"{title}.pdf",
            content_type="application/pdf",
            public=public,
            status=status,
            content=b"%PDF-1.7" if status == done else None,
            finished_at=timezone.now() if status == done else None,
            message="書類を作成できませんでした。" if status == failed else "",
        )

    return {
        "public": make("みんなの統計", done, public=True),
        "private": make("職員の統計", done, public=False),
        "failed": make("できなかった統計", failed, public=True),
        "private_failed": make("できなかった職員の統計", failed, public=False),
        "queued": make("これからの統計", queued, public=True),
    }
