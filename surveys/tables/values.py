"""FrequencyTable and CrossTable: one object behind the page, Excel, PDF, JSON and the chart."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.figure_check import round_half_up
from surveys.models.report import Base, Unit

# 参考値: below 30 a percentage is for reference only, below 10 it can't be read (SURVEY_DATA.md).
REFERENCE_ONLY_BELOW = 30
TOO_SMALL_BELOW = 10

NO_ANSWER_LABEL = "無回答"
UNREADABLE_LABEL = "無効"


def percent(count: int, n: int) -> Decimal | None:
    """Return `count` of `n` in percent to one decimal, rounded half up; None when n is 0."""
    return round_half_up(count, n) if n else None


@dataclass(frozen=True)
class Row:
    """One line of a table: an option, or 無回答 (`code` 0) or 無効 (`code` -2)."""

    label: str
    count: int
    percent: Decimal | None
    code: int

    def as_dict(self) -> dict[str, Any]:
        """Return label, count and percent (float, 0 where there is no base) for data formats."""
        return {
            "label": self.label,
            "count": self.count,
            "percent": float(self.percent or 0),
        }


@dataclass(frozen=True)
class FrequencyTable:
    """単純集計 of one question: counts, and their share of the base n.

    `answer` is "single" (rows are parts of n), "multiple" (rows may exceed n) or "count".
    """

    question: str
    title: str
    answer: str
    n: int
    base: Base
    unit: Unit
    rows: tuple[Row, ...]
    not_asked: int = 0

    @property
    def labels(self) -> list[str]:
        """Return the labels in the order of the rows."""
        return [row.label for row in self.rows]

    @property
    def counts(self) -> list[int]:
        """Return the counts in the order of the rows."""
        return [row.count for row in self.rows]

    @property
    def percents(self) -> list[Decimal | None]:
        """Return the percentages in the order of the rows."""
        return [row.percent for row in self.rows]

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of these numbers, in Japanese."""
        return _notes(self.answer, self.n, self.base, self.not_asked, self.percents)

    def as_dict(self) -> dict[str, Any]:
        """Return the table for JSON: question, title, answer, n, base, unit, rows."""
        return {
            "question": self.question,
            "title": self.title,
            "answer": self.answer,
            "n": self.n,
            "base": self.base.value,
            "unit": self.unit.value,
            "rows": [row.as_dict() for row in self.rows],
        }


@dataclass(frozen=True)
class Group:
    """One line of a cross table: those who gave one answer to the dividing question."""

    label: str
    n: int
    counts: tuple[int, ...]
    percents: tuple[Decimal | None, ...]

    @classmethod
    def of(cls, label: str, n: int, counts: list[int]) -> "Group":
        """Make a group of its counts, adding the percentages of `n`."""
        return cls(label, n, tuple(counts), tuple(percent(count, n) for count in counts))

    def as_dict(self) -> dict[str, Any]:
        """Return label, n and the lists of counts and percentages for data formats."""
        return {
            "label": self.label,
            "n": self.n,
            "count": list(self.counts),
            "percent": [float(value or 0) for value in self.percents],
        }


@dataclass(frozen=True)
class CrossTable:
    """クロス集計: the first group is the total; the columns are the answers to the question."""

    question: str
    by: str
    title: str
    answer: str
    base: Base
    unit: Unit
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    not_asked: int = 0

    @property
    def n(self) -> int:
        """Return the base of the total."""
        return self.groups[0].n

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of these numbers, in Japanese."""
        notes = _notes(self.answer, self.n, self.base, self.not_asked, self.groups[0].percents)
        tiny = [g.label for g in self.groups[1:] if 0 < g.n < TOO_SMALL_BELOW]
        if tiny and self.n >= TOO_SMALL_BELOW:
            notes.append(
                f"n＝{TOO_SMALL_BELOW}未満の行（{'、'.join(tiny)}）は、数が少なく割合を読み取れません。"
            )
        return notes

    def as_dict(self) -> dict[str, Any]:
        """Return the table for JSON: the frequency table's keys, `by`, `columns` and `groups`."""
        return {
            "question": self.question,
            "by": self.by,
            "title": self.title,
            "answer": self.answer,
            "n": self.n,
            "base": self.base.value,
            "unit": self.unit.value,
            "columns": list(self.columns),
            "groups": [group.as_dict() for group in self.groups],
        }


def _notes(
    answer: str,
    n: int,
    base: Base,
    not_asked: int,
    percents: "list[Decimal | None] | tuple[Decimal | None, ...]",
) -> list[str]:
    notes = []
    shown = [value for value in percents if value is not None]
    if answer == "multiple":
        notes.append("複数回答のため、割合の合計は100％を超えることがあります。")
    elif shown and sum(shown) != 100:
        notes.append("四捨五入のため、割合の合計は100％になりません。")
    if base is Base.ALL and not_asked:
        notes.append(f"無回答には、この設問をきいていない{not_asked}件を含みます。")
    if 0 < n < TOO_SMALL_BELOW:
        notes.append(f"n＝{TOO_SMALL_BELOW}未満で数が少ないため、割合は読み取れません。")
    elif 0 < n < REFERENCE_ONLY_BELOW:
        notes.append(f"n＝{REFERENCE_ONLY_BELOW}未満で数が少ないため、割合は参考値です。")
    return notes
