"""The report of the survey of 2011 on the screen, and the figure check by the staff."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.models import Report
from tests.browser.conftest import LogIn
from tests.browsing import DESKTOP, follow, too_wide, violations
from tests.world import World

DATA = settings.BASE_DIR / "surveys" / "data" / "musashino_h22_figures.json"


@pytest.fixture
def musashino(live_server: LiveServer) -> Report:
    """The real data set."""
    call_command("load_musashino", verbosity=0)
    return Report.objects.get(survey__slug="musashino-2011")


def test_every_figure_has_a_chart_and_a_table(page: Page, musashino: Report) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(reverse("surveys:report", args=["musashino-2011"]))
    expect(page.get_by_role("main")).to_contain_text("復元")
    assert violations(page) + too_wide(page) == []
    # From the contents to a figure, and on to the next chapter.
    follow(page, page.get_by_role("link", name="図7", exact=False))
    expect(page.get_by_role("heading", name="図7", exact=False)).to_be_in_viewport()
    assert violations(page) + too_wide(page) == []
    follow(page, page.get_by_role("link", name="次の章", exact=False))
    expect(page.get_by_role("heading", name="図10", exact=False)).to_be_visible()
    page.goto(reverse("surveys:report_all", args=["musashino-2011"]))
    figures = page.locator("section.report-figure")
    assert figures.count() == musashino.figures.count() == 17
    for figure in figures.all():
        title = figure.get_by_role("heading").first.inner_text()
        assert figure.get_by_role("img").count() >= 1, title
        assert figure.locator("table caption").count() >= 1, title
        assert "n" in figure.inner_text(), title
    assert violations(page) + too_wide(page) == []


def test_the_statistics_of_the_closed_data_set(page: Page, musashino: Report) -> None:
    page.goto(reverse("projects:statistics_dataset", args=["musashino", 2010]))
    main = page.get_by_role("main")
    expect(main).to_contain_text("105の協働事業")
    expect(main).to_contain_text("122票")
    assert violations(page) + too_wide(page) == []


def check_file(page: Page, name: str, content: Any) -> None:
    """Hand a file to the figure check."""
    page.goto(reverse("surveys:figure_check"))
    page.get_by_label("図表のファイル").set_input_files(
        {
            "name": name,
            "mimeType": "application/json",
            "buffer": content if isinstance(content, bytes) else json.dumps(content).encode(),
        }
    )
    follow(page, page.get_by_role("button", name="このファイルを検算する"))


def test_staff_checks_a_file(page: Page, world: World, log_in: LogIn) -> None:
    log_in(page.context, world.people["desk"])
    check_file(page, "musashino.json", DATA.read_bytes())
    main = page.get_by_role("main")
    expect(main).to_contain_text("検算の結果（musashino.json）")
    expect(main).to_contain_text("29")  # figure 15 cannot come from n=27, it fits 29
    assert violations(page) + too_wide(page) == []


def test_a_sound_file_has_no_findings(page: Page, world: World, log_in: LogIn) -> None:
    log_in(page.context, world.people["coordinator"])
    rows = [{"label": "よい", "percent": 75.0}, {"label": "よくない", "percent": 25.0}]
    figure = {"figure": "1", "title": "満足度", "answer": "single", "n": 40, "rows": rows}
    check_file(page, "sound.json", {"figures": [figure]})
    expect(page.get_by_role("main")).to_contain_text("矛盾は見つかりませんでした")


def test_a_file_that_cannot_be_read_says_so(page: Page, world: World, log_in: LogIn) -> None:
    log_in(page.context, world.people["desk"])
    check_file(page, "broken.json", b"{")
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("エラー：")
    assert violations(page) == []
