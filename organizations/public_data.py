"""What anybody may know of a group: as columns of a file, as JSON and as JSON-LD."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from koganei_kyodo.documents import csv_files, excel
from organizations.disclosure import standing_of
from organizations.facets import WANTED
from organizations.models import Contact, Organization, OrganizationField, Photo

CONTACT_COLUMNS = [(name, Contact.label_of(name)) for name in Contact.SWITCHED]
PUBLIC_COLUMNS = (
    "登録番号", "団体名", "ふりがな", "団体の種類", "法人番号", "活動分野", "活動する地域", "目的",
    "活動の内容", "活動する日", "活動する場所", "会員の数（人）", "会費", "できた年", "募集",
    "募集の内容", *(label for _, label in CONTACT_COLUMNS), "リンク", "内容を確認した日",
    "情報公開の段階",
)  # fmt: skip
KINDS: dict[str, excel.Kind] = {"会員の数（人）": "integer", "情報公開の段階": "integer"}
WIDTHS = (10, 30, 30, 16, 16, 30, 24, 50, 50)


def with_public_rows(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """Read along what the public sees of groups, in a fixed number of statements."""
    fields = OrganizationField.objects.select_related("field")
    return rows.select_related("kind", "contact").prefetch_related(
        Prefetch("field_rows", fields), "areas", "links", "yearly_facts"
    )


def public_contact(organization: Organization) -> dict[str, str]:
    """Return the contact values whose switch is on, by name."""
    contact = getattr(organization, "contact", None)
    return contact.public_values() if contact else {}


def wanted_of(organization: Organization) -> list[str]:
    """Return in words what a group looks for."""
    return [label for label, column in WANTED.values() if getattr(organization, column)]


def public_rows(organizations: Iterable[Organization]) -> Iterator[tuple[csv_files.Cell, ...]]:
    """Yield one line of ``PUBLIC_COLUMNS`` for each group."""
    for o in organizations:
        contact = public_contact(o)
        yield (
            o.registration_number or "",
            o.name,
            o.name_kana,
            o.kind.name,
            o.corporate_number,
            "、".join(str(row.field) for row in o.field_rows.all()),
            "、".join(str(area) for area in o.areas.all()),
            o.purpose,
            o.activities,
            o.activity_days,
            o.activity_place,
            o.member_count,
            o.fee,
            o.founded,
            "、".join(wanted_of(o)),
            o.wanted_text,
            *(contact.get(name, "") for name, _ in CONTACT_COLUMNS),
            " ".join(link.url for link in o.links.all()),
            o.confirmed_on,
            standing_of(o).level,
        )


def as_json(
    o: Organization, address: str, photos: Iterable[tuple[str, Photo]] = ()
) -> dict[str, Any]:
    """Return the public data of a group; keys are English, empty values are left out."""
    data = {
        "url": address,
        "registration_number": o.registration_number,
        "name": o.name,
        "name_kana": o.name_kana,
        "kind": o.kind.name,
        "corporate_number": o.corporate_number,
        "fields": [{"name": str(row.field), "main": row.is_main} for row in o.field_rows.all()],
        "areas": [str(area) for area in o.areas.all()],
        "purpose": o.purpose,
        "activities": o.activities,
        "activity_days": o.activity_days,
        "activity_place": o.activity_place,
        "member_count": o.member_count,
        "fee": o.fee,
        "founded_year": o.founded_year,
        "founded_month": o.founded_month,
        "wanted": wanted_of(o),
        "wanted_text": o.wanted_text,
        "contact": public_contact(o),
        "links": [{"label": link.label, "url": link.url} for link in o.links.all()],
        "photos": [
            {"url": url, "description": p.alt, "width": p.width, "height": p.height}
            for url, p in photos
        ],
        "confirmed_on": o.confirmed_on and o.confirmed_on.isoformat(),
        "disclosure_level": standing_of(o).level,
    }
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def as_json_ld(
    o: Organization, address: str, city: str, photos: Iterable[tuple[str, Photo]] = ()
) -> dict[str, Any]:
    """Return the group in the words of schema.org."""
    contact = public_contact(o)
    legal = "NGO" if o.kind.has_npo_status else "Organization"
    data = {
        "@context": "https://schema.org",
        "@type": legal,
        "@id": address,
        "url": address,
        "name": o.name,
        "alternateName": o.name_kana,
        "description": o.purpose,
        "identifier": o.corporate_number,
        "foundingDate": str(o.founded_year) if o.founded_year else "",
        "knowsAbout": [str(row.field) for row in o.field_rows.all()],
        "areaServed": [str(area) for area in o.areas.all()] or [city],
        "telephone": contact.get("phone") or contact.get("mobile", ""),
        "faxNumber": contact.get("fax", ""),
        "email": contact.get("email", ""),
        "address": contact.get("postal", ""),
        "image": [
            {"@type": "ImageObject", "contentUrl": url, "caption": p.alt} for url, p in photos
        ],
        "sameAs": [link.url for link in o.links.all()],
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}
