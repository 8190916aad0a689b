"""The shell in a real browser: axe, the menu, narrow screens, forms, and no script at all."""

import pytest
from playwright.sync_api import expect

from koganei_kyodo.accounts.models import User
from organizations.models import Department
from tests.browsing import follow, violations

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "long-enough-word-1"
PAGES = ["/", "/about/", "/accessibility/", "/accounts/login/"]
TELEPHONE = {"width": 375, "height": 800}


@pytest.fixture
def operator(page):
    """Log the operator in through the page itself."""
    User.objects.create_superuser("operator-test", PASSWORD, name="運用 担当")
    page.goto("/admin/")
    page.get_by_label("ログインIDかメールアドレス").fill("operator-test")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()
    page.wait_for_url("**/admin/")


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_fit_narrow_screens(page, path):
    page.goto(path)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_error_pages_are_accessible(page, console_errors):
    page.goto("/no-such-page/")
    assert violations(page) == []
    assert all("404" in error for error in console_errors)
    console_errors.clear()


def test_the_menu_opens_by_its_button_and_closes_by_escape(page):
    page.set_viewport_size(TELEPHONE)
    page.goto("/")
    button = page.get_by_role("button", name="メニュー")
    entry = page.get_by_role("navigation", name="メニュー").get_by_role("link", name="統計")
    assert not entry.is_visible()
    button.click()
    assert entry.is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not entry.is_visible()
    assert button.evaluate("element => element === document.activeElement")


def test_the_first_tab_leads_past_the_menu(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ移動"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_mistaken_form_opens_on_its_summary(page):
    page.goto("/accounts/login/")
    follow(page, page.get_by_role("button", name="ログインする", exact=True))
    assert page.title().startswith("エラー：")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert violations(page) == []
    page.get_by_role("link", name="パスワードを入力してください").click()
    expect(page.locator("#id_password")).to_be_focused()


def test_a_form_is_sent_once_and_says_so(page):
    page.goto("/accounts/login/")
    page.evaluate("""() => {
        window.sent = 0;
        document.addEventListener("submit", (event) => {
            window.sent += event.defaultPrevented ? 0 : 1;
            event.preventDefault();
        });
    }""")
    button = page.locator("main button.btn-primary[type=submit]")
    button.click()
    button.click()
    expect(button).to_have_text("送っています…")
    assert page.evaluate("window.sent") == 1


def test_the_admin_keeps_to_the_policy_and_is_accessible(page, operator):
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert violations(page) == []
    for path in ("accounts/user/", "accounts/user/add/", "organizations/membership/add/"):
        page.goto(f"/admin/{path}")
        assert violations(page) == []


def test_a_long_list_is_searched_by_keyboard(page, operator):
    city = Department.objects.create(name="みどり市", code="midori-test")
    park = Department.objects.create(name="公園緑地課", code="park-test", parent=city)
    Department.objects.create(name="税務課", code="tax-test", parent=city)
    page.goto("/admin/organizations/membership/add/")
    box = page.get_by_role("combobox", name="担当課")
    box.fill("公園")
    found = page.get_by_role("listbox", name="担当課").get_by_role("option")
    found.first.wait_for()
    assert found.all_inner_texts() == ["公園緑地課"]
    assert violations(page) == []
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("公園緑地課")
    assert page.locator("#id_department").evaluate("select => select.value") == str(park.pk)
    box.fill("ない課")
    page.get_by_text("候補は見つかりませんでした").wait_for()
    box.press("Tab")
    expect(box).to_have_value("公園緑地課")
    box.click()
    page.get_by_role("option", name="（選ばない）").click()
    expect(page.locator("#id_department")).to_have_value("")
