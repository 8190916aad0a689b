"""What names a person where no row points at them: a reason, a notice, a job, a note.

What the portal wrote itself (reasons in the trail, the admin's log, notices to others, jobs) is
changed by the erasure. What people wrote is listed, for somebody to read and put right first
(``mentions``); the trail of such a row is cleaned once the row itself names the person no more.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Left, Replace
from django.urls import NoReverseMatch, reverse

from koganei_kyodo.accounts.models import EmailConfirmation, Notification, User
from koganei_kyodo.audit.events import event_models
from koganei_kyodo.portal.privacy.models import PersonalDataRequest
from koganei_kyodo.portal.privacy.registry import HOLDINGS, NEUTRAL_NAME

SHORTEST_NAME = 3  # a shorter one would be found inside other words
ROWS_SHOWN = 20
_NOT_READ = frozenset({"admin", "sessions", "contenttypes", "auth", "pghistory", "procrastinate"})


@dataclass(frozen=True)
class Traces:
    """The texts by which a person is found: names and addresses of today and of before.

    ``unique`` tells whether the names are nobody else's, nor part of somebody else's.
    """

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    unique: bool

    @property
    def texts(self) -> list[str]:
        """Return all of them, the longest first."""
        return sorted({*self.names, *self.addresses}, key=lambda text: (-len(text), text))

    @property
    def sure(self) -> list[str]:
        """Return those that a machine may take out of a text: they mean nobody else."""
        return [text for text in self.texts if self.unique or text in self.addresses]


@dataclass(frozen=True)
class Mentions:
    """The rows of one kind that name a person in words; the first of them with their address."""

    kind: str
    number: int
    rows: tuple[tuple[str, str], ...]

    @property
    def more(self) -> int:
        """Return how many are not among the first."""
        return self.number - len(self.rows)


def traces_of(person: User) -> Traces:
    """Return the texts by which `person` is found. Three statements."""
    (events,) = (model for model in event_models() if model.pgh_tracked_model is User)
    known = set(QuerySet(events).filter(pgh_obj_id=person.pk).values_list("name", "email"))
    names = {form for name, _ in {*known, (person.name, "")} for form in _forms(name)}
    asked = EmailConfirmation.objects.filter(user=person).values_list("email", flat=True)
    own = {person.email, *(email for _, email in known), *asked} - {""}
    others = User.objects.exclude(pk=person.pk).values_list("name", "email")
    their_names, their_emails = set(), set()
    for name, email in others.iterator():
        their_names.add(_plain(name))
        their_emails.add(email.lower())
    mine = {_plain(name) for name in names}
    return Traces(
        names=tuple(sorted(names)),
        addresses=tuple(
            sorted(
                {
                    e
                    for each in own
                    if each.lower() not in their_emails
                    for e in (each, each.lower())
                }
            )
        ),
        unique=not any(name in theirs for name in mine for theirs in their_names),
    )


def _plain(name: str) -> str:
    return "".join(name.split())


def _forms(name: str) -> Iterator[str]:
    """Yield a name with a space of either width, and without."""
    parts = name.split()
    for form in {name.strip(), *(between.join(parts) for between in ("", " ", "\u3000"))}:
        if len(form) >= SHORTEST_NAME:
            yield form


# --- what somebody has to read -----------------------------------------------------------------


def mentions(person: User) -> list[Mentions]:
    """Return where the person's names and addresses stand in what people wrote.

    The person's own rows are left out, and what the erasure changes by itself. Files are not looked
    into. One or two statements for each kind of object.
    """
    traces = traces_of(person)
    found = []
    for model in _read(traces):
        rows = _with(model._base_manager.all(), model, traces.texts)
        for holding in (each for each in HOLDINGS if each.table is model):
            rows = rows.exclude(pk__in=holding.rows_of(person.pk).order_by().values("pk"))
        if number := rows.count():
            first = tuple((str(row), _address(row)) for row in rows.order_by("pk")[:ROWS_SHOWN])
            found.append(Mentions(str(model._meta.verbose_name), number, first))
    return found


def _read(traces: Traces) -> Iterator[type[Model]]:
    written_by_us: set[Any] = {*event_models(), PersonalDataRequest}
    if traces.unique:
        written_by_us.add(Notification)
    for model in apps.get_models() if traces.texts else ():
        kept = model._meta.managed and not model._meta.proxy and model not in written_by_us
        if kept and model._meta.app_label not in _NOT_READ:
            yield model


def _address(row: Any) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    try:
        return reverse(name, args=[row.pk])
    except NoReverseMatch:
        return ""


# --- looking for texts in rows -----------------------------------------------------------------


def _texts_of(model: type[Any]) -> list[Any]:
    """Return the columns in which words can stand."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, kinds) and not column.choices and not column.name.startswith("pgh_")
    ]


def _with(rows: QuerySet[Any], model: type[Any], texts: Iterable[str]) -> QuerySet[Any]:
    """Return the rows in which one of `texts` stands, in any column with words."""
    columns = _texts_of(model)
    if not columns:
        return rows.none()
    rows = rows.alias(**{f"{c.name}_in_words": Cast(c.name, TextField()) for c in columns})
    asked = [
        Q(**{f"{c.name}_in_words__contains": _in_json(text) if _is_json(c) else text})
        for c in columns
        for text in texts
    ]
    return rows.filter(reduce(or_, asked))


def _is_json(column: Any) -> bool:
    return isinstance(column, models.JSONField)


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _without(column: Any, text: str, neutral: str) -> Any:
    """Return the expression of a column with `neutral` in the place of `text`."""
    if _is_json(column):
        plain = Cast(column.name, TextField())
        return Cast(Replace(plain, Value(_in_json(text)), Value(neutral)), models.JSONField())
    changed = Replace(column.name, Value(text), Value(neutral))
    return Left(changed, column.max_length) if column.max_length else changed


def _change(rows: QuerySet[Any], model: type[Any], traces: Traces, neutral: str) -> int:
    """Put `neutral` for every sure text in `rows`; return how many rows had one."""
    found = _with(rows, model, traces.sure) if traces.sure else rows.none()
    ids = list(found.values_list("pk", flat=True))
    touched: QuerySet[Any] = QuerySet(model).filter(pk__in=ids)
    for text in traces.sure if ids else ():
        touched.update(**{c.name: _without(c, text, neutral) for c in _texts_of(model)})
    return len(ids)


# --- what the erasure changes by itself --------------------------------------------------------


def drop_jobs(traces: Traces) -> int:
    """Delete jobs, waiting or done, whose arguments hold a name or an address."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND EXISTS"
            " (SELECT FROM unnest(%s::text[]) AS text WHERE strpos(args::text, text) > 0)",
            [[_in_json(text) for text in traces.sure]],
        )
        return int(cursor.rowcount)


def change_notices(person: User, traces: Traces) -> int:
    """Take the person out of notices to others; the portal wrote them."""
    rows = Notification.objects.exclude(user=person)
    return _change(rows, Notification, traces, NEUTRAL_NAME.format(pk=person.pk))


def change_events(person: User, traces: Traces) -> int:
    """Take the person out of the trail of every row that doesn't name them, or is gone."""
    neutral = NEUTRAL_NAME.format(pk=person.pk)
    changed = 0
    for model in event_models():
        if not (traces.sure and hasattr(model, "pgh_obj")):
            continue
        table = model.pgh_tracked_model
        still = _with(table._base_manager.all(), table, traces.sure).values("pk")
        rows: QuerySet[Any] = QuerySet(model).exclude(pgh_obj_id__in=still)
        changed += _change(rows, model, traces, neutral)
    return changed


def change_contexts(person: User, traces: Traces) -> int:
    """Take name, address and login ID out of the reasons in the trail."""
    changed = 0
    neutral = NEUTRAL_NAME.format(pk=person.pk)
    with connection.cursor() as cursor:
        for text in traces.sure:
            cursor.execute(
                "UPDATE pghistory_context SET metadata ="
                " replace(metadata::text, %s, %s)::jsonb WHERE strpos(metadata::text, %s) > 0",
                [_in_json(text), neutral, _in_json(text)],
            )
            changed += cursor.rowcount
        cursor.execute(
            "UPDATE pghistory_context SET metadata = metadata || %s::jsonb"
            " WHERE metadata ->> 'login_id' = %s",
            [json.dumps({"login_id": f"erased-{person.pk}"}), person.login_id],
        )
        return changed + int(cursor.rowcount)


def change_admin_log(person: User, traces: Traces) -> int:
    """Take the name out of the admin's own log: of the person's row, and wherever it is written."""
    neutral = NEUTRAL_NAME.format(pk=person.pk)
    own = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    )
    changed = own.update(object_repr=neutral, change_message="")
    return changed + _change(LogEntry.objects.exclude(pk__in=own), LogEntry, traces, neutral)
