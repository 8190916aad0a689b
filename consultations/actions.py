"""The verbs of the desk's log. Each locks the row, asks for the right and the state, and saves."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from consultations import permissions
from consultations.models import Consultation, ConsultationNote, ConsultationPerson
from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.audit.events import erasing, event_models
from koganei_kyodo.fiscal_year import fiscal_year_of

Status = Consultation.Status
NUMBER_LOCK = 7_051_964  # first key of the advisory lock; the second one is the 年度
DISPOSED = "保存年限が過ぎて廃棄した相談なので、変更できません"
WRONG_STATE: dict[tuple[str, str], str] = {
    ("edit", Status.CLOSED): "終了した相談は、そのままでは直せません。"
    "「対応中に戻す」を押してから直してください",
    ("hold", Status.ON_HOLD): "この相談は保留にしてあります",
    (
        "hold",
        Status.CLOSED,
    ): "終了した相談です。保留にするには、先に「対応中に戻す」を押してください",
    ("close", Status.CLOSED): "この相談は終了してあります",
    ("reopen", Status.OPEN): "この相談は対応中です。このまま続けられます",
}


class WrongState(Exception):
    """The consultation doesn't allow this now; the text tells the person what to do instead."""


class EditedByOther(Exception):
    """A colleague saved in between."""

    def __init__(self, who: str, at: datetime.datetime) -> None:
        super().__init__(say.edited_by_other(who, at=at))


def record(consultation: Consultation, *, by: User) -> Consultation:
    """Write down a new consultation, as filled in but for its number; it gets that here.

    Raises:
        PermissionDenied: `by` is not of the desk.
    """
    _require_desk(by)
    with transaction.atomic(), acting(by):
        received = timezone.localdate(consultation.received_at)
        consultation.number = _next_number(fiscal_year_of(received))
        consultation.status, consultation.version = Status.OPEN, 1
        consultation.updated_by = by
        if consultation.staff_id is None:
            consultation.staff = by
        consultation.save()
    return consultation


def save(consultation: Consultation, *, by: User, version: int) -> Consultation:
    """Store what was changed in `consultation`, whose `version` the person has seen.

    Raises:
        PermissionDenied: `by` is not of the desk.
        WrongState: it is closed.
        EditedByOther: a colleague saved since that version.
    """
    with transaction.atomic(), acting(by):
        current = ready(consultation.pk, "edit", by=by, version=version)
        for name in _KEPT:
            setattr(consultation, name, getattr(current, name))
        consultation.version = current.version + 1
        consultation.updated_by = by
        consultation.save()
    return consultation


# What editing never changes, whatever the object in hand says.
_KEPT = (
    "number", "status", "result", "hold_reason", "closed_at", "closed_by", "disposed_at",
)  # fmt: skip


def hold(
    consultation: Consultation, *, by: User, reason: str, next_on: datetime.date | None
) -> Consultation:
    """Put it on hold until a day. Raises ``PermissionDenied`` and ``WrongState``.

    Args:
        consultation: the consultation.
        by: of the desk.
        reason: what is waited for.
        next_on: when to look again; None where nobody can say.
    """
    with transaction.atomic(), acting(by, why=reason):
        locked = ready(consultation.pk, "hold", by=by)
        locked.hold_reason, locked.next_on = reason.strip(), next_on
        return _move(locked, "hold", by)


def close(consultation: Consultation, *, by: User, result: str) -> Consultation:
    """Close it with its result; what was planned next is done. Raises as ``hold``."""
    with transaction.atomic(), acting(by):
        locked = ready(consultation.pk, "close", by=by)
        locked.result, locked.closed_at, locked.closed_by = result.strip(), timezone.now(), by
        locked.next_on, locked.next_step = None, ""
        return _move(locked, "close", by)


def reopen(consultation: Consultation, *, by: User, next_on: datetime.date | None) -> Consultation:
    """Go on with it, after a hold or after the end. Raises as ``hold``."""
    with transaction.atomic(), acting(by):
        locked = ready(consultation.pk, "reopen", by=by)
        locked.closed_at = locked.closed_by = None
        locked.hold_reason, locked.next_on = "", next_on
        return _move(locked, "reopen", by)


def add_note(consultation: Consultation, *, by: User, text: str) -> ConsultationNote:
    """Add a private note, to a closed consultation too.

    Raises ``PermissionDenied``, and ``WrongState`` where it was disposed of.
    """
    _require_desk(by)
    with transaction.atomic(), acting(by):
        locked = _lock(consultation.pk)
        return ConsultationNote.objects.create(
            consultation=locked, text=text.strip(), written_by=by
        )


def make_public(note: ConsultationNote, *, by: User) -> ConsultationNote:
    """Let one note be shown beyond the desk. Doing it twice changes nothing. Raises as above."""
    return _set_public(note, by, public=True)


def make_private(note: ConsultationNote, *, by: User) -> ConsultationNote:
    """Take that back. Raises as above."""
    return _set_public(note, by, public=False)


def forget_person(consultation: Consultation, *, by: User, why: str) -> bool:
    """Erase who asked, the trail's copies included; the consultation stays.

    Returns False where nobody is named. Raises as above.
    """
    _require_desk(by)
    with transaction.atomic(), acting(by, why=why):
        _lock(consultation.pk)
        return _erase_person(consultation.pk)


def dispose(consultation_id: int, *, by: User | None, why: str) -> bool:
    """Take everything in words out of a closed consultation: texts, notes, who asked.

    Number, day, channel, kind and categories stay, so that the statistics do. Whoever approved
    the disposal answers for it; rights are asked for there. Returns False where it is gone, open
    again, or disposed of already.
    """
    with transaction.atomic(), acting(by, why=why):
        rows = Consultation.objects.select_for_update(of=("self",))
        found = rows.filter(pk=consultation_id, status=Status.CLOSED, disposed_at=None).first()
        if found is None:
            return False
        _erase_person(found.pk)
        notes = list(found.notes.values_list("pk", flat=True))
        ConsultationNote.objects.filter(pk__in=notes).delete()
        blank = dict.fromkeys(_IN_WORDS, "")
        Consultation.objects.filter(pk=found.pk).update(**blank, disposed_at=timezone.now())
        with erasing():
            _events(ConsultationNote, notes).update(text="")
            _events(Consultation, [found.pk]).update(**blank)
    return True


_IN_WORDS = ("text", "handling", "referred_to", "next_step", "result", "hold_reason")
_OF_PERSON = (
    "name", "name_kana", "affiliation", "phone", "email", "address",
)  # fmt: skip


def _erase_person(consultation_id: int) -> bool:
    rows = ConsultationPerson.objects.filter(consultation=consultation_id)
    ids = list(rows.values_list("pk", flat=True))
    rows.delete()
    with erasing():
        blank: dict[str, Any] = dict.fromkeys(_OF_PERSON, "")
        _events(ConsultationPerson, ids).update(**blank, user=None)
    return bool(ids)


def _events(model: type[Any], ids: list[int]) -> QuerySet[Any]:
    (events,) = (each for each in event_models() if each.pgh_tracked_model is model)
    return QuerySet(events).filter(pgh_obj_id__in=ids)


def ready(
    consultation_id: int | None, verb: str, *, by: User, version: int | None = None
) -> Consultation:
    """Lock the row for `verb` and return it. Call it inside a transaction.

    Raises ``PermissionDenied``, ``WrongState``, and ``EditedByOther`` where `version` is given and
    a colleague saved since.
    """
    _require_desk(by)
    locked = _lock(consultation_id)
    if not locked.allows(verb):
        raise WrongState(WRONG_STATE[verb, locked.status])
    writer = locked.updated_by
    if version is not None and version != locked.version and writer != by:
        raise EditedByOther(writer.name if writer else "別の人", locked.updated_at)
    return locked


def _require_desk(by: User) -> None:
    if not permissions.may_write(by):
        raise PermissionDenied(say.no_permission("支援センターの職員"))


def _lock(consultation_id: int | None) -> Consultation:
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("updated_by")
    locked: Consultation = rows.get(pk=consultation_id or 0)
    if locked.disposed_at is not None:
        raise WrongState(DISPOSED)
    return locked


def _move(locked: Consultation, verb: str, by: User) -> Consultation:
    locked.status = Consultation.TRANSITIONS[verb][locked.status]
    locked.version += 1
    locked.updated_by = by
    locked.save()
    return locked


def _set_public(note: ConsultationNote, by: User, *, public: bool) -> ConsultationNote:
    _require_desk(by)
    with transaction.atomic(), acting(by):
        _lock(note.consultation_id)
        locked: Any = ConsultationNote.objects.select_for_update().get(pk=note.pk)
        if locked.is_public != public:
            locked.made_public_at = timezone.now() if public else None
            locked.made_public_by = by if public else None
            locked.save()
    return locked


def _next_number(fiscal_year: int) -> str:
    """Return the next 受付番号 of a 年度 (``S2026-0001``); others wait until this one is stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, fiscal_year])
        cursor.execute(
            "SELECT coalesce(max(split_part(number, '-', 2)::int), 0) + 1"
            " FROM consultations_consultation WHERE number ~ %s",
            [f"^S{fiscal_year}-[0-9]+$"],
        )
        (following,) = cursor.fetchone()
    return f"S{fiscal_year}-{following:04}"
