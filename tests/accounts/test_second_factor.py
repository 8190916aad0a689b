"""TOTP, code cards, who must have a second factor, and what happens when it is lost."""

import io
import re
import time

import pypdf
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.exceptions import PermissionDenied
from django.test import Client

from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.adapters import SecondFactorAdapter
from koganei_kyodo.accounts.models import Notification, User
from tests.accounts.conftest import PASSWORD, give_password, log_in, logged_in_as

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE_PAGE = "/accounts/login/code/"
SET_UP = "/accounts/second-factor/"


def totp_code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def confirm_identity(client) -> None:
    client.post("/accounts/confirm/", {"password": PASSWORD})


def make_card(client) -> list[str]:
    confirm_identity(client)
    client.post(f"{SET_UP}codes/new/")
    page = client.get(f"{SET_UP}codes/").content.decode()
    return re.findall(r"<code [^>]+>([0-9]{4}-[0-9]{4})</code>", page)


def wide(digits: str) -> str:
    return digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


# --- setting up --------------------------------------------------------------------------------


def test_an_authenticator_app_is_set_up_after_the_password_was_given_again(client, person):
    log_in(client, person.login_id)
    assert client.get(f"{SET_UP}app/").url.startswith("/accounts/confirm/?next=")
    assert (
        "パスワードが違います"
        in client.post("/accounts/confirm/", {"password": "wrong-word-000"}).content.decode()
    )
    confirm_identity(client)
    page = client.get(f"{SET_UP}app/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    shown = re.search(r"<code [^>]+>([A-Z2-7 ]+)</code>", page)
    assert shown is not None
    secret = shown[1].replace(" ", "")
    wrong = client.post(f"{SET_UP}app/", {"code": "000000"})
    assert "確認コードが違います" in wrong.content.decode()
    response = client.post(f"{SET_UP}app/", {"code": wide(totp_code(secret))})
    assert response.url == f"{SET_UP}codes/"  # a card comes with it, for the day the app is gone
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


def test_secrets_are_encrypted_in_the_database(person, settings):
    totp = TOTP.activate(person, SECRET).instance
    card = RecoveryCodes.activate(person).instance
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert card.wrap().generate_codes()[0] not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-secret-key" + "n" * 50
    assert SecondFactorAdapter().decrypt(totp.data["secret"]) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValueError, match="another SECRET_KEY"):
        SecondFactorAdapter().decrypt(totp.data["secret"])


def test_changes_are_told_whatever_mail_the_person_wants(
    client, person, run_jobs, mailoutbox, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=person.pk).update(notice_timing="none")
    log_in(client, person.login_id)
    with django_capture_on_commit_callbacks(execute=True):
        make_card(client)
    run_jobs()
    assert [mail.subject for mail in mailoutbox] == ["ログインのコードの一覧が作られました"]


# --- logging in --------------------------------------------------------------------------------


def test_the_password_alone_lets_nobody_in(client, person):
    TOTP.activate(person, SECRET)
    assert log_in(client, person.login_id).url == CODE_PAGE
    assert logged_in_as(client) is None
    assert client.get("/accounts/profile/").status_code == 302
    assert "確認コードが違います" in client.post(CODE_PAGE, {"code": "000000"}).content.decode()
    assert client.post(CODE_PAGE, {"code": wide(totp_code())}).url == "/home/"
    assert logged_in_as(client) == person.pk


def test_a_code_of_the_app_works_once(person):
    TOTP.activate(person, SECRET)
    code, browsers = totp_code(), [Client(), Client()]
    for browser in browsers:
        log_in(browser, person.login_id)
        browser.post(CODE_PAGE, {"code": code})
    assert [logged_in_as(browser) for browser in browsers] == [person.pk, None]


def test_a_printed_card_alone_is_enough_and_each_code_works_once(client, person):
    log_in(client, person.login_id)
    codes = make_card(client)
    assert len(codes) == 10
    assert Authenticator.objects.get(user=person).type == "recovery_codes"
    browsers = [Client(), Client()]
    for browser in browsers:
        assert log_in(browser, person.login_id).url == CODE_PAGE
        browser.post(CODE_PAGE, {"code": f" {wide(codes[3])} "})
    assert [logged_in_as(browser) for browser in browsers] == [person.pk, None]
    browsers[1].post(CODE_PAGE, {"code": codes[4]})
    assert logged_in_as(browsers[1]) == person.pk


def test_a_new_card_ends_the_old_one(client, person):
    log_in(client, person.login_id)
    old = make_card(client)
    new = make_card(client)
    assert not set(old) & set(new)
    browser = Client()
    log_in(browser, person.login_id)
    browser.post(CODE_PAGE, {"code": old[0]})
    assert logged_in_as(browser) is None


def test_the_card_is_printed_on_paper(client, person):
    log_in(client, person.login_id)
    assert client.get(f"{SET_UP}codes/card.pdf").url.startswith("/accounts/confirm/")
    codes = make_card(client)
    response = client.get(f"{SET_UP}codes/card.pdf")
    assert response["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert [code for code in codes if code.replace("-", "－") not in text] == []


def test_there_is_no_card_to_print_before_one_was_made(client, person):
    log_in(client, person.login_id)
    confirm_identity(client)
    for path in ("codes/", "codes/card.pdf"):
        assert client.get(SET_UP + path).status_code == 404


def test_codes_cannot_be_guessed_for_long(client, person):
    TOTP.activate(person, SECRET)
    with time_machine.travel("2026-05-01T10:00:00+09:00", tick=False):
        log_in(client, person.login_id)
        for _ in range(5):
            client.post(CODE_PAGE, {"code": "000000"})
        response = client.post(CODE_PAGE, {"code": totp_code()})
        assert "続けて違ったため、しばらく受け付けられません" in response.content.decode()
        assert logged_in_as(client) is None


def test_the_app_can_be_given_up(client, person):
    log_in(client, person.login_id)
    TOTP.activate(person, SECRET)
    confirm_identity(client)
    assert client.get(f"{SET_UP}app/remove/").status_code == 200
    assert client.post(f"{SET_UP}app/remove/").url == SET_UP
    assert not Authenticator.objects.filter(user=person).exists()


# --- roles that need one -----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/accounts/user/", "/accounts/profile/"])
def test_who_needs_one_is_led_to_setting_it_up_before_any_page(client, settings, desk, path):
    settings.MFA_REQUIRED_ROLES = ["desk", "coordinator"]
    client.force_login(desk)
    assert client.get(path).url == SET_UP
    assert client.post(path).url == SET_UP
    assert "二段階認証が必要です" in client.get(SET_UP).content.decode()


def test_a_card_opens_the_way(client, settings, desk):
    settings.MFA_REQUIRED_ROLES = ["desk"]
    give_password(desk)
    log_in(client, desk.login_id)
    assert client.get("/admin/").url == SET_UP
    codes = make_card(client)
    assert client.get("/admin/").status_code == 200
    assert "二段階認証が必要です" not in client.get(SET_UP).content.decode()
    browser = Client()
    log_in(browser, desk.login_id)
    browser.post(CODE_PAGE, {"code": codes[0]})
    assert browser.get("/admin/").status_code == 200


def test_others_and_visitors_are_left_alone(client, settings, member):
    settings.MFA_REQUIRED_ROLES = ["desk"]
    assert client.get("/").status_code == 200
    client.force_login(member)
    assert client.get("/accounts/profile/").status_code == 200


def test_an_operator_needs_one_as_soon_as_any_role_does(client, settings):
    client.force_login(User.objects.create_superuser("operator-t", PASSWORD, name="運用"))
    assert client.get("/admin/").status_code == 200
    settings.MFA_REQUIRED_ROLES = ["desk"]
    assert client.get("/admin/").url == SET_UP
    assert client.post("/accounts/logout/").url == "/"


# --- lost --------------------------------------------------------------------------------------


def test_the_coordinator_takes_away_what_was_lost(client, coordinator, officer):
    TOTP.activate(officer, SECRET)
    RecoveryCodes.activate(officer)
    client.force_login(coordinator)
    page = f"/admin/accounts/user/{officer.pk}"
    assert "二段階認証を解除する" in client.get(f"{page}/change/").content.decode()
    assert client.get(f"{page}/second-factor/").status_code == 405
    assert client.post(f"{page}/second-factor/").url == f"{page}/change/"
    assert not Authenticator.objects.exists()
    assert Notification.objects.get(user=officer).subject == "二段階認証が解除されました"
    assert "二段階認証を解除しました" in client.get(f"{page}/history/").content.decode()


@pytest.mark.parametrize("who", ["member", "head", "desk", "officer"])
def test_nobody_without_the_right_takes_one_away(request, who, officer):
    TOTP.activate(officer, SECRET)
    with pytest.raises(PermissionDenied):
        actions.remove_second_factor(officer, by=request.getfixturevalue(who))
    assert Authenticator.objects.filter(user=officer).exists()


def test_nobody_takes_away_their_own(coordinator):
    with pytest.raises(PermissionDenied):
        actions.remove_second_factor(coordinator, by=coordinator)
