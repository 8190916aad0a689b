"""A new password by a mailed link, and the change of one's own."""

import datetime
import json
import re
import threading

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.portal.models import Centre
from tests import factories
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, log_in, logged_in_as

pytestmark = pytest.mark.django_db
NEW = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}


def ask(client, email):
    return client.post("/accounts/password/reset/", {"email": email}, follow=True)


def links(text: str) -> list[str]:
    return re.findall(r"https://kyodo\.example\.jp(/accounts/password/reset/\S+)", text)


def open_link(client, link: str) -> str:
    """Follow the link of the mail to the page with the form; return its address."""
    return client.get(link, follow=True).redirect_chain[-1][0]


def test_the_link_sets_a_new_password_once(client, person, run_jobs, mailoutbox):
    other_browser = Client()
    log_in(other_browser, person.login_id)
    ask(client, person.email)
    assert run_jobs() == 1
    (link,) = links(mailoutbox[0].body)
    assert mailoutbox[0].to == [person.email]
    assert client.post(open_link(client, link), NEW).url == "/accounts/password/reset/done/"
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert other_browser.get("/accounts/profile/").status_code == 302
    assert "このリンクは使えません" in Client().get(link).content.decode()
    assert Notification.objects.get(user=person).subject == "パスワードが変わりました"


def test_a_new_password_ends_the_lock_after_wrong_tries(client, person, run_jobs, mailoutbox):
    for _ in range(5):
        log_in(client, person.login_id, "wrong-word-000")
    locked = log_in(client, person.login_id).content.decode()
    assert "パスワードを決めなおしてください" in locked
    ask(client, person.email)
    run_jobs()
    (link,) = links(mailoutbox[0].body)
    client.post(open_link(client, link), NEW)
    log_in(client, person.login_id, NEW_PASSWORD)
    assert logged_in_as(client) == person.pk


def test_a_mail_says_who_writes_and_whom_to_call(client, person, run_jobs, mailoutbox):
    Centre.objects.filter(pk=1).update(name="見本センター", phone="042-000-0000", hours="9時から")
    ask(client, person.email)
    run_jobs()
    assert mailoutbox[0].body.rstrip().endswith("電話 042-000-0000　9時から")
    assert "見本センター" in mailoutbox[0].body


def test_the_answer_is_the_same_for_every_address(client, person, mailoutbox, run_jobs):
    texts = {ask(Client(), email).content for email in (person.email, "nobody@example.jp")}
    assert len(texts) == 1
    # The same work too: one job each, and the worker finds out.
    args = ProcrastinateJob.objects.filter(task_name=actions.MAIL_RESET).values_list("args")
    assert [list(arg) for (arg,) in args] == [["email"], ["email"]]
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [[person.email]]


def test_people_who_share_an_address_get_one_mail_with_a_link_each(client, run_jobs, mailoutbox):
    for name in ("first", "second"):
        factories.UserFactory(
            login_id=name, email="Office@example.jp", email_confirmed_at="2026-04-01T00:00:00Z"
        )
    factories.UserFactory(email="office@example.jp", login_id="unconfirmed")
    ask(client, "ｏｆｆｉｃｅ@example.jp")
    run_jobs()
    (mail,) = mailoutbox
    assert "ログインID first" in mail.body
    assert "ログインID second" in mail.body
    assert "unconfirmed" not in mail.body
    assert len(set(links(mail.body))) == 2
    first = User.objects.get(login_id="first")
    client.post(open_link(client, links(mail.body)[0]), NEW)
    first.refresh_from_db()
    assert first.check_password(NEW_PASSWORD)
    assert not User.objects.get(login_id="second").check_password(NEW_PASSWORD)


@pytest.mark.parametrize("change", [{"email_confirmed_at": None}, {"is_active": False}])
def test_no_mail_to_an_unconfirmed_address_or_a_closed_account(
    client, person, run_jobs, mailoutbox, change
):
    User.objects.filter(pk=person.pk).update(**change)
    ask(client, person.email)
    run_jobs()
    assert mailoutbox == []


def test_an_address_changed_by_anybody_in_any_way_has_to_be_confirmed_anew(person):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'x@example.jp' WHERE id = %s", [person.pk])
    person.refresh_from_db()
    assert person.email_confirmed_at is None


def test_the_link_ends_after_thirty_minutes(client, person, run_jobs, mailoutbox):
    with time_machine.travel("2026-05-01T10:00:00+09:00", tick=False) as clock:
        ask(client, person.email)
        run_jobs()
        (link,) = links(mailoutbox[0].body)
        clock.shift(datetime.timedelta(minutes=29))
        assert "新しいパスワードを決める" in client.get(link, follow=True).content.decode()
        clock.shift(datetime.timedelta(minutes=2))
        page = Client().get(link)
        assert "このリンクは使えません" in page.content.decode()


@pytest.mark.parametrize("token", ["abc", "abc-def", "set-password"])
def test_a_made_up_link_does_nothing(client, person, token):
    response = client.post(f"/accounts/password/reset/MQ/{token}/", NEW, follow=True)
    assert "このリンクは使えません" in response.content.decode()


def test_a_poor_password_is_refused_and_the_link_stays(client, person, run_jobs, mailoutbox):
    ask(client, person.email)
    run_jobs()
    page = open_link(client, links(mailoutbox[0].body)[0])
    poor = client.post(page, {"new_password1": "short", "new_password2": "other"})
    assert poor.status_code == 200
    assert client.post(page, NEW).status_code == 302


def test_tries_are_limited_for_every_address_alike(client, person):
    for email in (person.email, "nobody@example.jp"):
        for _ in range(5):
            assert ask(client, email).status_code == 200
        response = ask(client, email.upper())
        assert response.status_code == 429
        assert "まで受け付けられません" in response.content.decode()
    assert ask(client, "someone-else@example.jp").status_code == 200
    assert ProcrastinateJob.objects.filter(task_name=actions.MAIL_RESET).count() == 11


def test_no_secret_stands_in_the_jobs(client, person, run_jobs):
    ask(client, person.email)
    (job,) = ProcrastinateJob.objects.filter(task_name=actions.MAIL_RESET)
    assert json.dumps(job.args) == json.dumps({"email": person.email})


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_of_one_link_one_wins():
    user = factories.UserFactory()
    token = default_token_generator.make_token(user)
    results: list[bool] = []

    def use(password: str) -> None:
        try:
            results.append(actions.reset_by_link(User.objects.get(pk=user.pk), token, password))
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=[f"{NEW_PASSWORD}{n}"]) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]


# --- the change of one's own password ----------------------------------------------------------


def change(client, old):
    return client.post("/accounts/password/", {"old_password": old, **NEW})


def test_the_old_password_opens_the_way_to_a_new_one(client, person):
    log_in(client, person.login_id)
    assert change(client, PASSWORD).url == "/accounts/password/done/"
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert logged_in_as(client) == person.pk
    assert Notification.objects.filter(user=person).count() == 1


def test_the_old_password_cannot_be_guessed_for_long(client, person):
    log_in(client, person.login_id)
    assert [change(client, "wrong-word-000").status_code for _ in range(6)] == [200] * 5 + [429]
    assert change(client, PASSWORD).status_code == 429
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_strangers_are_led_to_the_login(client):
    assert client.get("/accounts/password/").url == "/accounts/login/?next=/accounts/password/"
