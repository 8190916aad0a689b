"""年度の取りまとめ: the centre opens it, reminds and closes; each office answers, even with nothing."""

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.audit import acting
from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.japanese import format_date
from organizations.models import Department
from projects import permissions
from projects.actions.errors import WrongState
from projects.actions.guards import refuse_closed
from projects.actions.heads import head_questions
from projects.models import Campaign, CampaignReminder, NothingToReport, ProjectRecord
from projects.notifications import people_of_office
from projects.progress import OfficeProgress, asked_offices, progress_of

Status = Campaign.Status
Way = CampaignReminder.Way
_WRONG = {
    ("open", Status.OPEN): "この取りまとめは、もう受け付けています",
    ("close", Status.PREPARING): "まだ受け付けを始めていません。始めてから締め切れます",
    ("close", Status.CLOSED): "この取りまとめは、もう締め切っています",
    ("remind", Status.PREPARING): "まだ受け付けを始めていません。始めると、全部の課に知らせます",
    ("remind", Status.CLOSED): "締め切ったあとは催促できません。もう一度受け付けを始めてください",
    ("answer", Status.PREPARING): "まだ受け付けが始まっていません。始まるとお知らせが届きます",
    ("answer", Status.CLOSED): "締め切りました。直したいときは、協働の主管課に連絡してください",
}


def prepare_campaign(
    fiscal_year: int, *, by: User, due_on: datetime.date, note: str = "", needs_head: bool = False
) -> Campaign:
    """Make the campaign of a 年度; offices see nothing of it before it opens.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        WrongState: the 年度 has one.
    """
    _require_right(by)
    try:
        with transaction.atomic(), acting(by):
            return Campaign.objects.create(
                fiscal_year=fiscal_year, due_on=due_on, note=note, needs_head=needs_head
            )
    except IntegrityError:
        year = fiscal_year_label(fiscal_year)
        raise WrongState(f"{year}の取りまとめは、すでにあります。一覧から開いてください") from None


def open_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Ask all offices: each of their people gets a notice. Also opens a closed one anew.

    Raises ``PermissionDenied`` and ``WrongState``.
    """
    with transaction.atomic():
        locked = _begin(campaign, "open", by)
        locked.status, locked.closed_at = Status.OPEN, None
        locked.opened_at = locked.opened_at or timezone.now()
        with acting(by):
            locked.save()
        for office in asked_offices():
            _write_to(locked, office, "open")
    return locked


def close_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Take no more answers of 該当なし, and remind nobody any more. Records go on being mended.

    Raises ``PermissionDenied`` and ``WrongState``.
    """
    with transaction.atomic():
        locked = _begin(campaign, "close", by)
        locked.status, locked.closed_at = Status.CLOSED, timezone.now()
        with acting(by):
            locked.save()
    return locked


def remind(
    campaign: Campaign, departments: Iterable[Department], *, by: User, way: str = Way.MAIL
) -> list[OfficeProgress]:
    """Remind offices that have not answered: by a notice and mail, or note that a letter went out.

    Offices that are done, and those reminded the same way today, are left alone: pressing twice
    sends nothing twice. An office without anybody to mail is left to a letter.

    Returns:
        The offices that were reminded.

    Raises ``PermissionDenied`` and ``WrongState``.
    """
    wanted = {office.pk for office in departments}
    today = timezone.localdate()
    with transaction.atomic():
        locked = _begin(campaign, "remind", by)
        done_today = set(
            locked.reminders.filter(way=way, at__date=today).values_list("department_id", flat=True)
        )
        reminded = []
        for row in progress_of(locked):
            office = row.department
            if office.pk not in wanted or office.pk in done_today or row.is_done:
                continue
            if way == Way.MAIL and not _write_to(locked, office, "remind", row):
                continue
            with acting(by):
                CampaignReminder.objects.create(campaign=locked, department=office, way=way, by=by)
            reminded.append(row)
    return reminded


def answer_nothing(
    campaign: Campaign, department: Department, *, by: User, reason: str = ""
) -> NothingToReport:
    """Answer 該当なし for an office. Answering again replaces the reason.

    Raises:
        PermissionDenied: `by` doesn't act for the office.
        WrongState: the campaign isn't open, or the office has a record of the year.
    """
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if not permissions.may_answer(by, locked, department):
            raise PermissionDenied(say.no_permission(f"{department}の担当者"))
        refuse_closed(department)
        _require_state(locked, "answer")
        records = ProjectRecord.objects.filter(
            fiscal_year=locked.fiscal_year, department=department
        )
        if records.exists():
            raise WrongState(
                "この年度の事業が書いてあります。"
                "「該当なし」にするときは、先に書いている途中のものを削除してください"
            )
        with acting(by):
            answer, _ = NothingToReport.objects.update_or_create(
                campaign=locked, department=department, defaults={"reason": reason, "by": by}
            )
    return answer


def revoke_nothing(campaign: Campaign, department: Department, *, by: User) -> None:
    """Take 該当なし back. Taking it back twice is taking it back once.

    Raises ``PermissionDenied``, and ``WrongState`` where the campaign isn't open.
    """
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if not permissions.may_answer(by, locked, department):
            raise PermissionDenied(say.no_permission(f"{department}の担当者"))
        _require_state(locked, "answer")
        with acting(by):
            locked.nothing.filter(department=department).delete()


def _begin(campaign: Campaign, verb: str, by: User) -> Campaign:
    _require_right(by)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _require_state(locked, verb)
    return locked


def _require_right(by: User) -> None:
    if not permissions.may_run_campaign(by):
        raise PermissionDenied(say.no_permission("協働の主管課の人"))


def _require_state(campaign: Campaign, verb: str) -> None:
    if not campaign.allows(verb):
        raise WrongState(_WRONG[verb, Status(campaign.status)])


def _write_to(
    campaign: Campaign, office: Department, event: str, row: OfficeProgress | None = None
) -> bool:
    """Write a notice to each person of an office; tell whether anybody could be mailed."""
    people: Sequence[User] = people_of_office(office)
    year, due = fiscal_year_label(campaign.fiscal_year), format_date(campaign.due_on)
    subject = {
        "open": f"【{campaign.due_on.month}月{campaign.due_on.day}日まで】{year}の事業実績を書いてください",
        "remind": f"【お願い】{year}の事業実績が、まだそろっていません（{due}まで）",
    }[event]
    context = {
        "campaign": campaign,
        "office": office,
        "row": row,
        "year": year,
        "due": due,
        "head_confirms": any(each.has_head for each in head_questions([office], campaign)),
    }
    body = render_to_string(f"projects/mail/campaign_{event}.txt", context).strip()
    for person in people:
        notify(person, subject, body, reverse("projects:office_home"))
    return any(person.email for person in people)


def change_campaign(
    campaign: Campaign, *, by: User, due_on: datetime.date, note: str, needs_head: bool
) -> Campaign:
    """Change deadline, note and whether the 課長 confirms.

    Raises ``PermissionDenied``.
    """
    _require_right(by)
    with transaction.atomic(), acting(by):
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        locked.due_on, locked.note, locked.needs_head = due_on, note, needs_head
        locked.save()
    return locked
