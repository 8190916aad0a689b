"""What a group tells about itself as one set of named values: read, compared, written, in words.

An application, a 変更届 and the yearly confirmation all work on this set, so that nothing that can
be told in one of them is forgotten in another. Values are those of JSON.
"""

from collections.abc import Mapping
from typing import Any

from organizations.models import (
    ActivityField,
    Area,
    Contact,
    Organization,
    OrganizationField,
    OrganizationLink,
)
from organizations.stored_values import CONTACT_FIELDS, GROUP_FIELDS, label, plain, words

Values = dict[str, Any]
# Several rows each: fields of activity (the main one apart), places, pages elsewhere.
LISTS = {
    "fields": "活動分野",
    "main_field": "主な分野",
    "areas": "活動する地域",
    "links": "ホームページなど",
}
# In the order they are asked for, by step of the form.
BY_STEP: dict[str, tuple[str, ...]] = {
    "group": (
        "name", "name_kana", "kind", "corporate_number", "founded_year", "founded_month",
    ),
    "activity": (
        "purpose", "activities", "fields", "main_field", "areas", "activity_days",
        "activity_place", "links",
    ),
    "people": (
        "member_count", "citizen_count", "fee", "wants_members", "wants_volunteers",
        "wants_partners", "wanted_text",
    ),
    "contact": (
        "representative_title", "representative", "representative_kana", "representative_public",
        "contact_name", "contact_name_public", "postcode", "address", "address_to",
        "postal_public", "phone", "phone_public", "mobile", "mobile_public", "fax", "fax_public",
        "email", "email_public",
    ),
}  # fmt: skip
EVERY: tuple[str, ...] = tuple(name for names in BY_STEP.values() for name in names)


def values_of(organization: Organization) -> Values:
    """Return every value of a group as JSON holds it."""
    contact = contact_row(organization)
    rows = list(organization.field_rows.all())
    found: Values = {name: plain(organization, name) for name in GROUP_FIELDS}
    found |= {name: plain(contact, name) for name in CONTACT_FIELDS}
    found["fields"] = sorted(row.field_id for row in rows)
    found["main_field"] = next((row.field_id for row in rows if row.is_main), None)
    found["areas"] = sorted(area.pk for area in organization.areas.all())
    found["links"] = [[link.label, link.url] for link in organization.links.all()]
    return {name: found[name] for name in EVERY}


def contact_row(organization: Organization) -> Contact:
    """Return the contact values of a group; an empty row, unsaved, where it has none."""
    found: Contact | None = Contact.objects.filter(organization=organization).first()
    return found or Contact(organization=organization)


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Values:
    """Return the values of `after` that differ from those of `before`; nothing for 空 and None."""
    return {
        name: value
        for name, value in after.items()
        if name in before and (value or None) != (before[name] or None)
    }


def put(organization: Organization, values: Mapping[str, Any]) -> None:
    """Write some of the values.

    The caller holds the lock on the group, names who acts, and saves the group afterwards: its own
    columns are set here and not stored.
    """
    contact = contact_row(organization)
    touched = False
    for name, value in values.items():
        if name in CONTACT_FIELDS:
            setattr(contact, name, value)
            touched = True
        elif name in GROUP_FIELDS:
            column: Any = organization._meta.get_field(name)
            setattr(organization, column.attname, value)
    if touched:
        contact.save()
    if "fields" in values or "main_field" in values:
        _put_fields(organization, values)
    if "areas" in values:
        organization.areas.set(Area.objects.filter(pk__in=values["areas"]))
    if "links" in values:
        _put_links(organization, values["links"])


def _put_fields(organization: Organization, values: Mapping[str, Any]) -> None:
    rows = {row.field_id: row for row in organization.field_rows.all()}
    wanted = list(values.get("fields", sorted(rows)))
    main = values.get("main_field", next((pk for pk, r in rows.items() if r.is_main), None))
    if main is not None and main not in wanted:
        main = None
    organization.field_rows.exclude(field__in=wanted).delete()
    # One main field at a time: the old one steps back before the new one steps forward.
    organization.field_rows.filter(is_main=True).exclude(field=main).update(is_main=False)
    known = set(ActivityField.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for pk in wanted:
        if pk in rows:
            organization.field_rows.filter(field=pk, is_main=False).filter(field=main).update(
                is_main=True
            )
        elif pk in known:
            OrganizationField.objects.create(
                organization=organization, field_id=pk, is_main=pk == main
            )


def _put_links(organization: Organization, links: list[list[str]]) -> None:
    before = [[link.label, link.url] for link in organization.links.all()]
    if before == links:
        return
    organization.links.all().delete()
    for position, (name, url) in enumerate(links):
        OrganizationLink.objects.create(
            organization=organization, label=name, url=url, position=position
        )


def label_of(name: str) -> str:
    """Return what people call a value."""
    return LISTS.get(name) or label(name)


def in_words(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if name == "links":
        return "\n".join(f"{title} {url}" for title, url in value or []) or "入力なし"
    if name in ("fields", "areas"):
        model: Any = ActivityField if name == "fields" else Area
        found = model.objects.filter(pk__in=value or [])
        return "、".join(str(each) for each in found) or "入力なし"
    if name == "main_field":
        row = ActivityField.objects.filter(pk=value).first() if value else None
        return str(row) if row else "入力なし"
    if value is None:
        return "入力なし"
    return words(None, name, value)
