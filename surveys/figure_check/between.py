"""Checks between figures: the same thing said twice, and bases that are counts elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from . import messages
from .labels import title_key
from .model import BASE_DISAGREES, FIGURES_DISAGREE, Cell, Figure, FigureFile, Finding, Table
from .tables import base, counts, is_known, row_counts
from .values import short

Side = tuple[Figure, Table]


def disagreements(file: FigureFile) -> Iterator[Finding]:
    """Yield one finding per pair of figures that should agree and do not.

    First the pairs that `same_as` names, each once; then, as suspicion, figures with equal
    title (one trailing （…別） taken off) and equal labels. Of several such figures each is
    compared with the first.
    """
    tables: set[frozenset[int]] = set()
    figures: set[frozenset[str]] = set()
    for figure in file.figures:
        for reference in figure.same_as:
            other = file.find_table(reference)
            if other is None or figure.main is None or other[1] is figure.main:
                continue
            pair = frozenset((id(figure.main), id(other[1])))
            if pair in tables:
                continue
            tables.add(pair)
            figures.add(frozenset((figure.key, other[0].key)))
            yield from _compare((figure, figure.main), other, suspicion=False)
    yield from _suspected(file, figures)


def _suspected(file: FigureFile, referred: set[frozenset[str]]) -> Iterator[Finding]:
    first: dict[tuple[str, frozenset[str]], Side] = {}
    for figure in file.figures:
        title = title_key(figure.title)
        if not title or figure.main is None:
            continue
        side = (figure, figure.main)
        labels = frozenset(cell.key for cell in figure.main.cells)
        other = first.setdefault((title, labels), side)
        if other[0] is figure or frozenset((figure.key, other[0].key)) in referred:
            continue
        yield from _compare(other, side, suspicion=True)


def _compare(one: Side, other: Side, *, suspicion: bool) -> Iterator[Finding]:
    differences = list(_differences(one, other))
    if differences:
        message = messages.disagree(
            messages.place(*one), messages.place(*other), differences, suspicion=suspicion
        )
        yield Finding(one[0].number, FIGURES_DISAGREE, message, suspicion)


def _differences(one: Side, other: Side) -> Iterator[str]:
    bases = base(*one), base(*other)
    if bases[0] is not None and bases[1] is not None and bases[0] != bases[1]:
        yield messages.difference("n", f"{bases[0]:,}", f"{bases[1]:,}")
    for key, cell in one[1].by_key.items():
        twin = other[1].by_key.get(key)
        values = _values(cell, twin, bases) if twin is not None else None
        if values is not None:
            yield messages.difference(f"「{short(cell.label)}」", *values)


def _values(cell: Cell, twin: Cell, bases: tuple[int | None, int | None]) -> tuple[str, str] | None:
    """Return the two printed values of a row where they differ, None where they may agree."""
    if cell.count is not None and twin.count is not None and cell.count != twin.count:
        return f"{cell.count:,}件", f"{twin.count:,}件"
    if cell.percent is not None and twin.percent is not None:
        same = cell.percent == twin.percent
        return (
            None
            if same
            else (messages.percent_text(cell.percent), messages.percent_text(twin.percent))
        )
    if not is_known(cell) or not is_known(twin):
        return None
    one, other = counts(cell, bases[0]), counts(twin, bases[1])
    if not one or not other or (one[0] <= other[-1] and other[0] <= one[-1]):
        return None
    return messages.range_text(one), messages.range_text(other)


def base_disagreements(figure: Figure, file: FigureFile) -> Iterator[Finding]:
    """Yield findings where an n is not the count it stands for (`base_of`, `groups_from`)."""
    n = _own_base(figure)
    row = file.find_row(figure.base_of) if figure.base_of else None
    if n is not None and row is not None:
        yield from _base(messages.place(figure), figure, n, row)
    source = file.find_table(figure.groups_from) if figure.groups_from else None
    if source is None or not figure.crossed:
        return
    for group in figure.tables:
        cell = None if group.is_total else source[1].by_key.get(group.key)
        group_n = base(figure, group)
        if cell is not None and group_n is not None:
            yield from _base(messages.place(figure, group), figure, group_n, (*source, cell))


def _own_base(figure: Figure) -> int | None:
    if figure.main is None or (figure.crossed and figure.n is not None):
        return figure.n
    return base(figure, figure.main)


def _base(start: str, figure: Figure, n: int, row: tuple[Figure, Table, Cell]) -> Iterator[Finding]:
    found, at = row_counts(*row)
    if found and n not in found:
        message = messages.base_disagrees(start, n, row, found, at)
        yield Finding(figure.number, BASE_DISAGREES, message)
