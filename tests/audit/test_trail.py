"""Every change leaves an event that names the person: web, admin, command, job, raw SQL."""

import json
import os
import subprocess
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit import acting, acting_user_id, because
from koganei_kyodo.audit.events import erasing, event_models
from koganei_kyodo.audit.jobs import CAUSED_BY, name_the_job
from koganei_kyodo.audit.reading import Filters, read_page
from organizations.models import Department
from projects import actions
from projects.models import Partner
from tests import factories

pytestmark = pytest.mark.django_db


def newest(kind: str, pk: int):
    # What belongs to the object is listed with it; in one transaction all have the same moment.
    entries = read_page(Filters(kind=kind, object_id=str(pk))).entries
    return next(entry for entry in entries if entry.label == kind)


def test_what_is_tracked():
    labels = {m.pgh_tracked_model._meta.label for m in event_models()}
    assert labels >= {
        "accounts.User", "organizations.Department", "organizations.DepartmentSuccessor",
        "organizations.Membership", "organizations.Organization", "organizations.OrganizationKind",
        "portal.Centre", "portal.PersonalDataRequest", "projects.CollaborationForm",
        "projects.Guideline", "projects.Initiative", "projects.Origin", "projects.Outcome",
        "projects.Partner", "projects.PartnerForm", "projects.PartnerInitiative",
        "projects.PartnerKind", "projects.PartnerOrigin", "projects.Project",
        "projects.ProjectRecord", "surveys.Report", "surveys.ReportFigure", "surveys.Survey",
    }  # fmt: skip


def test_passwords_and_logins_stay_out_of_the_trail(member):
    tracked: Any = User  # its event models are added when it is tracked, unknown to its type
    model = tracked.pgh_event_models["update"]
    assert not {"password", "last_login"} & {f.name for f in model._meta.fields}
    before = model.objects.count()
    member.set_password("another-long-word-9")
    member.save()
    assert model.objects.count() == before


def test_a_change_on_the_web_names_the_person_the_page_and_the_reason(
    client, settings, officer, office
):
    settings.ROOT_URLCONF = "tests.audit.urls"
    client.force_login(officer)
    url = f"/office/{office.pk}/rename/"
    client.post(url, {"name": "みどり課", "why": "名前が変わった"})
    entry = newest("organizations.department", office.pk)
    assert (entry.who, entry.how, entry.path) == ("山田 花子", "画面", url)
    assert (entry.why, entry.deed) == ("名前が変わった", "変えた")
    assert [(c.label, c.before, c.after) for c in entry.changes] == [("名称", "公園課", "みどり課")]
    client.logout()
    client.post(url, {"name": "だれかの課"})
    assert newest("organizations.department", office.pk).who == "ログインしていない人"


def test_a_change_in_the_admin_names_the_person(client, coordinator, office):
    client.force_login(coordinator)
    url = reverse("admin:organizations_organizationkind_add")
    client.post(url, {"name": "見本の種別", "position": "3"})
    entry = read_page(Filters(kind="organizations.organizationkind")).entries[0]
    assert (entry.who, entry.how, entry.deed) == ("田中 健", "管理画面", "加えた")
    assert ("名称", "―", "見本の種別") in [(c.label, c.before, c.after) for c in entry.changes]


def test_the_secret_of_a_link_is_no_part_of_the_page(rf, coordinator):
    from koganei_kyodo.audit.context import AuditMiddleware

    request = rf.post("/invitations/0123456789ABCDEFGHJKMNPQRSTV/accept/")
    request.user = coordinator
    said = AuditMiddleware(lambda r: HttpResponse()).get_context(request)
    assert said == {"user": coordinator.pk, "path": "/invitations/…/accept/"}


def test_the_reason_of_a_return_is_why(desk, office):
    record = factories.RecordFactory(department=office, status="submitted", partners=1)
    actions.return_record(record, by=desk, reason="金額をたしかめてください")
    entry = newest("projects.projectrecord", record.pk)
    assert (entry.who, entry.why) == ("高橋 さくら", "金額をたしかめてください")


def test_an_inner_block_speaks_for_itself_only(member, coordinator, office):
    with acting(member, command="見本"):
        with acting(coordinator, why="内側"):
            Department.objects.filter(pk=office.pk).update(name="一")
        Department.objects.filter(pk=office.pk).update(name="二")
        because("外側")
        assert acting_user_id() == member.pk
    assert acting_user_id() is None
    inner, outer = read_page(Filters(kind="organizations.department")).entries[1::-1]
    assert (inner.who, inner.why, inner.how) == ("田中 健", "内側", "コマンド（見本）")
    assert (outer.who, outer.why) == ("伊藤 実", "")


def test_many_rows_in_one_statement(coordinator, city):
    offices = [Department(name=f"課{n}", code=f"many-{n}", parent=city) for n in range(20)]
    with acting(coordinator, why="まとめて"):
        Department.objects.bulk_create(offices)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE organizations_department SET position = 5 WHERE code LIKE %s", ["many-%"]
            )
    entries = read_page(Filters(kind="organizations.department", person=coordinator.pk)).entries
    assert len(entries) == 40
    assert {e.who for e in entries} == {"田中 健"}


def test_ticks_of_a_partner_are_part_of_its_record(coordinator, office):
    record = factories.RecordFactory(department=office)
    with acting(coordinator):
        partner = factories.PartnerFactory(record=record)
        partner.forms.clear()
    entries = read_page(Filters(kind="projects.projectrecord", object_id=str(record.pk))).entries
    forms = [e for e in entries if e.kind == "協働相手の協働の形態"]
    assert [e.deed for e in forms] == ["消した", "加えた"]
    assert {c.before for c in forms[0].changes} == {partner.name, "委託"}
    assert {c.label for c in forms[0].changes} == {"協働相手", "協働の形態"}


def test_a_deleted_row_is_still_readable(coordinator, office):
    partner = factories.PartnerFactory(record__department=office, name="なくなる会")
    pk = partner.pk
    with acting(coordinator):
        partner.delete()
    entries = read_page(Filters(kind="projects.partner", object_id=str(pk))).entries
    entry = next(e for e in entries if e.kind == "協働相手")
    assert (entry.deed, entry.name, entry.who) == ("消した", "なくなる会", "田中 健")
    assert ("相手の名前", "なくなる会", "―") in [
        (c.label, c.before, c.after) for c in entry.changes
    ]


# --- jobs ---------------------------------------------------------------------------------------


def test_a_job_carries_who_caused_it(coordinator, office):
    with acting(coordinator):
        app.configure_task("accounts.mail_notice").defer(notice_id=1)
    app.configure_task("accounts.mail_notice").defer(notice_id=2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs ORDER BY id DESC LIMIT 2")
        nobody, person = (json.loads(row[0]) for row in cursor.fetchall())
    assert person == {CAUSED_BY: coordinator.pk, "notice_id": 1}
    assert nobody == {"notice_id": 2}


def test_a_change_by_a_job_names_the_job_and_the_person(coordinator, office):
    job = Job(
        queue="default", lock=None, queueing_lock=None, task_name="見本.仕事",
        task_kwargs={CAUSED_BY: coordinator.pk, "name": "新しい課"},
    )  # fmt: skip
    context = JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: None)

    def run():
        Department.objects.filter(pk=office.pk).update(**job.task_kwargs)

    name_the_job(run, context, Worker(app))
    entry = newest("organizations.department", office.pk)
    assert (entry.who, entry.how) == ("田中 健", "裏方の処理（見本.仕事）")
    assert name_the_job in app.worker_defaults["task_middleware"]


# --- raw SQL ------------------------------------------------------------------------------------


def test_raw_sql_without_a_word_shows_the_role_of_the_database(office):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_department SET name = '直接' WHERE id = %s", [office.pk]
        )
        cursor.execute("SELECT session_user")
        (role,) = cursor.fetchone()
    entry = newest("organizations.department", office.pk)
    assert (entry.who, entry.how) == (f"データベースの利用者 {role}", "データベースの直接の操作")
    assert [(c.before, c.after) for c in entry.changes] == [("公園課", "直接")]


def test_raw_sql_can_name_the_person(coordinator, office):
    with connection.cursor() as cursor:
        cursor.execute("SELECT kyodo_acting(%s, '名前の訂正')", [coordinator.login_id.upper()])
        assert cursor.fetchone() == ("田中 健",)
        cursor.execute(
            "UPDATE organizations_department SET name = '直接' WHERE id = %s", [office.pk]
        )
    entry = newest("organizations.department", office.pk)
    assert (entry.who, entry.why, entry.how) == (
        "田中 健", "名前の訂正", "データベースの直接の操作",
    )  # fmt: skip


def test_raw_sql_cannot_name_somebody_who_is_not_there(db):
    with (
        pytest.raises(Exception, match="nobody-here"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute("SELECT kyodo_acting('nobody-here', '')")


# --- append-only --------------------------------------------------------------------------------


@pytest.mark.parametrize("model", event_models(), ids=lambda m: m.__name__)
def test_no_event_table_lets_itself_be_changed(model, coordinator):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND tgname LIKE 'pgtrigger_append_only_%%' AND tgenabled = 'O'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("sql", [
    "UPDATE organizations_departmentevent SET name = 'x'",
    "DELETE FROM organizations_departmentevent",
    "UPDATE pghistory_context SET metadata = '{}'",
    "DELETE FROM pghistory_context",
])  # fmt: skip
def test_events_and_their_reasons_stay(sql, coordinator, office):
    with acting(coordinator, why="見本"):
        Department.objects.filter(pk=office.pk).update(name="x")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic(), \
            connection.cursor() as cursor:  # fmt: skip
        cursor.execute(sql)
    with erasing(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0
    assert Partner.objects.count() == 0


# --- reading ------------------------------------------------------------------------------------


def test_pages_need_as_many_statements_for_one_row_as_for_many(
    coordinator, office, django_assert_max_num_queries
):
    with acting(coordinator):
        factories.OrganizationFactory(name="会")
        factories.UserFactory(role=Role.OFFICER, role__place=office)
    with django_assert_max_num_queries(60) as first:
        read_page(Filters())
    with acting(coordinator):
        for number in range(60):
            factories.OrganizationFactory(name=f"会{number}")
            factories.UserFactory(role=Role.OFFICER, role__place=office)
    with django_assert_max_num_queries(60) as second:
        page = read_page(Filters())
    assert len(page.entries) == 50
    assert page.has_older
    assert len(second) <= len(first)
    older = read_page(Filters(), number=2).entries
    assert older[0].at <= page.entries[-1].at
    assert not {(e.label, e.event_id) for e in older} & {
        (e.label, e.event_id) for e in page.entries
    }


# --- commands -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_change_by_a_command_names_the_command_and_who_started_it():
    person = User.objects.create_user("tanaka", "long-enough-word-1", name="田中 健")
    office = factories.DepartmentFactory(name="もとの課")
    program = (
        "from organizations.models import Department;"
        f"Department.objects.filter(pk={office.pk}).update(name='コマンドの課')"
    )
    address = urlsplit(os.environ["DATABASE_URL"])
    url = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ, "DATABASE_URL": url, "KYODO_DEV": "1", "KYODO_ACTING": "tanaka",
        "KYODO_WHY": "見本の直し", "SUDO_USER": "sakura",
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", program],
        cwd=settings.BASE_DIR, env=environment, check=True, timeout=100,
    )  # fmt: skip
    entry = newest("organizations.department", office.pk)
    assert (entry.who, entry.how, entry.why) == (str(person), "コマンド（shell）", "見本の直し")


@pytest.mark.django_db(transaction=True)
def test_the_worker_itself_passes_the_person_on():
    """A real worker runs the job of the night on behalf of whoever asked for it."""
    person = User.objects.create_user("tanaka", "long-enough-word-1", name="田中 健")
    office = factories.DepartmentFactory(name="もとの課")
    task = "見本.改名"
    if task not in app.tasks:

        @app.task(name=task)
        def rename(pk: int) -> None:
            Department.objects.filter(pk=pk).update(name="裏方の課")

    def work():
        assert isinstance(app.connector, DjangoConnector)
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    try:
        with acting(person):
            app.configure_task(task).defer(pk=office.pk)
        # In a thread of its own: the browser of other tests keeps an event loop in this one.
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(timeout=60)
    finally:
        del app.tasks[task]
    entry = newest("organizations.department", office.pk)
    assert (entry.who, entry.how) == ("田中 健", f"裏方の処理（{task}）")
