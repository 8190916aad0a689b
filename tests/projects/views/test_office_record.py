"""Writing, saving, submitting, withdrawing and deleting a yearly record."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects import actions
from projects.models import Guideline, ProjectRecord
from tests.factories import PartnerFactory, RecordFactory, add_membership

Status = ProjectRecord.Status
pytestmark = pytest.mark.django_db
CREATE = reverse("projects:record_create")
STEP = {"name": "花だん", "fiscal_year": "2025", "summary": "内容", "continuity": "new"}


@pytest.fixture
def at_work(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def draft(office: Department) -> ProjectRecord:
    return RecordFactory(department=office, partners=1)


def url(record: ProjectRecord, name: str, *more: str) -> str:
    return reverse(f"projects:{name}", args=[record.pk, *more])


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1]


# --- beginning -------------------------------------------------------------------------------
def test_beginning_a_new_project(
    at_work: Client, office: Department, officer: User, guideline: Guideline
) -> None:
    page = at_work.get(CREATE).content.decode()
    data = {"token": token_in(page), "name": "花だんの手入れ", "fiscal_year": "2025"}
    responses = [at_work.post(CREATE, data) for _ in range(2)]
    record = ProjectRecord.objects.get()
    assert (record.department, record.name, record.updated_by) == (
        office, "花だんの手入れ", officer,
    )  # fmt: skip
    assert {response["Location"] for response in responses} == {
        url(record, "record_edit", "project")
    }


def test_beginning_without_a_name(at_work: Client, guideline: Guideline) -> None:
    token = token_in(at_work.get(CREATE).content.decode())
    at_work.post(CREATE, {"token": token, "fiscal_year": "2025"})
    assert ProjectRecord.objects.get().name == ""


def test_beginning_what_exists_leads_nowhere_else(at_work: Client, draft: ProjectRecord) -> None:
    token = token_in(at_work.get(CREATE).content.decode())
    data = {"token": token, "project": draft.project_id, "fiscal_year": "2025"}
    page = at_work.post(CREATE, data).content.decode()
    assert "の実績は、すでにあります" in page
    assert ProjectRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"fiscal_year": "2025", "name": "あ" * 201}, "事業の名前は200字以内"),
        ({"fiscal_year": "1800"}, "年度は、画面に出ている中から"),
        ({"fiscal_year": "2025", "project": "0"}, "続けている事業は、画面に出ている中から"),
    ],
)
def test_impossible_beginnings(
    data: dict[str, str], message: str, at_work: Client, guideline: Guideline
) -> None:
    token = token_in(at_work.get(CREATE).content.decode())
    page = at_work.post(CREATE, {"token": token, **data}).content.decode()
    assert message in page
    assert "<title>エラー：" in page
    assert token_in(page) == token
    assert not ProjectRecord.objects.exists()


def test_who_has_two_offices_chooses(
    at_work: Client, officer: User, other_office: Department, guideline: Guideline
) -> None:
    add_membership(officer, Role.OFFICER, other_office)
    page = at_work.get(CREATE).content.decode()
    assert "担当課" in page
    data = {"token": token_in(page), "fiscal_year": "2025", "name": "訓練"}
    assert "担当課を選んでください" in at_work.post(CREATE, data).content.decode()
    at_work.post(CREATE, {**data, "department": other_office.pk})
    assert ProjectRecord.objects.get().department == other_office


def test_without_a_guideline_the_page_says_whom_to_ask(at_work: Client) -> None:
    token = token_in(at_work.get(CREATE).content.decode())
    page = at_work.post(CREATE, {"token": token, "fiscal_year": "2025"}).content.decode()
    assert "センターに連絡してください" in page


# --- saving ----------------------------------------------------------------------------------
def test_an_empty_draft_is_saved_without_complaint(at_work: Client, draft: ProjectRecord) -> None:
    data = {"name": "", "fiscal_year": "2025", "summary": "", "version": 1}
    response = at_work.post(url(draft, "record_edit", "project"), data)
    assert response["Location"] == url(draft, "record_edit", "partners")
    draft.refresh_from_db()
    assert (draft.name, draft.summary, draft.continuity) == ("", "", "")


def test_money_is_read_generously(at_work: Client, draft: ProjectRecord) -> None:
    data = {"cost": "１２０，０００円", "is_public": "False", "version": 1}
    response = at_work.post(url(draft, "record_edit", "money"), data)
    assert response["Location"] == url(draft, "record_edit", "results")
    draft.refresh_from_db()
    assert (draft.cost, draft.is_public) == (120_000, False)


def test_a_text_for_a_number_is_refused_and_nothing_is_lost(
    at_work: Client, draft: ProjectRecord
) -> None:
    data = {"cost": "たくさん", "scheme_used": "補助金の制度", "version": 1}
    page = at_work.post(url(draft, "record_edit", "money"), data).content.decode()
    assert "かかったお金は、数字で入力してください" in page
    assert 'value="たくさん"' in page
    assert 'value="補助金の制度"' in page
    assert "入力内容を確認してください（1件）" in page
    draft.refresh_from_db()
    assert draft.scheme_used == ""


def test_interrupting_saves_and_goes_home(at_work: Client, draft: ProjectRecord) -> None:
    data = {**STEP, "version": 1, "pause": "1"}
    response = at_work.post(url(draft, "record_edit", "project"), data, follow=True)
    assert response.redirect_chain[-1][0] == reverse("projects:office_home")
    assert "下書きを保存しました（" in response.content.decode()
    draft.refresh_from_db()
    assert draft.name == "花だん"


def test_a_change_from_the_last_step_leads_back_to_it(
    at_work: Client, draft: ProjectRecord
) -> None:
    address = url(draft, "record_edit", "project")
    assert 'name="back" value="check"' in at_work.get(f"{address}?back=check").content.decode()
    response = at_work.post(address, {**STEP, "version": 1, "back": "check"})
    assert response["Location"] == url(draft, "record_edit", "check")
    odd = at_work.post(address, {**STEP, "version": 2, "back": "https://example.com/"})
    assert odd["Location"] == url(draft, "record_edit", "partners")


def test_a_colleague_who_saved_first(at_work: Client, draft: ProjectRecord, head: User) -> None:
    actions.save_record(draft, by=head, version=1, changes={"summary": "課長が書いた文"})
    address = url(draft, "record_edit", "project")
    data = {**STEP, "name": draft.name, "summary": "担当が書いた文", "version": 1}
    page = at_work.post(address, data).content.decode()
    assert f"{head.name}さんが" in page
    assert "<td>課長が書いた文</td>" in page
    assert "<td>担当が書いた文</td>" in page
    assert "担当が書いた文</textarea>" in page
    assert '<th scope="row">事業の名前</th>' not in page
    assert 'name="version" value="2"' in page
    draft.refresh_from_db()
    assert draft.summary == "課長が書いた文"
    at_work.post(address, {**data, "version": 2})
    draft.refresh_from_db()
    assert draft.summary == "担当が書いた文"


def test_what_was_typed_survives_a_colleagues_submission(
    at_work: Client, draft: ProjectRecord, head: User
) -> None:
    actions.submit(draft, by=head, version=1)
    data = {**STEP, "summary": "間に合わなかった文", "version": 1}
    page = at_work.post(url(draft, "record_edit", "project"), data).content.decode()
    assert "保存できませんでした" in page
    assert "間に合わなかった文</textarea>" in page


def test_a_year_that_is_taken(at_work: Client, draft: ProjectRecord) -> None:
    RecordFactory(department=draft.department, project=draft.project, fiscal_year=2024)
    data = {**STEP, "fiscal_year": "2024", "version": 1}
    page = at_work.post(url(draft, "record_edit", "project"), data).content.decode()
    assert "の実績は、すでにあります" in page
    assert "<title>エラー：" in page


# --- the last step, submitting ---------------------------------------------------------------
def test_the_last_step_costs_the_same_with_any_number_of_partners(
    at_work: Client, draft: ProjectRecord
) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            at_work.get(url(draft, "record_edit", "check"))
        counts.append(len(queries))
        PartnerFactory(record=draft)
        PartnerFactory(record=draft)
    assert counts[0] == counts[1]


def test_submitting_twice_shows_one_confirmation(at_work: Client, draft: ProjectRecord) -> None:
    responses = [
        at_work.post(url(draft, "record_submit"), {"version": 1}, follow=True) for _ in range(2)
    ]
    for response in responses:
        assert response.redirect_chain[-1][0] == url(draft, "record_submitted")
        assert "2025-0001" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.version) == (Status.SUBMITTED, 2)


def test_an_incomplete_sheet_is_told_all_at_once(at_work: Client, office: Department) -> None:
    record = RecordFactory(department=office, name="", summary="")
    partner = PartnerFactory(record=record, empty=True)
    response = at_work.post(url(record, "record_submit"), {"version": 1}, follow=True)
    page = html.unescape(response.content.decode())
    assert "入力内容を確認してください（8件）" in page
    assert f"{url(record, 'record_edit', 'project')}?back=check#div_id_summary" in page
    assert f"{url(record, 'partner_edit', str(partner.pk))}?back=check#div_id_forms" in page
    assert "<title>エラー：" in page
    record.refresh_from_db()
    assert record.status == Status.DRAFT


@pytest.mark.parametrize(
    ("step", "names"),
    [("project", ["name", "fiscal_year", "summary", "continuity"]), ("money", ["cost"])],
)
def test_links_to_what_is_missing_find_their_field(
    step: str, names: list[str], at_work: Client, draft: ProjectRecord
) -> None:
    page = at_work.get(url(draft, "record_edit", step)).content.decode()
    assert all(f'id="div_id_{name}"' in page for name in names)


def test_submitting_what_a_colleague_changed_shows_it_first(
    at_work: Client, draft: ProjectRecord, head: User
) -> None:
    actions.save_record(draft, by=head, version=1, changes={"summary": "課長が書いた文"})
    response = at_work.post(url(draft, "record_submit"), {"version": 1}, follow=True)
    page = response.content.decode()
    assert f"{head.name}さんが" in page
    assert "課長が書いた文" in page
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


# --- afterwards ------------------------------------------------------------------------------
def test_withdrawing_and_submitting_again(
    at_work: Client, draft: ProjectRecord, officer: User
) -> None:
    actions.submit(draft, by=officer, version=1)
    assert "取り下げて直す" in at_work.get(url(draft, "office_record")).content.decode()
    response = at_work.post(url(draft, "record_withdraw"))
    assert response["Location"] == url(draft, "record_edit", "check")
    at_work.post(url(draft, "record_submit"), {"version": 3})
    draft.refresh_from_db()
    assert (draft.status, draft.number) == (Status.SUBMITTED, "2025-0001")


def test_a_returned_record_shows_what_to_mend_on_every_step(
    at_work: Client, office: Department
) -> None:
    record = RecordFactory(department=office, status=Status.RETURNED, partners=1)
    for step in ("project", "partners", "money", "check"):
        page = at_work.get(url(record, "record_edit", step)).content.decode()
        assert "相手の名前を書いてください" in page
    assert (
        "相手の名前を書いてください" in at_work.get(url(record, "office_record")).content.decode()
    )


def test_deleting_a_draft_after_a_warning(at_work: Client, draft: ProjectRecord) -> None:
    page = at_work.get(url(draft, "record_delete")).content.decode()
    assert "元に戻せません" in page
    response = at_work.post(url(draft, "record_delete"), follow=True)
    assert "下書きを削除しました" in response.content.decode()
    assert not ProjectRecord.objects.exists()


def test_the_form_on_paper_has_every_box(at_work: Client, draft: ProjectRecord) -> None:
    page = at_work.get(url(draft, "record_print")).content.decode()
    boxes = re.sub(r"<[^>]+>", "", page)
    assert "■選んだもの：委託" in boxes
    assert "□補助" in boxes
    assert "■選んだもの：公開する" in boxes
    assert "□前の年度から続けた" in boxes
    # Four for the record: plan or result, new or continued, what may be public (the record, its money);
    # one for each of the five questions about its partner.
    assert boxes.count("■") == 9


def test_a_texts_markup_is_shown_as_it_is(at_work: Client, office: Department) -> None:
    record = RecordFactory(department=office, summary="<script>alert(1)</script>", partners=1)
    for name, more in (("office_record", ()), ("record_edit", ("check",)), ("record_print", ())):
        page = at_work.get(url(record, name, *more)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
