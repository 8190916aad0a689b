"""The pages of the trail, of requests and of the policies in a browser: axe, narrow, no scripts."""

import datetime

import pytest

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit import acting
from koganei_kyodo.portal.privacy import retention
from organizations.models import Department, Membership
from tests import factories
from tests.browsing import follow, violations
from tests.privacy.conftest import Kind, granted, make_request

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "long-enough-word-1"
POLICIES = ["/privacy/", "/cookies/", "/site-policy/"]


def look(page, pictures, name: str) -> None:
    """Check the page at both widths; with pictures asked for, keep one of each."""
    page.wait_for_load_state("load")
    page.locator("h1").wait_for()
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        if pictures:
            page.screenshot(path=f"{pictures}/{name}-{width}.png", full_page=True)


@pytest.fixture
def pictures():
    import os

    return os.environ.get("PICTURES", "")


@pytest.fixture
def city_hall(page):
    """The coordinating office, logged in, with a request, a list and changes to look at."""
    city = factories.CityFactory(name="見本市")
    place = factories.DepartmentFactory(name="協働推進課", parent=city)
    coordinator = factories.UserFactory(
        name="田中 健", login_id="tanaka", role=Role.COORDINATOR, role__place=place
    )
    coordinator.set_password(PASSWORD)
    coordinator.save()
    member = factories.UserFactory(name="伊藤 実", login_id="ito")
    with acting(coordinator, why="組織の見直し"):
        Department.objects.filter(pk=place.pk).update(name="市民協働課")
    left = factories.UserFactory(role=Role.OFFICER, role__place=place)
    Membership.objects.filter(user=left).update(
        valid_from=datetime.date(2015, 4, 1), valid_until=datetime.date(2020, 3, 31)
    )
    page.goto("/admin/")
    page.get_by_label("ログインID").fill("tanaka")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()
    page.wait_for_url("**/admin/")
    return coordinator, member


@pytest.mark.parametrize("path", POLICIES)
def test_policies(page, pictures, path):
    page.goto(path)
    look(page, pictures, path.strip("/"))
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_trail(page, pictures, city_hall):
    page.goto("/admin/audit/")
    look(page, pictures, "audit-list")
    page.get_by_label("変えた人のログインID").fill("tanaka")
    follow(page, page.get_by_role("button", name="この条件で見る"))
    follow(page, page.get_by_role("link", name="担当課「市民協働課」を変えた"))
    look(page, pictures, "audit-entry")
    follow(page, page.get_by_role("link", name="いまの内容を見る"))
    follow(page, page.get_by_role("link", name="この記録の変更の履歴"))
    look(page, pictures, "audit-object")


def test_a_request_from_its_arrival_to_the_erasure(page, pictures, city_hall):
    coordinator, member = city_hall
    retention.make_list(datetime.date(2026, 4, 1))
    request = make_request(Kind.ERASE, member, coordinator)
    page.goto("/admin/")
    look(page, pictures, "dashboard")
    follow(page, page.get_by_role("link", name="対応する個人情報の請求"))
    look(page, pictures, "requests")
    follow(page, page.get_by_role("link", name=request.number))
    look(page, pictures, "request")
    follow(page, page.get_by_role("link", name="本人を確かめたことを書く…"))
    follow(page, page.get_by_role("button", name="本人を確かめたことを書く"))
    look(page, pictures, "identify-mistake")
    page.get_by_label("本人の確かめ方").fill("免許証")
    follow(page, page.get_by_role("button", name="本人を確かめたことを書く"))
    follow(page, page.get_by_role("link", name="期限を延ばす…"))
    look(page, pictures, "extend")
    page.go_back()
    follow(page, page.get_by_role("link", name="決定する…"))
    look(page, pictures, "decide")
    page.get_by_label("請求のとおりにする", exact=True).check()
    follow(page, page.get_by_role("button", name="決定する"))
    follow(page, page.get_by_role("link", name="消去する…"))
    look(page, pictures, "erase")
    page.get_by_label("消去する人のログインID").fill("ito")
    follow(page, page.get_by_role("button", name="消去する"))
    page.get_by_text("消去しました。").wait_for()
    look(page, pictures, "erased")
    page.goto("/admin/portal/erasure/")
    look(page, pictures, "erasures")


def test_a_file_for_the_person_and_a_disposal_list(page, pictures, city_hall):
    coordinator, member = city_hall
    request = granted(Kind.DISCLOSE, member, coordinator)
    disposal = retention.make_list(datetime.date(2026, 4, 1))
    assert disposal is not None
    page.goto(f"/admin/portal/personaldatarequest/{request.pk}/change/")
    follow(page, page.get_by_role("link", name="開示する資料を作る…"))
    look(page, pictures, "export")
    with page.expect_download() as download:
        page.get_by_role("button", name="開示する資料を作る").click()
    assert download.value.suggested_filename == f"開示資料_{request.number}.pdf"
    page.goto(f"/admin/portal/disposallist/{disposal.pk}/change/")
    look(page, pictures, "disposal")
    follow(page, page.get_by_role("link", name="この一覧を承認する…"))
    look(page, pictures, "approve")
    follow(page, page.get_by_role("button", name="この一覧を承認する"))
    page.get_by_text("承認しました。次の夜の処理で廃棄します。").wait_for()
    page.goto("/admin/portal/incidentlog/add/")
    look(page, pictures, "incident")
