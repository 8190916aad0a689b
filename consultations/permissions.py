"""Who may read and who may write the desk's log."""

from typing import Any

from koganei_kyodo.accounts.roles import STAFF_ROLES, Role


def may_read(user: Any) -> bool:
    """Tell whether `user` may read the log: the desk, the coordinating office, operators."""
    if not user.is_authenticated or not user.is_active:
        return False
    roles = {m.role for m in user.current_memberships}
    return bool(user.is_superuser or roles & STAFF_ROLES)


def may_write(user: Any) -> bool:
    """Tell whether `user` may write it: the desk (and operators); the office only reads."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser or user.has_role(Role.DESK))
