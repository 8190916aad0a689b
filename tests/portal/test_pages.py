"""The shell of every page, the front page, what is shown when things fail, the health check."""

import re
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.portal import context_processors, navigation, views
from koganei_kyodo.portal.models import Centre
from organizations.models import Department, Membership
from projects.models import Guideline, Project, ProjectRecord
from surveys.models import Report, Survey
from tests.factories import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-word-1"


class Shape(HTMLParser):
    """Notes what the Content-Security-Policy and the interface guide forbid or ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.files: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        for name in ("src", "href"):
            if (given.get(name) or "").startswith("/static/"):
                self.files.append(given[name].removeprefix("/static/"))


@pytest.fixture
def city():
    return Department.objects.create(name="みどり市", code="midori-test")


@pytest.fixture
def office(city):
    return Department.objects.create(name="公園緑地課", code="park-test", parent=city)


@pytest.fixture
def officer(office):
    user = User.objects.create_user("officer-test", PASSWORD, name="山田 花子")
    Membership.objects.create(
        user=user, department=office, role=Role.OFFICER, valid_from=date(2020, 4, 1)
    )
    return user


@pytest.fixture
def coordinator(city):
    user = User.objects.create_user("coordinator-test", PASSWORD, name="佐藤 次郎")
    Membership.objects.create(
        user=user, department=city, role=Role.COORDINATOR, valid_from=date(2020, 4, 1)
    )
    return user


@pytest.fixture
def somebody():
    return User.objects.create_user("somebody-test", PASSWORD, name="鈴木 三郎")


@pytest.fixture
def record(office, officer):
    """Return a function that makes a record of the office in a year and a status."""
    guideline = Guideline.objects.create(name="試験の版")

    def make(name: str, year: int, status: str) -> ProjectRecord:
        handed_in = status != "draft"
        return ProjectRecord.objects.create(
            project=Project.objects.create(name=name, department=office),
            fiscal_year=year,
            department=office,
            guideline=guideline,
            name=name,
            status=status,
            number=f"T-{name}" if handed_in else "",
            submitted_at=timezone.now() if handed_in else None,
            submitted_by=officer if handed_in else None,
            reviewed_at=timezone.now() if status == "approved" else None,
            reviewed_by=officer if status == "approved" else None,
            return_reason="数を確かめてください" if status == "returned" else "",
        )

    return make


def html(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def menu(html: str) -> list[str]:
    nav = html[html.index('<nav class="site-menu"') : html.index("</nav>")]
    return [label.strip() for label in re.findall(r"<a[^>]*>([^<]+)</a>", nav)]


PAGES = ["/", "/about/", "/accessibility/", "/accounts/login/", "/no-such-page/"]


@pytest.mark.parametrize("path", PAGES)
def test_shell_of_every_page(client, path):
    text = html(client, path, 404 if path == "/no-such-page/" else 200)
    shape = Shape(text)
    assert '<html lang="ja" data-bs-theme="light">' in text
    assert shape.tags.count("h1") == 1
    assert '<a class="skip-link" href="#main">本文へ移動</a>' in text
    assert "main" in shape.ids
    assert len(shape.ids) == len(set(shape.ids))
    assert shape.inline == []
    assert shape.files
    assert [file for file in shape.files if finders.find(file) is None] == []
    assert f"| {Centre.objects.get().site_name}</title>" in text
    assert reverse("portal:accessibility") in text


def test_vendored_files_name_no_map_and_keep_their_licence():
    for file in ("bootstrap-5.3.8/bootstrap.min.css", "bootstrap-5.3.8/bootstrap.bundle.min.js"):
        found = finders.find(f"vendor/{file}")
        assert found
        assert "sourceMappingURL" not in Path(found).read_text("utf-8")
    for folder in ("bootstrap-5.3.8", "design-tokens-1.1.9"):
        assert finders.find(f"vendor/{folder}/LICENSE")


@pytest.mark.parametrize("path", ["/about/", "/accessibility/", "/accounts/login/"])
def test_a_page_reads_the_centre_once_and_nothing_else(client, django_assert_num_queries, path):
    with django_assert_num_queries(1):
        client.get(path)


def test_contact_and_demo_notice_come_from_the_centre(client):
    Centre.objects.update(phone="042-000-0000", office_name="市民課", demo_notice=True)
    text = html(client, "/")
    assert '<a href="tel:042-000-0000">042-000-0000</a>' in text
    assert "市民課" in text
    assert "これはデモです。" in text
    Centre.objects.update(demo_notice=False)
    assert "これはデモです。" not in html(client, "/")


def test_words_of_the_city_replace_the_defaults(client):
    Centre.objects.update(terms={"project": "まちづくり事業"})
    text = html(client, "/")
    assert "まちづくり事業を探す" in text
    with pytest.raises(KeyError):
        Template("{% load portal_tags %}{% term 'nonsense' %}").render(
            Context({"centre": Centre.objects.get()})
        )


# The menu and the person


def test_menu_by_role(client, officer, coordinator, somebody):
    public = ["団体を探す", "協働事業を探す", "協働の事例", "統計", "調査の報告"]
    assert menu(html(client, "/")) == public
    client.force_login(somebody)
    assert menu(html(client, "/")) == public
    client.force_login(officer)
    assert menu(html(client, "/")) == [*public, "庁内ページ", "課の人"]
    client.force_login(coordinator)
    assert menu(html(client, "/")) == [*public, "管理画面"]


def test_menu_marks_the_place_the_visitor_is_in():
    request = RequestFactory().get(reverse("projects:statistics"))
    assert [entry.label for entry in navigation.menu_for(request) if entry.current] == ["統計"]
    assert not any(entry.current for entry in navigation.menu_for(RequestFactory().get("/")))


@pytest.mark.parametrize(
    ("role", "name", "label"),
    [
        (Role.REPRESENTATIVE, "registration", "マイページ"),
        (Role.REPRESENTATIVE, "detail", "団体を探す"),
        (Role.DESK, "registration", "管理画面"),
        (Role.DESK, "duplicates", "管理画面"),
        (Role.DESK, "list", "団体を探す"),
    ],
)
def test_menu_marks_the_own_page_where_somebody_works_on_a_group(client, role, name, label):
    group = OrganizationFactory()
    place = {"role__place": group} if role == Role.REPRESENTATIVE else {}
    client.force_login(UserFactory(role=role, **place))
    of_one = name in ("registration", "detail")
    page = client.get(reverse(f"organizations:{name}", args=[group.pk] if of_one else []))
    assert re.findall(r'aria-current="true">([^<]+)<', page.text) == [label]


def test_a_menu_entry_without_a_page_is_an_error(monkeypatch):
    monkeypatch.setattr(navigation, "PUBLIC", (("ない", "projects:no_such_page"),))
    with pytest.raises(NoReverseMatch):
        navigation.menu_for(RequestFactory().get("/"))


def test_header_names_the_person_and_logs_out_by_post(client, officer):
    assert "ログアウト" not in html(client, "/")
    client.force_login(officer)
    text = html(client, "/")
    assert re.search(r"山田 花子さん（公園緑地課）", text)
    form = text[text.index(f'action="{reverse("logout")}"') :]
    assert form.startswith(f'action="{reverse("logout")}" method="post"')
    response = client.post(reverse("logout"))
    assert response.url == "/"
    assert "_auth_user_id" not in client.session


def test_home_leads_to_each_ones_work(client, officer, coordinator, somebody):
    assert client.get("/home/").url == "/accounts/login/?next=/home/"
    for person, target in (
        (officer, "projects:office_home"),
        (coordinator, "admin:index"),
        (somebody, "portal:mypage"),
    ):
        client.force_login(person)
        assert client.get("/home/").url == reverse(target)
    assert client.post("/home/").status_code == 405


# The front page


def test_front_page_without_data_has_no_empty_section(client):
    text = html(client, "/")
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", text)
    assert headings == ["できること", "問い合わせ"]
    assert 'class="location"' not in text


def test_front_page_counts_the_newest_year_of_this_city(client, record, office):
    record("a", 2023, "approved")
    record("b", 2024, "approved")
    record("c", 2024, "approved")
    record("d", 2025, "submitted")
    other = Department.objects.create(name="よその市", code="other-test", closed_dataset=True)
    ProjectRecord.objects.create(
        project=Project.objects.create(name="e", department=other),
        fiscal_year=2025,
        department=other,
        guideline=Guideline.objects.get(name="試験の版"),
        name="e",
        status="approved",
        is_reconstructed=True,
    )
    assert views.latest_year_counts() == {"fiscal_year": 2024, "projects": 2, "departments": 1}
    assert "2024（令和6）年度の協働事業は" in html(client, "/")


def test_front_page_lists_published_reports_only(client, city):
    for slug, status in (("shown", "published"), ("hidden", "draft")):
        survey = Survey.objects.create(slug=slug, title=slug, fiscal_year=2025, dataset=city)
        Report.objects.create(survey=survey, title=f"報告 {slug}", status=status)
    text = html(client, "/")
    assert "報告 shown" in text
    assert "報告 hidden" not in text


def test_front_page_tells_an_office_what_waits(client, officer, coordinator, record):
    client.force_login(officer)
    assert "いま待っているものはありません。" in html(client, "/")
    record("a", 2025, "draft")
    record("b", 2025, "draft")
    record("c", 2025, "returned")
    assert views.office_work(officer) == {"returned": 1, "drafts": 2}
    text = html(client, "/")
    assert text.index("あなたの課のすること") < text.index("<h1>")
    assert "いま待っているものはありません。" not in text
    client.force_login(coordinator)
    assert "あなたの課のすること" not in html(client, "/")


# Pages about the portal


def test_furigana_escapes_what_it_is_given():
    shown = Template("{% load portal_tags %}{% furigana text %}").render(
        Context({"text": "<b>[市|<し>]"})
    )
    assert shown == ("&lt;b&gt;<ruby>市<rp>（</rp><rt>&lt;し&gt;</rt><rp>）</rp></ruby>")


# When things fail


def test_not_found_offers_search_login_and_front_page(client):
    text = html(client, "/no-such-page/", 404)
    assert f'action="{reverse("portal:search")}"' in text
    assert "/accounts/login/?next=/no-such-page/" in text
    assert "現在位置" not in text
    assert "404" not in re.sub(r"<[^>]+>", "", text)


def test_no_permission_names_the_person_and_who_may(client, officer):
    client.force_login(officer)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    text = response.content.decode()
    assert "この画面は、支援センターの職員だけが見られます。" in text
    assert "山田 花子さんでログインしています" in text


def test_a_form_that_was_open_too_long_is_explained(officer):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    text = response.content.decode()
    assert "送れませんでした" in text
    assert Shape(text).tags.count("h1") == 1


@pytest.mark.parametrize(
    ("handler", "status", "words"),
    [
        (views.server_error, 500, "申し訳ありません。いま表示できません"),
        (lambda request: views.bad_request(request, ValueError()), 400, "この画面は表示できません"),
    ],
)
def test_error_pages_need_neither_database_nor_session(
    django_assert_num_queries, monkeypatch, handler, status, words
):
    monkeypatch.setattr(context_processors, "_seen", {})
    with django_assert_num_queries(0):
        response: HttpResponse = handler(RequestFactory().get("/"))
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert Shape(text).inline == []
    assert "代表番号" in text


def test_the_500_page_knows_the_telephone_of_the_last_page(client):
    Centre.objects.update(phone="042-111-2222")
    client.get("/")
    assert "042-111-2222" in views.server_error(HttpRequest()).content.decode()


def test_an_exception_shows_the_500_page(client, monkeypatch):
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(views, "latest_year_counts", fail)
    client.raise_request_exception = False
    assert "いま表示できません" in html(client, "/", 500)


def test_maintenance_page_names_the_time_of_reopening():
    Centre.objects.update(phone="042-000-0000")
    out = StringIO()
    call_command("maintenance_page", "2026-04-05T08:00", stdout=out)
    assert "2026年4月5日（日）8時まで休止しています" in out.getvalue()
    assert "042-000-0000" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("maintenance_page", "あした")


def test_a_failed_login_says_so_in_title_summary_and_page(client):
    response = client.post("/accounts/login/", {"login": "nobody", "password": "x"})
    text = response.content.decode()
    assert re.search(r"<title>エラー：ログイン", text)
    assert "入力内容を確認してください（1件）" in text
    assert text.index('id="error-summary"') < text.index("<h1>")


def test_banners_say_their_word_and_wait_when_there_are_errors(rf):
    template = Template('{% include "includes/messages.html" %}')
    banner = type("Banner", (), {"level_tag": "success", "__str__": lambda self: "保存しました"})()
    shown = template.render(Context({"messages": [banner]}))
    assert re.search(r'role="status".*<span class="word">完了</span>保存しました', shown, re.DOTALL)
    assert template.render(Context({"messages": [banner], "input_errors": ["x"]})).strip() == ""


# The health check


def test_healthz_asks_the_database_one_thing_and_opens_no_session(
    client, django_assert_num_queries
):
    with django_assert_num_queries(1) as queries:
        response = client.get("/healthz")
    assert queries.captured_queries[0]["sql"] == "SELECT 1"
    assert response.json() == {"status": "ok"}
    assert not response.cookies
    assert "no-cache" in response["Cache-Control"]
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_healthz_says_when_the_database_is_away(client, monkeypatch):
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "database unavailable"}


# Breadcrumbs and dates


@pytest.mark.parametrize(
    ("asked", "links"),
    [
        ("", ["?page=2", "?page=3", "?page=2"]),
        ("q=%E8%8A%B1&field=&tag=a&tag=b&page=2",
         [f"?q=%E8%8A%B1&amp;tag=a&amp;tag=b&amp;page={n}" for n in (1, 1, 3, 3)]),
    ],
)  # fmt: skip
def test_the_pager_keeps_what_was_asked_for_and_nothing_empty(rf, asked, links):
    request = rf.get(f"/?{asked}")
    page = Paginator(range(5), 2).get_page(request.GET.get("page"))

    html = Template("{% load portal_tags %}{% pager page %}").render(
        Context({"page": page, "request": request})
    )

    assert re.findall('href="([^"]+)"', html) == links
    assert len(re.findall("aria-current", html)) == 1


def test_the_pager_is_silent_where_all_is_on_one_page(rf):
    html = Template("{% load portal_tags %}{% pager page %}").render(
        Context({"page": Paginator([1], 2).get_page(1), "request": rf.get("/")})
    )

    assert html.strip() == ""


def test_breadcrumbs_lead_home():
    template = Template(
        "{% load portal_tags %}{% breadcrumbs '統計' 'projects:statistics' 'A' '/a/' here %}"
    )
    shown = template.render(Context({"here": "<B>"}))
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', shown) == [
        ("/", "ホーム"),
        (reverse("projects:statistics"), "統計"),
        ("/a/", "A"),
    ]
    assert '<li aria-current="page">&lt;B&gt;</li>' in shown


def test_filters_show_dates_in_both_calendars_and_nothing_for_none():
    template = Template(
        "{% load portal_tags %}{{ day|wareki }}/{{ day|japanese_date }}/{{ year|nendo }}/"
        "{{ none|wareki }}{{ none|japanese_date }}{{ none|japanese_time }}{{ none|nendo }}"
    )
    shown = template.render(Context({"day": date(2026, 4, 1), "year": 2010, "none": None}))
    assert shown == "令和8年4月1日/2026年4月1日（水）/2010（平成22）年度/"


def test_after_a_login_a_button_is_pressed_again(client, head):
    """The session ended: the button leads to the login, and that to an address without a page."""
    away = client.post("/accounts/notices/read/")
    assert away.url.startswith("/accounts/login/?next=/accounts/notices/read/")
    client.force_login(head)
    answer = client.get("/accounts/notices/read/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "もう一度ボタンを押してください" in answer.content.decode()
