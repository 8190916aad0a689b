"""保存年限: days, lists, approval, disposal, holds."""

import datetime
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit.events import erasing
from koganei_kyodo.portal.privacy import requests, retention
from koganei_kyodo.portal.privacy.models import (
    DisposalList,
    Erasure,
    IncidentLog,
    PersonalDataRequest,
    RetentionClass,
    RetentionRule,
)
from koganei_kyodo.portal.privacy.retention import ListRefused
from koganei_kyodo.portal.tasks import apply_retention, forget_old_jobs
from organizations.models import Department, Membership
from tests import factories
from tests.privacy.conftest import Kind, make_request

pytestmark = pytest.mark.django_db
LATE = datetime.date(2030, 4, 1)


def made_list(day: datetime.date) -> DisposalList:
    """Make the list of a day on which something is due."""
    disposal = retention.make_list(day)
    assert disposal is not None
    return disposal


@pytest.mark.parametrize(
    ("closed", "years", "due"),
    [
        ("2025-04-01", 3, "2029-04-01"),
        ("2026-03-31", 3, "2029-04-01"),
        ("2026-04-01", 3, "2030-04-01"),
        ("2026-04-01", 1, "2028-04-01"),
    ],
)
def test_years_count_from_the_april_after(closed, years, due):
    day = datetime.date.fromisoformat
    assert retention.due_on(day(closed), years) == day(due)


def test_the_usual_classes_and_a_rule_for_every_kind_are_there():
    classes = RetentionClass.objects.values_list("name", "years")
    assert list(classes) == [
        ("1年", 1), ("3年", 3), ("5年", 5), ("10年", 10), ("30年", 30), ("常用", None),
    ]  # fmt: skip
    assert set(RetentionRule.objects.values_list("kind", flat=True)) == set(retention.KINDS)


@pytest.fixture
def old_request(member, coordinator) -> PersonalDataRequest:
    """A request that ended in 2025年度."""
    request = make_request(Kind.DISCLOSE, member, coordinator)
    refused = PersonalDataRequest.Decision.REFUSED
    request = requests.decide(request, by=coordinator, decision=refused, reason="対象外")
    request = requests.finish(request, by=coordinator)
    PersonalDataRequest.objects.filter(pk=request.pk).update(done_on=datetime.date(2026, 3, 31))
    return request


def test_nothing_is_due_a_day_too_early(old_request):
    before = datetime.date(2029, 3, 31)
    assert retention.make_list(before) is None
    assert [i.label for i in retention.due_items(datetime.date(2029, 4, 1))] == [
        f"請求 {old_request.number} の氏名と内容"
    ]


def test_what_is_kept_for_ever_is_never_due(old_request):
    forever = RetentionClass.objects.get(name="常用")
    RetentionRule.objects.filter(kind="data_request").update(retention=forever)
    assert retention.due_items(datetime.date(2100, 4, 1)) == []


def test_nothing_goes_without_approval(old_request, coordinator, desk):
    disposal = made_list(LATE)
    assert retention.make_list(LATE) is None  # it waits on the first list
    with pytest.raises(ListRefused, match="承認を待っている"):
        retention.carry_out(disposal)
    with pytest.raises(PermissionDenied):
        retention.approve_list(disposal, by=desk)
    old_request.refresh_from_db()
    assert old_request.requester_name == "伊藤 実"

    retention.approve_list(disposal, by=coordinator)
    done = retention.carry_out(disposal)
    old_request.refresh_from_db()
    assert (old_request.requester_name, old_request.contact, old_request.request_text) == ("",) * 3
    assert old_request.number
    assert done.items.get().disposed_at is not None
    for again in (retention.carry_out, lambda d: retention.approve_list(d, by=coordinator)):
        with pytest.raises(ListRefused):
            again(done)


def test_a_refused_list_disposes_of_nothing_and_comes_again(old_request, coordinator):
    disposal = made_list(LATE)
    retention.reject_list(disposal, by=coordinator, reason="確かめたい")
    with pytest.raises(ListRefused):
        retention.carry_out(disposal)
    assert retention.make_list(LATE) is not None


@pytest.fixture
def left(office) -> User:
    """A person whose last membership ended in 2025年度."""
    person = factories.UserFactory(name="むかしの 人", role=Role.OFFICER, role__place=office)
    Membership.objects.filter(user=person).update(
        valid_from=datetime.date(2020, 4, 1), valid_until=datetime.date(2026, 3, 31)
    )
    return person


def test_an_unused_account_is_erased(left, coordinator):
    disposal = made_list(datetime.date(2027, 4, 1))
    assert [i.label for i in disposal.items.all()] == [f"利用者の登録 番号{left.pk}"]
    retention.approve_list(disposal, by=coordinator)
    retention.carry_out(disposal)
    left.refresh_from_db()
    assert left.name == f"消去した利用者{left.pk}"
    erasure = Erasure.objects.get()
    assert (erasure.disposal, erasure.request, erasure.by) == (disposal, None, coordinator)


def test_somebody_who_came_back_is_not_erased(left, coordinator, office):
    disposal = made_list(datetime.date(2027, 4, 1))
    retention.approve_list(disposal, by=coordinator)
    Membership.objects.create(
        user=left, role=Role.OFFICER, department=office, valid_from=timezone.localdate() +
        datetime.timedelta(days=400),
    )  # fmt: skip
    item = retention.carry_out(disposal).items.get()
    assert (item.disposed_at, item.kept_because) == (None, "すでにないため")
    left.refresh_from_db()
    assert left.name == "むかしの 人"


def test_an_open_request_keeps_what_may_answer_it(left, coordinator, other_member):
    day = datetime.date(2027, 4, 1)
    disposal = made_list(day)
    retention.approve_list(disposal, by=coordinator)
    make_request(Kind.DISCLOSE, left, coordinator)
    item = retention.carry_out(disposal).items.get()
    assert (item.disposed_at, item.kept_because) == (None, "処理中の個人情報の請求があるため")
    assert [i.kept_because for i in retention.due_items(day)] == [
        "処理中の個人情報の請求があるため"
    ]
    assert retention.make_list(day) is None


def test_the_trail_and_the_log_of_the_admin_go_by_whole_years(coordinator, office):
    LogEntry.objects.log_actions(coordinator.pk, [office], CHANGE, single_object=True)
    Department.objects.filter(pk=office.pk).update(name="あたらしい")
    old = datetime.datetime(2014, 3, 31, 3, tzinfo=datetime.UTC)
    LogEntry.objects.update(action_time=old)
    with erasing(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_departmentevent SET pgh_created_at = %s WHERE pgh_label='insert'",
            [old],
        )
    disposal = made_list(timezone.localdate())
    names = sorted({i.rule.kind for i in disposal.items.select_related("rule")})
    assert names == ["admin_log", "audit_event"]
    assert "2013（平成25）年度の変更の記録" in {i.label for i in disposal.items.all()}
    retention.approve_list(disposal, by=coordinator)
    retention.carry_out(disposal)
    assert not LogEntry.objects.exists()
    tracked: Any = Department  # its event model is added when it is tracked, unknown to its type
    labels = tracked.pgh_event_model.objects.values_list("pgh_label", flat=True)
    assert list(labels) == ["update"]


def test_a_closed_incident_goes_after_its_years(coordinator):
    incident = IncidentLog.objects.create(
        kind="leak", found_at=timezone.now(), what_happened="宛先の誤り", data="アドレス",
        closed_on=datetime.date(2026, 3, 31), recorded_by=coordinator,
    )  # fmt: skip
    disposal = made_list(datetime.date(2036, 4, 1))
    retention.approve_list(disposal, by=coordinator)
    retention.carry_out(disposal)
    assert not IncidentLog.objects.filter(pk=incident.pk).exists()


def test_the_command_looks_first_and_then_does_what_was_approved(old_request, coordinator, capsys):
    call_command("apply_retention", dry_run=True, day=LATE)
    out = capsys.readouterr().out
    assert "個人情報の請求：1件" in out
    assert "2030-04-01 の時点で1件が保存年限を過ぎています（うち保留0件）。" in out
    assert not DisposalList.objects.exists()
    call_command("apply_retention", day=LATE)
    assert "管理画面で承認してください" in capsys.readouterr().out
    disposal = DisposalList.objects.get()
    retention.approve_list(disposal, by=coordinator)
    call_command("apply_retention", dry_run=True, day=LATE)
    assert "承認された一覧：1件（実行していません）" in capsys.readouterr().out
    call_command("apply_retention", day=LATE)
    assert "1件を廃棄し、0件を残しました。" in capsys.readouterr().out
    call_command("apply_retention", day=LATE)
    assert DisposalList.objects.count() == 1


def test_the_job_of_the_night_carries_out_what_was_approved(old_request, coordinator):
    disposal = made_list(LATE)
    retention.approve_list(disposal, by=coordinator)
    apply_retention(timestamp=0)
    disposal.refresh_from_db()
    assert disposal.status == DisposalList.Status.DONE


def test_a_list_is_approved_by_its_button(client, old_request, coordinator, desk):
    disposal = made_list(LATE)
    page = reverse("admin:portal_disposallist_change", args=[disposal.pk])
    approve = reverse("admin:portal_disposallist_step", args=[disposal.pk, "approve"])
    client.force_login(desk)
    assert client.post(approve).status_code == 403
    client.force_login(coordinator)
    text = client.get(page).content.decode()
    assert "この一覧を承認する…" in text
    assert f"請求 {old_request.number} の氏名と内容" in text
    assert client.get(approve).status_code == 200
    assert client.post(approve).url == page
    disposal.refresh_from_db()
    assert (disposal.status, disposal.decided_by) == ("approved", coordinator)
    assert "この一覧を承認する…" not in client.get(page).content.decode()


def test_a_job_that_ended_is_forgotten_at_once_or_after_two_weeks():
    """Its arguments may hold an address, or a whole mail."""
    assert app.worker_defaults["delete_jobs"] == "successful"
    ids = [
        app.configure_task("見本", allow_unknown=True).defer(name=name)
        for name in ("waiting", "failed lately", "failed long ago")
    ]
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s WHERE id = ANY(%s)", [status, ids[1:]]
            )
        cursor.execute(
            "UPDATE procrastinate_events SET at = at - interval '15 days' WHERE job_id = ANY(%s)",
            [[ids[0], ids[2]]],
        )
        forget_old_jobs(0)
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE id = ANY(%s) ORDER BY id", [ids])
        assert [row[0] for row in cursor.fetchall()] == ids[:2]
