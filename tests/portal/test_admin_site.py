"""The admin's first page, its one login, and the queues that apps register."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from koganei_kyodo import admin_queues, staff_pages
from koganei_kyodo.accounts.models import User
from koganei_kyodo.admin_queues import Queue, queues_for, register_queue
from koganei_kyodo.portal.admin_site import KyodoAdminSite

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    user = User.objects.create_superuser("operator-test", "long-enough-word-1", name="運用 担当")
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def no_queues(monkeypatch):
    monkeypatch.setattr(admin_queues, "_sources", [])


def test_the_site_in_use_is_ours():
    assert isinstance(admin.site, KyodoAdminSite)


def test_first_page_lists_what_waits_oldest_first(client, operator):
    @register_queue
    def records(request):
        assert request.user == operator
        yield Queue("何も待っていない", 0, "/admin/none/")
        yield Queue("新しいもの", 1, "/admin/new/", date(2026, 4, 2))
        yield Queue("古いもの", 3, "/admin/old/?status=submitted", date(2026, 4, 1))

    text = client.get("/admin/").content.decode()
    assert text.index("古いもの") < text.index("新しいもの") < text.index("何も待っていない")
    assert '<a href="/admin/old/?status=submitted">古いもの</a>' in text
    assert "2026年4月1日（水）から" in text
    assert text.index("待っている仕事") < text.index("すべてのデータ")


def test_a_source_counts_once_however_often_it_is_registered(rf):
    def source(request):
        return [Queue("確認", 1, "/")]

    register_queue(source)
    register_queue(source)
    assert queues_for(rf.get("/")) == [Queue("確認", 1, "/")]


def test_first_page_without_queues_says_so(client, operator):
    assert "あなたが確認するものは、いまありません。" in client.get("/admin/").content.decode()


def test_login_and_password_lead_to_the_pages_of_the_portal(client):
    first = client.get("/admin/login/?next=/admin/accounts/user/")
    assert first.url == "/accounts/login/?next=/admin/accounts/user/"
    assert client.get("/admin/login/").url == "/accounts/login/?next=/admin/"


def test_people_who_are_in_already_are_led_on_or_refused(client, operator):
    assert client.get("/admin/login/").url == "/admin/"
    assert client.get("/admin/password_change/").url == "/accounts/password/"
    client.force_login(User.objects.create_user("plain-test", "long-enough-word-1", name="鈴木"))
    assert client.get("/admin/login/").status_code == 403


def test_lists_and_forms_are_named_after_what_they_hold(client, operator):
    text = client.get("/admin/accounts/user/?q=運用").content.decode()
    assert "<h1>利用者</h1>" in text
    assert '<label for="searchbar">探すことば</label>' in text
    assert 'value="運用"' in text
    text = client.get(f"/admin/accounts/user/{operator.pk}/change/").content.decode()
    assert "運用 担当</h1>" in " ".join(text.split())


def test_the_dashboard_shows_the_pages_that_a_person_may_open(client, desk, monkeypatch):
    monkeypatch.setattr(staff_pages, "_pages", {})
    for label, name, may in (
        ("図表の検算", "surveys:figure_check", lambda user: user.is_staff),
        ("よその仕事", "surveys:report_list", lambda user: False),
    ):
        page = staff_pages.StaffPage("調査", label, name, "何をするか", may)
        staff_pages.register_staff_page(page)
    client.force_login(desk)
    text = client.get(reverse("admin:index")).content.decode()
    assert f'<a href="{reverse("surveys:figure_check")}">図表の検算</a>' in text
    assert "よその仕事" not in text
