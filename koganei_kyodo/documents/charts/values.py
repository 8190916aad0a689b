"""Plain values a chart is drawn from, and how a value is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

DASH = "—"


@dataclass(frozen=True)
class ChartData:
    """One distribution: a row per label.

    Args:
        labels: what each row is called, in the order to be drawn.
        counts: people, sheets or other units per row; ``None`` where unknown, ``()`` for none.
        percents: share of ``n`` per row in percent, to one decimal; ``None`` for a row without
            a base, ``()`` where the figure has counts only.
        n: base of the percentages, or ``None`` where there is none.
        description: the finding in one Japanese sentence, read out instead of the chart.

    Raises:
        ValueError: the sequences do not have one length, or there are neither counts nor percents.
    """

    labels: Sequence[str]
    counts: Sequence[int | None] = ()
    percents: Sequence[Decimal | None] = ()
    n: int | None = None
    description: str = ""

    def __post_init__(self) -> None:
        _check_lengths(len(self.labels), self.counts, self.percents)


@dataclass(frozen=True)
class Group:
    """One group of a cross table: its name, its base and a value per column.

    Args:
        label: name of the group.
        n: number of respondents (or sheets) in the group, or ``None``.
        counts: units per column, or ``()``.
        percents: percent of ``n`` per column, to one decimal, or ``()``.
    """

    label: str
    n: int | None = None
    counts: Sequence[int | None] = ()
    percents: Sequence[Decimal | None] = ()

    @property
    def title(self) -> str:
        """Name with its base, as written beside a bar."""
        return self.label if self.n is None else f"{self.label}（n＝{self.n:,}）"


@dataclass(frozen=True)
class CrossChartData:
    """A cross table: answers as columns, groups as rows.

    Args:
        columns: the answers, in the order to be drawn.
        groups: the groups, the total first where there is one.
        description: the finding in one Japanese sentence.

    Raises:
        ValueError: a group does not hold one value per column.
    """

    columns: Sequence[str]
    groups: Sequence[Group] = field(default_factory=tuple)
    description: str = ""

    def __post_init__(self) -> None:
        for group in self.groups:
            _check_lengths(len(self.columns), group.counts, group.percents)


def _check_lengths(expected: int, counts: Sequence[Any], percents: Sequence[Any]) -> None:
    if not counts and not percents and expected:
        raise ValueError("a chart needs counts or percents")
    for name, values in (("counts", counts), ("percents", percents)):
        if values and len(values) != expected:
            raise ValueError(f"{name}: {len(values)} values for {expected} labels")


def value_at(values: Sequence[Any], index: int) -> Any:
    """The value at ``index``, or ``None`` where the sequence is empty."""
    return values[index] if values else None


def size_of(count: int | None, percent: Decimal | None) -> float:
    """Length of a bar: the percentage where there is one, else the count; 0 for neither."""
    if percent is not None:
        return float(percent)
    return float(count or 0)


def format_percent(percent: Decimal | None) -> str:
    """Write a percentage to one decimal (``41.0%``); a dash where nobody was asked."""
    return DASH if percent is None else f"{percent:.1f}%"


def format_value(count: int | None, percent: Decimal | None, *, has_percents: bool = True) -> str:
    """Write what stands at the end of a bar: ``48（38.0%）``, ``38.0%`` or ``48``.

    Args:
        count: units, or ``None`` where only the share is known.
        percent: share in percent, or ``None`` where the row has no base.
        has_percents: whether the figure has percentages at all.
    """
    if not has_percents:
        return DASH if count is None else f"{count:,}"
    if count is None or percent is None:
        return format_percent(percent)
    return f"{count:,}（{format_percent(percent)}）"
