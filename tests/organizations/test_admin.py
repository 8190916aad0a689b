"""The admin: memberships through the actions, the rest to look up; the dashboard."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import Membership, OrganizationKind
from tests.factories import UserFactory
from tests.organizations.conftest import membership_of
from tests.world.registry import fill

pytestmark = pytest.mark.django_db
MODELS = ["membership", "invitation", "membershipconfirmation", "transfer"]


def admin_url(model: str, page: str = "changelist", *args: int) -> str:
    return reverse(f"admin:organizations_{model}_{page}", args=args)


@pytest.fixture
def _rows(head, officer, office, other_office, leader):
    actions.invite(head, role=Role.OFFICER, department=office, addressee="新田 光")
    actions.confirm_membership(membership_of(officer), by=head, fiscal_year=2030)
    later = timezone.localdate() + datetime.timedelta(50)
    second = UserFactory(name="森 林太郎", role=Role.OFFICER, role__place=office)
    actions.move_membership(membership_of(second), by=head, to_department=other_office, on=later)


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("model", MODELS)
def test_the_coordinator_looks_everything_up_and_changes_nothing(client, coordinator, model):
    client.force_login(coordinator)
    assert client.get(f"{admin_url(model)}?q=新田").status_code == 200
    page = client.get(admin_url(model))
    assert page.status_code == 200
    row = page.context["cl"].result_list[0]
    shown = client.get(admin_url(model, "change", row.pk))
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.content.decode()
    assert client.post(admin_url(model, "change", row.pk), {"role": "head"}).status_code == 403
    assert client.post(admin_url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    if model != "membership":
        assert client.get(admin_url(model, "add")).status_code == 403


@pytest.mark.usefixtures("_rows")
def test_the_operator_deletes_nothing(client, operator, officer):
    client.force_login(operator)
    url = admin_url("membership", "delete", membership_of(officer).pk)
    assert client.post(url, {"post": "yes"}).status_code == 403


@pytest.mark.usefixtures("_rows")
def test_the_desk_sees_the_representatives_only(client, desk, leader):
    client.force_login(desk)
    page = client.get(admin_url("membership"))
    assert {m.user for m in page.context["cl"].result_list} == {leader, desk}
    assert client.get(admin_url("membership", "add")).status_code == 403
    assert client.get(admin_url("invitation")).status_code == 403


def test_the_buttons_lead_to_the_pages(client, coordinator, officer, leader):
    client.force_login(coordinator)
    pk = membership_of(officer).pk
    here = admin_url("membership", "change", pk)
    page = client.get(here).content.decode()
    assert f"{reverse('organizations:membership_end', args=[pk])}?next={here}" in page
    assert f"{reverse('organizations:membership_move', args=[pk])}?next={here}" in page
    yesterday = timezone.localdate() - datetime.timedelta(1)
    actions.end_membership(membership_of(officer), by=coordinator, on=yesterday)
    assert "終わらせる…" not in client.get(here).content.decode()


def test_adding_goes_through_the_action(client, coordinator, newcomer, office, group):
    client.force_login(coordinator)
    typed = {"user": newcomer.pk, "role": "officer", "department": office.pk,
             "organization": "", "valid_from": "2026-04-01"}  # fmt: skip
    answer = client.post(admin_url("membership", "add"), typed)
    assert answer.status_code == 302, answer.context["errors"]
    assert membership_of(newcomer).department == office
    again = client.post(admin_url("membership", "add"), typed)
    assert "すでにここに所属しています" in again.content.decode()
    for wrong in (
        {"role": "coordinator"},
        {"role": "representative", "department": "", "organization": group.pk},
    ):
        answer = client.post(admin_url("membership", "add"), typed | wrong)
        assert answer.status_code == 200
        assert "ここでは加えられません" in answer.content.decode()
    answer = client.post(admin_url("membership", "add"), typed | {"department": ""})
    assert answer.status_code == 200
    assert Membership.objects.filter(user=newcomer).count() == 1


def test_the_operator_adds_the_first_coordinator(client, operator, newcomer, office):
    client.force_login(operator)
    typed = {"user": newcomer.pk, "role": "coordinator", "department": office.pk,
             "organization": "", "valid_from": "2026-04-01"}  # fmt: skip
    assert client.post(admin_url("membership", "add"), typed).status_code == 302
    assert membership_of(newcomer).role == Role.COORDINATOR


@pytest.mark.parametrize("model", MODELS)
def test_the_lists_ask_the_same_number_of_questions(
    client, operator, coordinator, head, officer, office, other_office, model, queries_of
):
    client.force_login(operator)
    later = timezone.localdate() + datetime.timedelta(50)

    def add():
        m = membership_of(UserFactory(role=Role.OFFICER, role__place=office))
        actions.confirm_membership(m, by=head, fiscal_year=2030)
        actions.invite(head, role=Role.OFFICER, department=office, addressee="新田 光")
        actions.move_membership(m, by=head, to_department=other_office, on=later)

    add()
    one = queries_of(lambda: client.get(admin_url(model)))
    for _ in range(2):
        add()
    assert queries_of(lambda: client.get(admin_url(model))) == one


@pytest.mark.parametrize(
    ("day", "label"),
    [("2027-02-01", "2027年度の所属の確認"), ("2027-05-20", "2027年度の所属の確認"),
     ("2026-11-21", "")],
)  # fmt: skip
def test_the_dashboard_shows_what_waits(
    client, coordinator, head, officer, other_office, day, label
):
    with time_machine.travel(f"{day} 12:00+09:00", tick=False):
        client.force_login(coordinator)
        later = timezone.localdate() + datetime.timedelta(50)
        actions.move_membership(
            membership_of(officer), by=head, to_department=other_office, on=later
        )
        queues = {queue.label: queue for queue in client.get("/admin/").context["queues"]}
        assert queues["受け入れを待っている異動"].count == 1
        assert queues["受け入れを待っている異動"].oldest == timezone.localdate()
        checks = [name for name in queues if "所属の確認" in name]
        assert checks == ([label] if label else [])
        if label:
            assert queues[label].count == 2  # the coordinator and the head; who moves has an end


def test_the_desk_has_no_such_queue(client, desk):
    client.force_login(desk)
    labels = [queue.label for queue in client.get("/admin/").context["queues"]]
    assert "受け入れを待っている異動" not in labels


def test_the_queue_of_applications_is_read_and_taken_along(client, desk):
    kind = OrganizationKind.objects.create(name="任意団体")
    actions.start_application(name="書いている会", writer="花田 咲", kind=kind)
    waiting, _ = actions.start_application(name="待つ会", writer="花田 咲", kind=kind)
    fill(waiting.organization)
    actions.submit(waiting.organization)
    client.force_login(desk)
    queues = {queue.label: queue for queue in client.get(reverse("admin:index")).context["queues"]}
    first = queues["確認を待っている団体の登録"]
    assert (first.count, first.oldest) == (1, timezone.localdate())
    assert (queues["確認を待っている変更届"].count, queues["確認を待っている変更届"].oldest) == (
        0,
        None,
    )
    page = client.get(admin_url("application"))
    assert "待つ会" in page.text
    assert "書いている会" not in page.text  # still the applicant's own
    shown = client.get(admin_url("application", "change", waiting.pk))
    assert reverse("organizations:application", args=[waiting.pk]) in shown.text
    taken = client.post(reverse("admin:organizations_application_export", args=["csv"]))
    text = taken.getvalue().decode("utf-8-sig")
    assert "待つ会" in text
    assert "花田" not in text
    assert "待つ会" not in client.get(admin_url("application"), {"queue": "returned"}).text
