"""The counts behind printed percentages.

A figure is a dict in the format of ``surveys/data/musashino_h22_figures.json``: ``figure``, ``n``
and ``rows`` (label with ``count`` or ``percent``), or ``columns`` and ``groups`` for a cross table.
A percentage is k / n to one decimal, half up; all arithmetic is on whole numbers, so that a
percentage that lies exactly on a rounding border is decided exactly.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from surveys.figure_check import fitting_bases, possible_counts

NO_ANSWER_LABEL = "無回答"
TOTAL_LABELS = ("総計", "全体")
SMALLEST_SEARCH_LIMIT = 200

Figure: TypeAlias = Mapping[str, Any]
Counts: TypeAlias = dict[str, int]


class CannotReconstruct(ValueError):
    """The printed margins cannot all hold for any set of single records."""


def counts_behind(percent: Decimal | float | int | str, n: int) -> range:
    """All counts k, 0 to n, for which k / n prints as this percentage.

    percent: one decimal, half up. n: the base, at least 1. The range may be empty (the percentage
    cannot come from n) or hold several counts (n above 1,000).
    """
    return possible_counts(Decimal(str(percent)), n)


def _the_count(row: Figure, n: int, where: str) -> int:
    if "percent" not in row:
        return int(row["count"])
    possible = counts_behind(row["percent"], n)
    if "count" in row:
        possible = range(row["count"], row["count"] + 1) if row["count"] in possible else range(0)
    if len(possible) != 1:
        raise CannotReconstruct(
            f"{where}の「{row['label']}」{row['percent']}％は、n={n}のただ一つの件数から"
            "計算できません。"
        )
    return possible[0]


def counts_at(figure: Figure, n: int) -> Counts:
    """Count of each row of a figure if its percentages were divided by n.

    Raises CannotReconstruct when a percentage does not come from exactly one count at n, or when
    a label stands twice.
    """
    where = f"図表{figure['figure']}"
    counts: Counts = {}
    for row in figure["rows"]:
        if row["label"] in counts:
            raise CannotReconstruct(f"{where}に「{row['label']}」が二度あります。")
        counts[row["label"]] = _the_count(row, n, where)
    return counts


def printed_counts(figure: Figure) -> Counts:
    """Count of each row of a figure at the n printed with it.

    Raises CannotReconstruct as counts_at does.
    """
    return counts_at(figure, figure["n"])


def printed_cross_counts(figure: Figure) -> dict[str, Counts]:
    """Count of each column in each group of a cross table, the total group included.

    Raises CannotReconstruct when a percentage does not come from exactly one count at the n of its
    group, or when the single groups do not add up to the total group in n and every column.
    """
    tables: dict[str, Counts] = {}
    sizes = group_sizes(figure)
    for group in figure["groups"]:
        pairs = zip(figure["columns"], group["percent"], strict=True)
        rows = [{"label": label, "percent": percent} for label, percent in pairs]
        name = f"{figure['figure']}（{group['label']}）"
        tables[group["label"]] = counts_at({"figure": name, "rows": rows}, group["n"])
    for total in TOTAL_LABELS:
        if total in tables:
            parts = [label for label in tables if label not in TOTAL_LABELS]
            _require_sums(figure, tables, sizes, total, parts)
    return tables


def _require_sums(
    figure: Figure, tables: dict[str, Counts], sizes: Counts, total: str, parts: list[str]
) -> None:
    where = f"図表{figure['figure']}"
    if sum(sizes[part] for part in parts) != sizes[total]:
        raise CannotReconstruct(f"{where}の内訳のnを足しても「{total}」のnになりません。")
    for label, count in tables[total].items():
        if sum(tables[part][label] for part in parts) != count:
            raise CannotReconstruct(
                f"{where}の「{label}」は、内訳を足しても「{total}」になりません。"
            )


def group_sizes(figure: Figure) -> Counts:
    """The printed n of each group of a cross table.

    Raises CannotReconstruct when a group stands twice.
    """
    sizes = {group["label"]: int(group["n"]) for group in figure["groups"]}
    if len(sizes) != len(figure["groups"]):
        raise CannotReconstruct(f"図表{figure['figure']}に同じ名前の内訳が二度あります。")
    return sizes


def fitting_base(figure: Figure) -> int:
    """The base that the percentages of a figure were divided by.

    It is the printed n where every percentage can come from it, otherwise the smallest base that
    all of them can come from; the search goes to 200 or 2n, whichever is larger.
    Raises CannotReconstruct when no base fits.
    """
    percents = [Decimal(str(row["percent"])) for row in figure["rows"]]
    n = int(figure["n"])
    if all(possible_counts(percent, n) for percent in percents):
        return n
    bases = fitting_bases(percents, max(SMALLEST_SEARCH_LIMIT, 2 * n))
    if bases:
        return bases[0]
    raise CannotReconstruct(f"図表{figure['figure']}の割合がすべて出る母数nがありません。")
