"""How far each office has come in a campaign: one row per office, in few queries."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
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
    return list(_asked())


def _asked() -> QuerySet[Department]:
    today = timezone.localdate()
    below = Department.objects.current().filter(parent=OuterRef("pk"))
    people = Membership.objects.current().filter(
        department=OuterRef("pk"), role__in=[Role.OFFICER, Role.HEAD]
    )
    rows = Department.objects.of_city().offices().valid_on(today).select_related("parent")
    asked = rows.filter(~Exists(below) | Exists(people))
    return asked.order_by("parent__position", "position", "pk")


def progress_of(campaign: Campaign) -> list[OfficeProgress]:
    """Return one row for each office that is asked, in the order of the directory."""
    rows = _answers(campaign, asked_offices(), ProjectRecord.objects.of_city())
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


def own_progress(campaign: Campaign, office_ids: Collection[int]) -> list[OfficeProgress]:
    """Return what some offices have answered, without their people and reminders."""
    own = _asked().filter(pk__in=office_ids)
    records = ProjectRecord.objects.of_city().filter(department__in=office_ids)
    return list(_answers(campaign, own, records).values())


def _answers(
    campaign: Campaign, offices: Iterable[Department], records: QuerySet[ProjectRecord]
) -> dict[int, OfficeProgress]:
    """Count the records of each office, and note who has nothing to report.

    Offices that have a record of the year but are asked no more (reorganised since) are added.
    """
    rows = {office.pk: OfficeProgress(office) for office in offices}
    of_year = records.filter(fiscal_year=campaign.fiscal_year).order_by()
    counted = list(of_year.values_list("department_id", "status").annotate(n=Count("pk")))
    if missing := {office_id for office_id, _, _ in counted} - set(rows):
        gone = Department.objects.filter(pk__in=missing)
        rows |= {office.pk: OfficeProgress(office, is_of_today=False) for office in gone}
    for office_id, status, number in counted:
        rows[office_id].counts[status] = number
    for answer in campaign.nothing.filter(department__in=rows).select_related("by"):
        rows[answer.department_id].nothing = answer
    return rows
