"""The way of a sheet through the centre: submit, withdraw, return, approve."""

from django.db import connection, transaction
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import STAFF_ROLES
from organizations.models import Membership
from projects import permissions
from projects.actions.errors import HeadNeeded, Incomplete, WrongState
from projects.actions.guards import (
    lock,
    require,
    require_office,
    require_review,
    require_version,
    save,
)
from projects.actions.heads import needs_head
from projects.completeness import missing_answers
from projects.models import ProjectRecord
from projects.notifications import tell

OWN_RECORD = "自分が提出した事業実績は、自分では承認できません。ほかの職員に、承認を頼んでください"
NUMBER_LOCK = 7_051_963  # first key of the advisory lock; the second one is the 年度


def submit(record: ProjectRecord, *, by: User, version: int) -> ProjectRecord:
    """Hand the sheet in; the first time it gets its 受付番号 (``2025-0001``), kept for good.

    Raises:
        PermissionDenied: `by` does not act for the record's office.
        WrongState: it is submitted or approved already.
        EditedByOther: somebody saved since the `version` the person has seen.
        Incomplete: with everything that is missing.
        HeadNeeded: this year the 課長 confirms first, and has not.
    """
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        status = require("submit", locked)
        require_version(locked, version, by)
        missing = missing_answers(locked)
        if missing:
            raise Incomplete(missing)
        now = timezone.now()
        if needs_head(locked) and locked.confirmed_at is None:
            if not permissions.may_confirm(by, locked):
                raise HeadNeeded
            locked.confirmed_at, locked.confirmed_by = now, by
        locked.status = status
        locked.number = locked.number or _next_number(locked.fiscal_year)
        locked.submitted_at, locked.submitted_by = now, by
        locked.reviewed_at = locked.reviewed_by = None
        save(locked, by)
    return locked


def withdraw(record: ProjectRecord, *, by: User) -> ProjectRecord:
    """Take a submitted record back before it is reviewed, to change it.

    Raises ``PermissionDenied`` and ``WrongState``.
    """
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        locked.status = require("withdraw", locked)
        save(locked, by)
    return locked


def return_record(
    record: ProjectRecord, *, by: User, reason: str, version: int | None = None, link: str = ""
) -> ProjectRecord:
    """Ask the office to mend the record, also after its approval: it then leaves the totals.

    Args:
        record: the record.
        by: the person who reviews.
        reason: what is to be mended, in words; the office reads it.
        version: the version the person has read; None looks at no version.
        link: whole address of the record for the mail to the office.

    Raises:
        PermissionDenied: `by` is not of the centre's staff.
        WrongState: it is a draft or returned already.
        EditedByOther: it changed since `version`.
        ValueError: the reason is empty.
    """
    if not reason.strip():
        raise ValueError("a reason is needed")
    with transaction.atomic():
        locked = lock(record)
        require_review(by)
        status = require("return", locked)
        require_version(locked, version, by)
        locked.status, locked.return_reason = status, reason.strip()
        save_review(locked, by, why=locked.return_reason)
        tell(locked, "returned", link=link, reason=locked.return_reason)
    return locked


def approve(
    record: ProjectRecord, *, by: User, version: int | None = None, link: str = ""
) -> ProjectRecord:
    """Accept the record: from now on it counts, and is listed where the office allowed that.

    Args and errors as ``return_record``, without a reason. ``WrongState`` also where `by` handed
    it in and somebody else could read it.
    """
    with transaction.atomic():
        locked = lock(record)
        require_review(by)
        status = require("approve", locked)
        if needs_other_eyes(locked, by):
            raise WrongState(OWN_RECORD)
        require_version(locked, version, by)
        locked.status, locked.return_reason = status, ""
        save_review(locked, by)
        tell(locked, "approved", link=link)
    return locked


def save_review(record: ProjectRecord, by: User, *, why: str = "") -> None:
    record.reviewed_at, record.reviewed_by = timezone.now(), by
    save(record, by, why=why)


def needs_other_eyes(record: ProjectRecord, by: User) -> bool:
    """Tell whether `by` handed the record in, and somebody else of the staff can approve it.

    A centre of one person goes on alone. No query where somebody else handed it in.
    """
    others = Membership.objects.current().filter(role__in=STAFF_ROLES, user__is_active=True)
    return record.submitted_by_id == by.pk and others.exclude(user=by).exists()


def _next_number(fiscal_year: int) -> str:
    """Return the next 受付番号 of a 年度; others who want one wait until this one is stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, fiscal_year])
        cursor.execute(
            "SELECT coalesce(max(split_part(number, '-', 2)::int), 0) + 1"
            " FROM projects_projectrecord WHERE number ~ %s",
            [f"^{fiscal_year}-[0-9]+$"],
        )
        (following,) = cursor.fetchone()
    return f"{fiscal_year}-{following:04}"
