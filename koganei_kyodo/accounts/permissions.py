"""Who may do what to another person's account."""

from django.db.models import Q
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import ORGANIZATION_ROLES, Role


def roles_now_or_later(person: User) -> set[str]:
    """Return the roles of `person` that are valid today or begin later. One query."""
    open_end = Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
    return set(person.memberships.filter(open_end).values_list("role", flat=True))


def may_manage(by: User, person: User) -> bool:
    """Tell whether `by` may change the account of `person` in the admin.

    The operator may change all; the coordinating office all but operators; the centre's desk
    only people who act for groups and for nothing else.
    """
    if not by.is_active:
        return False
    if by.is_superuser:
        return True
    if person.is_superuser:
        return False
    if by.has_role(Role.COORDINATOR):
        return True
    roles = roles_now_or_later(person) if by.has_role(Role.DESK) else set()
    return bool(roles) and roles <= ORGANIZATION_ROLES


def may_make_letter(by: User, person: User) -> bool:
    """Tell whether `by` may print a letter with which `person` chooses a new password.

    Whoever holds the letter can enter the account, so nobody makes one for themselves (they
    can change their password) nor for an account that is closed.
    """
    return person.is_active and by.pk != person.pk and may_manage(by, person)
