"""消去: one action takes a person out of every table and of the trail. It can't be undone.

The rows stay, so that every statistic is the same before and after; they name nobody.
"""

from typing import Any

import structlog
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.audit.events import erasing, event_models
from koganei_kyodo.portal.privacy.models import DisposalList, Erasure, PersonalDataRequest
from koganei_kyodo.portal.privacy.permissions import require_handling
from koganei_kyodo.portal.privacy.registry import HOLDINGS, NEUTRAL_NAME, Holding, OnErase
from koganei_kyodo.portal.privacy.requests import (
    RequestRefused,
    close,
    granted_person,
    lock,
)
from koganei_kyodo.portal.privacy.traces import (
    Traces,
    change_admin_log,
    change_contexts,
    change_events,
    change_notices,
    drop_jobs,
    traces_of,
)
from organizations.models import Invitation, Membership

logger = structlog.get_logger(__name__)
Counts = dict[str, int]
# Tables of libraries, whose own names are not plain.
_TABLES = {
    "admin.LogEntry": "管理画面の操作の記録",
    "pghistory.Context": "変更の記録のわけ",
    "procrastinate.ProcrastinateJob": "裏方の処理",
    "sessions.Session": "ログインの状態",
}


def erase_on_request(request: PersonalDataRequest, *, by: User, confirmation: str) -> Erasure:
    """Erase the person of a granted request and close it.

    Args:
        request: of the kind 消去, decided.
        by: of the coordinating office, and not the person.
        confirmation: the person's login ID, typed by hand.

    Raises:
        PermissionDenied: `by` may not handle requests.
        RequestRefused: not granted, erased before, `by` is the person, or the ID is another.
    """
    with transaction.atomic():
        locked = lock(request, "finish", by)
        person = granted_person(locked, PersonalDataRequest.Kind.ERASE)
        if person.pk == by.pk:
            raise RequestRefused("自分の消去はできません。ほかの職員に頼んでください")
        if confirmation.strip().lower() != person.login_id:
            raise RequestRefused("ログインIDが違います。消去する人のログインIDを入力してください")
        with acting(by, why=f"消去（{locked.number}）"):
            erasure = _erase(person, by, request=locked)
            close(locked, by)
    return erasure


def erase_on_disposal(person: User, *, disposal: DisposalList) -> Erasure:
    """Erase an account that is past its time; whoever approved the list answers for it.

    Raises ``PermissionDenied`` where that person may not, ``RequestRefused`` where it is erased.
    """
    by = disposal.decided_by
    require_handling(by)
    with transaction.atomic(), acting(by, why=f"保存年限の満了（廃棄の一覧{disposal}）"):
        return _erase(person, by, disposal=disposal)


def _erase(person: User, by: Any, **ground: Any) -> Erasure:
    person = User.objects.select_for_update().get(pk=person.pk)
    if Erasure.objects.filter(person=person).exists():
        raise RequestRefused("この人は、すでに消去してあります")
    counts: Counts = {}
    # First what is found by the address and the name, while they still stand there.
    traces = traces_of(person)
    counts["sessions.Session"] = _end_sessions(person)
    counts["procrastinate.ProcrastinateJob"] = drop_jobs(traces)
    counts["organizations.Invitation（未使用）"] = _unused_invitations(person, traces)
    counts["accounts.Notification（ほかの人へ）"] = change_notices(person, traces)
    counts["organizations.Membership（終了）"] = _end_memberships(person)
    events = [(holding, _event_ids(holding, person)) for holding in HOLDINGS]
    for holding in HOLDINGS:
        counts[holding.model] = counts.get(holding.model, 0) + _change_rows(holding, person)
    User.objects.filter(pk=person.pk).update(password=_unusable())
    with erasing():
        for holding, rows in events:
            name = f"{holding.model}（変更の記録）"
            counts[name] = counts.get(name, 0) + _change_events(holding, rows, person)
        counts["文章の変更の記録"] = change_events(person, traces)
        counts["pghistory.Context"] = change_contexts(person, traces)
        counts["admin.LogEntry（氏名）"] = change_admin_log(person, traces)
    counts = {name: number for name, number in sorted(counts.items()) if number}
    logger.info("person_erased", person=person.pk, by=by.pk)
    return Erasure.objects.create(person=person, by=by, counts=counts, **ground)


def _unusable() -> str:
    nobody = User()
    nobody.set_unusable_password()
    return nobody.password


def _end_sessions(person: User) -> int:
    """Delete the sessions in which the person is logged in; their rows don't name them."""
    own = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    return Session.objects.filter(pk__in=own).delete()[0]


def _unused_invitations(person: User, traces: Traces) -> int:
    """Take the person out of invitations that were never accepted.

    That is, of those that went to an address of theirs, and of closed ones headed with their name.
    """
    to_me = Q(email__in=traces.addresses)
    if traces.unique:
        to_me |= Q(addressee__in=traces.names) & ~Q(status=Invitation.Status.OPEN)
    ids = list(Invitation.objects.filter(to_me, membership=None).values_list("pk", flat=True))
    values = {"addressee": NEUTRAL_NAME.format(pk=person.pk), "email": ""}
    Invitation.objects.filter(pk__in=ids).update(**values)
    with erasing():
        for model in event_models():
            if model.pgh_tracked_model is Invitation:
                QuerySet(model).filter(pgh_obj_id__in=ids).update(**values)
    return len(ids)


def _end_memberships(person: User) -> int:
    """End what is still valid, today; nobody is left who could act."""
    today = timezone.localdate()
    rows = Membership.objects.filter(Q(valid_until=None) | Q(valid_until__gt=today), user=person)
    return rows.update(valid_until=Greatest(Value(today, models.DateField()), F("valid_from")))


def _event_ids(holding: Holding, person: User) -> list[tuple[type[Any], list[int]]]:
    """Return the events of a holding's rows, those of deleted rows included."""
    found = []
    for model in event_models():
        if model.pgh_tracked_model is not holding.table or not hasattr(model, "pgh_obj"):
            continue
        mine = Q(pgh_obj_id__in=list(holding.rows_of(person.pk).values_list("pk", flat=True)))
        if holding.to_person in {f.name for f in model._meta.concrete_fields}:
            mine |= Q(**{holding.to_person: person.pk})
        found.append((model, list(QuerySet(model).filter(mine).values_list("pgh_id", flat=True))))
    return found


def _change_rows(holding: Holding, person: User) -> int:
    rows = holding.rows_of(person.pk)
    if holding.on_erase is OnErase.DELETE:
        return rows.delete()[0]
    if holding.on_erase is OnErase.REPLACE:
        ids = list(rows.values_list("pk", flat=True))
        table = holding.table._base_manager.filter(pk__in=ids)
        return table.update(**holding.replacement(person.pk))
    return 0


def _change_events(holding: Holding, rows: list[tuple[type[Any], list[int]]], person: User) -> int:
    changed = 0
    for model, ids in rows:
        events: QuerySet[Any] = QuerySet(model)
        if holding.on_erase is OnErase.DELETE:
            changed += events.filter(pgh_id__in=ids).delete()[0]
        elif holding.on_erase is OnErase.REPLACE:
            columns = {f.name for f in model._meta.concrete_fields}
            personal = {
                name: value
                for name, value in holding.replacement(person.pk).items()
                # Whether the account could be used stays: it is the trail, not the person.
                if name in columns and name not in ("is_active", "is_superuser")
            }
            changed += events.filter(pgh_id__in=ids).update(**personal)
    return changed


def table_in_words(name: str) -> str:
    """Return 「利用者（変更の記録）」 for ``accounts.User（変更の記録）``, a key of an erasure's counts."""
    label, mark, rest = name.partition("（")
    if label in _TABLES or "." not in label:
        return f"{_TABLES.get(label, label)}{mark}{rest}"
    return f"{apps.get_model(label)._meta.verbose_name}{mark}{rest}"
