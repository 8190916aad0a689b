"""Who may let whom in, and who decides over a membership. The rules stand in ``reach``."""

from typing import Any

from django.db.models import Q, QuerySet

from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role
from organizations.models import Department, Membership, Organization
from organizations.reach import reaches_of, rows_within


def may_let_in(
    user: Any,
    role: str,
    *,
    department: Department | None = None,
    organization: Organization | None = None,
) -> bool:
    """Tell whether `user` may let somebody act at this place in `role` (neither: the centre)."""
    return any(reach.covers(role, department, organization) for reach in reaches_of(user))


def may_decide(user: Any, membership: Membership) -> bool:
    """Tell whether `user` may confirm, end and move `membership`."""
    within = rows_within(reaches_of(user, deciding=True))
    return Membership.objects.filter(within, pk=membership.pk).exists()


def may_invite(user: Any) -> bool:
    """Tell whether `user` may invite anybody at all."""
    return bool(reaches_of(user))


def may_see_yearly(user: Any) -> bool:
    """Tell whether the page for 1 April is `user`'s: the coordinating office and every 課長."""
    return holds(user, Role.COORDINATOR, Role.HEAD)


def may_reorganize(user: Any) -> bool:
    """Tell whether `user` may change the city's offices: the coordinating office."""
    return holds(user, Role.COORDINATOR)


def may_import(user: Any) -> bool:
    """Tell whether `user` may take a register over and write to groups: the centre's staff."""
    return holds(user, Role.COORDINATOR, Role.DESK)


def invitable_roles(user: Any) -> list[Role]:
    """Return the roles that `user` may give, in the order of ``Role``."""
    given = {role for reach in reaches_of(user) for role in reach.roles}
    return [role for role in Role if role in given]


def invitable_departments(user: Any) -> QuerySet[Department]:
    """Return the offices of today that `user` may let somebody into."""
    condition = Q(pk__in=[])
    for reach in reaches_of(user):
        if reach.roles & DEPARTMENT_ROLES:
            ids = reach.department_ids
            condition |= Q(parent__isnull=False) if ids is None else Q(pk__in=ids)
    return Department.objects.of_city().current().filter(condition)


def invitable_organizations(user: Any) -> QuerySet[Organization]:
    """Return the groups that `user` may let somebody into; groups that have left are none."""
    condition = Q(pk__in=[])
    for reach in reaches_of(user):
        if reach.roles & ORGANIZATION_ROLES:
            ids = reach.organization_ids
            condition |= Q(pk__isnull=False) if ids is None else Q(pk__in=ids)
    return Organization.objects.filter(condition).exclude(status=Organization.Status.WITHDRAWN)


def may_keep_registry(user: Any) -> bool:
    """Tell whether `user` decides over the register: the desk and the coordinating office."""
    return bool(user.is_authenticated and user.is_staff)


def may_edit(user: Any, organization: Organization) -> bool:
    """Tell whether `user` acts for the group today, as its representative or as an editor."""
    return bool(
        user.is_authenticated
        and user.is_active
        and organization.pk in {m.organization_id for m in user.current_memberships}
    )


def may_show_photos(user: Any, organization: Organization) -> bool:
    """Tell whether `user` keeps the photos of the group: its own people, and the centre's staff."""
    return may_keep_registry(user) or may_edit(user, organization)


def holds(user: Any, *roles: Role) -> bool:
    """Tell whether `user` has one of the roles today, or is the operator. Other apps ask this too."""
    return bool(
        user.is_authenticated and user.is_active and (user.is_superuser or user.has_role(*roles))
    )
