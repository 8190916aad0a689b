"""保存年限: what is past its time, the list somebody approves, and the disposal.

A year counts from 1 April after the 年度 in which a record was closed: closed in 2025年度 and kept
for 3 years, it may go on 1 April 2029. Nothing goes without an approved list; while a request
about personal data is open, whatever may answer it is kept.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from pghistory.models import Context

from consultations.actions import dispose as dispose_consultation
from consultations.models import Consultation, ConsultationPerson
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.audit.events import erasing, event_models
from koganei_kyodo.fiscal_year import fiscal_year_label, fiscal_year_of, fiscal_year_range
from koganei_kyodo.portal.privacy.erase import erase_on_disposal
from koganei_kyodo.portal.privacy.models import (
    DisposalItem,
    DisposalList,
    Erasure,
    IncidentLog,
    PersonalDataRequest,
    RetentionRule,
)
from koganei_kyodo.portal.privacy.permissions import require_handling
from organizations.actions.forgetting import forget_registration
from organizations.models import Contact, Organization

Status = DisposalList.Status
HELD = "処理中の個人情報の請求があるため"
GONE = "すでにないため"


class ListRefused(Exception):
    """The list doesn't allow this now; the text tells the person what to do instead."""


@dataclass(frozen=True)
class Closed:
    """Something that was closed on a day, by its number and in words without a person's name."""

    object_id: int
    label: str
    closed_on: datetime.date


@dataclass(frozen=True)
class Kind:
    """How one kind of record is found and disposed of.

    ``dispose`` returns False where there is nothing left to do; ``held`` tells whether an open
    request keeps the thing.
    """

    closed: Callable[[], Iterable[Closed]]
    dispose: Callable[[int, DisposalList], bool]
    held: Callable[[int], bool]


def due_on(closed_on: datetime.date, years: int) -> datetime.date:
    """Return the first day on which something closed on a day and kept for `years` may go."""
    return datetime.date(fiscal_year_of(closed_on) + years + 1, 4, 1)


def due_items(day: datetime.date) -> list[DisposalItem]:
    """Return what may go on `day` and stands on no open list, unsaved, in the order of the rules.

    Rules whose class has no years (常用) bring nothing.
    """
    open_lists = DisposalItem.objects.filter(list__status__in=[Status.DRAFT, Status.APPROVED])
    listed = set(open_lists.values_list("rule_id", "object_id"))
    found = []
    for rule in RetentionRule.objects.select_related("retention"):
        if rule.retention.years is None or rule.kind not in KINDS:
            continue
        for each in KINDS[rule.kind].closed():
            due = due_on(each.closed_on, rule.retention.years)
            if due <= day and (rule.pk, each.object_id) not in listed:
                found.append(
                    DisposalItem(
                        rule=rule,
                        object_id=each.object_id,
                        label=each.label,
                        closed_on=each.closed_on,
                        due_on=due,
                        kept_because=HELD if KINDS[rule.kind].held(each.object_id) else "",
                    )
                )
    return found


def make_list(day: datetime.date) -> DisposalList | None:
    """Write down what may go on `day`; None where there is nothing. Held things are left out."""
    with transaction.atomic():
        ready = [item for item in due_items(day) if not item.kept_because]
        if not ready:
            return None
        disposal = DisposalList.objects.create(day=day)
        for item in ready:
            item.list = disposal
        DisposalItem.objects.bulk_create(ready)
    return disposal


def approve_list(disposal: DisposalList, *, by: User) -> DisposalList:
    """Approve a list; the next run of ``apply_retention`` carries it out.

    Raises ``PermissionDenied``, and ``ListRefused`` where it is decided already.
    """
    return _decide(disposal, by, "approve", "")


def reject_list(disposal: DisposalList, *, by: User, reason: str) -> DisposalList:
    """Refuse a list; nothing on it goes. Raises as ``approve_list``; a reason is needed."""
    if not reason.strip():
        raise ValueError("a reason is needed")
    return _decide(disposal, by, "reject", reason.strip())


def carry_out(disposal: DisposalList) -> DisposalList:
    """Dispose of an approved list, all or nothing; what is held meanwhile stays, with the reason.

    Raises ``ListRefused`` where it is not approved.
    """
    with transaction.atomic():
        locked = _lock(disposal, "dispose")
        with acting(locked.decided_by, why=f"保存年限の満了（廃棄の一覧{locked}）"):
            for item in locked.items.select_related("rule"):
                kind = KINDS[item.rule.kind]
                if kind.held(item.object_id):
                    item.kept_because = HELD
                elif kind.dispose(item.object_id, locked):
                    item.disposed_at = timezone.now()
                else:
                    item.kept_because = GONE
                item.save()
            locked.status, locked.disposed_at = Status.DONE, timezone.now()
            locked.save()
    return locked


def _decide(disposal: DisposalList, by: User, verb: str, reason: str) -> DisposalList:
    require_handling(by)
    with transaction.atomic():
        locked = _lock(disposal, verb)
        locked.status = DisposalList.TRANSITIONS[verb][locked.status]
        locked.decided_by, locked.decided_at, locked.reason = by, timezone.now(), reason
        with acting(by, why=reason):
            locked.save()
    return locked


def _lock(disposal: DisposalList, verb: str) -> DisposalList:
    locked = DisposalList.objects.select_for_update().get(pk=disposal.pk)
    if not locked.allows(verb):
        raise ListRefused(
            f"この一覧は「{locked.get_status_display()}」です。一覧を開き直してください"
        )
    return locked


# --- the kinds ---------------------------------------------------------------------------------


def _open_requests() -> QuerySet[PersonalDataRequest]:
    return PersonalDataRequest.objects.exclude(status=PersonalDataRequest.Status.DONE)


def _any_request(object_id: int) -> bool:
    """A request without a known person, or of anybody, may need what a whole year holds."""
    return _open_requests().exists()


def _requests() -> Iterable[Closed]:
    done = PersonalDataRequest.objects.exclude(done_on=None)
    named = done.exclude(requester_name="", contact="", request_text="", identity_check="")
    for request in named.order_by("pk"):
        if request.done_on:
            yield Closed(request.pk, f"請求 {request.number} の氏名と内容", request.done_on)


def _forget_request(object_id: int, disposal: DisposalList) -> bool:
    rows = PersonalDataRequest.objects.filter(pk=object_id)
    return bool(rows.update(requester_name="", contact="", request_text="", identity_check=""))


def _accounts() -> Iterable[Closed]:
    people = User.objects.filter(erasure=None, is_superuser=False).annotate(
        last=Max("memberships__valid_until"),
        open=Count("memberships", filter=Q(memberships__valid_until=None)),
    )
    for person in people.filter(open=0, last__isnull=False).order_by("pk"):
        yield Closed(person.pk, f"利用者の登録 番号{person.pk}", person.last)


def _erase_account(object_id: int, disposal: DisposalList) -> bool:
    current = {each.object_id for each in _accounts()}
    if object_id not in current or Erasure.objects.filter(person=object_id).exists():
        return False  # somebody let the person in again
    erase_on_disposal(User.objects.get(pk=object_id), disposal=disposal)
    return True


def _account_held(object_id: int) -> bool:
    return _open_requests().filter(Q(person=object_id) | Q(person=None)).exists()


def _incidents() -> Iterable[Closed]:
    for incident in IncidentLog.objects.exclude(closed_on=None).order_by("pk"):
        if incident.closed_on:
            yield Closed(incident.pk, f"漏えい等の記録 番号{incident.pk}", incident.closed_on)


def _delete_incident(object_id: int, disposal: DisposalList) -> bool:
    return bool(IncidentLog.objects.filter(pk=object_id).delete()[0])


def _consultations() -> Iterable[Closed]:
    closed = Consultation.objects.filter(disposed_at=None).exclude(closed_at=None)
    for row in closed.order_by("pk").values_list("pk", "number", "closed_at"):
        yield Closed(row[0], f"相談 {row[1]} の内容と相談者", timezone.localdate(row[2]))


def _dispose_consultation(object_id: int, disposal: DisposalList) -> bool:
    why = f"保存年限の満了（廃棄の一覧{disposal}）"
    return dispose_consultation(object_id, by=disposal.decided_by, why=why)


def _consultation_held(object_id: int) -> bool:
    """Keep it while a request of its enquirer is open, or of somebody without an account."""
    asked = ConsultationPerson.objects.filter(consultation=object_id).values("user")
    return _open_requests().filter(Q(person=None) | Q(person__in=asked)).exists()


def _registrations() -> Iterable[Closed]:
    ended = Organization.objects.filter(status__in=Organization.ENDED).exclude(ended_on=None)
    held = Q(contact__isnull=False) | Q(attachments__isnull=False)
    for row in ended.filter(held).distinct().order_by("pk"):
        if row.ended_on:
            yield Closed(row.pk, f"団体 {row.name} の連絡先と書類", row.ended_on)


def _declined() -> Iterable[Closed]:
    status = Organization.Status.DECLINED
    held = Q(contact__isnull=False) | Q(attachments__isnull=False)
    rows = Organization.objects.filter(status=status).filter(held).distinct()
    last = rows.annotate(decided=Max("applications__decided_at")).exclude(decided=None)
    for pk, name, decided in last.order_by("pk").values_list("pk", "name", "decided"):
        yield Closed(pk, f"登録しなかった団体 {name} の連絡先と書類", timezone.localdate(decided))


def _forget_registration(object_id: int, disposal: DisposalList) -> bool:
    why = f"保存年限の満了（廃棄の一覧{disposal}）"
    return forget_registration(object_id, by=disposal.decided_by, why=why)


def _registration_held(object_id: int) -> bool:
    """Keep it while a request of its representative is open, or of somebody without an account."""
    asked = Contact.objects.filter(organization=object_id).values("person")
    return _open_requests().filter(Q(person=None) | Q(person__in=asked)).exists()


def _years(first: datetime.datetime | None, words: str) -> Iterable[Closed]:
    """Yield one closed thing for each whole 年度 from `first` to last year; its number is the year.

    A year without rows is harmless: its disposal finds nothing.
    """
    if first is None:
        return
    for year in range(fiscal_year_of(first), fiscal_year_of(timezone.localdate())):
        yield Closed(year, f"{fiscal_year_label(year)}の{words}", fiscal_year_range(year)[1])


def _end_of(year: int) -> datetime.datetime:
    after = fiscal_year_range(year)[1] + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(after, datetime.time.min))


def _admin_log() -> Iterable[Closed]:
    first = LogEntry.objects.order_by("action_time").values_list("action_time", flat=True).first()
    return _years(first, "管理画面の操作の記録")


def _delete_admin_log(year: int, disposal: DisposalList) -> bool:
    return bool(LogEntry.objects.filter(action_time__lt=_end_of(year)).delete()[0])


def _trail() -> Iterable[Closed]:
    firsts = [
        QuerySet(model).order_by("pgh_created_at").values_list("pgh_created_at", flat=True).first()
        for model in event_models()
    ]
    return _years(min((first for first in firsts if first), default=None), "変更の記録")


def _delete_trail(year: int, disposal: DisposalList) -> bool:
    with erasing():
        gone = [
            QuerySet(model).filter(pgh_created_at__lt=_end_of(year)).delete()[0]
            for model in event_models()
        ]
        # A day earlier: a long command may still add to what it said about itself.
        a_day = datetime.timedelta(days=1)
        Context.objects.filter(created_at__lt=_end_of(year) - a_day).delete()
    return sum(gone) > 0


KINDS: dict[str, Kind] = {
    "data_request": Kind(_requests, _forget_request, lambda object_id: False),
    "unused_account": Kind(_accounts, _erase_account, _account_held),
    "incident": Kind(_incidents, _delete_incident, lambda object_id: False),
    "consultation": Kind(_consultations, _dispose_consultation, _consultation_held),
    "registration": Kind(_registrations, _forget_registration, _registration_held),
    "declined_application": Kind(_declined, _forget_registration, _registration_held),
    "admin_log": Kind(_admin_log, _delete_admin_log, _any_request),
    "audit_event": Kind(_trail, _delete_trail, _any_request),
}
