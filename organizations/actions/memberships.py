"""Memberships begin, are confirmed, end and move. What was stays; what comes has its date."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, Role
from koganei_kyodo.fiscal_year import fiscal_year_range
from koganei_kyodo.japanese import format_date
from organizations import permissions
from organizations.actions.errors import Overlap, WrongState
from organizations.models import (
    Department,
    Membership,
    MembershipConfirmation,
    Organization,
    Transfer,
)

ONE_DAY = timedelta(days=1)
OFFICE_ROLES = frozenset({Role.OFFICER, Role.HEAD})
# Who is missed when the last of them goes.
LAST_ONES = {
    Role.HEAD: "{place}の課長がいなくなります。次の課長を招待してください",
    Role.REPRESENTATIVE: "{place}の代表がいなくなります。次の代表を招待してください",
    Role.COORDINATOR: "{place}から、協働の主管課の役割の人がいなくなります",
}


@dataclass(frozen=True)
class Ended:
    """A membership that ends, and what the person who ended it has to know."""

    membership: Membership
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """A move: what ends, and what begins at once (``begun``) or waits to be let in."""

    ended: Membership
    begun: Membership | None
    transfer: Transfer | None
    warnings: tuple[str, ...] = ()


def start_membership(
    user: User,
    *,
    role: Role,
    by: User,
    department: Department | None = None,
    organization: Organization | None = None,
    on: date | None = None,
) -> Membership:
    """Let a person who has an account act at a place.

    Args:
        user: the person.
        role: what they may do there.
        by: who lets them in.
        department: the office, for its roles.
        organization: the group, for its roles; neither is the centre.
        on: the first day; None is today.

    Raises:
        PermissionDenied: `by` may not let anybody in there in this role.
        Overlap: the person acts there already in this time.
        WrongState: the office doesn't exist on that day.
    """
    if not permissions.may_let_in(by, role, department=department, organization=organization):
        raise PermissionDenied("この所属を加える権限がありません")
    on = on or timezone.localdate()
    require_existing(department, on)
    row = Membership(
        user=user, role=role, department=department, organization=organization, valid_from=on
    )
    return store(row)


def end_membership(m: Membership, *, by: User, on: date) -> Ended:
    """End a membership; the row stays. A day set before can be moved while it isn't past.

    Args:
        m: the membership.
        by: who decides.
        on: the last day, today or earlier or later, not before the first day.

    Returns:
        The membership with its end, and a warning where nobody is left to lead the place.

    Raises:
        PermissionDenied: `by` doesn't decide over it.
        WrongState: it is over, or `on` lies before its first day.
        Overlap: a later end runs into another membership at the same place.
    """
    with transaction.atomic():
        locked = lock(m, by)
        require_not_over(locked)
        if on < locked.valid_from:
            raise WrongState(
                say.date_order("終わる日", earlier_label="始まる日", earlier=locked.valid_from)
            )
        locked.valid_until = on
        store(locked)
        _tell(locked, by, f"{locked.place_name}の人としての所属は、{format_date(on)}で終わります")
        warning = vacancy_warning(locked, on)
    return Ended(locked, (warning,) if warning else ())


def _tell(m: Membership, by: User, subject: str, first: str = "") -> None:
    """Let a person know what somebody else decided over their membership."""
    if by == m.user:
        return
    body = f"{first}決めた人：{by.name}さん\n思い当たらないときは、{by.name}さんか支援センターに聞いてください。"
    notify(m.user, subject, body, reverse("portal:home"))


def reopen_membership(m: Membership, *, by: User) -> Membership:
    """Take back an end that lies ahead; a move that nobody has let in yet is taken back with it.

    Raises:
        PermissionDenied: `by` doesn't decide over it.
        WrongState: it is over, has no end, or the person was let in elsewhere by a move.
        Overlap: it would run into another membership at the same place.
    """
    with transaction.atomic():
        locked = lock(m, by)
        require_not_over(locked)
        if locked.valid_until is None:
            raise WrongState("この所属には、終わる日がありません")
        locked.valid_until = None
        store(locked)
        waiting = Transfer.objects.select_for_update().filter(membership=locked).waiting()
        for transfer in waiting:
            transfer.status = Transfer.Status.DECLINED
            transfer.decided_by, transfer.decided_at = by, timezone.now()
            transfer.save()
    return locked


def cancel_membership(m: Membership, *, by: User) -> None:
    """Take back a membership whose first day lies ahead; cancelling it twice is once.

    Raises:
        PermissionDenied: `by` doesn't decide over it.
        WrongState: it has begun: it can be ended, and stays as it was.
    """
    with transaction.atomic():
        if not Membership.objects.select_for_update().filter(pk=m.pk).exists():
            return
        locked = lock(m, by)
        if locked.has_begun:
            raise WrongState("もう始まっている所属です。取りやめずに、終わる日を入れてください")
        locked.delete()


def move_membership(
    m: Membership, *, by: User, to_department: Department, on: date, role: Role | None = None
) -> Moved:
    """Move a person to another office: the old membership ends the day before.

    Who may not let anybody into the new office only announces the move: it waits as a
    ``Transfer`` until the new office or the coordinating office lets the person in. The same move
    asked for twice is made once.

    Args:
        m: a membership of an office.
        by: who decides.
        to_department: the new office.
        on: the first day there.
        role: 担当者 or 課長 there; None keeps it (協働の主管課 becomes 担当者).

    Raises:
        PermissionDenied: `by` doesn't decide over the membership.
        WrongState: it is over or of no office, begins on `on` or later, ends already with a move,
            or the new office is the same one or doesn't exist on that day.
        Overlap: the person acts for the new office already in this time.
    """
    with transaction.atomic():
        locked = lock(m, by)
        new_role = _role_after(locked, role)
        if to_department == locked.department:
            raise WrongState("いまと同じ課です。異動先には、別の課を選んでください")
        require_existing(to_department, on)
        if found := _already_moved(locked, to_department, on, new_role):
            return found
        require_not_over(locked)
        _refuse_second_move(locked)
        last_day = on - ONE_DAY
        if last_day < locked.valid_from:
            raise WrongState(
                say.date_order("異動の日", earlier_label="始まる日", earlier=locked.valid_from)
            )
        locked.valid_until = min(last_day, locked.valid_until or last_day)
        store(locked)
        begun, transfer = None, None
        if permissions.may_let_in(by, new_role, department=to_department):
            begun = store(
                Membership(user=locked.user, role=new_role, department=to_department, valid_from=on)
            )
        else:
            transfer = _announce(locked, to_department, new_role, on, by)
        subject = f"{format_date(on)}から、所属が{to_department}に変わります"
        _tell(locked, by, subject, "" if begun else f"{to_department}の受け入れを待っています。\n")
        warning = vacancy_warning(locked, last_day)
    return Moved(locked, begun, transfer, (warning,) if warning else ())


def confirm_membership(m: Membership, *, by: User, fiscal_year: int) -> MembershipConfirmation:
    """Note that a membership goes on in a 年度; noting it twice keeps the first note.

    Args:
        m: the membership.
        by: who says so.
        fiscal_year: the 年度 as an int (2027 for April 2027 to March 2028).

    Raises:
        PermissionDenied: `by` doesn't decide over it.
        WrongState: it, or its office, ends before the 年度 begins.
    """
    first_day, _ = fiscal_year_range(fiscal_year)
    with transaction.atomic():
        locked = lock(m, by)
        if locked.valid_until is not None and locked.valid_until < first_day:
            raise WrongState(
                f"{locked.user.name}さんの所属は、{format_date(locked.valid_until)}に終わります。"
                "続けるときは、先に終わる日を取り消してください"
            )
        require_existing(locked.department, first_day)
        confirmation, _ = MembershipConfirmation.objects.get_or_create(
            membership=locked, fiscal_year=fiscal_year, defaults={"by": by}
        )
    return confirmation


def vacancy_warning(m: Membership, last_day: date) -> str | None:
    """Return a warning where nobody leads the place any more on the day after `last_day`."""
    sentence = LAST_ONES.get(Role(m.role))
    if sentence is None:
        return None
    others = Membership.objects.filter(
        role=m.role, department=m.department, organization=m.organization
    )
    if others.exclude(pk=m.pk).valid_on(last_day + ONE_DAY).exists():
        return None
    return sentence.format(place=m.place_name)


def lock(m: Membership, by: User) -> Membership:
    """Read the membership anew, keep others from changing it, and refuse who doesn't decide."""
    rows = Membership.objects.select_for_update(of=("self",))
    try:
        locked: Membership = rows.select_related("user", "department", "organization").get(pk=m.pk)
    except Membership.DoesNotExist:
        raise WrongState("この所属は、先に取りやめられました。一覧に戻ってください") from None
    if not permissions.may_decide(by, locked):
        raise PermissionDenied("この所属を変える権限がありません")
    return locked


def store(m: Membership) -> Membership:
    """Save; raise ``Overlap`` where the database sees the person there twice at a time."""
    try:
        with transaction.atomic():
            m.save()
    except IntegrityError as error:
        if "organizations_membership_once" not in str(error):
            raise
        same_place = Membership.objects.filter(
            user=m.user, department=m.department, organization=m.organization
        )
        other = same_place.exclude(pk=m.pk).order_by("-valid_from").first()
        raise Overlap(other, m.user.name, m.place_name) from None
    return m


def require_not_over(m: Membership) -> None:
    """Refuse to change what is over: it tells who acted then."""
    if m.is_over and m.valid_until is not None:
        raise WrongState(
            f"この所属は{format_date(m.valid_until)}に終わっています。"
            "もう一度迎えるときは、招待してください"
        )


def require_existing(department: Department | None, on: date) -> None:
    """Refuse an office that has ended, or hasn't begun, on the day."""
    if department is None:
        return
    if not Department.objects.valid_on(on).filter(pk=department.pk).exists():
        raise WrongState(
            f"{department}は、{format_date(on)}にはありません。ほかの課を選んでください"
        )


def _role_after(m: Membership, role: Role | None) -> Role:
    if m.role not in DEPARTMENT_ROLES:
        raise WrongState("異動は、担当課の人だけにできます。所属を終わらせてから招待してください")
    if role is None:
        return Role(m.role) if m.role in OFFICE_ROLES else Role.OFFICER
    if role not in OFFICE_ROLES:
        raise ValueError(f"nobody moves as {role}")
    return role


def _already_moved(m: Membership, to: Department, on: date, role: Role) -> Moved | None:
    """Return the same move where it was made before."""
    if m.valid_until != on - ONE_DAY:
        return None
    begun = Membership.objects.filter(user=m.user, department=to, role=role, valid_from=on).first()
    transfer = m.transfers.filter(to_department=to, role=role, on=on).waiting().first()
    return Moved(m, begun, transfer) if begun or transfer else None


def _refuse_second_move(m: Membership) -> None:
    """Refuse where the person goes on elsewhere already on the day after the end."""
    if m.valid_until is None:
        return
    next_day = m.valid_until + ONE_DAY
    elsewhere = Membership.objects.filter(
        user=m.user, department__isnull=False, valid_from=next_day
    )
    follows = elsewhere.exclude(department=m.department).select_related("department").first()
    if follows is not None:
        raise WrongState(
            f"{format_date(next_day)}から{follows.department}へ異動することになっています。"
            "変えるときは、先にその所属を取りやめてください"
        )


def _announce(m: Membership, to: Department, role: Role, on: date, by: User) -> Transfer:
    if m.transfers.waiting().exists():
        raise WrongState(
            "別の課への異動が、受け入れを待っています。"
            "変えるときは、先に終わる日を取り消してください"
        )
    return Transfer.objects.create(
        membership=m, to_department=to, role=role, on=on, requested_by=by
    )
