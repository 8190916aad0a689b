"""Inviting, the list, and its buttons."""

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts.roles import Role
from organizations import actions, tasks
from organizations.models import Invitation
from organizations.models.invitation import normalise_token
from tests.factories import DepartmentFactory, OrganizationFactory, add_membership
from tests.organizations.conftest import arguments_of

pytestmark = pytest.mark.django_db
LIST, NEW = "organizations:invitation_list", "organizations:invitation_create"
BUTTONS = ["invitation_resend", "invitation_withdraw", "invitation_letter"]


@pytest.fixture
def invitation(head, office):
    return actions.invite(
        head, role=Role.OFFICER, department=office, addressee="新田 光",
        email="nitta@example.jp", address="https://testserver/",
    )  # fmt: skip


def button(name: str, invitation: Invitation) -> str:
    return reverse(f"organizations:{name}", args=[invitation.pk])


@pytest.mark.parametrize("name", [LIST, NEW])
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("head", 200), ("desk", 200), ("leader", 200),
     ("officer", 403), ("editor", 403), ("newcomer", 403)],
)  # fmt: skip
def test_who_may_open_the_pages(client, name, who, status, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(name)).status_code == status


@pytest.mark.parametrize("name", [LIST, NEW])
def test_anonymous_people_log_in_first(client, db, name):
    assert client.get(reverse(name)).url == f"{reverse('login')}?next={reverse(name)}"


def test_a_head_invites_by_mail_and_the_link_works(client, head, office, settings):
    settings.SITE_URL = "https://kyodo.example.jp"
    client.force_login(head)
    # The office's own name for the portal is not for the people it invites.
    client.defaults["SERVER_NAME"] = "localhost"
    page = client.get(reverse(NEW)).content.decode()
    assert "公園課の担当者を招待します" in page
    typed = {"addressee": "新田 光", "email": "ｎｉｔｔａ＠example.jp "}
    assert client.post(reverse(NEW), typed).url == reverse(LIST)
    tasks.send_invitation(**arguments_of(ProcrastinateJob.objects.latest("id")))
    assert mail.outbox[0].to == ["nitta@example.jp"]
    link = next(line for line in mail.outbox[0].body.splitlines() if "http" in line)
    assert link.startswith("https://kyodo.example.jp/invitations/open/")
    client.logout()
    assert "公園課への招待" in client.get(link.partition("example.jp")[2]).content.decode()


def test_a_representative_invites_an_editor_of_the_own_group_only(client, leader, group):
    OrganizationFactory(name="よその会")
    client.force_login(leader)
    typed = {"addressee": "新田 光", "organization": "よその会", "role": "representative"}
    client.post(reverse(NEW), typed)
    invitation = Invitation.objects.get()
    assert (invitation.organization, invitation.role) == (group, Role.EDITOR)


def test_the_coordinator_chooses_role_and_office(client, coordinator, office, other_office):
    client.force_login(coordinator)
    typed = {"role": "head", "department": "防災課", "addressee": "新田 光"}
    assert client.post(reverse(NEW), typed).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.department, invitation.role) == (other_office, Role.HEAD)
    client.post(reverse(NEW), typed | {"role": "desk"})
    assert Invitation.objects.filter(role=Role.DESK, department=None).count() == 1


def test_from_sixteen_offices_on_the_name_is_typed(client, coordinator, city):
    for number in range(16):
        DepartmentFactory(name=f"第{number}課", parent=city)
    part = DepartmentFactory(name="東部", parent=city)
    twins = [DepartmentFactory(name="庶務係", parent=parent) for parent in (city, part)]
    client.force_login(coordinator)
    assert "<datalist" in client.get(reverse(NEW)).content.decode()
    typed = {"role": "officer", "department": "第7課 ", "addressee": "新田 光"}
    client.post(reverse(NEW), typed)
    invited_to = Invitation.objects.get().department
    assert invited_to is not None
    assert invited_to.name == "第7課"
    page = client.post(reverse(NEW), typed | {"department": "庶務係"})
    assert "「庶務係」は見つかりません" in page.content.decode()
    client.post(reverse(NEW), typed | {"department": "庶務係（東部）"})
    assert Invitation.objects.filter(department=twins[1]).exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"role": ""}, "役割を選んでください"),
        ({"role": "coordinator"}, "役割は、画面に出ている中から選び直してください"),
        ({"department": ""}, "担当課を選んでください"),
        ({"department": "ない課"}, "担当課は、画面に出ている中から選び直してください"),
        ({"addressee": ""}, "招待する人の名前を入力してください"),
        ({"email": "nitta"}, "メールアドレスは、name@example.jp のように入力してください"),
    ],
)
def test_what_is_missing_is_said(client, coordinator, office, change, says):
    client.force_login(coordinator)
    typed = {"role": "head", "department": "公園課", "addressee": "新田 光", "email": ""}
    page = client.post(reverse(NEW), typed | change)
    assert page.status_code == 200
    assert says in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", BUTTONS)
def test_the_buttons_answer_only_to_post_of_the_right_people(
    client, name, invitation, officer, other_officer, leader
):
    url = button(name, invitation)
    assert client.post(url).url == f"{reverse('login')}?next={url}"
    for stranger in (officer, other_officer, leader):
        client.force_login(stranger)
        assert client.post(url).status_code == 404
        assert client.get(url).status_code == 405
    invitation.refresh_from_db()
    assert (invitation.status, invitation.token_hash) == ("open", None)


@pytest.mark.parametrize("name", BUTTONS)
def test_the_buttons_refuse_what_is_closed(client, name, invitation, head):
    actions.withdraw_invitation(invitation, by=head)
    client.force_login(head)
    answer = client.post(button(name, invitation), follow=True)
    assert "この招待は終わっています（取り消しました）" in answer.content.decode()


def test_sending_again_and_withdrawing(client, invitation, head):
    client.force_login(head)
    jobs = ProcrastinateJob.objects.count()
    page = client.post(button("invitation_resend", invitation), follow=True).content.decode()
    assert "もう一度送りました" in page
    assert ProcrastinateJob.objects.count() == jobs + 1
    page = client.post(button("invitation_withdraw", invitation), follow=True).content.decode()
    assert "新田 光さんの招待を取り消しました" in page
    assert "返事を待っている招待（0件）" in page
    assert "取り消しました" in client.get(f"{reverse(LIST)}?all=1").content.decode()


def test_a_place_that_is_needed_says_so(client, desk):
    OrganizationFactory.create_batch(2)
    client.force_login(desk)
    page = client.get(reverse(NEW)).content.decode()
    assert "団体の代表を招待します" in page
    label = page[page.index('for="id_organization"') :]
    assert "※必須" in label[: label.index("</label>")]


def test_the_letter_shows_a_number_that_works_and_is_not_kept(client, invitation, head):
    client.force_login(head)
    answer = client.post(button("invitation_letter", invitation))
    assert "no-store" in answer["Cache-Control"]
    code = answer.context["code"]
    html = answer.content.decode()
    for text in (code, "新田 光 様", f"{settings.SITE_URL}/invitations/", "公園課"):
        assert text in html
    assert actions.find_invitation(normalise_token(code)) == invitation


def test_a_colleague_goes_on_with_an_open_invitation(client, invitation, office, newcomer):
    add_membership(newcomer, Role.HEAD, office)
    client.force_login(newcomer)
    assert "新田 光さん" in client.get(reverse(LIST)).content.decode()


def test_an_expired_invitation_says_so(client, invitation, head):
    Invitation.objects.update(expires_at=timezone.now())
    client.force_login(head)
    assert "期限が過ぎました" in client.get(reverse(LIST)).content.decode()


def test_the_list_asks_the_same_number_of_questions(client, head, office, queries_of):
    client.force_login(head)

    def add():
        actions.invite(head, role=Role.OFFICER, department=office, addressee="新田 光")

    add()
    one = queries_of(lambda: client.get(reverse(LIST)))
    for _ in range(2):
        add()
    assert queries_of(lambda: client.get(reverse(LIST))) == one
