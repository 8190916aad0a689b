"""What every verb of the register does first and last: lock, right, status, save."""

from django.core.exceptions import PermissionDenied

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from organizations import permissions
from organizations.actions.errors import WrongState
from organizations.actions.errors_registry import EditedByOther, NotNow
from organizations.models import Organization


def lock(organization: Organization, verb: str | None = None) -> Organization:
    """Read the group anew, keep everybody else from changing it, and refuse where `verb` can't be.

    Raises ``NotNow``, and ``WrongState`` where the group is gone.
    """
    try:
        locked: Organization = Organization.objects.select_for_update().get(pk=organization.pk)
    except Organization.DoesNotExist:
        raise WrongState("この団体は、先に消されました") from None
    if verb is not None and not locked.allows(verb):
        raise NotNow(locked)
    return locked


def require_version(locked: Organization, version: int | None) -> None:
    """Refuse where the person saw an earlier version; None asks for nothing.

    Raises ``EditedByOther``.
    """
    if version is not None and locked.version != version:
        raise EditedByOther(locked)


def require_staff(by: User) -> None:
    """Refuse who isn't of the centre's staff."""
    if not permissions.may_keep_registry(by):
        raise PermissionDenied(say.no_permission("センターの職員"))


def save(organization: Organization, verb: str | None, by: User | None, *, why: str = "") -> None:
    """Take the step of `verb` and store the group as its next version."""
    if verb is not None:
        organization.status = Organization.TRANSITIONS[verb][organization.status]
    organization.version += 1
    organization.updated_by = by
    with acting(by, why=why):
        organization.save()
