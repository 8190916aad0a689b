"""Hiding the cells of a published table that would show a single respondent.

A cell with one respondent is hidden, and a group of one respondent as a whole. So is whatever
would give a hidden cell away: its row (the parts of a single answer make up n) and its column (the
groups make up the total) are sums that everybody can form. A hidden cell can be found from such
sums exactly when it is the only link between two parts of the hidden cells, seen as lines between
rows and columns. Then one more cell is hidden, until no such cell is left.

The row of the total is hidden just as the question's own 単純集計 hides it, which may stand
beside it in the same report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from surveys.tables.values import CrossTable, FrequencyTable, Group, Row

HIDDEN = "※"
Cell = tuple[int, int]  # row and column
Cells = set[Cell]
_ALONE = 1


def hide_single(table: FrequencyTable | CrossTable) -> FrequencyTable | CrossTable:
    """Return the table with every cell hidden that shows, or gives away, a single respondent."""
    return _hide_cross(table) if isinstance(table, CrossTable) else _hide_rows(table)


def _hide_rows(table: FrequencyTable) -> FrequencyTable:
    hidden = _hidden_in_row(table.counts, table.n, is_sum=table.answer == "single")
    rows = tuple(_row(row) if i in hidden else row for i, row in enumerate(table.rows))
    return replace(table, rows=rows, extremes="")


def _row(row: Row) -> Row:
    return replace(row, count=0, percent=None, hidden=True, earlier=None)


def _hidden_in_row(counts: Sequence[int], n: int, *, is_sum: bool) -> set[int]:
    """Return what a row by itself has to hide: a row that sums up to n never one cell alone."""
    if n == _ALONE:
        return set(range(len(counts)))
    hidden = {i for i, count in enumerate(counts) if count == _ALONE}
    if is_sum and len(hidden) == 1:
        hidden |= set(_by_size(counts, hidden)[:1])
    return hidden


def _by_size(counts: Sequence[int], taken: Iterable[int] = ()) -> list[int]:
    """Return the places not taken: the smallest count that is not 0 first, the zeros last."""
    places = [i for i in range(len(counts)) if i not in set(taken)]
    return sorted(places, key=lambda i: (counts[i] == 0, counts[i]))


def _hide_cross(table: CrossTable) -> CrossTable:
    counts = [group.counts for group in table.groups]
    is_sum = table.answer == "single"
    whole = _lone_groups(table) if table.has_total else set[int]()
    hidden: Cells = {(g, c) for g, row in enumerate(counts) for c, n in enumerate(row) if n == 1}
    # The column behind the last is n.
    hidden |= {(g, c) for g in whole for c in range(len(table.columns) + 1)}
    alone = table.groups[:1] if table.has_total else table.groups
    for g, group in enumerate(alone):
        hidden |= {(g, c) for c in _hidden_in_row(group.counts, group.n, is_sum=is_sum)}
    if table.has_total:
        hidden = _protected(counts, hidden, is_sum=is_sum)
    groups = tuple(
        _group(group, {c for g, c in hidden if g == i}, n_hidden=i in whole)
        for i, group in enumerate(table.groups)
    )
    return replace(table, groups=groups)


def _lone_groups(table: CrossTable) -> set[int]:
    """Return the groups of one respondent, with another where one alone could be found."""
    sizes = [group.n for group in table.groups]
    lone = {g for g in range(1, len(sizes)) if sizes[g] == _ALONE}
    if len(lone) == 1:
        lone |= set(_by_size(sizes, {0, *lone})[:1])
    return lone


def _protected(counts: Sequence[Sequence[int]], hidden: Cells, *, is_sum: bool) -> Cells:
    """Return the hidden cells with all that must be hidden too so that none can be found."""
    done = set(hidden)
    unprotectable: Cells = set()
    while True:
        weak = [cell for cell in sorted(done - unprotectable) if _is_found(cell, done, is_sum)]
        if not weak:
            return done
        more = _beside(weak[0], done, counts, is_sum)
        done |= more
        if not more:
            # A table of one line or one column: n and the total say it all.
            unprotectable.add(weak[0])


def _is_found(cell: Cell, hidden: Cells, is_sum: bool) -> bool:
    """Tell whether a hidden cell follows from the sums that are shown."""
    row, column = cell
    if is_sum:
        return column not in _linked(row, hidden - {cell})
    # Several ticks make no sum in a row: the column is all there is.
    return sum(1 for _, c in hidden if c == column) == 1


def _linked(row: int, hidden: Cells) -> set[int]:
    """Return the columns that hidden cells link with `row`."""
    rows, columns, before = {row}, set[int](), -1
    while len(columns) > before:
        before = len(columns)
        columns |= {c for r, c in hidden if r in rows}
        rows |= {r for r, c in hidden if c in columns}
    return columns


def _beside(weak: Cell, hidden: Cells, counts: Sequence[Sequence[int]], is_sum: bool) -> Cells:
    """Return the cells to hide so that `weak` is no longer found: the smallest that serve."""
    row, column = weak
    groups, columns = range(1, len(counts)), range(len(counts[0]))
    one = [{(g, c)} for g in groups for c in columns if (g, c) not in hidden]
    if not is_sum:
        serving = [cells for cells in one if (*cells,)[0][1] == column]
    else:
        rest = hidden - {weak}
        serving = [cells for cells in one if column in _linked(row, rest | cells)]
        # Else three more cells make a rectangle with it.
        serving = serving or [
            cells
            for g in range(len(counts))
            for c in columns
            if g != row
            and c != column
            and (cells := {(row, c), (g, column), (g, c)} - hidden)
            and all(r for r, _ in cells)
        ]
    return min(serving, key=lambda cells: _cost(counts, cells), default=set())


def _cost(counts: Sequence[Sequence[int]], cells: Cells) -> tuple[int, int, list[Cell]]:
    values = [counts[g][c] for g, c in cells]
    return (values.count(0), sum(values), sorted(cells))


def _group(group: Group, hidden: set[int], *, n_hidden: bool) -> Group:
    if not hidden and not n_hidden:
        return group
    places = range(len(group.counts))
    return replace(
        group,
        n=0 if n_hidden else group.n,
        n_hidden=n_hidden,
        counts=tuple(0 if c in hidden else group.counts[c] for c in places),
        percents=tuple(None if c in hidden else group.percents[c] for c in places),
        marks=tuple(0 if c in hidden else mark for c, mark in enumerate(group.marks)),
        earlier=tuple(None if c in hidden else value for c, value in enumerate(group.earlier)),
        hidden=tuple(sorted(hidden & set(places))),
    )
