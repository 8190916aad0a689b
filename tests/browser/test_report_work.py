"""The staff's work with answers: coding, a cross table with its chart, a report from its first line
to the published file, and the figures of a report made elsewhere."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from surveys import coding_actions
from surveys.models import AfterCode, Answer, CodeFrame, Report, Response
from surveys.views.coding import KEYS
from tests.browser.conftest import LogIn
from tests.browsing import DESKTOP, follow, too_wide, violations
from tests.world import World


def _press(page: Page, name: str) -> None:
    follow(page, page.get_by_role("button", name=name, exact=True))


def test_fifty_open_answers_are_coded_by_keyboard(page: Page, world: World, log_in: LogIn) -> None:
    question = world.things["open_question"]
    frame = CodeFrame.objects.get(question=question)
    for number in range(len(KEYS) // 4):  # more codes than there are numbers on the keyboard
        coding_actions.add_code(frame, by=None, label=f"そのほか{number}")
    responses = Response.objects.bulk_create(
        Response(questionnaire=question.questionnaire, mode=Response.Mode.POST) for _ in range(49)
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=question, code=1, text="書類を減らしてほしい")
        for response in responses
    )
    log_in(page.context, world.people["desk"])
    page.set_viewport_size(DESKTOP)
    page.goto(reverse("surveys:code_next", args=[question.pk]))
    expect(page.get_by_role("main")).to_contain_text("書類を減らしてほしい")
    assert violations(page) + too_wide(page) == []
    for number in range(50):
        page.keyboard.press("2")
        if number == 49:
            page.keyboard.press(KEYS[10])
            expect(page.get_by_role("checkbox").nth(10)).to_be_checked()
        expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("すべての意見を分類しました")
    assert AfterCode.objects.filter(code=2).count() == 50
    assert AfterCode.objects.filter(code=11).count() == 1
    follow(page, page.get_by_role("link", name="分類ごとの数を見る"))
    expect(page.get_by_role("table").first).to_contain_text("書類")


def test_a_cross_table_a_report_and_its_file(page: Page, world: World, log_in: LogIn) -> None:
    log_in(page.context, world.people["coordinator"])
    page.set_viewport_size(DESKTOP)
    report = world.reports["draft"]
    page.goto(reverse("surveys:tables", args=[report.survey.slug]))
    page.get_by_label("数える設問").select_option(label="問2 ほしい場所はどれですか")
    page.get_by_label("何で分けるか（クロス集計）").select_option(
        label="問1 集まる場所は足りていますか"
    )
    _press(page, "この内容で数える")
    figure = page.locator("section.report-figure")
    expect(figure).to_have_count(1)
    expect(figure.get_by_role("img").first).to_be_visible()
    assert violations(page) + too_wide(page) == []
    _press(page, "この図表を報告書に加える")
    expect(page.get_by_role("heading", level=1)).to_contain_text(report.title)
    follow(page, page.get_by_role("link", name="文章を加える"))
    page.get_by_label("文", exact=False).first.fill("広場がほしいという声が多くありました。")
    _press(page, "この内容で保存する")
    _press(page, "検算する")
    expect(page.get_by_role("main")).to_contain_text("合わない数字はありません")
    assert violations(page) + too_wide(page) == []
    _press(page, "報告書を公表する")
    expect(page.get_by_role("main")).to_contain_text("公表した")
    assert Report.objects.get(pk=report.pk).status == "published"
    follow(page, page.get_by_role("link", name="読む人の画面で見る"))
    expect(page.get_by_role("main")).to_contain_text("広場がほしいという声")
    assert violations(page) + too_wide(page) == []
    with page.expect_download() as downloaded:
        page.get_by_role("link", name=re.compile("図1の数字")).click()
    assert downloaded.value.suggested_filename.endswith(".csv")
    _press(page, "PDFを作成する")
    expect(page.get_by_role("heading", level=1)).to_contain_text("場所の調査の報告")


def test_the_figures_of_a_report_made_elsewhere(page: Page, world: World, log_in: LogIn) -> None:
    from tests.surveys.test_external_checks import workbook

    log_in(page.context, world.people["desk"])
    page.goto(reverse("surveys:figure_check"))
    page.get_by_label("報告書の名前").fill("2009年の概要版")
    rows = [("回収率", "調査票の回収", "いくつでも選ぶ", "", 444, "回収", 247, 56.0)]
    file = {"name": "koganei.xlsx", "mimeType": "application/zip", "buffer": workbook(*rows)}
    page.get_by_label("図表のファイル").set_input_files(file)  # type: ignore[arg-type]
    _press(page, "このファイルを検算する")
    expect(page.get_by_role("main")).to_contain_text("n＝441")
    assert violations(page) + too_wide(page) == []
    follow(page, page.get_by_role("link", name="2009年の概要版"))
    expect(page.get_by_role("heading", level=1)).to_have_text("検算の結果")
    expect(page.get_by_role("main")).to_contain_text("n＝441")
    assert violations(page) + too_wide(page) == []
