"""組織改正: planned, previewed, carried out at once; the past stays readable."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.actions import NamedOffice
from organizations.models import Department, Membership, Reorganization, ReorganizationStep
from projects.models import ProjectRecord
from tests.factories import DepartmentFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db
Kind = ReorganizationStep.Kind
MARCH = datetime.datetime(2027, 3, 10, 3, 0, tzinfo=datetime.UTC)
MAY = datetime.datetime(2027, 5, 10, 3, 0, tzinfo=datetime.UTC)
LAST, FIRST = datetime.date(2027, 3, 31), datetime.date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _march():
    with time_machine.travel(MARCH, tick=False):
        yield


@pytest.fixture
def plan(coordinator):
    return actions.plan_reorganization("2027年4月の組織改正", FIRST, by=coordinator)


def put(plan, kind, before, *names, by):
    after = [NamedOffice(name) for name in names]
    return actions.put_step(plan, kind, before=before, after=after, by=by)


def now_at(user):
    """Return the names of the offices a person acts for in May."""
    rows = Membership.objects.valid_on(MAY.date()).filter(user=user)
    return [m.department.name for m in rows]


def test_renaming_moves_people_and_the_past_keeps_its_name(
    plan, coordinator, office, officer, head
):
    record: Any = RecordFactory(department=office, status=ProjectRecord.Status.DRAFT)
    invitation = actions.invite(head, role=Role.OFFICER, addressee="新田 光", department=office)
    put(plan, Kind.RENAME, [office], "緑と公園課", by=coordinator)
    actions.apply_reorganization(plan, by=coordinator)
    new = Department.objects.get(name="緑と公園課")
    office.refresh_from_db()
    record.refresh_from_db()
    invitation.refresh_from_db()
    assert (office.valid_until, new.valid_from, new.parent) == (LAST, FIRST, office.parent)
    assert record.department.name == "公園課"
    assert list(office.successors.all()) == [new]
    assert invitation.department == new
    assert now_at(officer) == now_at(head) == ["緑と公園課"]
    with time_machine.travel(MAY, tick=False):
        officer.__dict__.pop("current_memberships", None)
        officer = type(officer).objects.get(pk=officer.pk)
        assert list(ProjectRecord.objects.of_office(officer)) == [record]


def test_before_the_day_the_successor_sees_nothing_of_it(
    plan, coordinator, office, other_office, other_officer
):
    draft = RecordFactory(department=office, status=ProjectRecord.Status.DRAFT)
    put(plan, Kind.MERGE, [office, other_office], "防災課", by=coordinator)
    actions.apply_reorganization(plan, by=coordinator)
    assert not ProjectRecord.objects.of_office(other_officer).exists()
    with time_machine.travel(MAY, tick=False):
        later = type(other_officer).objects.get(pk=other_officer.pk)
        assert list(ProjectRecord.objects.of_office(later)) == [draft]


def test_merging_into_one_of_them_keeps_it(
    plan, coordinator, office, other_office, officer, other_officer
):
    both = UserFactory(role=Role.OFFICER, role__place=office)
    Membership.objects.create(
        user=both, role=Role.OFFICER, department=other_office, valid_from=datetime.date(2026, 4, 1)
    )
    put(plan, Kind.MERGE, [office, other_office], "防災課", by=coordinator)
    actions.apply_reorganization(plan, by=coordinator)
    other_office.refresh_from_db()
    assert other_office.valid_until is None
    assert now_at(officer) == now_at(other_officer) == now_at(both) == ["防災課"]


def test_splitting_sends_each_person_where_it_says(plan, coordinator, office, officer, head):
    step = put(plan, Kind.SPLIT, [office], "公園課", "みどり課", by=coordinator)
    member = Membership.objects.get(user=officer)
    actions.choose_people(step, {member.pk: 1}, by=coordinator)
    actions.apply_reorganization(plan, by=coordinator)
    office.refresh_from_db()
    assert office.valid_until is None
    assert now_at(officer) == ["みどり課"]
    assert now_at(head) == ["公園課"]
    assert [each.name for each in office.successors.all()] == ["みどり課"]


def test_a_new_division_takes_the_offices_of_the_old(plan, coordinator, city, officer, office):
    division = DepartmentFactory(name="環境部", parent=city)
    below = DepartmentFactory(name="ごみ減量課", parent=division)
    put(plan, Kind.RENAME, [division], "環境みどり部", by=coordinator)
    actions.put_step(
        plan, Kind.RENAME, before=[office], by=coordinator,
        after=[NamedOffice("公園課", parent_name="環境みどり部")],
    )  # fmt: skip
    actions.apply_reorganization(plan, by=coordinator)
    new = Department.objects.get(name="環境みどり部")
    below.refresh_from_db()
    moved = Department.objects.get(name="公園課", valid_from=FIRST)
    assert below.parent == moved.parent == new


def test_abolishing_without_a_successor_ends_memberships(plan, coordinator, office, officer, head):
    invitation = actions.invite(head, role=Role.OFFICER, addressee="新田 光", department=office)
    put(plan, Kind.ABOLISH, [office], by=coordinator)
    (change,) = actions.preview_reorganization(plan, by=coordinator)
    assert {to for _, to in change.people} == {None}
    assert now_at(officer) == ["公園課"]
    actions.apply_reorganization(plan, by=coordinator)
    invitation.refresh_from_db()
    assert now_at(officer) == []
    assert invitation.status == "withdrawn"


def test_nothing_happens_when_one_change_does_not_fit(plan, coordinator, office, city, officer):
    division = DepartmentFactory(name="環境部", parent=city)
    DepartmentFactory(name="ごみ減量課", parent=division)
    put(plan, Kind.RENAME, [office], "緑と公園課", by=coordinator)
    put(plan, Kind.ABOLISH, [division], by=coordinator)
    with pytest.raises(actions.WrongState, match="ごみ減量課が残っています"):
        actions.apply_reorganization(plan, by=coordinator)
    plan.refresh_from_db()
    assert plan.is_open
    assert not Department.objects.filter(name="緑と公園課").exists()


def test_an_office_stands_in_one_change_only(plan, coordinator, office, other_office):
    put(plan, Kind.RENAME, [office], "緑と公園課", by=coordinator)
    with pytest.raises(actions.WrongState, match="ほかの行にあります"):
        put(plan, Kind.MERGE, [office, other_office], "緑課", by=coordinator)


@pytest.mark.parametrize("who", ["desk", "head", "member"])
def test_only_the_coordinating_office_plans(who, request, plan, office):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        put(plan, Kind.ABOLISH, [office], by=user)
    with pytest.raises(PermissionDenied):
        actions.apply_reorganization(plan, by=user)


def test_a_closed_plan_is_closed(plan, coordinator, office):
    put(plan, Kind.RENAME, [office], "緑と公園課", by=coordinator)
    actions.apply_reorganization(plan, by=coordinator)
    for verb in (actions.apply_reorganization, actions.drop_reorganization):
        with pytest.raises(actions.WrongState):
            verb(plan, by=coordinator)


def test_in_the_browser_from_the_plan_to_the_tree(client, coordinator, office, officer):
    client.force_login(coordinator)
    client.post(
        "/departments/reorganizations/",
        {"name": "春の改正", "on_year": "2027", "on_month": "4", "on_day": "1"},
    )
    plan = Reorganization.objects.get()
    base = f"/departments/reorganizations/{plan.pk}/"
    typed = {"before-0": "公園課", "name-0": "緑と公園課", "kana-0": ""}
    page = client.post(f"{base}steps/new/rename/", typed)
    assert "ふりがなを入力してください" in page.content.decode()
    client.post(f"{base}steps/new/rename/", typed | {"kana-0": "ミドリトコウエンカ"})
    page = client.get(base).content.decode()
    assert "山田 花子さん（担当者）→ 緑と公園課" in page
    client.post(f"{base}apply/")
    new = Department.objects.get(name="緑と公園課")
    assert new.name_kana == "みどりとこうえんか"
    tree = client.get("/departments/").content.decode()
    assert "これからできる課" in tree
    assert "公園課" in client.get(f"/departments/{new.pk}/").content.decode()


def test_who_goes_where_counts_without_being_recorded_first(
    client, plan, coordinator, office, officer
):
    put(plan, Kind.SPLIT, [office], "公園課", "みどり課", by=coordinator)
    client.force_login(coordinator)
    address = f"/departments/reorganizations/{plan.pk}/"
    assert 'form="carry-out"' in client.get(address).text
    member = Membership.objects.get(user=officer)
    client.post(f"{address}apply/", {f"person-{member.pk}": "1"})
    assert now_at(officer) == ["みどり課"]
