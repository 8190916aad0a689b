"""The yearly confirmation, day by day: ask, ask again, let lapse. Run twice, it does nothing twice."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.notifications import notify, whole_address
from koganei_kyodo.japanese import format_date
from organizations.actions.guards import save
from organizations.actions.registration import (
    contact_of,
    delete_old_drafts,
    forget_old_codes,
    tell,
)
from organizations.models import Membership, Organization, RegistrySettings
from organizations.periods import end_of_grace

# Days before the end of grace on which a group is asked for the last time; and the least time
# between any asking and the lapse.
LAST_DAYS = 14
Status = Organization.Status


@dataclass
class RenewalCounts:
    """What a run did, or would do."""

    asked: int = 0
    asked_again: int = 0
    asked_last: int = 0
    lapsed: int = 0
    drafts_deleted: int = 0
    codes_ended: int = 0

    LABELS = {
        "asked": "確認のお願いを送った団体",
        "asked_again": "期限が過ぎたことを知らせた団体",
        "asked_last": "失効の前の最後のお願いを送った団体",
        "lapsed": "失効した団体",
        "drafts_deleted": "消した古い下書き",
        "codes_ended": "終わらせた再開の番号",
    }  # fmt: skip

    def lines(self) -> list[str]:
        """Return the counts in words."""
        return [f"{self.LABELS[f.name]}：{getattr(self, f.name)}" for f in fields(self)]


def renew_registrations(
    today: datetime.date | None = None, *, dry_run: bool = False
) -> RenewalCounts:
    """Ask groups to confirm, let lapse who didn't, and clear away old drafts and codes.

    A group lapses only when its days of grace are over and it was asked at least ``LAST_DAYS``
    days before: after the worker stood still for months, nobody lapses unasked.

    Args:
        today: the day to reckon from; today in Tokyo where None.
        dry_run: only count.
    """
    day, settings = today or timezone.localdate(), RegistrySettings.current()
    counts = RenewalCounts()
    counts.lapsed = _each(_to_lapse(day, settings), _lapse, day, settings, dry_run=dry_run)
    counts.asked_last = _each(
        _to_ask_last(day, settings), _ask_last, day, settings, dry_run=dry_run
    )
    counts.asked_again = _each(_to_ask_again(day), _ask_again, day, settings, dry_run=dry_run)
    counts.asked = _each(_to_ask(day, settings), _ask, day, settings, dry_run=dry_run)
    counts.drafts_deleted = len(delete_old_drafts(day, dry_run=dry_run))
    counts.codes_ended = forget_old_codes(day, dry_run=dry_run)
    return counts


def _to_ask(day: datetime.date, settings: RegistrySettings) -> QuerySet[Organization]:
    limit = day + datetime.timedelta(days=settings.reminder_days)
    return Organization.objects.filter(status=Status.PUBLIC, valid_until__lte=limit)


def _waiting(day: datetime.date) -> QuerySet[Organization]:
    return Organization.objects.filter(status=Status.RENEWAL_DUE, valid_until__lt=day)


def _to_ask_again(day: datetime.date) -> QuerySet[Organization]:
    return _waiting(day).filter(Q(reminded_on=None) | Q(reminded_on__lte=F("valid_until")))


def _to_ask_last(day: datetime.date, settings: RegistrySettings) -> QuerySet[Organization]:
    """Return whose grace ends within ``LAST_DAYS`` and who wasn't asked within them."""
    due = Organization.objects.filter(status=Status.RENEWAL_DUE)
    last_end = day + datetime.timedelta(days=LAST_DAYS - settings.grace_days)
    asked_long_ago = day - datetime.timedelta(days=LAST_DAYS)
    return due.filter(valid_until__lte=last_end).filter(
        Q(reminded_on=None) | Q(reminded_on__lt=asked_long_ago)
    )


def _to_lapse(day: datetime.date, settings: RegistrySettings) -> QuerySet[Organization]:
    over = day - datetime.timedelta(days=settings.grace_days)
    return _waiting(day).filter(
        valid_until__lt=over, reminded_on__lte=day - datetime.timedelta(days=LAST_DAYS)
    )


Step = Callable[[Organization, datetime.date, RegistrySettings], None]


def _each(
    rows: QuerySet[Organization],
    step: Step,
    day: datetime.date,
    settings: RegistrySettings,
    *,
    dry_run: bool,
) -> int:
    """Do the step for each row by itself, looked at anew under its lock; return how many."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if dry_run:
        return len(ids)
    done = 0
    for pk in ids:
        with transaction.atomic():
            locked = rows.select_for_update().filter(pk=pk).first()
            if locked is not None:
                step(locked, day, settings)
                done += 1
    return done


def _ask(organization: Organization, day: datetime.date, settings: RegistrySettings) -> None:
    organization.reminded_on = day
    save(organization, "remind", None)
    end = organization.valid_until
    late = "" if end is None or end >= day else "期限が過ぎています。"
    _write(
        organization,
        "【お願い】団体の登録の内容を確かめてください",
        f"登録の期限は{_day(end)}です。{late}登録してある内容が正しいかを確かめて、"
        "ポータルの「内容を確認する」を押してください。数分で終わります。",
    )


def _ask_again(organization: Organization, day: datetime.date, settings: RegistrySettings) -> None:
    organization.reminded_on = day
    save(organization, None, None)
    _write(
        organization,
        "【お願い】団体の登録の期限が過ぎました",
        f"登録の期限（{_day(organization.valid_until)}）が過ぎました。"
        f"{_day(_grace(organization, settings))}までに内容を確かめると、登録が続きます。",
    )


def _ask_last(organization: Organization, day: datetime.date, settings: RegistrySettings) -> None:
    organization.reminded_on = day
    save(organization, None, None)
    end = max(_grace(organization, settings), day + datetime.timedelta(days=LAST_DAYS))
    _write(
        organization,
        "【最後のお願い】団体の登録がまもなく終わります",
        f"{_day(end)}までに内容を確かめないと、登録が終わり、団体のページは公開されなくなります。",
    )


def _lapse(organization: Organization, day: datetime.date, settings: RegistrySettings) -> None:
    organization.ended_on = day
    organization.end_reason = "期限までに内容の確認がなかったため"
    save(organization, "lapse", None, why=organization.end_reason)
    _write(
        organization,
        "【お知らせ】団体の登録が終わりました",
        "期限までに内容の確認がなかったため、登録が終わりました。団体のページは公開されません。"
        "続けて活動しているときは、もう一度申請できます。登録してあった内容を使えます。",
    )


def _grace(organization: Organization, settings: RegistrySettings) -> datetime.date:
    if organization.valid_until is None:
        raise ValueError("a group without a term is never asked")
    return end_of_grace(organization.valid_until, settings)


def _day(day: datetime.date | None) -> str:
    return format_date(day) if day else ""


def _write(organization: Organization, subject: str, text: str) -> None:
    """Tell the people of a group, and its address where none of them has it."""
    link = reverse("organizations:registration", args=[organization.pk])
    people = Membership.objects.current().filter(organization=organization).select_related("user")
    reached = set()
    for membership in people:
        notify(membership.user, f"{subject}（{organization.name}）", text, link)
        reached.add(membership.user.email.lower())
    address = contact_of(organization).email
    if address.lower() not in reached:
        tell(
            address,
            f"{subject}（{organization.name}）",
            f"{organization.name} 御中\n\n{text}\n\n{whole_address(link)}\n\n"
            "ログインできないときや、紙で答えたいときは、センターに知らせてください。\n",
        )
