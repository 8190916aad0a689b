"""What the rows of a register would do: new groups, changes, doubts, and what can't be taken."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Q

from koganei_kyodo.search.folding import normalise
from organizations.models import (
    ActivityField,
    Area,
    Contact,
    ImportRow,
    Organization,
    OrganizationKind,
    RegisterImport,
)
from organizations.name_key import PATTERN
from organizations.register_file.cells import Names, Reading, read_row
from organizations.register_file.columns import BY_KEY
from organizations.register_file.reading import rows_of

BATCH = 500
Outcome = ImportRow.Outcome
# Columns of a group and of its contact that a row writes as they are.
OWN = (
    "name", "name_kana", "kind", "corporate_number", "purpose", "activities", "member_count", "fee",
    "activity_days", "activity_place", "wanted_text", "wants_members", "wants_volunteers",
    "registered_on", "registration_number", "staff_note",
)  # fmt: skip
CONTACT = (
    "representative", "representative_kana", "contact_name", "postcode", "address", "phone",
    "mobile", "fax", "email",
)  # fmt: skip
_LABELS = {
    "phone": "電話番号",
    "wants_members": "仲間の募集",
    "wants_volunteers": "ボランティアの募集",
}


def name_key(name: str) -> str:
    """Return a name as the database compares it for duplicates."""
    return re.sub(PATTERN, "", normalise(name))


def read_names(area_code: str) -> Names:
    """Return the centre's words for kinds, fields and places, normalised."""
    kinds = {normalise(kind.name): kind.pk for kind in OrganizationKind.objects.all()}
    usual = kinds.get(normalise("任意団体")) or next(iter(kinds.values()), None)
    if usual is None:
        usual = OrganizationKind.objects.create(name="任意団体").pk
    fields: dict[str, int] = {}
    for each in ActivityField.objects.filter(fieldset__is_current=True, is_active=True):
        fields |= dict.fromkeys(
            (str(each.number), normalise(each.name), normalise(each.short_name)), each.pk
        )
    areas: dict[str, list[int]] = defaultdict(list)
    for area in Area.objects.filter(is_active=True):
        areas[normalise(area.name)].append(area.pk)
        if area.town != area.name:
            areas[normalise(area.town)].append(area.pk)
        if area.whole_city:
            for word in ("市内", "市全域", "市内一円", "全市"):
                areas[normalise(word)].append(area.pk)
    return Names(kinds, fields, dict(areas), usual, area_code)


def check_rows(imported: RegisterImport, progress: Callable[[int], None]) -> None:
    """Write an ``ImportRow`` for each row of the file, in batches."""
    imported.rows.all().delete()
    # Read here and let go again: who saves the import afterwards need not send the file back.
    stored = RegisterImport.objects.values_list("content", flat=True).get(pk=imported.pk)
    content = bytes(stored or b"")
    names = read_names(imported.area_code)
    mapping = _with_wanted_last(imported.mapping)
    seen = _Seen()
    rows = (row for row in rows_of(content, imported.encoding) if row[0] > imported.header_row)
    # How far it is shows from the bytes; of a compressed file, from the usual size of a row.
    expected = max(content.count(b"\n") if imported.encoding != "xlsx" else len(content) // 120, 1)
    done = 0
    for batch in _batches(rows):
        readings = [
            (number, cells, read_row(cells, imported.header, mapping, names))
            for number, cells in batch
        ]
        known = _Known(reading for _, _, reading in readings)
        ImportRow.objects.bulk_create(
            [
                _row(imported, number, cells, reading, known, seen)
                for number, cells, reading in readings
            ]
        )
        done += len(batch)
        progress(done * 100 // expected)


def _with_wanted_last(mapping: list[str]) -> list[str]:
    return [key if key in BY_KEY else "" for key in mapping]


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


class _Seen:
    """Where in the file a name, a number or a telephone stood before."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], int] = {}

    def before(self, kind: str, value: str, number: int) -> int | None:
        """Return the row that had `value` before; remember this one otherwise."""
        if not value:
            return None
        first = self.rows.setdefault((kind, value), number)
        return first if first != number else None


class _Known:
    """The groups of the register that the rows of a batch may be about. Five statements."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        values = [reading.values for reading in readings]
        numbers = {v["registration_number"] for v in values if v.get("registration_number")}
        corporate = {v["corporate_number"] for v in values if v.get("corporate_number")}
        keys = {name_key(v["name"]) for v in values if v.get("name")} - {""}
        phones = {_digits(v[k]) for v in values for k in ("phone", "mobile") if v.get(k)}
        by_phone = Contact.objects.filter(
            Q(phone_digits__in=phones) | Q(mobile_digits__in=phones)
        ).values("organization_id")
        found = Organization.objects.exclude(status="merged").filter(
            Q(registration_number__in=numbers)
            | Q(corporate_number__in=corporate)
            | Q(name_key__in=keys)
            | Q(pk__in=by_phone)
        )
        related = found.select_related("contact").prefetch_related("field_rows", "areas", "links")
        self.by: dict[tuple[str, str], list[Organization]] = defaultdict(list)
        for o in related.order_by("pk"):
            contact = getattr(o, "contact", None)
            entries = [
                ("number", o.registration_number or ""),
                ("corporate", o.corporate_number),
                ("name", o.name_key),
                *(
                    ("phone", _digits(text))
                    for text in ((contact.phone, contact.mobile) if contact else ())
                ),
            ]
            for entry in entries:
                if entry[1]:
                    self.by[entry].append(o)

        self.numbers_of_merged: set[str] = set()
        self._add_merged(numbers)

    def _add_merged(self, numbers: set[str]) -> None:
        """Let the number of a merged record mean the group it is now, through any merges."""
        rows = Organization.objects.filter(status="merged", registration_number__in=numbers)
        for gone in rows.select_related("merged_into"):
            self.numbers_of_merged.add(gone.registration_number or "")
            into = gone.merged_into
            while into is not None and into.merged_into is not None:
                into = into.merged_into
            if into is not None:
                self.by["number", gone.registration_number or ""].append(into)

    def get(self, kind: str, value: str) -> Organization | None:
        """Return the first group with this value."""
        found = self.by.get((kind, value)) if value else None
        return found[0] if found else None


def _row(
    imported: RegisterImport,
    number: int,
    cells: list[str],
    reading: Reading,
    known: _Known,
    seen: _Seen,
) -> ImportRow:
    values = reading.values
    if earlier := seen.before("number", values.get("registration_number", ""), number):
        reading.refuse("登録番号", f"登録番号が{earlier}行目と同じです。どちらかを直してください")
    row = ImportRow(
        register_import=imported, number=number, name=values.get("name", "")[:300], cells=cells,
        values=values, problems=reading.problems, notes=reading.notes, outcome=Outcome.NEW,
    )  # fmt: skip
    if reading.problems:
        row.outcome = Outcome.REFUSED
        return row
    organization, doubt = _match(values, known)
    if values.get("registration_number") in known.numbers_of_merged:
        del values["registration_number"]  # it stays with the record that was merged
    earlier = seen.before("name", name_key(values["name"]), number)
    if organization is None and earlier:
        doubt = f"{earlier}行目と同じ名前です"
    row.organization = organization
    if doubt:
        row.outcome = Outcome.DOUBTFUL
        row.notes = [*row.notes, {"column": "団体名", "what": doubt}]
    if organization is not None:
        row.changes = changes_of(organization, values)
        if not doubt:
            row.outcome = Outcome.CHANGED if row.changes else Outcome.SAME
    return row


def _match(values: dict[str, Any], known: _Known) -> tuple[Organization | None, str]:
    """Return the group that a row is about, and why that is not certain (empty: it is)."""
    key = name_key(values["name"])
    numbered = known.get("number", values.get("registration_number", ""))
    if numbered is not None:
        certain = numbered.name_key == key or not key
        return numbered, "" if certain else f"登録番号は同じですが、名前が「{numbered.name}」です"
    legal = known.get("corporate", values.get("corporate_number", ""))
    if legal is not None:
        return legal, ""
    named = known.get("name", key)
    if named is not None:
        return named, "" if _agrees(
            named, values
        ) else f"同じ名前の「{named.name}」が登録されています"
    for column in ("phone", "mobile"):
        caller = known.get("phone", _digits(values.get(column, "")))
        if caller is not None:
            return caller, f"電話番号が「{caller.name}」と同じです"
    return None, ""


def _agrees(organization: Organization, values: dict[str, Any]) -> bool:
    """Tell whether more than the name is the same."""
    contact = getattr(organization, "contact", None)
    if contact is None:
        return False
    mine = {_digits(contact.phone), _digits(contact.mobile)} - {""}
    theirs = {_digits(values.get("phone", "")), _digits(values.get("mobile", ""))} - {""}
    same_person = normalise(contact.representative) == normalise(values.get("representative", ""))
    return bool(mine & theirs) or (same_person and bool(contact.representative))


def changes_of(organization: Organization, values: dict[str, Any]) -> list[list[str]]:
    """Return what a row would change: label, what is there, what comes."""
    contact = getattr(organization, "contact", None) or Contact(organization=organization)
    found: list[list[str]] = []
    for column in (*OWN, *CONTACT):
        if column not in values:
            continue
        target: Any = contact if column in CONTACT else organization
        before, after = (
            getattr(target, f"{column}_id" if column == "kind" else column),
            values[column],
        )
        if str(before if before is not None else "") != str(after):
            field = type(target)._meta.get_field(column)
            label = _LABELS.get(column, str(field.verbose_name))
            found.append([label, _shown(column, before), _shown(column, after)])
    if "founded" in values and values["founded"][0] != organization.founded_year:
        found.append(["できた年", organization.founded, f"{values['founded'][0]}年"])
    new_fields = set(values.get("fields", ())) - {r.field_id for r in organization.field_rows.all()}
    if new_fields:
        found.append(["活動分野", "", f"{len(new_fields)}つ加わります"])
    new_areas = set(values.get("areas", ())) - {area.pk for area in organization.areas.all()}
    if new_areas:
        found.append(["活動する地域", "", f"{len(new_areas)}つ加わります"])
    return found


def _shown(column: str, value: Any) -> str:
    if column == "kind":
        kind = OrganizationKind.objects.filter(pk=value).first()
        return str(kind or "")
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return "" if value is None else str(value)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
