"""How far each office has come in a campaign: one row per office, in few queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from organizations.models import Department, Membership
from projects.models import Campaign, NothingToReport, ProjectRecord

Status = ProjectRecord.Status


@dataclass
class OfficeProgress:
    """What one office has done so far in a year."""

    department: Department
    counts: dict[str, int] = field(default_factory=dict)
    nothing: NothingToReport | None = None
    people: int = 0
    mailable: int = 0
    reminded_at: datetime.datetime | None = None
    reminders: int = 0
    is_of_today: bool = True

    @property
    def total(self) -> int:
        """How many records the office has in the year."""
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        """How many of them the office still has to hand in."""
        return self.counts.get(Status.DRAFT, 0) + self.counts.get(Status.RETURNED, 0)

    @property
    def handed_in(self) -> int:
        """How many of them are handed in or approved."""
        return self.total - self.open

    @property
    def state(self) -> str:
        """One of ``STATES``: what the office has answered."""
        if self.total:
            return "writing" if self.open else "done"
        return "nothing" if self.nothing else "silent"

    @property
    def label(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is missing any more."""
        return self.state in ("done", "nothing")


STATES = {
    "silent": "まだ何もない",
    "writing": "書いている途中",
    "done": "提出した",
    "nothing": "該当なし",
}


def asked_offices() -> list[Department]:
    """Return the offices of today that are asked: those without offices below, or with people."""
    today = timezone.localdate()
    below = Department.objects.current().filter(parent=OuterRef("pk"))
    people = Membership.objects.current().filter(
        department=OuterRef("pk"), role__in=[Role.OFFICER, Role.HEAD]
    )
    rows = Department.objects.of_city().offices().valid_on(today).select_related("parent")
    asked = rows.filter(~Exists(below) | Exists(people))
    return list(asked.order_by("parent__position", "position", "pk"))


def progress_of(campaign: Campaign) -> list[OfficeProgress]:
    """Return one row for each office that is asked, in the order of the directory."""
    rows = {office.pk: OfficeProgress(office) for office in asked_offices()}
    records = ProjectRecord.objects.of_city().filter(fiscal_year=campaign.fiscal_year)
    _add_missing_offices(rows, records.values_list("department_id", flat=True).distinct())
    counted = records.order_by().values_list("department_id", "status").annotate(n=Count("pk"))
    for office_id, status, number in counted:
        rows[office_id].counts[status] = number
    for answer in campaign.nothing.select_related("by"):
        if answer.department_id in rows:
            rows[answer.department_id].nothing = answer
    reminders = campaign.reminders.order_by().values_list("department_id")
    for office_id, last, number in reminders.annotate(last=Max("at"), n=Count("pk")):
        if office_id in rows:
            rows[office_id].reminded_at, rows[office_id].reminders = last, number
    people = Membership.objects.current().filter(
        department__in=rows, role__in=[Role.OFFICER, Role.HEAD], user__is_active=True
    )
    counted_people = (
        people.order_by()
        .values_list("department_id")
        .annotate(
            n=Count("user", distinct=True),
            mailable=Count("user", distinct=True, filter=~Q(user__email="")),
        )
    )
    for office_id, number, mailable in counted_people:
        rows[office_id].people, rows[office_id].mailable = number, mailable
    return list(rows.values())


def _add_missing_offices(rows: dict[int, OfficeProgress], wanted: Iterable[int]) -> None:
    """Add offices that have a record of the year but are asked no more (reorganised since)."""
    missing = set(wanted) - set(rows)
    if missing:
        gone = Department.objects.filter(pk__in=missing)
        rows |= {office.pk: OfficeProgress(office, is_of_today=False) for office in gone}


def own_progress(campaign: Campaign, office_ids: set[int] | frozenset[int]) -> list[OfficeProgress]:
    """Return the rows of some offices only."""
    return [row for row in progress_of(campaign) if row.department.pk in office_ids]
