"""Who may see and who may do what with a yearly record."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects import permissions
from projects.models import ProjectRecord
from tests.factories import CityFactory, DepartmentFactory, RecordFactory, UserFactory

Status = ProjectRecord.Status
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(
    officer: User, head: User, other_officer: User, desk: User, coordinator: User, member: User
) -> dict[str, User | AnonymousUser]:
    return {
        "officer": officer,
        "head": head,
        "other_officer": other_officer,
        "desk": desk,
        "coordinator": coordinator,
        "member": member,
        "anonymous": AnonymousUser(),
    }


SEES_DRAFTS = {"officer", "head", "desk", "coordinator"}
EVERYBODY = SEES_DRAFTS | {"other_officer", "member", "anonymous"}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize(
    ("status", "public", "seen_by"),
    [
        (Status.DRAFT, True, SEES_DRAFTS),
        (Status.SUBMITTED, True, SEES_DRAFTS),
        (Status.RETURNED, True, SEES_DRAFTS),
        (Status.APPROVED, True, EVERYBODY),
        (Status.APPROVED, False, SEES_DRAFTS),
    ],
)
def test_who_sees_a_record(
    who: str,
    status: Status,
    public: bool,
    seen_by: set[str],
    cast: dict[str, User],
    office: Department,
) -> None:
    record = RecordFactory(department=office, status=status, is_public=public)
    visible = ProjectRecord.objects.visible_to(cast[who]).filter(pk=record.pk).exists()
    assert visible == (who in seen_by)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_who_writes_and_who_reviews(who: str, cast: dict[str, User], office: Department) -> None:
    record = RecordFactory(department=office)
    assert permissions.may_write(cast[who], record) == (who in {"officer", "head"})
    assert permissions.may_create(cast[who], office) == (who in SEES_DRAFTS)
    assert permissions.may_review(cast[who]) == (who in {"desk", "coordinator"})
    assert permissions.may_read_sheet(cast[who], record) == (who in SEES_DRAFTS)


def test_successors_answer_for_the_records_of_what_was_merged_into_them(
    office: Department, other_office: Department, other_officer: User
) -> None:
    oldest = DepartmentFactory(parent=office.parent)
    oldest.successors.add(office)
    office.successors.add(other_office)
    record = RecordFactory(department=oldest)
    # As long as they go on, they answer for themselves: somebody was split off, no more.
    assert not permissions.may_write(other_officer, record)
    ended = Department.objects.filter(pk__in=[oldest.pk, office.pk])
    ended.update(valid_until=datetime.date(2026, 3, 31))
    assert permissions.may_write(other_officer, record)
    assert ProjectRecord.objects.visible_to(other_officer).get() == record


def test_a_predecessor_does_not_see_what_its_successor_writes(
    office: Department, other_office: Department, officer: User
) -> None:
    office.successors.add(other_office)
    record = RecordFactory(department=other_office)
    assert not permissions.may_write(officer, record)
    assert not ProjectRecord.objects.visible_to(officer).exists()


def test_offices_that_succeed_each_other_in_a_ring_do_not_hang(
    office: Department, other_office: Department, officer: User
) -> None:
    office.successors.add(other_office)
    other_office.successors.add(office)
    Department.objects.filter(pk=other_office.pk).update(valid_until=datetime.date(2026, 3, 31))
    assert Department.objects.answered_by(officer) == {office.pk, other_office.pk}


def test_a_membership_that_ended_entitles_to_nothing(office: Department, officer: User) -> None:
    record = RecordFactory(department=office)
    membership = officer.memberships.get()
    membership.valid_until = membership.valid_from
    membership.save()
    assert not permissions.may_write(User.objects.get(pk=officer.pk), record)


def test_another_citys_records_are_not_in_the_list_of_anybody(member: User) -> None:
    closed = DepartmentFactory(parent=CityFactory(closed_dataset=True))
    RecordFactory(department=closed, status=Status.APPROVED, is_reconstructed=True)
    assert not ProjectRecord.objects.visible_to(member).exists()
    assert ProjectRecord.objects.visible_to(UserFactory(role=Role.DESK)).count() == 1
