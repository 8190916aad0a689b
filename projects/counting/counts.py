"""The statements that count: approved records, divided in every way, in three units at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from organizations.models import Department
from projects.counting.dimensions import NO_ANSWER, Dimension
from projects.models import CollaborationForm, Partner, ProjectRecord, RecordCost
from projects.querysets import RecordQuerySet

_ROWS = """
    FROM counted LEFT JOIN projects_partner AS partner ON partner.record_id = counted.id
"""
# A project first, then its label: a project with two partners of one form counts once. A partner
# has a label once (labels are those of its record's guideline, where names differ).
_DIVIDED = """
    SELECT '{key}' AS dimension, fiscal_year, label, min(place) AS place, count(*) AS projects,
        sum(rows)::bigint AS rows, sum(years)::bigint AS years, bool_or(unpublished) AS unpublished
    FROM (
        SELECT counted.fiscal_year, {label} AS label, min({order})::bigint AS place,
            counted.project_id, count(partner.id) AS rows, max(counted.years) AS years,
            bool_or(NOT counted.is_public) AS unpublished
        {rows} {joins} GROUP BY 1, 2, 4
    ) AS labelled GROUP BY 2, 3
"""
_CROSSED = """
    SELECT row_label, min(row_place), column_label, min(column_place), count(*),
        sum(rows)::bigint, sum(years)::bigint, bool_or(unpublished)
    FROM (
        SELECT {row_label} AS row_label, min({row_order})::bigint AS row_place,
            {column_label} AS column_label, min({column_order})::bigint AS column_place,
            counted.project_id, count(partner.id) AS rows, max(counted.years) AS years,
            bool_or(NOT counted.is_public) AS unpublished
        {rows} {joins} GROUP BY 1, 3, 5
    ) AS labelled GROUP BY 1, 3
"""
_FORMS_BY_YEAR = """
    WITH record (id, fiscal_year) AS ({records})
    SELECT form.name, used.fiscal_year, sum(used.projects)::bigint, min(form.position)
    FROM (
        SELECT fiscal_year, form_id, count(*) AS projects FROM (
            SELECT DISTINCT record.id, record.fiscal_year, tick.collaborationform_id AS form_id
            FROM record JOIN projects_partner AS partner ON partner.record_id = record.id
            JOIN projects_partner_forms AS tick ON tick.partner_id = partner.id
        ) AS once GROUP BY 1, 2
    ) AS used JOIN projects_collaborationform AS form ON form.id = used.form_id GROUP BY 1, 2
"""
_COLUMNS = ("id", "project_id", "fiscal_year", "department_id", "continuity", "cost", "is_public")


@dataclass(frozen=True)
class LabelCount:
    """One label of one 年度, counted in the three units."""

    label: str
    place: int
    projects: int
    rows: int
    years: int
    has_unpublished: bool


@dataclass(frozen=True)
class YearTotals:
    """The totals of one 年度; `spent` sums up the known cost, in yen, of `costed` projects."""

    fiscal_year: int
    projects: int
    rows: int
    departments: int
    new: int
    continued: int
    spent: int
    costed: int
    unpublished: int


def approved_records(root: Department | None) -> RecordQuerySet:
    """Return the results that a city's tables speak of; `root` None is this installation's.

    A plan of the coming year counts nowhere until it has become a result.
    """
    records = ProjectRecord.objects.approved().filter(stage=ProjectRecord.Stage.RESULT)
    return records.of_city() if root is None else records.filter(department__root=root)


def in_total(records: RecordQuerySet) -> RecordQuerySet:
    """Leave out the records all of whose forms count in no total. One small statement at once.

    Where every form counts, which is usual, nobody's forms are looked at: a condition that can
    never fail would still make the database read all records in the slowest way.
    """
    if not CollaborationForm.objects.filter(counts_in_total=False).exists():
        return records
    ticks = Partner.forms.through.objects.filter(partner__record=OuterRef("pk"))
    counting = ticks.filter(collaborationform__counts_in_total=True)
    return records.filter(~Q(Exists(ticks)) | Q(Exists(counting)))


def totals_by_year(records: RecordQuerySet) -> dict[int, YearTotals]:
    """Return the totals of every 年度 that has records. Two statements."""
    rows = dict(
        Partner.objects.filter(record__in=records)
        .order_by()
        .values_list("record__fiscal_year")
        .annotate(Count("pk"))
    )
    found = (
        records.order_by("fiscal_year")
        .values("fiscal_year")
        .annotate(
            projects=Count("pk"),  # a project has one record a year
            departments=Count("department", distinct=True),
            new=Count("pk", filter=Q(continuity="new")),
            continued=Count("pk", filter=Q(continuity="continued")),
            spent=Coalesce(Sum("cost"), 0, output_field=BigIntegerField()),
            costed=Count("cost"),
            unpublished=Count("pk", filter=Q(is_public=False)),
        )
    )
    return {
        row["fiscal_year"]: YearTotals(rows=rows.get(row["fiscal_year"], 0), **row) for row in found
    }


def projects_by_form(records: RecordQuerySet) -> dict[str, dict[int, int]]:
    """Return how many projects of each 年度 had each form, in the order of the forms."""
    text, values = records.order_by().values_list("id", "fiscal_year").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_FORMS_BY_YEAR.format(records=text), values)
        rows = cursor.fetchall()
    found: dict[str, dict[int, int]] = {}
    for label, year, number, _ in sorted(rows, key=lambda row: (row[3], row[0])):
        found.setdefault(label, {})[year] = number
    return found


def _with_years(records: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of the counted records, each with the years it has lasted so far."""
    so_far = (
        ProjectRecord.objects.approved()
        .filter(project=OuterRef("project"), fiscal_year__lte=OuterRef("fiscal_year"))
        .order_by()
        .values("project")
        .annotate(number=Count("pk"))
        .values("number")
    )
    counted = records.order_by().annotate(years=Subquery(so_far, output_field=IntegerField()))
    return counted.values_list(*_COLUMNS, "years").query.sql_with_params()


def _run(records: QuerySet[Any], body: str) -> list[tuple[Any, ...]]:
    text, values = _with_years(records)
    head = f"WITH counted ({', '.join(_COLUMNS)}, years) AS MATERIALIZED ({text})"
    with connection.cursor() as cursor:
        cursor.execute(" ".join([head, body]), values)
        return cursor.fetchall()


def divide(
    records: QuerySet[Any], dimensions: Iterable[Dimension]
) -> dict[tuple[str, int], list[LabelCount]]:
    """Count `records` by every dimension and 年度, in one statement.

    Returns:
        For each (key of the dimension, 年度): its labels in order, the no-answer row last.
    """
    body = " UNION ALL ".join(
        _DIVIDED.format(key=d.key, label=d.label, order=d.order, joins=d.joins, rows=_ROWS)
        for d in dimensions
    )
    found: dict[tuple[str, int], list[LabelCount]] = {}
    for key, year, label, place, projects, rows, years, unpublished in _run(records, body):
        counted = LabelCount(
            label or NO_ANSWER, place or 0, projects, rows, years, bool(unpublished)
        )
        found.setdefault((key, year), []).append(counted)
    return found


@dataclass(frozen=True)
class SourceAmount:
    """How many yen came from one source in a 年度, and in the year before (None: no such year)."""

    label: str
    amount: int
    before: int | None

    @property
    def change_label(self) -> str:
        """Write the change with its sign; a dash where there is nothing to compare with."""
        if self.before is None:
            return "—"
        return f"{self.amount - self.before:+,}" if self.amount != self.before else "±0"

    def as_dict(self) -> dict[str, Any]:
        """Return label and amount in yen for the JSON file."""
        return {"label": self.label, "yen": self.amount}


def amounts_by_source(
    records: QuerySet[Any], fiscal_year: int, *, has_before: bool
) -> tuple[SourceAmount, ...]:
    """Return the money of a 年度 by source, the largest first. One statement."""
    found: dict[str, dict[int, int]] = {}
    summed = (
        RecordCost.objects.filter(record__in=records)
        .order_by()
        .values_list("source__name", "record__fiscal_year")
        .annotate(Sum("amount"))
    )
    for label, year, amount in summed:
        found.setdefault(label, {})[year] = int(amount)
    rows = (
        SourceAmount(
            label,
            years.get(fiscal_year, 0),
            years.get(fiscal_year - 1, 0) if has_before else None,
        )
        for label, years in found.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.amount, row.label)))


@dataclass(frozen=True)
class Crossed:
    """One cell of a crossing."""

    row: str
    row_place: int
    column: str
    column_place: int
    projects: int
    rows: int
    years: int
    has_unpublished: bool


def cross(records: QuerySet[Any], rows: Dimension, columns: Dimension) -> list[Crossed]:
    """Count `records` by two dimensions at once, in one statement.

    A form and a kind belong together when one partner has both.
    """
    body = _CROSSED.format(
        row_label=rows.label,
        row_order=rows.order,
        column_label=columns.label,
        column_order=columns.order,
        rows=_ROWS,
        joins=f"{rows.joins} {columns.joins}",
    )
    return [
        Crossed(row or NO_ANSWER, p or 0, column or NO_ANSWER, q or 0, a, b, c, bool(unpublished))
        for row, p, column, q, a, b, c, unpublished in _run(records, body)
    ]
