"""開示: everything the portal holds about one person, as data, as JSON and as a PDF."""

import datetime
import json
from collections.abc import Iterator
from typing import Any, TypedDict

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit.reading import LAST_PAGE, Entry, Filters, read_page
from koganei_kyodo.documents.pdf import render_pdf
from koganei_kyodo.japanese import format_date, format_time
from koganei_kyodo.portal.privacy.registry import ACTS, HOLDINGS, Holding


class Section(TypedDict):
    """One table: its name, what it is for, until when it is kept, and the person's rows."""

    title: str
    purpose: str
    until: str
    rows: list[dict[str, str]]


class Act(TypedDict):
    """What the person did, by kind: the rows that say so, each with its number and name."""

    title: str
    rows: list[str]


class Deed(TypedDict):
    """One line of the trail."""

    at: str
    what: str
    changes: list[str]


class PersonalData(TypedDict):
    """All of it."""

    title: str
    centre: str
    made_on: str
    sections: list[Section]
    acts: list[Act]
    about: list[Deed]
    by: list[Deed]


def personal_data(person: User, *, centre: str) -> PersonalData:
    """Return everything the portal holds about `person`, the trail included.

    Lines about what the person did name kinds of object, not other people.

    Args:
        person: whose data it is.
        centre: name of the centre, for the foot of the page.
    """
    own = Filters(kind="accounts.user", object_id=str(person.pk))
    return PersonalData(
        title=f"{person.name}さんの個人情報",
        centre=centre,
        made_on=format_date(timezone.localdate()),
        sections=_sections(person),
        acts=[act for act in (_act(key, title, person) for key, title in ACTS.items()) if act],
        about=list(_deeds(own, full=True)),
        by=list(_deeds(Filters(person=person.pk), full=False)),
    )


def as_json(data: PersonalData) -> bytes:
    """Return the data as a JSON file (UTF-8)."""
    return json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode()


def as_pdf(data: PersonalData) -> bytes:
    """Return the data as a PDF (A4) for a person who asked on paper."""
    return render_pdf("personal_data", dict(data))


def _sections(person: User) -> list[Section]:
    """Return one section a table, also where several ways lead from it to the person."""
    found: dict[str, Section] = {}
    for holding in (each for each in HOLDINGS if each.fields):
        section = _section(holding, person)
        rows = found.setdefault(section["title"], section)["rows"]
        rows += [row for row in section["rows"] if row not in rows]
    return list(found.values())


def _section(holding: Holding, person: User) -> Section:
    columns = [holding.table._meta.get_field(name) for name in holding.fields]
    related = [c.name for c in columns if getattr(c, "remote_field", None)]
    rows = holding.rows_of(person.pk).select_related(*related)
    return Section(
        title=holding.title,
        purpose=holding.purpose,
        until=holding.until,
        rows=[
            {str(getattr(c, "verbose_name", c.name)): _words(row, c.name) for c in columns}
            for row in rows
        ],
    )


def _words(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value is None or value == "":
        return "―"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value)
        return f"{format_date(local)}{format_time(local)}"
    return format_date(value) if isinstance(value, datetime.date) else str(value)


def _act(key: str, title: str, person: User) -> Act | None:
    app, model, column = key.split(".")
    table = apps.get_model(app, model)
    rows = table._base_manager.filter(**{column: person.pk}).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    if not numbers:
        return None
    name = str(table._meta.verbose_name)
    return Act(title=f"{title}（{len(numbers)}件）", rows=[f"{name} 番号{n}" for n in numbers])


def _deeds(filters: Filters, *, full: bool) -> Iterator[Deed]:
    """Yield what the trail says, the newest first, and where it ends too early say so."""
    lines = 0
    for number in range(1, LAST_PAGE + 1):
        page = read_page(filters, number=number)
        lines += len(page.entries)
        for entry in page.entries:
            yield _deed(entry, full=full)
        if not page.has_older:
            return
    told = f"これより古い記録もあります。ここには、新しいものから{lines:,}件を書きました。"
    yield Deed(at="", what=f"{told}続きは、期間を決めて「変更の記録」から出せます。", changes=[])


def _deed(entry: Entry, *, full: bool) -> Deed:
    local = timezone.localtime(entry.at)
    thing = f"{entry.kind}（番号{entry.object_id or '―'}）を{entry.deed}"
    if full:
        thing = f"{entry.who}が{thing}。{entry.why}"
    return Deed(
        at=f"{format_date(local)}{format_time(local)}",
        what=thing,
        changes=[f"{c.label}：{c.before} → {c.after}" for c in entry.changes] if full else [],
    )
