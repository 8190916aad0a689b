"""How many records each choice of the list's filters leaves, all counted in one statement.

A choice is counted among the records that the *other* conditions leave: what it promises is what
choosing it gives. Most filters are not set, and share one set of records; each one that is set is
counted in a set of its own, which the database finds through the indexes of the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
_TOTAL = "total"
_ALL = "SELECT 'total', '', '', '', count(*) FROM base"
# Each gives: value, label, order, number of records.
_BY_COLUMN = """
    SELECT '{name}', {value}::text, {label}, {order}, count(*) FROM {base} AS base {joins}
    WHERE {value} IS NOT NULL GROUP BY 1, 2, 3, 4
"""
_BY_LABEL = """
    SELECT '{name}', label.name, label.name, min(to_char(label.position, 'FM0000000000')),
        count(DISTINCT base.id)
    FROM {base} AS base JOIN projects_partner AS partner ON partner.record_id = base.id {joins}
    GROUP BY 1, 2, 3
"""
# A field of an older edition stands under its name in the edition in use.
_BY_FIELD = """
    SELECT '{name}', field.short_name, field.short_name,
        min(to_char(field.number, 'FM0000000000')), count(DISTINCT base.id)
    FROM {base} AS base JOIN projects_recordfield AS tick ON tick.record_id = base.id
    JOIN organizations_activityfield AS own ON own.id = tick.field_id
    JOIN organizations_activityfield AS field ON field.id = coalesce(own.same_as_id, own.id)
    GROUP BY 1, 2, 3
"""
_STATEMENTS: dict[str, tuple[str, dict[str, str]]] = {
    "year": (
        _BY_COLUMN,
        {"value": "base.year", "label": "''", "order": "(9999 - base.year)::text", "joins": ""},
    ),
    "department": (
        _BY_COLUMN,
        {
            "value": "base.office",
            "label": "office.name",
            "order": "to_char(office.position, 'FM0000000000') || office.name_kana",
            "joins": "JOIN organizations_department AS office ON office.id = base.office",
        },
    ),
    "field": (_BY_FIELD, {}),
    "form": (
        _BY_LABEL,
        {
            "joins": "JOIN projects_partner_forms AS tick ON tick.partner_id = partner.id "
            "JOIN projects_collaborationform AS label ON label.id = tick.collaborationform_id"
        },
    ),
    "kind": (
        _BY_LABEL,
        {"joins": "JOIN projects_partnerkind AS label ON label.id = partner.kind_id"},
    ),
    "continuity": (
        _BY_COLUMN,
        {"value": "nullif(base.begun, '')", "label": "''", "order": "''", "joins": ""},
    ),
    "money": (_BY_COLUMN, {"value": "base.band", "label": "''", "order": "''", "joins": ""}),
}


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
    columns = ("id", "fiscal_year", "department_id", "continuity", "band")
    found = search(records.order_by(), COLUMN, words).annotate(
        band=Case(
            *(When(where, then=Value(key)) for key, where in _bands().items()),
            output_field=CharField(),
        )
    )
    sets, values = [], []
    for name in ["", *conditions]:
        wheres = [condition(other, value) for other, value in conditions.items() if other != name]
        text, given = found.filter(*wheres).values_list(*columns).query.sql_with_params()
        once = "" if name else "MATERIALIZED"
        sets.append(f"base{name} (id, year, office, begun, band) AS {once} ({text})")
        values += given
    parts = [_ALL]
    for name, (template, words_of) in _STATEMENTS.items():
        base = f"base{name}" if name in conditions else "base"
        parts.append(template.format(name=name, base=base, **words_of))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(sets)} {' UNION ALL '.join(parts)}", values)
        return _facets(cursor.fetchall())


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
