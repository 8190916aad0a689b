"""A group with its people beside the cast of the suite, and invitations whose link is known."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import Invitation, Membership, Organization
from tests.factories import OrganizationFactory, UserFactory

Invite = Callable[..., tuple[Invitation, str]]


@pytest.fixture
def group(db: None) -> Organization:
    """The group that the tests are about."""
    return OrganizationFactory(name="花みずきの会")


@pytest.fixture
def leader(group: Organization) -> User:
    """団体の代表 of the group."""
    return UserFactory(name="加藤 ゆり", role=Role.REPRESENTATIVE, role__place=group)


@pytest.fixture
def editor(group: Organization) -> User:
    """団体の編集者 of the group."""
    return UserFactory(name="井上 歩", role=Role.EDITOR, role__place=group)


@pytest.fixture
def operator(db: None) -> User:
    """The operator of the installation, who has no role."""
    return User.objects.create_superuser("operator", "long-enough-word-1", name="運用 担当")


@pytest.fixture
def newcomer(db: None) -> User:
    """A person who has an account and no membership."""
    return UserFactory(name="小川 渚")


@pytest.fixture
def invited(db: None) -> Invite:
    """Invite by letter, so that the number is known; ``invited(by, role=…, department=…)``."""

    def make(by: User, **place: Any) -> tuple[Invitation, str]:
        invitation = actions.invite(by, addressee="新田 光", **place)
        return actions.make_letter(invitation, by=by)

    return make


def membership_of(user: User) -> Membership:
    """Return the only membership of a person."""
    return Membership.objects.get(user=user)


def arguments_of(job: ProcrastinateJob) -> dict[str, Any]:
    """Return what the task of a job is called with, without the notes of the audit trail."""
    return {name: value for name, value in job.args.items() if not name.startswith("_")}


def again(user: User) -> User:
    """Return the person as the next request sees them."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def queries_of(db: None) -> Callable[[Callable[[], Any]], int]:
    """Count the queries of a call."""

    def count(act: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count
