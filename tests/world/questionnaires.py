"""What the pages about questionnaires show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from organizations.models import Department
from surveys import actions
from surveys.editing import actions as editing
from surveys.models import Question, Questionnaire, Survey
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)

if TYPE_CHECKING:
    from tests.world import World


def sections() -> list[SectionDefinition]:
    """Return a small questionnaire with an attribute, routing, a table and each kind."""
    ask, option = QuestionDefinition, ChoiceDefinition
    yes_no = [option("ある"), option("ない")]
    scale = [option("満足"), option("ふつう"), option("不満")]
    wishes = [option("場所"), option("お金"), option("その他", is_other=True)]
    wishes.append(option("特にない", is_exclusive=True))
    return [
        SectionDefinition(
            "s1",
            "はじめに",
            [
                ask("kind", "attribute", "団体の種類", [option("NPO法人"), option("任意団体")]),
                ask("q1", "single", "市と協働したことがありますか", yes_no, required=True),
                ask("q2", "open", "その事業の名前を教えてください", relevant="${q1} = '1'"),
                ask("q3", "single", "話し合い", scale, matrix="次のことに満足していますか"),
                ask("q4", "single", "役割分担", scale, matrix="次のことに満足していますか"),
            ],
        ),
        SectionDefinition(
            "s2",
            "これから",
            [
                ask("q5", "multiple", "ほしいものは何ですか", wishes, max_choices=2),
                ask("q6", "number", "会員は何人ですか", unit="人", relevant="${kind} = '1'"),
                ask("q7", "date", "会ができた日はいつですか"),
            ],
            intro="これからのことをききます。",
        ),
    ]


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    city = Department.objects.get(name="見本市")
    by = world.people["coordinator"]

    def survey(slug: str, title: str) -> Questionnaire:
        row = Survey.objects.create(
            slug=slug, title=title, fiscal_year=2026, dataset=city, purpose="知るため。"
        )
        return build_questionnaire(row, sections())

    draft = survey("tsukuru", "団体の調査")
    fielded = survey("kakutei", "配った調査")
    actions.field_questionnaire(fielded, None)
    empty = editing.create_survey(
        {"slug": "kara", "title": "これからの調査", "fiscal_year": 2026, "dataset": city}, by
    )
    last = Question.objects.get(questionnaire=draft, code="q7")
    kept = Question.objects.get(questionnaire=fielded, code="q1")
    editing.keep_in_library(kept, "毎年きく", by)
    return {
        "questionnaires": {"draft": draft, "fielded": fielded, "empty": empty},
        "question": last,
        "kept_question": kept,
        "empty_section": empty.sections.get(),
    }
