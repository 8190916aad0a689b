"""Single respondents that two tables of one report give away together, although each hides its own.

Every table is protected by itself (`surveys.tables.hiding`). Two of them can still say more than each:
a number that one hides stands in the other, or one counts a part of those whom the other counts, and
the difference is one respondent. What three or more tables say together is not looked for
(docs/decisions/0034).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from surveys.counted import CountedFigure
from surveys.models import Choice, Question
from surveys.tables import CrossTable, Row

REVEALS_ONE = "reveals_one"
_MOST_NAMED = 3
_MEND = (
    "どちらかの図表の条件をやめるか、選択肢をまとめるか、どちらかを外してください。"
    "この1人がだれか、だれにもわからないときは、その理由を書いて残せます。"
)

# Who is counted: for each condition the code of the question, and the options that count.
Who = frozenset[tuple[str, frozenset[int]]]
# An answer: the options that were put together in it.
Key = frozenset[str]


@dataclass(frozen=True)
class Line:
    """One line of published numbers about one question.

    Args:
        figure: number of the figure.
        label: of the group, "" for a whole table.
        question: what tells lines of the same question from others.
        who: who is counted.
        n: None where it is hidden.
        counts: how many gave each answer, None where it is hidden.
        base: who is 100 %.
        whole: who is counted in the table's own total.
        is_sum: whether each person gave one answer.
    """

    figure: str
    label: str
    question: tuple[int, str, int | None, str]
    who: Who
    n: int | None
    counts: Mapping[Key, int | None]
    base: str
    whole: Who
    is_sum: bool

    @property
    def place(self) -> str:
        """Return where it stands, in Japanese."""
        return f"図{self.figure}の「{self.label}」" if self.label else f"図{self.figure}"

    def is_part_of(self, other: "Line") -> bool:
        """Tell whether everybody counted here is counted in `other` too, and somebody less."""
        return self.who != other.who and all(
            any(code == own and options <= more for own, options in self.who)
            for code, more in other.who
        )


@dataclass(frozen=True)
class Revealed:
    """A warning: the figure it is said of, and what to do, in Japanese."""

    figure: str
    message: str


def revealed(figures: Sequence[CountedFigure]) -> list[Revealed]:
    """Return what pairs of figures give away; 1 statement.

    Args:
        figures: of one report, each with its single respondents hidden.
    """
    lines: dict[tuple[int, str, int | None, str], list[Line]] = {}
    options = _options(figures)
    for figure in figures:
        for line in _lines(figure, options):
            lines.setdefault(line.question, []).append(line)
    found = []
    for same in lines.values():
        for one, other in permutations(same, 2):
            if one.figure != other.figure and (message := _message(one, other)):
                found.append(Revealed(one.figure, message))
    return found


def _options(figures: Iterable[CountedFigure]) -> dict[int, dict[str, int]]:
    """Return the number of each option by its label, by question."""
    wanted: set[int] = set()
    for figure in figures:
        wanted |= {figure.definition.question_id, figure.definition.by_id or 0}
    found: dict[int, dict[str, int]] = {}
    rows = Choice.objects.filter(question__in=wanted).values_list("question_id", "label", "code")
    for question, label, code in rows:
        found.setdefault(question, {})[label] = code
    return found


def _lines(figure: CountedFigure, options: Mapping[int, Mapping[str, int]]) -> Iterator[Line]:
    """Yield the lines of a table, in the words of its options."""
    definition, table = figure.definition, figure.table
    whole: Who = frozenset((row["question"], frozenset(row["codes"])) for row in definition.filters)
    asked: Question = definition.question
    own = options.get(asked.pk, {})

    def line(
        label: str, title: str, who: Who, n: int | None, counts: Iterable[tuple[str, int | None]]
    ) -> Line:
        question = (asked.questionnaire_id, title, definition.frame_id, str(table.unit))
        keys = {_key(figure, answer, own): count for answer, count in counts}
        is_sum = table.answer != "multiple"
        return Line(definition.number, label, question, who, n, keys, table.base, whole, is_sum)

    if not isinstance(table, CrossTable):
        rows: Sequence[Row] = table.rows
        counts = [(row.label, None if row.hidden else row.count) for row in rows]
        yield line("", table.title, whole, table.n, counts)
        return
    groups = options.get(definition.by_id or 0, {})
    for place, group in enumerate(table.groups):
        shown = [None if c in group.hidden else n for c, n in enumerate(group.counts)]
        is_total = table.has_total and place == 0
        if table.has_total and not is_total and group.label not in groups:
            continue  # who did not answer what the table is divided by
        who = whole
        if table.has_total and not is_total and definition.by:
            who = whole | {(definition.by.code, frozenset({groups[group.label]}))}
        yield line(
            "" if is_total else group.label,
            table.title if table.has_total else group.label,
            who,
            None if group.n_hidden else group.n,
            zip(table.columns, shown, strict=True),
        )


def _key(figure: CountedFigure, answer: str, own: Mapping[str, int]) -> Key:
    """Return which options an answer stands for; 無回答 depends on the base of its table."""
    words = {code: label for label, code in own.items()}
    for row in figure.definition.grouping:
        if row["label"] == answer and "codes" in row:
            return frozenset(words[code] for code in row["codes"] if code in words)
    if answer in own or not own:
        return frozenset({answer})
    return frozenset({f"{answer}（{figure.table.base}）"})


def _message(one: Line, other: Line) -> str:
    """Say what `one` gives away beside `other`, "" where nothing."""
    if one.who == other.who:
        known = [key for key, count in other.counts.items() if _follows(key, count, one, other)]
        if not known:
            return ""
        return (
            f"{other.place}で※にした{_named(known)}の数が、{one.place}から計算できます。"
            f"1人の答えがわかってしまいます。{_MEND}"
        )
    # A line of a table beside that table's own total is what the table hides by itself.
    if not one.is_part_of(other) or one.whole == other.who:
        return ""
    if one.base == other.base and _one_is_left(one.n, other.n):
        return (
            f"{other.place}のn＝{other.n:,}から{one.place}のn＝{one.n:,}を引くと、1人が残ります。"
            f"その1人の答えが、すべてわかってしまいます。{_MEND}"
        )
    left = [key for key, count in one.counts.items() if _one_is_left(count, other.counts.get(key))]
    if not left:
        return ""
    return (
        f"{_named(left)}について、{other.place}の数から{one.place}の数を引くと、1人が残ります。"
        f"その1人の答えがわかってしまいます。{_MEND}"
    )


def _one_is_left(part: int | None, whole: int | None) -> bool:
    return part is not None and whole is not None and whole - part == 1


def _follows(key: Key, count: int | None, one: Line, other: Line) -> bool:
    """Tell whether a number that `other` hides stands in `one`, or is a sum or rest of what is shown."""
    if count is not None:
        return False
    if _is_shown(key, one):
        return True
    groups = [shown for shown, n in one.counts.items() if n is not None and key < shown]
    return one.is_sum and any(_is_shown(shown - key, other) for shown in groups)


def _is_shown(wanted: Key, line: Line) -> bool:
    """Tell whether a line says how many gave one of the answers in `wanted`."""
    parts = [key for key in line.counts if key <= wanted]
    whole = frozenset[str]().union(*parts) == wanted and bool(parts)
    # Of several ticks only the count of exactly these options says it: a sum counts people twice.
    return (
        whole
        and (line.is_sum or len(parts) == 1)
        and all(line.counts[key] is not None for key in parts)
    )


def _named(keys: Sequence[Key]) -> str:
    words = ["・".join(sorted(key)) for key in keys]
    more = f"など{len(words)}個の答え" if len(words) > _MOST_NAMED else ""
    return "".join(f"「{word}」" for word in words[:_MOST_NAMED]) + more
