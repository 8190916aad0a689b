"""A department's year: carry over, fill in, send the sheet, submit, answer a return, be published."""

import io
from pathlib import Path

import openpyxl
from django.urls import reverse
from playwright.sync_api import Page, expect

from projects.models import ProjectRecord
from projects.workbook.writing import HEADING_ROW
from tests.browser.conftest import LogIn
from tests.browser.journey import heading, press
from tests.browsing import follow
from tests.factories import RecordFactory
from tests.world import World

OLD, NEW = "池の草とり", "池の生きものしらべ"


def fill_in(path: Path, row: dict[str, str]) -> None:
    """Write one more row below the last one, as somebody at Excel would, with one slip."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    places = {str(c.value).removesuffix(" ※必須"): c.column or 0 for c in page[HEADING_ROW + 1]}
    last = max(c.row for c in page["C"] if c.value)
    for heading_text, value in row.items():
        page.cell(last + 1, places[heading_text]).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


def send(page: Page, path: Path) -> None:
    """Send the sheet and come to what loading it would do."""
    page.goto(reverse("projects:sheet", args=[2025]))
    page.get_by_label("書いたシート").set_input_files(path)
    press(page, "シートを送って確かめる")
    expect(heading(page)).to_have_text("送ったシートの内容を確かめる")


def open_check(page: Page, name: str) -> None:
    """From the office's page open the last step of a draft."""
    page.goto(reverse("projects:office_home"))
    row = page.get_by_role("listitem").filter(has_text=name)
    follow(page, row.get_by_role("link", name="確認して提出する"))


def test_a_departments_year(page: Page, world: World, log_in: LogIn, tmp_path: Path) -> None:
    office, centre = world.people["officer"], world.people["desk"]
    draft = world.records["draft"]
    RecordFactory(
        department=draft.department, name=OLD, fiscal_year=2024, status="approved", partners=1
    )
    log_in(page.context, office)
    page.goto(reverse("projects:office_home"))
    expect(page.get_by_role("main")).to_contain_text("5月29日")

    # Carry over.
    follow(page, page.get_by_role("link", name="去年の事業を写す"))
    expect(page.get_by_label(OLD)).to_be_checked()
    press(page, "選んだ事業を下書きにする")
    expect(page.get_by_role("main")).to_contain_text("下書きにしました")
    carried = ProjectRecord.objects.get(name=OLD, fiscal_year=2025)

    # Fill in what only this year knows.
    page.goto(reverse("projects:partner_edit", args=[carried.pk, carried.partners.get().pk]))
    page.get_by_label("よい成果があった").check()
    press(page, "保存する")
    page.goto(reverse("projects:record_edit", args=[carried.pk, "money"]))
    page.get_by_label("かかったお金").fill("5,000円")
    page.get_by_label("内訳：市の予算").fill("4000")
    press(page, "保存して次へ")
    expect(heading(page)).to_have_text("成果と課題")
    press(page, "保存して次へ")
    press(page, "この内容で提出する")
    expect(page.get_by_role("alert")).to_contain_text("合計（4,000円）")
    follow(page, page.get_by_role("link", name="内訳の合計"))
    page.get_by_label("内訳：市の予算").fill("5000")
    press(page, "保存して確認に戻る")
    press(page, "この内容で提出する")
    expect(heading(page)).to_have_text("事業実績を提出しました")

    # The sheet: one slip, mended, sent again.
    page.goto(reverse("projects:sheet", args=[2025]))
    with page.expect_download() as got:
        page.get_by_role("link", name="シートを受け取る").click()
    path = tmp_path / "sheet.xlsx"
    got.value.save_as(path)
    whole = {
        "事業の名前": NEW, "事業の内容": "池の水をぬきました。", "新規・継続": "新規",
        "相手の名前": "池の会", "相手の組織形態": "NPO法人", "協働の形態1": "委託",
        "実施した経緯1": "市から頼んだ", "実施体制1": "市が中心", "成果": "よい成果があった",
        "かかったお金（円）": "三万円",
    }  # fmt: skip
    fill_in(path, whole)
    send(page, path)
    expect(page.get_by_role("main")).to_contain_text("数字で入力してください")
    with page.expect_download() as got:
        page.get_by_role("link", name="直すところに印をつけたシート").click()
    got.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    bad = next(c for row in sheet.iter_rows() for c in row if c.value == "三万円")
    bad.value = "30,000円"
    book.save(path)
    send(page, path)
    expect(page.get_by_role("main")).to_contain_text("直すところはありません")
    press(page, "この内容で取り込む")
    expect(page.get_by_role("main")).to_contain_text("取り込みました")
    open_check(page, NEW)
    press(page, "この内容で提出する")
    number = ProjectRecord.objects.get(name=NEW).number

    # The centre returns it, the office answers, the centre approves.
    record = ProjectRecord.objects.get(name=NEW)
    log_in(page.context, centre)
    page.goto(reverse("admin:projects_projectrecord_return", args=[record.pk]))
    page.get_by_label("直してほしいこと").fill("生きものの数を書いてください")
    press(page, "修正を依頼する")
    log_in(page.context, office)
    page.goto(reverse("projects:office_home"))
    expect(page.get_by_role("main")).to_contain_text("生きものの数を書いてください")
    page.goto(reverse("projects:record_edit", args=[record.pk, "results"]))
    page.get_by_label("成果と効果").fill("生きものが12種、見つかりました。")
    press(page, "保存して次へ")
    press(page, "この内容で提出する")
    expect(page.get_by_role("main")).to_contain_text(number)
    log_in(page.context, centre)
    page.goto(reverse("admin:projects_projectrecord_change", args=[record.pk]))
    press(page, "承認する")
    expect(page.locator("body")).to_contain_text("承認しました")

    log_in(page.context, None)
    page.goto(reverse("projects:detail", args=[record.project_id]))
    expect(heading(page)).to_contain_text(NEW)
    expect(page.get_by_role("main")).to_contain_text("30,000円")
