"""What goes when the retention of an ended registration is over: everything about persons."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.audit.events import erasing, event_models
from organizations.models import Application, ChangeRequest, Contact, Organization, StoredFile

OVER = (*Organization.ENDED, Organization.Status.DECLINED)
_CONTACT = (
    "representative", "representative_kana", "representative_title", "contact_name", "postcode",
    "address", "address_to", "phone", "mobile", "fax", "email",
)  # fmt: skip
_APPLICATION: dict[str, Any] = {"writer": "", "resume_email": ""}


def forget_registration(organization_id: int, *, by: User | None, why: str) -> bool:
    """Take contact values, documents, photos and proposals away from a registration that ended.

    Name, number, days and what the group did stay: they name nobody. Whoever approved the
    disposal answers for it; rights are asked for there. Returns False where it is registered again,
    or nothing is left.
    """
    with transaction.atomic(), acting(by, why=why):
        rows = Organization.objects.select_for_update().filter(status__in=OVER)
        found = rows.filter(pk=organization_id).first()
        if found is None:
            return False
        contacts = list(Contact.objects.filter(organization=found).values_list("pk", flat=True))
        files = _delete_files(found)
        Contact.objects.filter(pk__in=contacts).delete()
        applications = Application.objects.filter(organization=found)
        changes = ChangeRequest.objects.filter(organization=found)
        told = applications.exclude(writer="", resume_email="")
        if not (contacts or files or told.exists() or changes.exclude(proposed={}).exists()):
            return False
        application_ids = list(applications.values_list("pk", flat=True))
        change_ids = list(changes.values_list("pk", flat=True))
        applications.update(**_APPLICATION, code_hash=None)
        changes.update(proposed={}, before={}, message="")
        forget_events(contacts, application_ids, change_ids)
    return True


def forget_events(contacts: list[int], applications: list[int], changes: list[int]) -> None:
    """Take the same out of the audit trail."""
    with erasing():
        blank: dict[str, Any] = dict.fromkeys(_CONTACT, "")
        _events(Contact, contacts).update(**blank, person=None)
        _events(Application, applications).update(**_APPLICATION)
        _events(ChangeRequest, changes).update(message="")


def files_of(organization: Organization) -> list[StoredFile]:
    """Return the stored files of a group: documents, photos, and their small sizes."""
    files = [a.file for a in organization.attachments.select_related("file")]
    for photo in organization.photos.select_related("file", "thumbnail"):
        files += [file for file in (photo.file, photo.thumbnail) if file is not None]
    return files


def _delete_files(organization: Organization) -> int:
    files = files_of(organization)
    organization.attachments.all().delete()
    organization.photos.all().delete()
    for file in files:
        file.delete()
    return len(files)


def _events(model: type[Any], ids: list[int]) -> QuerySet[Any]:
    (events,) = (each for each in event_models() if each.pgh_tracked_model is model)
    return QuerySet(events).filter(pgh_obj_id__in=ids)
