"""The sentences of the figure check, in plain Japanese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from .model import MULTIPLE, Cell, Figure, Table
from .rounding import Bases, possible_counts, round_half_up
from .tables import base, counts, fitting, impossible_cells, is_known, parts, search_limit
from .values import short

LISTED = 6
_LOOK = "もとの集計表で確かめてください。"


def percent_text(percent: Decimal) -> str:
    """Return a percentage as printed, with at least one decimal: 10.3％."""
    decimals = max(1, -int(percent.as_tuple().exponent))
    return f"{percent:.{decimals}f}％"


def range_text(found: range) -> str:
    """Return the counts of a range that is not empty: 「3件」 or 「3件から4件」."""
    if len(found) == 1:
        return f"{found[0]:,}件"
    return f"{found[0]:,}件から{found[-1]:,}件"


def place(figure: Figure, table: Table | None = None) -> str:
    """Return how a figure, or one group of it, is called."""
    name = f"図{short(figure.number)}"
    return f"{name}の「{short(table.label)}」" if table is not None and table.label else name


def listed(items: Sequence[str], unit: str) -> str:
    """Join at most six items; the others are only counted, in `unit`."""
    shown = "、".join(items[:LISTED])
    more = len(items) - LISTED
    return f"{shown}、ほか{more:,}{unit}" if more > 0 else shown


def gap_text(total: range, n: int) -> str:
    """Return how far a total (a range of counts that does not hold n) is from n."""
    about = "" if len(total) == 1 else "少なくとも"
    if total[-1] < n:
        return f"n＝{n:,} に{about}{n - total[-1]:,}件足りません"
    return f"n＝{n:,} より{about}{total[0] - n:,}件多くなります"


def _neighbours(percent: Decimal, n: int) -> str:
    """Return what the counts next to `percent` of n would print as."""
    if percent > 100:
        return f"{n:,}件すべてでも100.0％"
    below = int(percent * n / 100)
    near = [count for count in (below, below + 1) if count <= n]
    return "、".join(f"{count:,}件なら{percent_text(round_half_up(count, n))}" for count in near)


def _impossible_row(cell: Cell, n: int) -> str:
    percent = cell.percent or Decimal(0)
    printed = f"「{short(cell.label)}」{percent_text(percent)}"
    if n == 0:
        return f"{printed}（だれもいないので、割合は出ません）"
    if percent * 10 != int(percent * 10):
        return f"{printed}（小数第1位までの割合ではありません。{_neighbours(percent, n)}）"
    if cell.count is None:
        return f"{printed}（{_neighbours(percent, n)}）"
    fits = possible_counts(percent, n)
    instead = f"。{percent_text(percent)}になるのは{range_text(fits)}" if fits else ""
    shown = percent_text(round_half_up(cell.count, n))
    return f"{printed}（{cell.count:,}件なら{shown}{instead}）"


def _other_bases(bases: Bases, limit: int) -> str:
    if len(bases) == 1:
        return f"{limit:,}まで調べて、合う n はこれだけです。"
    some = "、".join(f"{n:,}" for n in bases[1:4])
    more = "など、" if len(bases) > 4 else "の、"
    return f"{limit:,}まで調べると、合う n はほかにも{some}{more}{len(bases) - 1:,}とおりあります。"


def _added_up(figure: Figure, table: Table, found: int) -> str:
    """Return what the counts at the found base add up to, for a single answer."""
    cells = parts(table)
    if figure.answer == MULTIPLE or not all(is_known(cell) for cell in cells):
        return ""
    behind = [counts(cell, found) for cell in cells]
    total = range(sum(k[0] for k in behind), sum(k[-1] for k in behind) + 1)
    if found in total:
        return f"このとき回答を合わせると{range_text(total)}で、n＝{found:,} と合います。"
    text = f"ただし、このとき回答を合わせると{range_text(total)}で、{gap_text(total, found)}。"
    if list(total[:2]) == [base(figure, table)]:
        text += (
            f"{total[0]:,}は印刷された n と同じです。割合だけを別の数で計算したのかもしれません。"
        )
    return text


def impossible(figure: Figure, table: Table) -> str:
    """Return the message for percentages that cannot come from the table's n."""
    n = base(figure, table) or 0
    rows = [_impossible_row(cell, n) for cell in impossible_cells(figure, table)]
    start = f"{place(figure, table)}：n＝{n:,} では、次の割合になりません。{listed(rows, '行')}。"
    limit = search_limit(n)
    bases = fitting(figure, table, limit)
    if not bases:
        return (
            f"{start}1から{limit:,}までのどの n でも、印刷された数はそろいません。"
            f"上の行の数を、{_LOOK}"
        )
    found = bases[0]
    cells = [cell for cell in parts(table) if is_known(cell) and counts(cell, found)]
    listing = [f"「{short(cell.label)}」{range_text(counts(cell, found))}" for cell in cells]
    return (
        f"{start}n＝{found:,} なら、すべての割合が出ます（{listed(listing, '行')}）。"
        f"{_other_bases(bases, limit)}{_added_up(figure, table, found)}"
        f"何を n として割合を計算したか、無回答を含めたかを、{_LOOK}"
    )


def no_base(figure: Figure, table: Table) -> str:
    """Return the message for a table without n whose counts and percentages fit no base."""
    return (
        f"{place(figure, table)}：印刷された件数と割合が、どの n でもそろいません。"
        f"件数と割合を、{_LOOK}"
    )


def sum_differs(figure: Figure, table: Table, n: int, total: range) -> str:
    """Return the message for single answers that do not add up to n."""
    return (
        f"{place(figure, table)}：回答を合わせると{range_text(total)}で、{gap_text(total, n)}。"
        "1つだけ選ぶ図や件数の図では、合計が n と同じになります。"
        f"抜けた行がないか、件数と n の印刷が正しいかを、{_LOOK}"
    )


def total_row_differs(figure: Figure, table: Table, n: int, cell: Cell, found: range) -> str:
    """Return the message for a printed total row that is not n."""
    return (
        f"{place(figure, table)}：行「{short(cell.label)}」は{range_text(found)}ですが、"
        f"n は{n:,}です。どちらが正しいか、{_LOOK}"
    )


def more_than_n(figure: Figure, table: Table, n: int, cells: Iterable[Cell]) -> str:
    """Return the message for counts above n."""
    rows = [f"「{short(cell.label)}」{cell.count:,}件" for cell in cells]
    return (
        f"{place(figure, table)}：n＝{n:,} より多い件数があります。{listed(rows, '行')}。"
        f"件数と n の印刷が正しいかを、{_LOOK}"
    )


def with_no_answer(
    figure: Figure, table: Table, n: int, silent: Cell, options: Iterable[Cell]
) -> str:
    """Return the message for options that leave no room for the 無回答 of a multiple answer."""
    quiet = counts(silent, n)[0]
    rows = [f"「{short(cell.label)}」{counts(cell, n)[0]:,}件" for cell in options]
    return (
        f"{place(figure, table)}：「{short(silent.label)}」{quiet:,}件と合わせると、"
        f"n＝{n:,} をこえる行があります。{listed(rows, '行')}。"
        "無回答の人はほかの項目を選んでいないので、合わせても n をこえません。"
        f"無回答の件数と n を、{_LOOK}"
    )


def totals(figure: Figure, total: Table, reasons: Sequence[str]) -> str:
    """Return the message for groups that do not add up to the total group."""
    return (
        f"{place(figure)}：グループを合わせても「{short(total.label)}」になりません。"
        f"{listed(reasons, '列')}。"
        f"抜けたグループや二重に数えたグループがないか、{_LOOK}"
    )


def group_bases(total: Table, n: int, added: range) -> str:
    """Return the part of a total's message on n."""
    return f"n の合計は{range_text(added)}、「{short(total.label)}」の n は{n:,}件です"


def figure_base(total: Table, n: int, figure_n: int) -> str:
    """Return the part of a total's message on the n printed for the figure as a whole."""
    return f"図の n は{figure_n:,}件、「{short(total.label)}」の n は{n:,}件です"


def column(total: Table, cell: Cell, printed: range, added: range) -> str:
    """Return the part of a total's message on one column."""
    return (
        f"「{short(cell.label)}」は、グループの合計が{range_text(added)}、"
        f"「{short(total.label)}」が{range_text(printed)}です"
    )


def difference(label: str, one: str, other: str) -> str:
    """Return one difference between two figures: what, and the two printed values."""
    return f"{label}（{one}と{other}）"


def disagree(one: str, other: str, differences: Sequence[str], *, suspicion: bool) -> str:
    """Return the message for two figures that say the same thing differently.

    `one` and `other` are the figures as `place` calls them.
    """
    if suspicion:
        start = f"疑い：{one}と{other}は題名と項目が同じですが、次の数が違います。"
    else:
        start = f"{one}と{other}は同じことを表す図ですが、次の数が違います。"
    return (
        f"{start}{listed(differences, '行')}。かっこの中は、先が{one}、あとが{other}の数です。"
        f"どちらが正しいか、{_LOOK}"
    )


def base_disagrees(
    start: str, n: int, row: tuple[Figure, Table, Cell], found: range, at: int | None
) -> str:
    """Return the message for an n that is not the count of the row it stands for.

    `start` names figure or group as `place` does; `found` are the row's counts, taken at the
    base `at`.
    """
    figure, table, cell = row
    printed = "" if cell.percent is None else f"（{percent_text(cell.percent)}）"
    text = (
        f"{start}の n＝{n:,} は、{place(figure, table)}の行「{short(cell.label)}」{printed}の"
        "件数と合いません。"
    )
    stated = base(figure, table)
    if at is not None and stated is not None and at != stated:
        text += (
            f"{place(figure, table)}に印刷された n＝{stated:,} ではこの割合にならないので、"
            f"割合が出る n＝{at:,} で数えました。"
        )
    return f"{text}この行は{range_text(found)}です。n と件数のどちらが正しいか、{_LOOK}"
