"""One's own page, and a new address, which counts once its link is opened."""

import datetime
import re
import threading

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponseRedirect
from django.test import Client

from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.models import EmailConfirmation, User
from tests import factories
from tests.accounts.conftest import PASSWORD, log_in

pytestmark = pytest.mark.django_db
NEW = "new@example.jp"


@pytest.fixture
def inside(client, person) -> Client:
    log_in(client, person.login_id)
    return client


def change_email(client, email, password=PASSWORD):
    return client.post("/accounts/email/", {"email": email, "password": password})


def link_in(mail) -> str:
    return re.findall(r"https://kyodo\.example\.jp(/accounts/email/confirm/\S+)", mail.body)[0]


@pytest.mark.parametrize("path", ["profile/", "email/", "notices/", "second-factor/"])
def test_strangers_are_led_to_the_login(client, path):
    assert client.get(f"/accounts/{path}").url == f"/accounts/login/?next=/accounts/{path}"


def test_the_page_shows_the_account_and_its_memberships(inside, person):
    text = inside.get("/accounts/profile/").content.decode()
    (membership,) = person.current_memberships
    for expected in (person.login_id, person.email, "確認済み", str(membership.organization)):
        assert expected in text


def test_name_reading_and_preference_are_changed(inside, person):
    data = {"name": "伊藤 實", "name_kana": "イトウ　ミノル", "notice_timing": "daily"}
    assert inside.post("/accounts/profile/", data).url == "/accounts/profile/"
    person.refresh_from_db()
    found = (person.name, person.name_kana, person.notice_timing)
    assert found == ("伊藤 實", "いとう みのる", "daily")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "", "notice_timing": "daily"}, "氏名を入力してください"),
        ({"name": "伊藤", "notice_timing": "hourly"}, "中から選び直してください"),
    ],
)
def test_mistakes_change_nothing(inside, person, data, message):
    assert message in inside.post("/accounts/profile/", data).content.decode()
    person.refresh_from_db()
    assert (person.name, person.notice_timing) == ("伊藤 実", "immediate")


def test_nothing_else_of_an_account_is_changed_there(inside, person):
    data = {"name": "伊藤", "notice_timing": "none", "email": "evil@example.jp"}
    inside.post("/accounts/profile/", {**data, "login_id": "evil", "is_superuser": "on"})
    before = (person.email, person.login_id, False)
    person.refresh_from_db()
    assert (person.email, person.login_id, person.is_superuser) == before


def test_a_new_address_counts_once_its_link_is_opened(inside, person, run_jobs, mailoutbox):
    old = person.email
    page = inside.post("/accounts/email/", {"email": NEW, "password": PASSWORD}, follow=True)
    assert (
        "確認メールを送りました。30分以内にメールのリンクを開いてください" in page.content.decode()
    )
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [[NEW]]
    link = link_in(mailoutbox[0])
    browser = Client()
    assert NEW in browser.get(link).content.decode()
    person.refresh_from_db()
    assert (person.email, actions.accounts_to_reset(NEW)) == (old, [])
    opened = browser.post(link)
    assert isinstance(opened, HttpResponseRedirect)
    assert opened.url == "/accounts/login/"
    person.refresh_from_db()
    assert (person.email, actions.accounts_to_reset(NEW)) == (NEW, [person])
    run_jobs()
    assert mailoutbox[-1].to == [old]
    assert "メールアドレスが変わりました" in mailoutbox[-1].body
    again = browser.get(link)
    assert again.status_code == 410
    assert "このリンクは使えません" in again.content.decode()


def test_the_link_ends_after_thirty_minutes(inside, person, run_jobs, mailoutbox):
    with time_machine.travel(datetime.datetime.now(datetime.UTC), tick=False) as clock:
        change_email(inside, NEW)
        run_jobs()
        clock.shift(datetime.timedelta(minutes=30, seconds=1))
        assert Client().post(link_in(mailoutbox[0])).status_code == 410
    person.refresh_from_db()
    assert person.email != NEW


def test_a_newer_request_ends_the_older_link(inside, person, run_jobs, mailoutbox):
    change_email(inside, NEW)
    run_jobs()
    change_email(inside, "newer@example.jp")
    assert Client().post(link_in(mailoutbox[0])).status_code == 410
    assert EmailConfirmation.objects.get(user=person).email == "newer@example.jp"


@pytest.mark.parametrize("token", ["x", "WzEsICJuZXdAZXhhbXBsZS5qcCJd:1abcde:forged"])
def test_a_made_up_link_does_nothing(token):
    assert Client().post(f"/accounts/email/confirm/{token}/").status_code == 410


def test_the_password_is_asked_for_and_cannot_be_guessed(inside, person):
    answer = change_email(inside, NEW, "wrong-word-000").content.decode()
    assert "いまのパスワードが違います" in answer
    statuses = [change_email(inside, NEW, "wrong-word-000").status_code for _ in range(5)]
    assert statuses == [200] * 4 + [429]
    assert not EmailConfirmation.objects.exists()


def test_the_address_can_be_taken_away(inside, person, run_jobs, mailoutbox):
    old = person.email
    change_email(inside, "")
    person.refresh_from_db()
    assert (person.email, person.email_confirmed_at) == ("", None)
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [[old]]


def test_an_address_entered_by_staff_asks_to_be_confirmed(
    client, coordinator, member, run_jobs, mailoutbox
):
    before = member.email
    client.force_login(coordinator)
    data = {"name": member.name, "login_id": member.login_id, "email": NEW, "is_active": "on"}
    client.post(f"/admin/accounts/user/{member.pk}/change/", data)
    member.refresh_from_db()
    assert (member.email, member.email_confirmed_at) == (NEW, None)
    run_jobs()
    told, asked = mailoutbox
    assert (told.to, asked.to) == ([before], [NEW])
    assert "メールアドレスが変わりました" in told.subject
    Client().post(link_in(asked))
    assert actions.accounts_to_reset(NEW) == [member]


def test_an_account_made_by_staff_has_no_password_until_the_letter(client, coordinator):
    client.force_login(coordinator)
    data = {"name": "新しい 人", "login_id": "New-Person", "is_active": "on"}
    client.post("/admin/accounts/user/add/", data)
    new = User.objects.get(login_id="new-person")
    assert not new.has_usable_password()
    made = actions.make_letter(new, by=coordinator, identity_check="窓口")
    assert actions.open_letter("new-person", made.code) == made.letter


@pytest.mark.django_db(transaction=True)
def test_of_two_openings_of_one_link_one_wins():
    person = factories.UserFactory()
    confirmation = actions.request_email_change(person, NEW)
    ready = threading.Barrier(2)
    results: list[str] = []

    def use() -> None:
        try:
            ready.wait(timeout=10)
            actions.confirm_email(confirmation)
            results.append("confirmed")
        except actions.AccountError:
            results.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["confirmed", "too late"]
