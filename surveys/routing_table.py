"""Which question goes to whom: the questions of a questionnaire by an attribute of the targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from surveys.models import Question
from surveys.questionnaires import Asked


class Reach(Enum):
    """Whether a question is asked of those with one value of the attribute."""

    ALL = "きいた"
    SOME = "前の答えによる"
    NONE = "きいていない"


@dataclass(frozen=True)
class Line:
    """A question and how far it reaches each value of the attribute."""

    question: Question
    reaches: tuple[Reach, ...]


@dataclass(frozen=True)
class RoutingTable:
    """The columns are the values of the attribute `question`, in the order of its options."""

    question: Question
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def routing_table(questions: Sequence[Asked]) -> RoutingTable | None:
    """Return which questions are asked of whom; None where no attribute decides anything.

    The attribute is the first one that a condition looks at. Attributes themselves are not listed:
    they come from the frame.
    """
    needed = frozenset().union(*(asked.needs for asked in questions))
    attributes = [asked for asked in questions if asked.question.kind == Question.Kind.ATTRIBUTE]
    divider = next((asked for asked in attributes if asked.code in needed), None)
    if divider is None:
        return None
    return RoutingTable(
        divider.question,
        tuple(choice.label for choice in divider.choices.values()),
        tuple(
            Line(asked.question, tuple(_reach(asked, divider.code, c) for c in divider.choices))
            for asked in questions
            if asked.question.kind != Question.Kind.ATTRIBUTE
        ),
    )


def _reach(asked: Asked, attribute: str, choice: int) -> Reach:
    known = {attribute: (str(choice),)}
    found = [condition.evaluate(known) for condition in asked.conditions]
    if False in found:
        return Reach.NONE
    return Reach.SOME if None in found else Reach.ALL
