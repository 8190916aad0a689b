"""Who may let whom in, decide over whom, and see what."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from organizations import permissions
from organizations.models import Invitation, Membership
from tests.factories import CityFactory, DepartmentFactory, OrganizationFactory, add_membership
from tests.organizations.conftest import again, membership_of

pytestmark = pytest.mark.django_db

WHO_LETS_IN = {
    "coordinator": {(Role.HEAD, "own"), (Role.HEAD, "other"), (Role.OFFICER, "own"),
                    (Role.OFFICER, "other"), (Role.DESK, "centre")},
    "head": {(Role.OFFICER, "own")},
    "officer": set(),
    "desk": {(Role.REPRESENTATIVE, "group"), (Role.REPRESENTATIVE, "other group")},
    "leader": {(Role.EDITOR, "group")},
    "editor": set(),
    "newcomer": set(),
}  # fmt: skip
PLACES = {
    Role.REPRESENTATIVE: ["group", "other group"],
    Role.EDITOR: ["group", "other group"],
    Role.OFFICER: ["own", "other", "foreign"],
    Role.HEAD: ["own", "other", "foreign"],
    Role.COORDINATOR: ["own", "other", "foreign"],
    Role.DESK: ["centre"],
}


@pytest.fixture
def places(office, other_office, group):
    foreign = DepartmentFactory(parent=CityFactory(closed_dataset=True))
    return {
        "own": {"department": office},
        "other": {"department": other_office},
        "foreign": {"department": foreign},
        "group": {"organization": group},
        "other group": {"organization": OrganizationFactory()},
        "centre": {},
    }


@pytest.mark.parametrize("who", WHO_LETS_IN)
def test_who_lets_in_whom(who, places, request):
    user = request.getfixturevalue(who)
    found = {
        (role, place)
        for role, names in PLACES.items()
        for place in names
        if permissions.may_let_in(user, role, **places[place])
    }
    assert found == WHO_LETS_IN[who]
    assert permissions.may_invite(user) is bool(found)


def test_the_operator_lets_in_everybody_but_not_into_another_citys_data(operator, places):
    assert permissions.may_let_in(operator, Role.COORDINATOR, **places["own"])
    assert not permissions.may_let_in(operator, Role.OFFICER, **places["foreign"])


@pytest.mark.parametrize("who", ["coordinator", "head", "desk", "leader"])
@pytest.mark.parametrize(("since", "until"), [(-9, -1), (1, 9)])
def test_no_right_without_a_current_membership(who, since, until, places, request):
    user = request.getfixturevalue(who)
    today = timezone.localdate()
    Membership.objects.filter(user=user).update(
        valid_from=today + datetime.timedelta(since), valid_until=today + datetime.timedelta(until)
    )
    user = again(user)
    assert not permissions.may_invite(user)
    assert not permissions.may_see_yearly(user)
    assert permissions.invitable_roles(user) == []
    assert not permissions.invitable_departments(user).exists()
    assert not permissions.invitable_organizations(user).exists()


def test_a_closed_account_and_nobody_have_no_right(coordinator, operator):
    for user in (coordinator, operator):
        user.is_active = False
        assert not permissions.may_invite(user)
    assert not permissions.may_invite(AnonymousUser())
    assert not permissions.may_see_yearly(AnonymousUser())


def test_rows_and_places_follow_the_same_table(places, coordinator, head, desk, leader):
    """The condition on rows and the answer for one place must never differ."""
    for role, names in PLACES.items():
        for name in names:
            Invitation.objects.create(
                role=role, addressee="だれか", invited_by=desk, expires_at=timezone.now(),
                **places[name],
            )  # fmt: skip
    for user in (coordinator, head, desk, leader):
        expected = {
            invitation.pk
            for invitation in Invitation.objects.all()
            if permissions.may_let_in(
                user,
                invitation.role,
                department=invitation.department,
                organization=invitation.organization,
            )
        }
        visible = Invitation.objects.visible_to(user).values_list("pk", flat=True)
        assert set(visible) == expected
        assert len(expected) == len(WHO_LETS_IN_ROWS[user.current_memberships[0].role])


WHO_LETS_IN_ROWS = {
    Role.COORDINATOR: WHO_LETS_IN["coordinator"],
    Role.HEAD: WHO_LETS_IN["head"],
    Role.DESK: WHO_LETS_IN["desk"],
    Role.REPRESENTATIVE: WHO_LETS_IN["leader"],
}


@pytest.mark.parametrize(
    ("who", "over"),
    [
        ("coordinator", {"coordinator", "head", "officer", "other_officer", "desk"}),
        ("head", {"officer"}),
        ("officer", set()),
        ("desk", {"leader"}),
        ("leader", {"editor"}),
        ("editor", set()),
    ],
)
def test_who_decides_over_whom(
    who, over, coordinator, head, officer, other_officer, desk, leader, editor, request
):
    user = request.getfixturevalue(who)
    names = ["coordinator", "head", "officer", "other_officer", "desk", "leader", "editor"]
    found = {
        name
        for name in names
        if permissions.may_decide(user, membership_of(request.getfixturevalue(name)))
    }
    assert found == over


def test_people_see_their_colleagues_but_no_strangers(officer, head, other_officer, leader, editor):
    def seen(user):
        return {m.user for m in Membership.objects.visible_to(user)}

    assert seen(officer) == {officer, head}
    assert seen(editor) == {leader, editor}
    assert not Membership.objects.visible_to(AnonymousUser()).exists()


def test_on_offer_are_the_offices_and_groups_of_today(coordinator, head, desk, office, city):
    ended = DepartmentFactory(parent=city, valid_until=timezone.localdate() - datetime.timedelta(1))
    gone = OrganizationFactory(status="withdrawn")
    offered = set(permissions.invitable_departments(coordinator))
    assert office in offered
    assert ended not in offered
    assert city not in offered
    assert set(permissions.invitable_departments(head)) == {office}
    assert gone not in permissions.invitable_organizations(desk)
    assert permissions.invitable_roles(coordinator) == [Role.OFFICER, Role.HEAD, Role.DESK]


def test_one_person_with_two_roles_has_the_rights_of_both(head, group):
    add_membership(head, Role.REPRESENTATIVE, group)
    assert permissions.invitable_roles(again(head)) == [Role.EDITOR, Role.OFFICER]
