"""写真 of a project: put in, described, published and taken out by its office or the staff."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.documents.pictures import Picture
from organizations.models import StoredFile
from projects import permissions
from projects.actions.errors import WrongState
from projects.actions.guards import lock, refuse_closed
from projects.models import ProjectRecord, RecordPhoto

MOST = 10


def add_photo(
    record: ProjectRecord, picture: Picture, *, alt: str, is_public: bool, by: User
) -> RecordPhoto:
    """Put a photo behind those there are. A record in any status takes photos.

    Args:
        record: the year of the project that it shows.
        picture: checked and drawn anew.
        alt: what is on it, for people who don't see it.
        is_public: whether everybody may see it once the record is published.
        by: of the record's office or of the centre's staff.

    Raises:
        PermissionDenied: `by` is neither.
        WrongState: there are ``MOST`` already, or no description; a closed data set.
    """
    with transaction.atomic(), acting(by):
        locked = _locked(record, by)
        photos = list(locked.photos.all())
        if len(photos) >= MOST:
            raise WrongState(f"写真は{MOST}枚までです。どれかを外してから、入れてください")
        return RecordPhoto.objects.create(
            record=locked,
            file=StoredFile.objects.keep(picture.large),
            thumbnail=StoredFile.objects.keep(picture.thumbnail),
            alt=_described(alt),
            width=picture.large.width,
            height=picture.large.height,
            is_public=is_public,
            position=max((photo.position for photo in photos), default=0) + 1,
        )


def change_photo(photo: RecordPhoto, *, alt: str, is_public: bool, by: User) -> None:
    """Say anew what is on a photo and whether everybody may see it. Raises as ``add_photo``."""
    with transaction.atomic(), acting(by):
        _locked(photo.record, by)
        photo.alt, photo.is_public = _described(alt), is_public
        photo.save(update_fields=["alt", "is_public"])


def remove_photo(photo: RecordPhoto, *, by: User) -> None:
    """Take a photo out and delete its bytes. Raises ``PermissionDenied``."""
    with transaction.atomic(), acting(by):
        _locked(photo.record, by)
        delete_photos([photo])


def delete_photos(photos: list[RecordPhoto]) -> None:
    """Delete photos with their bytes; in the caller's transaction."""
    for photo in photos:
        files = [photo.file_id, photo.thumbnail_id]
        photo.delete()
        StoredFile.objects.filter(pk__in=files).delete()


def _locked(record: ProjectRecord, by: User) -> ProjectRecord:
    locked = lock(record)
    if not permissions.may_keep_photos(by, locked):
        raise PermissionDenied(say.no_permission(f"{locked.department}の担当者とセンターの職員"))
    refuse_closed(locked.department)
    return locked


def _described(alt: str) -> str:
    if not alt.strip():
        raise WrongState(say.empty("写真の説明"))
    return alt.strip()
