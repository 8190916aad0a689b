"""How many groups each choice of the list's filters leaves, all counted in one statement.

A choice is counted among the groups that the *other* conditions leave: what it promises is what
choosing it gives.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Collate
from django.utils.html import format_html

from koganei_kyodo.search.querysets import search
from organizations.disclosure import NAMES
from organizations.models import (
    ActivityField,
    Area,
    Organization,
    OrganizationField,
    OrganizationKind,
)

COLUMN, NAME_COLUMN = "public_text", "name_text"
WANTED = {
    "members": ("仲間を募集している", "wants_members"),
    "volunteers": ("ボランティアを募集している", "wants_volunteers"),
    "partners": ("協力してくれる人や団体を探している", "wants_partners"),
}
# Rows of the kana table: the first letter of each and of the one after it.
KANA = {
    "あ": ("ぁ", "か"), "か": ("か", "さ"), "さ": ("さ", "た"), "た": ("た", "な"),
    "な": ("な", "は"), "は": ("は", "ま"), "ま": ("ま", "ゃ"), "や": ("ゃ", "ら"),
    "ら": ("ら", "ゎ"), "わ": ("ゎ", "ゔ"),
}  # fmt: skip
OTHER_KANA = "他"


@dataclass(frozen=True)
class Choice:
    """One choice of a filter and how many groups it leaves."""

    value: str
    label: str
    count: int

    @property
    def counted(self) -> str:
        """Return the label with the number, as the select box shows it."""
        return format_html("{}（{}件）", self.label, f"{self.count:,}")

    @property
    def stripped(self) -> str:
        """Return the same without the indent of a select box, for a link."""
        return format_html("{}（{}件）", self.label.strip(), f"{self.count:,}")


@dataclass(frozen=True)
class Facets:
    """The choices of every filter by its name, and the number of groups of the list."""

    total: int
    choices: dict[str, list[Choice]] = field(default_factory=dict)


def _kana_of() -> Collate:
    return Collate(F("name_kana"), "C")


def _kana_row(value: str) -> Q:
    first, after = KANA[value]
    return Q(kana_order__gte=first, kana_order__lt=after)


def condition(name: str, value: str) -> Q:
    """Return the condition of one filter; a value nobody can choose matches nothing."""
    if name == "kind" and value.isdecimal():
        return Q(kind_id=int(value))
    if name == "field" and value.isdecimal():
        rows = OrganizationField.objects.filter(
            Q(field_id=int(value)) | Q(field__same_as_id=int(value)), organization=OuterRef("pk")
        )
        return Q(Exists(rows))
    if name == "area" and value:
        through = Organization.areas.through
        return Q(Exists(through.objects.filter(_area(value), organization=OuterRef("pk"))))
    if name == "wanted" and value in WANTED:
        return Q(**{WANTED[value][1]: True})
    if name == "level" and value.isdecimal():
        return Q(disclosure__level__gte=int(value))
    if name == "kana" and value in KANA:
        return _kana_row(value)
    if name == "kana" and value == OTHER_KANA:
        return ~Q(kana_order__gte="ぁ", kana_order__lt="ゔ")
    return Q(pk__in=[])


def _area(value: str) -> Q:
    """Read a place: a number is one of them, a name all places of that town."""
    return Q(area_id=int(value)) if value.isdecimal() else Q(area__town=value)


NAMES_OF_FILTERS = ("field", "area", "kind", "wanted", "level", "kana")
_COLUMNS = (
    "id", "kind_id", "wants_members", "wants_volunteers", "wants_partners", "disclosure__level",
    "kana_row",
)  # fmt: skip
# Each gives: filter, value, number of groups. A group is counted once for each field and town,
# although it may have ticked a field in two versions of the code set, and several 丁目 of a town.
_STATEMENTS = {
    "field": """
        SELECT 'field', value::text, count(*) FROM (
            SELECT DISTINCT base.id, coalesce(field.same_as_id, field.id) AS value FROM base
            JOIN organizations_organizationfield AS tick ON tick.organization_id = base.id
            JOIN organizations_activityfield AS field ON field.id = tick.field_id
            WHERE {others}
        ) AS once GROUP BY 2
    """,
    "area": """
        SELECT 'area', tick.area_id::text, count(*) FROM base
        JOIN organizations_organization_areas AS tick ON tick.organization_id = base.id
        WHERE {others} GROUP BY 2
        UNION ALL
        SELECT 'town', town, count(*) FROM (
            SELECT DISTINCT base.id, area.town FROM base
            JOIN organizations_organization_areas AS tick ON tick.organization_id = base.id
            JOIN organizations_area AS area ON area.id = tick.area_id
            WHERE {others}
        ) AS once GROUP BY 2
    """,
    "kind": "SELECT 'kind', kind::text, count(*) FROM base WHERE {others} GROUP BY 2",
    "wanted": """
        SELECT 'wanted', value, number FROM (
            SELECT count(*) FILTER (WHERE members) AS members,
                count(*) FILTER (WHERE volunteers) AS volunteers,
                count(*) FILTER (WHERE partners) AS partners
            FROM base WHERE {others}
        ) AS counted, LATERAL (VALUES ('members', members), ('volunteers', volunteers),
            ('partners', partners)) AS each (value, number)
    """,
    "level": "SELECT 'level', level::text, count(*) FROM base WHERE {others} GROUP BY 2",
    "kana": "SELECT 'kana', kana, count(*) FROM base WHERE {others} GROUP BY 2",
}
Counts = Mapping[str, int]


def narrowed(
    rows: QuerySet[Organization], conditions: Mapping[str, str], words: str
) -> QuerySet[Organization]:
    """Return the groups that all conditions leave."""
    found = rows.annotate(kana_order=_kana_of()) if "kana" in conditions else rows
    for name, value in conditions.items():
        found = found.filter(condition(name, value))
    return search(found, COLUMN, words)


def count_choices(
    rows: QuerySet[Organization], words: str, conditions: Mapping[str, str]
) -> Facets:
    """Count every choice in one statement, and read the labels in three.

    Args:
        rows: what the reader may see.
        words: as typed; they narrow every choice.
        conditions: the filters that are set, by name.

    Raises ``ValueError`` as ``search``.
    """
    set_ones = [name for name in NAMES_OF_FILTERS if name in conditions]
    base = search(rows.order_by(), COLUMN, words).annotate(kana_order=_kana_of())
    base = base.annotate(
        kana_row=_kana_row_of(),
        **{f"ok_{name}": _flag(condition(name, conditions[name])) for name in set_ones},
    )
    if len(set_ones) > 1:
        base = base.filter(_at_most_one_fails(set_ones))
    flags = [f"ok_{name}" for name in set_ones]
    text, values = base.values_list(*_COLUMNS, *flags).query.sql_with_params()
    columns = ("id", "kind", "members", "volunteers", "partners", "level", "kana", *flags)
    parts = [f"SELECT 'total', '', count(*) FROM base WHERE {_others('', set_ones)}"]  # noqa: S608
    parts += [_STATEMENTS[n].format(others=_others(n, set_ones)) for n in NAMES_OF_FILTERS]
    statement = (
        f"WITH base ({', '.join(columns)}) AS MATERIALIZED ({text}) {' UNION ALL '.join(parts)}"
    )
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for name, value, number in cursor.fetchall():
            counted[name][value] = number
    choices = {name: label(counted) for name, label in _LABELLED.items()}
    return Facets(counted["total"][""], choices)


def _flag(where: Q) -> Case:
    return Case(When(where, then=Value(True)), default=Value(False), output_field=BooleanField())


def _at_most_one_fails(names: list[str]) -> Q:
    """Leave out groups that no choice counts: those that fail two conditions."""
    some = Q()
    for name in names:
        rest = Q()
        for other in names:
            if other != name:
                rest &= Q(**{f"ok_{other}": True})
        some |= rest
    return some


def _others(but: str, names: Iterable[str]) -> str:
    """Return the condition that all flags but one hold."""
    return " AND ".join(f"base.ok_{name}" for name in names if name != but) or "true"


def _kana_row_of() -> Case:
    whens: Iterable[When] = (When(_kana_row(row), then=Value(row)) for row in KANA)
    return Case(*whens, default=Value(OTHER_KANA), output_field=CharField())


def _by_kind(counted: Mapping[str, Counts]) -> list[Choice]:
    return [
        Choice(str(kind.pk), kind.name, counted["kind"].get(str(kind.pk), 0))
        for kind in OrganizationKind.objects.all()
    ]


def _by_field(counted: Mapping[str, Counts]) -> list[Choice]:
    offered = ActivityField.objects.filter(fieldset__is_current=True, is_active=True)
    return [Choice(str(f.pk), f.short_name, counted["field"].get(str(f.pk), 0)) for f in offered]


def _by_area(counted: Mapping[str, Counts]) -> list[Choice]:
    single, towns = counted["area"], counted["town"]
    choices: list[Choice] = []
    seen: set[str] = set()
    for area in Area.objects.filter(is_active=True):
        if area.town not in seen and area.town != area.name:
            choices.append(Choice(area.town, area.town, towns.get(area.town, 0)))
        seen.add(area.town)
        label = area.name if area.town == area.name else f"　{area.name}"
        choices.append(Choice(str(area.pk), label, single.get(str(area.pk), 0)))
    return choices


def _by_wanted(counted: Mapping[str, Counts]) -> list[Choice]:
    return [Choice(key, label, counted["wanted"][key]) for key, (label, _) in WANTED.items()]


def _by_level(counted: Mapping[str, Counts]) -> list[Choice]:
    counts = {int(key): n for key, n in counted["level"].items() if key is not None}
    return [
        Choice(str(level), f"{'★' * level} {name}", sum(n for k, n in counts.items() if k >= level))
        for level, name in NAMES.items()
        if level
    ]


def _by_kana(counted: Mapping[str, Counts]) -> list[Choice]:
    return [Choice(key, key, counted["kana"].get(key, 0)) for key in (*KANA, OTHER_KANA)]


_LABELLED: dict[str, Callable[[Mapping[str, Counts]], list[Choice]]] = {
    "field": _by_field,
    "area": _by_area,
    "kind": _by_kind,
    "wanted": _by_wanted,
    "level": _by_level,
    "kana": _by_kana,
}
