"""Two journeys: a group registers on a telephone; staff return it and register it."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import Application, Organization, OrganizationKind
from tests.browser.conftest import LogIn
from tests.browsing import follow
from tests.factories import UserFactory
from tests.world.registry import fill

pytestmark = pytest.mark.django_db(transaction=True)
RULES: FilePayload = {
    "name": "会則.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7 made up",
}


def press(page: Page, name: str) -> None:
    """Press the button of this name and wait for the page that follows."""
    follow(page, page.get_by_role("button", name=name, exact=True))


def test_a_group_registers_on_a_telephone(page: Page) -> None:
    OrganizationKind.objects.get_or_create(name="任意団体")
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/organizations/")
    follow(page, page.get_by_role("link", name="団体の登録を申請する"))
    page.get_by_label("団体名").fill("花の会")
    page.get_by_label("団体種別").select_option(label="任意団体")
    page.get_by_label("申請を書く人の名前").fill("花田 咲")
    press(page, "申請を書き始める")
    code = page.locator(".letter-code").inner_text()

    page.get_by_label("ふりがな").fill("ハナノカイ")
    press(page, "保存して中断する")
    page.goto("/apply/resume/")
    page.get_by_label("再開の番号").fill(code.lower())
    press(page, "申請を開く")
    follow(page, page.get_by_role("link", name="活動の内容"))

    page.get_by_label("目的").fill("花のあるまちにします。")
    page.get_by_label("活動の内容").fill("月に2回、花だんを手入れします。")
    page.get_by_label("環境の保全", exact=True).check()
    page.get_by_label("市内全域", exact=True).check()
    press(page, "保存して次へ")
    page.get_by_label("会員の数").fill("１２人")
    press(page, "保存して次へ")
    page.get_by_label("代表者 ※必須", exact=True).fill("花田 咲")
    page.get_by_label("住所 ※必須", exact=True).fill("見本市本町1丁目1番")
    page.get_by_label("電話番号 ※任意", exact=True).fill("300-0001")
    press(page, "保存して次へ")
    expect(page.get_by_role("alert")).to_contain_text("市外局番から")
    page.get_by_label("電話番号 ※任意", exact=True).fill("０４２－３００－０００１")
    press(page, "保存して次へ")
    press(page, "保存して次へ")

    page.get_by_label("登録のきまりを読みました").check()
    press(page, "この内容で申請する")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("会則・規約・定款を選んでください")
    follow(page, summary.get_by_role("link", name="会則・規約・定款を選んでください"))
    page.get_by_label("会則・規約・定款").set_input_files([RULES])
    press(page, "保存して次へ")
    page.get_by_label("登録のきまりを読みました").check()
    press(page, "この内容で申請する")

    expect(page.get_by_role("heading", level=1)).to_have_text("申請を受け付けました")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"D\d{4}-0001"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    contact = actions.contact_of(Organization.objects.get())
    assert contact.public_values() == {}


def test_staff_return_an_application_and_register_it(page: Page, log_in: LogIn) -> None:
    kind, _ = OrganizationKind.objects.get_or_create(name="任意団体")
    application, code = actions.start_application(name="花の会", kind=kind, writer="花田 咲")
    fill(application.organization)
    actions.submit(application.organization)
    desk: User = UserFactory(name="森 葵", role=Role.DESK)

    log_in(page.context, desk)
    page.goto("/admin/")
    follow(page, page.get_by_role("link", name="確認を待っている団体の登録"))
    follow(page, page.get_by_role("link", name="花の会"))
    first = page.get_by_role("group", name="会員が5人以上いる")
    first.get_by_label("満たさない").check()
    first.get_by_label("メモ").fill("会員名簿がありません")
    press(page, "要件の確認を保存する")
    follow(page, page.get_by_role("link", name="直してもらう（差戻し）"))
    expect(page.get_by_label("直してほしいこと")).to_have_value(
        re.compile("会員が5人以上いる：会員名簿がありません")
    )
    page.get_by_label("書類").check()
    press(page, "この内容で差し戻す")

    log_in(page.context, None)
    page.goto(f"/apply/{code}/")
    expect(page.get_by_role("main")).to_contain_text("会員名簿がありません")
    follow(page, page.get_by_role("listitem").get_by_role("link", name="書類").first)
    page.get_by_label("会員名簿").set_input_files([RULES])
    press(page, "保存して次へ")
    page.get_by_label("登録のきまりを読みました").check()
    press(page, "この内容で申請する")
    expect(page.get_by_role("heading", level=1)).to_have_text("申請を受け付けました")

    log_in(page.context, desk)
    page.goto(f"/registry/{application.pk}/")
    expect(page.get_by_role("button", name="登録する", exact=True)).to_have_count(0)
    for line in page.locator(".checklist > li").all():
        line.get_by_label("満たす", exact=True).check()
    press(page, "要件の確認を保存する")
    press(page, "登録する")
    expect(page.get_by_role("status")).to_contain_text("登録番号は0001です")
    expect(page.get_by_role("main")).to_contain_text("花田 咲さんを代表者として招待しました")
    assert Application.objects.get().decided_by == desk
    log_in(page.context, None)
    page.goto(f"/organizations/{application.organization_id}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("花の会")
