"""The yearly record from the first word to the statistics, by the people it passes through."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from projects.models import ProjectRecord
from tests.browser.conftest import LogIn
from tests.browser.journey import heading, press, submit, write_record
from tests.world import World

NAME = "駅前の花うえ"


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(
        base_url=live_server.url, locale="ja-JP", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def published_projects(page: Page) -> int:
    """Return how many records the public list counts."""
    page.goto(reverse("projects:list"))
    text = page.get_by_role("heading", level=2).first.inner_text()
    return int(text.split("件")[0])


def counted_projects(page: Page) -> str:
    """Return the sentence of the statistics of 2025 that names the numbers."""
    page.goto(reverse("projects:statistics_year", args=[2025]))
    return page.get_by_role("main").inner_text()


def test_from_draft_to_statistics(page: Page, world: World, log_in: LogIn) -> None:
    office, centre = world.people["officer"], world.people["desk"]
    before = published_projects(page)
    assert "2の協働事業" in counted_projects(page)  # one of them is not in the list

    log_in(page.context, office)
    page.goto(reverse("portal:front"))
    page.get_by_role("navigation", name="メニュー").get_by_role("link", name="庁内ページ").click()
    write_record(page, NAME)
    number = submit(page)

    log_in(page.context, centre)
    page.goto(reverse("admin:index"))
    page.get_by_role("main").get_by_role("link", name="確認を待っている").first.click()
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="修正を依頼する").click()
    page.get_by_label("直してほしいこと").fill("植えた花の数を書いてください")
    press(page, "修正を依頼する")
    assert published_projects(page) == before

    log_in(page.context, office)
    page.goto(reverse("projects:office_home"))
    expect(page.get_by_role("main")).to_contain_text("植えた花の数を書いてください")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_label("事業の内容").fill("みんなで花を200本植えました。")
    press(page, "保存して次へ")
    page.get_by_role("link", name="次へ進む").click()
    press(page, "保存して次へ")
    press(page, "保存して次へ")
    assert submit(page) == number

    log_in(page.context, centre)
    record = ProjectRecord.objects.get(number=number)
    page.goto(reverse("admin:projects_projectrecord_change", args=[record.pk]))
    expect(page.locator("body")).to_contain_text("200本")
    press(page, "承認する")
    expect(page.locator("body")).to_contain_text("承認しました")

    log_in(page.context, None)
    assert published_projects(page) == before + 1
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("main")).to_contain_text("花の会")
    assert "3の協働事業" in counted_projects(page)


def test_submitting_says_all_that_is_missing(page: Page, world: World, log_in: LogIn) -> None:
    log_in(page.context, world.people["officer"])
    page.goto(reverse("projects:record_create"))
    page.get_by_label("新しい事業の名前").fill(NAME)
    press(page, "書き始める")
    record = ProjectRecord.objects.get(name=NAME)
    page.goto(reverse("projects:record_edit", args=[record.pk, "check"]))
    press(page, "この内容で提出する")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert summary.get_by_role("link").count() >= 3
    summary.get_by_role("link").first.click()
    expect(heading(page)).to_have_text("事業のこと")
    record.refresh_from_db()
    assert record.status == ProjectRecord.Status.DRAFT


def test_without_scripts(plain_page: Page, world: World, log_in: LogIn) -> None:
    log_in(plain_page.context, world.people["head"])
    plain_page.goto(reverse("projects:office_home"))
    write_record(plain_page, NAME)
    number = submit(plain_page)
    assert ProjectRecord.objects.get(number=number).name == NAME


def test_what_a_colleague_wrote_is_never_overwritten_unseen(
    page: Page, world: World, log_in: LogIn
) -> None:
    record = world.records["draft"]
    log_in(page.context, world.people["officer"])
    page.goto(reverse("projects:record_edit", args=[record.pk, "project"]))
    page.get_by_label("事業の内容").fill("わたしの文")
    ProjectRecord.objects.filter(pk=record.pk).update(
        summary="同僚の文", version=record.version + 1, updated_by=world.people["head"]
    )
    press(page, "保存して次へ")
    main = page.get_by_role("main")
    expect(main).to_contain_text("佐藤 一郎")
    expect(main).to_contain_text("同僚の文")
    expect(page.get_by_label("事業の内容")).to_have_value("わたしの文")
    press(page, "自分の内容で保存する")
    expect(heading(page)).to_have_text("協働相手")
    record.refresh_from_db()
    assert record.summary == "わたしの文"
