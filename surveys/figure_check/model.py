"""The printed figures of a report, as the figure check (検算) sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from .labels import is_total, normalise

SINGLE = "single"
MULTIPLE = "multiple"
COUNT = "count"
ANSWERS = (SINGLE, MULTIPLE, COUNT)

IMPOSSIBLE_PERCENT = "impossible_percent"
SUM = "sum"
TOTAL_MISMATCH = "total_mismatch"
FIGURES_DISAGREE = "figures_disagree"
BASE_DISAGREES = "base_disagrees"
KINDS = (IMPOSSIBLE_PERCENT, SUM, TOTAL_MISMATCH, FIGURES_DISAGREE, BASE_DISAGREES)


@dataclass(frozen=True)
class Cell:
    """One printed row of a table: a count, a percentage (of n), both, or neither (a dash)."""

    label: str
    count: int | None = None
    percent: Decimal | None = None

    @cached_property
    def key(self) -> str:
        """The label as it is compared."""
        return normalise(self.label)

    @cached_property
    def is_total(self) -> bool:
        """Whether the row is a printed total (合計 and the like), not an option of its own."""
        return is_total(self.label)


@dataclass(frozen=True)
class Table:
    """One column of figures over one n: a whole simple figure, or one group of a cross table.

    `label` is the name of the group, empty for a simple figure. `n` is the printed base as a
    count, or None where the print leaves it out.
    """

    label: str
    n: int | None
    cells: tuple[Cell, ...]

    @cached_property
    def key(self) -> str:
        """The group's name as it is compared."""
        return normalise(self.label)

    @cached_property
    def is_total(self) -> bool:
        """Whether this is the total group of a cross table (総計, 全体 and the like)."""
        return is_total(self.label)

    @cached_property
    def by_key(self) -> Mapping[str, Cell]:
        """The cells by compared label; labels that occur twice are left out as ambiguous."""
        found: dict[str, Cell] = {}
        twice: set[str] = set()
        for cell in self.cells:
            if cell.key in found:
                twice.add(cell.key)
            found[cell.key] = cell
        return {key: cell for key, cell in found.items() if key not in twice}


@dataclass(frozen=True)
class Figure:
    """One printed figure.

    `tables` holds exactly one table for a simple figure and one per group for a cross table
    (`crossed`). The references are kept as they are written; one that points to nothing is
    never a finding.
    """

    number: str
    title: str
    answer: str
    tables: tuple[Table, ...]
    crossed: bool = False
    n: int | None = None
    same_as: tuple[str, ...] = ()
    base_of: str | None = None
    groups_from: str | None = None

    @cached_property
    def key(self) -> str:
        """The number as references are compared with it."""
        return normalise(self.number)

    @cached_property
    def main(self) -> Table | None:
        """The table that speaks for all: the only one, or a cross table's total group."""
        if not self.crossed:
            return self.tables[0]
        return next((table for table in self.tables if table.is_total), None)

    @cached_property
    def groups_by_key(self) -> Mapping[str, Table]:
        """The groups of a cross table by compared label, the first where one occurs twice."""
        found: dict[str, Table] = {}
        for table in self.tables if self.crossed else ():
            found.setdefault(table.key, table)
        return found


@dataclass(frozen=True)
class FigureFile:
    """All figures of one file, in the file's order; `number`s are unique."""

    figures: tuple[Figure, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Figure]:
        """The figures by compared number."""
        return {figure.key: figure for figure in self.figures}

    def _split(self, reference: str) -> tuple[Figure, str] | None:
        """Split a reference into the figure it names and the rest after the colon."""
        text = normalise(reference)
        if text in self.by_key:
            return self.by_key[text], ""
        end = text.rfind(":")
        while end > 0:
            figure = self.by_key.get(text[:end])
            if figure is not None:
                return figure, text[end + 1 :]
            end = text.rfind(":", 0, end)
        return None

    def find_table(self, reference: str) -> tuple[Figure, Table] | None:
        """Return the table that a reference such as "6" or "7:総計" names.

        A cross table named without a group answers with its total group. None where the file
        does not hold what is named.
        """
        found = self._split(reference)
        if found is None:
            return None
        figure, part = found
        table = figure.groups_by_key.get(part) if part else figure.main
        return None if table is None else (figure, table)

    def find_row(self, reference: str) -> tuple[Figure, Table, Cell] | None:
        """Return the row that a reference such as "15:実施したい" names, None if there is none."""
        found = self._split(reference)
        if found is None or found[0].main is None:
            return None
        figure, part = found
        cell = figure.main.by_key.get(part) if figure.main else None
        return None if cell is None or figure.main is None else (figure, figure.main, cell)


@dataclass(frozen=True)
class Finding:
    """One contradiction in the print.

    `figure` is the number of the figure, `kind` one of KINDS, `message` plain Japanese.
    `suspicion` marks a comparison that no reference asked for (equal title and labels).
    """

    figure: str
    kind: str
    message: str
    suspicion: bool = field(default=False)
