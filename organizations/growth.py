"""あゆみ: how a group grew, year by year, each series as bars and as a table."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from koganei_kyodo.fiscal_year import fiscal_year_label
from organizations.models import Organization, YearlyFact

TOLD = ("member_count", "citizen_count", "income", "spending", "event_count", "activities")


@dataclass(frozen=True)
class Bar:
    """One year of one series."""

    label: str
    value: str
    width: str
    is_state: bool = False


@dataclass(frozen=True)
class Series:
    """One figure: title, unit, a sentence that says what it shows, a bar from first to last year."""

    title: str
    unit: str
    finding: str
    bars: list[Bar]


@dataclass(frozen=True)
class Growth:
    """All years of a group, the oldest first."""

    years: list[int]
    series: list[Series]
    facts: list[YearlyFact]


def growth_of(organization: Organization, *, every: bool) -> Growth:
    """Return the years of a group: the published ones, or every one for its own people."""
    rows = organization.yearly_facts.order_by("fiscal_year")
    facts = list(rows if every else rows.filter(is_public=True))
    by_year = {fact.fiscal_year: fact for fact in facts}
    projects = projects_by_year(organization)
    years = sorted({*by_year, *projects})

    def told(column: str) -> Callable[[int], int | None]:
        return lambda year: getattr(by_year.get(year), column, None)

    wanted: list[tuple[str, str, Callable[[int], int | None]]] = [
        ("会員の数", "人", told("member_count")),
        ("収入", "円", told("income")),
        ("支出", "円", told("spending")),
        ("活動した回数", "回", told("event_count")),
        ("市との事業の数", "件", lambda year: projects.get(year, 0)),
        ("公開した項目の数", "項目", lambda year: _disclosed(by_year.get(year))),
    ]
    found = [_series(title, unit, {y: value(y) for y in years}) for title, unit, value in wanted]
    return Growth(years, [each for each in found if each is not None], facts)


def projects_by_year(organization: Organization) -> Counter[int]:
    """Return how many published projects the group was partner in, by 年度."""
    years = published_partnerships(organization).values_list("record__fiscal_year", "record_id")
    return Counter(year for year, _ in set(years))


def published_partnerships(organization: Organization):  # type: ignore[no-untyped-def]
    """Return the group's parts in projects that anybody may read."""
    rows = organization.partnerships
    return rows.filter(
        record__status="approved",
        record__is_public=True,
        record__department__root__closed_dataset=False,
    )


def _disclosed(fact: YearlyFact | None) -> int | None:
    if fact is None:
        return None  # nothing is known of the year: not the same as telling nothing
    return sum(getattr(fact, name, None) not in (None, "") for name in TOLD)


def _series(title: str, unit: str, values: dict[int, int | None]) -> Series | None:
    known = {year: value for year, value in values.items() if value is not None}
    if not any(known.values()):
        return None
    largest = max(known.values())
    told = {year: v for year, v in values.items() if min(known) <= year <= max(known)}
    bars = [
        Bar(fiscal_year_label(year), "—", "0%", is_state=True)
        if value is None
        else Bar(fiscal_year_label(year), f"{value:,}{unit}", f"{value * 75 / largest:.1f}%")
        for year, value in told.items()
    ]
    return Series(title, unit, _finding(title, unit, known), bars)


def _finding(title: str, unit: str, known: dict[int, int]) -> str:
    first, last = min(known), max(known)
    if first == last:
        return f"{title}は、{first}年度に{known[first]:,}{unit}です。"
    change = known[last] - known[first]
    words = (
        "変わっていません"
        if not change
        else f"{abs(change):,}{unit}{'増えました' if change > 0 else '減りました'}"
    )
    return f"{title}は、{first}年度の{known[first]:,}{unit}から{last}年度の{known[last]:,}{unit}へ、{words}。"
