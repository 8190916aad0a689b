"""One project with its published years."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Department
from projects.models import Project, ProjectRecord
from tests.factories import (
    CityFactory,
    DepartmentFactory,
    OrganizationFactory,
    PartnerFactory,
    RecordFactory,
)

APPROVED = ProjectRecord.Status.APPROVED


def page_of(client: Client, project: Project) -> Any:
    return client.get(reverse("projects:detail", args=[project.pk]))


def test_shows_each_published_year(client: Client, office: Department) -> None:
    first: Any = RecordFactory(
        department=office, name="花だん", status=APPROVED, fiscal_year=2023, cost=1234567
    )
    PartnerFactory(record=first, name="みどりの会", group_count=3)
    second: Any = RecordFactory(
        department=office, project=first.project, name="大きな花だん", status=APPROVED
    )
    PartnerFactory(record=second, organization=OrganizationFactory(name="登録の会"), name="")
    RecordFactory(
        department=office, project=first.project, fiscal_year=2024, status="submitted", name="秘密"
    )

    response = page_of(client, first.project)
    html = response.content.decode()

    years = [record.fiscal_year for record in response.context["project"].published_records]
    assert years == [2025, 2023]
    for text in (
        "大きな花だん",
        "1,234,567円",
        "3団体",
        "みどりの会",
        "登録の会",
        "委託",
        "公園課",
    ):
        assert text in html
    assert "よい成果があった" in html
    assert "秘密" not in html
    assert first.number not in html


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "submitted"},
        {"status": "returned"},
        {"status": "approved", "is_public": False},
    ],
)
def test_404_for_what_is_not_published(
    client: Client, office: Department, desk: Any, fields: dict[str, Any]
) -> None:
    record: Any = RecordFactory(department=office, **fields)

    assert page_of(client, record.project).status_code == 404
    client.force_login(desk)
    assert page_of(client, record.project).status_code == 404


def test_404_for_a_closed_data_set(client: Client, db: None) -> None:
    city: Any = CityFactory(closed_dataset=True)
    record: Any = RecordFactory(department=DepartmentFactory(parent=city), status=APPROVED)

    assert page_of(client, record.project).status_code == 404
    assert client.get("/projects/999999/").status_code == 404


def test_names_are_escaped(client: Client, office: Department) -> None:
    record: Any = RecordFactory(department=office, name="<script>x</script>", status=APPROVED)

    assert "<script>x" not in page_of(client, record.project).content.decode()


def test_the_number_of_statements_is_the_same_for_1_and_3_years(
    client: Client, office: Department, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    record: Any = RecordFactory(department=office, status=APPROVED, partners=1)

    def statements() -> int:
        with django_assert_max_num_queries(11) as captured:
            assert page_of(client, record.project).status_code == 200
        return len(captured)

    one = statements()
    for year in (2023, 2024):
        RecordFactory(
            department=office, project=record.project, fiscal_year=year, status=APPROVED, partners=3
        )

    assert statements() == one


def test_only_get(client: Client, office: Department) -> None:
    record: Any = RecordFactory(department=office, status=APPROVED)

    assert client.post(reverse("projects:detail", args=[record.project_id])).status_code == 405
