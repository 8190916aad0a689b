"""The statistics page, its data files, and the documents asked for on it."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from koganei_kyodo.documents.actions import run_rendering
from koganei_kyodo.documents.models import Rendering
from organizations.models import Department
from projects.models import CollaborationForm, ProjectRecord
from projects.renderers import CHANGED
from surveys.figure_check import check, parse_figures
from tests.factories import CityFactory, DepartmentFactory, RecordFactory

APPROVED = ProjectRecord.Status.APPROVED
URL = "/projects/statistics/"
NOTICE = "一件ごとの記録は、集計表から復元したものです。"
PAGE_LIMIT = 150_000


def approved(office: Any, **fields: Any) -> Any:
    return RecordFactory(department=office, status=APPROVED, **{"partners": 1, **fields})


@pytest.fixture
def dataset(db: None) -> Any:
    """Another city's published data: one project with two partners in 2010."""
    root: Any = CityFactory(name="よその市", code="yoso", closed_dataset=True, notice=NOTICE)
    office = DepartmentFactory(parent=root, name="よその課")
    approved(office, fiscal_year=2010, is_reconstructed=True, partners=2)
    return root


def test_the_newest_year_with_both_units(client: Client, office: Department) -> None:
    approved(office, fiscal_year=2024)
    approved(office, fiscal_year=2025, partners=2)
    approved(office, fiscal_year=2025, continuity="continued")
    RecordFactory(department=office, fiscal_year=2026, status="submitted")

    response = client.get(URL)
    html = response.content.decode()

    assert "協働事業の統計 2025（令和7）年度" in html
    assert "1の課が、2の協働事業を行いました。" in html
    assert "3票です" in html
    assert "前の年度より1事業増えました" in html
    assert html.count('<section class="report-figure"') == 7
    assert html.count("<caption>") == 7
    assert "n＝3（すべての票）" in html
    same = client.get(f"{URL}2025/").context["statistics"]
    assert same.version == response.context["statistics"].version


@pytest.mark.parametrize(
    ("before", "words"), [(1, "増えました"), (2, "前の年度と同じ数です"), (3, "1事業減りました")]
)
def test_the_change_since_the_year_before(
    client: Client, office: Department, before: int, words: str
) -> None:
    for year, number in ((2024, before), (2025, 2)):
        for _ in range(number):
            approved(office, fiscal_year=year)

    assert words in client.get(URL).content.decode()


def test_numbers_of_page_csv_and_json_are_the_same(client: Client, office: Department) -> None:
    record: Any = approved(office, partners=3)
    record.partners.last().forms.set(CollaborationForm.objects.filter(name="共催"))

    html = client.get(URL).content.decode()
    data = client.get(f"{URL}2025/figures.json").json()
    lines = list(
        csv.reader(io.StringIO(client.get(f"{URL}2025/figures.csv").content.decode("utf-8-sig")))
    )

    forms = data["figures"][1]
    assert [(row["label"], row["count"], row["percent"]) for row in forms["rows"]] == [
        ("委託", 2, 66.7),
        ("補助", 0, 0.0),
        ("共催", 1, 33.3),
    ]
    assert forms["n"] == 3
    assert data["meta"]["sheets"] == 3
    assert check(parse_figures(json.dumps(data))) == []
    assert ["2", "協働の形態", "単一回答", "", "3", "委託", "2", "66.7"] in lines
    row = re.search(
        r'<th scope="row">委託</th>\s*<td class="num">2</td>\s*<td class="num">66.7<', html
    )
    assert row is not None


def test_the_total_stands_first_in_the_cross_table(client: Client, office: Department) -> None:
    approved(office)

    cross = client.get(f"{URL}2025/figures.json").json()["figures"][5]

    assert cross["columns"] == ["市が中心", "団体が中心", "無回答"]
    assert cross["groups"][0] == {
        "label": "総計",
        "n": 1,
        "count": [1, 0, 0],
        "percent": [100.0, 0.0, 0.0],
    }


def test_a_closed_data_set_says_what_it_is(client: Client, dataset: Department) -> None:
    html = client.get(f"{URL}yoso/2010/").content.decode()

    assert "よその市 協働事業の統計 2010（平成22）年度" in html
    assert NOTICE in html[: html.index('class="finding')]
    assert "1の課が、1の協働事業を行いました。" in html
    assert "出典：よその市が公表した資料" in html


def test_the_city_links_to_closed_data_sets_but_does_not_count_them(
    client: Client, dataset: Department, office: Department
) -> None:
    empty = client.get(URL).content.decode()
    assert "統計はまだありません" in empty
    assert 'href="/projects/statistics/yoso/2010/"' in empty

    approved(office)
    html = client.get(URL).content.decode()

    assert 'href="/projects/statistics/yoso/2010/"' in html
    assert NOTICE not in html
    assert "よその課" not in html


@pytest.mark.parametrize("ending", ["", "figures.json", "figures.csv"])
@pytest.mark.parametrize("place", ["2010/", "yoso/2011/", "nowhere/2010/", "office/2025/"])
def test_404_where_there_is_nothing(
    client: Client, dataset: Department, city: Department, place: str, ending: str
) -> None:
    Department.objects.filter(pk=city.pk).update(code="office")
    approved(DepartmentFactory(parent=city))

    assert client.get(f"{URL}{place}{ending}").status_code == 404


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_asking_for_a_document_again_gives_the_same_one(
    client: Client, office: Department, form: str
) -> None:
    approved(office)
    url = reverse("projects:statistics_year_document", args=[2025, form])

    first: Any = client.post(url)
    second: Any = client.post(url)

    rendering = Rendering.objects.get()
    assert first.status_code == 302
    assert first.url == second.url == rendering.get_absolute_url()
    assert rendering.public
    assert rendering.kind == f"projects-statistics-{form}"
    assert ProcrastinateJob.objects.count() == 1

    approved(office)
    client.post(url)
    assert Rendering.objects.count() == 2


def _made(client: Client, url: str) -> Any:
    client.post(url)
    rendering = run_rendering(Rendering.objects.get().pk)
    assert rendering is not None
    assert rendering.is_done, rendering.message
    return client.get(reverse("documents:download", args=[rendering.pk]))


def test_the_pdf_holds_the_figures_and_the_notice(client: Client, dataset: Department) -> None:
    response = _made(
        client, reverse("projects:statistics_dataset_document", args=["yoso", 2010, "pdf"])
    )

    pages = PdfReader(io.BytesIO(response.content)).pages
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    assert "よその市協働事業の統計2010" in text
    assert NOTICE in text
    for number in range(1, 8):
        assert f"図表{number}" in text
    assert "100.0" in text


def test_the_workbook_holds_a_sheet_for_each_figure(client: Client, office: Department) -> None:
    record: Any = approved(office, partners=3)
    record.partners.last().forms.set(CollaborationForm.objects.filter(name="共催"))

    response = _made(client, reverse("projects:statistics_year_document", args=[2025, "xlsx"]))

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["はじめに", *(f"図{number}" for number in range(1, 8))]
    rows = list(book["図2"].iter_rows(values_only=True))
    assert ("委託", 2, 0.667) in [row[:3] for row in rows]
    assert ("n（100%とした数）", 3, 1) in [row[:3] for row in rows]


def test_a_document_whose_numbers_changed_is_not_made(client: Client, office: Department) -> None:
    approved(office)
    client.post(reverse("projects:statistics_year_document", args=[2025, "pdf"]))
    approved(office)

    rendering = run_rendering(Rendering.objects.get().pk)

    assert rendering is not None
    assert rendering.is_failed
    assert rendering.message == CHANGED


def test_an_unknown_kind_or_an_empty_year_is_404(client: Client, office: Department) -> None:
    approved(office)

    for args in ([2025, "docx"], [2024, "pdf"]):
        url = reverse("projects:statistics_year_document", args=args)
        assert client.post(url).status_code == 404
    assert not Rendering.objects.exists()


def test_methods(client: Client, office: Department) -> None:
    approved(office)

    assert client.get(f"{URL}2025/documents/pdf/").status_code == 405
    for path in ("", "2025/", "2025/figures.json", "2025/figures.csv"):
        assert client.post(f"{URL}{path}").status_code == 405


def test_csrf_is_asked_for(office: Department) -> None:
    approved(office)
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"{URL}2025/documents/pdf/").status_code == 403


@pytest.mark.parametrize(("path", "limit"), [("", 13), ("2025/", 13), ("yoso/2010/", 12)])
def test_statements_and_weight_of_the_page(
    client: Client,
    office: Department,
    dataset: Department,
    path: str,
    limit: int,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    def look() -> int:
        with django_assert_max_num_queries(limit) as captured:
            response = client.get(f"{URL}{path}")
        assert response.status_code == 200
        assert len(response.content) < PAGE_LIMIT
        assert b"style=" not in response.content
        return len(captured)

    approved(office)
    one = look()
    for _ in range(2):
        approved(DepartmentFactory(parent=office.parent), partners=3)
        approved(DepartmentFactory(parent=dataset), fiscal_year=2010, is_reconstructed=True)

    assert look() == one
