"""Building a questionnaire from a definition, and reading one back to ask its questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal

from django.db import transaction

from surveys.models import Choice, Question, Questionnaire, Section, Survey
from surveys.routing import ALWAYS, ITSELF, Expression, RoutingError, parse


@dataclass(frozen=True)
class ChoiceDefinition:
    """One option; its number is its place in the list, counted from 1."""

    label: str
    is_exclusive: bool = False
    is_other: bool = False


@dataclass(frozen=True)
class QuestionDefinition:
    """One question.

    Args:
        code: name for programs, unique in the questionnaire (`validate_code`).
        kind: a value of `Question.Kind`.
        text: the question as it is read.
        choices: the options, none for an open question.
        number: number as printed, such as 問1.
        help: one line below the question.
        relevant: the condition under which it is asked (`surveys.routing`); empty for always.
        required: whether an empty answer is refused.
        max_choices: how many options of a multiple answer may be ticked; None for any number.
        min_choices: how many have to be ticked by who answers at all; None for one.
        matrix: the words above a table of questions; questions with the same words that follow
            each other are its lines.
        min_value, max_value: limits of a number, both inclusive; None for no limit.
        decimals: digits behind the point that a number may have.
        unit: what a number counts, shown behind the box.
        constraint: a condition on the answer, which is `.` in it (`surveys.routing`).
        constraint_message: what to do where the answer does not meet it, in Japanese.
        is_unpublished: the answers are not part of the data: none is taken, none is counted.
    """

    code: str
    kind: str
    text: str
    choices: Sequence[ChoiceDefinition] = ()
    number: str = ""
    help: str = ""
    relevant: str = ""
    required: bool = False
    max_choices: int | None = None
    is_unpublished: bool = False
    min_choices: int | None = None
    matrix: str = ""
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    constraint: str = ""
    constraint_message: str = ""


@dataclass(frozen=True)
class SectionDefinition:
    """One page of questions; a repeated one is filled in once per sheet."""

    code: str
    title: str
    questions: Sequence[QuestionDefinition]
    intro: str = ""
    relevant: str = ""
    is_repeat: bool = False


def build_questionnaire(
    survey: Survey, sections: Sequence[SectionDefinition], *, version: int = 1
) -> Questionnaire:
    """Write a questionnaire that is not yet fielded; 4 statements whatever its length.

    Args:
        survey: whose questionnaire.
        sections: the pages in their order.
        version: number of the version, unique in the survey.

    Raises:
        RoutingError: a condition cannot be read or asks for what is not known at that place.
    """
    with transaction.atomic():
        questionnaire = Questionnaire.objects.create(survey=survey, version=version)
        rows = Section.objects.bulk_create(
            Section(
                questionnaire=questionnaire,
                code=section.code,
                title=section.title,
                intro=section.intro,
                position=position,
                is_repeat=section.is_repeat,
                relevant=section.relevant,
            )
            for position, section in enumerate(sections, start=1)
        )
        pairs = [
            (row, question)
            for row, section in zip(rows, sections, strict=True)
            for question in section.questions
        ]
        questions = Question.objects.bulk_create(
            _question(questionnaire, row, definition, position)
            for position, (row, definition) in enumerate(pairs, start=1)
        )
        Choice.objects.bulk_create(
            Choice(
                question=question,
                code=code,
                label=choice.label,
                position=code,
                is_exclusive=choice.is_exclusive,
                is_other=choice.is_other,
            )
            for question, (_, definition) in zip(questions, pairs, strict=True)
            for code, choice in enumerate(definition.choices, start=1)
        )
    check_routing(asked_questions(questionnaire))
    return questionnaire


def _question(
    questionnaire: Questionnaire, section: Section, definition: QuestionDefinition, position: int
) -> Question:
    values = {f.name: getattr(definition, f.name) for f in fields(definition)}
    del values["choices"]
    return Question(questionnaire=questionnaire, section=section, position=position, **values)


@dataclass(frozen=True)
class Asked:
    """A question with its options and the conditions of its page and its own."""

    question: Question
    choices: dict[int, Choice] = field(hash=False)
    conditions: tuple[Expression, ...]
    constraint: Expression = ALWAYS

    @property
    def code(self) -> str:
        """Return the question's code."""
        return self.question.code

    @property
    def is_repeat(self) -> bool:
        """Tell whether the question stands on a repeated sheet."""
        return self.question.section.is_repeat

    @property
    def needs(self) -> frozenset[str]:
        """Return the codes of the questions that decide whether this one is asked."""
        return frozenset().union(*(condition.codes for condition in self.conditions))


def asked_questions(questionnaire: Questionnaire) -> list[Asked]:
    """Return the questions of `questionnaire` in their order; 2 statements.

    Raises:
        RoutingError: a condition cannot be read; the message names the question.
    """
    questions = (
        Question.objects.filter(questionnaire=questionnaire)
        .select_related("section")
        .prefetch_related("choices")
        .order_by("section__position", "position")
    )
    return [
        Asked(
            question,
            {choice.code: choice for choice in question.choices.all()},
            (
                _read(question.section.relevant, f"「{question.section.title}」"),
                _read(question.relevant, f"「{question.text}」"),
            ),
            _read(question.constraint, f"「{question.text}」の答えの条件"),
        )
        for question in questions
    ]


def _read(text: str, where: str) -> Expression:
    try:
        return parse(text)
    except RoutingError as error:
        raise RoutingError(f"{where}の{error}") from None


def check_routing(questions: Iterable[Asked]) -> None:
    """Check that every condition looks only at what has been answered before it.

    Raises:
        RoutingError: a condition names an unknown question, a later one, one whose answers are
            not kept, or, from outside the sheets, one of the sheets; or a condition on an answer
            looks at another question.
    """
    before: dict[str, Asked] = {}
    for asked in questions:
        if asked.constraint.codes - {ITSELF}:
            where = f"「{asked.question.text}」の答えの条件"
            raise RoutingError(f"{where}には、その設問の答え（.）だけを書いてください")
        for code in sorted(asked.needs):
            where = f"「{asked.question.text}」のきく条件"
            other = before.get(code)
            if other is None:
                raise RoutingError(f"{where}の ${{{code}}} は、この設問より前にありません")
            if other.question.is_unpublished:
                raise RoutingError(f"{where}の ${{{code}}} は、回答を収めていない設問です")
            if other.is_repeat and not (
                asked.is_repeat and asked.question.section_id == other.question.section_id
            ):
                raise RoutingError(f"{where}の ${{{code}}} は、くり返す節の設問です")
        before[asked.code] = asked
