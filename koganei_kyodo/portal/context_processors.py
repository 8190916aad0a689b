"""What every template knows: this installation's row, read at most once for a request."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from koganei_kyodo.portal.models import Centre

_ATTRIBUTE = "portal_centre"
_seen: dict[str, Centre] = {}


def portal(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """Add ``centre``; the row is read when a template first asks for something of it."""
    if not hasattr(request, _ATTRIBUTE):
        setattr(request, _ATTRIBUTE, SimpleLazyObject(read_centre))
    return {"centre": getattr(request, _ATTRIBUTE)}


def read_centre() -> Centre:
    """Return the one row; its defaults where the row is missing, so that a page still shows."""
    centre = Centre.objects.filter(pk=1).first() or Centre(pk=1)
    _seen["centre"] = centre
    return centre


def last_known_centre() -> Centre | None:
    """Return the row as this process last read it, without asking the database.

    For the page that is shown when the portal itself fails; None before the first page.
    """
    return _seen.get("centre")
