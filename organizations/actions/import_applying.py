"""Taking the rows of a checked import over, in one transaction."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone

from koganei_kyodo.fiscal_year import current_fiscal_year
from organizations.actions.errors import WrongState
from organizations.actions.import_checking import CONTACT, OWN
from organizations.actions.registration import note_year
from organizations.models import (
    Contact,
    ImportRow,
    Organization,
    OrganizationField,
    OrganizationLink,
    RegisterImport,
    RegistrySettings,
    YearlyFact,
)
from organizations.periods import end_of_registration
from organizations.registry_numbers import next_registration_numbers

BATCH = 500
Outcome, Decision = ImportRow.Outcome, ImportRow.Decision
# Not so a doubtful row with the number of another group, which somebody found to be a new group.
OWN_NUMBER = Q(organization__registration_number=None) | ~Q(
    organization__registration_number=KT("values__registration_number")
)


def apply_rows(imported: RegisterImport, progress: Callable[[int], None]) -> None:
    """Create and change groups as the rows and the decisions say.

    Raises:
        WrongState: a group that a row changes is gone.
    """
    usual = imported.options.get("doubtful", Decision.NEW)
    doubtful = Q(outcome=Outcome.DOUBTFUL)
    undecided = doubtful & Q(decision="")
    new = Q(outcome=Outcome.NEW) | doubtful & Q(decision=Decision.NEW)
    if usual == Decision.NEW:
        new |= undecided
    changed = Q(outcome=Outcome.CHANGED) | doubtful & Q(
        decision=Decision.UPDATE, organization__isnull=False
    )
    total = max(imported.rows.filter(new | changed).count(), 1)
    done = 0
    numbered = Q(values__has_key="registration_number") & OWN_NUMBER
    # Numbers of the file first: those given out afterwards then come behind all of them.
    for which in (new & numbered, new & Q(taken=False)):
        for batch in _batches(imported, which):
            _create(batch, imported)
            done += len(batch)
            progress(done * 100 // total)
    for batch in _batches(imported, changed):
        _change(batch, imported)
        done += len(batch)
        progress(done * 100 // total)


def _batches(imported: RegisterImport, which: Q) -> Any:
    """Yield rows in pieces, by their number: what is taken over meanwhile doesn't move them."""
    last = 0
    while True:
        rows = imported.rows.filter(which, number__gt=last).order_by("number")
        batch = list(rows.select_related("organization")[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].number


def _own_values(values: dict[str, Any]) -> dict[str, Any]:
    found = {("kind_id" if key == "kind" else key): values[key] for key in OWN if key in values}
    if "registered_on" in found:
        found["registered_on"] = date.fromisoformat(found["registered_on"])
    if "founded" in values:
        found["founded_year"], found["founded_month"] = values["founded"]
    return found


def _contact_values(values: dict[str, Any]) -> dict[str, Any]:
    return {key: values[key] for key in CONTACT if key in values}


def _create(rows: list[ImportRow], imported: RegisterImport) -> None:
    """Make a registered group of each row. What of its contacts is public it says itself later."""
    today = timezone.localdate()
    usual = {
        "registered_on": today,
        "valid_until": end_of_registration(today, RegistrySettings.current()),
    }
    for row in rows:
        found = row.organization
        if found and found.registration_number == row.values.get("registration_number"):
            row.values.pop("registration_number", None)
    unnumbered = sum(not row.values.get("registration_number") for row in rows)
    numbers = iter(next_registration_numbers(unnumbered) if unnumbered else ())
    organizations = []
    for row in rows:
        values = usual | _own_values(row.values)
        values["registration_number"] = values.get("registration_number") or next(numbers)
        organizations.append(
            Organization(
                status=Organization.Status.PUBLIC, updated_by=imported.created_by, **values
            )
        )
    Organization.objects.bulk_create(organizations)
    pairs = list(zip(organizations, rows, strict=True))
    Contact.objects.bulk_create(
        [Contact(organization=o, **_contact_values(row.values)) for o, row in pairs]
    )
    OrganizationField.objects.bulk_create(
        [
            OrganizationField(organization=o, field_id=pk, is_main=n == 0)
            for o, row in pairs
            for n, pk in enumerate(row.values.get("fields", ()))
        ]
    )
    through = Organization.areas.through
    through.objects.bulk_create(
        [
            through(organization_id=o.pk, area_id=pk)
            for o, row in pairs
            for pk in row.values.get("areas", ())
        ]
    )
    _add_links(pairs)
    _note_years(organizations)
    _mark_taken([(row.pk, o.pk) for o, row in pairs])


def _mark_taken(pairs: list[tuple[int, int]]) -> None:
    """Note which rows were taken over, and by which group: (row, group) for each.

    One list for each column: a choice for each row, as ``bulk_update`` writes it, took longer than
    creating the groups.
    """
    rows, groups = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_importrow AS kept SET organization_id = made.id, taken = true"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS made (number, id)"
            " WHERE kept.id = made.number",
            [list(rows), list(groups)],
        )


def _note_years(organizations: list[Organization]) -> None:
    """Keep this 年度's numbers of members, for the pages of growth."""
    year = current_fiscal_year()
    YearlyFact.objects.bulk_create(
        [
            YearlyFact(organization=o, fiscal_year=year, member_count=o.member_count)
            for o in organizations
            if o.member_count is not None
        ]
    )


def _add_links(pairs: list[tuple[Organization, ImportRow]]) -> None:
    OrganizationLink.objects.bulk_create(
        [
            OrganizationLink(organization=o, label="ホームページ", url=url, position=n)
            for o, row in pairs
            for n, url in enumerate(row.values.get("links", ()))
        ]
    )


def _change(rows: list[ImportRow], imported: RegisterImport) -> None:
    ids = [row.organization_id for row in rows if row.organization_id]
    # Locked in one order, whatever the order of the file.
    locked = Organization.objects.select_for_update().filter(pk__in=ids).order_by("pk").in_bulk()
    for row in rows:
        organization = locked.get(row.organization_id or 0)
        if organization is None or organization.status == Organization.Status.MERGED:
            raise WrongState(
                f"{row.number}行目の団体が、調べたあとで統合されました。もう一度調べてください"
            )
        _change_one(organization, row, imported)
    _mark_taken([(row.pk, row.organization_id or 0) for row in rows])


def _change_one(organization: Organization, row: ImportRow, imported: RegisterImport) -> None:
    for column, value in _own_values(row.values).items():
        setattr(organization, column, value)
    organization.version += 1
    organization.updated_by = imported.created_by
    organization.save()
    note_year(organization, imported.created_by)
    contact = Contact.objects.filter(organization=organization).first()
    contact = contact or Contact(organization=organization)
    for column, value in _contact_values(row.values).items():
        setattr(contact, column, value)
    contact.save()
    have = {field.field_id for field in organization.field_rows.all()}
    has_main = organization.field_rows.filter(is_main=True).exists()
    for n, pk in enumerate(pk for pk in row.values.get("fields", ()) if pk not in have):
        OrganizationField.objects.create(
            organization=organization, field_id=pk, is_main=n == 0 and not has_main
        )
    organization.areas.add(*row.values.get("areas", ()))
    urls = set(organization.links.values_list("url", flat=True))
    row.values["links"] = [url for url in row.values.get("links", ()) if url not in urls]
    _add_links([(organization, row)])
