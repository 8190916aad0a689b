"""A questionnaire read back as the definition it could be built from."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import groupby

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
