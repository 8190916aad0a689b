"""The harness of `make bench`: what it measures, counts, prints and writes."""

import argparse
import json
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks import export_process, exports, harness, page_sql, pages, submission, tabulation
from benchmarks.__main__ import numbers
from benchmarks.harness import Case, Measurement
from surveys.models import Answer


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "SECONDS", 0)


def _select(times: int) -> None:
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute("SELECT 1")


def _line(name: str = "page", scale: int = 1, statements: int = 3) -> Measurement:
    return Measurement(name, scale, ms=3.0, floor_ms=2.0, statements=statements)


@pytest.mark.django_db
def test_subject_and_floor_take_turns_after_a_warm_up() -> None:
    calls: list[str] = []
    case = Case("turns", 1, lambda: calls.append("subject"), lambda: calls.append("floor"))
    harness.measure(case)
    assert calls[:2] == ["floor", "subject"]
    assert calls[2:] == ["subject", "floor"] * harness.MIN_RUNS


@pytest.mark.django_db
def test_a_quick_case_runs_more_often_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "SECONDS", 60)
    calls: list[int] = []
    harness.measure(Case("quick", 1, lambda: calls.append(1), lambda: None))
    assert len(calls) == 1 + harness.MAX_RUNS


@pytest.mark.django_db
def test_statements_are_those_of_one_run_of_the_subject() -> None:
    measured = harness.measure(Case("three", 7, lambda: _select(3), lambda: _select(1)))
    assert (measured.name, measured.scale, measured.statements) == ("three", 7, 3)


@pytest.mark.django_db
def test_what_the_subject_left_is_cleared_up_each_time() -> None:
    calls: list[str] = []
    case = Case(
        "clears up",
        1,
        lambda: calls.append("subject"),
        lambda: None,
        after=lambda: calls.append("after"),
    )
    harness.measure(case)
    assert calls == ["subject", "after"] * (harness.MIN_RUNS + 1)


@pytest.mark.django_db
def test_times_are_medians_in_milliseconds() -> None:
    naps = iter([0, 0.01, 0.01, 0.01, 0.01, 0.2])  # the warm-up, five runs, one of them disturbed
    case = Case("naps", 1, lambda: time.sleep(next(naps)), lambda: time.sleep(0.005))
    measured = harness.measure(case)
    assert 10 <= measured.ms < 100
    assert 5 <= measured.floor_ms < measured.ms
    assert measured.ratio == pytest.approx(measured.ms / measured.floor_ms)


def test_growing_names_what_needs_more_statements_for_more_data() -> None:
    steady = [_line("steady", 1), _line("steady", 10)]
    growing = [_line("growing", 1, 3), _line("growing", 10, 12)]
    assert harness.growing([*steady, *growing]) == ["growing"]
    assert harness.growing(steady) == []


def test_table_has_a_line_for_each_measurement() -> None:
    heading, first = harness.table([_line()]).splitlines()
    assert heading.split()[:6] == ["scale", "ms", "floor", "ms", "ratio", "statements"]
    assert first.split() == ["page", "1", "3.0", "2.0", "1.50", "3"]


def test_json_is_a_list_with_the_named_keys(tmp_path: Path) -> None:
    path = tmp_path / "var" / "bench.json"
    harness.write_json(path, [_line(), _line(scale=10)])
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written[0] == {
        "name": "page",
        "scale": 1,
        "ms": 3.0,
        "floor_ms": 2.0,
        "ratio": 1.5,
        "statements": 3,
    }
    assert [row["scale"] for row in written] == [1, 10]


def test_numbers_of_the_command_line() -> None:
    assert numbers("1,10") == (1, 10)


@pytest.mark.parametrize("text", ["", "1,", "ten", "0", "-1"])
def test_numbers_refuses(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        numbers(text)


@pytest.mark.django_db
def test_the_tabulation_and_its_floor_count_the_same() -> None:
    asked = tabulation.questionnaire()
    tabulation.answer(asked, 150)
    bare = tabulation.BareSql(asked)
    tabulation.check_equal(asked, bare)
    frequencies, crosses = tabulation.tabulate(asked)
    assert {table.n for table in frequencies} == {148}  # two of 150 are invalid
    assert (len(frequencies), len(crosses)) == (16, 5)
    assert all(row.count for table in frequencies for row in table.rows)


@pytest.mark.django_db
def test_a_case_says_how_much_memory_it_took() -> None:
    measured = harness.measure(Case("big", 1, lambda: None, lambda: None, memory=lambda: 81.6))
    assert measured.as_dict()["peak_mb"] == 82
    assert harness.line(measured).split()[-1] == "82"
    assert export_process.peak() > 10


@pytest.mark.django_db
def test_the_exports_write_every_valid_response(tmp_path: Path) -> None:
    asked = tabulation.questionnaire()
    tabulation.answer(asked, 150)
    forms = list(exports.SIZES)
    written = [exports.Export(asked, form, tmp_path)() for form in forms]
    assert dict.fromkeys(forms, 148) == dict(zip(forms, written, strict=True))
    exports.floor(asked, tmp_path)()
    lines = (tmp_path / "copy").read_text(encoding="utf-8").count("\n")
    assert lines == Answer.objects.filter(response__status="valid").count()
    tabulation.Page(asked)()


@pytest.mark.django_db
def test_a_floor_that_counts_otherwise_is_refused() -> None:
    asked = tabulation.questionnaire()
    tabulation.answer(asked, 40)

    class Forgetful(tabulation.BareSql):
        def __call__(self) -> list[list[tuple[int, ...]]]:
            first, *rest = super().__call__()
            return [first[:-1], *rest]

    with pytest.raises(AssertionError, match="not 0"):
        tabulation.check_equal(asked, Forgetful(asked))


@pytest.mark.django_db
def test_answers_are_the_same_every_time() -> None:
    asked = tabulation.questionnaire()
    bare = tabulation.BareSql(asked)
    tabulation.answer(asked, 60)
    first = bare()
    connection.check_constraints()  # a table with checks to come cannot be emptied
    tabulation.answer(asked, 60)
    assert [sorted(rows) for rows in bare()] == [sorted(rows) for rows in first]


@pytest.mark.django_db
def test_submitting_and_its_floor_write_the_same_rows() -> None:
    asked = tabulation.questionnaire()
    waiting = submission.targets(asked, 6)
    submit, bare = submission.Submit(asked, waiting), submission.BareInserts(asked, waiting)
    submission.check_equal(submit, bare)
    measured = harness.measure_statements(submit)
    assert measured <= 10


@pytest.mark.django_db
def test_every_statement_of_the_pages_floors_runs() -> None:
    call_command("load_musashino", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(page_sql.VIEWS)
    place = pages.Place(year=2010, department=1, project=1, office=1, group=1)
    for page in pages.PAGES:
        assert page.address(place).startswith("/")
        pages.fetch(page.statements(place))
    assert pages.fetch(page_sql.report("musashino-2011")) > 100


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_no_measurement() -> None:
    with pytest.raises(AssertionError, match="404"):
        pages.visit(Client(), "/projects/0/")
