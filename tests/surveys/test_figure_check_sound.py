"""The arithmetic of the figure check, and that it raises no alarm on sound figures."""

from __future__ import annotations

import copy
import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.figure_check import (
    FIGURES_DISAGREE,
    IMPOSSIBLE_PERCENT,
    Finding,
    check,
    fitting_bases,
    parse_figures,
    possible_counts,
    round_half_up,
)

Doc = dict[str, Any]


def found_in(*figures: Doc) -> list[Finding]:
    return check(parse_figures(json.dumps({"figures": figures}, ensure_ascii=False)))


def kinds(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(found.figure, found.kind) for found in findings]


# --- Arithmetic ----------------------------------------------------------------------------


@given(st.integers(1, 3000), st.data())
def test_rounding_is_half_up_in_decimals(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    exact = Fraction(100 * count, n)
    printed = round_half_up(count, n)
    assert -Fraction(1, 20) < exact - Fraction(printed) < Fraction(1, 20) or (
        Fraction(printed) - exact == Fraction(1, 20)
    )
    assert printed.as_tuple().exponent == -1


def test_halves_go_up() -> None:
    assert [str(round_half_up(k, 16)) for k in (1, 3, 7)] == ["6.3", "18.8", "43.8"]
    assert round_half_up(1, 2000) == Decimal("0.1")
    assert round_half_up(1, 2001) == Decimal("0.0")
    assert str(round_half_up(0, 5)) == "0.0"
    for wrong in ((1, 0), (-1, 5)):
        with pytest.raises(ValueError, match="no percentage"):
            round_half_up(*wrong)


@given(st.integers(1, 4000), st.integers(0, 1000))
def test_possible_counts_are_all_and_only_those(n: int, tenth: int) -> None:
    percent = Decimal(tenth) / 10
    slow = [
        k
        for k in range(n + 1)
        if (Decimal(100 * k) / n).quantize(Decimal("0.1"), ROUND_HALF_UP) == percent
    ]
    assert list(possible_counts(percent, n)) == slow


def test_possible_counts_at_the_edges() -> None:
    assert list(possible_counts(Decimal("10.3"), 27)) == []
    assert list(possible_counts(Decimal("10.3"), 29)) == [3]
    assert not possible_counts(Decimal("100.1"), 50)
    assert not possible_counts(Decimal("33.33"), 3)
    assert not possible_counts(Decimal(0), 0)
    assert len(possible_counts(Decimal("50.0"), 10_000_000)) == 10_000
    with pytest.raises(ValueError, match="n is -1"):
        possible_counts(Decimal(0), -1)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=4), st.integers(1, 1100))
@settings(max_examples=30)
def test_fitting_bases_are_all_and_only_those(tenths: list[int], limit: int) -> None:
    percents = [Decimal(tenth) / 10 for tenth in tenths]
    slow = [n for n in range(1, limit + 1) if all(possible_counts(p, n) for p in percents)]
    assert list(fitting_bases(percents, limit)) == slow


def test_fitting_bases_is_quick_for_any_limit() -> None:
    bases = fitting_bases([Decimal("10.3"), Decimal("75.9"), Decimal("6.9")], 20_000_000)
    assert bases[0] == 29
    assert bases[-1] == 20_000_000
    assert 28 not in bases
    assert list(bases[:3]) == [29, 58, 87]
    assert not fitting_bases([Decimal(101)], 200)


# --- Sound figures: no false alarm ---------------------------------------------------------

OPTIONS = ("賛成", "反対", "どちらとも言えない", "その他")
GROUPS = ("市民、団体", "事業者", "行政")
SILENT = "無回答"


def printed(count: int, n: int, style: str) -> dict[str, Any]:
    """Print a count of n the way reports do; a dash (null) where nobody was asked."""
    percent = (
        float((Decimal(100 * count) / n).quantize(Decimal("0.1"), ROUND_HALF_UP)) if n else None
    )
    shown = {"count": count, "percent": percent}
    return shown if style == "both" else {style: shown[style]}


def rows_of(counts: dict[str, int], n: int, style: str) -> list[Doc]:
    return [{"label": label, **printed(count, n, style)} for label, count in counts.items()]


def group_of(label: str, counts: dict[str, int], n: int, style: str) -> Doc:
    cells = [printed(count, n, style) for count in counts.values()]
    lists = {key: [cell[key] for cell in cells] for key in cells[0]}
    return {"label": label, "n": n, **lists}


def count_answers(answers: list[set[str]]) -> dict[str, int]:
    labels = (*OPTIONS, SILENT)
    return {
        label: sum(label in answer or (label == SILENT and not answer) for answer in answers)
        for label in labels
    }


def report(
    members: dict[str, tuple[int, dict[str, int]]],
    total: tuple[int, dict[str, int]],
    answers: tuple[str, str],
    style: str,
) -> list[Doc]:
    """Print groups (n and counts each) and the total as a report that refers to itself."""
    answer, by = answers
    n, counts = total
    sizes = {label: size for label, (size, _) in members.items()}
    first = {"figure": "1", "title": "属性", "answer": by, "n": n, "rows": rows_of(sizes, n, style)}
    second = {
        "figure": "2",
        "title": "意向",
        "answer": answer,
        "n": n,
        "rows": rows_of(counts, n, style),
        "same_as": ["3:全体"],
    }
    third = {
        "figure": "3",
        "title": "意向 （属性別）",
        "answer": answer,
        "columns": list(counts),
        "groups": [
            group_of("全体", counts, n, style),
            *(group_of(label, c, size, style) for label, (size, c) in members.items()),
        ],
        "groups_from": "1",
    }
    fourth = {
        "figure": "4",
        "title": "賛成した人の理由",
        "answer": "count",
        "n": counts["賛成"],
        "rows": [{"label": "理由あり", "count": counts["賛成"]}, {"label": "なし", "count": 0}],
        "base_of": "2:賛 成",
    }
    repeated = {**second, "figure": "5"}
    del repeated["same_as"]
    return [first, second, third, fourth, repeated]


styles = st.sampled_from(["count", "percent", "both"])


@st.composite
def records(draw: st.DrawFn) -> list[Doc]:
    """A report counted from single answers of single people, also of nobody."""
    multiple = draw(st.booleans())
    overlapping = draw(st.booleans())
    option = st.sets(st.sampled_from(OPTIONS), max_size=4 if multiple else 1)
    groups = st.sets(st.sampled_from(GROUPS), min_size=1, max_size=3 if overlapping else 1)
    people = draw(st.lists(st.tuples(groups, option), max_size=70))
    members = {}
    for label in GROUPS:
        inside = [answer for into, answer in people if label in into]
        members[label] = (len(inside), count_answers(inside))
    total = (len(people), count_answers([answer for _, answer in people]))
    answers = ("multiple" if multiple else "single", "multiple" if overlapping else "single")
    return report(members, total, answers, draw(styles))


@st.composite
def large_reports(draw: st.DrawFn) -> list[Doc]:
    """A report counted from up to 100,000 people: several counts print as one percentage."""
    multiple = draw(st.booleans())
    size = st.integers(0, draw(st.sampled_from([40, 900, 20_000])))
    members = {}
    for label in GROUPS:
        if multiple:
            n, silent = draw(size), 0
            silent = draw(st.integers(0, n))
            counts = {option: draw(st.integers(0, n - silent)) for option in OPTIONS}
            counts[SILENT] = silent
        else:
            counts = {option: draw(size) // 3 for option in (*OPTIONS, SILENT)}
            n = sum(counts.values())
        members[label] = (n, counts)
    total = {label: sum(c[label] for _, c in members.values()) for label in (*OPTIONS, SILENT)}
    n = sum(size for size, _ in members.values())
    answer = "multiple" if multiple else "single"
    return report(members, (n, total), (answer, "single"), draw(styles))


@given(records())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_finding_on_figures_counted_from_records(figures: list[Doc]) -> None:
    assert found_in(*figures) == []


@given(large_reports())
@settings(max_examples=150, deadline=None)
def test_no_finding_on_large_reports(figures: list[Doc]) -> None:
    assert found_in(*figures) == []


@given(records(), st.integers(1, 30), st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_changed_count_never_passes(figures: list[Doc], by: int, data: st.DataObject) -> None:
    changed = copy.deepcopy(figures)
    row = data.draw(st.sampled_from(changed[1]["rows"]))
    if row.get("count") is None:
        row["percent"] = (row["percent"] or 0) + by
    else:
        row["count"] += by
    asked = bool(figures[1]["n"]) or "count" in row
    kind = FIGURES_DISAGREE if asked else IMPOSSIBLE_PERCENT
    assert ("2", kind) in kinds(found_in(*changed))
