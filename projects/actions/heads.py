"""決裁: where the year asks for it, the 課長 confirms a sheet before it is handed in."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from projects import permissions
from projects.actions.errors import Incomplete, WrongState
from projects.actions.guards import lock, require, require_office, require_version, save
from projects.completeness import missing_answers
from projects.models import Campaign, ProjectRecord
from projects.notifications import people_of_office, tell


def needs_head(record: ProjectRecord) -> bool:
    """Tell whether the 課長 has to confirm: the year asks for it, and the office has one today.

    Where nobody is 課長 just now, nothing waits for a person who isn't there. A record that the
    staff enter comes from a paper which the office has decided on already.
    """
    if record.entered_by_id:
        return False
    asked = Campaign.objects.filter(fiscal_year=record.fiscal_year, needs_head=True).exists()
    return asked and bool(people_of_office(record.department, roles=[Role.HEAD]))


def ask_head(record: ProjectRecord, *, by: User, link: str = "") -> ProjectRecord:
    """Ask the 課長 to confirm a complete sheet. Asking again sends no second notice.

    Raises:
        PermissionDenied: `by` does not act for the record's office.
        WrongState: it is handed in already, or no confirmation is needed.
        Incomplete: with everything that is missing.
    """
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        require("confirm", locked)
        if not needs_head(locked):
            raise WrongState("この事業実績に、課長の確認はいりません。そのまま提出できます")
        if missing := missing_answers(locked):
            raise Incomplete(missing)
        if locked.head_asked_at is None:
            locked.head_asked_at = timezone.now()
            save(locked, by)
            tell(locked, "head", link=link, roles=[Role.HEAD])
    return locked


def confirm(record: ProjectRecord, *, by: User, version: int, link: str = "") -> ProjectRecord:
    """Let the sheet be handed in, as the 課長 of its office. A later change asks again.

    Raises:
        PermissionDenied: `by` is not the 課長 of the office.
        WrongState: it is handed in already.
        EditedByOther: it changed since the `version` the person has read.
        Incomplete: with everything that is missing.
    """
    with transaction.atomic():
        locked = lock(record)
        if not permissions.may_confirm(by, locked):
            raise PermissionDenied(say.no_permission(f"{locked.department}の課長"))
        require("confirm", locked)
        require_version(locked, version, by)
        if missing := missing_answers(locked):
            raise Incomplete(missing)
        if locked.confirmed_at is None:
            locked.confirmed_at, locked.confirmed_by = timezone.now(), by
            locked.head_asked_at = None
            save(locked, by)
            tell(locked, "confirmed", link=link, roles=[Role.OFFICER])
    return locked
