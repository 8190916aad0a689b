"""Writing a questionnaire and reading it back gives the same one, and others can read it too."""

import json
import string
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from koganei_kyodo.portal.musashino import questionnaire as musashino
from surveys.models import Questionnaire, Survey
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)
from surveys.xlsform import loading, reader, writer
from tests import factories
from tests.surveys.xlsform.forms import Kind, every_kind, read_here, there_and_back

_DATA = Path("surveys/data/musashino_h22_figures.json")


def musashino_sections() -> list[SectionDefinition]:
    """Return the questionnaire of Musashino's survey."""
    return list(musashino.sections(json.loads(_DATA.read_text(encoding="utf-8"))))


def test_every_kind_comes_back() -> None:
    content = writer.write_definitions(every_kind(), {"form_title": "見本"})
    found = read_here(content)
    assert list(found.sections) == [_as_list(section) for section in every_kind()]
    assert (found.title, list(found.left), list(found.changed)) == ("見本", [], [])


def test_the_musashino_questionnaire_comes_back() -> None:
    before = there_and_back(musashino_sections())
    assert [q.code for s in before for q in s.questions] == [
        q.code for s in musashino_sections() for q in s.questions
    ]
    assert before == [_as_list(section) for section in musashino_sections()]


def _as_list(section: SectionDefinition) -> SectionDefinition:
    """Return a section whose sequences are lists, so that equal ones are equal."""
    questions = [
        QuestionDefinition(**{**vars(q), "choices": list(q.choices)}) for q in section.questions
    ]
    return SectionDefinition(**{**vars(section), "questions": questions})


@pytest.mark.parametrize("sections", [every_kind()[:2], musashino_sections()])
def test_another_tool_accepts_what_we_write(
    sections: list[SectionDefinition], tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(writer.write_definitions(sections, {"form_title": "見本", "form_id": "f"}))
    made = convert(str(path), validate=False)
    for question in (q for s in sections for q in s.questions):
        assert f"/{question.code}" in made.xform


# --- any questionnaire -----------------------------------------------------------------------------

_TEXT = (
    st.text(
        st.sampled_from(string.ascii_letters + string.digits + " \n=<>&'\"_-あア漢　𠮷。、"),
        min_size=1,
        max_size=40,
    )
    .map(lambda text: text.strip(" \n") or "問")
    .filter(str.strip)
)
_LINE = _TEXT.map(lambda text: text.replace("\n", " "))
_LABELS = st.lists(_LINE, min_size=1, max_size=6, unique=True)


@st.composite
def questions(draw: Any, code: str, earlier: list[QuestionDefinition]) -> QuestionDefinition:
    """Return a question of any kind, with any limits, that may look at an earlier one."""
    kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE, Kind.OPEN, Kind.NUMBER, Kind.DATE]))
    values: dict[str, Any] = {
        "help": draw(st.just("") | _TEXT),
        "number": draw(st.sampled_from(["", "問1", "付問1-1"])),
        "required": draw(st.booleans()),
        "is_unpublished": draw(st.integers(0, 9)) == 0,
    }
    if kind in (Kind.SINGLE, Kind.MULTIPLE):
        labels = draw(_LABELS)
        other, alone = draw(st.integers(0, 9)), draw(st.integers(0, 9))
        values["choices"] = [
            ChoiceDefinition(
                label, is_other=n == other, is_exclusive=kind == Kind.MULTIPLE and n == alone
            )
            for n, label in enumerate(labels)
        ]
        values["matrix"] = draw(st.sampled_from(["", "", "次のことは"]))
        if kind == Kind.MULTIPLE:
            least = draw(st.none() | st.integers(1, len(labels)))
            most = draw(st.none() | st.integers(least or 1, len(labels)))
            values |= {"min_choices": least, "max_choices": most}
    if kind == Kind.NUMBER:
        values["decimals"] = draw(st.integers(0, 4))
        values["unit"] = draw(st.sampled_from(["", "人", "千円"]))
        ends = sorted(draw(st.lists(st.integers(-9999, 9999), min_size=2, max_size=2)))
        values["min_value"] = draw(st.sampled_from([None, Decimal(ends[0])]))
        values["max_value"] = draw(st.sampled_from([None, Decimal(ends[1]) + Decimal("0.5")]))
    known = [q for q in earlier if not q.is_unpublished]
    if known and draw(st.booleans()):
        values["relevant"] = f"${{{draw(st.sampled_from(known)).code}}} = ''"
    return QuestionDefinition(code, kind, draw(_TEXT), **{"choices": [], **values})


@st.composite
def questionnaires(draw: Any) -> list[SectionDefinition]:
    """Return up to three sections, the last of which may be repeated."""
    found: list[SectionDefinition] = []
    outside: list[QuestionDefinition] = []
    for place in range(draw(st.integers(1, 3))):
        is_repeat = place == 2 and draw(st.booleans())
        mine: list[QuestionDefinition] = []
        for number in range(draw(st.integers(1, 4))):
            mine.append(draw(questions(f"s{place}_q{number}", [*outside, *mine])))
        if not is_repeat:
            outside += mine
        intro = draw(st.just("") | _TEXT)
        found.append(
            SectionDefinition(f"s{place}", draw(_LINE), mine, intro=intro, is_repeat=is_repeat)
        )
    return found


@given(questionnaires())
@settings(max_examples=60, deadline=None)
def test_any_questionnaire_comes_back(sections: list[SectionDefinition]) -> None:
    assert there_and_back(sections) == sections


# --- through the database --------------------------------------------------------------------------


def _empty(slug: str) -> Survey:
    return Survey.objects.create(
        slug=slug, title=slug, fiscal_year=2026, dataset=factories.CityFactory()
    )


@pytest.mark.django_db
def test_import_export_import_gives_the_same_rows() -> None:
    first = build_questionnaire(_empty("one"), every_kind())
    second = loading.load(_empty("two"), reader.read(writer.write(first)), None)
    third = loading.load(_empty("three"), reader.read(writer.write(second)), None)
    assert _rows(first) == _rows(second) == _rows(third)


@pytest.mark.django_db
def test_what_is_held_between_preview_and_decision_is_whole() -> None:
    questionnaire = build_questionnaire(_empty("held"), every_kind())
    found = reader.read(writer.write(questionnaire))
    again = loading.unsealed(loading.sealed(found, questionnaire), questionnaire)
    assert list(again.sections) == list(found.sections)


def _rows(questionnaire: Questionnaire) -> list[Any]:
    names = [
        f.name
        for f in questionnaire.questions.model._meta.concrete_fields
        if f.name not in ("id", "questionnaire", "section", "comparable_to")
    ]
    sections = questionnaire.sections.order_by("position")
    found: list[Any] = list(
        sections.values_list("code", "title", "intro", "position", "is_repeat", "relevant")
    )
    for question in questionnaire.questions.order_by("position"):
        found.append([str(getattr(question, name)) for name in names])
        found += question.choices.order_by("position").values_list(
            "code", "label", "is_exclusive", "is_other"
        )
    return found
