"""The map of a questionnaire's routes, and what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from surveys.editing.wording import leaves, name_of, reading
from surveys.models import Question
from surveys.questionnaires import Asked
from surveys.routing import Compare, Expression, Joined, Selected, Values

Kind = Question.Kind
# Above this many combinations of answers a question is taken for one that can be reached.
MOST_COMBINATIONS = 20_000
MOST_OPTIONS = 6


@dataclass(frozen=True)
class RouteProblem:
    """What is wrong at one question, in Japanese, and what to do."""

    code: str
    message: str


@dataclass(frozen=True)
class Stop:
    """One line of the map: a question, who is asked it, and what depends on it.

    Args:
        who: readings of the section's and the question's condition, none where all are asked.
        leads: (option or "", names of the questions that then follow or may follow).
    """

    asked: Asked
    number: str
    who: tuple[str, ...]
    leads: tuple[tuple[str, tuple[str, ...]], ...]


def route_map(questions: Sequence[Asked], numbers: Mapping[str, str]) -> list[Stop]:
    """Return the questions in their order with their routes."""
    known = {asked.code: asked for asked in questions}
    return [
        Stop(
            asked,
            numbers.get(asked.code, ""),
            tuple(reading(c, known, numbers) for c in asked.conditions if c.tree is not None),
            tuple(_leads(asked, questions, known, numbers)),
        )
        for asked in questions
    ]


def _leads(
    asked: Asked,
    questions: Sequence[Asked],
    known: Mapping[str, Asked],
    numbers: Mapping[str, str],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    depending = [other for other in questions if asked.code in other.needs]
    if not asked.choices:
        if depending:
            yield "", tuple(name_of(other.code, known, numbers) for other in depending)
        return
    for choice in asked.choices.values():
        values = {asked.code: (str(choice.code),)}
        opened = [
            name_of(other.code, known, numbers)
            for other in depending
            if _changes(other, asked.code, str(choice.code))
            and all(c.evaluate(values) is not False for c in other.conditions)
        ]
        if opened:
            yield choice.label, tuple(opened)


def _changes(other: Asked, code: str, value: str) -> bool:
    """Tell whether one option makes a difference to whether `other` is asked."""
    found = [c for c in other.conditions if code in c.codes]
    return any(c.evaluate({code: (value,)}) is not c.evaluate({code: ()}) for c in found)


def next_after(
    asked: Asked, choice: int, questions: Sequence[Asked], known: Values | None = None
) -> Asked | None:
    """Return the question that somebody with this option is asked next; None at the end.

    Only what this one answer decides is looked at: what other answers leave open may be asked.

    Args:
        asked: the question that was answered.
        choice: number of the option.
        questions: all, in their order.
        known: what is known beside it, such as the attributes of whose paper it is.
    """
    values = {**(known or {}), asked.code: (str(choice),)}
    places = [index for index, other in enumerate(questions) if other.code == asked.code]
    for other in questions[places[0] + 1 :]:
        if other.question.kind == Kind.ATTRIBUTE:
            continue
        if all(c.evaluate(values) is not False for c in other.conditions):
            return other
    return None


def hints_after(
    asked: Asked,
    questions: Sequence[Asked],
    numbers: Mapping[str, str],
    known: Values | None = None,
) -> dict[int, str]:
    """Return for each option where it leads, as it is printed: 問5へ.

    There is none where all options lead to the same question, or where several can be ticked.
    """
    if asked.question.kind != Kind.SINGLE:
        return {}
    follow = {code: next_after(asked, code, questions, known) for code in asked.choices}
    if len({other.code if other else "" for other in follow.values()}) < 2:
        return {}
    by_code = {other.code: other for other in questions}
    return {
        code: f"{name_of(other.code, by_code, numbers)}へ" if other else "ここで終わりです"
        for code, other in follow.items()
    }


def problems_of(questions: Sequence[Asked], numbers: Mapping[str, str]) -> list[RouteProblem]:
    """Return all that is wrong with the routes, in the order of the questions."""
    return list(_Checker(questions, numbers).problems())


class _Checker:
    def __init__(self, questions: Sequence[Asked], numbers: Mapping[str, str]) -> None:
        self.questions = questions
        self.numbers = numbers
        self.known = {asked.code: asked for asked in questions}
        self.order = {asked.code: index for index, asked in enumerate(questions)}

    def problems(self) -> Iterator[RouteProblem]:
        for asked in self.questions:
            wrong = [*self._places(asked), *self._options(asked)]
            yield from (RouteProblem(asked.code, message) for message in wrong)
            if not wrong and asked.needs and self._is_unreachable(asked):
                yield RouteProblem(
                    asked.code,
                    "どう答えても、この設問はきかれません。きく条件を見直してください",
                )

    def _places(self, asked: Asked) -> Iterator[str]:
        for code in sorted(asked.needs):
            other = self.known.get(code)
            name = name_of(code, self.known, self.numbers)
            if other is None:
                yield f"きく条件にある{name}という設問はありません。条件を直してください"
            elif self.order[code] >= self.order[asked.code]:
                yield f"きく条件に、あとできく{name}があります。設問の順か、条件を直してください"
            elif other.question.is_unpublished:
                yield f"きく条件にある{name}は、回答を収めない設問です。条件を直してください"
            elif other.is_repeat and other.question.section_id != asked.question.section_id:
                yield f"きく条件にある{name}は、くり返す節の設問です。条件を直してください"

    def _options(self, asked: Asked) -> Iterator[str]:
        for condition in asked.conditions:
            for leaf in leaves(condition.tree):
                other = self.known.get(leaf.code)
                if other is None or not other.choices:
                    continue
                if isinstance(leaf, Compare) and (leaf.counted or leaf.sign not in ("=", "!=")):
                    continue
                for value in leaf.value.split():
                    if not (value.isdecimal() and int(value) in other.choices):
                        name = name_of(leaf.code, self.known, self.numbers)
                        yield f"きく条件にある{name}の選択肢「{value}」はありません。選び直してください"

    def _is_unreachable(self, asked: Asked) -> bool:
        codes = self._closure(asked)
        domains = [self._domain(self.known[code], asked) for code in codes]
        size = 1
        for domain in domains:
            size *= len(domain)
            if size > MOST_COMBINATIONS:
                return False
        for combination in product(*domains):
            values = dict(zip(codes, combination, strict=True))
            if self._possible(values) and all(c.holds(values) for c in asked.conditions):
                return False
        return True

    def _closure(self, asked: Asked) -> list[str]:
        """Return what decides about a question, and what decides about that, in their order."""
        found: set[str] = set()
        waiting = set(asked.needs)
        while waiting:
            code = waiting.pop()
            found.add(code)
            waiting |= (self.known[code].needs & self.known.keys()) - found
        return sorted(found, key=lambda code: self.order[code])

    def _possible(self, values: Mapping[str, tuple[str, ...]]) -> bool:
        """Tell whether these answers can stand together: what is not asked has no answer."""
        return all(
            not given or all(c.holds(values) for c in self.known[code].conditions)
            for code, given in values.items()
        )

    def _domain(self, asked: Asked, wanting: Asked) -> list[tuple[str, ...]]:
        """Return the answers to a question that can make a difference."""
        kind = asked.question.kind
        options = [str(code) for code in asked.choices]
        if kind == Kind.MULTIPLE:
            return self._subsets(asked, options)
        if options:
            return [(), *((option,) for option in options)]
        used = [asked, *self.questions, wanting]
        values = {
            leaf.value
            for other in used
            for condition in other.conditions
            for leaf in leaves(condition.tree)
            if leaf.code == asked.code
        }
        near = set(values)
        for value in values:
            try:
                near |= {str(int(float(value)) - 1), str(int(float(value)) + 1)}
            except (ValueError, OverflowError):
                near.add(f"{value}以外")
        return [(), *((value,) for value in sorted(near) if value)]

    def _subsets(self, asked: Asked, options: Sequence[str]) -> list[tuple[str, ...]]:
        named = [
            leaf.value
            for other in self.questions
            for condition in other.conditions
            for leaf in leaves(condition.tree)
            if leaf.code == asked.code and isinstance(leaf, Selected | Compare)
        ]
        used = [option for option in options if option in " ".join(named).split()]
        rest = [option for option in options if option not in used]
        free = [*used[:MOST_OPTIONS], *rest[: max(0, MOST_OPTIONS - len(used))]]
        most = asked.question.max_choices or len(options)
        found: list[tuple[str, ...]] = []
        for chosen in product([False, True], repeat=len(free)):
            ticked = tuple(o for o, taken in zip(free, chosen, strict=True) if taken)
            alone = any(asked.choices[int(option)].is_exclusive for option in ticked)
            if len(ticked) <= most and not (alone and len(ticked) > 1):
                found.append(tuple(sorted(ticked, key=int)))
        return [*found, tuple(options[:most])] if len(options) > len(free) else found


def flat(expression: Expression) -> tuple[str, list[Compare | Selected]] | None:
    """Return how a condition is joined and its parts; None where it is nested or negated."""
    tree = expression.tree
    if tree is None:
        return "and", []
    parts = tree.parts if isinstance(tree, Joined) else (tree,)
    if not all(isinstance(part, Compare | Selected) for part in parts):
        return None
    word = tree.word if isinstance(tree, Joined) else "and"
    return word, [part for part in parts if isinstance(part, Compare | Selected)]
