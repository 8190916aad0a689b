"""引継ぎ書: what the next person of an office has to know of its work with groups.

People are moved every April; what is in the portal stays, but somebody has to say where to look.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Prefetch

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_label
from organizations.models import Contact, Department, Membership
from projects.models import Campaign, NothingToReport, Partner, ProjectRecord

Status = ProjectRecord.Status
# A project that nobody wrote about for longer than this is history, not work to hand over.
YEARS_BACK = 2


@dataclass(frozen=True)
class RunningProject:
    """A project that the office goes on with, as its newest record tells."""

    record: Any
    first_year: int
    years: int

    @property
    def since(self) -> str:
        """Return how long it has lasted, in words."""
        return f"{fiscal_year_label(self.first_year)}から、{self.years}年分の記録"

    @property
    def partner_names(self) -> str:
        """Return the partners with whom, in their order."""
        return "、".join(str(partner) for partner in self.record.partners.all())


@dataclass(frozen=True)
class GroupContact:
    """How to reach a partner: what the group lets everybody know."""

    name: str
    organization_id: int | None  # None: it has no page any more
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Handover:
    """Everything on the sheet; records in the order in which they need somebody."""

    offices: tuple[Department, ...]
    campaign: Campaign | None
    answered_nothing: bool
    returned: tuple[Any, ...]
    drafts: tuple[Any, ...]
    submitted: tuple[Any, ...]
    running: tuple[RunningProject, ...]
    ended: tuple[Any, ...]
    people: tuple[Membership, ...]
    contacts: tuple[GroupContact, ...]

    @property
    def name(self) -> str:
        """Return the names of the offices."""
        return "・".join(office.name for office in self.offices)

    @property
    def title(self) -> str:
        """Return the title of the sheet."""
        return f"協働事業の引継ぎ書（{self.name}）"


def handover_of(offices: Collection[Department], answered: Collection[int]) -> Handover:
    """Return the sheet of some offices.

    Args:
        offices: those that hand over.
        answered: ids of all offices whose work they answer for, those merged into them included.
    """
    this_year = current_fiscal_year()
    records = ProjectRecord.objects.of_city().filter(department__in=answered)
    partners = Partner.objects.select_related("organization").order_by("position", "pk")
    whole = records.select_related("department", "project", "updated_by").prefetch_related(
        Prefetch("partners", partners)
    )
    newest = list(
        whole.filter(fiscal_year__gte=this_year - YEARS_BACK)
        .order_by("project_id", "-fiscal_year", "-pk")
        .distinct("project_id")
    )
    spans = dict(_spans(records, [record.project_id for record in newest]))
    newest.sort(key=lambda record: (record.name, record.pk))
    open_ = list(whole.exclude(status=Status.APPROVED).order_by("fiscal_year", "name", "pk"))
    campaign = Campaign.objects.filter(status="open").first()
    ids = [office.pk for office in offices]
    nothing = NothingToReport.objects.filter(campaign=campaign, department__in=ids)
    return Handover(
        offices=tuple(offices),
        campaign=campaign,
        answered_nothing=campaign is not None and nothing.exists(),
        returned=tuple(r for r in open_ if r.status == Status.RETURNED),
        drafts=tuple(r for r in open_ if r.status == Status.DRAFT),
        submitted=tuple(r for r in open_ if r.status == Status.SUBMITTED),
        running=tuple(
            RunningProject(r, *spans[r.project_id]) for r in newest if not r.is_last_year
        ),
        ended=tuple(r for r in newest if r.is_last_year),
        people=_people(ids),
        contacts=_contacts(newest),
    )


def _spans(records: Any, projects: list[int]) -> list[tuple[int, tuple[int, int]]]:
    """Return for each project its first year and in how many years it was reported."""
    rows = (
        records.filter(project__in=projects)
        .order_by()
        .values("project")
        .annotate(first=Min("fiscal_year"), years=Count("pk"))
    )
    return [(row["project"], (row["first"], row["years"])) for row in rows]


def _people(offices: list[int]) -> tuple[Membership, ...]:
    """Return who belongs to the offices today, the head first."""
    rows = (
        Membership.objects.filter(department__in=offices)
        .current()
        .select_related("user", "department")
        .order_by("department__position", "user__name", "pk")
    )
    return tuple(sorted(rows, key=lambda row: row.role != Role.HEAD))


def _contacts(records: list[Any]) -> tuple[GroupContact, ...]:
    """Return the registered partners of `records` with their public ways of contact."""
    groups = {
        partner.organization_id: partner.organization
        for record in records
        for partner in record.partners.all()
        if partner.organization is not None
    }
    values = {
        contact.organization_id: contact.public_values()
        for contact in Contact.objects.filter(organization__in=groups)
    }
    found = []
    for pk, group in sorted(groups.items(), key=lambda item: (item[1].name, item[0])):
        public = values.get(pk, {})
        ways = tuple(f"{Contact.label_of(key)}：{value}" for key, value in public.items())
        found.append(GroupContact(group.name, pk if group.is_listed else None, ways))
    return tuple(found)
