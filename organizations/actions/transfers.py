"""The new office answers to a move that the old one announced."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from organizations import permissions
from organizations.actions.errors import WrongState
from organizations.actions.memberships import require_existing, store
from organizations.models import Membership, Transfer

ANSWERED = "この異動は、{who}さんが先に答えました（{status}）"


def accept_transfer(transfer: Transfer, *, by: User) -> Membership:
    """Let the person in, from the announced day on or from today where that day is past.

    Raises:
        PermissionDenied: `by` may not let anybody into the new office.
        WrongState: it was answered before, or the office is no more.
        Overlap: the person acts there already.
    """
    with transaction.atomic():
        locked = _answer(transfer, "accept", by)
        first_day = max(locked.on, timezone.localdate())
        require_existing(locked.to_department, first_day)
        return store(
            Membership(
                user=locked.membership.user,
                role=locked.role,
                department=locked.to_department,
                valid_from=first_day,
            )
        )


def decline_transfer(transfer: Transfer, *, by: User) -> Transfer:
    """Say that the person doesn't come here; the old membership still ends.

    Raises ``PermissionDenied`` and ``WrongState`` as ``accept_transfer``.
    """
    with transaction.atomic():
        return _answer(transfer, "decline", by)


def _answer(transfer: Transfer, verb: str, by: User) -> Transfer:
    rows = Transfer.objects.select_for_update(of=("self",))
    locked: Transfer = rows.select_related("to_department__root", "membership__user").get(
        pk=transfer.pk
    )
    if not permissions.may_let_in(by, locked.role, department=locked.to_department):
        raise PermissionDenied(say.no_permission(f"{locked.to_department}の課長と協働の主管課"))
    if locked.status not in Transfer.TRANSITIONS[verb]:
        who = locked.decided_by.name if locked.decided_by else "別の人"
        raise WrongState(ANSWERED.format(who=who, status=locked.get_status_display()))
    locked.status = Transfer.TRANSITIONS[verb][locked.status]
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save()
    return locked
