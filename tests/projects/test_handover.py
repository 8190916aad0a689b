"""引継ぎ書: what an office hands to the next person."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.fiscal_year import current_fiscal_year
from organizations.models import Contact, Department
from projects.handover import handover_of
from tests.factories import OrganizationFactory, PartnerFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(office: Department, other_office: Department) -> dict[str, Any]:
    """A project over two years, one that ended, an old one, and what is on its way."""
    last = current_fiscal_year() - 1
    first: Any = RecordFactory(
        department=office, name="花だん", status="approved", fiscal_year=last - 1
    )
    newest = RecordFactory(
        department=office, project=first.project, name="花だん", status="approved",
        fiscal_year=last, problems="人手がたりない",
    )  # fmt: skip
    group = OrganizationFactory(name="みどりの会")
    Contact.objects.create(
        organization=group, phone="0999-00-1111", phone_public=True, email="a@example.jp"
    )
    PartnerFactory(record=newest, organization=group)
    RecordFactory(
        department=office, name="池", status="approved", fiscal_year=last,
        is_last_year=True, end_reason="目的を果たした",
    )  # fmt: skip
    RecordFactory(department=office, name="むかしの事業", status="approved", fiscal_year=2010)
    RecordFactory(department=office, name="直す事業", status="returned", return_reason="金額を")
    RecordFactory(department=other_office, name="よその課の下書き", status="draft")
    return {"newest": newest, "group": group}


def test_the_sheet_says_what_goes_on_and_what_waits(
    office: Department, officer: User, work: dict[str, Any]
) -> None:
    sheet = handover_of([office], {office.pk})

    running = {each.record.name: each for each in sheet.running}
    assert running["花だん"].years == 2
    assert running["花だん"].partner_names == "みどりの会"
    assert "むかしの事業" not in running
    assert [record.name for record in sheet.ended] == ["池"]
    assert [record.name for record in sheet.returned] == ["直す事業"]
    assert sheet.drafts == ()
    assert officer.name in [row.user.name for row in sheet.people]
    assert [(each.name, each.ways) for each in sheet.contacts] == [
        ("みどりの会", ("電話番号：0999-00-1111",))
    ]


def test_an_office_gets_its_own_as_page_and_pdf_and_the_staff_choose(
    client: Client,
    office: Department,
    other_office: Department,
    officer: User,
    work: dict[str, Any],
) -> None:
    client.force_login(officer)
    page = client.get(reverse("projects:handover")).content.decode()
    assert "花だん" in page
    assert "よその課の下書き" not in page
    assert "a@example.jp" not in page
    file = client.get(reverse("projects:handover_pdf"), {"office": other_office.pk})
    assert file.content.startswith(b"%PDF-")
    assert file["Cache-Control"] == "private, no-store"

    client.force_login(UserFactory(role=Role.DESK))
    other = client.get(reverse("projects:handover"), {"office": other_office.pk})
    assert "よその課の下書き" in other.content.decode()
    assert client.get(reverse("projects:handover"), {"office": "0"}).status_code == 404
    year = current_fiscal_year()
    content = client.get(reverse("projects:sheet_xlsx", args=[year]), {"office": office.pk})
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content.content)).worksheets[0]
    names = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"花だん", "みどりの会"} <= names  # last year's, which this office may go on with
    assert "よその課の下書き" not in names
