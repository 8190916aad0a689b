"""The values of a group as they are compared, proposed and taken over: names, labels, words."""

from typing import Any

from django.db import models

from organizations.models import Contact, Organization

# Of the group itself, in the order people read them.
GROUP_FIELDS: tuple[str, ...] = (
    "name", "name_kana", "kind", "corporate_number", "purpose", "activities", "founded_year",
    "founded_month", "member_count", "citizen_count", "fee", "activity_days", "activity_place",
    "wants_members", "wants_volunteers", "wants_partners", "wanted_text",
)  # fmt: skip
CONTACT_FIELDS: tuple[str, ...] = (
    "representative", "representative_kana", "representative_title", "contact_name", "postcode",
    "address", "address_to", "phone", "mobile", "fax", "email", "representative_public",
    "contact_name_public", "postal_public", "phone_public", "mobile_public", "fax_public",
    "email_public",
)  # fmt: skip


def plain(row: models.Model, name: str) -> Any:
    """Return a value as JSON holds it: the number of a row, a text, a number, yes or no."""
    column: Any = row._meta.get_field(name)
    return getattr(row, column.attname)


def words(row: models.Model | None, name: str, value: Any = None) -> str:
    """Return a value as people read it; `value` stands in for that of the row."""
    model = type(row) if row is not None else _model_of(name)
    column: Any = model._meta.get_field(name)
    if row is not None and value is None:
        value = plain(row, name)
    if value in (None, ""):
        return "入力なし"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if column.is_relation:
        found = column.related_model._default_manager.filter(pk=value).first()
        return str(found) if found else "（なくなりました）"
    return f"{value:,}" if isinstance(value, int) and "year" not in name else str(value)


def label(name: str) -> str:
    """Return what people call a value."""
    column: Any = _model_of(name)._meta.get_field(name)
    return str(column.verbose_name)


def _model_of(name: str) -> type[models.Model]:
    return Contact if name in CONTACT_FIELDS or name == "person" else Organization
