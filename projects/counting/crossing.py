"""掛け合わせ: two ways to divide, chosen by the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from projects.counting.counts import Crossed, LabelCount, cross, divide
from projects.counting.dimensions import NO_ANSWER, Dimension
from projects.counting.tables import HIDDEN, Cell, Unit, hide_small
from projects.querysets import RecordQuerySet
from surveys.tables import percent

_FIELD = {Unit.PROJECTS: "projects", Unit.PARTNER_ROWS: "rows", Unit.CONTINUED_YEARS: "years"}
TOTAL = "総数"


@dataclass(frozen=True)
class CrossCell:
    """One cell: None where it is hidden."""

    count: int | None
    percent: Decimal | None

    @property
    def label(self) -> str:
        """Write the count, or the mark of a hidden cell."""
        return HIDDEN if self.count is None else f"{self.count:,}"

    @property
    def percent_label(self) -> str:
        """Write the share of the line, to one decimal."""
        if self.count is None:
            return HIDDEN
        return "—" if self.percent is None else f"{self.percent:.1f}"


@dataclass(frozen=True)
class CrossRow:
    """One line: its own total and its cells."""

    label: str
    n: int
    cells: tuple[CrossCell, ...]


@dataclass(frozen=True)
class Crossing:
    """A table of two dimensions; the first row is the total, which counts everything once."""

    rows_by: Dimension
    columns_by: Dimension
    unit: Unit
    columns: tuple[str, ...]
    rows: tuple[CrossRow, ...]

    @property
    def title(self) -> str:
        """Return the title."""
        return f"{self.rows_by.title} × {self.columns_by.title}（{self.unit.word}）"

    @property
    def n(self) -> int:
        """Return the total."""
        return self.rows[0].n

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of these numbers."""
        word = self.unit.word
        notes = [self.unit.explanation, "割合は、行の左の数を100%としたものです。"]
        added = sum(row.n for row in self.rows[1:])
        if added > self.n:
            notes.append(
                f"同じものが2つ以上の行に入ることがあります。行の数を足すと{added:,}になり、"
                f"総数の{self.n:,}{word}より多くなります。"
            )
        across = sum(cell.count or 0 for cell in self.rows[0].cells)
        if across > self.n:
            notes.append(
                f"同じものが2つ以上の列に入ることがあります。総数の行を足すと{across:,}になります。"
            )
        if any(cell.count is None for row in self.rows for cell in row.cells):
            notes.append(
                f"{HIDDEN}は、公開していない事業の相手がわかるおそれがあるため、示していません。"
            )
        return notes

    def as_dict(self) -> dict[str, Any]:
        """Return the table for the JSON file."""
        return {
            "title": self.title,
            "unit": self.unit.value,
            "n": self.n,
            "columns": list(self.columns),
            "rows": [
                {
                    "label": row.label,
                    "n": row.n,
                    "count": [cell.count for cell in row.cells],
                    "percent": [
                        None if cell.count is None else float(cell.percent or 0)
                        for cell in row.cells
                    ],
                }
                for row in self.rows
            ],
            "notes": self.notes,
        }


def crossing(
    records: RecordQuerySet,
    rows_by: Dimension,
    columns_by: Dimension,
    unit: Unit,
    year: int,
    *,
    sides: Mapping[tuple[str, int], list[LabelCount]] | None = None,
    total: int | None = None,
) -> Crossing:
    """Count `records` of one 年度 by two different dimensions.

    Args:
        records: of the 年度 alone.
        rows_by: what gives a line for each of its labels.
        columns_by: what gives a column for each of its labels.
        unit: what is counted.
        year: the 年度.
        sides: both dimensions as `divide` counted them already; else counted here.
        total: the number of all, where it is known.
    """
    field = _FIELD[unit]
    if sides is None:
        sides = divide(records, [rows_by, columns_by])
    cells = {(cell.row, cell.column): cell for cell in cross(records, rows_by, columns_by)}
    row_labels = _in_order(sides.get((rows_by.key, year), []), rows_by, field)
    column_labels = _in_order(sides.get((columns_by.key, year), []), columns_by, field)
    columns = tuple(label.label for label in column_labels)
    about_groups = rows_by.about_groups or columns_by.about_groups
    if total is None:
        total = _total(row_labels, rows_by, records, field)
    lines = [
        _line(TOTAL, total, [getattr(c, field) for c in column_labels], [False] * len(columns))
    ]
    hidden = _hidden(row_labels, columns, cells, field, columns_by, unit) if about_groups else {}
    for label in row_labels:
        counts = [_count(cells.get((label.label, column)), field) for column in columns]
        marks = [hidden.get((label.label, column), False) for column in columns]
        lines.append(_line(label.label, getattr(label, field), counts, marks))
    return Crossing(rows_by, columns_by, unit, columns, tuple(lines))


def _line(label: str, n: int, counts: Sequence[int], hidden: Sequence[bool]) -> CrossRow:
    cells = (
        CrossCell(None, None) if is_hidden else CrossCell(count, percent(count, n))
        for count, is_hidden in zip(counts, hidden, strict=True)
    )
    return CrossRow(label, n, tuple(cells))


def _hidden(
    rows: Sequence[LabelCount],
    columns: Sequence[str],
    cells: dict[tuple[str, str], Crossed],
    field: str,
    columns_by: Dimension,
    unit: Unit,
) -> dict[tuple[str, str], bool]:
    """Return which cells stay hidden; a lone one of a line takes its neighbour with it."""
    several = columns_by.several if unit is Unit.PARTNER_ROWS else not columns_by.of_record
    hidden: dict[tuple[str, str], bool] = {}
    for row in rows:
        found = [cells.get((row.label, column)) for column in columns]
        line = [Cell(_count(c, field), bool(c and c.has_unpublished)) for c in found]
        marks = hide_small(line, adds_up=not several)
        hidden |= {(row.label, c): mark for c, mark in zip(columns, marks, strict=True)}
    return hidden


def _count(cell: Crossed | None, field: str) -> int:
    return getattr(cell, field) if cell else 0


def _total(
    rows: Sequence[LabelCount], rows_by: Dimension, records: RecordQuerySet, field: str
) -> int:
    """Return the total: everything once, however many lines it stands in."""
    if rows_by.of_record:
        return sum(getattr(row, field) for row in rows)
    whole = Dimension("whole", "", "'' || 'x'", "0", of_record=True)
    return sum(getattr(c, field) for found in divide(records, [whole]).values() for c in found)


def _in_order(labels: Sequence[LabelCount], by: Dimension, field: str) -> list[LabelCount]:
    def place(label: LabelCount) -> tuple[bool, int, int, str]:
        size = -getattr(label, field) if by.by_size else 0
        return label.label == NO_ANSWER, size, label.place, label.label

    return sorted(labels, key=place)
