"""Who writes: the centre, as it stands at the head of a letter and at the foot of a mail."""

from typing import Any, Protocol

from django.apps import apps
from django.template.loader import render_to_string


class Sender(Protocol):
    """Who writes: the row of this installation's centre."""

    office_name: str
    address: str
    phone: str
    hours: str
    email: str

    @property
    def site_name(self) -> str:
        """Name of city and centre."""


def this_centre() -> Sender:
    """Return the row of this installation, which stands as sender on letters."""
    centre: Any = apps.get_model("portal", "Centre")
    sender: Sender = centre.objects.filter(pk=1).first() or centre(pk=1)
    return sender


def sender_lines(centre: Sender) -> list[str]:
    """Return the lines of the sender's block, without those that are empty."""
    return [line for line in (centre.site_name, centre.office_name, centre.address) if line]


def contact_lines(centre: Sender) -> list[str]:
    """Return whom to ask, without lines that are empty."""
    phone = f"電話 {centre.phone}　{centre.hours}".rstrip()
    lines = (centre.site_name, phone if centre.phone else "", centre.email)
    return [line for line in lines if line]


def mail_text(template: str, context: dict[str, Any]) -> str:
    """Return the text of a mail, which ends with who writes and whom to ask."""
    return render_to_string(template, {**context, "sender": contact_lines(this_centre())})
