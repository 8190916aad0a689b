"""The centre reviews records in the admin."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from koganei_kyodo.accounts.models import User
from koganei_kyodo.admin_queues import queues_for
from organizations.models import Department
from projects import actions
from projects.models import Guideline, Origin, ProjectRecord
from tests.factories import CityFactory, DepartmentFactory, RecordFactory

Status = ProjectRecord.Status
pytestmark = pytest.mark.django_db
LIST = reverse("admin:projects_projectrecord_changelist")


@pytest.fixture
def submitted(office: Department, officer: User) -> ProjectRecord:
    record = RecordFactory(department=office, partners=1, name="花だんの手入れ")
    return actions.submit(record, by=officer, version=1)


@pytest.fixture
def closed(db: None) -> ProjectRecord:
    city = CityFactory(closed_dataset=True, notice="合計は市が公表した数字です。")
    office = DepartmentFactory(parent=city)
    return RecordFactory(
        department=office, status=Status.APPROVED, is_reconstructed=True, partners=1
    )


def url(record: ProjectRecord, name: str = "change") -> str:
    return reverse(f"admin:projects_projectrecord_{name}", args=[record.pk])


def data_for(record: ProjectRecord, name: str) -> dict[str, Any]:
    return {"version": record.version} | ({"reason": "名前を直して"} if name == "return" else {})


# --- the page --------------------------------------------------------------------------------
def test_the_page_shows_the_sheet_buttons_and_history(
    client: Client, desk: User, officer: User, submitted: ProjectRecord
) -> None:
    client.force_login(desk)
    page = client.get(url(submitted)).content.decode()
    for word in ("花だんの手入れ", submitted.number, "NPO法人", "承認する", "修正を依頼する…"):
        assert word in page
    assert f"<td>{officer.name}</td>" in page
    assert 'name="_save"' not in page
    assert "変更<span" not in page


def test_who_handed_it_in_reads_why_somebody_else_has_to_approve(
    client: Client, desk: User, coordinator: User, submitted: ProjectRecord
) -> None:
    submitted.submitted_by = desk
    submitted.save()
    client.force_login(desk)
    page = client.get(url(submitted)).content.decode()
    assert 'value="承認する"' not in page
    assert "ほかの職員に、承認を頼んでください。" in page
    client.force_login(coordinator)
    assert 'value="承認する"' in client.get(url(submitted)).content.decode()


def test_the_page_of_a_draft_has_no_buttons(client: Client, desk: User, office: Department) -> None:
    client.force_login(desk)
    page = client.get(url(RecordFactory(department=office))).content.decode()
    assert "承認する" not in page
    assert "修正を依頼する…" not in page


def test_another_citys_record_is_read_only(
    client: Client, desk: User, closed: ProjectRecord
) -> None:
    client.force_login(desk)
    page = client.get(url(closed)).content.decode()
    assert "合計は市が公表した数字です。" in page
    assert "修正を依頼する…" not in page
    for response in (
        client.get(url(closed, "return")),
        client.post(url(closed, "return"), data_for(closed, "return")),
    ):
        assertRedirects(response, url(closed), fetch_redirect_response=False)
    closed.refresh_from_db()
    assert closed.status == Status.APPROVED


def test_nobody_adds_changes_or_deletes(
    client: Client, coordinator: User, submitted: ProjectRecord
) -> None:
    client.force_login(coordinator)
    assert client.get(reverse("admin:projects_projectrecord_add")).status_code == 403
    assert client.post(url(submitted), {"status": "approved"}).status_code == 403
    assert client.post(url(submitted, "delete"), {"post": "yes"}).status_code == 403


# --- the buttons -----------------------------------------------------------------------------
def test_approving(client: Client, desk: User, submitted: ProjectRecord) -> None:
    client.force_login(desk)
    response = client.post(url(submitted, "approve"), data_for(submitted, "approve"), follow=True)
    assert "承認しました" in response.content.decode()
    submitted.refresh_from_db()
    assert (submitted.status, submitted.reviewed_by) == (Status.APPROVED, desk)


def test_asking_for_changes(client: Client, desk: User, submitted: ProjectRecord) -> None:
    client.force_login(desk)
    assert "直してほしいこと" in client.get(url(submitted, "return")).content.decode()
    client.post(url(submitted, "return"), data_for(submitted, "return"))
    submitted.refresh_from_db()
    assert (submitted.status, submitted.return_reason) == (Status.RETURNED, "名前を直して")


def test_asking_for_changes_without_a_reason(
    client: Client, desk: User, submitted: ProjectRecord
) -> None:
    client.force_login(desk)
    response = client.post(url(submitted, "return"), {"version": 2, "reason": " "})
    assert "直してほしいことを入力してください" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_a_reason_survives_the_offices_withdrawal(
    client: Client, desk: User, officer: User, submitted: ProjectRecord
) -> None:
    client.force_login(desk)
    actions.withdraw(submitted, by=officer)
    response = client.post(url(submitted, "return"), data_for(submitted, "return"))
    page = response.content.decode()
    assert "名前を直して</textarea>" in page
    assert "書いている途中です" in page


def test_approving_twice_says_so(client: Client, desk: User, submitted: ProjectRecord) -> None:
    client.force_login(desk)
    data = data_for(submitted, "approve")
    client.post(url(submitted, "approve"), data)
    response = client.post(url(submitted, "approve"), data, follow=True)
    assert "承認してあります" in response.content.decode()


def test_approving_an_old_page_is_refused(
    client: Client, desk: User, officer: User, submitted: ProjectRecord
) -> None:
    client.force_login(desk)
    actions.withdraw(submitted, by=officer)
    actions.submit(submitted, by=officer, version=3)
    data = data_for(submitted, "approve")
    response = client.post(url(submitted, "approve"), data, follow=True)
    assert f"{officer.name}さんが" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


@pytest.mark.parametrize("name", ["approve", "return"])
def test_who_is_not_staff_reviews_nothing(
    name: str, client: Client, officer: User, submitted: ProjectRecord
) -> None:
    data = data_for(submitted, name)
    for _ in range(2):  # anonymous, then the office itself
        response = client.post(url(submitted, name), data)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))
        client.force_login(officer)
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


@pytest.mark.parametrize(("data", "status"), [({}, 400), ({"version": "二"}, 400)])
def test_approving_needs_the_version(
    data: dict[str, str], status: int, client: Client, desk: User, submitted: ProjectRecord
) -> None:
    client.force_login(desk)
    assert client.post(url(submitted, "approve"), data).status_code == status


def test_addresses_answer_only_what_they_are_for(
    client: Client, desk: User, submitted: ProjectRecord
) -> None:
    client.force_login(desk)
    assert client.get(url(submitted, "approve")).status_code == 405
    assert client.put(url(submitted, "return")).status_code == 405
    missing = reverse("admin:projects_projectrecord_approve", args=[0])
    assert client.post(missing, {"version": 1}).status_code == 404
    gone = reverse("admin:projects_projectrecord_change", args=[0])
    assert client.get(gone).status_code == 302


# --- several at once -------------------------------------------------------------------------
def test_approving_several_after_a_confirmation(
    client: Client, desk: User, office: Department, submitted: ProjectRecord
) -> None:
    draft = RecordFactory(department=office, name="書きかけの事業")
    chosen = {"action": "approve_selected", "_selected_action": [submitted.pk, draft.pk]}
    client.force_login(desk)
    page = client.post(LIST, chosen).content.decode()
    assert "次の1件を承認します" in page
    assert "書きかけの事業" in page
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED
    confirmed = {
        "action": "approve_selected",
        "_selected_action": [submitted.pk],
        "confirmed": "1",
        f"version-{submitted.pk}": submitted.version,
    }
    response = client.post(LIST, confirmed, follow=True)
    assert "1件の事業実績を承認しました" in response.content.decode()
    response = client.post(LIST, confirmed, follow=True)
    assert "承認していません" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == Status.APPROVED


def test_a_confirmation_needs_the_versions(
    client: Client, desk: User, submitted: ProjectRecord
) -> None:
    client.force_login(desk)
    confirmed = {
        "action": "approve_selected", "_selected_action": [submitted.pk], "confirmed": "1",
    }  # fmt: skip
    assert client.post(LIST, confirmed).status_code == 400


# --- lists and queues ------------------------------------------------------------------------
def test_the_list_costs_the_same_at_any_length(
    client: Client, desk: User, office: Department
) -> None:
    client.force_login(desk)
    RecordFactory(department=office, status=Status.SUBMITTED, partners=1)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _ in range(2):
        RecordFactory(department=DepartmentFactory(parent=office.parent), partners=1)
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)
    assert len(one) == len(three)


def test_queues_tell_what_waits_since_when(
    rf: Any, desk: User, officer: User, office: Department, submitted: ProjectRecord
) -> None:
    RecordFactory(department=office, status=Status.RETURNED)
    request = rf.get("/")
    request.user = officer
    assert [queue for queue in queues_for(request) if "事業実績" in queue.label] == []
    request.user = desk
    queues = {queue.label: queue for queue in queues_for(request)}
    waiting = queues["確認を待っている事業実績"]
    assert (waiting.count, waiting.url) == (1, f"{LIST}?status__exact=submitted")
    assert waiting.oldest is not None
    assert queues["修正を待っている事業実績"].count == 1


def test_queues_leave_out_another_citys_data(rf: Any, desk: User, closed: ProjectRecord) -> None:
    request = rf.get("/")
    request.user = desk
    assert all(queue.count == 0 for queue in queues_for(request) if "事業実績" in queue.label)


# --- master data -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "model",
    ["project", "guideline", "collaborationform", "partnerkind", "origin", "initiative", "outcome"],
)
def test_master_data_open_for_the_coordinating_office(
    model: str, client: Client, coordinator: User, office: Department
) -> None:
    RecordFactory(department=office)
    client.force_login(coordinator)
    response = client.get(reverse(f"admin:projects_{model}_changelist"))
    assert response.status_code == 200


def test_words_of_another_citys_data_never_change(
    client: Client, coordinator: User, closed: ProjectRecord
) -> None:
    origin = Origin.objects.filter(guideline=closed.guideline).first()
    assert origin is not None
    client.force_login(coordinator)
    address = reverse("admin:projects_origin_change", args=[origin.pk])
    data = {"guideline": origin.guideline_id, "name": "別の名前", "position": 1}
    assert client.post(address, data).status_code == 403
    own = Guideline.objects.create(name="この市の指針")
    mine = Origin.objects.create(guideline=own, name="前の名前")
    address = reverse("admin:projects_origin_change", args=[mine.pk])
    assert client.post(address, {**data, "guideline": own.pk}).status_code == 302
    mine.refresh_from_db()
    assert mine.name == "別の名前"


def test_the_desk_only_reads_projects(client: Client, desk: User, office: Department) -> None:
    record: ProjectRecord = RecordFactory(department=office)
    client.force_login(desk)
    address = reverse("admin:projects_project_change", args=[record.project_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "別の名前"}).status_code == 403
