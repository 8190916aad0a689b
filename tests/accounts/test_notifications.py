"""Notices: kept in the portal, mailed at once, in the morning, or never."""

import datetime
import smtplib
from io import StringIO
from zoneinfo import ZoneInfo

import croniter
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts import notifications, tasks
from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.accounts.notifications import notify, send_digests
from tests import factories

pytestmark = pytest.mark.django_db


def prefers(user: User, timing: str) -> User:
    user.notice_timing = timing
    user.save(update_fields=["notice_timing"])
    return user


def digest_counts() -> tuple[int, int]:
    count = send_digests()
    return count.people, count.notices


def test_a_notice_is_mailed_at_once_in_the_same_transaction(member, run_jobs, mailoutbox):
    notify(member, "事業実績を受け付けました", "受付番号 2026-1", "/projects/1/")
    assert mailoutbox == []
    assert run_jobs() == 1
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([member.email], "事業実績を受け付けました")
    assert "https://kyodo.example.jp/projects/1/" in mail.body
    assert "https://kyodo.example.jp/accounts/profile/" in mail.body
    assert Notification.objects.get().mailed_at is not None


def test_what_is_rolled_back_was_never_said(member):
    with transaction.atomic():
        notify(member, "件名")
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name=notifications.MAIL_NOTICE).exists()


def test_a_job_that_runs_twice_mails_once(member, mailoutbox):
    notice = notify(member, "件名")
    assert notifications.mail_notice(notice.pk)
    assert not notifications.mail_notice(notice.pk)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_without_an_address_or_account_the_notice_stays_in_the_portal(
    member, run_jobs, mailoutbox, change
):
    notify(member, "件名")
    User.objects.filter(pk=member.pk).update(**change)
    run_jobs()
    assert mailoutbox == []
    assert Notification.objects.filter(user=member).count() == 1


def test_nothing_is_mailed_to_who_wants_none_unless_the_account_is_at_stake(
    member, run_jobs, mailoutbox
):
    prefers(member, "none")
    notify(member, "ふつうのお知らせ")
    notify(member, "安全にかかわるお知らせ", urgent=True)
    run_jobs()
    assert digest_counts() == (0, 0)
    assert [mail.subject for mail in mailoutbox] == ["安全にかかわるお知らせ"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:x@example.jp", "projects/1/"])
def test_only_pages_are_linked(member, link):
    with pytest.raises(ValueError, match="not a link"):
        notify(member, "件名", link=link)


def test_a_subject_is_one_line(member):
    notice = notify(member, "一行目\n二行目 " + "長" * 300)
    assert notice.subject.startswith("一行目 二行目 ")
    assert len(notice.subject) == 200


# --- the daily digest --------------------------------------------------------------------------


def test_the_digest_is_one_mail_a_person_and_is_not_sent_twice(member, officer, mailoutbox):
    for user, subjects in ((member, ["一つ目", "二つ目"]), (officer, ["三つ目"])):
        prefers(user, "daily")
        for subject in subjects:
            notify(user, subject, link="/projects/1/")
    assert not ProcrastinateJob.objects.filter(task_name=notifications.MAIL_NOTICE).exists()
    assert digest_counts() == (2, 3)
    by_address = {mail.to[0]: mail for mail in mailoutbox}
    body = by_address[member.email].body
    assert body.index("一つ目") < body.index("二つ目")
    assert "三つ目" not in body
    assert by_address[member.email].subject == "お知らせが2件あります"
    assert digest_counts() == (0, 0)
    assert len(mailoutbox) == 2


def test_nobody_gets_an_empty_digest(member, mailoutbox):
    prefers(member, "daily")
    notice = notify(member, "読んだもの")
    Notification.objects.filter(pk=notice.pk).update(read_at=notice.created_at)
    assert digest_counts() == (0, 0)
    assert mailoutbox == []


def test_who_wants_no_mail_any_more_gets_none(member, mailoutbox):
    notify(prefers(member, "daily"), "件名")
    prefers(member, "none")
    assert digest_counts() == (0, 0)


def test_a_dry_run_counts_and_sends_nothing(member, mailoutbox):
    notify(prefers(member, "daily"), "件名")
    for flags, said in ((["--dry-run"], "まだ送っていません"), ([], "送りました")):
        out = StringIO()
        call_command("send_digest", *flags, stdout=out)
        assert "1人に、お知らせ1件を" in out.getvalue()
        assert said in out.getvalue()
    assert len(mailoutbox) == 1


def test_one_address_that_fails_does_not_stop_the_others(member, officer, monkeypatch):
    sent = []

    def send(subject, text, sender, to):
        if to == [member.email]:
            raise smtplib.SMTPRecipientsRefused({})
        sent.append(to)

    monkeypatch.setattr(notifications, "send_mail", send)
    for user in (member, officer):
        notify(prefers(user, "daily"), "件名")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send_digests()
    assert sent == [[officer.email]]
    waiting = notifications.waiting_for_digest()
    assert [notice.user for notice in waiting] == [member]


def test_the_worker_sends_it_every_morning_at_half_past_seven(member, mailoutbox):
    start = datetime.datetime(2026, 5, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo")).timestamp()
    schedule = croniter.croniter(tasks.EVERY_MORNING, start)
    moments = [
        datetime.datetime.fromtimestamp(schedule.get_next(float), ZoneInfo("Asia/Tokyo"))
        for _ in range(2)
    ]
    assert [f"{moment:%d %H:%M}" for moment in moments] == ["02 07:30", "03 07:30"]
    registered = app.periodic_registry.periodic_tasks
    assert any(task.task.name == "accounts.daily_digest" for task in registered.values())
    notify(prefers(member, "daily"), "件名")
    app.tasks["accounts.daily_digest"](timestamp=0)
    assert len(mailoutbox) == 1


# --- the list in the portal --------------------------------------------------------------------


def test_the_list_shows_ones_own_notices_and_counts_the_unread(client, member, officer):
    client.force_login(member)
    assert "お知らせはまだありません" in client.get("/accounts/notices/").content.decode()
    assert "件</a>" not in client.get("/accounts/profile/").content.decode()
    own = notify(member, "自分のもの", "本文", "/accounts/profile/")
    other = notify(officer, "ほかの人のもの")
    text = client.get("/accounts/notices/").content.decode()
    assert "自分のもの" in text
    assert "ほかの人のもの" not in text
    assert '<a href="/accounts/notices/">お知らせ1件</a>' in text
    assert client.get(f"/accounts/notices/{own.pk}/read/").status_code == 405
    assert client.post(f"/accounts/notices/{other.pk}/read/").status_code == 404
    assert client.post(f"/accounts/notices/{own.pk}/read/").url == "/accounts/profile/"
    own.refresh_from_db()
    assert own.read_at is not None
    assert "お知らせ1件" not in client.get("/accounts/notices/").content.decode()


def test_all_are_read_at_once(client, member, officer):
    client.force_login(member)
    for user in (member, member, officer):
        notify(user, "件名")
    assert client.get("/accounts/notices/read/").status_code == 405
    text = client.post("/accounts/notices/read/", follow=True).content.decode()
    assert "2件を読んだことにしました" in text
    assert list(Notification.objects.filter(read_at=None)) == list(officer.notices.all())


def test_visitors_read_nothing(member):
    notice = notify(member, "件名")
    for path in (f"/accounts/notices/{notice.pk}/read/", "/accounts/notices/read/"):
        answer = Client().post(path)
        assert isinstance(answer, HttpResponseRedirect)
        assert answer.url.startswith("/accounts/login/")


def test_the_list_costs_the_same_queries_for_one_notice_and_for_many(client, member):
    client.force_login(member)
    counts = []
    for number in (1, 2, 30):
        for _ in range(number):
            notify(member, "件名", "本文", "/projects/1/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/accounts/notices/")
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert "2／2" in client.get("/accounts/notices/?page=2").content.decode()


def test_other_pages_count_the_unread_with_one_query(client, member):
    factories.UserFactory()
    client.force_login(member)
    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/profile/")
    assert sum("accounts_notification" in query["sql"] for query in queries) == 1
