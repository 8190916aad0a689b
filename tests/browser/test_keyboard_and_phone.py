"""Without a mouse, and on a telephone."""

from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from koganei_kyodo.accounts.models import User
from tests.browsing import follow
from tests.world import World

PASSWORD = "hana-to-midori-2026"


def test_the_skip_link_is_first_and_leads_to_the_text(page: Page, world: World) -> None:
    page.goto(reverse("portal:front"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="本文へ移動")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_menu_button_opens_with_enter_and_closes_with_esc(page: Page, world: World) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(reverse("portal:front"))
    button = page.get_by_role("button", name="メニュー", exact=True)
    entry = page.get_by_role("navigation", name="メニュー").get_by_role("link", name="統計")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(entry).not_to_be_visible()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(entry).to_be_visible()
    entry.focus()
    page.keyboard.press("Escape")
    expect(entry).not_to_be_visible()
    expect(button).to_be_focused()


def test_without_scripts_the_menu_is_closed_and_a_link_opens_it(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 375, "height": 700}
    )
    page = context.new_page()
    page.goto(reverse("portal:front"))
    entry = page.get_by_role("navigation", name="メニュー").get_by_role("link", name="統計")
    expect(entry).not_to_be_visible()
    heading = page.get_by_role("heading", level=1).bounding_box()
    assert heading is not None
    assert heading["y"] < 400
    page.get_by_role("link", name="メニュー", exact=True).focus()
    page.keyboard.press("Enter")
    expect(entry).to_be_visible()
    page.keyboard.press("Tab")  # on from the place that the link led to
    first = page.get_by_role("navigation", name="メニュー").get_by_role("link").first
    expect(first).to_be_focused()
    page.get_by_role("link", name="メニューを閉じる").press("Enter")
    expect(entry).not_to_be_visible()
    context.close()


def test_login_by_keyboard_and_logout(page: Page, world: World) -> None:
    user = User.objects.get(pk=world.people["head"].pk)
    user.set_password(PASSWORD)
    user.save()
    page.goto(reverse("projects:office_home"))
    page.get_by_label("ログインIDかメールアドレス").focus()
    page.keyboard.type("head")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("庁内ページ")
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("link", name="ログイン", exact=True)).to_be_visible()


def test_a_wrong_password_is_said_at_the_top_and_focused(page: Page, world: World) -> None:
    page.goto(reverse("login"))
    page.get_by_label("ログインIDかメールアドレス").fill("officer")
    page.get_by_label("パスワード").fill("ちがう")
    button = page.get_by_role("main").get_by_role("button", name="ログインする", exact=True)
    follow(page, button)
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("エラー：")


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until a place has the focus, and see it; fail where the keyboard never gets there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if place.evaluate("each => each === document.activeElement"):
            expect(place).to_be_in_viewport()
            return
    raise AssertionError(f"{place} is not reached by Tab")


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_group_is_found_by_keyboard_alone(page: Page, world: World) -> None:
    page.goto(reverse("portal:front"))
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="団体を探す").first)
    press_enter(page)
    tab_to(page, page.get_by_label("ことば"))
    page.keyboard.type("ｾｾﾗｷﾞ")  # half-width, as the name is read
    tab_to(page, page.get_by_label("活動分野"))
    field = page.get_by_label("活動分野")
    while "環境" not in field.locator("option:checked").inner_text():
        page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="絞り込む"))
    press_enter(page)
    expect(page.get_by_role("heading", level=2).first).to_contain_text("1件")
    expect(page.get_by_text("活動分野：環境の保全", exact=True)).to_be_visible()
    tab_to(page, page.get_by_role("link", name="せせらぎの会"))
    press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("せせらぎの会")
