"""変更届: proposed, compared, taken over in part, declined; two at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.change_rows import rows_of
from organizations.models import (
    ActivityField,
    ChangeRequest,
    Organization,
    OrganizationField,
)
from organizations.registry_values import values_of
from tests.factories import ContactFactory, OrganizationFactory, UserFactory
from tests.projects.test_races import race

Status = ChangeRequest.Status


def make_group() -> Organization:
    organization = OrganizationFactory(name="花の会", name_kana="はなのかい", member_count=10)
    ContactFactory(organization=organization, phone="042-300-1111", email="")
    field = ActivityField.objects.earliest("pk")
    OrganizationField.objects.create(organization=organization, field=field, is_main=True)
    return organization


@pytest.fixture
def group(db: None) -> Organization:
    return make_group()


@pytest.fixture
def leader(group: Organization) -> User:
    return UserFactory(role=Role.REPRESENTATIVE, role__place=group)


def url(name: str, pk: int) -> str:
    return reverse(f"organizations:{name}", args=[pk])


def as_posted(organization: Organization) -> dict[str, Any]:
    """Return what the form of a 変更届 sends where nothing was changed."""
    data: dict[str, Any] = {}
    for name, value in values_of(organization).items():
        if name == "links" or value is None or value is False:
            continue
        data[name] = "on" if value is True else value
    return data


@pytest.mark.django_db
def test_only_what_was_changed_is_proposed(
    client: Client, group: Organization, leader: User
) -> None:
    client.force_login(leader)
    other = ActivityField.objects.filter(fieldset__is_current=True).latest("pk")
    before = values_of(group)
    assert (
        "変えたところがありません"
        in client.post(url("change_new", group.pk), as_posted(group)).content.decode()
    )
    data = as_posted(group) | {
        "name": "花と緑の会",
        "phone": "042-300-2222",
        "fields": [*before["fields"], other.pk],
        "message": "総会で決めました",
    }
    client.post(url("change_new", group.pk), data)
    change = ChangeRequest.objects.get()
    assert set(change.proposed) == {"name", "phone", "fields"}
    assert change.before["phone"] == "042-300-1111"
    assert values_of(group) == before
    again = client.post(url("change_new", group.pk), data | {"name": "花緑会"}).content.decode()
    assert "前の変更届を確認しています" in again


@pytest.mark.django_db
def test_staff_take_over_a_part_and_answer(
    client: Client, group: Organization, leader: User, desk: User
) -> None:
    change = actions.propose(group, {"name": "花と緑の会", "phone": "042-300-2222"}, by=leader)
    client.force_login(desk)
    page = client.get(url("change", change.pk)).content.decode()
    for words in ("042-300-1111", "042-300-2222", "花と緑の会"):
        assert words in page
    group.refresh_from_db()
    data: dict[str, Any] = {"take": ["phone"], "version": group.version}
    assert "返事に理由" in client.post(url("change", change.pk), data).content.decode()
    client.post(url("change", change.pk), data | {"reason": "団体名は会則も直してください"})
    change.refresh_from_db()
    group.refresh_from_db()
    assert (change.status, change.accepted) == (Status.PARTLY, ["phone"])
    assert (group.name, group.contact.phone) == ("花の会", "042-300-2222")
    notice = Notification.objects.get(user=leader)
    assert "会則も直して" in notice.body


@pytest.mark.django_db
def test_what_changed_meanwhile_is_marked_and_not_written_over_unseen(
    client: Client, group: Organization, leader: User, desk: User
) -> None:
    change = actions.propose(group, {"member_count": 20}, by=leader)
    seen = Organization.objects.get(pk=group.pk).version
    actions.confirm(group, by=leader, facts={"member_count": 15})
    (row,) = rows_of(ChangeRequest.objects.get(pk=change.pk))
    assert (row.then, row.now, row.proposed, row.moved) == ("10", "15", "20", True)
    with pytest.raises(actions.EditedByOther):
        actions.accept_change(change, ["member_count"], by=desk, version=seen)
    client.force_login(desk)
    assert "届け出のあとで変わりました" in client.get(url("change", change.pk)).content.decode()


@pytest.mark.django_db
def test_a_group_takes_its_own_back_and_strangers_see_nothing(
    client: Client, group: Organization, leader: User
) -> None:
    change = actions.propose(group, {"name": "花緑会"}, by=leader)
    client.force_login(UserFactory(role=Role.REPRESENTATIVE))
    for name in ("change", "change_pdf"):
        assert client.get(url(name, change.pk)).status_code == 404
    assert client.post(url("change_cancel", change.pk)).status_code == 404
    client.force_login(leader)
    assert client.post(url("change", change.pk), {"take": ["name"]}).status_code == 403
    assert client.post(url("change_decline", change.pk), {"reason": "x"}).status_code == 403
    client.post(url("change_cancel", change.pk))
    change.refresh_from_db()
    assert change.status == Status.CANCELLED


@pytest.mark.django_db
def test_a_group_that_left_proposes_nothing(group: Organization, leader: User, desk: User) -> None:
    actions.strike(group, by=desk, reason="解散したため")
    with pytest.raises(actions.NotNow):
        actions.propose(group, {"name": "花緑会"}, by=leader)


@pytest.mark.django_db
def test_staff_enter_a_paper_change(client: Client, group: Organization, desk: User) -> None:
    client.force_login(desk)
    data = as_posted(group) | {"member_count": "12"}
    assert "もとの紙を入力" in client.post(url("change_new", group.pk), data).content.decode()
    client.post(url("change_new", group.pk), data | {"paper": "様式第2号"})
    change = ChangeRequest.objects.get()
    assert (change.paper, change.submitted_by) == ("様式第2号", desk)


@pytest.mark.django_db(transaction=True)
def test_accepting_and_declining_at_once(transactional_db: None) -> None:
    group = make_group()
    leader = UserFactory(role=Role.REPRESENTATIVE, role__place=group)
    desk, other = UserFactory(role=Role.DESK), UserFactory(role=Role.DESK)
    change = actions.propose(group, {"name": "花緑会"}, by=leader)
    results = race(
        lambda: actions.accept_change(change, ["name"], by=desk),
        lambda: actions.decline_change(change, by=other, reason="会則とちがうため"),
    )
    assert sum(isinstance(result, actions.WrongState) for result in results) == 1
    change.refresh_from_db()
    group.refresh_from_db()
    assert (change.status == Status.ACCEPTED) == (group.name == "花緑会")
