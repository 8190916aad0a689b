"""The register's lists ask as often for three rows as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.documents.uploads import Upload
from organizations import actions
from organizations.models import Organization
from tests.factories import ContactFactory, OrganizationFactory, UserFactory, add_membership
from tests.organizations.test_deciding import handed_in
from tests.test_query_counts import assert_steady
from tests.world.registry import DAY, fill

pytestmark = pytest.mark.django_db


def changed(number: int) -> None:
    group = OrganizationFactory()
    by = UserFactory(role=Role.EDITOR, role__place=group)
    actions.propose(group, {"purpose": f"目的{number}"}, by=by)


def late(number: int) -> None:
    group = OrganizationFactory(status=Organization.Status.RENEWAL_DUE, valid_until=DAY)
    ContactFactory(organization=group)


@pytest.mark.parametrize(
    ("name", "add"),
    [
        ("applications", lambda n: handed_in(f"花の会{n}")),
        ("changes", changed),
        ("renewals", late),
    ],
)
def test_the_lists_of_the_staff(
    name: str, add: Callable[[int], Any], client: Client, desk: User
) -> None:
    client.force_login(desk)
    assert_steady(client, reverse(f"organizations:{name}"), add)


def test_a_person_with_more_groups(client: Client) -> None:
    person = UserFactory()

    def join(number: int) -> None:
        group = OrganizationFactory()
        ContactFactory(organization=group)
        add_membership(person, Role.EDITOR, group)

    join(0)
    client.force_login(person)
    assert_steady(client, reverse("portal:mypage"), join)


def test_a_group_with_more_documents_and_changes(client: Client) -> None:
    group = OrganizationFactory()
    fill(group)
    person = UserFactory(role=Role.REPRESENTATIVE, role__place=group)

    def more(number: int) -> None:
        upload = Upload(f"予算{number}.pdf", b"%PDF-1.7 made up", "application/pdf")
        actions.attach(group, upload, kind="budget", by=person)
        actions.cancel_change(
            actions.propose(group, {"purpose": f"目的{number}"}, by=person), by=person
        )

    client.force_login(person)
    assert_steady(client, reverse("organizations:registration", args=[group.pk]), more)
