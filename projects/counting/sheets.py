"""The sheets of some records, counted by every answer in one statement.

The records are found once, their partners once; each question then adds up those few rows. What
comes back is some hundred short rows, whatever the city's size.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from projects.querysets import RecordQuerySet

# A project has one record a year (projects_record_once_a_year), so records of a year are projects.
_HEAD = """
    WITH record (id, department_id, guideline_id, continuity) AS MATERIALIZED ({records}),
    sheet AS MATERIALIZED (
        SELECT partner.id, record.department_id, partner.kind_id, partner.outcome_id
        FROM record JOIN projects_partner AS partner ON partner.record_id = record.id
    ), form AS MATERIALIZED (
        SELECT sheet.id AS sheet_id, tick.collaborationform_id AS form_id
        FROM sheet LEFT JOIN projects_partner_forms AS tick ON tick.partner_id = sheet.id
    ), initiative AS MATERIALIZED (
        SELECT sheet.id AS sheet_id, tick.initiative_id
        FROM sheet LEFT JOIN projects_partner_initiatives AS tick ON tick.partner_id = sheet.id
    ), guideline AS MATERIALIZED (SELECT DISTINCT guideline_id AS id FROM record)
"""
# Each part: what is counted, two keys, number, place, two words.
_PARTS = (
    "SELECT 'departments', 0::bigint, 0::bigint, count(DISTINCT department_id), 0, '', ''"
    " FROM record",
    "SELECT 'projects', 0, 0, count(*), 0, continuity, '' FROM record GROUP BY 6",
    "SELECT 'sheets', 0, 0, count(*), 0, '', '' FROM sheet",
    """
    SELECT 'department', office.id, 0, found.number, office.position, office.name, office.name_kana
    FROM (SELECT department_id, count(*) AS number FROM sheet GROUP BY 1) AS found
    JOIN organizations_department AS office ON office.id = found.department_id
    """,
    "SELECT 'kind', kind_id, 0, count(*), 0, '', '' FROM sheet GROUP BY 2",
    "SELECT 'outcome', outcome_id, 0, count(*), 0, '', '' FROM sheet GROUP BY 2",
    "SELECT 'forms', form_id, 0, count(*), 0, '', '' FROM form GROUP BY 2",
    "SELECT 'initiatives', initiative_id, 0, count(*), 0, '', '' FROM initiative GROUP BY 2",
    """
    SELECT 'origins', tick.origin_id, 0, count(*), 0, '', ''
    FROM sheet LEFT JOIN projects_partner_origins AS tick ON tick.partner_id = sheet.id GROUP BY 2
    """,
    """
    SELECT 'pairs', form_id, initiative_id, count(*), 0, '', ''
    FROM form JOIN initiative USING (sheet_id) GROUP BY 2, 3
    """,
)
_LABELS = """
    SELECT 'label', label.id, label.guideline_id, 0, label.position, label.name, '{question}'
    FROM {table} AS label JOIN guideline ON guideline.id = label.guideline_id
"""
_TABLES = {
    "forms": "projects_collaborationform",
    "kind": "projects_partnerkind",
    "origins": "projects_origin",
    "initiatives": "projects_initiative",
    "outcome": "projects_outcome",
}

# How many sheets chose a label, by its name; None: how many chose nothing.
Counts = dict[str | None, int]
_Row = tuple[str, int | None, int | None, int, int, str, str]


@dataclass
class SheetCounts:
    """What the sheets of one 年度 say.

    `departments` are (name, sheets), the largest first; `labels` the names of each question in
    the order of the sheet, the newest guideline first; `pairs` sheets by form and initiative.
    Labels are counted by name: where two editions of the guideline share a name, it is one.
    """

    projects: int = 0
    sheets: int = 0
    offices: int = 0
    new: int = 0
    continued: int = 0
    guidelines: int = 0
    departments: list[tuple[str, int]] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=dict)
    answers: dict[str, Counts] = field(default_factory=dict)
    pairs: dict[str | None, Counts] = field(default_factory=dict)


def count_sheets(records: RecordQuerySet) -> SheetCounts:
    """Count `records`, all of one 年度, and their sheets. One statement."""
    columns = ("id", "department_id", "guideline_id", "continuity")
    text, values = records.order_by().values_list(*columns).query.sql_with_params()
    parts = [*_PARTS, *(_LABELS.format(question=q, table=t) for q, t in _TABLES.items())]
    with connection.cursor() as cursor:
        cursor.execute(_HEAD.format(records=text) + " UNION ALL ".join(parts), values)
        return _read(cursor.fetchall())


def _read(rows: list[_Row]) -> SheetCounts:
    found = SheetCounts()
    by_what: dict[str, list[_Row]] = {}
    for row in rows:
        by_what.setdefault(row[0], []).append(row)
    totals = {row[5]: row[3] for row in by_what.get("projects", [])}
    found.projects = sum(totals.values())
    found.new, found.continued = totals.get("new", 0), totals.get("continued", 0)
    found.sheets = sum(row[3] for row in by_what["sheets"])
    found.offices = sum(row[3] for row in by_what["departments"])
    # Number, position, kana, key: the order of the figure.
    offices = sorted(
        by_what.get("department", []), key=lambda row: (-row[3], row[4], row[6], row[1])
    )
    found.departments = [(row[5], row[3]) for row in offices]
    labels = by_what.get("label", [])
    found.guidelines = len({row[2] for row in labels})
    names = {(row[6], row[1]): row[5] for row in labels}
    for question in _TABLES:
        ours = sorted((row for row in labels if row[6] == question), key=_in_order)
        found.labels[question] = list(dict.fromkeys(row[5] for row in ours))
        counts = found.answers.setdefault(question, {})
        for _, key, _, number, *_ in by_what.get(question, []):
            _add(counts, names, (question, key), number)
    for _, form, initiative, number, *_ in by_what.get("pairs", []):
        cell = found.pairs.setdefault(names.get(("forms", form)), {})
        _add(cell, names, ("initiatives", initiative), number)
    return found


def _in_order(row: _Row) -> tuple[int, int, int]:
    return -(row[2] or 0), row[4], row[1] or 0


def _add(counts: Counts, names: dict[tuple[str, Any], str], key: tuple[str, Any], n: int) -> None:
    """Add up labels of one name: a sheet ticks those of its own guideline, where names differ."""
    name = names.get(key)
    counts[name] = counts.get(name, 0) + n
