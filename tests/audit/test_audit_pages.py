"""変更の記録 in the admin: who reads what, filters, pages, links."""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.audit.events import event_models
from koganei_kyodo.portal.job_words import JOB_WORDS
from organizations.models import Department
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/audit/"


def read(client, **query) -> str:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return answer.content.decode()


def entry_url(model, pk: int) -> str:
    event = model.pgh_event_model.objects.filter(pgh_obj_id=pk).latest("pgh_id")
    return reverse("admin:audit_entry", args=[model._meta.label_lower, event.pk])


@pytest.fixture
def renamed(office, coordinator) -> Department:
    """An office that the coordinator renamed, for a reason."""
    with acting(coordinator, why="組織の見直し", path="/admin/organizations/department/1/change/"):
        Department.objects.filter(pk=office.pk).update(name="みどり公園課")
    return office


def test_the_list_says_who_what_when_why_and_how(client, coordinator, renamed):
    client.force_login(coordinator)
    text = read(client)
    for word in ("田中 健", "担当課「みどり公園課」を変えた", "名称", "組織の見直し", "管理画面"):
        assert word in text


def test_one_change_shows_before_and_after(client, coordinator, renamed):
    client.force_login(coordinator)
    text = client.get(entry_url(Department, renamed.pk)).content.decode()
    assert "<td>公園課</td>" in text
    assert "<td>みどり公園課</td>" in text
    assert f"/admin/organizations/department/{renamed.pk}/change/" in text


def test_the_desk_reads_the_trail_of_records_only(client, desk, renamed, office):
    record = factories.RecordFactory(department=office, name="花だん")
    client.force_login(desk)
    text = read(client)
    assert "事業実績「花だん" in text
    assert "担当課「" not in text
    assert client.get(entry_url(Department, renamed.pk)).status_code == 403
    assert client.get(entry_url(type(record), record.pk)).status_code == 200
    # A kind that is not offered is no way around.
    text = read(client, kind="organizations.department", object=renamed.pk)
    assert "みどり公園課" not in text


@pytest.mark.parametrize("role", ["member", "officer", "head"])
def test_others_read_nothing(client, request, role, renamed):
    client.force_login(request.getfixturevalue(role))
    assert client.get(LIST).status_code in (302, 403)
    assert client.get(entry_url(Department, renamed.pk)).status_code in (302, 403)


def test_a_stranger_is_asked_to_log_in(client, renamed):
    assert client.get(LIST).url.startswith("/admin/login/")
    assert client.get(entry_url(Department, renamed.pk)).url.startswith("/admin/login/")


def test_nothing_is_posted_and_nothing_made_up(client, coordinator, renamed):
    client.force_login(coordinator)
    assert client.post(LIST).status_code == 405
    assert client.get("/admin/audit/organizations.department/999999/").status_code == 404
    assert client.get("/admin/audit/sessions.session/1/").status_code == 404
    for odd in ("0", "-1", "x", "99999999999999999999", "２"):
        assert client.get(LIST, {"page": odd}).status_code == 200


def test_filters_by_day_person_and_kind(client, coordinator, renamed):
    client.force_login(coordinator)
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)

    def days(name, day):
        return {f"{name}_year": day.year, f"{name}_month": day.month, f"{name}_day": day.day}

    deed = "担当課「みどり公園課」を変えた"
    assert deed in read(client, **days("since", today), **days("until", today))
    assert "この条件の変更はありません" in read(client, **days("since", tomorrow))
    assert deed in read(client, person=coordinator.login_id)
    assert "利用者「" not in read(client, person=coordinator.login_id)
    assert "このログインIDの利用者はいません" in read(client, person="nobody")
    assert "利用者「" not in read(client, kind="organizations.department")
    assert "日" in read(client, since_year="x")


def test_the_history_of_one_object(client, coordinator, renamed, other_office):
    client.force_login(coordinator)
    change = client.get(f"/admin/organizations/department/{renamed.pk}/change/").content.decode()
    link = f"/admin/audit/?kind=organizations.department&amp;object={renamed.pk}"
    assert f'<a href="{link}">この記録の変更の履歴</a>' in " ".join(change.split())
    text = read(client, kind="organizations.department", object=renamed.pk)
    assert "担当課「みどり公園課」</strong>の変更だけ" in text
    assert "防災課" not in text


def test_the_link_stands_on_the_change_page_of_every_tracked_object(client, coordinator):
    operator = User.objects.create_superuser("operator-test", "long-enough-word-1", name="運用")
    client.force_login(operator)
    shown = 0
    for model in event_models():
        tracked = model.pgh_tracked_model
        row = tracked._default_manager.first() if tracked in admin.site._registry else None
        if row is None:
            continue
        url = reverse(f"admin:{tracked._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
        text = client.get(url).content.decode()
        assert "この記録の変更の履歴" in text, tracked
        shown += 1
    assert shown >= 4


def test_pages(client, coordinator, office):
    client.force_login(coordinator)
    for number in range(60):
        Department.objects.filter(pk=office.pk).update(name=f"課{number}")
    query = {"kind": "organizations.department", "object": office.pk}
    first, second = read(client, **query), read(client, **query, page=2)
    assert "古い50件" in first
    assert "新しい50件" not in first
    assert "新しい50件" in second
    assert "古い50件" not in second
    assert f"object={office.pk}&amp;page=2" in first


def test_a_page_needs_no_more_statements_for_more_rows(
    client, coordinator, office, django_assert_max_num_queries
):
    client.force_login(coordinator)
    query = {"kind": "organizations.department"}
    with django_assert_max_num_queries(40) as first:
        client.get(LIST, query)
    for number in range(30):
        factories.DepartmentFactory(name=f"課{number}", parent=office)
    with django_assert_max_num_queries(40) as second:
        client.get(LIST, query)
    assert len(second) == len(first)


def test_every_job_has_a_name_in_words():
    """The trail calls a job by what it does; procrastinate's own jobs change no row of ours."""
    own = {config.label for config in apps.get_app_configs()} - {"procrastinate"}
    ours = {name for name in app.tasks if name.partition(".")[0] in own}
    assert ours == set(JOB_WORDS)
