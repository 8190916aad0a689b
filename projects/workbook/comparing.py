"""What a sheet says against what is stored: which partner a row means, and what differs."""

from collections.abc import Iterable, Sequence
from typing import Any

from projects.fields import fields_differ
from projects.models import ProjectRecord
from projects.workbook.layout import Words, fold
from projects.workbook.parsing import SheetPartner, SheetProject


def differs(record: ProjectRecord, item: SheetProject) -> bool:
    """Tell whether the sheet says something else than what is stored."""
    stored_costs = {row.source_id: row.amount for row in record.costs.all()}
    return (
        any(getattr(record, key) != value for key, value in item.values.items() if key != "name")
        or bool(item.name and item.name != record.name)
        or (item.fields is not None and fields_differ(record, item.fields))
        or any(stored_costs.get(key) != amount for key, amount in item.costs.items())
        or any(
            partner is None or partner_differs(partner, row)
            for row, partner in matched(record, item.partners)
        )
    )


def matched(record: ProjectRecord, rows: Sequence[SheetPartner]) -> list[tuple[SheetPartner, Any]]:
    """Return each partner of the sheet with the stored one it means, None for a new one.

    By its number where the sheet has one, else by its name, else by its place.
    """
    stored = {partner.position: partner for partner in record.partners.all()}
    free = dict(stored)
    found: dict[int, Any] = {}
    for index, row in enumerate(rows):
        if row.number in free:
            found[index] = free.pop(row.number)
    for index, row in enumerate(rows):
        if index in found or row.number is not None:
            continue
        for position, partner in list(free.items()):
            same_group = row.organization and row.organization.pk == partner.organization_id
            name = row.values.get("name")
            if same_group or (name and fold(name) == fold(str(partner))):
                found[index] = free.pop(position)
                break
    for index, row in enumerate(rows):
        if index not in found and row.number is None and index + 1 in free:
            nameless = not (row.organization or row.values.get("name"))
            if nameless:
                found[index] = free.pop(index + 1)
    return [(row, found.get(index)) for index, row in enumerate(rows)]


def keep_groups(partners: Iterable[Any], rows: Iterable[SheetPartner]) -> None:
    """Let a name that several registered groups have mean the one that was meant before.

    Args:
        partners: of the record that the rows are about, or of last year's, in their order.
        rows: what the sheet says; those that name such a group are tied to it.
    """
    before: dict[str, list[Any]] = {}
    for partner in partners:
        if partner.organization_id:
            before.setdefault(fold(partner.organization.name), []).append(partner.organization)
    for row in rows:
        name = row.values.get("name")
        if name and (known := before.get(fold(name))):
            row.organization = known.pop(0) if len(known) > 1 else known[0]
            row.values["name"] = ""


def shared_names(words: Words, rows: Iterable[SheetPartner]) -> list[str]:
    """Return the names of `rows` that several registered groups carry, so that none is meant."""
    names = [row.values.get("name") for row in rows]
    groups = words.organizations
    return [name for name in names if name and groups.get(fold(name), True) is None]


def partner_differs(partner: Any, row: SheetPartner) -> bool:
    """Tell whether a row says something else about a partner than what is stored."""
    if "name" in row.values:
        group_id = row.organization.pk if row.organization else None
        if group_id != partner.organization_id:
            return True
    if any(getattr(partner, key) != value for key, value in row.values.items()):
        return True
    return any(
        {label.pk for label in labels} != {label.pk for label in getattr(partner, key).all()}
        for key, labels in row.labels.items()
    )
