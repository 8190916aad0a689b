"""How far each office has come in a campaign: one row per office, in few queries."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.fiscal_year import fiscal_year_of, fiscal_year_range
from organizations.models import Department, Membership
from projects.models import Campaign, NothingToReport, ProjectRecord

Status = ProjectRecord.Status


@dataclass
class OfficeProgress:
    """What one office has done so far in a year.

    `before` are the offices whose answers stand for it until it gives one of its own: those that
    it took over from, where it did not exist itself when the projects were run.
    """

    department: Department
    counts: dict[str, int] = field(default_factory=dict)
    nothing: NothingToReport | None = None
    people: int = 0
    mailable: int = 0
    reminded_at: datetime.datetime | None = None
    reminders: int = 0
    is_of_today: bool = True
    before: list["OfficeProgress"] = field(default_factory=list)

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
        """One of ``STATES``: what the office has answered, or all that it took over from."""
        if self.total:
            return "writing" if self.open else "done"
        if self.nothing:
            return "nothing"
        states = {each.state for each in self.before}
        return next((s for s in ("silent", "writing", "done", "nothing") if s in states), "silent")

    @property
    def is_inherited(self) -> bool:
        """Tell whether the answer is that of the offices before."""
        return not (self.total or self.nothing) and self.state != "silent"

    @property
    def label(self) -> str:
        """The state in words."""
        return STATES[self.state] + ("（前の課）" if self.is_inherited else "")

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
    before = _stand_ins(campaign.fiscal_year)
    rows = _answers(campaign, asked_offices(), ProjectRecord.objects.of_city(), before)
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
    """Return what some offices and those before them have answered, without people and reminders."""
    before = _stand_ins(campaign.fiscal_year)
    known, newest = set(office_ids), set(office_ids)
    while newest:
        newest = {old.pk for office_id in newest for old in before.get(office_id, ())} - known
        known |= newest
    own = _asked().filter(pk__in=office_ids)
    records = ProjectRecord.objects.of_city().filter(department__in=known)
    return list(_answers(campaign, own, records, before).values())


def _stand_ins(fiscal_year: int) -> dict[int, list[Department]]:
    """Return by office those before it whose answers about a 年度 stand for it. One query.

    An office that began after the year has none of its own to give; one that began in it has those
    of the offices that ended for it.
    """
    first_day, _ = fiscal_year_range(fiscal_year)
    found: dict[int, list[Department]] = {}
    links = Department.successors.through.objects.filter(to_department__valid_from__gt=first_day)
    for link in links.select_related("from_department", "to_department"):
        old, new = link.from_department, link.to_department
        began = new.valid_from or first_day
        if old.valid_from is not None and old.valid_from >= began:
            continue
        ended = old.valid_until is not None and old.valid_until < began
        if ended or fiscal_year_of(began) > fiscal_year:
            found.setdefault(new.pk, []).append(old)
    return found


def _answers(
    campaign: Campaign,
    offices: Iterable[Department],
    records: QuerySet[ProjectRecord],
    before: dict[int, list[Department]],
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
    shown = set(rows)
    for old in (old for each in before.values() for old in each):
        rows.setdefault(old.pk, OfficeProgress(old, is_of_today=False))
    for office_id, olds in before.items():
        if office_id in rows:
            rows[office_id].before = [rows[old.pk] for old in olds]
    for office_id, status, number in counted:
        rows[office_id].counts[status] = number
    for answer in campaign.nothing.filter(department__in=rows).select_related("by"):
        rows[answer.department_id].nothing = answer
    return {office_id: row for office_id, row in rows.items() if office_id in shown}
