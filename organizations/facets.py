"""How many groups each choice of the list's filters leaves, and what each choice means.

A choice is counted among the groups that the *other* conditions leave: what it promises is what
choosing it gives.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Collate
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


def narrowed(
    rows: QuerySet[Organization], conditions: Mapping[str, str], words: str, *, but: str = ""
) -> QuerySet[Organization]:
    """Return the groups that all conditions leave, one of them left out on demand."""
    found = rows.annotate(kana_order=_kana_of())
    for name, value in conditions.items():
        if name != but:
            found = found.filter(condition(name, value))
    return search(found, COLUMN, words)


def count_choices(
    rows: QuerySet[Organization], words: str, conditions: Mapping[str, str]
) -> Facets:
    """Count every choice; the number of statements doesn't depend on the number of groups."""
    total = narrowed(rows, conditions, words).order_by().count()
    choices = {
        name: counter(narrowed(rows, conditions, words, but=name).order_by())
        for name, counter in _COUNTERS.items()
    }
    return Facets(total, choices)


def _by_kind(rows: QuerySet[Organization]) -> list[Choice]:
    counts = dict(rows.values_list("kind").annotate(n=Count("pk")))
    return [
        Choice(str(kind.pk), kind.name, counts.get(kind.pk, 0))
        for kind in OrganizationKind.objects.all()
    ]


def _by_field(rows: QuerySet[Organization]) -> list[Choice]:
    ticks = OrganizationField.objects.filter(organization__in=rows)
    current = Coalesce("field__same_as_id", "field_id")
    counted = ticks.order_by().values_list(current).annotate(n=Count("organization", distinct=True))
    counts = dict(counted)
    offered = ActivityField.objects.filter(fieldset__is_current=True, is_active=True)
    return [Choice(str(f.pk), f.short_name, counts.get(f.pk, 0)) for f in offered]


def _by_area(rows: QuerySet[Organization]) -> list[Choice]:
    ticks = Organization.areas.through.objects.filter(organization__in=rows).order_by()
    single = dict(ticks.values_list("area").annotate(n=Count("organization")))
    towns = dict(ticks.values_list("area__town").annotate(n=Count("organization", distinct=True)))
    choices: list[Choice] = []
    seen: set[str] = set()
    for area in Area.objects.filter(is_active=True):
        if area.town not in seen and area.town != area.name:
            choices.append(Choice(area.town, area.town, towns.get(area.town, 0)))
        seen.add(area.town)
        label = area.name if area.town == area.name else f"　{area.name}"
        choices.append(Choice(str(area.pk), label, single.get(area.pk, 0)))
    return choices


def _by_wanted(rows: QuerySet[Organization]) -> list[Choice]:
    counts = rows.aggregate(
        **{key: Count("pk", filter=Q(**{column: True})) for key, (_, column) in WANTED.items()}
    )
    return [Choice(key, label, counts[key]) for key, (label, _) in WANTED.items()]


def _by_level(rows: QuerySet[Organization]) -> list[Choice]:
    counts = dict(rows.values_list("disclosure__level").annotate(n=Count("pk")))
    return [
        Choice(str(level), f"{'★' * level} {name}", _at_least(counts, level))
        for level, name in NAMES.items()
        if level
    ]


def _at_least(counts: Mapping[int | None, int], level: int) -> int:
    return sum(n for key, n in counts.items() if key is not None and key >= level)


def _by_kana(rows: QuerySet[Organization]) -> list[Choice]:
    whens: Iterable[When] = (When(_kana_row(row), then=Value(row)) for row in KANA)
    row = Case(*whens, default=Value(OTHER_KANA), output_field=CharField())
    counts = dict(rows.annotate(row=row).values_list("row").annotate(n=Count("pk")))
    return [Choice(key, key, counts.get(key, 0)) for key in (*KANA, OTHER_KANA)]


_COUNTERS: dict[str, Callable[[Any], list[Choice]]] = {
    "field": _by_field,
    "area": _by_area,
    "kind": _by_kind,
    "wanted": _by_wanted,
    "level": _by_level,
    "kana": _by_kana,
}
