"""年度: 1 April to 31 March, shown in both calendars."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from koganei_kyodo import fiscal_year


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2010, 4, 1), 2010),
        (date(2011, 3, 31), 2010),
        (date(2011, 4, 1), 2011),
        (date(2024, 2, 29), 2023),
    ],
)
def test_year_of_a_day(day, year):
    assert fiscal_year.fiscal_year_of(day) == year


def test_a_moment_is_read_in_tokyo():
    assert fiscal_year.fiscal_year_of(datetime(2026, 3, 31, 14, 59, tzinfo=UTC)) == 2025
    assert fiscal_year.fiscal_year_of(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == 2026


def test_today_is_read_in_tokyo():
    with time_machine.travel(datetime(2026, 3, 31, 15, 0, tzinfo=UTC), tick=False):
        assert fiscal_year.current_fiscal_year() == 2026


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_day_lies_in_its_year(day):
    first, last = fiscal_year.fiscal_year_range(fiscal_year.fiscal_year_of(day))
    assert first <= day <= last


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2010, "2010（平成22）年度"),
        (1988, "1988（昭和63）年度"),
        (1989, "1989（平成元）年度"),
        (2018, "2018（平成30）年度"),
        (2019, "2019（令和元）年度"),
        (2026, "2026（令和8）年度"),
    ],
)
def test_labels(year, label):
    assert fiscal_year.fiscal_year_label(year) == label


def test_choices_begin_with_the_newest():
    assert fiscal_year.fiscal_year_choices(2018, 2019) == [
        (2019, "2019（令和元）年度"),
        (2018, "2018（平成30）年度"),
    ]
