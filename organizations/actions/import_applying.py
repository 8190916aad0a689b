"""Taking the rows of a checked import over, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from koganei_kyodo.fiscal_year import current_fiscal_year
from organizations.actions.errors import WrongState
from organizations.actions.import_checking import CONTACT, OWN
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
        [_link(o, url, n) for o, row in pairs for n, url in enumerate(row.values.get("links", ()))]
    )


def _link(organization: Organization, url: str, position: int) -> OrganizationLink:
    return OrganizationLink(
        organization=organization, label="ホームページ", url=url, position=position
    )


def _change(rows: list[ImportRow], imported: RegisterImport) -> None:
    """Write what rows change of their groups; what they add is written for all of them at once."""
    locked = _locked([row.organization_id for row in rows if row.organization_id])
    added = _Added()
    for row in rows:
        having = locked.get(row.organization_id or 0)
        if having is None or having.organization.status == Organization.Status.MERGED:
            raise WrongState(
                f"{row.number}行目の団体が、調べたあとで統合されました。もう一度調べてください"
            )
        _change_one(having, row, imported, added)
    added.write()
    _mark_taken([(row.pk, row.organization_id or 0) for row in rows])


@dataclass
class _Having:
    """A group and what it has already; kept up while rows add to it, two of one file as well."""

    organization: Organization
    contact: Contact
    fact: YearlyFact
    fields: set[int]
    areas: set[int]
    urls: set[str]
    has_main: bool


def _locked(ids: list[int]) -> dict[int, _Having]:
    """Lock groups, in one order whatever that of the file, and read what they have. Six statements."""
    year = current_fiscal_year()
    facts = YearlyFact.objects.filter(fiscal_year=year)
    rows = Organization.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    rows = rows.select_related("contact").order_by("pk")
    found = {}
    for o in rows.prefetch_related(
        "field_rows", "areas", "links", Prefetch("yearly_facts", facts, to_attr="of_this_year")
    ):
        contact = getattr(o, "contact", None) or Contact(organization=o)
        fact = next(iter(o.of_this_year), None) or YearlyFact(organization=o, fiscal_year=year)
        ticks = o.field_rows.all()
        found[o.pk] = _Having(
            o, contact, fact, {tick.field_id for tick in ticks}, {area.pk for area in o.areas.all()},
            {link.url for link in o.links.all()}, any(tick.is_main for tick in ticks),
        )  # fmt: skip
    return found


@dataclass
class _Added:
    """Rows that are new to the groups of a batch."""

    fields: list[OrganizationField] = field(default_factory=list)
    areas: list[Any] = field(default_factory=list)
    links: list[OrganizationLink] = field(default_factory=list)

    def write(self) -> None:
        """Write them, one statement for each table."""
        OrganizationField.objects.bulk_create(self.fields)
        Organization.areas.through.objects.bulk_create(self.areas)
        OrganizationLink.objects.bulk_create(self.links)


def _change_one(having: _Having, row: ImportRow, imported: RegisterImport, added: _Added) -> None:
    o = having.organization
    changed = _put(o, _own_values(row.values))
    o.version += 1
    o.updated_by = imported.created_by
    # By name: texts for the search are made anew only where something of them changed.
    o.save(update_fields=[*changed, "version", "updated_by", "updated_at"])
    told = _put(having.contact, _contact_values(row.values))
    if having.contact.pk is None:
        having.contact.save()
    elif told:
        having.contact.save(update_fields=told)
    counts = {"member_count": o.member_count, "citizen_count": o.citizen_count}
    if o.member_count is not None and _put(having.fact, counts):
        having.fact.save()
    for pk in row.values.get("fields", ()):
        if pk not in having.fields:
            tick = OrganizationField(organization=o, field_id=pk, is_main=not having.has_main)
            added.fields.append(tick)
            having.fields.add(pk)
            having.has_main = True
    for pk in row.values.get("areas", ()):
        if pk not in having.areas:
            added.areas.append(Organization.areas.through(organization_id=o.pk, area_id=pk))
            having.areas.add(pk)
    for n, url in enumerate(row.values.get("links", ())):
        if url not in having.urls:
            added.links.append(_link(o, url, n))
            having.urls.add(url)


def _put(target: Organization | Contact | YearlyFact, values: dict[str, Any]) -> list[str]:
    """Put values into a row, and return the columns in which they are new."""
    changed = [column for column, value in values.items() if getattr(target, column) != value]
    for column in changed:
        setattr(target, column, values[column])
    return changed
