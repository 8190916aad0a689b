"""What happened to a yearly record, read from the events that the audit triggers keep."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from koganei_kyodo.accounts.models import User
from projects.models import ProjectRecord

Status = ProjectRecord.Status
DEEDS: dict[tuple[str | None, str], str] = {
    (None, Status.DRAFT): "書き始めた",
    (Status.DRAFT, Status.SUBMITTED): "提出した",
    (Status.RETURNED, Status.SUBMITTED): "直して、出し直した",
    (Status.SUBMITTED, Status.DRAFT): "取り下げた",
    (Status.SUBMITTED, Status.RETURNED): "修正を依頼した",
    (Status.APPROVED, Status.RETURNED): "受け付けたあとで、修正を依頼した",
    (Status.SUBMITTED, Status.APPROVED): "承認した",
}


@dataclass(frozen=True)
class Step:
    """One step of the journey: when, who (empty where nobody is known), what, and the reason."""

    at: datetime.datetime
    who: str
    what: str
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """What somebody else changed: the last of them, when, and the names of all fields."""

    who: str
    at: datetime.datetime
    fields: frozenset[str]


def journey(record: ProjectRecord) -> list[Step]:
    """Return what happened to `record`, oldest first: its states, and the 課長's part. Two queries."""
    rows = record.events.order_by("pgh_id").values_list(
        *("pgh_created_at", "updated_by_id", "return_reason"),
        *("status", "head_asked_at", "confirmed_at"),
    )
    steps: list[tuple[datetime.datetime, int | None, str, str]] = []
    before: tuple[str | None, Any, Any] = (None, None, None)
    for at, person, reason, *state in rows:
        status, asked, confirmed = state
        steps += [(at, person, deed, "") for deed in _head_deeds(before, asked, confirmed)]
        if status != before[0]:
            label = str(Status(status).label)
            deed = DEEDS.get((before[0], status), f"状態が「{label}」になった")
            steps.append((at, person, deed, reason if status == Status.RETURNED else ""))
        before = (status, asked, confirmed)
    names = _names({person for _, person, _, _ in steps if person})
    return [
        Step(at, names.get(person or 0, ""), deed, reason) for at, person, deed, reason in steps
    ]


def _head_deeds(before: tuple[str | None, Any, Any], asked: Any, confirmed: Any) -> Iterator[str]:
    _, asked_before, confirmed_before = before
    if asked and not asked_before:
        yield "課長に確認を頼んだ"
    if confirmed and not confirmed_before:
        yield "課長として確認した"
    if confirmed_before and not confirmed:
        yield "内容を直した（課長の確認は、もう一度）"


def changed_by_others(
    record: ProjectRecord, fields: Collection[str], *, since: int, by: User
) -> Change | None:
    """Return what others than `by` changed of `fields` after version `since`, or None.

    Args:
        record: the record as it is stored now.
        fields: names of columns to look at.
        since: the version of the record that `by` has seen.
        by: the person who wants to save.
    """
    columns = sorted(fields)
    rows = record.events.filter(version__gte=since).order_by("pgh_id")
    changed: set[str] = set()
    who, at = None, None
    before: tuple[object, ...] | None = None
    for moment, person, *values in rows.values_list("pgh_created_at", "updated_by_id", *columns):
        now = tuple(values)
        if before is not None and now != before and person != by.pk:
            changed |= {c for c, a, b in zip(columns, before, now, strict=True) if a != b}
            who, at = person, moment
        before = now
    if at is None:
        return None
    return Change(_names({who} if who else set()).get(who or 0, "別の人"), at, frozenset(changed))


def _names(people: Collection[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
