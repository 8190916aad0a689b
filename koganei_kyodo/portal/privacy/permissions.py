"""Who may handle requests about personal data, and who may read which part of the trail."""

from typing import Any

from django.core.exceptions import PermissionDenied

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.roles import Role

# What the desk needs to answer an office: what became of its record, and by whom;
# and its own log.
DESK_MAY_READ = frozenset(
    {
        "projects.project",
        "projects.projectrecord",
        "projects.partner",
        "projects.partnerform",
        "projects.partnerorigin",
        "projects.partnerinitiative",
        "projects.recordfield",
        "projects.recordphoto",
        "consultations.consultation",
        "consultations.consultationcategorytick",
        "consultations.consultationnote",
        "consultations.consultationperson",
    }
)


def may_handle(user: Any) -> bool:
    """Tell whether `user` may handle requests, leaks and disposal: the coordinating office."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser or user.has_role(Role.COORDINATOR))


def require_handling(user: Any) -> None:
    """Raise ``PermissionDenied`` for everybody else."""
    if not may_handle(user):
        raise PermissionDenied(say.no_permission("協働の主管課の職員"))


def readable_kinds(user: Any) -> frozenset[str] | None:
    """Return the kinds of object whose trail `user` may read; None means all, empty none."""
    if may_handle(user):
        return None
    if user.is_authenticated and user.has_role(Role.DESK):
        return DESK_MAY_READ
    return frozenset()


def may_read_trail(user: Any, kind: str = "") -> bool:
    """Tell whether `user` may read the trail of `kind` (``projects.partner``), or of anything."""
    kinds = readable_kinds(user)
    return kinds is None or (kind in kinds if kind else bool(kinds))
