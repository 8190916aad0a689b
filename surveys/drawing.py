"""How a table is drawn on a page: which chart, how long each bar, and the finding in one sentence.

Lengths are written as a percentage of the drawing, so that a bar is `<svg width="48.00%">` and
needs no style attribute. The charts of PDF and Excel files are in `surveys.figure_documents`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from surveys.models.report import Base, Unit
from surveys.tables import HIDDEN, CrossTable, FrequencyTable, Group, Row
from surveys.tables.significance import SIGNS

Table = FrequencyTable | CrossTable

# More parts than this cannot be told apart in a 100 % bar (five fills, readable in grey).
MAX_PARTS = 5
# A part narrower than this, in percent of the bar, has no room for its share on a telephone.
ROOM_FOR_TEXT = 14
DASH = "—"

_ANSWERS = {"single": "単一回答", "multiple": "複数回答", "count": "件数"}
_UNITS = {Unit.RESPONSE: "回答", Unit.SHEET: "票"}
_BASES = {
    Base.ALL: "すべての{unit}",
    Base.ASKED: "この設問をきいた{unit}",
    Base.ANSWERED: "この設問に答えた{unit}",
}


@dataclass(frozen=True)
class Bar:
    """One bar with its value; `is_state` for 無回答 and 無効, which are drawn in grey."""

    label: str
    width: str
    value: str
    is_state: bool


@dataclass(frozen=True)
class Part:
    """One part of a 100 % bar: where it begins, how wide it is, which of five fills (1 to 5)."""

    label: str
    fill: int
    left: str
    width: str
    middle: str
    value: str
    share: str
    has_room: bool


@dataclass(frozen=True)
class Panel:
    """The bars of one answer of a cross table, a bar for each group."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Stack:
    """The 100 % bar of one group of a cross table."""

    label: str
    parts: tuple[Part, ...]


def unit_word(table: Table) -> str:
    """Return the word for one counted thing: 回答 or 票."""
    return _UNITS[table.unit]


def answer_label(table: Table) -> str:
    """Return the kind of answer in Japanese: 単一回答, 複数回答 or 件数."""
    return _ANSWERS[table.answer]


def base_label(table: Table) -> str:
    """Return who is 100 %, in Japanese: すべての票, この設問に答えた回答 …"""
    return _BASES[table.base].format(unit=unit_word(table))


def base_line(table: Table) -> str:
    """Return what stands below a title: kind of answer, n, and who is 100 %."""
    return f"{answer_label(table)}、{base_text(table)}"


def base_text(table: Table) -> str:
    """Return n with who is 100 %: n＝247（この設問をきいた回答）.

    Where the lines of a matrix question have different n, the smallest and the largest.
    """
    sizes = [group.n for group in table.parts] if isinstance(table, CrossTable) else []
    low = min(sizes, default=table.n)
    if isinstance(table, CrossTable) and not table.has_total and low != table.n:
        return f"n＝{low:,}〜{table.n:,}（行ごとに、{base_label(table)}）"
    return f"n＝{table.n:,}（{base_label(table)}）"


def format_share(percent: Decimal | None) -> str:
    """Write a percentage to one decimal without its sign; a dash where there is no base."""
    return DASH if percent is None else f"{percent:.1f}"


def is_stacked(table: Table) -> bool:
    """Tell whether the table is drawn as 100 % bars: a single answer of two to five parts."""
    parts = len(table.columns) if isinstance(table, CrossTable) else len(table.rows)
    return table.answer == "single" and 2 <= parts <= MAX_PARTS


@dataclass(frozen=True)
class TextRow:
    """One line of a frequency table as it is read."""

    label: str
    count: str
    share: str
    earlier: str
    difference: str


@dataclass(frozen=True)
class TextCell:
    """One cell of a cross table as it is read.

    `sign` is its mark of significance, `difference` that to the earlier survey; both may be "".
    """

    text: str
    sign: str
    difference: str = ""


@dataclass(frozen=True)
class TextGroup:
    """One line of a cross table as it is read; `caution` says that its n is too small."""

    label: str
    n: str
    caution: str
    cells: tuple[TextCell, ...]


def count_text(count: int, *, hidden: bool = False, zero_as_dash: bool = False) -> str:
    """Write a count; a mark where it is hidden, a dash for nobody where that was chosen."""
    if hidden:
        return HIDDEN
    return DASH if zero_as_dash and not count else f"{count:,}"


def share_text(
    percent: Decimal | None, count: int, *, hidden: bool = False, zero_as_dash: bool = False
) -> str:
    """Write a percentage to one decimal; a mark where it is hidden, a dash for nobody."""
    if hidden:
        return HIDDEN
    return DASH if zero_as_dash and not count else format_share(percent)


def text_rows(table: FrequencyTable, *, zero_as_dash: bool = False) -> list[TextRow]:
    """Return the lines of a frequency table as they are read."""

    def one(row: Row) -> TextRow:
        difference = row.difference
        return TextRow(
            row.label,
            count_text(row.count, hidden=row.hidden, zero_as_dash=zero_as_dash),
            share_text(row.percent, row.count, hidden=row.hidden, zero_as_dash=zero_as_dash),
            HIDDEN if row.hidden else format_share(row.earlier),
            DASH if difference is None else f"{difference:+.1f}",
        )

    return [one(row) for row in table.rows]


def text_groups(
    table: CrossTable, *, by_count: bool = False, zero_as_dash: bool = False
) -> list[TextGroup]:
    """Return the lines of a cross table as they are read."""

    def cell(group: Group, index: int) -> TextCell:
        count, hidden = group.counts[index], index in group.hidden
        text = (
            count_text(count, hidden=hidden, zero_as_dash=zero_as_dash)
            if by_count
            else share_text(group.percents[index], count, hidden=hidden, zero_as_dash=zero_as_dash)
        )
        sign = SIGNS[group.marks[index]] if group.marks else ""
        difference = group.difference(index)
        return TextCell(text, sign, "" if difference is None else f"{difference:+.1f}")

    indexes = range(len(table.columns))
    return [
        TextGroup(g.label, n_text(g), g.caution, tuple(cell(g, i) for i in indexes))
        for g in table.groups
    ]


def n_text(group: Group) -> str:
    """Write the n of a group; a mark where it is hidden."""
    return HIDDEN if group.n_hidden else f"{group.n:,}"


def chart_form(table: Table, *, chosen: str = "auto", by_count: bool = False) -> str:
    """Return how a table is drawn: "stacked", "bars", or "none" for the table alone.

    Hidden cells leave a 100 % bar without its parts: such a table is drawn as bars.
    """
    if chosen == "none":
        return "none"
    stacked = is_stacked(table) and not by_count and not table.hidden
    return "stacked" if stacked and chosen != "bars" else "bars"


def frequency_bars(table: FrequencyTable, *, by_count: bool = False) -> list[Bar]:
    """Return one bar for each row of the table.

    Args:
        table: counts and percentages to one decimal.
        by_count: draw and write the counts alone.
    """
    longest = _longest(table.counts, table.percents, by_count=by_count)
    return [
        _bar(
            row.label,
            row.count,
            row.percent,
            longest,
            row.code <= 0,
            by_count=by_count,
            hidden=row.hidden,
        )
        for row in table.rows
    ]


def frequency_parts(table: FrequencyTable) -> list[Part]:
    """Return the parts of the 100 % bar of a single answer with at most `MAX_PARTS` rows."""
    return _parts(table.labels, table.counts, table.percents)


def panels(table: CrossTable, *, by_count: bool = False) -> list[Panel]:
    """Return small multiples: a panel for each answer, all on one scale, a bar for each group."""
    counts = [count for group in table.groups for count in group.counts]
    percents = [value for group in table.groups for value in group.percents]
    longest = _longest(counts, percents, by_count=by_count)

    def bar(group: Group, index: int) -> Bar:
        count, share = group.counts[index], group.percents[index]
        return _bar(
            _group_label(group),
            count,
            share,
            longest,
            False,
            by_count=by_count,
            hidden=index in group.hidden,
        )

    return [
        Panel(column, tuple(bar(group, index) for group in table.groups))
        for index, column in enumerate(table.columns)
    ]


def stacks(table: CrossTable) -> list[Stack]:
    """Return a 100 % bar for each group that anybody belongs to."""
    return [
        Stack(_group_label(group), tuple(_parts(table.columns, group.counts, group.percents)))
        for group in table.groups
        if group.n
    ]


def finding(table: Table) -> str:
    """Return what the table shows in one Japanese sentence: its largest value."""
    unit = unit_word(table)
    if isinstance(table, CrossTable):
        if not table.has_total:
            return _finding_of_lines(table)
        total = table.groups[0]
        if not total.n or not any(total.counts):
            return f"数えた{unit}はありません。"
        top = max(range(len(table.columns)), key=lambda i: total.counts[i])
        share = format_share(total.percents[top])
        return (
            f"{total.label}では「{table.columns[top]}」が最も多く、"
            f"{total.n:,}{unit}のうち{total.counts[top]:,}{unit}（{share}%）です。"
        )
    largest = max(table.rows, key=lambda row: row.count, default=None)
    if largest is None or not largest.count:
        return f"数えた{unit}はありません。"
    return (
        f"最も多いのは「{largest.label}」で、"
        f"{table.n:,}{unit}のうち{largest.count:,}{unit}（{format_share(largest.percent)}%）です。"
    )


def _finding_of_lines(table: CrossTable) -> str:
    """Say where the first option of a matrix question was given most often."""
    shown = [group for group in table.groups if group.n and 0 not in group.hidden]
    top = max(shown, key=lambda group: group.percents[0] or 0, default=None)
    if top is None or not table.columns:
        return f"数えた{unit_word(table)}はありません。"
    return (
        f"「{table.columns[0]}」の割合が最も高いのは「{top.label}」で、"
        f"{format_share(top.percents[0])}%です。"
    )


def _group_label(group: Group) -> str:
    caution = f"、{group.caution}" if group.caution else ""
    return f"{group.label}（n＝{n_text(group)}{caution}）"


def _longest(
    counts: Sequence[int], percents: Sequence[Decimal | None], *, by_count: bool
) -> Decimal:
    """Return what the full length stands for: the next ten percent, or the largest count."""
    if by_count:
        return Decimal(max([*counts, 1]))
    largest = max([*(value for value in percents if value is not None), Decimal(1)])
    return (largest / 10).to_integral_value(rounding=ROUND_CEILING) * 10


def _bar(
    label: str,
    count: int,
    percent: Decimal | None,
    longest: Decimal,
    is_state: bool,
    *,
    by_count: bool,
    hidden: bool = False,
) -> Bar:
    if hidden:
        return Bar(label, _length(Decimal(0)), HIDDEN, is_state)
    size = Decimal(count) if by_count else (percent or Decimal(0))
    value = f"{count:,}" if by_count else f"{count:,}（{_share(percent)}）"
    return Bar(label, _length(size * 100 / longest), value, is_state)


def _parts(
    labels: Sequence[str], counts: Sequence[int], percents: Sequence[Decimal | None]
) -> list[Part]:
    whole = Decimal(sum(counts) or 1)
    left = Decimal(0)
    parts = []
    for index, (label, count, percent) in enumerate(zip(labels, counts, percents, strict=True)):
        width = count * 100 / whole
        parts.append(
            Part(
                label=label,
                fill=index + 1,
                left=_length(left),
                width=_length(width),
                middle=_length(left + width / 2),
                value=f"{count:,}（{_share(percent)}）",
                share=_share(percent),
                has_room=width >= ROOM_FOR_TEXT,
            )
        )
        left += width
    return parts


def _share(percent: Decimal | None) -> str:
    return DASH if percent is None else f"{percent:.1f}%"


def _length(value: Decimal) -> str:
    return f"{value:.2f}%"
