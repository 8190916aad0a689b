"""What a person of an office does on the pages of a yearly record, as they would do it."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browsing import follow


def heading(page: Page) -> Any:
    """Return the page's heading."""
    return page.get_by_role("heading", level=1)


def press(page: Page, name: str) -> None:
    """Press the button of this name and wait for the page that follows."""
    follow(page, page.get_by_role("button", name=name, exact=True))


def write_record(page: Page, name: str) -> None:
    """From the office's page write a whole record, up to the last step."""
    page.get_by_role("link", name="新しい事業実績を書く").click()
    page.get_by_label("新しい事業の名前").fill(name)
    page.get_by_label("年度").select_option("2025")
    press(page, "書き始める")
    expect(heading(page)).to_have_text("事業のこと")
    page.get_by_label("事業の内容").fill("みんなで花を植えました。")
    page.get_by_label("新しく始めた").check()
    press(page, "保存して次へ")
    expect(heading(page)).to_have_text("協働相手")
    page.get_by_role("link", name="協働相手を加える").click()
    write_partner(page)
    page.get_by_role("link", name="次へ進む").click()
    expect(heading(page)).to_have_text("お金と公開")
    page.get_by_label("かかったお金").fill("１２０，０００円")
    page.get_by_label("公開する", exact=True).check()
    press(page, "保存して次へ")
    expect(heading(page)).to_have_text("成果と課題")
    page.get_by_label("成果と効果").fill("花を見に来る人が増えました。")
    press(page, "保存して次へ")
    expect(heading(page)).to_have_text("内容を確認して提出する")
    expect(page.get_by_role("main")).to_contain_text("120,000円")


def write_partner(page: Page) -> None:
    """Fill in the sheet of one partner."""
    page.get_by_label("相手の名前").fill("花の会")
    for choice in ("NPO法人", "委託", "市から頼んだ", "市が中心", "よい成果があった"):
        page.get_by_label(choice, exact=True).check()
    press(page, "保存する")
    expect(page.get_by_role("main")).to_contain_text("花の会")


def submit(page: Page) -> str:
    """Hand the record in and return its 受付番号."""
    press(page, "この内容で提出する")
    expect(heading(page)).to_have_text("事業実績を提出しました")
    found = re.search(r"\d{4}-\d{4}", page.get_by_role("main").inner_text())
    assert found
    return found[0]
