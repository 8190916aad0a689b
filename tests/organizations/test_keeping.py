"""退会・抹消・再登録, the switches that a group sets itself, and who may do which."""

import datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit.events import event_models
from koganei_kyodo.portal.privacy.retention import due_items
from organizations import actions
from organizations.actions.forgetting import forget_registration
from organizations.models import (
    Application,
    Attachment,
    ChangeRequest,
    Contact,
    Organization,
    Requirement,
    StoredFile,
)
from organizations.registry_values import values_of
from tests.factories import ContactFactory, OrganizationFactory, UserFactory
from tests.world.registry import DAY, fill

pytestmark = pytest.mark.django_db
Status = Organization.Status


@pytest.fixture
def group(db: None) -> Organization:
    organization = OrganizationFactory(name="花の会", registration_number="0042", member_count=10)
    ContactFactory(organization=organization, phone="042-300-1111", email="hana@example.jp")
    return organization


@pytest.fixture
def leader(group: Organization) -> User:
    return UserFactory(role=Role.REPRESENTATIVE, role__place=group)


def url(name: str, group: Organization, *arguments: Any) -> str:
    return reverse(f"organizations:{name}", args=[group.pk, *arguments])


def test_a_group_leaves_and_comes_back_under_its_number(
    client: Client, group: Organization, leader: User, desk: User
) -> None:
    client.force_login(leader)
    assert "理由を入力" in client.post(url("registration_withdraw", group)).content.decode()
    client.post(url("registration_withdraw", group), {"reason": "休会するため"})
    group.refresh_from_db()
    assert (group.status, group.end_reason) == (Status.WITHDRAWN, "休会するため")
    client.logout()
    assert client.get(url("detail", group)).status_code == 404
    client.force_login(leader)
    response = client.post(url("registration_reenter", group))
    application = Application.objects.get(organization=group)
    assert application.kind == Application.Kind.REENTRY
    first = client.get(response["Location"])
    assert 'value="花の会"' in first.content.decode()
    group.refresh_from_db()
    fill(group)
    client.post(reverse("organizations:apply_step", args=[application.pk, "check"]), {"agreed": 1})
    found = dict.fromkeys(Requirement.objects.all(), ("met", ""))
    actions.check_requirements(application, found, by=desk)
    actions.approve(group, by=desk)
    group.refresh_from_db()
    assert (group.status, group.registration_number) == (Status.PUBLIC, "0042")


def test_an_editor_does_not_end_a_registration(client: Client, group: Organization) -> None:
    client.force_login(UserFactory(role=Role.EDITOR, role__place=group))
    assert client.post(url("registration_withdraw", group), {"reason": "x"}).status_code == 403
    assert client.post(url("registration_strike", group), {"reason": "x"}).status_code == 403
    group.refresh_from_db()
    assert group.status == Status.PUBLIC


def test_staff_strike_with_a_reason_and_open_changes_end(
    client: Client, group: Organization, leader: User, desk: User
) -> None:
    change = actions.propose(group, {"name": "花と緑の会"}, by=leader)
    client.force_login(desk)
    client.post(url("registration_strike", group), {"reason": "要件を満たさなくなったため"})
    group.refresh_from_db()
    change.refresh_from_db()
    assert group.status == Status.STRUCK
    assert change.status == ChangeRequest.Status.CANCELLED


def test_staff_begin_a_new_application_from_a_paper(
    client: Client, group: Organization, desk: User
) -> None:
    actions.strike(group, by=desk, reason="連絡がつかないため")
    client.force_login(desk)
    data = {"paper": "様式第1号", "received_on_year": "2026"}
    data |= {"received_on_month": "4", "received_on_day": "1"}
    client.post(url("registration_reenter", group), data)
    application = Application.objects.get(organization=group)
    assert (application.channel, application.paper_received_on) == ("paper", DAY)


def test_the_switches_count_at_once_and_only_for_what_is_there(
    client: Client, group: Organization, leader: User
) -> None:
    client.force_login(leader)
    page = client.get(url("registration_own", group)).content.decode()
    assert "電話番号を公開する（042-300-1111）" in page
    assert "FAX番号を公開する" not in page
    client.post(
        url("registration_own", group),
        {"version": group.version, "phone_public": "on", "wants_members": "on", "fax": "1"},
    )
    assert "042-300-1111" in client.get(url("detail", group)).content.decode()
    client.post(url("registration_own", group), {})
    values = values_of(Organization.objects.get(pk=group.pk))
    assert (values["phone_public"], values["phone"]) == (False, "042-300-1111")
    with pytest.raises(ValueError, match="not the group's own"):
        actions.set_own(group, {"name": "ほかの会"}, by=leader, version=None)


@pytest.mark.parametrize(
    "name",
    [
        "registration",
        "registration_confirm",
        "registration_own",
        "registration_reenter",
        "change_new",
    ],
)
def test_strangers_find_nothing(client: Client, group: Organization, name: str) -> None:
    client.force_login(UserFactory(role=Role.REPRESENTATIVE))
    assert client.get(url(name, group)).status_code == 404
    assert client.post(url(name, group)).status_code == 404


@pytest.mark.parametrize("kind", ["confirmation", "change", "withdrawal"])
def test_every_form_prints(client: Client, group: Organization, leader: User, kind: str) -> None:
    client.force_login(leader)
    response = client.get(url("registration_form", group, kind))
    assert response.content.startswith(b"%PDF-")
    client.force_login(UserFactory(role=Role.EDITOR))
    assert client.get(url("registration_form", group, kind)).status_code == 404


def test_what_is_stored_of_persons_goes_when_its_time_is_over(
    group: Organization, leader: User, desk: User
) -> None:
    fill(group)
    actions.propose(group, {"phone": "042-300-9999"}, by=leader, message="代表の山田です")
    assert not forget_registration(group.pk, by=desk, why="満了")
    actions.strike(group, by=desk, reason="解散したため")
    due = [i for i in due_items(datetime.date(2100, 1, 1)) if i.rule.kind == "registration"]
    assert [item.object_id for item in due] == [group.pk]
    assert due[0].due_on.year - due[0].closed_on.year in (3, 4)
    assert forget_registration(group.pk, by=desk, why="満了")
    assert not Contact.objects.filter(organization=group).exists()
    assert not Attachment.objects.filter(organization=group).exists()
    assert not StoredFile.objects.exists()
    group.refresh_from_db()
    assert (group.name, group.registration_number) == ("花の会", "0042")
    for model in (Contact, ChangeRequest, Application):
        event = next(each for each in event_models() if each.pgh_tracked_model is model)
        events: QuerySet[Any] = QuerySet(event)
        everything = " ".join(str(row) for row in events.values())
        for word in ("042-300-1111", "花田 咲", "hana@example.jp", "代表の山田です"):
            assert word not in everything
    assert not forget_registration(group.pk, by=desk, why="満了")
