"""Over whom a person decides, from the memberships they hold today. The one table of these rights.

Whoever may let a person in at a place in a role may also end, move and confirm that role there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role


@dataclass(frozen=True)
class Reach:
    """Some roles, at some places: ``department_ids`` or ``organization_ids`` None means any.

    Offices of another city's closed data set are never meant.
    """

    roles: frozenset[Role]
    department_ids: frozenset[int] | None = None
    organization_ids: frozenset[int] | None = None

    def rows(self, department: str = "department") -> Q:
        """Return the condition on rows with a role and a place; ``department`` names its field."""
        found = Q(pk__in=[])
        offices = self.roles & DEPARTMENT_ROLES
        if offices:
            own_city = {f"{department}__root__closed_dataset": False}
            condition = Q(role__in=sorted(offices), **own_city)
            if self.department_ids is not None:
                condition &= Q(**{f"{department}__in": self.department_ids})
            found |= condition
        groups = self.roles & ORGANIZATION_ROLES
        if groups:
            condition = Q(role__in=sorted(groups))
            if self.organization_ids is not None:
                condition &= Q(organization__in=self.organization_ids)
            found |= condition
        return found | Q(role=Role.DESK) if Role.DESK in self.roles else found

    def covers(self, role: str, department: Any = None, organization: Any = None) -> bool:
        """Tell whether `role` at this office or group (None for the centre) is within reach."""
        if role not in self.roles:
            return False
        if role in DEPARTMENT_ROLES:
            if department is None or department.root.closed_dataset:
                return False
            return self.department_ids is None or department.pk in self.department_ids
        if role in ORGANIZATION_ROLES:
            if organization is None or organization.status == "withdrawn":
                return False
            return self.organization_ids is None or organization.pk in self.organization_ids
        return department is None and organization is None


def reaches_of(user: Any, *, deciding: bool = False) -> list[Reach]:
    """Return over whom `user` decides today; nothing without a current membership.

    Args:
        user: a person, or nobody (anonymous).
        deciding: also over memberships that stand already; the coordinating office then decides
            over its own colleagues too, whom only the operator can let in.
    """
    if not (user.is_authenticated and user.is_active):
        return []
    if user.is_superuser:
        return [Reach(frozenset(Role))]
    found = []
    if _places(user, Role.COORDINATOR):
        roles = {Role.HEAD, Role.OFFICER, Role.DESK}
        found.append(Reach(frozenset(roles | {Role.COORDINATOR} if deciding else roles)))
    if headed := _places(user, Role.HEAD):
        found.append(Reach(frozenset({Role.OFFICER}), department_ids=frozenset(headed)))
    if groups := _places(user, Role.REPRESENTATIVE):
        found.append(Reach(frozenset({Role.EDITOR}), organization_ids=frozenset(groups)))
    if _places(user, Role.DESK):
        found.append(Reach(frozenset({Role.REPRESENTATIVE})))
    return found


def rows_within(reaches: Iterable[Reach], department: str = "department") -> Q:
    """Return the condition on rows within any of `reaches`; none of them means no row."""
    found = Q(pk__in=[])
    for reach in reaches:
        found |= reach.rows(department)
    return found


def _places(user: Any, role: Role) -> list[int]:
    """Return ids of the places where the person holds `role` today (0 for the centre)."""
    return [
        m.department_id or m.organization_id or 0
        for m in user.current_memberships
        if m.role == role
    ]
