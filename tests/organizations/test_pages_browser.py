"""People come in, answer for 1 April, and move, in a real browser; every page is accessible."""

import datetime

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts.roles import Role
from organizations import actions, tasks
from organizations.models import Membership
from tests.browsing import follow, violations
from tests.factories import UserFactory
from tests.organizations.conftest import arguments_of, membership_of

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 800}


def log_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


def check(page):
    """Assert that axe finds nothing, at both widths, and nothing hangs over the edge."""
    wide = page.viewport_size
    for size in (wide, NARROW):
        page.set_viewport_size(size)
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.set_viewport_size(wide)


def test_a_new_official_comes_in_by_mail(page, live_server, head, office, settings):
    settings.SITE_URL = live_server.url
    log_in(page, live_server, head)
    page.goto("/office/people/")
    check(page)
    follow(page, page.get_by_role("link", name="人を招待する"))
    check(page)
    page.get_by_label("招待する人の名前").fill("新田 光")
    page.get_by_label("招待する人のメールアドレス").fill("nitta@example.jp")
    follow(page, page.get_by_role("button", name="この人を招待する"))
    page.get_by_text("新田 光さんに招待のメールを送りました").wait_for()
    check(page)
    tasks.send_invitation(**arguments_of(ProcrastinateJob.objects.latest("id")))
    link = next(line for line in mail.outbox[0].body.splitlines() if "http" in line)
    page.context.clear_cookies()
    page.goto(link)
    check(page)
    follow(page, page.get_by_role("link", name="新しく登録して招待を受ける"))
    check(page)
    follow(page, page.get_by_role("button", name="登録して招待を受ける"))
    assert page.title().startswith("エラー：")
    check(page)
    page.get_by_label("氏名").fill("新田 光")
    page.get_by_label("ふりがな").fill("ニッタ ヒカル")
    page.get_by_label("ログインID").fill("nitta")
    page.get_by_label("パスワード", exact=False).first.fill("long-enough-word-1")
    page.get_by_label("パスワード（もう一度）").fill("long-enough-word-1")
    follow(page, page.get_by_role("button", name="登録して招待を受ける"))
    page.get_by_text("新田 光さんの登録ができました").wait_for()
    assert Membership.objects.get(user__login_id="nitta").department == office


def test_a_letter_leads_a_member_of_another_group_in(
    page, live_server, leader, group, newcomer, console_errors
):
    actions.invite(leader, role=Role.EDITOR, organization=group, addressee="小川 渚")
    log_in(page, live_server, leader)
    page.goto("/mypage/")
    check(page)
    follow(page, page.get_by_role("link", name="招待を送りなおす"))
    follow(page, page.get_by_role("button", name="手紙を作る"))
    check(page)
    code = page.locator(".letter-code").inner_text()
    page.context.clear_cookies()
    page.goto("/invitations/")
    check(page)
    page.get_by_label("手紙の番号").fill(code.lower())
    follow(page, page.get_by_role("button", name="招待の内容を見る"))
    page.get_by_role("heading", name="花みずきの会への招待").wait_for()
    log_in(page, live_server, newcomer)
    page.reload()
    check(page)
    follow(page, page.get_by_role("button", name="小川 渚さんとして招待を受ける"))
    page.wait_for_url("**/mypage/")
    check(page)
    page.context.clear_cookies()
    page.goto("/invitations/")
    page.get_by_label("手紙の番号").fill(code)
    follow(page, page.get_by_role("button", name="招待の内容を見る"))
    page.get_by_text("この招待は、すでに使われています").wait_for()
    check(page)
    assert all("410" in error for error in console_errors)
    console_errors.clear()


def test_1_april_without_scripts(
    browser, live_server, coordinator, head, officer, other_officer, other_office
):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server, coordinator)
    page.goto("/memberships/yearly/")
    follow(page, page.get_by_role("button", name="公園課の残りの人を「続ける」にする"))
    row = page.get_by_role("group", name="山田 花子さん")
    row.get_by_label("異動する").check()
    row.get_by_label("異動先の課").fill("防災課")
    follow(page, page.get_by_role("button", name="内容を確認する").last)
    page.get_by_text("山田 花子さん　公園課から防災課へ").wait_for()
    follow(page, page.get_by_role("button", name="戻って直す"))
    assert row.get_by_label("異動先の課").input_value() == "防災課"
    follow(page, page.get_by_role("button", name="内容を確認する").last)
    follow(page, page.get_by_role("button", name="この内容で記録する"))
    page.get_by_text("続ける1人、終わる0人、異動する1人を記録しました").wait_for()
    context.close()
    new = Membership.objects.get(user=officer, department=other_office)
    assert (new.valid_from.month, new.valid_from.day) == (4, 1)


def test_every_page_about_people_is_accessible(
    page, live_server, coordinator, head, officer, other_officer, other_office, desk, leader
):
    later = timezone.localdate() + datetime.timedelta(days=90)
    second = UserFactory(role=Role.OFFICER, role__place=membership_of(officer).department)
    actions.move_membership(membership_of(second), by=head, to_department=other_office, on=later)
    actions.confirm_membership(membership_of(desk), by=coordinator, fiscal_year=later.year + 1)
    log_in(page, live_server, coordinator)
    pk = membership_of(officer).pk
    for path in ("/memberships/yearly/", f"/memberships/{pk}/end/", f"/memberships/{pk}/move/",
                 "/office/people/", "/invitations/new/", "/invitations/sent/",
                 f"/memberships/{membership_of(second).pk}/end/"):  # fmt: skip
        page.goto(path)
        check(page)
    page.goto("/memberships/yearly/")
    row = page.get_by_role("group", name="山田 花子さん")
    assert not row.get_by_label("異動先の課").is_visible()
    row.get_by_label("異動する").check()
    follow(page, page.get_by_role("button", name="内容を確認する").last)
    assert page.title().startswith("エラー：")
    check(page)
    page.get_by_role("group", name="山田 花子さん").get_by_label("終わる").check()
    follow(page, page.get_by_role("button", name="内容を確認する").last)
    page.get_by_role("heading", name="終わる（1人）").wait_for()
    check(page)
    for path in ("membership/", f"membership/{pk}/change/", "membership/add/", "invitation/",
                 "transfer/", "membershipconfirmation/"):  # fmt: skip
        page.goto(f"/admin/organizations/{path}")
        assert violations(page) == []


def test_several_roles_choose_their_home(page, live_server, officer, group):
    Membership.objects.create(
        user=officer, role=Role.EDITOR, organization=group, valid_from=datetime.date(2020, 4, 1)
    )
    log_in(page, live_server, officer)
    page.goto("/home/")
    check(page)
    follow(page, page.get_by_role("link", name="花みずきの会の団体の編集者として"))
    page.wait_for_url("**/mypage/")
