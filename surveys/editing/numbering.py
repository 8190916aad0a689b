"""Numbers as printed: 問1, 問2, and 付問2-1 for what only some who answered 問2 are asked."""

from collections.abc import Sequence

from surveys.models import Question
from surveys.questionnaires import Asked


def printed_numbers(questions: Sequence[Asked]) -> dict[str, str]:
    """Return the number of each question by its code; a number written by hand stays.

    A question whose own condition looks at the last main question, or at a question that belongs
    to it, is a 付問 of that one. Attributes come from the frame and have none.
    """
    numbers: dict[str, str] = {}
    main = below = 0
    family: set[str] = set()
    for asked in questions:
        if asked.question.kind == Question.Kind.ATTRIBUTE:
            numbers[asked.code] = asked.question.number
            continue
        if asked.conditions[1].codes & family:
            below += 1
            family.add(asked.code)
            automatic = f"付問{main}-{below}"
        else:
            main, below, family = main + 1, 0, {asked.code}
            automatic = f"問{main}"
        numbers[asked.code] = asked.question.number or automatic
    return numbers
