"""Two people at the same moment: one wins, the other is told, nothing is lost or doubled."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.accounts.roles import Role
from projects import actions
from projects.models import ProjectRecord
from tests.factories import DepartmentFactory, GuidelineFactory, RecordFactory, UserFactory

Status = ProjectRecord.Status


def race(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all deeds at the same moment; return their results or the errors they raised."""
    start = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            results[place] = deed()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i, deed)) for i, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


@pytest.fixture
def cast_of_race(transactional_db: None) -> tuple[ProjectRecord, User, User]:
    office = DepartmentFactory()
    record = RecordFactory(department=office, partners=1)
    officer = UserFactory(role=Role.OFFICER, role__place=office)
    return record, officer, UserFactory(role=Role.DESK)


@pytest.mark.django_db(transaction=True)
def test_race_of_submitting_and_editing(cast_of_race: tuple[ProjectRecord, User, User]) -> None:
    record, officer, _ = cast_of_race
    edit: dict[str, Any] = {
        "by": officer,
        "version": 1,
        "changes": {"summary": "あとから直した内容"},
    }
    submitted, edited = race(
        lambda: actions.submit(record, by=officer, version=1),
        lambda: actions.save_record(record, **edit),
    )
    record.refresh_from_db()
    assert not isinstance(submitted, Exception)
    assert record.status == Status.SUBMITTED
    saved = record.summary == "あとから直した内容"
    assert saved != isinstance(edited, actions.WrongState)
    # Whichever came first: nothing changed after the submission.
    last = record.events.order_by("-pgh_id").first()
    assert (last.status, last.summary) == (Status.SUBMITTED, record.summary)


@pytest.mark.django_db(transaction=True)
def test_race_of_approving_and_withdrawing(
    cast_of_race: tuple[ProjectRecord, User, User],
) -> None:
    record, officer, desk = cast_of_race
    actions.submit(record, by=officer, version=1)
    results = race(
        lambda: actions.approve(record, by=desk), lambda: actions.withdraw(record, by=officer)
    )
    record.refresh_from_db()
    assert sum(isinstance(result, actions.WrongState) for result in results) == 1
    winner = next(result for result in results if not isinstance(result, Exception))
    assert record.status == winner.status
    assert record.version == 3


@pytest.mark.django_db(transaction=True)
def test_race_of_two_approvals(cast_of_race: tuple[ProjectRecord, User, User]) -> None:
    record, officer, desk = cast_of_race
    actions.submit(record, by=officer, version=1)
    results = race(*[lambda: actions.approve(record, by=desk)] * 2)
    assert sum(isinstance(result, actions.WrongState) for result in results) == 1
    assert Notification.objects.filter(subject__contains=record.name).count() == 1


@pytest.mark.django_db(transaction=True)
def test_race_for_a_number(transactional_db: None) -> None:
    office = DepartmentFactory()
    officer = UserFactory(role=Role.OFFICER, role__place=office)
    records = [RecordFactory(department=office, partners=1) for _ in range(4)]
    results = race(
        *[lambda r=record: actions.submit(r, by=officer, version=1) for record in records]
    )
    numbers = sorted(result.number for result in results)
    assert numbers == ["2025-0001", "2025-0002", "2025-0003", "2025-0004"]


@pytest.mark.django_db(transaction=True)
def test_race_of_one_form_sent_twice(transactional_db: None) -> None:
    office = DepartmentFactory()
    officer = UserFactory(role=Role.OFFICER, role__place=office)
    GuidelineFactory()
    begin: dict[str, Any] = {"fiscal_year": 2025, "token": uuid.uuid4(), "name": "花だん"}
    first, second = race(*[lambda: actions.create_record(officer, office, **begin)] * 2)
    assert first.pk == second.pk
    assert ProjectRecord.objects.count() == 1
    assert not connection.needs_rollback
