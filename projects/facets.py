"""How many records each choice of the list's filters leaves, all counted in one statement.

A choice is counted among the records that the *other* conditions leave: what it promises is what
choosing it gives. Most filters are not set, and share one set of records; each one that is set is
counted in a set of its own, which the database finds through the indexes of the others. What partners
and fields add is read from the record's ``label_key``, so that no other table is joined to records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils.html import format_html

from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.search.querysets import search
from projects.models import Partner, ProjectRecord, RecordField
from projects.querysets import RecordQuerySet

COLUMN = "search_text"
# Bands of what a project costs, in yen: key, label, from, below.
MONEY: tuple[tuple[str, str, int | None, int | None], ...] = (
    ("0", "0円", 0, 1),
    ("1-100000", "10万円より少ない", 1, 100_000),
    ("100000-500000", "10万円から50万円", 100_000, 500_000),
    ("500000-1000000", "50万円から100万円", 500_000, 1_000_000),
    ("1000000-10000000", "100万円から1,000万円", 1_000_000, 10_000_000),
    ("10000000-", "1,000万円以上", 10_000_000, None),
    ("none", "金額の記入なし・公開なし", None, None),
)
_READ = ("fiscal_year", "department_id", "continuity", "band", "label_key")
# The columns that are counted; `labels` is the record's ``label_key``: forms|kinds|fields.
_COUNTED = ("year", "office", "begun", "band", "labels")
_COLUMN_OF = {
    "year": "year",
    "department": "office",
    "continuity": "begun",
    "money": "band",
    **dict.fromkeys(("form", "kind", "field"), "labels"),
}
# All columns in one go: rows that are alike first, then each column by itself.
_GROUPED = """
    SELECT year, office, begun, band, labels, coalesce(sum(n), 0)::bigint AS n,
        GROUPING(year, office, begun, band, labels) AS left_out
    FROM (
        SELECT year, office, begun, band, labels, count(*) AS n
        FROM ({records}) AS record (year, office, begun, band, labels) GROUP BY 1, 2, 3, 4, 5
    ) AS alike
    GROUP BY GROUPING SETS ((), (year), (office), (begun), (band), (labels))
"""
_ALONE = """
    SELECT {column}, count(*) AS n, {left_out} AS left_out
    FROM ({records}) AS record (year, office, begun, band, labels) GROUP BY 1
"""
_ONLY = "(SELECT * FROM {source} WHERE left_out = {left_out})"
_ALL = "SELECT 'total', '', '', '', n FROM counted WHERE left_out = {left_out}"
# Each gives: filter, value, label, order, number of records.
_PLAIN = """
    SELECT '{name}', {column}::text, '', {order}, n FROM {counted} AS counted
    WHERE {column}::text <> ''
"""
_OFFICES = """
    SELECT '{name}', office.id::text, office.name,
        to_char(office.position, 'FM0000000000') || office.name_kana, n
    FROM {counted} AS counted JOIN organizations_department AS office ON office.id = counted.office
"""
# A record carries each label of a key, and counts once for labels of one name.
_LABELS = """
    SELECT '{name}', label.name, label.name, to_char(min(label.position), 'FM0000000000'),
        sum(n)::bigint
    FROM (
        SELECT string_to_array(nullif(split_part(labels, '|', {place}), ''), ',')::bigint[] AS ids,
            sum(n) AS n
        FROM {counted} AS counted GROUP BY 1
    ) AS counted
    CROSS JOIN LATERAL ({labels}) AS label GROUP BY 2
"""
_NAMED = """
    SELECT row.name, min(row.position) AS position
    FROM {table} AS row WHERE row.id = ANY(counted.ids) GROUP BY 1
"""
# A field of an older edition stands under its name in the edition in use.
_FIELDS = """
    SELECT field.short_name AS name, min(field.number) AS position
    FROM organizations_activityfield AS own
    JOIN organizations_activityfield AS field ON field.id = coalesce(own.same_as_id, own.id)
    WHERE own.id = ANY(counted.ids) GROUP BY 1
"""
_STATEMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "year": (_PLAIN, {"column": "year", "order": "(9999 - year)::text"}),
    "department": (_OFFICES, {}),
    "field": (_LABELS, {"place": 3, "labels": _FIELDS}),
    "form": (
        _LABELS,
        {"place": 1, "labels": _NAMED.format(table="projects_collaborationform")},
    ),
    "kind": (_LABELS, {"place": 2, "labels": _NAMED.format(table="projects_partnerkind")}),
    "continuity": (_PLAIN, {"column": "begun", "order": "''"}),
    "money": (_PLAIN, {"column": "band", "order": "''"}),
}
_TOTAL = "total"


@dataclass(frozen=True)
class Choice:
    """One choice of a filter and how many records it leaves."""

    value: str
    label: str
    count: int

    @property
    def counted(self) -> str:
        """Return the label with the number, as the select box shows it."""
        return format_html("{}（{}件）", self.label, f"{self.count:,}")


@dataclass(frozen=True)
class Facets:
    """The choices of each filter, and how many records all conditions together leave."""

    total: int
    choices: Mapping[str, list[Choice]]


def condition(name: str, value: str) -> Q:
    """Return the condition of one filter; an impossible value leaves no record."""
    if name in ("year", "department"):
        column = {"year": "fiscal_year", "department": "department"}[name]
        return Q(**{column: int(value)}) if value.isdecimal() and len(value) < 10 else Q(pk=None)
    if name == "field":
        named = Q(field__same_as__short_name=value) | Q(
            field__same_as=None, field__short_name=value
        )
        return Q(Exists(RecordField.objects.filter(named, record=OuterRef("pk"))))
    if name in ("form", "kind"):
        label = {"form": "forms__name", "kind": "kind__name"}[name]
        return Q(Exists(Partner.objects.filter(record=OuterRef("pk"), **{label: value})))
    if name == "continuity":
        return Q(continuity=value)
    return _bands().get(value, Q(pk=None))


def count_choices(records: RecordQuerySet, words: str, conditions: Mapping[str, str]) -> Facets:
    """Count the choices of every filter in one statement.

    Args:
        records: what the reader may see.
        words: as typed; they narrow every choice.
        conditions: the filters that are set, by name.

    Raises:
        ValueError: as `search`.
    """
    found = search(records.order_by(), COLUMN, words).annotate(
        band=Case(
            *(When(where, then=Value(key)) for key, where in _bands().items()),
            output_field=CharField(),
        )
    )
    counted, values = [], []
    for name in ["", *conditions]:
        wheres = [condition(other, value) for other, value in conditions.items() if other != name]
        text, given = found.filter(*wheres).values_list(*_READ).query.sql_with_params()
        column = _COLUMN_OF.get(name, "")
        grouped = (_ALONE if name else _GROUPED).format(
            records=text, column=column, left_out=_left_out(column)
        )
        counted.append(f"counted{name} AS MATERIALIZED ({grouped})")
        values += given
    parts = [_ALL.format(left_out=_left_out())]
    for name, (template, words_of) in _STATEMENTS.items():
        source = f"counted{name if name in conditions else ''}"
        left_out = _left_out(_COLUMN_OF[name])
        rows = _ONLY.format(source=source, left_out=left_out)
        parts.append(template.format(name=name, counted=rows, **words_of))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(counted)} {' UNION ALL '.join(parts)}", values)
        return _facets(cursor.fetchall())


def _left_out(kept: str = "") -> int:
    """Return what GROUPING gives for rows grouped by `kept` alone: a bit for each other column."""
    return int("".join("0" if column == kept else "1" for column in _COUNTED), 2)


def _bands() -> dict[str, Q]:
    bands = {}
    hidden = Q(cost_is_public=False)
    for key, _, least, below in MONEY:
        band = Q(cost=None) if least is None else Q(cost__gte=least, cost_is_public=True)
        if least is None:
            band |= hidden
        bands[key] = band if below is None else band & Q(cost__lt=below)
    return bands


def _facets(rows: list[tuple[str, str, str, str, int]]) -> Facets:
    total = 0
    found: dict[str, list[tuple[str, Choice]]] = {name: [] for name in _STATEMENTS}
    for name, value, label, order, count in rows:
        if name == _TOTAL:
            total = count
        else:
            found[name].append((order, Choice(value, label or label_of(name, value), count)))
    for name, order_of in (("continuity", ProjectRecord.Continuity.values), ("money", _keys())):
        found[name] = [(f"{order_of.index(c.value):02}", c) for _, c in found[name]]
    choices = {
        name: [choice for _, choice in sorted(each, key=lambda pair: (pair[0], pair[1].label))]
        for name, each in found.items()
    }
    return Facets(total, choices)


def _keys() -> list[str]:
    return [key for key, *_ in MONEY]


def label_of(name: str, value: str) -> str:
    """Return what people read for a value of a filter whose labels are not rows."""
    if name == "year":
        return fiscal_year_label(int(value))
    if name == "continuity":
        return str(dict(ProjectRecord.Continuity.choices).get(value, value))
    return next((label for key, label, *_ in MONEY if key == value), value)
