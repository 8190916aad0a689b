"""偏り: how many groups carry how much of the collaboration, and who never had a part in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.expressions import Value
from django.db.models.functions import Coalesce, NullIf

from organizations.models import Department, Organization, OrganizationField
from projects.counting.counts import approved_records
from projects.models import Partner
from surveys.tables import percent

TOP = 10


@dataclass(frozen=True)
class Carrier:
    """A group and how many projects it took part in.

    `is_public`: everybody may read so already; `is_listed`: the group has a page of its own.
    """

    organization_id: int | None
    name: str
    projects: int
    is_public: bool
    is_listed: bool = False


@dataclass(frozen=True)
class Step:
    """The groups up to one place in the order of their size, and the share they carry."""

    groups: int
    rows: int
    percent: Decimal | None


@dataclass(frozen=True)
class KindShare:
    """Registered groups of one kind or field: how many there are, how many took part."""

    label: str
    registered: int
    took_part: int

    @property
    def none(self) -> int:
        """Return how many had no part at all."""
        return self.registered - self.took_part

    @property
    def percent(self) -> Decimal | None:
        """Return the share of the registered groups that had none."""
        return percent(self.none, self.registered)


@dataclass(frozen=True)
class Concentration:
    """How the partner rows of some years spread over the groups.

    `sizes` are the rows of each group, the largest first. `unnamed` rows name no single group
    (計50団体) and cannot be counted to one.
    """

    first: int
    last: int
    sizes: tuple[int, ...]
    unnamed: int
    top: tuple[Carrier, ...]
    kinds: tuple[KindShare, ...]
    fields: tuple[KindShare, ...] = ()

    @cached_property
    def groups(self) -> int:
        """Return how many groups took part."""
        return len(self.sizes)

    @cached_property
    def rows(self) -> int:
        """Return how many partner rows name a group."""
        return sum(self.sizes)

    @cached_property
    def half(self) -> int:
        """Return how many groups, the largest first, carry half of the rows."""
        carried = 0
        for number, size in enumerate(self.sizes, start=1):
            carried += size
            if carried * 2 >= self.rows:
                return number
        return 0

    @property
    def registered(self) -> int:
        """Return how many registered groups there are."""
        return sum(kind.registered for kind in self.kinds)

    @property
    def never(self) -> int:
        """Return how many registered groups had no part."""
        return sum(kind.none for kind in self.kinds)

    @property
    def summary(self) -> str:
        """Return the finding in words."""
        if not self.rows:
            return "相手の名前がわかる協働は、まだありません。"
        share = percent(self.half, self.groups)
        return (
            f"{self.groups:,}団体のうち、多い順に{self.half:,}団体（{share}%）が、"
            f"{self.rows:,}票の半分を受け持ちました。"
            f"登録している{self.registered:,}団体のうち、{self.never:,}団体には1票もありません。"
        )

    @property
    def steps(self) -> list[Step]:
        """Return what the largest 1, 3, 5, 10 … groups carry, the half and all of them."""
        wanted = {1, 3, 5, 10, 20, 50, 100, 200, 500, self.half, self.groups}
        carried, steps = 0, []
        for number, size in enumerate(self.sizes, start=1):
            carried += size
            if number in wanted:
                steps.append(Step(number, carried, percent(carried, self.rows)))
        return steps

    @property
    def curve(self) -> list[tuple[float, float]]:
        """Return the points of the curve: percent of groups, percent of rows, from 0 to 100."""
        points, carried = [(0.0, 0.0)], 0
        every = max(1, self.groups // 100)
        for number, size in enumerate(self.sizes, start=1):
            carried += size
            if number % every == 0 or number == self.groups:
                points.append((100 * number / self.groups, 100 * carried / self.rows))
        return points

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers for the JSON file."""
        return {
            "first_fiscal_year": self.first,
            "last_fiscal_year": self.last,
            "unit": "partner rows",
            "n": self.rows,
            "groups": self.groups,
            "groups_carrying_half": self.half,
            "rows_without_a_named_group": self.unnamed,
            "registered_groups": self.registered,
            "registered_groups_with_none": self.never,
            "steps": [
                {"groups": s.groups, "count": s.rows, "percent": float(s.percent or 0)}
                for s in self.steps
            ],
            "kinds": [
                {"label": k.label, "registered": k.registered, "none": k.none} for k in self.kinds
            ],
            "fields": [
                {"label": k.label, "registered": k.registered, "none": k.none} for k in self.fields
            ],
        }


def concentration(root: Department | None, first: int, last: int) -> Concentration:
    """Count how the partner rows from `first` to `last` (年度) spread. Two statements.

    A registered group is one group whatever it is called on the sheet; others count by name.
    """
    records = approved_records(root).filter(fiscal_year__gte=first, fiscal_year__lte=last)
    named = (
        Partner.objects.filter(record__in=records)
        .order_by()
        .values("organization_id")
        .annotate(
            called=Coalesce("organization__name", NullIf(F("name"), Value(""))),
            rows=Count("pk"),
            published=Count("pk", filter=Q(record__is_public=True, name_is_public=True)),
        )
        .values_list("organization_id", "called", "rows", "published")
        .order_by("-rows", "called")
    )
    carriers = [row for row in named if row[1] is not None]
    ids = [row[0] for row in carriers[:TOP]]
    listed = set(Organization.objects.listed().filter(pk__in=ids).values_list("pk", flat=True))
    sizes = tuple(row[2] for row in carriers)
    return Concentration(
        first=first,
        last=last,
        sizes=sizes,
        unnamed=sum(row[2] for row in named) - sum(sizes),
        top=tuple(
            Carrier(organization, name, rows, published == rows, organization in listed)
            for organization, name, rows, published in carriers[:TOP]
        ),
        kinds=_kinds(records) if root is None else (),
        fields=_fields(records) if root is None else (),
    )


def _kinds(records: Any) -> tuple[KindShare, ...]:
    """Return the registered groups by kind, and how many of them are partners in `records`."""
    taking_part = Partner.objects.filter(record__in=records).exclude(organization=None)
    counted = (
        Organization.objects.filter(status="public")
        .order_by("kind__position", "kind_id")
        .values_list("kind__name", "kind_id", "kind__position")
        .annotate(
            registered=Count("pk"),
            took_part=Count("pk", filter=Q(pk__in=taking_part.values("organization"))),
        )
    )
    return tuple(KindShare(name, all_, some) for name, _, _, all_, some in counted)


def _fields(records: Any) -> tuple[KindShare, ...]:
    """Return the registered groups by field; a group of several fields stands in each of them."""
    taking_part = Partner.objects.filter(record__in=records).exclude(organization=None)
    counted = (
        OrganizationField.objects.filter(organization__status="public")
        .order_by()
        .values_list(
            Coalesce("field__same_as__short_name", "field__short_name"),
            Coalesce("field__same_as__number", "field__number"),
        )
        .annotate(
            registered=Count("organization", distinct=True),
            took_part=Count(
                "organization",
                distinct=True,
                filter=Q(organization__in=taking_part.values("organization")),
            ),
        )
    )
    rows = sorted(counted, key=lambda row: (row[1], row[0]))
    return tuple(KindShare(name, all_, some) for name, _, all_, some in rows)


def without_any(root: Department | None, first: int, last: int) -> Any:
    """Return the registered groups that had no part from `first` to `last`, by name."""
    records = approved_records(root).filter(fiscal_year__gte=first, fiscal_year__lte=last)
    taking_part = Partner.objects.filter(record__in=records).exclude(organization=None)
    return (
        Organization.objects.filter(status="public")
        .exclude(pk__in=taking_part.values("organization"))
        .select_related("kind")
        .order_by("name_kana", "pk")
    )


def shares(sizes: Sequence[int]) -> list[tuple[str, int]]:
    """Return tenths of the groups and what each carries: the bar beside the curve."""
    tenths = []
    for index in range(10):
        start, end = len(sizes) * index // 10, len(sizes) * (index + 1) // 10
        tenths.append((f"上位{index * 10}%から{(index + 1) * 10}%の団体", sum(sizes[start:end])))
    return tenths
