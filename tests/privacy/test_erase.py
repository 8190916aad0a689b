"""消去: every trace goes, every row and every statistic stays."""

import json
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit.reading import Filters, read_page
from koganei_kyodo.portal.privacy import requests
from koganei_kyodo.portal.privacy.erase import erase_on_request
from koganei_kyodo.portal.privacy.models import Erasure, PersonalDataRequest
from koganei_kyodo.portal.privacy.requests import RequestRefused
from koganei_kyodo.portal.privacy.traces import mentions, traces_of
from organizations.models import Invitation
from projects.models import ProjectRecord
from projects.statistics import year_statistics
from tests import factories
from tests.privacy.conftest import EMAIL, LOGIN, NAME, TRACES, Kind, granted, make_request

pytestmark = pytest.mark.django_db
# The request keeps the name until its own time is over (retention).
KEPT = {"portal_personaldatarequest"}


def run(statement: str, table: str, *parameters: Any) -> int:
    """Return the number that a statement about one table counts."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=connection.ops.quote_name(table)), parameters)
        return int(cursor.fetchone()[0])


def tables_with(*texts: str) -> set[str]:
    """Return the tables in which one of the texts stands anywhere, in any column."""
    patterns = [f"%{text}%" for text in texts]
    statement = "SELECT count(*) FROM {table} t WHERE t::text LIKE ANY(%s)"
    names = connection.introspection.table_names()
    return {name for name in names if run(statement, name, patterns)}


def trail_of(record: ProjectRecord) -> str:
    """Return every word in the trail of a record."""
    entries = read_page(Filters(kind="projects.projectrecord", object_id=str(record.pk))).entries
    return str([entry.changes for entry in entries])


def rows_of(table: str) -> int:
    return run("SELECT count(*) FROM {table}", table)


def test_every_trace_goes_and_every_statistic_stays(person, coordinator):
    request = granted(Kind.ERASE, person, coordinator)
    assert tables_with(*TRACES) >= {
        "accounts_user", "accounts_userevent", "accounts_notification", "accounts_passwordletter",
        "accounts_passwordletterevent", "pghistory_context", "django_admin_log",
        "procrastinate_jobs",
    }  # fmt: skip
    assert rows_of("django_session") == 1
    before = json.dumps(year_statistics(None, 2025).as_dict(), sort_keys=True, default=str)
    records = ProjectRecord.objects.count()

    erasure = erase_on_request(request, by=coordinator, confirmation=LOGIN.upper())

    assert tables_with(*TRACES, "竹下") == KEPT
    assert rows_of("django_session") == 0
    after = json.dumps(year_statistics(None, 2025).as_dict(), sort_keys=True, default=str)
    assert before == after
    assert ProjectRecord.objects.count() == records
    person = User.objects.get(pk=person.pk)
    assert (person.name, person.login_id) == (f"消去した利用者{person.pk}", f"erased-{person.pk}")
    assert (person.email, person.is_active, person.has_usable_password()) == ("", False, False)
    assert User.objects.get(pk=person.pk).current_memberships != []  # valid until tonight
    assert person.memberships.filter(valid_until=None).count() == 0
    record = ProjectRecord.objects.get(submitted_by=person)
    assert str(record.submitted_by) == f"消去した利用者{person.pk}"
    request.refresh_from_db()
    assert (request.status, request.done_by) == ("done", coordinator)
    assert (erasure.by, erasure.request, erasure.person) == (coordinator, request, person)
    assert erasure.counts["accounts.User"] == 1
    assert all(isinstance(number, int) for number in erasure.counts.values())


def test_the_trail_says_who_erased_on_which_request(person, coordinator):
    request = granted(Kind.ERASE, person, coordinator)
    erase_on_request(request, by=coordinator, confirmation=LOGIN)
    entry = read_page(Filters(kind="accounts.user", object_id=str(person.pk))).entries[0]
    assert (entry.who, entry.why) == ("田中 健", f"消去（{request.number}）")
    # The events are the same in number; after them they are protected again.
    with pytest.raises(Exception, match="Cannot update or delete"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_userevent")


def test_others_of_the_same_name_and_address_keep_theirs(person, coordinator, office):
    other = factories.UserFactory(name="竹下 ともえみ", email=EMAIL.upper())
    erase_on_request(granted(Kind.ERASE, person, coordinator), by=coordinator, confirmation=LOGIN)
    other.refresh_from_db()
    assert (other.name, other.email) == ("竹下 ともえみ", EMAIL.upper())


@pytest.mark.parametrize("confirmation", ["", "tomoe", NAME])
def test_another_login_id_erases_nobody(person, coordinator, confirmation):
    request = granted(Kind.ERASE, person, coordinator)
    with pytest.raises(RequestRefused, match="ログインIDが違います"):
        erase_on_request(request, by=coordinator, confirmation=confirmation)
    assert "accounts_user" in tables_with(NAME)


def test_only_the_coordinating_office_erases(person, coordinator, desk, head):
    request = granted(Kind.ERASE, person, coordinator)
    for by in (desk, head, person):
        with pytest.raises(PermissionDenied):
            erase_on_request(request, by=by, confirmation=LOGIN)
    assert not Erasure.objects.exists()


def test_nobody_is_erased_twice_or_by_themselves(person, coordinator):
    own = granted(Kind.ERASE, coordinator, coordinator)
    with pytest.raises(RequestRefused, match="自分の消去はできません"):
        erase_on_request(own, by=coordinator, confirmation=coordinator.login_id)
    first = granted(Kind.ERASE, person, coordinator)
    second = granted(Kind.ERASE, person, coordinator)
    erase_on_request(first, by=coordinator, confirmation=LOGIN)
    with pytest.raises(RequestRefused, match="すでに消去してあります"):
        erase_on_request(second, by=coordinator, confirmation=f"erased-{person.pk}")
    with pytest.raises(RequestRefused, match="終わっています"):
        erase_on_request(first, by=coordinator, confirmation=LOGIN)


@pytest.mark.parametrize("kind", [Kind.DISCLOSE, Kind.CORRECT, Kind.STOP])
def test_no_other_request_erases(person, coordinator, kind):
    with pytest.raises(RequestRefused, match="消去をすると決定した請求ではありません"):
        erase_on_request(granted(kind, person, coordinator), by=coordinator, confirmation=LOGIN)


def test_a_refused_or_undecided_request_erases_nobody(person, coordinator):
    request = make_request(Kind.ERASE, person, coordinator)
    with pytest.raises(RequestRefused, match="先に"):
        erase_on_request(request, by=coordinator, confirmation=LOGIN)
    refused = PersonalDataRequest.Decision.REFUSED
    request = requests.decide(request, by=coordinator, decision=refused, reason="保存の義務")
    with pytest.raises(RequestRefused):
        erase_on_request(request, by=coordinator, confirmation=LOGIN)


def test_texts_that_mention_the_person_are_shown_to_be_read(person, coordinator, office):
    record = factories.RecordFactory(department=office, summary=f"担当は{NAME}でした。")
    factories.RecordFactory(department=office, summary="前は竹下　友恵さん。")  # as she was called
    (found,) = mentions(person)
    assert (found.kind, found.number, found.more) == ("事業実績", 2, 0)
    assert found.rows[0] == (str(record), f"/admin/projects/projectrecord/{record.pk}/change/")


def test_the_page_asks_to_read_them_first(person, coordinator, office, client):
    factories.RecordFactory(department=office, summary=f"担当は{NAME}でした。")
    request = granted(Kind.ERASE, person, coordinator)
    client.force_login(coordinator)
    address = f"/admin/portal/personaldatarequest/{request.pk}/step/erase/"
    answer = client.post(address, {"confirmation": LOGIN})
    assert "上の文章を読んでから、印を付けてください" in answer.content.decode()
    assert not Erasure.objects.exists()
    assert client.post(address, {"confirmation": LOGIN, "read": "on"}).status_code == 302
    erasure = Erasure.objects.get()
    page = client.get(f"/admin/portal/erasure/{erasure.pk}/change/").content.decode()
    assert "利用者（変更の記録）：" in page
    assert "ログインの状態：1件" in page
    assert "accounts." not in page[page.index("表ごとの件数") :][:500]


def test_former_names_and_addresses_go_too(person, coordinator):
    """A job for the address of before, a notice to somebody else, an invitation that ran out."""
    person.name, person.email = "松本 友恵", "tomoe.m@example.jp"
    person.save()
    factories.RecordFactory(department=factories.DepartmentFactory(), summary="関係のない記録")
    app.configure_task("見本.前の宛先", allow_unknown=True).defer(email=EMAIL)
    other = factories.UserFactory(name="田村 昇")
    notice = Notification.objects.create(
        user=other, subject="手紙", body="竹下\u3000ともえさんが、手紙を作りました。", timing="none"
    )
    invitation = Invitation.objects.create(
        role=Role.DESK, addressee=NAME, email="wrong@example.jp", invited_by=coordinator,
        expires_at=timezone.now(), status="withdrawn", closed_by=coordinator,
        closed_at=timezone.now(),
    )  # fmt: skip
    erase_on_request(granted(Kind.ERASE, person, coordinator), by=coordinator, confirmation=LOGIN)
    assert tables_with(*TRACES, "竹下", "松本", "tomoe") == KEPT
    notice.refresh_from_db()
    assert notice.body == f"消去した利用者{person.pk}さんが、手紙を作りました。"
    invitation.refresh_from_db()
    assert invitation.email == ""


def test_the_trail_of_a_text_is_cleaned_once_the_text_is(person, coordinator, office):
    read = factories.RecordFactory(department=office, summary=f"担当は{NAME}でした。")
    read.summary = "担当は担当課の人でした。"
    read.save()
    kept = factories.RecordFactory(department=office, summary=f"{NAME}さんの講演会")
    gone = factories.RecordFactory(department=office, summary=f"{NAME}さんの記録")
    gone.delete()
    erase_on_request(granted(Kind.ERASE, person, coordinator), by=coordinator, confirmation=LOGIN)
    neutral = f"消去した利用者{person.pk}"
    assert f"{NAME}さんの講演会" == type(kept).objects.get(pk=kept.pk).summary
    assert neutral in trail_of(read)
    assert NAME not in trail_of(read)
    assert NAME in trail_of(kept)


def test_the_name_of_a_namesake_is_left_alone(person, coordinator):
    """「竹下 ともえ」 is part of 「竹下 ともえみ」: a machine can't tell the two apart."""
    other = factories.UserFactory(name="竹下 ともえみ")
    LogEntry.objects.log_actions(coordinator.pk, [other], CHANGE, single_object=True)
    assert not traces_of(person).unique
    erase_on_request(granted(Kind.ERASE, person, coordinator), by=coordinator, confirmation=LOGIN)
    assert LogEntry.objects.filter(object_repr="竹下 ともえみ").exists()
    assert tables_with(EMAIL) == KEPT - {"portal_personaldatarequest"}


def test_the_command_erases_by_request_number(person, coordinator, capsys):
    request = granted(Kind.ERASE, person, coordinator)
    told = {"request": request.number, "by": coordinator.login_id, "confirm": LOGIN}
    call_command("erase_person", **told, dry_run=True)
    assert "消していません" in capsys.readouterr().out
    assert User.objects.filter(login_id=LOGIN).exists()
    with pytest.raises(CommandError, match="ログインIDが違います"):
        call_command("erase_person", **{**told, "confirm": "somebody"})
    call_command("erase_person", **told)
    assert f"{request.number} の消去が終わりました。" in capsys.readouterr().out
    assert not User.objects.filter(login_id=LOGIN).exists()
    with pytest.raises(CommandError, match="請求番号"):
        call_command("erase_person", **{**told, "request": "個1999-001"})
