"""Japanese calendar years, dates, numbers and kana: read generously, written in one way.

Names of people and groups are never normalised here: NFKC turns U+FA19 (a variant of 神)
silently into another character. Only numbers, telephone numbers, postcodes, e-mail addresses
and kana go through it.
"""

import re
import unicodedata
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils import timezone


class Era(NamedTuple):
    """One 元号: its name, the letter used in short forms, and its first day."""

    name: str
    letter: str
    start: date


# Newest first. First days: 改元の詔 of 1868 counts back to the new year's day of the old calendar
# (25 January 1868); the later eras begin on the day named by their 詔書 or 政令.
ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
WEEKDAYS = "月火水木金土日"

_YEAR = re.compile(r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])?(?P<year>元|\d{1,4})(?:年度?)?")
_DATE = re.compile(
    r"(?P<year>(?:令和|平成|昭和|大正|明治|[RHSTM])?(?:元|\d{1,4}))"
    r"(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})日?(?:\([月火水木金土日]\))?"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−ー－ｰ"), "-")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KATAKANA_TO_HIRAGANA = {kata: hira for hira, kata in _HIRAGANA_TO_KATAKANA.items()}


def era_of(day: date) -> Era:
    """Return the era that ``day`` belongs to.

    Raises ``ValueError`` before 25 January 1868. Days before 1873 are Gregorian days: the old
    calendar, which counted months differently, is not reckoned here.
    """
    for era in ERAS:
        if day >= era.start:
            return era
    raise ValueError(f"{day} lies before the first era known here (明治)")


def era_year(day: date) -> str:
    """Return the year of ``day`` in its era, for example ``令和8年`` or ``令和元年``."""
    era = era_of(day)
    number = day.year - era.start.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"


def format_wareki(day: date) -> str:
    """Return ``day`` by era, for example ``令和8年4月1日``."""
    return f"{era_year(day)}{day.month}月{day.day}日"


def gregorian_year(era: str, year: int) -> int:
    """Return the Western year of ``year`` in ``era`` (its name or its letter).

    A year past the end of its era (平成32年) is counted on, because forms printed before a change
    of era carry such years. Raises ``ValueError`` for an unknown era or a year below 1.
    """
    for known in ERAS:
        if era in (known.name, known.letter):
            if year < 1:
                raise ValueError(f"an era has no year {year}")
            return known.start.year + year - 1
    raise ValueError(f"unknown era {era!r}")


def parse_year(text: str) -> int:
    """Read a year: ``2026``, ``２０２６年``, ``令和8``, ``R8``, ``令和元年``, ``平成22年度``.

    Returns the Western year. Raises ``ValueError`` for anything else, a Western year of fewer
    than four digits included, because nobody can tell which era it means.
    """
    match = _YEAR.fullmatch(normalise_number(text).upper())
    if match is None:
        raise ValueError("not a year")
    if match["era"]:
        return gregorian_year(match["era"], 1 if match["year"] == "元" else int(match["year"]))
    if len(match["year"]) != 4 or match["year"] == "0000":
        raise ValueError("not a year of four digits")
    return int(match["year"])


def parse_date(text: str) -> date:
    """Read a date: ``2026年4月1日``, ``2026/4/1``, ``20260401``, ``令和8年4月1日``, ``R8.4.1``.

    Full-width digits, spaces, any hyphen and a weekday in brackets are accepted. Raises
    ``ValueError`` for anything else and for days that do not exist.
    """
    plain = normalise_number(text).upper()
    if re.fullmatch(r"\d{8}", plain):
        return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    match = _DATE.fullmatch(plain)
    if match is None:
        raise ValueError("not a date")
    return date(parse_year(match["year"]), int(match["month"]), int(match["day"]))


def normalise_number(text: str) -> str:
    """Return ``text`` with half-width digits and signs, plain hyphens, no spaces and no commas."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return re.sub(r"[\s,、]", "", plain)


def normalise_phone(text: str) -> str:
    """Return a telephone number in half-width digits with plain hyphens; nothing is refused."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(_DASHES))


def normalise_postcode(text: str) -> str:
    """Return a postcode as ``123-4567``; text without exactly seven digits comes back plain."""
    plain = normalise_phone(text).removeprefix("〒")
    digits = plain.replace("-", "")
    return f"{digits[:3]}-{digits[3:]}" if re.fullmatch(r"[0-9]{7}", digits) else plain


def normalise_email(text: str) -> str:
    """Return an e-mail address in half-width characters without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def normalise_kana(text: str) -> str:
    """Return a reading in full-width hiragana, with single spaces; other characters stay."""
    return " ".join(to_hiragana(unicodedata.normalize("NFKC", text)).split())


def to_hiragana(text: str) -> str:
    """Return ``text`` with full-width katakana turned into hiragana (the long mark ー stays)."""
    return text.translate(_KATAKANA_TO_HIRAGANA)


def to_katakana(text: str) -> str:
    """Return ``text`` with hiragana turned into full-width katakana."""
    return text.translate(_HIRAGANA_TO_KATAKANA)


def local_day(moment: date | datetime) -> date:
    """Return the calendar day of ``moment``; an aware moment is read in the site's time zone."""
    if isinstance(moment, datetime):
        return timezone.localdate(moment) if timezone.is_aware(moment) else moment.date()
    return moment


def format_date(moment: date | datetime) -> str:
    """Return a date with its weekday, for example ``2026年4月1日（水）``."""
    day = local_day(moment)
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def format_month_day(moment: date | datetime) -> str:
    """Return a date without its year, for example ``4月1日``."""
    day = local_day(moment)
    return f"{day.month}月{day.day}日"


def format_time(moment: datetime | time) -> str:
    """Return a time of day, for example ``10時32分`` or, on the hour, ``17時``."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return f"{moment.hour}時{moment.minute}分" if moment.minute else f"{moment.hour}時"
