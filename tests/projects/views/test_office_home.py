"""庁内ページ."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects.models import Campaign, Guideline, ProjectRecord
from projects.progress import progress_of
from tests.factories import (
    CityFactory,
    DepartmentFactory,
    RecordFactory,
    UserFactory,
    add_membership,
)

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
    # Three of them for the campaign, the surveys that wait, and the offices before this one.
    assert counts[0] <= 15


def test_a_new_office_finds_what_the_one_before_handed_in(
    client: Client, city: Department, office: Department
) -> None:
    """公園課 ended in the middle of the 年度 for みどり課; 花の課 was split off 防災課, which goes on."""
    began = datetime.date(2025, 10, 1)
    new = DepartmentFactory(name="みどり課", parent=city, valid_from=began)
    Department.objects.filter(pk=office.pk).update(valid_until=datetime.date(2025, 9, 30))
    office.successors.add(new)
    going_on = DepartmentFactory(name="防災課", parent=city)
    split_off = DepartmentFactory(name="花の課", parent=city, valid_from=datetime.date(2026, 4, 1))
    going_on.successors.add(split_off)
    RecordFactory(department=office, status=Status.SUBMITTED, name="池の手入れ", fiscal_year=2025)
    RecordFactory(department=going_on, status=Status.SUBMITTED, name="訓練", fiscal_year=2025)
    campaign = Campaign.objects.create(
        fiscal_year=2025, due_on=datetime.date(2030, 5, 29), status="open"
    )
    states = {row.department.name: row.label for row in progress_of(campaign)}
    assert states["みどり課"] == states["花の課"] == "提出した（前の課）"

    client.force_login(UserFactory(role=Role.OFFICER, role__place=new))
    page = client.get(URL).content.decode()
    assert "池の手入れ" in page
    assert "まだ何もない" not in page
    assert "公園課（2025年9月30日（火）まで）：<strong>提出した</strong>" in page
    client.force_login(UserFactory(role=Role.OFFICER, role__place=split_off))
    page = client.get(URL).content.decode()
    # Of an office that goes on, its successor reads what is public, and writes nothing.
    assert "訓練" not in page
    assert "書くのは防災課です" in page
    assert f"{reverse('projects:list')}?department={going_on.pk}" in page

    RecordFactory(department=new, status=Status.DRAFT, fiscal_year=2025)
    row = next(row for row in progress_of(campaign) if row.department == new)
    assert (row.label, row.is_done) == ("書いている途中", False)


def test_an_office_that_was_split_off_takes_projects_along_in_its_first_year(
    client: Client, city: Department, guideline: Guideline
) -> None:
    going_on = DepartmentFactory(name="防災課", parent=city)
    new = DepartmentFactory(name="花の課", parent=city, valid_from=datetime.date(2025, 4, 1))
    going_on.successors.add(new)
    last: Any = RecordFactory(
        department=going_on, status=Status.APPROVED, name="花いっぱい", fiscal_year=2024, partners=1
    )
    person = UserFactory(role=Role.OFFICER, role__place=new)
    client.force_login(person)
    assert "花いっぱい" not in client.get(reverse("projects:carry_over", args=[2026])).text
    address = reverse("projects:carry_over", args=[2025])
    assert "花いっぱい" in client.get(address).text
    client.post(address, {"projects": [last.project_id]})
    carried = ProjectRecord.objects.get(department=new)
    assert (carried.name, carried.project, carried.project.department) == (
        "花いっぱい",
        last.project,
        new,
    )
    assert client.get(reverse("projects:office_record", args=[last.pk])).status_code == 403
