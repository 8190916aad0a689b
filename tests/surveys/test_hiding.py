"""A single respondent is hidden, and no hidden cell follows from the sums that are shown."""

import json
import random
from collections.abc import Iterator
from decimal import Decimal

import numpy
import pytest

from surveys.figure_check import check, parse_figures
from surveys.models.report import Base, Unit
from surveys.tables import (
    CrossTable,
    FrequencyTable,
    Group,
    Row,
    freeze,
    hide_single,
    thaw,
)

Cell = tuple[int, int]


def _cross(answer: str, ns: list[int], rows: list[list[int]]) -> CrossTable:
    groups = [Group.of(f"組{i}", n, row) for i, (n, row) in enumerate(zip(ns, rows, strict=True))]
    total = Group.of("全体", sum(ns), [sum(column) for column in zip(*rows, strict=True)])
    names = tuple(f"答{i}" for i in range(len(rows[0])))
    return CrossTable("q", "by", "問", answer, Base.ASKED, Unit.RESPONSE, names, (total, *groups))


def _drawn(draw: random.Random) -> CrossTable:
    top, columns, groups = draw.choice([2, 3, 6, 40]), draw.randint(2, 5), draw.randint(2, 5)
    if draw.random() < 0.6:
        rows = [
            [draw.choice([0, 0, 1, draw.randint(0, top)]) for _ in range(columns)]
            for _ in range(groups)
        ]
        return _cross("single", [sum(row) for row in rows], rows)
    ns = [draw.choice([0, 1, 2, draw.randint(0, top)]) for _ in range(groups)]
    return _cross("multiple", ns, [[draw.randint(0, n) for _ in range(columns)] for n in ns])


def _sums(table: CrossTable) -> Iterator[dict[Cell, int]]:
    """Yield the sums that a reader can form: each column, and each row of a single answer."""
    n = len(table.columns)
    for column in range(n + 1):
        yield {(0, column): -1} | {(g, column): 1 for g in range(1, len(table.groups))}
    if table.answer == "single":
        for row in range(len(table.groups)):
            yield {(row, column): 1 for column in range(n)} | {(row, n): -1}


def _found(table: CrossTable, shown: CrossTable) -> list[Cell]:
    """Return the hidden cells whose number follows from the sums, by linear algebra."""
    n = len(table.columns)
    hidden = [(g, c) for g, group in enumerate(shown.groups) for c in group.hidden]
    hidden += [(g, n) for g, group in enumerate(shown.groups) if group.n_hidden]
    known = numpy.array([[s.get(cell, 0) for cell in hidden] for s in _sums(table)], dtype=float)
    rank = numpy.linalg.matrix_rank(known) if hidden else 0
    unit = numpy.eye(len(hidden))
    return [
        cell
        for place, cell in enumerate(hidden)
        if numpy.linalg.matrix_rank(numpy.vstack([known, unit[place]])) == rank
    ]


def _count(table: CrossTable, cell: Cell) -> int:
    group = table.groups[cell[0]]
    return (*group.counts, group.n)[cell[1]]


@pytest.mark.parametrize("seed", range(4))
def test_no_hidden_respondent_can_be_worked_out(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(100):
        table = _drawn(draw)
        shown = hide_single(table)
        assert isinstance(shown, CrossTable)
        for before, after in zip(table.groups, shown.groups, strict=True):
            assert all(c in after.hidden for c, count in enumerate(before.counts) if count == 1)
            assert all(after.counts[c] == 0 for c in after.hidden)
        # With all answers in one group, the total says it all.
        if table.n > 1 and sum(1 for group in table.parts if group.n) > 1:
            assert not [cell for cell in _found(table, shown) if _count(table, cell)]


def test_two_hidden_cells_in_each_line_are_not_always_enough() -> None:
    # Two rectangles of hidden cells, linked by one more: that one could be worked out.
    rows = [[1, 1, 9, 9, 9], [1, 1, 1, 9, 9], [9, 9, 1, 1, 9], [9, 9, 1, 1, 9], [9, 9, 9, 9, 9]]
    table = _cross("single", [sum(row) for row in rows], rows)
    shown = hide_single(table)
    assert isinstance(shown, CrossTable)
    assert _found(table, shown) == []
    assert sum(len(group.hidden) for group in shown.groups) > 9


def test_a_group_of_one_is_hidden_whole_with_another() -> None:
    table = _cross("multiple", [1, 30, 12], [[1, 0], [20, 20], [6, 8]])
    shown = hide_single(table)
    assert isinstance(shown, CrossTable)
    assert [group.n_hidden for group in shown.groups] == [False, True, False, True]
    assert [group.hidden for group in shown.groups] == [(), (0, 1), (), (0, 1)]
    assert thaw(freeze(shown)) == shown
    # The check of a report takes the hidden lines as unknown.
    figure = {"figure": "1", "title": "問", "answer": "multiple", "n": 43}
    figure |= {"columns": list(shown.columns), "groups": [g.as_dict() for g in shown.groups]}
    assert not check(parse_figures(json.dumps({"figures": [figure]})))


def test_a_simple_table() -> None:
    rows = tuple(Row(str(n), n, Decimal(n), i) for i, n in enumerate((7, 1, 2), start=1))
    simple = FrequencyTable("q", "問", "single", 10, Base.ASKED, Unit.RESPONSE, rows)
    once = hide_single(simple)
    assert isinstance(once, FrequencyTable)
    assert [row.hidden for row in once.rows] == [False, True, True]
    assert once.as_dict()["rows"][1] == {"label": "1", "count": None, "percent": None}
    # The total of a cross table hides what the simple table beside it hides.
    cross = hide_single(_cross("single", [6, 4], [[5, 1, 0], [2, 0, 2]]))
    assert isinstance(cross, CrossTable)
    assert cross.groups[0].hidden == (1, 2)
