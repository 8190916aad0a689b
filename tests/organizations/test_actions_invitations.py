"""Invitations: sent, accepted once, expired, withdrawn, without right; two at a time."""

import datetime
import threading

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit.reading import Filters, read_page
from organizations import actions, tasks
from organizations.actions import NewPerson
from organizations.models import Invitation, Membership
from organizations.models.invitation import (
    ALPHABET,
    TOKEN_LENGTH,
    hash_token,
    new_token,
    normalise_token,
    token_groups,
)
from tests.factories import UserFactory
from tests.organizations.conftest import again, arguments_of, membership_of

pytestmark = pytest.mark.django_db
ADDRESS = "https://kyodo.example/invitations/open/"
PERSON = NewPerson("新田 光", "にった ひかる", "nitta", "long-enough-word-1")
ONE = datetime.timedelta(days=1)


def run_mail_job(job: ProcrastinateJob | None = None) -> str:
    """Run the newest mail job and return the token of the mail that it sent."""
    job = job or ProcrastinateJob.objects.filter(
        task_name=actions.invitations.SEND_INVITATION
    ).latest("id")
    before = len(mail.outbox)
    tasks.send_invitation(**arguments_of(job))
    assert len(mail.outbox) == before + 1
    return mail.outbox[-1].body.split(ADDRESS)[1].split("/")[0]


@pytest.fixture
def by_mail(head, office):
    return actions.invite(
        head, role=Role.OFFICER, department=office, addressee="新田 光",
        email="nitta@example.jp", address=ADDRESS, site_name="見本市のポータル",
    )  # fmt: skip


# --- the secret -------------------------------------------------------------------------------


def test_a_token_has_140_random_bits_and_is_typed_in_any_way():
    token = new_token()
    assert len(ALPHABET) == 32
    assert TOKEN_LENGTH * 5 >= 128
    assert new_token() != token
    paper = token_groups(token)
    assert len(paper.split("-")) == 7
    wide = paper.lower().translate({ord(c): ord(c) + 0xFEE0 for c in paper.lower()})
    for typed in (paper, paper.lower(), wide, f" {token} ", paper.replace("-", "ー")):
        assert normalise_token(typed) == token
    assert normalise_token("oil") == "011"


def test_the_database_and_the_queue_never_hold_the_token(by_mail):
    token = run_mail_job()
    by_mail.refresh_from_db()
    assert by_mail.token_hash == hash_token(token)
    with connection.cursor() as cursor:
        for table in ("procrastinate_jobs", "organizations_invitation",
                      "organizations_invitationevent"):  # fmt: skip
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{token}%"])  # noqa: S608
            assert cursor.fetchone() == (0,)


# --- sending ----------------------------------------------------------------------------------


def test_the_mail_says_who_invites_to_what_until_when(by_mail):
    token = run_mail_job()
    message = mail.outbox[0]
    assert message.to == ["nitta@example.jp"]
    assert message.subject == "【招待】見本市のポータル（公園課）"
    for text in ("新田 光様", "佐藤 一郎さん", "公園課", "担当者", f"{ADDRESS}{token}/"):
        assert text in message.body
    assert actions.find_invitation(token) == by_mail


def test_an_invitation_rolled_back_sends_nothing(head, office):
    jobs = ProcrastinateJob.objects.count()
    with transaction.atomic():
        actions.invite(
            head, role=Role.OFFICER, department=office, addressee="新田 光",
            email="nitta@example.jp", address=ADDRESS,
        )  # fmt: skip
        assert ProcrastinateJob.objects.count() == jobs + 1
        transaction.set_rollback(True)
    assert ProcrastinateJob.objects.count() == jobs
    assert not Invitation.objects.exists()


def test_without_an_address_no_mail_is_sent_and_a_mail_needs_a_link(head, office):
    jobs = ProcrastinateJob.objects.count()
    actions.invite(head, role=Role.OFFICER, department=office, addressee="新田 光")
    assert ProcrastinateJob.objects.count() == jobs
    with pytest.raises(ValueError, match="address of the page"):
        actions.invite(
            head, role=Role.OFFICER, department=office, addressee="新田 光", email="a@example.jp"
        )


def test_inviting_needs_the_right(officer, office, head):
    for by, role in ((officer, Role.OFFICER), (head, Role.HEAD), (head, Role.COORDINATOR)):
        with pytest.raises(PermissionDenied):
            actions.invite(by, role=role, department=office, addressee="新田 光")
    assert not Invitation.objects.exists()


def test_sending_again_ends_the_first_link_and_begins_the_time_anew(by_mail, coordinator):
    first = run_mail_job()
    Invitation.objects.update(expires_at=timezone.now() - ONE)
    actions.send_again(by_mail, by=coordinator, address=ADDRESS)
    second = run_mail_job()
    found = actions.find_invitation(second)
    assert found.invited_by == coordinator
    assert found.expires_at > timezone.now() + 13 * ONE
    with pytest.raises(actions.InvitationClosed, match="見つかりませんでした"):
        actions.find_invitation(first)


def test_a_job_tried_again_makes_another_link(by_mail):
    job = ProcrastinateJob.objects.latest("id")
    first, second = run_mail_job(job), run_mail_job(job)
    assert first != second
    assert actions.find_invitation(second) == by_mail


@pytest.mark.parametrize("change", ["withdrawn", "expired", "letter"])
def test_a_late_job_sends_nothing(change, by_mail, head):
    job = ProcrastinateJob.objects.latest("id")
    token = ""
    if change == "withdrawn":
        actions.withdraw_invitation(by_mail, by=head)
    elif change == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        _, token = actions.make_letter(by_mail, by=head)
    tasks.send_invitation(**arguments_of(job))
    assert mail.outbox == []
    if token:
        assert actions.find_invitation(token) == by_mail


def test_a_letter_replaces_the_mail_and_cannot_be_sent_by_mail_without_an_address(
    head, office, invited
):
    invitation, first = invited(head, role=Role.OFFICER, department=office)
    assert invitation.delivery == Invitation.Delivery.LETTER
    _, second = actions.make_letter(invitation, by=head)
    assert actions.find_invitation(second) == invitation
    with pytest.raises(actions.InvitationClosed):
        actions.find_invitation(first)
    with pytest.raises(actions.WrongState, match="手紙を作る"):
        actions.send_again(invitation, by=head, address=ADDRESS)


def test_it_lasts_to_the_end_of_the_last_day(head, office, invited, settings):
    settings.INVITATION_DAYS = 3
    invitation, _ = invited(head, role=Role.OFFICER, department=office)
    local = timezone.localtime(invitation.expires_at)
    assert local.date() == timezone.localdate() + 3 * ONE
    assert (local.hour, local.minute) == (23, 59)


# --- accepting --------------------------------------------------------------------------------


def test_a_person_with_an_account_comes_in_today(head, office, invited, newcomer):
    invitation, token = invited(head, role=Role.OFFICER, department=office)
    assert not again(newcomer).office_ids
    m = actions.accept_invitation(token, user=newcomer)
    assert (m.role, m.department, m.valid_from) == (Role.OFFICER, office, timezone.localdate())
    assert again(newcomer).office_ids == {office.pk}
    invitation.refresh_from_db()
    assert (invitation.status, invitation.membership) == ("accepted", m)
    assert invitation.closed_by == newcomer


def test_a_new_person_gets_an_account_and_the_address_of_the_mail(by_mail, office):
    token = run_mail_job()
    m = actions.register_and_accept(token, PERSON)
    # A link may reach somebody else: who invited hears who came in.
    notice = by_mail.invited_by.notices.get()
    assert notice.subject == f"{m.place_name}への招待を、新田 光さんが受けました"
    assert "受けた人：新田 光さん（ログインID nitta）" in notice.body
    user = User.objects.get(login_id="nitta")
    assert m.user == user
    for kind, pk in (("organizations.membership", m.pk), ("organizations.invitation", by_mail.pk)):
        entry = read_page(Filters(kind=kind, object_id=str(pk))).entries[0]
        assert (entry.who, entry.why) == ("新田 光", f"招待を受けた（{m.place_name}）")
    assert (user.name, user.name_kana, user.email) == (
        "新田 光",
        "にった ひかる",
        "nitta@example.jp",
    )
    assert user.check_password(PERSON.password)
    assert user.office_ids == {office.pk}


def test_a_letter_proves_no_mail_address(by_mail, head):
    _, token = actions.make_letter(by_mail, by=head)
    assert actions.register_and_accept(token, PERSON).user.email == ""


def test_a_login_id_in_use_leaves_the_invitation_open(head, office, invited):
    UserFactory(login_id="nitta")
    invitation, token = invited(head, role=Role.OFFICER, department=office)
    with pytest.raises(actions.LoginIdTaken):
        actions.register_and_accept(token, PERSON)
    assert actions.find_invitation(token) == invitation


def test_a_group_gets_its_people(desk, leader, group, invited, newcomer):
    _, token = invited(leader, role=Role.EDITOR, organization=group)
    assert actions.accept_invitation(token, user=newcomer).organization == group
    _, token = invited(desk, role=Role.REPRESENTATIVE, organization=group)
    other = actions.register_and_accept(token, PERSON)
    assert (other.role, other.organization) == (Role.REPRESENTATIVE, group)


def test_who_is_in_already_is_told_so(head, office, officer, invited):
    invitation, token = invited(head, role=Role.OFFICER, department=office)
    with pytest.raises(actions.Overlap, match="すでに公園課に所属"):
        actions.accept_invitation(token, user=officer)
    assert actions.find_invitation(token) == invitation
    assert Membership.objects.filter(user=officer).count() == 1


# --- state × action ---------------------------------------------------------------------------

STATES = ["open", "expired", "accepted", "withdrawn"]
ALLOWED = {
    "find": {"open"},
    "accept": {"open"},
    "register": {"open"},
    "letter": {"open", "expired"},
    "again": {"open", "expired"},
    "withdraw": {"open", "expired"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ALLOWED)
def test_every_state_with_every_action(verb, state, by_mail, head, newcomer):
    token = run_mail_job()
    if state == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif state == "accepted":
        actions.accept_invitation(token, user=newcomer)
    elif state == "withdrawn":
        actions.withdraw_invitation(by_mail, by=head)
    people, rows = User.objects.count(), list(Invitation.objects.values())
    act = {
        "find": lambda: actions.find_invitation(token),
        "accept": lambda: actions.accept_invitation(token, user=UserFactory()),
        "register": lambda: actions.register_and_accept(token, PERSON),
        "letter": lambda: actions.make_letter(by_mail, by=head),
        "again": lambda: actions.send_again(by_mail, by=head, address=ADDRESS),
        "withdraw": lambda: actions.withdraw_invitation(by_mail, by=head),
    }[verb]
    if state in ALLOWED[verb]:
        act()
        return
    with pytest.raises((actions.WrongState, actions.InvitationClosed)) as refused:
        act()
    assert str(refused.value)
    assert list(Invitation.objects.values()) == rows
    assert User.objects.count() == people + (verb == "accept")


def test_what_was_never_sent_opens_with_nothing(head, office):
    actions.invite(head, role=Role.OFFICER, department=office, addressee="新田 光")
    for token in ("", "0" * TOKEN_LENGTH, hash_token("")):
        with pytest.raises(actions.InvitationClosed) as refused:
            actions.find_invitation(token)
        assert refused.value.reason == "unknown"


def test_nothing_opens_once_the_inviter_has_gone(head, office, invited, newcomer, coordinator):
    _, token = invited(head, role=Role.OFFICER, department=office)
    actions.end_membership(membership_of(head), by=coordinator, on=timezone.localdate() - ONE)
    with pytest.raises(actions.InvitationClosed) as refused:
        actions.accept_invitation(token, user=newcomer)
    assert refused.value.reason == "void"
    assert not Membership.objects.filter(user=newcomer).exists()


def test_strangers_to_the_place_change_nothing(by_mail, officer, other_officer, leader):
    for by in (officer, other_officer, leader):
        with pytest.raises(PermissionDenied):
            actions.withdraw_invitation(by_mail, by=by)
        with pytest.raises(PermissionDenied):
            actions.make_letter(by_mail, by=by)


def test_the_database_knows_the_states(by_mail, newcomer):
    for wrong in (
        {"status": "accepted"},
        {"status": "withdrawn"},
        {"closed_by": newcomer},
        {"role": "desk"},
        {"token_hash": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_a_time_one_comes_in(head, office, invited):
    _, token = invited(head, role=Role.OFFICER, department=office)
    people = [UserFactory(), UserFactory()]
    start, ends = threading.Barrier(2), []

    def accept(user):
        try:
            start.wait(timeout=10)
            actions.accept_invitation(token, user=user)
            ends.append("in")
        except actions.InvitationClosed as error:
            ends.append(error.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(ends) == ["accepted", "in"]
    assert Membership.objects.filter(user__in=people).count() == 1
