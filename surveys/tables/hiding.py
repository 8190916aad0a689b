"""Hiding the cells of a published table that would show a single respondent.

A cell with one respondent is hidden; so is a second cell wherever the first could be found by
subtracting: in its row of a single answer, and in its column where the groups make up the total.
"""

from collections.abc import Iterable
from dataclasses import replace

from surveys.tables.values import CrossTable, FrequencyTable, Group, Row

HIDDEN = "※"
Cells = set[tuple[int, int]]


def hide_single(table: FrequencyTable | CrossTable) -> FrequencyTable | CrossTable:
    """Return the table with every cell hidden that shows, or gives away, a single respondent."""
    return _hide_cross(table) if isinstance(table, CrossTable) else _hide_rows(table)


def _hide_rows(table: FrequencyTable) -> FrequencyTable:
    hidden = {i for i, row in enumerate(table.rows) if row.count == 1}
    if table.answer == "single" and len(hidden) == 1:
        hidden |= _next(i for i in _by_size(table.counts) if i not in hidden)
    rows = tuple(_row(row) if i in hidden else row for i, row in enumerate(table.rows))
    return replace(table, rows=rows)


def _row(row: Row) -> Row:
    return replace(row, count=0, percent=None, hidden=True, earlier=None)


def _by_size(counts: Iterable[int]) -> list[int]:
    """Return the places of the counts, the smallest that is not 0 first, the zeros last."""
    numbered = list(enumerate(counts))
    return [i for i, _ in sorted(numbered, key=lambda pair: (pair[1] == 0, pair[1]))]


def _next(places: Iterable[int]) -> set[int]:
    found = next(iter(places), None)
    return set() if found is None else {found}


def _hide_cross(table: CrossTable) -> CrossTable:
    counts = [group.counts for group in table.groups]
    hidden: Cells = {(g, c) for g, row in enumerate(counts) for c, n in enumerate(row) if n == 1}
    # Hiding a second cell may leave another row or column with one hidden cell alone.
    while more := _given_away(table, hidden):
        hidden |= more
    groups = tuple(
        _group(group, {c for g, c in hidden if g == i}) for i, group in enumerate(table.groups)
    )
    return replace(table, groups=groups)


def _given_away(table: CrossTable, hidden: Cells) -> Cells:
    """Return one more cell that has to be hidden, or nothing."""
    counts = [group.counts for group in table.groups]
    if table.answer == "single":
        for g, row in enumerate(counts):
            own = {c for c in range(len(row)) if (g, c) in hidden}
            if len(own) == 1 and (other := _next(c for c in _by_size(row) if c not in own)):
                return {(g, other.pop())}
    for c in range(len(table.columns)):
        column = [row[c] for row in counts]
        own = {g for g in range(len(column)) if (g, c) in hidden}
        if len(own) == 1:
            # The total is kept as long as another group can be hidden instead.
            places = [g for g in _by_size(column) if g and g not in own] or [0]
            if other := _next(g for g in places if g not in own):
                return {(other.pop(), c)}
    return set()


def _group(group: Group, hidden: set[int]) -> Group:
    if not hidden:
        return group
    return replace(
        group,
        counts=tuple(0 if c in hidden else n for c, n in enumerate(group.counts)),
        percents=tuple(None if c in hidden else p for c, p in enumerate(group.percents)),
        marks=tuple(0 if c in hidden else m for c, m in enumerate(group.marks)),
        hidden=tuple(sorted(hidden)),
    )
