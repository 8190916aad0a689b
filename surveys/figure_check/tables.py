"""What one printed table allows: its base, the counts behind each row, the fitting n."""

from __future__ import annotations

from .labels import is_no_answer
from .model import MULTIPLE, Cell, Figure, Table
from .rounding import Bases, bases_for, possible_counts, round_half_up

SEARCH_AT_LEAST = 200


def base(figure: Figure, table: Table) -> int | None:
    """Return the n of a table: the printed one, else the sum of a single answer's counts."""
    if table.n is not None:
        return table.n
    counts = [cell.count for cell in parts(table)]
    known = [count for count in counts if count is not None]
    if figure.answer == MULTIPLE or len(known) < len(counts):
        return None
    return sum(known)


def parts(table: Table) -> list[Cell]:
    """Return the rows that are options, without a printed total row."""
    return [cell for cell in table.cells if not cell.is_total]


def shares(figure: Figure, table: Table) -> list[Cell]:
    """Return the rows whose percentage is a share of n.

    The total row of a multiple answer is left out: it counts the ticks, not the people.
    """
    return parts(table) if figure.answer == MULTIPLE else list(table.cells)


def counts(cell: Cell, n: int | None) -> range:
    """Return the counts that can stand behind a row at base n; empty where none can.

    A printed count stands for itself. A row without numbers can hold anything. At n = 0 a
    printed 0.0 is taken as nobody.
    """
    if cell.count is not None:
        return range(cell.count, cell.count + 1)
    if n is None:
        return range(0)
    if cell.percent is None or (n == 0 and cell.percent == 0):
        return range(n + 1)
    return possible_counts(cell.percent, n)


def is_known(cell: Cell) -> bool:
    """Return whether anything is printed in the row."""
    return cell.count is not None or cell.percent is not None


def is_impossible(cell: Cell, n: int) -> bool:
    """Return whether the row's percentage cannot come from n (or from its own count of n)."""
    if cell.percent is None or (n == 0 and cell.percent == 0 and not cell.count):
        return False
    if cell.percent > 100 or cell.count is None or n == 0:
        return not possible_counts(cell.percent, n)
    return round_half_up(cell.count, n) != cell.percent


def impossible_cells(figure: Figure, table: Table) -> list[Cell]:
    """Return the rows whose percentage cannot come from the table's base, in print order."""
    n = base(figure, table)
    if n is None:
        return []
    return [cell for cell in shares(figure, table) if is_impossible(cell, n)]


def search_limit(n: int | None) -> int:
    """Return how far the search for a fitting n goes: 200, or 2n where that is more."""
    return max(SEARCH_AT_LEAST, 2 * (n or 0))


def fitting(figure: Figure, table: Table, limit: int) -> Bases:
    """Return every n from 1 to `limit` from which all rows of the table can come."""
    cells = shares(figure, table)
    return bases_for(
        {cell.percent for cell in cells if cell.percent is not None and cell.count is None},
        [(cell.count, cell.percent) for cell in cells if cell.count is not None],
        limit,
    )


def row_counts(figure: Figure, table: Table, cell: Cell) -> tuple[range, int | None]:
    """Return the counts of a row and the n they were taken from.

    The n is the table's own; where the row's percentage cannot come from it, the smallest n
    that fits the whole table. An empty range where nothing is known or nothing fits.
    """
    n = base(figure, table)
    if not is_known(cell):
        return range(0), n
    found = counts(cell, n)
    if found or n is None:
        return found, n
    bases = fitting(figure, table, search_limit(n))
    return (counts(cell, bases[0]), bases[0]) if bases else (range(0), n)


def no_answer_cell(table: Table) -> Cell | None:
    """Return the 無回答 row of a table, None if there is not exactly one."""
    found = [cell for cell in table.cells if is_no_answer(cell.label)]
    return found[0] if len(found) == 1 else None
