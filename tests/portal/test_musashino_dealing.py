"""Dealing counts out to units, and the counts behind percentages, on made-up margins."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from koganei_kyodo.portal.musashino import dealing, printed
from koganei_kyodo.portal.musashino.records import NO_ANSWER, Answer, State


def _labels(answer: Answer) -> tuple[str, ...]:
    return (answer.value,) if isinstance(answer, State) else answer


@settings(deadline=None)
@given(n=st.integers(1, 3000), tenths=st.integers(0, 1000))
def test_counts_behind_a_percentage(n: int, tenths: int) -> None:
    value = Decimal(tenths) / 10
    step = Decimal("0.1")
    brute = [
        k
        for k in range(n + 1)
        if (Decimal(100 * k) / n).quantize(step, rounding=ROUND_HALF_UP) == value
    ]
    assert list(printed.counts_behind(value, n)) == brute


@st.composite
def feasible_margins(draw: st.DrawFn) -> tuple[list[str], dict[str, int]]:
    """Margins counted from made-up records, so that they can be met."""
    people = draw(st.lists(st.sets(st.sampled_from("甲乙丙丁"), min_size=1), max_size=30))
    counts: Counter[str] = Counter(dict.fromkeys("甲乙丙丁", 0))
    for ticks in people:
        counts.update(ticks)
    counts["特にない"] = draw(st.integers(0, 5))
    counts["無回答"] = draw(st.integers(0, 5))
    size = len(people) + counts["特にない"] + counts["無回答"]
    return [f"課{position}" for position in range(size)], dict(counts)


@settings(deadline=None)
@given(margins=feasible_margins())
def test_every_feasible_multiple_question_is_dealt(
    margins: tuple[list[str], dict[str, int]],
) -> None:
    units, counts = margins
    answers = dealing.deal_multiple("q", units, counts)
    assert set(answers) == set(units)
    assert Counter(chain.from_iterable(map(_labels, answers.values()))) == +Counter(counts)
    assert all(labels for labels in map(_labels, answers.values()))
    ticked = [_labels(a) for a in answers.values() if a not in (NO_ANSWER, ("特にない",))]
    assert not {"特にない", "無回答"} & set(chain.from_iterable(ticked))
    assert all(len(set(labels)) == len(labels) for labels in ticked)
    sizes = [len(labels) for labels in ticked]
    assert not sizes or max(sizes) - min(sizes) <= 1


@settings(deadline=None)
@given(
    sheets=st.dictionaries(st.text("あいうえお", min_size=1), st.integers(1, 12), min_size=1),
    fraction=st.fractions(0, 1),
)
def test_project_sizes_keep_every_department(sheets: dict[str, int], fraction: Fraction) -> None:
    spare = sum(sheets.values()) - len(sheets)
    projects = len(sheets) + int(spare * fraction)
    sizes = dealing.project_sizes(sheets, projects)
    assert {name: sum(parts) for name, parts in sizes.items()} == sheets
    assert sum(map(len, sizes.values())) == projects
    assert all(part >= 1 for parts in sizes.values() for part in parts)


def test_forms_split_a_project_only_where_no_form_has_room() -> None:
    projects = {"p": ["p1", "p2", "p3"], "q": ["q1"]}
    forms = dealing.deal_forms(projects, {"委託": 2, "共催": 2})
    assert Counter(forms.values()) == {"委託": 2, "共催": 2}
    together = dealing.deal_forms(projects, {"委託": 3, "共催": 1})
    assert {together[sheet] for sheet in projects["p"]} == {"委託"}
    assert together["q1"] == "共催"
