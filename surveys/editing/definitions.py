"""A questionnaire read back as the definition it could be built from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import groupby
from typing import Any

from koganei_kyodo.differences import Difference
from surveys.models import Choice, Question, Questionnaire, Section
from surveys.questionnaires import (
    Asked,
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
)
from surveys.routing import parse

# What two questions share when their figures may be compared.
_SAME = ("kind", "min_choices", "max_choices", "decimals", "unit")


def definitions_of(questionnaire: Questionnaire) -> list[SectionDefinition]:
    """Return the sections with their questions and options; 3 statements."""
    questions = questionnaire.questions.select_related("section").prefetch_related("choices")
    ordered = questions.order_by("section__position", "position")
    of_section = {
        pk: list(rows) for pk, rows in groupby(ordered, key=lambda question: question.section_id)
    }
    return [
        SectionDefinition(
            section.code,
            section.title,
            [definition_of(question) for question in of_section.get(section.pk, [])],
            intro=section.intro,
            relevant=section.relevant,
            is_repeat=section.is_repeat,
        )
        for section in questionnaire.sections.order_by("position")
    ]


def definition_of(question: Question) -> QuestionDefinition:
    """Return one question with its options."""
    names = [f.name for f in fields(QuestionDefinition) if f.name != "choices"]
    values = {name: getattr(question, name) for name in names}
    for name in ("min_value", "max_value"):
        if isinstance(values[name], Decimal):
            values[name] = plain(values[name])
    return QuestionDefinition(
        **values, choices=[choice_definition(choice) for choice in question.choices.all()]
    )


def fingerprint(question: Question) -> str:
    """Return a short text that changes with anything that staff can change in a question."""
    return hashlib.sha256(repr(definition_of(question)).encode()).hexdigest()[:32]


# What the editor calls the columns of a question, for showing two versions side by side.
_WORDS = (
    ("text", "質問文"), ("help", "補足"), ("kind", "形式"), ("required", "必ず答えてもらう"),
    ("number", "番号"), ("matrix", "表の問い"), ("min_choices", "選ぶ数の下限"),
    ("max_choices", "選べる数の上限"), ("min_value", "数の下限"), ("max_value", "数の上限"),
    ("decimals", "小数のけた"), ("unit", "単位"), ("constraint", "答えの条件"),
    ("constraint_message", "条件に合わないときの言葉"), ("code", "記号"),
)  # fmt: skip


def differences(
    stored: Question, values: Mapping[str, Any], choices: Sequence[ChoiceDefinition]
) -> list[Difference]:
    """Return where what was typed differs from what stands there."""
    theirs = definition_of(stored)
    found = [
        Difference(word, _shown(getattr(theirs, name)), _shown(values[name]))
        for name, word in _WORDS
        if name in values and _shown(getattr(theirs, name)) != _shown(values[name])
    ]
    mine = list(choices)
    if list(theirs.choices) != mine:
        found.append(Difference("選択肢", _lines(theirs.choices), _lines(mine)))
    return found


def _lines(choices: Sequence[ChoiceDefinition]) -> str:
    return "\n".join(
        f"{number} {choice.label}{'（文を書く）' if choice.is_other else ''}"
        f"{'（ほかと選べない）' if choice.is_exclusive else ''}"
        for number, choice in enumerate(choices, start=1)
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, Decimal):
        return f"{plain(value):f}"
    return "" if value is None else str(value)


def choice_definition(choice: Choice) -> ChoiceDefinition:
    """Return one option."""
    return ChoiceDefinition(choice.label, choice.is_exclusive, choice.is_other)


def plain(number: Decimal) -> Decimal:
    """Return a number without zeros behind the point, so that equal ones look equal."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def unlike_earlier(question: Question) -> str:
    """Return why the figures of a question cannot be compared with those of the earlier one."""
    earlier = question.comparable_to
    if earlier is None:
        return ""
    if any(getattr(question, name) != getattr(earlier, name) for name in _SAME):
        return "形式や選べる数が、前の調査と違います"
    ours = [(choice.code, choice.label) for choice in question.choices.all()]
    theirs = [(choice.code, choice.label) for choice in earlier.choices.all()]
    if ours != theirs:
        return "選択肢が、前の調査と違います"
    return "" if question.text == earlier.text else "質問文が、前の調査と違います"


def as_asked(sections: Sequence[SectionDefinition]) -> list[Asked]:
    """Return definitions as the questions they would become, without writing anything.

    Raises:
        RoutingError: a condition cannot be read.
    """
    return [
        _asked(section, definition, row)
        for row, section in ((_section_row(section), section) for section in sections)
        for definition in section.questions
    ]


def _section_row(section: SectionDefinition) -> Section:
    values = {f.name: getattr(section, f.name) for f in fields(section) if f.name != "questions"}
    return Section(**values)


def _asked(section: SectionDefinition, definition: QuestionDefinition, row: Section) -> Asked:
    values = {f.name: getattr(definition, f.name) for f in fields(definition)}
    del values["choices"]
    choices = {
        code: Choice(code=code, position=code, **vars(choice))
        for code, choice in enumerate(definition.choices, start=1)
    }
    return Asked(
        Question(section=row, **values),
        choices,
        (parse(section.relevant), parse(definition.relevant)),
        parse(definition.constraint),
    )
