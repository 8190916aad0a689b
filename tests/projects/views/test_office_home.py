"""庁内ページ."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects.models import ProjectRecord
from tests.factories import CityFactory, DepartmentFactory, RecordFactory, add_membership

Status = ProjectRecord.Status
pytestmark = pytest.mark.django_db
URL = reverse("projects:office_home")


@pytest.fixture
def at_home(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def test_what_needs_an_answer_comes_first(at_home: Client, office: Department) -> None:
    for status in Status:
        RecordFactory(department=office, status=status, name=f"事業{status.label}")
    page = at_home.get(URL).content.decode()
    places = [page.index(f"事業{label}") for label in ("修正依頼", "入力中", "確認中", "受付済み")]
    # What was handed in follows the newest first.
    assert places[0] < places[1] < min(places[2:])
    assert "相手の名前を書いてください" in page
    assert "修正の依頼が1件あります" in page


def test_empty_lists_say_what_to_do(at_home: Client) -> None:
    page = at_home.get(URL).content.decode()
    assert "書き始めると、ここに並びます" in page
    assert "提出すると、ここに並びます" in page
    assert "修正の依頼が" not in page
    assert reverse("projects:record_create") in page


def test_only_the_own_offices_records(
    at_home: Client, other_office: Department, officer: User
) -> None:
    RecordFactory(department=other_office, name="よその課の事業")
    closed = DepartmentFactory(parent=CityFactory(closed_dataset=True))
    add_membership(officer, Role.OFFICER, closed)
    RecordFactory(
        department=closed, status=Status.APPROVED, is_reconstructed=True, name="よその市の事業"
    )
    page = at_home.get(URL).content.decode()
    assert "よその" not in page


def test_one_year_at_a_time(at_home: Client, office: Department) -> None:
    for year in (2023, 2025):
        RecordFactory(
            department=office, status=Status.APPROVED, fiscal_year=year, name=f"{year}の事業"
        )
    page = at_home.get(URL).content.decode()
    assert "2025の事業" in page
    assert "2023の事業" not in page
    assert "2023の事業" in at_home.get(URL, {"year": "2023"}).content.decode()
    for odd in ("1999", "二", "-1"):
        assert "2025の事業" in at_home.get(URL, {"year": odd}).content.decode()


def test_twenty_on_a_page(at_home: Client, office: Department) -> None:
    for number in range(21):
        RecordFactory(department=office, status=Status.SUBMITTED, name=f"第{number}回の会")
    page = at_home.get(URL).content.decode()
    assert page.count("回の会（") == 20
    assert "page=2" in page
    second = at_home.get(URL, {"page": "2", "year": "2025"}).content.decode()
    assert second.count("回の会（") == 1


def test_the_page_costs_the_same_at_any_length(at_home: Client, office: Department) -> None:
    def add_and_count(rows: int) -> int:
        for status in Status:
            for _ in range(rows):
                RecordFactory(department=office, status=status, partners=1)
        with CaptureQueriesContext(connection) as queries:
            assert at_home.get(URL).status_code == 200
        return len(queries)

    at_home.get(URL)
    counts: list[Any] = [add_and_count(1), add_and_count(2)]
    assert counts[0] == counts[1]
    assert counts[0] <= 14  # two of them for the campaign and the surveys that wait
