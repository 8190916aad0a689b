"""Tables of the yearly statistics: one object behind the page, Excel, PDF and JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from surveys.tables import percent
from surveys.tables.values import REFERENCE_ONLY_BELOW, TOO_SMALL_BELOW

# A count this small may point at a single group; see `hide_small`.
HIDDEN_BELOW = 3
HIDDEN = "×"


class Unit(Enum):
    """What a table counts; the value stands in the JSON file."""

    PROJECTS = "projects"
    PARTNER_ROWS = "partner rows"
    CONTINUED_YEARS = "continued years"

    @property
    def word(self) -> str:
        """Return the counter word: 事業, 票 or 延件."""
        return {"projects": "事業", "partner rows": "票"}.get(self.value, "延件")

    @property
    def explanation(self) -> str:
        """Return what one counted thing is, in a sentence."""
        return {
            "projects": "事業の数です。1つの事業は、相手がいくつあっても1と数えます。",
            "partner rows": "事業と相手の組の数（票）です。相手が2つある事業は、2と数えます。",
        }.get(
            self.value,
            "この年度に行った事業が、この年度までに続いた年数を足した数（延件数）です。"
            "3年目の事業は、3と数えます。",
        )


@dataclass(frozen=True)
class StatRow:
    """One line; `count` None where it is hidden, `before` None where there was no year before."""

    label: str
    count: int | None
    percent: Decimal | None
    before: int | None = None
    is_hidden: bool = False

    @property
    def change(self) -> int | None:
        """Return how many more than in the year before."""
        if self.count is None or self.before is None:
            return None
        return self.count - self.before

    @property
    def change_label(self) -> str:
        """Write the change with its sign; a dash where there is nothing to compare with."""
        if self.change is None:
            return "—"
        return f"{self.change:+,}" if self.change else "±0"

    @property
    def count_label(self) -> str:
        """Write the count, or the mark of a hidden cell."""
        return HIDDEN if self.count is None else f"{self.count:,}"

    @property
    def percent_label(self) -> str:
        """Write the share to one decimal without its sign."""
        if self.is_hidden:
            return HIDDEN
        return "—" if self.percent is None else f"{self.percent:.1f}"

    def as_dict(self) -> dict[str, Any]:
        """Return label, count and percent; null where the cell is hidden."""
        row: dict[str, Any] = {
            "label": self.label,
            "count": self.count,
            "percent": None if self.is_hidden else float(self.percent or 0),
        }
        if self.before is not None:
            row |= {"before": self.before, "change": self.change}
        return row | ({"hidden": True} if self.is_hidden else {})


@dataclass(frozen=True)
class StatTable:
    """One table: `n` is printed as its total, whatever the rows add up to."""

    key: str
    title: str
    unit: Unit
    n: int
    rows: tuple[StatRow, ...]
    several: bool = False
    before: int | None = None
    own_notes: tuple[str, ...] = ()

    @property
    def total(self) -> StatRow:
        """Return the last line: n, which is 100 %."""
        return StatRow("総数（100%とした数）", self.n, percent(self.n, self.n), self.before)

    @property
    def added(self) -> int:
        """Return what the rows add up to, as far as they are shown."""
        return sum(row.count or 0 for row in self.rows)

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of these numbers."""
        notes = [self.unit.explanation, *self.own_notes]
        word = self.unit.word
        if self.several and self.added > self.n:
            thing = "票" if self.unit is Unit.PARTNER_ROWS else "事業"
            notes.append(
                f"1つの{thing}が2つ以上の行に入ることがあります。行の数を足すと{self.added:,}になり、"
                f"総数の{self.n:,}{word}より多くなります。"
            )
        if any(row.is_hidden for row in self.rows):
            notes.append(
                f"{HIDDEN}は、公開していない事業の相手がわかるおそれがあるため、示していません。"
            )
        if 0 < self.n < TOO_SMALL_BELOW:
            notes.append(f"総数が{TOO_SMALL_BELOW}より少ないため、割合は読み取れません。")
        elif 0 < self.n < REFERENCE_ONLY_BELOW:
            notes.append(f"総数が{REFERENCE_ONLY_BELOW}より少ないため、割合は参考値です。")
        return notes

    def as_dict(self) -> dict[str, Any]:
        """Return key, title, unit, n, rows and notes for the JSON file."""
        return {
            "key": self.key,
            "title": self.title,
            "unit": self.unit.value,
            "n": self.n,
            "multiple": self.several,
            "rows": [row.as_dict() for row in self.rows],
            "notes": self.notes,
        }


@dataclass(frozen=True)
class Cell:
    """A count before it is shown, and whether a record that is not public is part of it."""

    count: int
    has_unpublished: bool = False


def hide_small(cells: Sequence[Cell], *, adds_up: bool) -> list[bool]:
    """Tell for each cell of a line whether it must stay hidden.

    Published records can be read one by one: only a count that a record outside the public list
    is part of gives something away, and only when it is small. Where the line adds up to a known
    total, a single hidden cell could be worked out, so the next smallest goes with it.
    """
    hidden = [cell.has_unpublished and 0 < cell.count < HIDDEN_BELOW for cell in cells]
    others = [i for i, cell in enumerate(cells) if not hidden[i] and cell.count]
    if adds_up and sum(hidden) == 1 and others:
        hidden[min(others, key=lambda i: cells[i].count)] = True
    return hidden


def with_hidden(table: StatTable, cells: Sequence[Cell]) -> StatTable:
    """Return `table` without the counts that would point at a single group."""
    hidden = hide_small(cells, adds_up=not table.several)
    rows = tuple(
        replace(row, count=None, percent=None, before=None, is_hidden=True) if is_hidden else row
        for row, is_hidden in zip(table.rows, hidden, strict=True)
    )
    return replace(table, rows=rows)
