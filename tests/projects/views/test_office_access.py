"""Every page and button of the office: who reaches it, and what a wrong request gets."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from organizations.models import Department
from projects.models import Guideline, ProjectRecord
from tests.factories import RecordFactory

Status = ProjectRecord.Status
pytestmark = pytest.mark.django_db

STEP_DATA = {"name": "花だん", "fiscal_year": 2025, "summary": "内容", "version": 1}
TOKEN = "7f0c1c1e-6f0d-4c69-9d8f-3a4f5a3f4b11"
# name, further arguments, what a complete POST sends (None: the page takes no POST), takes GET
PAGES: list[tuple[str, list[Any], dict[str, Any] | None, bool]] = [
    ("office_record", [], None, True),
    ("record_edit", ["project"], STEP_DATA, True),
    ("record_edit", ["money"], {"cost": "1,000", "is_public": "True", "version": 1}, True),
    ("record_edit", ["partners"], None, True),
    ("record_edit", ["check"], None, True),
    ("partner_add", [], {"name": "新しい会", "token": TOKEN, "version": 1}, True),
    ("partner_edit", ["partner"], {"name": "直した会", "version": 1}, True),
    ("partner_delete", ["partner"], {}, True),
    ("record_submit", [], {"version": 1}, False),
    ("record_withdraw", [], {}, False),
    ("record_delete", [], {}, True),
    ("record_submitted", [], None, True),
    ("record_print", [], None, True),
]
IDS = ["-".join([name, *map(str, more)]) for name, more, _, _ in PAGES]
POSTS = [page for page in PAGES if page[2] is not None]
POST_IDS = ["-".join([name, *map(str, more)]) for name, more, _, _ in POSTS]


def address(record: ProjectRecord, name: str, more: list[Any]) -> str:
    partner = record.partners.first()
    assert partner is not None
    return reverse(
        f"projects:{name}", args=[record.pk, *(partner.pk if m == "partner" else m for m in more)]
    )


def send(client: Client, url: str, data: dict[str, Any] | None) -> Any:
    return client.get(url) if data is None else client.post(url, data)


@pytest.fixture
def draft(office: Department) -> ProjectRecord:
    return RecordFactory(department=office, partners=1)


@pytest.mark.parametrize(("name", "more", "data", "takes_get"), PAGES, ids=IDS)
def test_anonymous_people_log_in_first(
    name: str, more: list[Any], data: Any, takes_get: bool, client: Client, draft: ProjectRecord
) -> None:
    url = address(draft, name, more)
    response = send(client, url, data)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('login')}?next={url}"


@pytest.mark.parametrize(("name", "more", "data", "takes_get"), PAGES, ids=IDS)
def test_another_office_finds_no_draft(
    name: str,
    more: list[Any],
    data: Any,
    takes_get: bool,
    client: Client,
    draft: ProjectRecord,
    other_officer: User,
) -> None:
    client.force_login(other_officer)
    assert send(client, address(draft, name, more), data).status_code == 404


@pytest.mark.parametrize(("name", "more", "data", "takes_get"), PAGES, ids=IDS)
def test_another_office_may_only_read_what_is_published(
    name: str,
    more: list[Any],
    data: Any,
    takes_get: bool,
    client: Client,
    office: Department,
    other_officer: User,
) -> None:
    record = RecordFactory(department=office, status=Status.APPROVED, partners=1)
    client.force_login(other_officer)
    assert send(client, address(record, name, more), data).status_code == 403


@pytest.mark.parametrize(("name", "more", "data", "takes_get"), PAGES, ids=IDS)
def test_the_centre_sees_but_does_not_write(
    name: str,
    more: list[Any],
    data: Any,
    takes_get: bool,
    client: Client,
    draft: ProjectRecord,
    desk: User,
) -> None:
    client.force_login(desk)
    assert send(client, address(draft, name, more), data).status_code == 403


@pytest.mark.parametrize(("name", "more", "data", "takes_get"), PAGES, ids=IDS)
def test_looking_never_writes(
    name: str,
    more: list[Any],
    data: Any,
    takes_get: bool,
    client: Client,
    draft: ProjectRecord,
    officer: User,
) -> None:
    client.force_login(officer)
    response = client.get(address(draft, name, more))
    redirected = name == "record_submitted"
    assert response.status_code == (302 if redirected else 200 if takes_get else 405)
    draft.refresh_from_db()
    assert (draft.version, draft.events.count(), draft.partners.count()) == (1, 1, 1)


@pytest.mark.parametrize(("name", "more", "data", "takes_get"), POSTS, ids=POST_IDS)
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED])
def test_nothing_is_changed_after_submitting(
    status: str,
    name: str,
    more: list[Any],
    data: Any,
    takes_get: bool,
    client: Client,
    office: Department,
    officer: User,
) -> None:
    """Every button says what to do instead; only withdrawing a submitted record works."""
    record = RecordFactory(department=office, status=status, partners=1, name="花だん")
    client.force_login(officer)
    response = client.post(address(record, name, more), data, follow=True)
    page = response.content.decode()
    record.refresh_from_db()
    if (status, name) == (Status.SUBMITTED, "record_withdraw"):
        assert record.status == Status.DRAFT
        return
    assert (record.status, record.version, record.partners.count()) == (status, 1, 1)
    if (status, name) == (Status.SUBMITTED, "record_submit"):
        assert "事業実績を提出しました" in page
    else:
        hints = ("取り下げて直す", "修正の依頼を受けて", "一度提出した", "受付済みです")
        assert any(hint in page for hint in hints)


@pytest.mark.parametrize(("name", "more", "data", "takes_get"), POSTS, ids=POST_IDS)
def test_a_record_that_is_gone_is_not_found(
    name: str,
    more: list[Any],
    data: Any,
    takes_get: bool,
    client: Client,
    draft: ProjectRecord,
    officer: User,
) -> None:
    url = address(draft, name, more)
    draft.delete()
    client.force_login(officer)
    assert client.post(url, data).status_code == 404


@pytest.mark.parametrize(("name", "more"), [page[:2] for page in PAGES if page[3]])
def test_pages_of_what_is_handed_in_lead_to_its_own_page(
    name: str,
    more: list[Any],
    client: Client,
    office: Department,
    officer: User,
) -> None:
    record = RecordFactory(department=office, status=Status.SUBMITTED, partners=1)
    client.force_login(officer)
    response = client.get(address(record, name, more))
    if name in ("office_record", "record_submitted", "record_print"):
        assert response.status_code == 200
    else:
        assert response["Location"] == reverse("projects:office_record", args=[record.pk])


@pytest.mark.parametrize("name", ["office_home", "record_create"])
def test_who_acts_for_no_office_is_told_so_and_the_staff_may_enter(
    name: str, client: Client, desk: User, member: User
) -> None:
    url = reverse(f"projects:{name}")
    assert client.get(url)["Location"] == f"{reverse('login')}?next={url}"
    assert client.post(url, {}).status_code == 302
    client.force_login(member)
    response = client.get(url)
    assert response.status_code == 403
    assert "市の担当課の人だけが見られます" in response.content.decode()
    client.force_login(desk)
    assert client.get(url).status_code == 200


def test_what_the_staff_enter_is_marked_and_opens_to_them_alone(
    client: Client, desk: User, office: Department, draft: ProjectRecord, guideline: Guideline
) -> None:
    client.force_login(desk)
    data = {"department": office.pk, "name": "紙で届いた事業", "fiscal_year": 2025, "token": TOKEN}
    client.post(reverse("projects:record_create"), data)
    made = ProjectRecord.objects.get(name="紙で届いた事業")
    assert (made.entered_by, made.department) == (desk, office)
    assert client.get(reverse("projects:office_record", args=[made.pk])).status_code == 200
    assert client.get(reverse("projects:office_record", args=[draft.pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "more"),
    [("record_edit", ["project"]), ("record_submit", []), ("partner_add", []),
     ("partner_edit", ["partner"])],
)  # fmt: skip
@pytest.mark.parametrize("value", [None, "二", ""])
def test_a_form_without_its_hidden_fields_is_refused(
    value: str | None, name: str, more: list[Any], client: Client, draft: ProjectRecord,
    officer: User,
) -> None:  # fmt: skip
    client.force_login(officer)
    data = {} if value is None else {"version": value, "token": value}
    assert client.post(address(draft, name, more), data).status_code == 400


def test_unknown_steps_are_not_found(client: Client, draft: ProjectRecord, officer: User) -> None:
    client.force_login(officer)
    assert client.get(address(draft, "record_edit", ["nothing"])).status_code == 404
    assert client.post(address(draft, "record_edit", ["check"]), {}).status_code == 404


def test_the_successor_of_an_office_goes_on_with_its_drafts(
    client: Client, draft: ProjectRecord, other_office: Department, other_officer: User
) -> None:
    draft.department.successors.add(other_office)
    Department.objects.filter(pk=draft.department_id).update(valid_until=datetime.date(2026, 3, 31))
    client.force_login(other_officer)
    assert draft.name in client.get(reverse("projects:office_home")).content.decode()
    client.post(address(draft, "record_edit", ["project"]), STEP_DATA)
    draft.refresh_from_db()
    assert (draft.summary, draft.updated_by) == ("内容", other_officer)
