"""協働事業の年次報告: everything that is counted of one 年度, beside the year before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from koganei_kyodo.fiscal_year import fiscal_year_label
from organizations.models import Department
from projects.counting.concentration import Concentration, concentration
from projects.counting.counts import (
    LabelCount,
    SourceAmount,
    YearTotals,
    amounts_by_source,
    approved_records,
    divide,
    in_total,
    projects_by_form,
    totals_by_year,
)
from projects.counting.crossing import Crossing, crossing
from projects.counting.dimensions import (
    BY_KEY,
    DIMENSIONS,
    NO_ANSWER,
    STANDARD_CROSSINGS,
    Dimension,
)
from projects.counting.tables import Cell, StatRow, StatTable, Unit, with_hidden
from projects.models import CollaborationForm
from projects.querysets import RecordQuerySet
from surveys.reporting import data_version
from surveys.tables import percent

# How many 年度 the lines go back, the year itself included.
YEARS_BACK = 10
_FIELD = {Unit.PROJECTS: "projects", Unit.PARTNER_ROWS: "rows", Unit.CONTINUED_YEARS: "years"}
# What is divided by these is also counted in 延件数.
_WITH_YEARS = ("department", "form")
_PROJECTS_ONLY = ("duration", "source")


@dataclass(frozen=True)
class Chapter:
    """One way to divide, with its tables: projects, partner rows and perhaps continued years."""

    dimension: Dimension
    tables: tuple[StatTable, ...]

    @property
    def key(self) -> str:
        """Return the key of the dimension, which also names its place on the page."""
        return self.dimension.key

    @property
    def title(self) -> str:
        """Return the title of the chapter."""
        return f"{self.dimension.title}別"


@dataclass(frozen=True)
class FormYears:
    """How many projects had one form, year by year; 0 where there was none."""

    label: str
    projects: tuple[int, ...]


@dataclass(frozen=True)
class YearReport:
    """One 年度 of one city; `totals` has an entry for every year that has records."""

    root: Department | None
    fiscal_year: int
    totals: dict[int, YearTotals]
    chapters: tuple[Chapter, ...]
    forms: tuple[FormYears, ...]
    concentration: Concentration
    sources: tuple[SourceAmount, ...] = ()
    not_counted: tuple[str, ...] = ()
    crossings: tuple[Crossing, ...] = ()

    @property
    def title(self) -> str:
        """Return the title, the city's name first for a closed data set."""
        city = f"{self.root.name} " if self.root else ""
        return f"{city}協働事業 年次報告書 {fiscal_year_label(self.fiscal_year)}"

    @property
    def year(self) -> YearTotals:
        """Return the totals of the 年度."""
        return self.totals[self.fiscal_year]

    @property
    def before(self) -> YearTotals | None:
        """Return the totals of the year before, or None."""
        return self.totals.get(self.fiscal_year - 1)

    @property
    def years(self) -> list[int]:
        """Return the years of the lines, oldest first, without gaps."""
        return list(range(min(self.totals), self.fiscal_year + 1))

    @property
    def continued_years(self) -> int:
        """Return 延件数: the years that the projects of this 年度 have lasted, added up."""
        table = next(t for t in self.tables if t.unit is Unit.CONTINUED_YEARS)
        return table.n

    @cached_property
    def tables(self) -> list[StatTable]:
        """Return all tables in the order of the report."""
        return [table for chapter in self.chapters for table in chapter.tables]

    @property
    def summary(self) -> str:
        """Return the finding of the year in words, every unit named."""
        year = self.year
        return (
            f"{year.departments:,}の課が、{year.projects:,}の協働事業を行いました。"
            f"事業と相手の組で数えると{year.rows:,}票、"
            f"続いた年数を足すと{self.continued_years:,}延件です。"
        )

    @property
    def notes(self) -> list[str]:
        """Return what is to be known of all tables."""
        notes = [self.root.notice] if self.root and self.root.notice else []
        notes += [f"{unit.word}：{unit.explanation}" for unit in Unit]
        notes.append("確認を終えて受け付けた事業実績を数えています。")
        if self.not_counted:
            notes.append(
                f"{'、'.join(self.not_counted)}だけの事業は、形態別の表に出ますが、"
                "総数とほかの表には数えません。"
            )
        notes.append("割合は小数第2位を四捨五入しています。合計が100%にならないことがあります。")
        return notes

    def as_dict(self) -> dict[str, Any]:
        """Return everything for the JSON file."""
        return {
            "title": self.title,
            "fiscal_year": self.fiscal_year,
            "fiscal_year_label": fiscal_year_label(self.fiscal_year),
            "totals": {
                "projects": self.year.projects,
                "partner_rows": self.year.rows,
                "continued_years": self.continued_years,
                "departments": self.year.departments,
                "cost_yen": self.year.spent,
                "projects_with_cost": self.year.costed,
            },
            "tables": [table.as_dict() for table in self.tables],
            "crossings": [table.as_dict() for table in self.crossings],
            "years": [
                {
                    "fiscal_year": year.fiscal_year,
                    "projects": year.projects,
                    "partner_rows": year.rows,
                    "new": year.new,
                    "continued": year.continued,
                    "cost_yen": year.spent,
                }
                for year in self.totals.values()
            ],
            "cost_by_source": [source.as_dict() for source in self.sources],
            "forms_not_in_total": list(self.not_counted),
            "concentration": self.concentration.as_dict(),
            "notes": self.notes,
        }

    @cached_property
    def version(self) -> str:
        """Return the SHA-256 (hex) of all numbers: equal versions show equal reports."""
        return data_version(self.as_dict())


def year_report(root: Department | None, fiscal_year: int) -> YearReport | None:
    """Count everything of one 年度, or return None where it has no approved record.

    The number of statements depends on nothing.
    """
    every = approved_records(root).filter(
        fiscal_year__gt=fiscal_year - YEARS_BACK, fiscal_year__lte=fiscal_year
    )
    records = in_total(every)
    totals = totals_by_year(records)
    if fiscal_year not in totals:
        return None
    years = (fiscal_year - 1, fiscal_year)
    both = records.filter(fiscal_year__in=years)
    not_counted = _not_counted()
    if not_counted:
        found = divide(both, [d for d in DIMENSIONS if d.key != "form"])
        # Forms that count in no total have their line all the same.
        found |= divide(every.filter(fiscal_year__in=years), [BY_KEY["form"]])
    else:
        found = divide(both, DIMENSIONS)
    shown = [d for d in DIMENSIONS if _is_asked(d, found)]
    chapters = tuple(_chapter(d, fiscal_year, totals, found) for d in shown)
    return YearReport(
        root=root,
        fiscal_year=fiscal_year,
        totals=totals,
        chapters=chapters,
        forms=_forms_by_year(every, range(min(totals), fiscal_year + 1)),
        concentration=concentration(root, fiscal_year, fiscal_year),
        sources=amounts_by_source(both, fiscal_year, has_before=fiscal_year - 1 in totals),
        not_counted=not_counted,
        crossings=tuple(
            crossing(
                records.filter(fiscal_year=fiscal_year),
                BY_KEY[rows],
                BY_KEY[columns],
                Unit.PROJECTS,
                fiscal_year,
                sides=found,
                total=totals[fiscal_year].projects,
            )
            for rows, columns in STANDARD_CROSSINGS
            if BY_KEY[rows] in shown
        ),
    )


def _is_asked(dimension: Dimension, found: "Found") -> bool:
    """Tell whether the report has a chapter: somebody answered, or every city asks it."""
    answers = (
        label for key, labels in found.items() if key[0] == dimension.key for label in labels
    )
    return not dimension.optional or any(each.label != NO_ANSWER for each in answers)


def _not_counted() -> tuple[str, ...]:
    names = CollaborationForm.objects.filter(counts_in_total=False).order_by("position", "pk")
    return tuple(dict.fromkeys(names.values_list("name", flat=True)))


Found = dict[tuple[str, int], list[LabelCount]]


def _chapter(
    dimension: Dimension, fiscal_year: int, totals: dict[int, YearTotals], found: Found
) -> Chapter:
    now = found.get((dimension.key, fiscal_year), [])
    before = found.get((dimension.key, fiscal_year - 1), [])
    has_before = fiscal_year - 1 in totals
    units = [Unit.PROJECTS]
    if dimension.key not in _PROJECTS_ONLY:
        units.append(Unit.PARTNER_ROWS)
    if dimension.key in _WITH_YEARS:
        units.append(Unit.CONTINUED_YEARS)
    # 延件数 adds up over the years that projects have lasted, whichever way they are divided.
    lasted = sum(c.years for c in found.get(("department", fiscal_year), []))
    tables = []
    for unit in units:
        n, n_before = lasted, None
        if unit is not Unit.CONTINUED_YEARS:
            n = getattr(totals[fiscal_year], _FIELD[unit])
            n_before = getattr(totals[fiscal_year - 1], _FIELD[unit]) if has_before else None
        compared = before if n_before is not None else None
        tables.append(_table(dimension, unit, n, n_before, now, compared))
    return Chapter(dimension, tuple(tables))


def _table(
    dimension: Dimension,
    unit: Unit,
    n: int,
    n_before: int | None,
    now: list[LabelCount],
    before: list[LabelCount] | None,
) -> StatTable:
    field = _FIELD[unit]
    counts = {c.label: c for c in now}
    earlier = {c.label: c for c in before or []}
    rows, cells = [], []
    for label in _ordered(dimension, field, counts, earlier):
        count = getattr(counts[label], field) if label in counts else 0
        was = getattr(earlier[label], field) if label in earlier else 0
        if not count and not was:
            continue
        share = percent(count, n)
        rows.append(StatRow(label, count, share, was if before is not None else None))
        hides = dimension.about_groups and label in counts and counts[label].has_unpublished
        cells.append(Cell(count, has_unpublished=hides))
    several = dimension.several if unit is Unit.PARTNER_ROWS else not dimension.of_record
    key = f"{dimension.key}-{unit.value.replace(' ', '-')}"
    table = StatTable(
        key=key,
        title=f"{dimension.title}別の協働事業（{unit.word}）",
        unit=unit,
        n=n,
        rows=tuple(rows),
        several=several,
        before=n_before,
    )
    return with_hidden(table, cells)


def _ordered(
    dimension: Dimension,
    field: str,
    counts: dict[str, LabelCount],
    earlier: dict[str, LabelCount],
) -> Iterable[str]:
    labels = earlier | counts

    def place(label: str) -> tuple[bool, int, int, str]:
        size = -getattr(counts[label], field) if dimension.by_size and label in counts else 0
        return label == NO_ANSWER, size, labels[label].place, label

    return sorted(labels, key=place)


def _forms_by_year(records: RecordQuerySet, years: Sequence[int]) -> tuple[FormYears, ...]:
    return tuple(
        FormYears(label, tuple(counted.get(year, 0) for year in years))
        for label, counted in projects_by_form(records).items()
    )
