"""Login by ID or address, what a failed one tells, limits on tries, and what allauth left out."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import NoReverseMatch, reverse

from koganei_kyodo.accounts.models import User
from tests import factories
from tests.accounts.conftest import PASSWORD, give_password, log_in, logged_in_as
from tests.conftest import PASSWORD_ITERATIONS

pytestmark = pytest.mark.django_db
FAILED = "ログインID（メールアドレス）かパスワードが違います"


@pytest.mark.parametrize(
    "typed", ["{id}", "{ID}", " {id} ", "{email}", "{EMAIL}", "ｐｅｒｓｏｎ-ｚ", "　{email}"]
)
def test_login_by_id_or_address_however_it_is_typed(client, typed):
    user = give_password(factories.UserFactory(login_id="person-z", email="z.san@example.jp"))
    names = {"id": user.login_id, "ID": user.login_id.upper()}
    addresses = {"email": user.email, "EMAIL": user.email.upper()}
    response = log_in(client, typed.format(**names, **addresses))
    assert response.url == "/home/"
    assert logged_in_as(client) == user.pk


def test_of_several_people_with_one_address_each_logs_in_by_id(client):
    users = [give_password(factories.UserFactory(email="office@example.jp")) for _ in range(2)]
    assert FAILED in log_in(client, "office@example.jp").content.decode()
    for user in users:
        browser = Client()
        log_in(browser, user.login_id)
        assert logged_in_as(browser) == user.pk
    assert not EmailAddress.objects.exists()


def test_an_address_of_a_closed_account_does_not_stand_in_the_way(client):
    factories.UserFactory(email="office@example.jp", is_active=False)
    user = give_password(factories.UserFactory(email="office@example.jp"))
    log_in(client, "office@example.jp")
    assert logged_in_as(client) == user.pk


def test_a_failed_login_tells_nothing(client, person, monkeypatch):
    closed = give_password(factories.UserFactory(is_active=False))
    hashed: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self, *args, **kwargs):
        hashed.append("x")
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    answers = []
    for name, password in [
        (person.login_id, "wrong-word-000"),
        (person.email, "wrong-word-000"),
        ("nobody-at-all", "wrong-word-000"),
        ("nobody@example.jp", "wrong-word-000"),
        (closed.login_id, PASSWORD),
    ]:
        hashed.clear()
        response = log_in(Client(), name, password)
        text = response.content.decode().replace(f'value="{name}"', "")
        text = "".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)
        # As many slow hashes, so about as much time.
        answers.append((response.status_code, text, len(hashed)))
    assert FAILED in answers[0][1]
    assert [answer for answer in answers if answer != answers[0]] == []


def test_a_password_is_hashed_slowly_outside_the_tests(client, monkeypatch):
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", PASSWORD_ITERATIONS)
    person = give_password(factories.UserFactory())
    method, iterations, *_ = person.password.split("$")
    assert method == "pbkdf2_sha256"
    assert int(iterations) >= 600_000  # what OWASP asks of this method
    log_in(client, person.login_id)
    assert logged_in_as(client) == person.pk


def test_empty_boxes_are_named(client):
    text = log_in(client, "", "").content.decode()
    assert "ログインIDかメールアドレスを入力してください" in text
    assert "パスワードを入力してください" in text


def test_five_wrong_tries_lock_one_account_whichever_name_is_typed(client, person):
    other = give_password(factories.UserFactory())
    with time_machine.travel("2026-05-01T10:37:20+09:00", tick=False) as clock:
        for turn in range(5):
            name = person.login_id if turn % 2 else person.email
            assert FAILED in log_in(client, name, "wrong-word-000").content.decode()
        locked = log_in(client, person.login_id).content.decode()
        assert "5回続けて違ったため、10時48分までログインできません" in locked
        assert "10時48分まで" in log_in(client, person.email).content.decode()
        assert logged_in_as(client) is None
        log_in(client, other.login_id)
        assert logged_in_as(client) == other.pk
        clock.shift(datetime.timedelta(minutes=10, seconds=1))
        browser = Client()
        log_in(browser, person.login_id)
        assert logged_in_as(browser) == person.pk


def test_a_name_nobody_has_is_locked_just_the_same(client):
    for _ in range(5):
        log_in(client, "nobody-at-all", "wrong-word-000")
    assert "5回続けて違ったため" in log_in(client, "nobody-at-all").content.decode()


def test_a_right_password_uses_up_no_try(client, person):
    for _ in range(7):
        log_in(Client(), person.login_id)
    log_in(client, person.login_id)
    assert logged_in_as(client) == person.pk


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/accounts/profile/", "/accounts/profile/"), ("https://evil.example/", "/home/")],
)
def test_login_leads_to_the_page_that_was_asked_for(client, person, wanted, led_to):
    page = client.get("/accounts/login/", {"next": wanted}).content.decode()
    assert "この画面を見るには、ログインしてください" in page
    data = {"login": person.login_id, "password": PASSWORD, "next": wanted}
    assert client.post("/accounts/login/", data).url == led_to


def test_who_is_logged_in_is_led_on(client, person):
    client.force_login(person)
    assert client.get("/accounts/login/").url == "/home/"


def test_logout_takes_a_post(client, person):
    client.force_login(person)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").url == "/"
    assert logged_in_as(client) is None


UNUSED = [
    "account_signup", "account_email", "account_inactive", "account_set_password",
    "account_change_password", "account_reset_password", "account_email_verification_sent",
    "account_confirm_login_code", "account_request_login_code", "account_signup_by_passkey",
    "mfa_trust", "mfa_signup_webauthn", "mfa_download_recovery_codes", "mfa_edit_webauthn",
    "socialaccount_connections",
]  # fmt: skip


@pytest.mark.parametrize("name", UNUSED)
def test_pages_of_allauth_that_are_not_used_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["", "signup/", "inactive/", "social/", "2fa/", "login/code/x/"])
def test_their_usual_addresses_are_not_found(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_nobody_makes_an_account_by_any_login_form(client):
    before = User.objects.count()
    client.post("/accounts/login/", {"login": "new", "password": PASSWORD, "email": "n@example.jp"})
    assert User.objects.count() == before


def test_secrets_of_allauth_are_not_in_the_admin(client):
    client.force_login(User.objects.create_superuser("operator-t", PASSWORD, name="運用"))
    for path in ("mfa/authenticator/", "account/emailaddress/"):
        assert client.get(f"/admin/{path}").status_code == 404
