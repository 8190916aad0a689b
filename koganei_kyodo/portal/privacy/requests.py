"""The way of a request: arrived, identified, decided, done. The only doors to its status."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.fiscal_year import fiscal_year_of
from koganei_kyodo.japanese import format_date
from koganei_kyodo.portal.privacy.models import PersonalDataRequest, UseStop
from koganei_kyodo.portal.privacy.permissions import require_handling

Kind = PersonalDataRequest.Kind
Status = PersonalDataRequest.Status
Decision = PersonalDataRequest.Decision
NUMBER_LOCK = 7_051_964  # first key of the advisory lock; the second one is the 年度

REFUSALS: dict[tuple[str, str], str] = {
    ("identify", Status.DECIDED): "この請求は決定してあります。本人の確かめ方は変えられません",
    ("identify", Status.DONE): "この請求は終わっています",
    ("extend", Status.DECIDED): "この請求は決定してあります。期限を延ばす必要はありません",
    ("extend", Status.DONE): "この請求は終わっています",
    ("decide", Status.DECIDED): "この請求は決定してあります",
    ("decide", Status.DONE): "この請求は終わっています",
    ("finish", Status.RECEIVED): "先に、請求のとおりにするかどうかを決定してください",
    ("finish", Status.DONE): "この請求は終わっています",
}


class RequestRefused(Exception):
    """The request doesn't allow this now; the text tells the person what to do instead."""


def register(request: PersonalDataRequest, *, by: User) -> PersonalDataRequest:
    """Store a new request with its number (``個2026-001``) and its due day, 30 days on.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
    """
    require_handling(by)
    with transaction.atomic():
        request.number = _next_number(fiscal_year_of(request.received_on))
        request.due_on = request.received_on + datetime.timedelta(days=PersonalDataRequest.DAYS)
        request.received_by = by
        if request.person is not None and not request.requester_name:
            request.requester_name = request.person.name
        request.save()
    return request


def identify(request: PersonalDataRequest, *, by: User, how: str) -> PersonalDataRequest:
    """Note how the person was identified, for example マイナンバーカードを窓口で確認.

    Raises ``PermissionDenied``, ``RequestRefused``, and ``ValueError`` for an empty `how`.
    """
    if not how.strip():
        raise ValueError("a way of identifying is needed")
    with transaction.atomic():
        locked = lock(request, "identify", by)
        locked.identity_check = how.strip()
        locked.identity_checked_at, locked.identity_checked_by = timezone.now(), by
        locked.save()
    return locked


def extend(
    request: PersonalDataRequest, *, by: User, until: datetime.date, reason: str
) -> PersonalDataRequest:
    """Put the decision off, once or more, to 60 days after the request came at the latest.

    Raises ``PermissionDenied``, ``RequestRefused``, and ``ValueError`` for an empty reason.
    """
    if not reason.strip():
        raise ValueError("a reason is needed")
    with transaction.atomic():
        locked = lock(request, "extend", by)
        if not locked.due_on < until <= locked.last_due_on:
            raise RequestRefused(
                f"期限は、{format_date(locked.due_on)}より後で、"
                f"{format_date(locked.last_due_on)}までの日にしてください"
            )
        locked.due_on, locked.extension_reason = until, reason.strip()
        with acting(by, why=locked.extension_reason):
            locked.save()
    return locked


def decide(
    request: PersonalDataRequest, *, by: User, decision: str, reason: str = ""
) -> PersonalDataRequest:
    """Decide; whoever gets less than asked for is told the reason.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        RequestRefused: it is decided already, nobody identified the person, or the person whose
            data is to be stopped or erased is not named.
        ValueError: no such decision, or a reason is missing.
    """
    if decision not in Decision.values or (decision != Decision.GRANTED and not reason.strip()):
        raise ValueError("a decision, and a reason for a refusal, are needed")
    with transaction.atomic():
        locked = lock(request, "decide", by)
        if decision != Decision.REFUSED:
            if locked.identity_checked_at is None:
                raise RequestRefused("先に、本人であることを確かめてください")
            if locked.person is None and locked.kind in (Kind.STOP, Kind.ERASE):
                raise RequestRefused("先に、どの利用者の請求かを選んでください")
        locked.status = Status.DECIDED
        locked.decision, locked.decision_reason = decision, reason.strip()
        locked.decided_on, locked.decided_by = timezone.localdate(), by
        words = "：".join(filter(None, [locked.get_decision_display(), locked.decision_reason]))
        with acting(by, why=words):
            locked.save()
    return locked


def finish(request: PersonalDataRequest, *, by: User) -> PersonalDataRequest:
    """Close a decided request; granted stops and erasures close by being carried out.

    Raises ``PermissionDenied`` and ``RequestRefused``.
    """
    with transaction.atomic():
        locked = lock(request, "finish", by)
        if locked.kind in (Kind.STOP, Kind.ERASE) and locked.decision != Decision.REFUSED:
            raise RequestRefused(f"{locked.get_kind_display()}を行うと、この請求は終わります")
        close(locked, by)
    return locked


def stop_use(request: PersonalDataRequest, *, by: User) -> PersonalDataRequest:
    """利用停止: the person can't log in any more; the data stays as it is.

    Raises ``PermissionDenied`` and ``RequestRefused``.
    """
    with transaction.atomic():
        locked = lock(request, "finish", by)
        person = granted_person(locked, Kind.STOP)
        with acting(by, why=f"利用停止（{locked.number}）"):
            UseStop.objects.get_or_create(person=person, defaults={"request": locked, "by": by})
            User.objects.filter(pk=person.pk).update(is_active=False)
            close(locked, by)
    return locked


def resume_use(request: PersonalDataRequest, *, by: User, reason: str) -> PersonalDataRequest:
    """End a stop of use: the person asked for it, or its ground is gone.

    Raises ``PermissionDenied``, ``RequestRefused``, and ``ValueError`` for an empty reason.
    """
    if not reason.strip():
        raise ValueError("a reason is needed")
    require_handling(by)
    with transaction.atomic():
        stop = UseStop.objects.select_for_update().filter(request=request).first()
        if stop is None:
            raise RequestRefused("この請求による利用停止は、もうありません")
        with acting(by, why=f"利用の再開（{request.number}）：{reason.strip()}"):
            User.objects.filter(pk=stop.person_id, erasure=None).update(is_active=True)
            stop.delete()
    return request


def lock(request: PersonalDataRequest, verb: str, by: Any) -> PersonalDataRequest:
    """Return the row locked, after asking for the right and the status."""
    require_handling(by)
    rows = PersonalDataRequest.objects.select_for_update(of=("self",))
    locked = rows.select_related("person").get(pk=request.pk)
    if not locked.allows(verb):
        raise RequestRefused(REFUSALS[verb, locked.status])
    return locked


def granted_person(request: PersonalDataRequest, kind: str) -> User:
    """Return the person of a request of `kind` that was granted, or raise ``RequestRefused``."""
    if request.kind != kind or request.decision == Decision.REFUSED or request.person is None:
        raise RequestRefused(f"{Kind(kind).label}をすると決定した請求ではありません")
    return request.person


def close(request: PersonalDataRequest, by: User) -> None:
    """Set a locked request to its end."""
    request.status = Status.DONE
    request.done_on, request.done_by = timezone.localdate(), by
    request.save()


def _next_number(fiscal_year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, fiscal_year])
        cursor.execute(
            "SELECT coalesce(max(split_part(number, '-', 2)::int), 0) + 1"
            " FROM portal_personaldatarequest WHERE number LIKE %s",
            [f"個{fiscal_year}-%"],
        )
        (following,) = cursor.fetchone()
    return f"個{fiscal_year}-{following:03}"
