"""The yearly report, crossings and fairness as pages and files."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.documents.actions import run_rendering
from koganei_kyodo.documents.models import Rendering
from organizations.models import Department
from projects.models import ProjectRecord
from tests.factories import DepartmentFactory, OrganizationFactory, PartnerFactory, RecordFactory

APPROVED = ProjectRecord.Status.APPROVED
REPORT = "/projects/statistics/2025/report/"


def record_of(office: Any, **fields: Any) -> Any:
    record = RecordFactory(department=office, status=APPROVED, **fields)
    PartnerFactory(record=record, organization=OrganizationFactory())
    return record


@pytest.fixture
def record(office: Department) -> Any:
    """One approved record with one partner."""
    return record_of(office, cost=120_000)


def test_every_table_of_the_page_says_its_unit(client: Client, record: Any) -> None:
    response = client.get(REPORT)

    html = response.content.decode()
    for table in response.context["report"].tables:
        assert f"数（{table.unit.word}）" in html
        assert table.title in html
    assert "120,000" in html


@pytest.mark.parametrize(
    "address",
    [
        "/projects/statistics/1999/report/",
        "/projects/statistics/1999/report.json",
        "/projects/statistics/1999/report/projects.svg",
        "/projects/statistics/2025/report/else.svg",
        "/projects/statistics/1999/fairness/",
        "/projects/statistics/2025/fairness/2.svg",
        "/projects/statistics/2025/fairness/2.csv",
        "/projects/statistics/crossing.html",
    ],
)
def test_what_is_not_there(client: Client, record: Any, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("chart", ["projects", "begun", "forms", "money", "concentration"])
def test_charts_are_pictures_with_a_description(client: Client, record: Any, chart: str) -> None:
    response = client.get(f"{REPORT}{chart}.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert 'role="img" aria-label="' in response.content.decode()


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_documents_are_made_by_the_worker(
    client: Client, record: Any, form: str, start: bytes
) -> None:
    address = reverse("projects:yearly_report_document", args=[2025, form])

    first, second = client.post(address), client.post(address)

    assert first.headers["Location"] == second.headers["Location"]
    rendering = Rendering.objects.get()
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    assert bytes(rendering.content or b"").startswith(start), rendering.message


def test_a_document_of_changed_numbers_is_refused(
    client: Client, record: Any, office: Department
) -> None:
    client.post(reverse("projects:yearly_report_document", args=[2025, "pdf"]))
    record_of(office)

    run_rendering(Rendering.objects.get().pk)

    assert "数字が変わりました" in Rendering.objects.get().message


def test_a_crossing_is_chosen_by_the_reader(client: Client, record: Any) -> None:
    query = {"rows": "department", "columns": "form", "unit": "partner rows"}

    html = client.get(reverse("projects:crossing"), query).content.decode()

    assert "担当課 × 協働の形態（票）" in html
    assert "crossing.xlsx?rows=department&amp;columns=form&amp;unit=partner+rows" in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"rows": "form", "columns": "form"}, "別のものを選んでください"),
        ({"rows": "unknown"}, "選び直してください"),
        ({"year": "1999"}, "選び直してください"),
    ],
)
def test_an_impossible_crossing_is_said_at_the_field(
    client: Client, record: Any, query: dict[str, str], words: str
) -> None:
    html = client.get(reverse("projects:crossing"), query).content.decode()

    assert words in html
    assert client.get(reverse("projects:crossing_file", args=["csv"]), query).status_code == 404


def test_a_crossing_as_files(client: Client, record: Any) -> None:
    def file(form: str) -> Any:
        return client.get(reverse("projects:crossing_file", args=[form]), {"unit": "projects"})

    lines = list(csv.reader(io.StringIO(file("csv").content.decode("utf-8-sig"))))
    assert lines[1:] == [["総数", "1", "1", "100.0"], ["委託", "1", "1", "100.0"]]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file("xlsx").content)).active
    assert "総数" in [cell.value for cell in sheet["A"]]
    assert file("json").json()["rows"][0]["count"] == [1]


def test_fairness_names_the_groups_that_never_had_a_chance(client: Client, record: Any) -> None:
    OrganizationFactory(name="はじめての会")
    address = reverse("projects:fairness", args=[2025])

    html = client.get(address, {"years": "3"}).content.decode()

    assert "はじめての会" in html
    assert "2023（令和5）年度から2025（令和7）年度まで" in html
    assert client.get(address, {"years": "x"}).status_code == 200
    lines = client.get(reverse("projects:fairness_csv", args=[2025, 1])).content.decode("utf-8-sig")
    assert "はじめての会" in lines


def test_a_group_of_unpublished_records_stays_unnamed(client: Client, office: Department) -> None:
    record: Any = record_of(office, is_public=False)

    html = client.get(reverse("projects:fairness", args=[2025])).content.decode()

    assert str(record.partners.get()) not in html
    assert "公開していない事業のある団体" in html


def test_pages_before_anything_was_approved(client: Client, db: None) -> None:
    assert client.get(REPORT).status_code == 404
    html = client.get(reverse("projects:crossing")).content.decode()
    assert "統計はまだありません" in html


@pytest.mark.parametrize("name", ["yearly_report", "yearly_report_json", "crossing", "fairness"])
def test_statements_depend_on_nothing(
    client: Client,
    office: Department,
    record: Any,
    name: str,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    address = reverse(f"projects:{name}", args=[] if name == "crossing" else [2025])

    def statements() -> int:
        with django_assert_max_num_queries(20) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    one = statements()
    for number in range(3):
        record_of(DepartmentFactory(parent=office.parent), fiscal_year=2025 - number)
    assert statements() == one
