"""What every verb does first and last: lock, right, status, version, save."""

from django.core.exceptions import PermissionDenied

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from organizations.models import Department
from projects import permissions
from projects.actions.errors import WRONG_STATE, ClosedDataset, EditedByOther, WrongState
from projects.models import ProjectRecord


def lock(record: ProjectRecord) -> ProjectRecord:
    """Read the record anew and keep everybody else from changing it until the end."""
    rows = ProjectRecord.objects.select_for_update(of=("self",))
    try:
        return rows.select_related("department__root", "project").get(pk=record.pk)
    except ProjectRecord.DoesNotExist:
        raise WrongState("この事業実績は、先に消されました。庁内ページに戻ってください") from None


def require_office(by: User, record: ProjectRecord) -> None:
    """Refuse who doesn't act for the record's office."""
    if not permissions.may_write(by, record):
        raise PermissionDenied(say.no_permission(f"{record.department}の担当者"))


def require_review(by: User) -> None:
    """Refuse who isn't of the centre's staff."""
    if not permissions.may_review(by):
        raise PermissionDenied(say.no_permission("センターの職員"))


def refuse_closed(department: Department) -> None:
    """Refuse to touch the published data of another city."""
    if department.root is not None and department.root.closed_dataset:
        raise ClosedDataset


def require(verb: str, record: ProjectRecord) -> str:
    """Return the status that `verb` leads to; raise where the record doesn't allow it."""
    refuse_closed(record.department)
    if not record.allows(verb):
        raise WrongState(WRONG_STATE[verb, record.status])
    return ProjectRecord.TRANSITIONS[verb][record.status]


def require_version(record: ProjectRecord, version: int | None, by: User) -> None:
    """Refuse where the last change is a colleague's and `by` has not seen it."""
    writer = record.updated_by
    if version is not None and version != record.version and writer != by:
        raise EditedByOther(writer.name if writer else "別の人", record.updated_at)


def save_edit(record: ProjectRecord, by: User) -> None:
    """Store a change of the sheet; what the 課長 confirmed was another version."""
    record.confirmed_at = record.confirmed_by = None
    save(record, by)


def save(record: ProjectRecord, by: User, *, why: str = "") -> None:
    """Store the record as its next version; the audit trail keeps `by` and `why`."""
    record.version += 1
    record.updated_by = by
    with acting(by, why=why):
        record.save()
