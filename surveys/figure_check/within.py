"""Checks inside one figure: can the percentages be, do answers and groups add up."""

from __future__ import annotations

from collections.abc import Iterator

from . import messages
from .labels import is_no_answer, is_subtotal
from .model import (
    IMPOSSIBLE_PERCENT,
    MULTIPLE,
    SUM,
    TOTAL_MISMATCH,
    Cell,
    Figure,
    FigureFile,
    Finding,
    Table,
)
from .tables import (
    base,
    counts,
    fitting,
    impossible_cells,
    is_known,
    no_answer_cell,
    parts,
    row_counts,
    shares,
)
from .values import MAX_COUNT


def impossible_percents(figure: Figure) -> Iterator[Finding]:
    """Yield one finding per table whose percentages cannot come from its n."""
    for table in figure.tables:
        if base(figure, table) is None:
            if shares(figure, table) and not fitting(figure, table, MAX_COUNT):
                message = messages.no_base(figure, table)
                yield Finding(figure.number, IMPOSSIBLE_PERCENT, message)
        elif impossible_cells(figure, table):
            message = messages.impossible(figure, table)
            yield Finding(figure.number, IMPOSSIBLE_PERCENT, message)


def sums(figure: Figure) -> Iterator[Finding]:
    """Yield one finding per table whose answers cannot be, as counts of n."""
    for table in figure.tables:
        n = base(figure, table)
        if n is None:
            continue
        message = _too_many(figure, table, n) or (
            _silent(figure, table, n)
            if figure.answer == MULTIPLE
            else _added_up(figure, table, n) or _total_rows(figure, table, n)
        )
        if message:
            yield Finding(figure.number, SUM, message)


def _too_many(figure: Figure, table: Table, n: int) -> str | None:
    over = [c for c in shares(figure, table) if c.count is not None and c.count > n]
    return messages.more_than_n(figure, table, n, over) if over else None


def _added_up(figure: Figure, table: Table, n: int) -> str | None:
    """Single answers: n must lie between the least and the most the rows can add up to."""
    behind = [counts(cell, n) for cell in parts(table)]
    if not behind or not all(behind):
        return None
    total = range(sum(k[0] for k in behind), sum(k[-1] for k in behind) + 1)
    return None if n in total else messages.sum_differs(figure, table, n, total)


def _total_rows(figure: Figure, table: Table, n: int) -> str | None:
    """Single answers: a printed total row must be n."""
    for cell in table.cells:
        found = counts(cell, n)
        if cell.is_total and found and n not in found:
            return messages.total_row_differs(figure, table, n, cell, found)
    return None


def _silent(figure: Figure, table: Table, n: int) -> str | None:
    """Multiple answers: who gave no answer ticked no option."""
    silent = no_answer_cell(table)
    quiet = counts(silent, n) if silent is not None and is_known(silent) else None
    if silent is None or not quiet:
        return None
    over = [
        cell
        for cell in parts(table)
        if cell is not silent and counts(cell, n) and counts(cell, n)[0] + quiet[0] > n
    ]
    return messages.with_no_answer(figure, table, n, silent, over) if over else None


def total_mismatches(figure: Figure, file: FigureFile) -> Iterator[Finding]:
    """Yield a finding where the groups of a cross table do not add up to its total group.

    Nothing is said of groups that overlap (`groups_from` names a multiple answer).
    """
    total = figure.main
    if not figure.crossed or total is None:
        return
    groups = [t for t in figure.tables if not t.is_total and not is_subtotal(t.label)]
    source = file.find_table(figure.groups_from) if figure.groups_from else None
    if not groups or (source is not None and source[0].answer == MULTIPLE):
        return
    left_out = _left_out(source, groups)
    reasons = [*_bases(figure, total, groups, left_out), *_columns(figure, total, groups, left_out)]
    if reasons:
        yield Finding(figure.number, TOTAL_MISMATCH, messages.totals(figure, total, reasons))


def _left_out(source: tuple[Figure, Table] | None, groups: list[Table]) -> range:
    """How many of the total stand in no group: those who did not answer the crossing question.

    Known where `groups_from` has a 無回答 row and the cross table has no such group.
    """
    silent = no_answer_cell(source[1]) if source is not None else None
    if source is None or silent is None or any(is_no_answer(group.label) for group in groups):
        return range(1)
    found, _ = row_counts(*source, silent)
    return found or range(1)


def _bases(figure: Figure, total: Table, groups: list[Table], left_out: range) -> Iterator[str]:
    n = base(figure, total)
    if n is None:
        return
    if figure.n is not None and figure.n != n:
        yield messages.figure_base(total, n, figure.n)
    known = [base(figure, group) for group in groups]
    added = sum(k for k in known if k is not None)
    if None not in known and n - added not in left_out:
        yield messages.group_bases(total, n, range(added, added + 1))


def _columns(figure: Figure, total: Table, groups: list[Table], left_out: range) -> Iterator[str]:
    for at, cell in enumerate(total.cells):
        printed = _column_counts(figure, total, cell)
        behind = [_column_counts(figure, group, group.cells[at]) for group in groups]
        if not printed or not all(behind):
            continue
        added = range(sum(k[0] for k in behind), sum(k[-1] for k in behind) + 1)
        if printed[-1] < added[0] or printed[0] > added[-1] + left_out[-1]:
            yield messages.column(total, cell, printed, added)


def _column_counts(figure: Figure, table: Table, cell: Cell) -> range:
    return counts(cell, base(figure, table))
