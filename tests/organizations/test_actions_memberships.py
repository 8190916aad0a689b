"""Memberships begin, are confirmed, end and move; state × action."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.japanese import format_date
from organizations import actions
from organizations.models import Membership, MembershipConfirmation, Transfer
from projects.models import ProjectRecord
from tests.factories import DepartmentFactory, RecordFactory, UserFactory, add_membership
from tests.organizations.conftest import again, membership_of

pytestmark = pytest.mark.django_db
ONE = datetime.timedelta(days=1)
WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def later(today):
    return today + datetime.timedelta(days=100)


# --- begin ------------------------------------------------------------------------------------


def test_the_operator_starts_the_first_coordinator(operator, newcomer, city, today):
    office = DepartmentFactory(parent=city)
    m = actions.start_membership(newcomer, role=Role.COORDINATOR, by=operator, department=office)
    assert (m.valid_from, m.valid_until) == (today, None)
    assert again(newcomer).is_staff


def test_starting_needs_the_right(head, newcomer, other_office):
    with pytest.raises(PermissionDenied):
        actions.start_membership(newcomer, role=Role.OFFICER, by=head, department=other_office)
    assert not Membership.objects.filter(user=newcomer).exists()


def test_nobody_acts_twice_for_a_place_at_a_time(coordinator, officer, office):
    with pytest.raises(actions.Overlap, match=r"山田 花子さん.*公園課に所属.*担当者"):
        actions.start_membership(officer, role=Role.HEAD, by=coordinator, department=office)


def test_nobody_starts_in_an_office_that_has_ended(coordinator, newcomer, city, today):
    ended = DepartmentFactory(parent=city, valid_until=today - ONE)
    with pytest.raises(actions.WrongState, match="ほかの課"):
        actions.start_membership(newcomer, role=Role.OFFICER, by=coordinator, department=ended)


# --- end --------------------------------------------------------------------------------------


def test_ending_keeps_the_row_and_takes_the_rights_the_day_after(head, officer, today):
    m = membership_of(officer)
    ended = actions.end_membership(m, by=head, on=today)
    assert ended.membership.valid_until == today
    assert ended.warnings == ()
    assert again(officer).office_ids
    actions.end_membership(m, by=head, on=today - ONE)
    assert not again(officer).office_ids
    assert Membership.objects.filter(pk=m.pk).exists()


def test_ending_before_the_first_day_is_refused(head, officer):
    m = membership_of(officer)
    with pytest.raises(actions.WrongState, match="終わる日は、始まる日"):
        actions.end_membership(m, by=head, on=m.valid_from - ONE)


def test_ending_the_last_head_warns_and_the_next_to_last_does_not(coordinator, head, office, today):
    second = UserFactory(role=Role.HEAD, role__place=office)
    assert actions.end_membership(membership_of(second), by=coordinator, on=today).warnings == ()
    ended = actions.end_membership(membership_of(head), by=coordinator, on=today)
    assert ended.warnings == ("公園課の課長がいなくなります。次の課長を招待してください",)


def test_a_head_who_comes_later_does_not_fill_the_gap(coordinator, head, office, today, later):
    UserFactory(role=Role.HEAD, role__place=office)
    Membership.objects.exclude(user=head).filter(role=Role.HEAD).update(valid_from=later)
    assert actions.end_membership(membership_of(head), by=coordinator, on=today).warnings
    ended = actions.end_membership(membership_of(head), by=coordinator, on=later - ONE)
    assert ended.warnings == ()


def test_ending_the_last_representative_warns(desk, leader, editor, today):
    ended = actions.end_membership(membership_of(leader), by=desk, on=today)
    assert "花みずきの会の代表がいなくなります" in ended.warnings[0]


@pytest.mark.parametrize("who", ["officer", "other_officer", "desk", "leader"])
def test_who_does_not_decide_ends_nothing(who, officer, head, today, request):
    with pytest.raises(PermissionDenied):
        actions.end_membership(membership_of(head), by=request.getfixturevalue(who), on=today)
    assert membership_of(head).valid_until is None


# --- state × action ---------------------------------------------------------------------------

STATES = {
    "future": (10, None),
    "current": (-10, None),
    "ending": (-10, 10),
    "over": (-10, -1),
}
ALLOWED = {
    "end": {"future", "current", "ending"},
    "reopen": {"ending"},
    "cancel": {"future"},
    "move": {"future", "current", "ending"},
    "confirm": {"future", "current"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ALLOWED)
def test_every_state_with_every_action(
    verb, state, coordinator, officer, other_office, today, later
):
    since, until = STATES[state]
    m = membership_of(officer)
    m.valid_from = today + since * ONE
    m.valid_until = None if until is None else today + until * ONE
    m.save()
    year = later.year + 1
    act = {
        "end": lambda: actions.end_membership(m, by=coordinator, on=today + 20 * ONE),
        "reopen": lambda: actions.reopen_membership(m, by=coordinator),
        "cancel": lambda: actions.cancel_membership(m, by=coordinator),
        "move": lambda: actions.move_membership(
            m, by=coordinator, to_department=other_office, on=later
        ),
        "confirm": lambda: actions.confirm_membership(m, by=coordinator, fiscal_year=year),
    }[verb]
    if state in ALLOWED[verb]:
        act()
    else:
        before = Membership.objects.filter(user=officer).values_list()
        kept = list(before)
        with pytest.raises(actions.WrongState):
            act()
        assert list(before.all()) == kept
        assert not MembershipConfirmation.objects.exists()


def test_cancelling_leaves_no_right_and_no_row(coordinator, officer, today):
    m = membership_of(officer)
    Membership.objects.filter(pk=m.pk).update(valid_from=today + ONE)
    actions.cancel_membership(m, by=coordinator)
    assert not Membership.objects.filter(user=officer).exists()
    actions.cancel_membership(m, by=coordinator)


def test_reopening_into_another_membership_is_refused(coordinator, officer, office, today):
    m = membership_of(officer)
    actions.end_membership(m, by=coordinator, on=today)
    Membership.objects.create(
        user=officer, role=Role.HEAD, department=office, valid_from=today + ONE
    )
    with pytest.raises(actions.Overlap, match="課長"):
        actions.reopen_membership(m, by=coordinator)


# --- move -------------------------------------------------------------------------------------


def test_the_coordinator_moves_a_person_at_once(coordinator, officer, other_office, later):
    moved = actions.move_membership(
        membership_of(officer), by=coordinator, to_department=other_office, on=later
    )
    assert moved.ended.valid_until == later - ONE
    assert moved.begun is not None
    assert moved.begun.department == other_office
    assert (moved.begun.valid_from, moved.begun.role) == (later, Role.OFFICER)
    assert moved.transfer is None


def test_who_is_moved_or_ended_by_somebody_else_hears_of_it(
    coordinator, head, officer, other_office, later
):
    def heard(user):
        return list(user.notices.order_by("pk").values_list("subject", flat=True))

    m = membership_of(officer)
    for _ in range(2):  # asked for twice, told once
        actions.move_membership(m, by=coordinator, to_department=other_office, on=later)
    assert heard(officer) == [f"{format_date(later)}から、所属が{other_office}に変わります"]
    for ended in (head, coordinator):
        actions.end_membership(membership_of(ended), by=coordinator, on=later)
    assert heard(coordinator) == []  # the person's own decision
    assert heard(head) == [f"公園課の人としての所属は、{format_date(later)}で終わります"]


def test_moving_twice_is_moving_once(coordinator, officer, other_office, later):
    m = membership_of(officer)
    for _ in range(2):
        moved = actions.move_membership(m, by=coordinator, to_department=other_office, on=later)
        assert moved.begun is not None
    assert Membership.objects.filter(user=officer).count() == 2


def test_the_coordinating_role_does_not_travel(coordinator, operator, other_office, later):
    moved = actions.move_membership(
        membership_of(coordinator), by=operator, to_department=other_office, on=later
    )
    assert moved.begun is not None
    assert moved.begun.role == Role.OFFICER
    assert moved.warnings


def test_a_role_can_change_with_the_move(coordinator, officer, other_office, later):
    moved = actions.move_membership(
        membership_of(officer), by=coordinator, to_department=other_office, on=later, role=Role.HEAD
    )
    assert moved.begun is not None
    assert moved.begun.role == Role.HEAD
    with pytest.raises(ValueError, match="nobody moves"):
        actions.move_membership(
            moved.begun, by=coordinator, to_department=other_office, on=later, role=Role.DESK
        )


@pytest.mark.parametrize("where", ["same", "ended", "group"])
def test_moves_that_make_no_sense(where, coordinator, desk, officer, leader, city, office, later):
    m, to, by = membership_of(officer), office, coordinator
    if where == "ended":
        to = DepartmentFactory(parent=city, valid_until=later - ONE)
    if where == "group":
        m, by = membership_of(leader), desk
    with pytest.raises(actions.WrongState):
        actions.move_membership(m, by=by, to_department=to, on=later)
    assert Membership.objects.get(pk=m.pk).valid_until is None


def test_a_move_before_the_first_day_is_refused(coordinator, officer, other_office):
    m = membership_of(officer)
    with pytest.raises(actions.WrongState, match="異動の日は"):
        actions.move_membership(m, by=coordinator, to_department=other_office, on=m.valid_from)


def test_moving_into_an_office_one_is_in_already(coordinator, officer, other_office, later):
    add_membership(officer, Role.OFFICER, other_office)
    m = Membership.objects.get(user=officer, department__name="公園課")
    with pytest.raises(actions.Overlap):
        actions.move_membership(m, by=coordinator, to_department=other_office, on=later)
    m.refresh_from_db()
    assert m.valid_until is None


def test_drafts_stay_with_the_office(coordinator, head, officer, office, other_office, today):
    """Who moved no longer sees the draft; the colleague goes on with it."""
    draft = RecordFactory(department=office, name="花だんの手入れ")
    own = ProjectRecord.objects.visible_to(again(officer))
    assert draft in own
    actions.move_membership(
        membership_of(officer), by=coordinator, to_department=other_office, on=today
    )
    assert draft not in ProjectRecord.objects.visible_to(again(officer))
    assert again(officer).office_ids == {other_office.pk}
    assert draft in ProjectRecord.objects.visible_to(again(head))


# --- a head announces, the new office lets in ---------------------------------------------------


@pytest.fixture
def transfer(head, officer, other_office, later):
    moved = actions.move_membership(
        membership_of(officer), by=head, to_department=other_office, on=later
    )
    assert moved.begun is None
    return moved.transfer


def test_a_head_only_announces(transfer, officer, other_office, later):
    assert membership_of(officer).valid_until == later - ONE
    assert transfer.status == WAITING
    assert not Membership.objects.filter(department=other_office).exists()


def test_announcing_twice_is_once_and_another_office_is_refused(
    transfer, head, officer, other_office, city, later
):
    m = membership_of(officer)
    actions.move_membership(m, by=head, to_department=other_office, on=later)
    assert Transfer.objects.count() == 1
    third = DepartmentFactory(parent=city)
    with pytest.raises(actions.WrongState, match="受け入れを待っています"):
        actions.move_membership(m, by=head, to_department=third, on=later)


@pytest.mark.parametrize("who", ["new head", "coordinator"])
def test_the_new_office_lets_the_person_in(
    who, transfer, coordinator, officer, other_office, later
):
    new_head = UserFactory(role=Role.HEAD, role__place=other_office)
    m = actions.accept_transfer(transfer, by=coordinator if who == "coordinator" else new_head)
    assert (m.user, m.department, m.valid_from) == (officer, other_office, later)


def test_a_late_answer_counts_from_today(transfer, coordinator, today):
    Transfer.objects.update(on=today - 3 * ONE)
    assert actions.accept_transfer(transfer, by=coordinator).valid_from == today


@pytest.mark.parametrize("who", ["head", "officer", "other_officer", "desk"])
def test_others_do_not_answer(who, transfer, other_officer, desk, request):
    with pytest.raises(PermissionDenied):
        actions.accept_transfer(transfer, by=request.getfixturevalue(who))
    transfer.refresh_from_db()
    assert transfer.status == WAITING


@pytest.mark.parametrize("verb", [actions.accept_transfer, actions.decline_transfer])
@pytest.mark.parametrize("answered", [ACCEPTED, DECLINED])
def test_an_answer_is_given_once(verb, answered, transfer, coordinator):
    Transfer.objects.update(status=answered, decided_by=coordinator, decided_at=timezone.now())
    with pytest.raises(actions.WrongState, match="田中 健さんが先に答えました"):
        verb(transfer, by=coordinator)


def test_declining_lets_nobody_in(transfer, coordinator, other_office):
    assert actions.decline_transfer(transfer, by=coordinator).status == DECLINED
    assert not Membership.objects.filter(department=other_office).exists()


def test_taking_the_end_back_takes_the_announcement_back(transfer, head, officer):
    actions.reopen_membership(membership_of(officer), by=head)
    transfer.refresh_from_db()
    assert (transfer.status, transfer.decided_by) == (DECLINED, head)
    assert membership_of(officer).valid_until is None


# --- confirm ----------------------------------------------------------------------------------


def test_confirming_twice_keeps_the_first_note(coordinator, head, officer, today):
    first = actions.confirm_membership(membership_of(officer), by=head, fiscal_year=today.year + 1)
    second = actions.confirm_membership(
        membership_of(officer), by=coordinator, fiscal_year=today.year + 1
    )
    assert (first, first.by) == (second, head)
    assert MembershipConfirmation.objects.count() == 1


def test_an_office_that_ends_cannot_be_confirmed(coordinator, officer, office, later):
    office.valid_until = later
    office.save()
    with pytest.raises(actions.WrongState, match="公園課は"):
        actions.confirm_membership(
            membership_of(officer), by=coordinator, fiscal_year=later.year + 1
        )


def test_the_database_keeps_one_confirmation_a_year(officer, head):
    m = membership_of(officer)
    MembershipConfirmation.objects.create(membership=m, fiscal_year=2027, by=head)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipConfirmation.objects.create(membership=m, fiscal_year=2027, by=head)


@pytest.mark.django_db(transaction=True)
def test_two_who_move_a_person_at_the_same_time(coordinator, officer, office, other_office, later):
    """The second waits for the first and is told where the person goes."""
    m = membership_of(officer)
    start = threading.Barrier(2)
    problems: list[Exception] = []

    def run(act):
        try:
            start.wait(timeout=10)
            act()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    third = DepartmentFactory(parent=office.parent)
    threads = [
        threading.Thread(
            target=run,
            args=(
                lambda to=to: actions.move_membership(
                    m, by=again(coordinator), to_department=to, on=later
                ),
            ),
        )
        for to in (other_office, third)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(type(problem).__name__ for problem in problems) == ["WrongState"]
    m.refresh_from_db()
    assert m.valid_until == later - ONE
    assert Membership.objects.filter(user=officer, valid_from=later).count() == 1
