"""Planning a reorganisation: nothing of it happens before ``apply_reorganization``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from organizations import permissions
from organizations.actions.errors import WrongState
from organizations.models import (
    Department,
    Reorganization,
    ReorganizationOffice,
    ReorganizationStep,
)

CLOSED = "この組織改正は、もう終わっています。新しい組織改正をつくってください"
Kind = ReorganizationStep.Kind


@dataclass(frozen=True)
class NamedOffice:
    """An office that comes after a change: its name, reading and the 部 above it (empty: as now)."""

    name: str
    name_kana: str = ""
    parent_name: str = ""


def plan_reorganization(name: str, on: date, *, by: User) -> Reorganization:
    """Begin a plan for a day.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
    """
    require_right(by)
    return Reorganization.objects.create(name=name, on=on, created_by=by)


def change_plan(plan: Reorganization, *, name: str, on: date, by: User) -> Reorganization:
    """Give a plan another name or day.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        WrongState: it was carried out or dropped.
    """
    with transaction.atomic():
        locked = lock_plan(plan, by, "edit")
        locked.name, locked.on = name, on
        locked.save()
    return locked


def put_step(
    plan: Reorganization,
    kind: str,
    *,
    before: Sequence[Department],
    after: Sequence[NamedOffice],
    by: User,
    step: ReorganizationStep | None = None,
) -> ReorganizationStep:
    """Add a change to a plan, or write one anew.

    Args:
        plan: a plan that is still open.
        kind: a value of ``ReorganizationStep.Kind``.
        before: the offices it is about.
        after: what comes after them.
        by: who plans.
        step: the change to be written anew; None adds one.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        WrongState: the plan is closed, or an office stands in another change of it already.
    """
    with transaction.atomic():
        locked = lock_plan(plan, by, "edit")
        others = ReorganizationOffice.objects.filter(
            step__reorganization=locked, comes_after=False, department__in=before
        )
        taken = others.exclude(step=step).select_related("department").first()
        if taken is not None:
            raise WrongState(
                f"{taken.name}は、この組織改正のほかの行にあります。その行を直してください"
            )
        if step is None:
            step = ReorganizationStep.objects.create(reorganization=locked, kind=kind)
        else:
            step.offices.all().delete()
            step.choices_of_people = {}
            step.save()
        ReorganizationOffice.objects.bulk_create(
            [
                *(
                    ReorganizationOffice(step=step, position=n, department=o, name=o.name)
                    for n, o in enumerate(before)
                ),
                *(
                    ReorganizationOffice(
                        step=step,
                        comes_after=True,
                        position=n,
                        name=o.name,
                        name_kana=o.name_kana,
                        parent_name=o.parent_name,
                    )
                    for n, o in enumerate(after)
                ),
            ]
        )
    return step


def remove_step(step: ReorganizationStep, *, by: User) -> None:
    """Take a change out of a plan.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        WrongState: the plan is closed.
    """
    with transaction.atomic():
        lock_plan(step.reorganization, by, "edit")
        step.delete()


def choose_people(step: ReorganizationStep, choices: Mapping[int, int], *, by: User) -> None:
    """Say who of an office that is split goes to which office after it.

    Args:
        step: a change of kind 分ける.
        choices: id of a membership → position of the office that comes after.
        by: who plans.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        WrongState: the plan is closed.
    """
    with transaction.atomic():
        lock_plan(step.reorganization, by, "edit")
        step.choices_of_people = {str(pk): position for pk, position in choices.items()}
        step.save()


def drop_reorganization(plan: Reorganization, *, by: User) -> Reorganization:
    """Give up a plan; it stays readable.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        WrongState: it was carried out or dropped before.
    """
    with transaction.atomic():
        locked = lock_plan(plan, by, "drop")
        close_plan(locked, Reorganization.Status.DROPPED, by)
    return locked


def close_plan(plan: Reorganization, status: str, by: User) -> None:
    """Write how a locked plan ended."""
    plan.status, plan.closed_by, plan.closed_at = status, by, timezone.now()
    plan.save()


def lock_plan(plan: Reorganization, by: User, verb: str) -> Reorganization:
    """Read the plan anew, keep others from changing it, refuse whose it isn't and when it's over."""
    require_right(by)
    locked: Reorganization = Reorganization.objects.select_for_update().get(pk=plan.pk)
    if not locked.allows(verb):
        raise WrongState(CLOSED)
    return locked


def require_right(by: User) -> None:
    """Refuse everybody but the coordinating office."""
    if not permissions.may_reorganize(by):
        raise PermissionDenied("組織改正は、協働の主管課だけが行えます")
