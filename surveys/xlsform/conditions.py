"""Conditions of an XLSForm in the words and numbers of a questionnaire here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from surveys.editing.wording import leaves, rewritten, to_text
from surveys.questionnaires import ChoiceDefinition, QuestionDefinition
from surveys.routing import ITSELF, Compare, Joined, Node, Not, RoutingError, Selected, parse

_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_ORDER = ("<", "<=", ">", ">=")
MOST = Decimal(10) ** 11


@dataclass(frozen=True)
class Known:
    """A question that was read already.

    Args:
        code: what it is called here.
        numbers: the number of each option by its name in the file; empty without options.
        section: code of its section where that is repeated, else "".
        keeps_numbers: whether the names of its options were their numbers.
        asked: whether its answers are kept.
    """

    code: str
    numbers: Mapping[str, str]
    section: str = ""
    keeps_numbers: bool = True
    asked: bool = True


class NotCarried(ValueError):
    """A condition that has no counterpart; the message says why, in Japanese."""


def carried(text: str, known: Mapping[str, Known], section: str) -> str:
    """Return a condition in our words; unchanged where nothing in it has another name.

    Args:
        text: as it stands in the file.
        known: what was read before, by its name in the file.
        section: code of the repeated section it stands in, else "".

    Raises:
        NotCarried: it cannot be read, or looks at what is not known at that place.
    """

    def named(found: re.Match[str]) -> str:
        name = found[1]
        if name == ITSELF or name not in known:
            raise NotCarried(f"「{name}」は、前にある設問ではありません")
        other = known[name]
        if not other.asked or other.section not in ("", section):
            raise NotCarried(f"「{name}」は、ここでは分からない設問です")
        return f"${{{other.code}}}"

    words = _REFERENCE.sub(named, text.strip())
    if words in ("true()", "1"):
        return ""
    by_code = {each.code: each for each in known.values()}
    return _renumbered(words, lambda code: by_code[code] if code != ITSELF else None)


def carried_constraint(text: str, numbers: Mapping[str, str], *, keeps_numbers: bool) -> str:
    """Return a condition on an answer in our words.

    Raises:
        NotCarried: it cannot be read, or looks at another question.
    """
    if _REFERENCE.search(text):
        raise NotCarried("ほかの設問の答えを使っています")
    itself = Known(ITSELF, numbers, keeps_numbers=keeps_numbers)
    return _renumbered(text.strip(), lambda code: itself if code == ITSELF else None)


def _renumbered(text: str, of: Callable[[str], Known | None]) -> str:
    try:
        tree = parse(text).tree
    except RoutingError as error:
        raise NotCarried(str(error)) from None
    same = True

    def change(code: str, value: str) -> tuple[str, str]:
        nonlocal same
        other = of(code)
        if other is None:
            raise NotCarried("設問自身の答え（.）は、ここでは使えません")
        if not other.numbers:
            return code, value
        missing = [part for part in value.split() if part not in other.numbers]
        if missing:
            raise NotCarried(f"選択肢「{missing[0]}」がありません")
        new = " ".join(other.numbers[part] for part in value.split())
        same = same and new == value
        return code, new

    for leaf in leaves(tree):
        other = of(leaf.code)
        if other is None:
            raise NotCarried("設問自身の答え（.）は、ここでは使えません")
        is_size = isinstance(leaf, Compare) and leaf.sign in _ORDER and not leaf.counted
        if is_size and other.numbers and not other.keeps_numbers:
            raise NotCarried("選択肢の記号の大きさを比べています")
    changed = rewritten(text, change)
    return text if same else changed


def joined(*texts: str) -> str:
    """Return one condition that holds where all of them hold."""
    several = [text for text in texts if text]
    if len(several) < 2:
        return several[0] if several else ""
    parts: list[Node] = []
    for text in several:
        tree = parse(text).tree
        if isinstance(tree, Joined) and tree.word == "and":
            parts += tree.parts
        elif tree is not None:
            parts.append(tree)
    return to_text(Joined("and", tuple(parts)))


# --- limits that have columns of their own here ---------------------------------------------------


def limits_as_constraint(question: QuestionDefinition) -> str:
    """Return the limits of a question and its own condition as one condition of an XLSForm."""
    found: list[str] = []
    if question.min_choices is not None:
        found.append(f"count-selected(.) >= {question.min_choices}")
    if question.max_choices is not None:
        found.append(f"count-selected(.) <= {question.max_choices}")
    if question.kind == "multiple":
        found += [
            f"not(selected(., '{number}') and count-selected(.) > 1)"
            for number, choice in enumerate(question.choices, start=1)
            if choice.is_exclusive
        ]
    if question.min_value is not None:
        found.append(f". >= {question.min_value:f}")
    if question.max_value is not None:
        found.append(f". <= {question.max_value:f}")
    return joined(*found, question.constraint)


def constraint_as_limits(question: QuestionDefinition, text: str) -> QuestionDefinition:
    """Return the question with the limits that its condition states; the rest stays a condition.

    Args:
        question: without a constraint.
        text: the condition in our words (`carried_constraint`).
    """
    tree = parse(text).tree
    parts = tree.parts if isinstance(tree, Joined) and tree.word == "and" else (tree,)
    rest: list[Node] = []
    for part in parts:
        if part is None:
            continue
        limited = _limited(question, part)
        if limited is None:
            rest.append(part)
        else:
            question = limited
    if len(rest) == len(parts):
        return replace(question, constraint=text)
    left = rest[0] if len(rest) == 1 else Joined("and", tuple(rest)) if rest else None
    return replace(question, constraint=to_text(left))


def _limited(question: QuestionDefinition, part: Node) -> QuestionDefinition | None:
    """Return the question with one limit more; None where the part is no limit."""
    if question.kind == "multiple":
        if isinstance(part, Compare) and part.counted:
            return _count_limit(question, part)
        number = _alone(part)
        return None if number is None else _exclusive(question, number)
    if question.kind == "number" and isinstance(part, Compare) and not part.counted:
        return _value_limit(question, part)
    return None


def _count_limit(question: QuestionDefinition, part: Compare) -> QuestionDefinition | None:
    if not part.value.isdecimal() or not 1 <= int(part.value) <= len(question.choices):
        return None
    count = int(part.value)
    if part.sign == "<=" and question.max_choices is None and count >= (question.min_choices or 1):
        return replace(question, max_choices=count)
    most = question.max_choices or len(question.choices)
    if part.sign == ">=" and question.min_choices is None and count <= most:
        return replace(question, min_choices=count)
    return None


def _value_limit(question: QuestionDefinition, part: Compare) -> QuestionDefinition | None:
    try:
        value = Decimal(part.value)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    if abs(value) >= MOST or not isinstance(exponent, int) or exponent < -4:
        return None
    least, most = question.min_value, question.max_value
    if part.sign == ">=" and least is None and (most is None or value <= most):
        return replace(question, min_value=value)
    if part.sign == "<=" and most is None and (least is None or value >= least):
        return replace(question, max_value=value)
    return None


def _alone(part: Node) -> int | None:
    """Return the option that stands alone: not(selected(., 'n') and count-selected(.) > 1)."""
    if not (isinstance(part, Not) and isinstance(part.inner, Joined) and part.inner.word == "and"):
        return None
    match part.inner.parts:
        case (
            Selected(code=".", value=value),
            Compare(code=".", sign=">", value="1", counted=True),
        ) if value.isdecimal():
            return int(value)
    return None


def _exclusive(question: QuestionDefinition, number: int) -> QuestionDefinition | None:
    if not 1 <= number <= len(question.choices):
        return None
    choices: list[ChoiceDefinition] = list(question.choices)
    choices[number - 1] = replace(choices[number - 1], is_exclusive=True)
    return replace(question, choices=choices)
