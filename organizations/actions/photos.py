"""写真: what a group shows of itself. Put in, described, ordered and taken out by the group or staff."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.documents.pictures import Picture
from organizations import permissions
from organizations.actions.errors import WrongState
from organizations.actions.guards import lock
from organizations.models import Organization, Photo, StoredFile

MOST = 12


def add_photo(organization: Organization, picture: Picture, *, alt: str, by: User) -> Photo:
    """Put a photo behind those there are.

    Args:
        organization: whose page it is for.
        picture: checked and drawn anew.
        alt: what is on it, for people who don't see it.
        by: of the group or of the centre's staff.

    Raises ``PermissionDenied``, and ``WrongState`` where there are ``MOST`` or no description.
    """
    with transaction.atomic(), acting(by):
        locked = _locked(organization, by)
        photos = list(locked.photos.all())
        if len(photos) >= MOST:
            raise WrongState(f"写真は{MOST}枚までです。どれかを外してから、入れてください")
        return Photo.objects.create(
            organization=locked,
            file=StoredFile.objects.keep(picture.large),
            thumbnail=StoredFile.objects.keep(picture.thumbnail),
            alt=_described(alt),
            width=picture.large.width,
            height=picture.large.height,
            position=max((photo.position for photo in photos), default=0) + 1,
        )


def describe_photo(photo: Photo, *, alt: str, by: User) -> None:
    """Say anew what is on a photo. Raises as ``add_photo``."""
    with transaction.atomic(), acting(by):
        _locked(photo.organization, by)
        photo.alt = _described(alt)
        photo.save()


def move_photo(photo: Photo, *, up: bool, by: User) -> None:
    """Let a photo change places with its neighbour; the first stays first. Raises as ``add_photo``."""
    with transaction.atomic(), acting(by):
        locked = _locked(photo.organization, by)
        photos = list(locked.photos.all())
        place = photos.index(photo)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(photos):
            return
        photos[place], photos[other] = photos[other], photos[place]
        for position, each in enumerate(photos, start=1):
            if each.position != position:
                each.position = position
                each.save()


def remove_photo(photo: Photo, *, by: User) -> None:
    """Take a photo out and delete its bytes. Raises ``PermissionDenied``."""
    with transaction.atomic(), acting(by):
        _locked(photo.organization, by)
        files = [photo.file, photo.thumbnail]
        photo.delete()
        for file in files:
            if file is not None:
                file.delete()


def _locked(organization: Organization, by: User) -> Organization:
    locked = lock(organization)
    if not permissions.may_show_photos(by, locked):
        raise PermissionDenied(say.no_permission(f"「{locked.name}」の人とセンターの職員"))
    return locked


def _described(alt: str) -> str:
    if not alt.strip():
        raise WrongState(say.empty("写真の説明"))
    return alt.strip()
