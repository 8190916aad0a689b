"""Lists of the admin as files: the rows of the screen and no others, safe to open, and noted."""

import csv
import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from consultations.models import ConsultationPerson
from koganei_kyodo.accounts.models import User
from koganei_kyodo.documents import admin_lists
from koganei_kyodo.portal import list_exports
from koganei_kyodo.portal.models import ListExport
from tests import factories

pytestmark = pytest.mark.django_db
USERS = "admin:accounts_user_export"


def take(client: Client, name: str, query: str = "", form: str = "csv") -> Any:
    """Take a list as a file."""
    return client.post(f"{reverse(name, args=[form])}{query}")


def rows(response: Any) -> list[list[str]]:
    """Return the cells of a CSV file."""
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def cells(response: Any) -> list[list[Any]]:
    """Return the cells of a workbook; none of them is a formula."""
    sheet: Any = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def people(client: Client, coordinator: User) -> Client:
    """More people than a page of the list holds, seen by the coordinating office."""
    factories.UserFactory.create_batch(60)
    factories.UserFactory(login_id="closed", name="終了 した子", is_active=False)
    client.force_login(coordinator)
    return client


def test_every_list_gives_itself_away() -> None:
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_export"
        assert reverse(name, args=["xlsx"])


def test_the_file_has_the_rows_of_all_pages(people: Client) -> None:
    first, *others = rows(take(people, USERS, "?p=2"))
    assert first == ["氏名", "ログインID", "メールアドレス", "使える", "最終ログイン"]
    assert len(others) == User.objects.count()


def test_the_file_keeps_search_filter_and_order_of_the_list(people: Client) -> None:
    found = rows(take(people, USERS, "?is_active__exact=0"))
    assert [row[1] for row in found[1:]] == ["closed"]
    found = rows(take(people, USERS, "?q=終了"))
    assert [row[0] for row in found[1:]] == ["終了 した子"]
    assert rows(take(people, USERS, "?q=いない")) == found[:1]
    names = [row[1] for row in rows(take(people, USERS, "?o=-2"))[1:]]
    assert names == sorted(names, reverse=True)


def test_nobody_takes_rows_that_their_list_does_not_show(
    client: Client, desk: User, coordinator: User, member: User
) -> None:
    client.force_login(desk)
    found = {row[1] for row in rows(take(client, USERS))[1:]}
    assert found == {member.login_id}


def test_a_list_that_one_may_not_see_is_refused(client: Client, desk: User, officer: User) -> None:
    client.force_login(desk)
    assert take(client, "admin:portal_incidentlog_export").status_code == 403
    client.force_login(officer)
    assert take(client, USERS).status_code == 302
    assert not ListExport.objects.exists()


def test_what_cannot_be_is_answered_plainly(people: Client) -> None:
    assert people.get(reverse(USERS, args=["csv"])).status_code == 405
    assert take(people, USERS, form="pdf").status_code == 404
    wrong = take(people, USERS, "?is_active__exact=maybe")
    assert wrong.url.endswith("/user/?e=1")
    assert not ListExport.objects.exists()


def test_a_cell_is_never_a_formula(client: Client, desk: User) -> None:
    factories.ConsultationFactory(text="=HYPERLINK(1)", minutes=30)
    client.force_login(desk)
    name = "admin:consultations_consultation_export"
    (header, row) = rows(take(client, name))
    assert row[header.index("相談の内容")] == "'=HYPERLINK(1)"
    answer = take(client, name, form="xlsx")
    header, row = cells(answer)
    assert row[header.index("相談の内容")] == "=HYPERLINK(1)"
    assert row[header.index("かかった時間（分）")] == 30
    assert isinstance(row[header.index("受付日時")], datetime.datetime)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_who_asked_stays_out_of_the_desks_file(client: Client, desk: User) -> None:
    entry = factories.ConsultationFactory()
    ConsultationPerson.objects.create(consultation=entry, name="黒田 あけみ", phone="0422-00-0000")
    client.force_login(desk)
    answer = take(client, "admin:consultations_consultation_export").getvalue().decode()
    assert entry.number in answer
    assert "黒田" not in answer
    assert "0422" not in answer


def test_each_time_is_noted_without_the_words_that_were_searched(
    people: Client, coordinator: User
) -> None:
    take(people, USERS, "?q=終了", form="xlsx")
    (note,) = ListExport.objects.all()
    assert (note.user, str(note)) == (
        coordinator,
        "利用者の一覧：Excelで受け取り（1件、条件で絞った一覧）",
    )
    assert "終了" not in str(LogEntry.objects.values().get())
    page = people.get(reverse("admin:portal_listexport_changelist")).content.decode()
    assert "利用者の一覧" in page
    assert "Excelで受け取り（1件、条件で絞った一覧）" in people.get("/admin/").content.decode()


def test_what_no_sheet_holds_is_offered_as_csv(
    people: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_exports, "EXCEL_ROWS", 3)
    answer = people.post(f"{reverse(USERS, args=['xlsx'])}?q=見本", follow=True)
    assert "CSVで受け取るか" in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("/user/?q=%E8%A6%8B%E6%9C%AC")
    assert not ListExport.objects.exists()


def test_rows_are_read_in_pieces(people: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a piece of the rows is ever in memory: the next is asked for when it is sent."""
    read: list[int] = []
    plain = admin_lists.AdminList._cell

    def counted(self: Any, column: str, row: Any) -> Any:
        read.append(row.pk)
        return plain(self, column, row)

    monkeypatch.setattr(admin_lists.AdminList, "_cell", counted)
    answer = take(people, USERS)
    assert read == []  # nothing before somebody reads the answer
    assert len(rows(answer)) == len(set(read)) + 1


def test_the_list_offers_both_files_with_its_conditions(people: Client) -> None:
    text = people.get(f"{reverse('admin:accounts_user_changelist')}?q=終了").content.decode()
    assert 'action="/admin/accounts/user/export/xlsx/?q=' in text
    assert 'formaction="/admin/accounts/user/export/csv/?q=' in text
    empty = people.get(f"{reverse('admin:accounts_user_changelist')}?q=いない").content.decode()
    assert "export/xlsx" not in empty
