"""Events as people read them: a page of all kinds by date, and what one of them changed.

The number of statements depends on how many kinds of object a page shows, never on its rows.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from koganei_kyodo.audit.events import event_models

PAGE = 50
LAST_PAGE = 200
DEEDS = {"insert": "加えた", "update": "変えた", "delete": "消した"}
NOBODY = "データベースの直接の操作"
# What jobs are called in words; whoever knows all apps writes it here (``portal.apps``).
job_words: dict[str, str] = {}


@dataclass(frozen=True)
class Filters:
    """What a reader asks for; None and "" leave the question open. Days are inclusive."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    person: int | None = None
    kind: str = ""
    object_id: str = ""


@dataclass(frozen=True)
class Change:
    """One field: its label, and its value before and after in words (― where there is none)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One event in words: when, who, how, why, what was done with which object."""

    label: str
    event_id: int
    at: datetime.datetime
    who: str
    how: str
    why: str
    path: str
    deed: str
    kind: str
    name: str
    object_id: int | None
    known_before: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Page:
    """Some entries, newest first, and whether older ones follow."""

    entries: list[Entry]
    number: int
    has_older: bool


def label_of(event_model: type[Any]) -> str:
    """Return the label of what an event model is about, as ``projects.partner``."""
    return str(event_model.pgh_tracked_model._meta.label_lower)


def kinds(allowed: Collection[str] | None = None) -> dict[str, type[Any]]:
    """Return event models by label, all or the `allowed` ones."""
    found = {label_of(model): model for model in event_models()}
    return {k: m for k, m in found.items() if allowed is None or k in allowed}


def read_page(filters: Filters, *, number: int = 1, allowed: Collection[str] | None = None) -> Page:
    """Return one page of 50 entries, newest first.

    Args:
        filters: what is asked for; an object brings its parts with it (a record its partners).
        number: of the page, from 1 to ``LAST_PAGE``.
        allowed: labels of the kinds the reader may see, None for all.
    """
    number = min(max(number, 1), LAST_PAGE)
    first = (number - 1) * PAGE
    branches = [
        rows.annotate(_label=Value(label, output_field=CharField()))
        .order_by("-pgh_created_at", "-pgh_id")
        .values_list("_label", "pgh_id", "pgh_created_at")[: first + PAGE + 1]
        for label, rows in _asked(filters, kinds(allowed))
    ]
    if not branches:
        return Page([], number, has_older=False)
    head, *others = branches
    union = head.union(*others, all=True) if others else head
    if others:
        union = union.order_by("-pgh_created_at", "-pgh_id")
    found = list(union[first : first + PAGE + 1])
    return Page(entries_of([row[:2] for row in found[:PAGE]]), number, len(found) > PAGE)


def entries_of(found: Sequence[tuple[str, int]]) -> list[Entry]:
    """Return the entries of events named by label and id, in that order."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for label, event_id in found:
        by_label[label].append(event_id)
    known = kinds(by_label)
    pairs = {label: _with_previous(known[label], ids) for label, ids in by_label.items()}
    names = _Names()
    for pair in (pair for each in pairs.values() for pair in each.values()):
        names.expect(*pair)
    names.load()
    return [_entry(label, *pairs[label][event_id], names) for label, event_id in found]


def _rows(model: type[Any]) -> QuerySet[Any]:
    return QuerySet(model)


def _asked(filters: Filters, known: dict[str, type[Any]]) -> Iterable[tuple[str, QuerySet[Any]]]:
    when = Q()
    if filters.since:
        when &= Q(pgh_created_at__gte=_start_of(filters.since))
    if filters.until:
        when &= Q(pgh_created_at__lt=_start_of(filters.until + datetime.timedelta(days=1)))
    if filters.person is not None:
        when &= Q(pgh_context__metadata__user=filters.person)
    if filters.kind and filters.object_id and filters.kind in known:
        own = _rows(known[filters.kind]).filter(pgh_obj_id=filters.object_id)
        yield from ((label, rows.filter(when)) for label, rows in _whole(own, known))
        return
    for label, model in known.items():
        if filters.kind in ("", label):
            yield label, _rows(model).filter(when)


def _whole(rows: QuerySet[Any], known: dict[str, type[Any]]) -> Iterable[tuple[str, QuerySet[Any]]]:
    """Yield the events of an object, and of everything that is deleted together with it."""
    yield label_of(rows.model), rows
    whole = rows.model.pgh_tracked_model
    for label, part in known.items():
        for column in part.pgh_tracked_model._meta.concrete_fields:
            if _is_part(column, whole) and part.pgh_tracked_model is not whole:
                ids = rows.order_by().values("pgh_obj_id")
                parts = _rows(part).filter(**{f"{column.attname}__in": ids})
                if hasattr(part, "pgh_obj"):
                    yield from _whole(parts, known)
                else:
                    yield label, parts


def _is_part(column: Any, whole: type[Any]) -> bool:
    remote = column.remote_field
    return bool(
        isinstance(column, models.ForeignKey)
        and remote.model is whole
        and remote.on_delete is models.CASCADE
    )


def _start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _with_previous(model: type[Any], ids: list[int]) -> dict[int, tuple[Any, Any]]:
    """Return each event with the one before it of the same object, or None. Two statements."""
    rows = _rows(model).filter(pgh_id__in=ids).select_related("pgh_context")
    if not hasattr(model, "pgh_obj"):
        return {event.pgh_id: (event, None) for event in rows}
    earlier = _rows(model).filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    rows = rows.annotate(_previous=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
    events = list(rows)
    before = _rows(model).in_bulk([e._previous for e in events if e._previous])
    return {event.pgh_id: (event, before.get(event._previous)) for event in events}


@dataclass
class _Names:
    """The names of everything that a page mentions, read in one statement for each kind."""

    wanted: dict[type[Any], set[Any]] = field(default_factory=lambda: defaultdict(set))
    logins: dict[str, str] = field(default_factory=dict)
    found: dict[type[Any], dict[Any, str]] = field(default_factory=dict)

    def expect(self, *events: Any) -> None:
        for event in events:
            if event is None:
                continue
            person = _said(event).get("user")
            if person is not None:
                self.wanted[get_user_model()].add(person)
            if _said(event).get("login_id"):
                self.logins[_said(event)["login_id"]] = ""
            if getattr(event, "pgh_obj_id", None) is not None:
                self.wanted[type(event).pgh_tracked_model].add(event.pgh_obj_id)
            for column in _columns(event):
                if column.remote_field:
                    self.wanted[column.remote_field.model].add(getattr(event, column.attname))

    def load(self) -> None:
        for model, ids in self.wanted.items():
            related = [f.name for f in model._meta.fields if f.remote_field]
            rows = model._default_manager.filter(pk__in=[i for i in ids if i is not None])
            self.found[model] = {row.pk: str(row) for row in rows.select_related(*related)}
        if self.logins:
            people = get_user_model()._default_manager.filter(login_id__in=self.logins)
            self.logins |= {person.login_id: str(person) for person in people}

    def of(self, model: type[Any], pk: Any) -> str:
        return self.found.get(model, {}).get(pk, "")


def _columns(event: Any) -> list[Any]:
    """Return the tracked fields of what the event is about, its id left out."""
    kept = {f.name for f in event._meta.concrete_fields}
    fields = type(event).pgh_tracked_model._meta.concrete_fields
    return [f for f in fields if f.name in kept and not f.primary_key]


def _said(event: Any) -> dict[str, Any]:
    return dict(event.pgh_context.metadata) if event.pgh_context_id and event.pgh_context else {}


def _entry(label: str, event: Any, before: Any, names: _Names) -> Entry:
    model = type(event).pgh_tracked_model
    said = _said(event)
    object_id = getattr(event, "pgh_obj_id", None)
    name = names.of(model, object_id) or _own_name(event, names)
    return Entry(
        label=label,
        event_id=event.pgh_id,
        at=event.pgh_created_at,
        who=_who(event, said, names),
        how=_how(said),
        why=str(said.get("why", "")),
        path=str(said.get("path", "")),
        deed=DEEDS.get(event.pgh_label, event.pgh_label),
        kind=str(model._meta.verbose_name),
        name=name,
        object_id=object_id,
        known_before=event.pgh_label != "update" or before is not None,
        changes=tuple(_changes(event, before, names)),
    )


def _own_name(event: Any, names: _Names) -> str:
    for column in ("name", "title", "subject"):
        if getattr(event, column, ""):
            return str(getattr(event, column))
    linked = [c for c in _columns(event) if c.remote_field]
    texts = [names.of(c.remote_field.model, getattr(event, c.attname)) for c in linked[:2]]
    return "・".join(text for text in texts if text) or f"番号{getattr(event, 'pgh_obj_id', '')}"


def _who(event: Any, said: dict[str, Any], names: _Names) -> str:
    if said.get("user") is not None:
        return names.of(get_user_model(), said["user"]) or f"利用者{said['user']}"
    if said.get("login_id"):
        return names.logins.get(said["login_id"]) or f"ログインID {said['login_id']}"
    if said.get("os_user"):
        return f"サーバーの利用者 {said['os_user']}"
    if said.get("job"):
        return "自動の処理"
    if "path" in said:
        return "ログインしていない人"
    return f"データベースの利用者 {event.pgh_db_user}"


def _how(said: dict[str, Any]) -> str:
    if said.get("job"):
        return f"裏方の処理（{job_words.get(said['job'], said['job'])}）"
    if said.get("command"):
        return f"コマンド（{said['command']}）"
    path = str(said.get("path", ""))
    if path:
        return "管理画面" if path.startswith("/admin/") else "画面"
    return NOBODY if said.get("sql") or not said else "プログラム"


def _changes(event: Any, before: Any, names: _Names) -> Iterable[Change]:
    added, removed = event.pgh_label == "insert", event.pgh_label == "delete"
    for column in _columns(event):
        new = getattr(event, column.attname)
        if added or removed:
            text = _words(column, new, names)
            if text != "―" and new is not False:
                yield Change(_label(column), "―" if added else text, "―" if removed else text)
        elif before is not None and getattr(before, column.attname) != new:
            old = _words(column, getattr(before, column.attname), names)
            yield Change(_label(column), old, _words(column, new, names))


def _label(column: Any) -> str:
    remote = column.remote_field
    # The columns of a through table have no words of their own.
    if remote and str(column.verbose_name).isascii():
        return str(remote.model._meta.verbose_name)
    return str(column.verbose_name)


def _words(column: Any, value: Any, names: _Names) -> str:
    """Return a value as it is read: a choice by its label, an office by its name."""
    if value is None or value in ("", [], {}):
        return "―"
    if column.remote_field:
        return names.of(column.remote_field.model, value) or f"番号{value}"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%Y年%-m月%-d日 %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%Y年%-m月%-d日")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
