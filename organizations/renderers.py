"""The sheets of address labels, made by the worker."""

from typing import Any

from koganei_kyodo.documents.labels import Address, labels_pdf
from koganei_kyodo.documents.registry import Progress, RenderingFailed, register
from organizations.models import Contact

LABELS = "organizations-labels-pdf"


def addressed(organizations: Any) -> Any:
    """Return the contacts of groups that a letter can be sent to, in the order of names."""
    rows = Contact.objects.filter(organization__in=organizations).exclude(address="")
    return rows.select_related("organization").order_by(
        "organization__name_kana", "organization_id"
    )


@register(LABELS)
def labels(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the sheets.

    Args:
        params: `organizations` (ids), `layout` (a key of ``LAYOUTS``).
        progress: told how far the work is, in percent.

    Raises:
        RenderingFailed: none of the groups has an address.
    """
    contacts = list(addressed(params["organizations"]))
    if not contacts:
        raise RenderingFailed("住所がわかる団体がありません。団体の連絡先に、住所を入れてください")
    progress(20)
    return labels_pdf(
        [
            Address(
                contact.postcode,
                [line for line in (contact.address, contact.address_to) if line],
                f"{contact.organization.name} 御中",
            )
            for contact in contacts
        ],
        params["layout"],
        title="宛名ラベル",
    )
