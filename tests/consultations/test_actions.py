"""The verbs of the desk's log."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from consultations import actions
from consultations.models import Consultation, ConsultationNote, ConsultationPerson
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit.events import event_models
from tests.factories import ConsultationFactory, UserFactory

Status = Consultation.Status
pytestmark = pytest.mark.django_db
NEXT = datetime.date(2026, 12, 1)


def act(consultation: Consultation, verb: str, by: User) -> Consultation:
    values: dict[str, dict[str, Any]] = {
        "hold": {"reason": "返事を待つ", "next_on": NEXT},
        "close": {"result": "手引きを渡した"},
        "reopen": {"next_on": None},
    }
    return getattr(actions, verb)(consultation, by=by, **values[verb])


def in_state(status: str, desk: User) -> Any:
    return ConsultationFactory(staff=desk, closed=status == Status.CLOSED, status=status)


def unsaved(desk: User, received: datetime.datetime | None = None) -> Consultation:
    made = ConsultationFactory.build(staff=desk, number="")
    made.enquirer_kind.save()
    if received is not None:
        made.received_at = received
    return made


def test_recording_gives_a_number_of_the_year(desk: User) -> None:
    year = datetime.datetime(2026, 3, 31, 12, tzinfo=datetime.UTC)
    first = actions.record(unsaved(desk, year), by=desk)
    second = actions.record(unsaved(desk, year), by=desk)
    later = actions.record(unsaved(desk, year + datetime.timedelta(days=1)), by=desk)
    assert [first.number, second.number, later.number] == [
        "S2025-0001", "S2025-0002", "S2026-0001",
    ]  # fmt: skip
    assert (first.status, first.updated_by) == (Status.OPEN, desk)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", ["hold", "close", "reopen"])
def test_every_state_and_verb(verb: str, status: str, desk: User) -> None:
    row = in_state(status, desk)
    expected = Consultation.TRANSITIONS[verb].get(status)
    if expected is None:
        with pytest.raises(actions.WrongState, match=r"。|あります|続けられます"):
            act(row, verb, desk)
        row.refresh_from_db()
        assert row.status == status
    else:
        assert act(row, verb, desk).status == expected


def test_closing_ends_the_plans_and_reopening_forgets_the_end(desk: User) -> None:
    row: Any = ConsultationFactory(staff=desk, next_on=NEXT, next_step="電話する")
    closed = act(row, "close", desk)
    assert (closed.result, closed.closed_by, closed.next_on) == ("手引きを渡した", desk, None)
    again = actions.reopen(closed, by=desk, next_on=NEXT)
    assert (again.closed_at, again.closed_by, again.next_on) == (None, None, NEXT)


@pytest.mark.parametrize("role", ["coordinator", "officer", "member"])
def test_only_the_desk_writes(role: str, request: pytest.FixtureRequest, desk: User) -> None:
    other = request.getfixturevalue(role)
    row: Any = ConsultationFactory(staff=desk)
    for verb in ("hold", "close"):
        with pytest.raises(PermissionDenied):
            act(row, verb, other)
    with pytest.raises(PermissionDenied):
        actions.add_note(row, by=other, text="メモ")
    with pytest.raises(PermissionDenied):
        actions.record(unsaved(desk), by=other)


def test_a_colleagues_change_is_not_overwritten(desk: User) -> None:
    row: Any = ConsultationFactory(staff=desk)
    colleague = UserFactory(role="desk", name="南 ひろ")
    theirs = Consultation.objects.get(pk=row.pk)
    theirs.handling = "電話した"
    actions.save(theirs, by=colleague, version=1)
    row.handling = "何もしていない"
    with pytest.raises(actions.EditedByOther, match="南 ひろさん"):
        actions.save(row, by=desk, version=1)
    assert Consultation.objects.get(pk=row.pk).handling == "電話した"


def test_saving_never_moves_the_status(desk: User) -> None:
    row: Any = ConsultationFactory(staff=desk)
    row.status = Status.CLOSED
    row.number = "S9999-0001"
    actions.save(row, by=desk, version=1)
    row.refresh_from_db()
    assert (row.status, row.number[:5]) == (Status.OPEN, "S2026")


def test_notes_are_private_until_made_public_one_by_one(desk: User) -> None:
    row: Any = ConsultationFactory(staff=desk, closed=True)
    first, second = (actions.add_note(row, by=desk, text=text) for text in ("1つめ", "2つめ"))
    assert not first.is_public
    assert actions.make_public(first, by=desk).made_public_by == desk
    assert list(row.notes.filter(made_public_at=None)) == [second]
    assert not actions.make_private(first, by=desk).is_public


def personal(consultation: Consultation) -> ConsultationPerson:
    return ConsultationPerson.objects.create(
        consultation=consultation, name="西 ひかる", phone="042-111-2222", email="nishi@example.jp"
    )


def in_the_trail(text: str, *columns: str) -> int:
    """Count the events of the log that hold `text` in one of its columns."""
    found = 0
    for model in event_models():
        if model.pgh_tracked_model._meta.app_label == "consultations":
            known = {f.name for f in model._meta.concrete_fields}
            for column in set(columns) & known:
                found += QuerySet(model).filter(**{f"{column}__contains": text}).count()
    return found


def test_forgetting_takes_the_person_out_of_the_trail_too(desk: User) -> None:
    row: Any = ConsultationFactory(staff=desk, text="会場を借りたい")
    personal(row)
    assert in_the_trail("西 ひかる", "name")
    assert actions.forget_person(row, by=desk, why="本人の希望")
    assert not ConsultationPerson.objects.exists()
    assert in_the_trail("西 ひかる", "name") == in_the_trail("042-111-2222", "phone") == 0
    assert not actions.forget_person(row, by=desk, why="本人の希望")
    assert Consultation.objects.get().text == "会場を借りたい"


def test_disposal_leaves_what_statistics_count(desk: User) -> None:
    row: Any = ConsultationFactory(staff=desk, text="家の悩み", handling="紹介した", minutes=20)
    personal(row)
    actions.add_note(row, by=desk, text="家の悩みの続き")
    assert not actions.dispose(row.pk, by=desk, why="満了"), "it is open"
    act(row, "close", desk)
    assert actions.dispose(row.pk, by=desk, why="満了")
    row.refresh_from_db()
    assert (row.text, row.handling, row.result, row.search_text.split()) == (
        "", "", "", [row.number.lower().replace("-", "ー")],
    )  # fmt: skip
    assert (row.minutes, row.channel, row.status) == (20, "phone", Status.CLOSED)
    assert not ConsultationNote.objects.exists()
    assert in_the_trail("家の悩み", "text") == in_the_trail("西", "name") == 0
    with pytest.raises(actions.WrongState, match="廃棄した相談"):
        actions.reopen(row, by=desk, next_on=None)


def test_the_database_refuses_a_close_without_who(desk: User) -> None:
    row: Any = ConsultationFactory(staff=desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(status=Status.CLOSED)
