"""The pages of people in a real browser: axe, narrow screens, no scripts, passkeys."""

import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.accounts.roles import Role
from tests import factories
from tests.accounts.conftest import PASSWORD, give_password
from tests.browsing import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1280, 375)
PUBLIC = ["login/", "password/reset/", "password/reset/sent/", "password/reset/done/", "letter/",
          "password/reset/MQ/x-y/"]  # fmt: skip
OWN = ["profile/", "email/", "notices/", "password/", "second-factor/", "confirm/"]
CONFIRMED = ["second-factor/app/", "second-factor/codes/new/", "second-factor/passkeys/add/"]


@pytest.fixture(autouse=True)
def _site_address(settings, live_server):
    settings.SITE_URL = live_server.url


@pytest.fixture
def someone() -> User:
    user = give_password(factories.UserFactory(name="伊藤 実", role=Role.REPRESENTATIVE))
    notify(user, "「公園の花だん」の事業実績を受け付けました", "受付番号 2026-1", "/")
    return user


def log_in(page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("ログインIDかメールアドレス").fill(user.login_id)
    page.get_by_label("パスワード").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="ログインする", exact=True))


def confirm_identity(page) -> None:
    page.get_by_label("パスワード").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="確認して進む"))


def look(page, name: str) -> None:
    """Check the page at both widths; keep pictures where PICTURES names a folder."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_for_everybody(page, path):
    page.goto(f"/accounts/{path}")
    look(page, path.strip("/").replace("/", "-"))


def test_pages_of_ones_own(page, someone):
    log_in(page, someone)
    page.wait_for_url("**/")
    for path in OWN:
        page.goto(f"/accounts/{path}")
        look(page, path.strip("/").replace("/", "-"))
    page.goto("/accounts/second-factor/codes/new/")
    confirm_identity(page)
    for path in CONFIRMED:
        page.goto(f"/accounts/{path}")
        look(page, path.strip("/").replace("/", "-"))
    page.goto("/accounts/second-factor/codes/new/")
    follow(page, page.get_by_role("button", name="コードの一覧を作る"))
    look(page, "codes")
    token = actions.confirmation_token(actions.request_email_change(someone, "new@example.jp"))
    page.goto(f"/accounts/email/confirm/{token}/")
    look(page, "email-confirm")


def test_mistakes_are_summed_up(page, console_errors):
    for path, button in (("letter/", "このパスワードにする"), ("password/reset/", "リンクを送る")):
        page.goto(f"/accounts/{path}")
        follow(page, page.get_by_role("button", name=button))
        assert page.title().startswith("エラー：")
        look(page, f"mistakes-{path.strip('/').replace('/', '-')}")
    for _ in range(6):
        page.get_by_label("メールアドレス").fill("same@example.jp")
        follow(page, page.get_by_role("button", name="リンクを送る"))
        if page.get_by_role("heading", name="しばらく待ってください").is_visible():
            break
        page.goto("/accounts/password/reset/")
    look(page, "too-many")
    assert all("429" in error for error in console_errors)
    console_errors.clear()


def test_the_letter_page_in_the_admin(page, someone):
    desk = give_password(factories.UserFactory(role=Role.DESK))
    log_in(page, desk)
    page.goto(f"/admin/accounts/user/{someone.pk}/change/")
    look(page, "admin-user")
    follow(page, page.get_by_role("link", name="パスワード再設定の手紙を作る…"))
    look(page, "admin-letter")
    page.get_by_label("本人の確かめ方").fill("窓口で本人確認書類を見た")
    with page.expect_download() as download:
        page.get_by_role("button", name="手紙を作る（PDF）").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    if folder := os.environ.get("PICTURES"):
        (Path(folder) / "letter.pdf").write_bytes(content)


def test_refusal_by_address(page, someone, settings, console_errors):
    settings.ROLE_ADDRESS_RANGES = {"representative": ["192.0.2.0/24"]}
    log_in(page, someone)
    page.get_by_role("heading", name="ここからは使えません").wait_for()
    look(page, "address-refused")
    assert all("403" in error for error in console_errors)
    console_errors.clear()


def test_login_with_a_card_works_without_scripts(browser, live_server, someone):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, someone)
    page.goto("/accounts/second-factor/")
    follow(page, page.get_by_role("link", name="コードの一覧を作る"))
    confirm_identity(page)
    follow(page, page.get_by_role("button", name="コードの一覧を作る"))
    code = page.locator("main code").first.inner_text()
    follow(page, page.get_by_role("button", name="ログアウト"))
    log_in(page, someone)
    assert page.get_by_role("heading", name="二段階認証").is_visible()
    assert not page.get_by_role("button", name="パスキーで確認する").is_visible()
    page.get_by_label("確認コード").fill(code)
    follow(page, page.get_by_role("button", name="ログインする", exact=True))
    assert page.get_by_text("伊藤 実さん").is_visible()
    context.close()


@pytest.fixture
def authenticator(page):
    """A virtual passkey of the browser's own that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def add_passkey(page, user: User, *, alone: bool) -> None:
    log_in(page, user)
    page.goto("/accounts/second-factor/passkeys/add/")
    confirm_identity(page)
    page.get_by_label("パスキーの名前").fill("仕事のパソコン")
    page.get_by_label("このパスキーだけでログインする").set_checked(alone)
    page.get_by_role("button", name="パスキーを加える").click()
    page.wait_for_url("**/second-factor/codes/")
    follow(page, page.get_by_role("button", name="ログアウト"))
    page.get_by_role("link", name="ログイン", exact=True).wait_for()


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_as_second_factor(page, someone):
    add_passkey(page, someone, alone=False)
    log_in(page, someone)
    page.wait_for_url("**/accounts/login/code/")
    look(page, "second-step")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="パスキーで確認する").click()
    page.get_by_text("伊藤 実さん").wait_for()
    page.goto("/accounts/second-factor/")
    look(page, "second-factor-passkey")
    follow(page, page.get_by_role("link", name="「仕事のパソコン」を消す"))
    follow(page, page.get_by_role("link", name="パスキーで確認する"))
    look(page, "confirm-passkey")
    page.get_by_role("button", name="パスキーで確認する").click()
    page.get_by_role("heading", name="パスキーを消す").wait_for()
    look(page, "remove-passkey")
    page.get_by_role("button", name="このパスキーを消す").click()
    page.get_by_text("パスキーを消しました").wait_for()
    assert not Authenticator.objects.filter(user=someone).exists()


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_alone_logs_in(page, someone):
    add_passkey(page, someone, alone=True)
    page.goto("/accounts/login/?next=/accounts/profile/")
    page.get_by_role("button", name="パスキーでログインする").click()
    page.get_by_role("heading", name="アカウントの設定").wait_for()
    assert Authenticator.objects.filter(user=someone, last_used_at__isnull=False).exists()


def test_a_browser_without_a_passkey_says_so(page, console_errors):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')); }")
    page.get_by_role("button", name="パスキーでログインする").click()
    page.get_by_text("パスキーを使えませんでした").wait_for()
