"""Writing an application, step by step: answers, attachments, giving it up."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.documents.uploads import Upload
from organizations.actions.errors import WrongState
from organizations.actions.errors_registry import NotNow
from organizations.actions.guards import lock, require_version, save
from organizations.actions.registration import delete_draft
from organizations.models import Application, Attachment, Organization, StoredFile
from organizations.permissions import may_edit, may_keep_registry
from organizations.registry_values import put

MOST_FILES = 30
MOST_BYTES = 60 * 1024 * 1024  # of all attachments of one group
Status = Organization.Status
WRITABLE = (Status.DRAFT, Status.RETURNED)


def save_answers(
    organization: Organization,
    values: Mapping[str, Any],
    *,
    version: int | None,
    by: User | None,
) -> Organization:
    """Store what was answered in one step; nothing has to be complete.

    Args:
        organization: a draft, or what was returned.
        values: some of ``registry_values``.
        version: the one that the form showed; None asks for nothing.
        by: who is logged in; nobody for an applicant with a code.

    Raises:
        NotNow: it was handed in or decided meanwhile.
        EditedByOther: somebody else saved first.
    """
    with transaction.atomic():
        locked = lock(organization)
        if locked.status not in WRITABLE:
            raise NotNow(locked)
        require_version(locked, version)
        with acting(by):
            put(locked, values)
        save(locked, None, by)
    return locked


def attach(
    organization: Organization,
    upload: Upload,
    *,
    kind: str,
    by: User | None,
    fiscal_year: int | None = None,
) -> Attachment:
    """Keep a file with a group.

    `by` is nobody for an applicant with a code, who may do so while the application is theirs.

    Raises:
        PermissionDenied: `by` neither acts for the group nor works at the centre.
        NotNow: an applicant's application was handed in meanwhile.
        WrongState: there are too many files, or the same one is there.
    """
    with transaction.atomic():
        locked = _lock_for_files(organization, by)
        known = locked.attachments.aggregate(size=Sum("file__size"))["size"] or 0
        if locked.attachments.count() >= MOST_FILES or known + upload.size > MOST_BYTES:
            raise WrongState(
                f"書類は、{MOST_FILES}個、合わせて{MOST_BYTES // 1024**2}MBまでです。"
                "古い書類を消してから、もう一度選んでください"
            )
        with acting(by):
            file = StoredFile.objects.keep(upload)
            return Attachment.objects.create(
                organization=locked,
                kind=kind,
                fiscal_year=fiscal_year,
                name=upload.name,
                file=file,
                uploaded_by=by,
            )


def detach(attachment: Attachment, *, by: User | None) -> None:
    """Delete a file of a group. Raises ``PermissionDenied`` and ``NotNow`` as ``attach``."""
    with transaction.atomic():
        _lock_for_files(attachment.organization, by)
        with acting(by):
            file = attachment.file
            attachment.delete()
            file.delete()


def give_up(application: Application, *, by: User | None = None) -> None:
    """Delete an application that was never handed in, with everything written for it.

    Raises:
        PermissionDenied: `by` has nothing to do with it.
        WrongState: it was handed in once, or the group was registered before.
    """
    with transaction.atomic():
        locked = lock(application.organization)
        if by is not None and not (may_keep_registry(by) or may_edit(by, locked)):
            raise PermissionDenied
        if locked.status != Status.DRAFT or application.submitted_at is not None:
            raise WrongState(
                "申請したあとなので、削除できません。やめるときは、センターに知らせてください"
            )
        if locked.registered_on is not None:
            raise WrongState("前に登録していた団体なので、削除できません")
        with acting(by):
            delete_draft(locked)


def _lock_for_files(organization: Organization, by: User | None) -> Organization:
    locked = lock(organization)
    if by is None:
        if locked.status not in WRITABLE:
            raise NotNow(locked)
    elif not (may_keep_registry(by) or may_edit(by, locked)):
        raise PermissionDenied
    return locked
