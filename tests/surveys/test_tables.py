"""Tables against counting by hand on random answers: every base, order, unit and pair."""

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.models import Answer, Questionnaire, Response, Sheet
from surveys.models.report import Base, Order, Unit
from surveys.tables import FrequencyTable, Tabulator, percent
from surveys.tables.values import REFERENCE_ONLY_BELOW, TOO_SMALL_BELOW
from tests.surveys.samples import make_questionnaire

ONCE = {"size": (2, False), "wish": (2, False), "fields": (4, True)}
REPEATED = {"form": (3, False), "ways": (2, True), "result": (2, False)}
OPTIONS = {**ONCE, **REPEATED}
# Stay below the others when ordered by count: その他 and 特にない of `fields`.
LAST = {"fields": {3, 4}}
Key = tuple[int, int]
Answers = dict[str, dict[Key, frozenset[int]]]


def _draw(rng: random.Random, options: int, several: bool) -> frozenset[int]:
    if rng.random() < 0.35:
        return frozenset({rng.choice([0, -1, -2])})
    number = rng.randint(1, options) if several else 1
    return frozenset(rng.sample(range(1, options + 1), number))


def _fill(questionnaire: Questionnaire, seed: int, responses: int) -> tuple[Answers, list[Key]]:
    """Write random answers; return those of valid responses, and their sheets."""
    rng = random.Random(seed)
    ids = dict(questionnaire.questions.values_list("code", "pk"))
    answers: Answers = {code: {} for code in OPTIONS}
    sheets: list[Key] = []
    rows: list[Answer] = []
    for _ in range(responses):
        valid = rng.random() < 0.85
        response = Response.objects.create(
            questionnaire=questionnaire, mode="web", status="valid" if valid else "invalid"
        )
        numbers = range(1, rng.randint(0, 4) + 1)
        Sheet.objects.bulk_create(Sheet(response=response, row=row) for row in numbers)
        places = [(code, 0) for code in ONCE] + [
            (code, row) for row in numbers for code in REPEATED
        ]
        for code, row in places:
            chosen = _draw(rng, *OPTIONS[code])
            rows += [
                Answer(response=response, question_id=ids[code], row=row, code=c) for c in chosen
            ]
            if valid:
                answers[code][response.pk, row] = chosen
        if valid:
            sheets += [(response.pk, row) for row in numbers]
    Answer.objects.bulk_create(rows)
    return answers, sheets


def _units(answers: Answers, sheets: list[Key], unit: Unit) -> list[Key]:
    return sheets if unit is Unit.SHEET else list(answers["wish"])


def _of(answers: Answers, code: str, unit: Key) -> frozenset[int]:
    return answers[code][unit if code in REPEATED else (unit[0], 0)]


def _by_hand(
    answers: Answers, units: list[Key], code: str, base: Base
) -> tuple[int, dict[int, int]]:
    """The base, and the counts of options (above 0), 無回答 (0) and 無効 (-2)."""
    found = [_of(answers, code, unit) for unit in units]
    counts = {c: sum(c in chosen for chosen in found) for c in range(-2, OPTIONS[code][0] + 1)}
    if base is Base.ALL:
        counts[0] += counts[-1]
        return len(units), counts
    asked = len(units) - counts[-1]
    return (asked if base is Base.ASKED else asked - counts[0] - counts[-2]), counts


def _expected_codes(code: str, base: Base, order: Order, counts: dict[int, int]) -> list[int]:
    codes = list(range(1, OPTIONS[code][0] + 1))
    if order is Order.COUNT:
        codes.sort(key=lambda c: (c in LAST.get(code, set()), -counts[c]))
    if base is not Base.ANSWERED and code != "size":
        codes += [0, *([-2] if counts[-2] else [])]
    return codes


def _share(count: int, n: int) -> Decimal | None:
    exact = Decimal(100 * count)
    return (exact / n).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if n else None


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "responses"), [(1, 0), (2, 1), (3, 25), (4, 60)])
def test_frequencies_equal_counting_by_hand(seed: int, responses: int) -> None:
    questionnaire = make_questionnaire()
    answers, sheets = _fill(questionnaire, seed, responses)
    tabulator = Tabulator(questionnaire)
    assert set(tabulator.columns) == set(OPTIONS)
    for code in OPTIONS:
        for unit in [Unit.SHEET] if code in REPEATED else list(Unit):
            for base in Base:
                for order in Order:
                    n, counts = _by_hand(answers, _units(answers, sheets, unit), code, base)
                    table = tabulator.frequency(code, base=base, order=order, unit=unit)
                    wanted = _expected_codes(code, base, order, counts)
                    got = [(row.code, row.count, row.percent) for row in table.rows]
                    assert (table.n, table.unit) == (n, unit)
                    assert got == [(c, counts[c], _share(counts[c], n)) for c in wanted]


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "responses"), [(5, 0), (6, 30), (7, 45)])
def test_cross_tables_equal_counting_by_hand(seed: int, responses: int) -> None:
    questionnaire = make_questionnaire()
    answers, sheets = _fill(questionnaire, seed, responses)
    tabulator = Tabulator(questionnaire)
    for code in OPTIONS:
        for by in OPTIONS:
            if code == by:
                continue
            repeated = code in REPEATED or by in REPEATED
            for unit in [Unit.SHEET] if repeated else list(Unit):
                for base in Base:
                    units = _units(answers, sheets, unit)
                    table = tabulator.cross(code, by, base=base, unit=unit)
                    n, counts = _by_hand(answers, units, code, base)
                    shown = _expected_codes(code, base, Order.ASKED, counts)
                    assert (table.n, list(table.groups[0].counts)) == (
                        n,
                        [counts[c] for c in shown],
                    )
                    wanted = []
                    for group in [*range(1, OPTIONS[by][0] + 1), 0, -1, -2]:
                        members = [u for u in units if group in _of(answers, by, u)]
                        if group <= 0 and not members:
                            continue
                        size, inside = _by_hand(answers, members, code, base)
                        wanted.append((size, [inside[c] for c in shown]))
                    assert [(g.n, list(g.counts)) for g in table.groups[1:]] == wanted
                    for group_row in table.groups:
                        shares = [_share(c, group_row.n) for c in group_row.counts]
                        assert list(group_row.percents) == shares


@pytest.mark.django_db
def test_statements_do_not_depend_on_the_number_of_answers() -> None:
    numbers = []
    for slug, responses in (("few", 2), ("many", 40)):
        questionnaire = make_questionnaire(slug=slug)
        _fill(questionnaire, 8, responses)
        with CaptureQueriesContext(connection) as statements:
            tabulator = Tabulator(questionnaire)
            for code in OPTIONS:
                tabulator.frequency(code)
            frequencies = len(statements)
            for code in ("wish", "form", "ways", "result", "size"):
                tabulator.cross(code, "fields")
        numbers.append((frequencies, len(statements)))
    # Columns, frequencies; then 5 cross tables, and once the weights of once-asked questions.
    assert numbers == [(2, 8), (2, 8)]


@pytest.mark.django_db
def test_questions_that_cannot_be_counted_are_refused() -> None:
    tabulator = Tabulator(make_questionnaire())
    for code in ("opinion", "hidden", "nothing"):
        with pytest.raises(KeyError):
            tabulator.frequency(code)
    with pytest.raises(ValueError, match="itself"):
        tabulator.cross("wish", "wish")


@pytest.mark.parametrize(
    ("count", "n", "expected"),
    [
        (1, 8, "12.5"),
        (1, 16, "6.3"),
        (3, 16, "18.8"),
        (1, 2000, "0.1"),
        (0, 5, "0.0"),
        (5, 5, "100.0"),
    ],
)
def test_percent_rounds_half_up(count: int, n: int, expected: str) -> None:
    assert percent(count, n) == Decimal(expected)


def test_percent_of_nobody() -> None:
    assert percent(0, 0) is None


@settings(deadline=None)
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percent_is_the_nearest_tenth(pair: tuple[int, int]) -> None:
    count, n = pair
    value = percent(count, n)
    assert value is not None
    tenths = int(value * 10)
    # In whole numbers: tenths - 0.5 <= 1000 * count / n < tenths + 0.5.
    assert (2 * tenths - 1) * n <= 2000 * count < (2 * tenths + 1) * n


@pytest.mark.parametrize(
    ("n", "word"), [(TOO_SMALL_BELOW - 1, "読み取れません"), (REFERENCE_ONLY_BELOW - 1, "参考値")]
)
def test_small_bases_are_marked(n: int, word: str) -> None:
    assert any(word in note for note in _table(n).notes)


def test_a_large_base_is_not_marked() -> None:
    assert _table(REFERENCE_ONLY_BELOW).notes == []


def _table(n: int) -> FrequencyTable:
    return FrequencyTable("q", "題", "single", n, Base.ASKED, Unit.RESPONSE, rows=())
