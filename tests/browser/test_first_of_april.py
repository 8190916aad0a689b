"""1 April: a person moves to another office; what they had begun stays with the office."""

import datetime

import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_range
from projects.models import ProjectRecord
from tests import factories
from tests.browser.conftest import LogIn
from tests.browser.journey import heading, press
from tests.world import World, membership_of

NAME = "桜まつりの準備"


def begin(page: Page) -> None:
    """From the office's page begin a record and leave it."""
    page.goto(reverse("projects:office_home"))
    page.get_by_role("link", name="新しい事業実績を書く").click()
    page.get_by_label("新しい事業の名前").fill(NAME)
    page.get_by_label("年度").select_option("2025")
    press(page, "書き始める")
    page.get_by_label("事業の内容").fill("桜の下で")
    press(page, "保存して中断する")


def move(page: Page, name: str, to: str) -> None:
    """On the page for 1 April move a person to an office."""
    page.goto(reverse("organizations:yearly"))
    row = page.get_by_role("group", name=f"{name}さん")
    row.get_by_label("異動する").check()
    row.get_by_label("異動先の課").fill(to)
    page.get_by_role("button", name="内容を確認する").last.click()
    expect(page.get_by_role("main")).to_contain_text(f"{name}さん　公園課から{to}へ")
    press(page, "この内容で記録する")


def test_a_person_moves_and_the_drafts_stay(
    page: Page, world: World, log_in: LogIn, console_errors: list[str]
) -> None:
    people = world.people
    office = membership_of(people["head"]).department
    mover = factories.UserFactory(name="森本 みどり", role=Role.OFFICER, role__place=office)
    log_in(page.context, mover)
    begin(page)
    draft = ProjectRecord.objects.get(name=NAME)
    log_in(page.context, people["coordinator"])
    move(page, str(mover.name), "防災課")

    # Until then nothing changes for them.
    log_in(page.context, mover)
    page.goto(reverse("projects:office_home"))
    expect(heading(page)).to_have_text("庁内ページ（公園課）")
    expect(page.get_by_role("link", name=NAME).first).to_be_visible()

    first_day, _ = fiscal_year_range(current_fiscal_year() + 1)
    morning = datetime.datetime.combine(first_day, datetime.time(9))
    with time_machine.travel(morning.replace(tzinfo=timezone.get_default_timezone())):
        log_in(page.context, mover)
        page.goto(reverse("portal:home"))
        expect(heading(page)).to_have_text("庁内ページ（防災課）")
        expect(page.get_by_role("link", name=NAME)).to_have_count(0)
        answer = page.goto(reverse("projects:record_edit", args=[draft.pk, "project"]))
        assert answer is not None
        assert answer.status == 404
        console_errors.clear()

        log_in(page.context, people["head"])
        page.goto(reverse("projects:office_home"))
        page.get_by_role("link", name=NAME).first.click()
        expect(page.get_by_label("事業の内容")).to_have_value("桜の下で")
        page.get_by_label("事業の内容").fill("桜の下で、みんなで掃除をしました。")
        press(page, "保存して中断する")
    draft.refresh_from_db()
    assert draft.summary == "桜の下で、みんなで掃除をしました。"
    assert draft.updated_by == people["head"]
