"""A centre moves its paper register here, in a browser alone: import, merge, part, reorganise.

The worker's jobs don't run by themselves in the tests; `work` does what the worker would.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.portal.demo.messy_register import messy_register
from organizations import tasks
from organizations.models import Department, Merge, Organization, RegisterImport
from tests.browser.conftest import LogIn
from tests.browsing import follow
from tests.factories import CityFactory, DepartmentFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Listed = Organization.objects.listed


@pytest.fixture
def page_of(page: Page, live_server: LiveServer, log_in: LogIn) -> Callable[..., Page]:
    """Give the browser to a person."""

    def be(user: object) -> Page:
        log_in(page.context, user)  # type: ignore[arg-type]
        return page

    return be


def test_a_messy_register_is_moved_without_the_console(
    live_server: LiveServer, page_of: Callable[..., Page]
) -> None:
    page = page_of(UserFactory(name="高橋 さくら", role=Role.DESK))
    page.goto(f"{live_server.url}/admin/")
    follow(page, page.get_by_role("link", name="名簿の取り込み"))
    page.get_by_label("団体の名簿").set_input_files(
        {"name": "meibo.csv", "mimeType": "text/csv", "buffer": messy_register()}
    )
    follow(page, page.get_by_role("button", name="この名簿を読む"))

    # Every column was guessed; the area code completes the numbers of the town.
    page.get_by_label("市外局番").fill("042")
    follow(page, page.get_by_role("button", name="この列で調べる"))
    imported = RegisterImport.objects.get()

    def work(job: Any) -> None:
        """Leave the page, let the worker work, and come back."""
        here = page.url
        page.goto(f"{live_server.url}/organizations/import/")
        job(imported.pk)
        page.goto(here)

    work(tasks.check_import)
    expect(page.get_by_role("heading", name="450行の結果")).to_be_visible()
    expect(page.get_by_role("heading", name="取り込めない")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("：")  # column and reason
    follow(page, page.get_by_role("link", name="重複かもしれない"))
    page.locator("select").first.select_option(label="取り込まない")
    follow(page, page.get_by_role("button", name="この画面の選択を記録する"))
    page.get_by_label("取り込めない行").check()
    follow(page, page.get_by_role("button", name="この内容で取り込む"))
    assert not Listed().exists()
    work(tasks.apply_import)
    taken = Listed().count()
    expect(page.get_by_text(f"{taken}行を取り込みました")).to_be_visible()
    assert taken > 430
    assert not Listed().filter(registration_number=None).exists()

    # Twice the same group: two pairs are merged, one of them is parted again.
    follow(page, page.get_by_role("link", name="重複していないか確かめて"))
    for number in (1, 2):
        follow(page, page.locator("main .results a").first)
        page.get_by_label("同じ団体とわかった理由").fill("代表者に電話で確かめた")
        follow(page, page.get_by_role("button", name="1つにまとめる"))
        expect(page.get_by_role("alert").or_(page.locator(".alert"))).to_contain_text(
            "まとめました"
        )
        assert Listed().count() == taken - number
        page.goto(f"{live_server.url}/organizations/duplicates/?import={imported.pk}")
    follow(page, page.get_by_role("link", name="統合の記録"))
    follow(page, page.locator("main .results a").first)
    follow(page, page.get_by_role("button", name="この統合を元に戻す"))
    expect(page.locator(".alert")).to_contain_text("統合の前に戻しました")
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert Listed().count() == taken - 1


def test_an_office_is_split_from_april(
    live_server: LiveServer, page_of: Callable[..., Page]
) -> None:
    city = CityFactory(name="見本市")
    office = DepartmentFactory(name="公園課", parent=city)
    UserFactory(name="山田 花子", role=Role.OFFICER, role__place=office)
    coordinating = DepartmentFactory(name="協働推進課", parent=city)
    page = page_of(UserFactory(role=Role.COORDINATOR, role__place=coordinating))
    page.goto(f"{live_server.url}/admin/")
    follow(page, page.get_by_role("link", name="組織改正", exact=True))
    follow(page, page.get_by_role("button", name="準備を始める"))
    follow(page, page.get_by_role("link", name="課を分ける"))
    page.get_by_label("いまの課").fill("公園課")
    page.get_by_label("新しい課の名前（1つ目）").fill("公園課")
    page.get_by_label("新しい課の名前（2つ目）").fill("みどり課")
    page.get_by_label("ふりがな（2つ目）").fill("みどりか")
    follow(page, page.get_by_role("button", name="組織改正に加える"))
    expect(page.get_by_text("山田 花子さん（担当者）→ 公園課")).to_be_visible()
    page.get_by_label("山田 花子さん").select_option(label="みどり課")
    follow(page, page.get_by_role("button", name="この行き先を記録する"))
    follow(page, page.get_by_role("button", name="この組織改正を行う"))
    expect(page.locator(".alert")).to_contain_text("1人の所属が移ります")
    new = Department.objects.get(name="みどり課")
    assert new.memberships.get().user.name == "山田 花子"
    assert office in {*new.predecessors.all()}
    page.goto(f"{live_server.url}/departments/{new.pk}/")
    expect(page.locator("main")).to_contain_text("公園課")
