"""The pages a link or a letter leads to."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import Invitation, Membership
from organizations.models.invitation import token_groups
from tests.factories import UserFactory
from tests.organizations.conftest import membership_of

pytestmark = pytest.mark.django_db
NEW = {
    "name": "新田 光",
    "name_kana": "ニッタ ヒカル",
    "login_id": "ＮＩＴＴＡ",
    "password1": "long-enough-word-1",
    "password2": "long-enough-word-1",
}


@pytest.fixture
def token(head, office, invited):
    return invited(head, role=Role.OFFICER, department=office)[1]


def open_url(token: str, name: str = "invitation_open") -> str:
    return reverse(f"organizations:{name}", args=[token])


def test_the_number_of_a_letter_leads_to_the_invitation(client, token):
    url = reverse("organizations:invitation_enter")
    assert client.get(url).status_code == 200
    answer = client.post(url, {"code": token_groups(token).lower()})
    assert answer.url == open_url(token)
    page = client.get(answer.url).content.decode()
    for text in ("公園課への招待", "佐藤 一郎さん", "担当者", "新田 光様"):
        assert text in page


@pytest.mark.parametrize(
    ("typed", "says"), [("", "手紙の番号を入力してください"), ("AB12", "28文字です（いま4文字）")]
)
def test_a_number_that_is_none(client, db, typed, says):
    page = client.post(reverse("organizations:invitation_enter"), {"code": typed})
    assert page.status_code == 200
    assert says in page.content.decode()


def test_any_number_of_the_right_length_leads_on_and_tells_nothing(client, db):
    answer = client.post(reverse("organizations:invitation_enter"), {"code": "0" * 28}, follow=True)
    assert answer.status_code == 404
    assert "この招待は見つかりませんでした" in answer.content.decode()


def test_looking_at_an_invitation_changes_nothing(client, token):
    before = list(Invitation.objects.values())
    answer = client.get(open_url(token))
    assert "no-store" in answer["Cache-Control"]
    assert list(Invitation.objects.values()) == before


def test_a_person_accepts_and_lands_at_work(client, token, newcomer, office):
    client.force_login(newcomer)
    assert "小川 渚さんとして招待を受ける" in client.get(open_url(token)).content.decode()
    answer = client.post(open_url(token))
    assert answer.url == reverse("portal:home")
    assert membership_of(newcomer).department == office
    answer = client.post(open_url(token), follow=False)
    assert answer.url == reverse("portal:home")
    assert Membership.objects.filter(user=newcomer).count() == 1


def test_nobody_accepts_without_logging_in(client, token):
    answer = client.post(open_url(token))
    assert answer.url == open_url(token)
    page = client.get(answer.url).content.decode()
    assert f"{reverse('login')}?next={open_url(token)}" in page
    assert Invitation.objects.get().status == "open"


def test_who_is_in_already_reads_why_not(client, token, officer):
    client.force_login(officer)
    page = client.post(open_url(token), follow=True).content.decode()
    assert "すでに公園課に所属しています（担当者）" in page


def test_a_new_person_registers_and_logs_in(client, token, office):
    url = open_url(token, "invitation_register")
    assert client.get(url).status_code == 200
    answer = client.post(url, NEW)
    assert answer.url == reverse("login")
    user = User.objects.get(login_id="nitta")
    assert user.name_kana == "にった ひかる"
    assert membership_of(user).department == office
    assert client.login(username="nitta", password=NEW["password1"])


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "氏名を入力してください"),
        ("name_kana", "新田", "ふりがなは、ひらがなで入力してください"),
        ("login_id", "a b", "ログインIDは、英字と数字で4文字以上"),
        ("login_id", "nitta@example.jp", "ログインIDは、英字と数字で4文字以上"),
        ("login_id", "taken", "このログインIDは使えません"),
        ("password2", "something-else-1", "2つのパスワードを同じにしてください"),
        ("password1", "short", ""),
    ],
)
def test_a_registration_that_does_not_fit(client, token, field, typed, says):
    UserFactory(login_id="taken")
    people = User.objects.count()
    page = client.post(open_url(token, "invitation_register"), NEW | {field: typed})
    assert page.status_code == 200
    html = page.content.decode()
    assert says in html
    assert "エラー：" in html
    assert User.objects.count() == people
    assert actions.find_invitation(token)


def test_who_is_logged_in_does_not_register(client, token, newcomer):
    client.force_login(newcomer)
    url = open_url(token, "invitation_register")
    assert client.get(url).url == open_url(token)
    assert client.post(url, NEW).url == open_url(token)
    assert not User.objects.filter(login_id="nitta").exists()


@pytest.mark.parametrize("name", ["invitation_open", "invitation_register"])
@pytest.mark.parametrize(
    ("state", "status", "says"),
    [
        ("expired", 410, "期限が過ぎたため使えません"),
        ("accepted", 410, "すでに使われています"),
        ("withdrawn", 410, "取り消されました"),
        ("void", 410, "招待した人の所属が変わった"),
        ("unknown", 404, "見つかりませんでした"),
    ],
)
def test_closed_links_say_why_and_nothing_about_accounts(
    client, token, head, coordinator, newcomer, state, status, says, name
):
    invitation = Invitation.objects.get()
    if state == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif state == "accepted":
        actions.accept_invitation(token, user=newcomer)
    elif state == "withdrawn":
        actions.withdraw_invitation(invitation, by=head)
    elif state == "void":
        yesterday = timezone.localdate() - datetime.timedelta(1)
        actions.end_membership(membership_of(head), by=coordinator, on=yesterday)
    else:
        token = "0" * 28
    for answer in (client.get(open_url(token, name)), client.post(open_url(token, name), NEW)):
        if answer.status_code == 302:  # the accept button of somebody who isn't logged in
            answer = client.get(answer.url)
        assert answer.status_code == status
        html = answer.content.decode()
        assert says in html
        for personal in (newcomer.name, "新田", "佐藤", "公園課"):
            assert personal not in html
    assert not User.objects.filter(login_id="nitta").exists()
