"""The Japanese fiscal year (年度): 1 April to 31 March, named after the year it begins in."""

from argparse import ArgumentTypeError
from datetime import date, datetime

from django.utils import timezone

from koganei_kyodo.japanese import era_year, local_day

# What the records can be about (the database says so, too).
FIRST_YEAR, LAST_YEAR = 1990, 2100
# The ministries agreed on 1 April 2019 to call the whole of that fiscal year 令和元年度, although
# its first month still lay in 平成31年. Every other year is named after its first day.
_NAMED_AFTER_ANOTHER_DAY = {2019: date(2019, 5, 1)}


def fiscal_year_of(day: date | datetime) -> int:
    """Return the 年度 of ``day`` as an int: 31 March 2011 belongs to 2010.

    An aware datetime is read in the site's time zone (Asia/Tokyo).
    """
    plain = local_day(day)
    return plain.year if plain.month >= 4 else plain.year - 1


def current_fiscal_year() -> int:
    """Return today's 年度 as an int."""
    return fiscal_year_of(timezone.localdate())


def fiscal_year_range(year: int) -> tuple[date, date]:
    """Return the first and the last day (both inclusive) of the 年度 ``year``."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def fiscal_year_label(year: int) -> str:
    """Return the 年度 in both calendars, for example ``2010（平成22）年度``.

    Raises ``ValueError`` for years before 1868.
    """
    named_after = _NAMED_AFTER_ANOTHER_DAY.get(year, date(year, 4, 1))
    return f"{year}（{era_year(named_after).removesuffix('年')}）年度"


def fiscal_year_choices(first: int, last: int) -> list[tuple[int, str]]:
    """Return (年度, label) pairs from ``last`` down to ``first``, for select boxes."""
    return [(year, fiscal_year_label(year)) for year in range(last, first - 1, -1)]


def fiscal_year_argument(text: str) -> int:
    """Return the 年度 that a command line names; the type of such an argument.

    Raises ``ArgumentTypeError`` for what is no year of ``FIRST_YEAR`` to ``LAST_YEAR``.
    """
    if text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    raise ArgumentTypeError(
        f"年度は、{FIRST_YEAR}から{LAST_YEAR}までの西暦の数字で書いてください（いま「{text}」）"
    )
