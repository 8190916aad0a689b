"""変更届: a group proposes, staff compare and take over all of it, some of it, or nothing."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.audit import acting
from organizations.actions.errors import WrongState
from organizations.actions.errors_registry import NotNow
from organizations.actions.guards import lock, require_staff, require_version, save
from organizations.actions.keeping import require_own
from organizations.actions.registration import note_year
from organizations.models import ChangeRequest, Organization
from organizations.registry_numbers import next_change_number
from organizations.registry_values import EVERY, differing, label_of, put, values_of

Status = ChangeRequest.Status
ONE_AT_A_TIME = "前の変更届を確認しています。結果を待つか、取り下げてから出してください"


def propose(
    organization: Organization,
    values: Mapping[str, Any],
    *,
    by: User,
    message: str = "",
    paper: str = "",
) -> ChangeRequest:
    """Hand in what a group wants changed.

    Args:
        organization: registered.
        values: what it should tell, by name of ``registry_values``; what is the same is left out.
        by: of the group, or of the staff for a paper form.
        message: words for the staff.
        paper: which paper it was entered from.

    Raises:
        PermissionDenied: `by` has nothing to do with the group.
        NotNow: the group isn't registered.
        WrongState: nothing changes, or another one is waiting.
    """
    require_own(organization, by)
    with transaction.atomic():
        locked = lock(organization, "confirm")
        before = values_of(locked)
        proposed = differing(before, {n: v for n, v in values.items() if n in EVERY})
        if not proposed:
            raise WrongState("変えたところがありません。直してから届け出てください")
        if locked.change_requests.filter(status=Status.SUBMITTED).exists():
            raise WrongState(ONE_AT_A_TIME)
        try:
            with transaction.atomic(), acting(by):
                return ChangeRequest.objects.create(
                    organization=locked,
                    number=next_change_number(),
                    proposed=proposed,
                    before={name: before[name] for name in proposed},
                    message=message.strip(),
                    paper=paper.strip(),
                    submitted_by=by,
                )
        except IntegrityError:
            raise WrongState(ONE_AT_A_TIME) from None


def cancel_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    """Take a 変更届 back. Raises ``PermissionDenied`` and ``WrongState``."""
    require_own(change.organization, by)
    with transaction.atomic():
        locked = _lock(change, "cancel")
        return _close(locked, "cancel", by, "")


def accept_change(
    change: ChangeRequest,
    names: Collection[str],
    *,
    by: User,
    reason: str = "",
    version: int | None = None,
) -> ChangeRequest:
    """Take over all of it or some of it; the rest stays as it is.

    Args:
        change: waiting.
        names: of the values to take over; not empty.
        by: of the staff.
        reason: answer to the group; needed where something isn't taken over.
        version: of the group that was compared; None for whatever it is.

    Raises:
        PermissionDenied: `by` isn't of the staff.
        WrongState: nothing was chosen, the reason is missing, or it was decided meanwhile.
        EditedByOther: the group was changed meanwhile.
    """
    require_staff(by)
    with transaction.atomic():
        group = lock(change.organization)
        if not group.is_listed:
            raise NotNow(group)
        require_version(group, version)
        taken = [name for name in change.proposed if name in names]
        verb = "accept" if len(taken) == len(change.proposed) else "accept_partly"
        locked = _lock(change, verb)
        if not taken:
            raise WrongState(
                "受け付けるものを1つ以上選んでください。どれも受け付けないときは「受け付けない」を押してください"
            )
        if verb == "accept_partly" and not reason.strip():
            raise WrongState("受け付けないものがあるときは、返事に理由を入力してください")
        with acting(by, why=f"変更届{locked.number}"):
            put(group, {name: locked.proposed[name] for name in taken})
        save(group, None, by, why=f"変更届{locked.number}")
        note_year(group, by)
        locked.accepted = taken
        return _close(locked, verb, by, reason)


def decline_change(change: ChangeRequest, *, by: User, reason: str) -> ChangeRequest:
    """Take nothing over, with the reason. Raises as ``accept_change``."""
    require_staff(by)
    if not reason.strip():
        raise WrongState(say.empty("返事（受け付けない理由）"))
    with transaction.atomic():
        return _close(_lock(change, "decline"), "decline", by, reason)


def _lock(change: ChangeRequest, verb: str) -> ChangeRequest:
    rows = ChangeRequest.objects.select_for_update(of=("self",)).select_related("submitted_by")
    locked: ChangeRequest = rows.get(pk=change.pk)
    if not locked.allows(verb):
        raise WrongState(
            f"この変更届は、先に決まっています（{locked.get_status_display()}）。開き直してください"
        )
    return locked


def _close(change: ChangeRequest, verb: str, by: User, reason: str) -> ChangeRequest:
    change.status = ChangeRequest.TRANSITIONS[verb][change.status]
    change.decided_at, change.decided_by = timezone.now(), by
    change.reason = reason.strip()
    with acting(by, why=change.reason):
        change.save()
    if verb != "cancel" and change.submitted_by_id != by.pk:
        taken = "、".join(label_of(name) for name in change.accepted)
        answer = f"受け付けたもの：{taken or 'なし'}\n{change.reason}".strip()
        notify(
            change.submitted_by,
            f"変更届{change.number}：{change.get_status_display()}（{change.organization}）",
            answer,
            f"/organizations/{change.organization_id}/registration/",
        )
    return change
