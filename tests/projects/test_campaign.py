"""The campaign of a year, carrying over, and the confirmation by the 課長."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects import actions
from projects.history import journey
from projects.models import Campaign, Guideline, Project, ProjectRecord
from projects.progress import own_progress, progress_of
from tests.factories import DepartmentFactory, RecordFactory, UserFactory, add_membership

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 5, 29)


@pytest.fixture
def campaign(coordinator: User) -> Campaign:
    return actions.prepare_campaign(2025, by=coordinator, due_on=DUE, note="内線1234")


def states(campaign: Campaign) -> dict[str, str]:
    return {row.department.name: row.state for row in progress_of(campaign)}


def test_opening_tells_every_office_and_reminding_only_the_silent_ones(
    campaign: Campaign, coordinator: User, officer: User, other_officer: User, office: Department
) -> None:
    actions.open_campaign(campaign, by=coordinator)
    assert {n.user for n in Notification.objects.all()} >= {officer, other_officer}
    RecordFactory(department=office, status="submitted")
    Notification.objects.all().delete()
    offices = Department.objects.all()

    reminded = actions.remind(campaign, offices, by=coordinator)
    assert [row.department.name for row in reminded] == ["防災課"]
    assert [n.user for n in Notification.objects.all()] == [other_officer]
    assert actions.remind(campaign, offices, by=coordinator) == []
    letters = actions.remind(campaign, offices, by=coordinator, way="letter")
    assert {row.department.name for row in letters} == {"防災課", "協働推進課"}


def test_nothing_is_an_answer_that_can_be_taken_back(
    campaign: Campaign, coordinator: User, officer: User, other_officer: User, office: Department
) -> None:
    with pytest.raises(actions.WrongState, match="始まって"):
        actions.answer_nothing(campaign, office, by=officer)
    actions.open_campaign(campaign, by=coordinator)
    with pytest.raises(PermissionDenied):
        actions.answer_nothing(campaign, office, by=other_officer)
    actions.answer_nothing(campaign, office, by=officer, reason="窓口がない")
    assert states(campaign)["公園課"] == "nothing"
    actions.revoke_nothing(campaign, office, by=officer)
    assert states(campaign)["公園課"] == "silent"
    RecordFactory(department=office)
    assert states(campaign)["公園課"] == "writing"
    with pytest.raises(actions.WrongState, match="書いてあります"):
        actions.answer_nothing(campaign, office, by=officer)
    actions.close_campaign(campaign, by=coordinator)
    with pytest.raises(actions.WrongState, match="締め切りました"):
        actions.revoke_nothing(campaign, office, by=officer)


def test_an_office_reads_of_itself_what_the_coordinators_read_of_it(
    campaign: Campaign,
    coordinator: User,
    officer: User,
    office: Department,
    other_office: Department,
) -> None:
    actions.open_campaign(campaign, by=coordinator)
    gone = DepartmentFactory(name="前の課", valid_until=datetime.date(2025, 3, 31))
    RecordFactory.create_batch(2, department=office)
    RecordFactory(department=gone, status="submitted")
    RecordFactory(department=other_office)
    own = own_progress(campaign, {office.pk, gone.pk})
    seen = {row.department: row for row in progress_of(campaign)}
    assert [row.department for row in own] == [office, gone]
    for row in own:
        whole = seen[row.department]
        assert (row.state, row.counts) == (whole.state, whole.counts)
        assert row.is_of_today == whole.is_of_today == (row.department == office)


@pytest.mark.parametrize(
    ("verb", "status"),
    [("open", "open"), ("close", "preparing"), ("close", "closed"), ("remind", "closed")],
)
def test_wrong_moves_say_what_to_do(
    campaign: Campaign, coordinator: User, verb: str, status: str
) -> None:
    Campaign.objects.update(status=status)
    deeds: dict[str, Any] = {
        "open": lambda: actions.open_campaign(campaign, by=coordinator),
        "close": lambda: actions.close_campaign(campaign, by=coordinator),
        "remind": lambda: actions.remind(campaign, [], by=coordinator),
    }
    with pytest.raises(actions.WrongState):
        deeds[verb]()


def test_only_the_coordinating_office_runs_it_and_once_a_year(
    campaign: Campaign, coordinator: User, desk: User
) -> None:
    with pytest.raises(PermissionDenied):
        actions.open_campaign(campaign, by=desk)
    with pytest.raises(actions.WrongState, match="すでに"):
        actions.prepare_campaign(2025, by=coordinator, due_on=DUE)


def test_last_years_projects_become_drafts_once(
    officer: User, other_office: Department, office: Department, guideline: Guideline
) -> None:
    last: Any = RecordFactory(
        department=office, fiscal_year=2024, status="approved", partners=2, cost=5000
    )
    strange: Any = RecordFactory(department=other_office, fiscal_year=2024, status="approved")
    assert actions.last_years_records(2025, offices=[office.pk]) == [last]
    for _ in range(2):
        actions.carry_over([last.project], by=officer, fiscal_year=2025, offices=[office])
    record = ProjectRecord.objects.get(fiscal_year=2025)
    assert (record.continuity, record.cost, record.partners.count()) == ("continued", None, 2)
    assert actions.last_years_records(2025, offices=[office.pk]) == []
    with pytest.raises(PermissionDenied):
        actions.carry_over(
            Project.objects.filter(pk=strange.project_id),
            by=officer,
            fiscal_year=2025,
            offices=[office],
        )


def test_the_head_confirms_before_submitting_where_the_year_asks(
    campaign: Campaign, coordinator: User, officer: User, head: User, office: Department
) -> None:
    actions.change_campaign(campaign, by=coordinator, due_on=DUE, note="", needs_head=True)
    record: Any = RecordFactory(department=office, partners=1)
    with pytest.raises(actions.HeadNeeded):
        actions.submit(record, by=officer, version=record.version)
    with pytest.raises(PermissionDenied):
        actions.confirm(record, by=officer, version=record.version)

    record = actions.ask_head(record, by=officer)
    assert [n.user for n in Notification.objects.all()] == [head]
    record = actions.confirm(record, by=head, version=record.version)
    record = actions.save_record(
        record, by=officer, version=record.version, changes={"summary": "直した"}
    )
    assert record.confirmed_at is None
    record = actions.submit(record, by=head, version=record.version)
    assert (record.status, record.confirmed_by) == ("submitted", head)
    assert [(step.who, step.what) for step in journey(record)][-4:] == [
        (head.name, "課長として確認した"),
        (officer.name, "内容を直した（課長の確認は、もう一度）"),
        (head.name, "課長として確認した"),
        (head.name, "提出した"),
    ]


def test_where_nobody_is_head_nothing_waits(
    campaign: Campaign, coordinator: User, officer: User, office: Department
) -> None:
    actions.change_campaign(campaign, by=coordinator, due_on=DUE, note="", needs_head=True)
    record: Any = RecordFactory(department=office, partners=1)
    assert actions.submit(record, by=officer, version=record.version).status == "submitted"


@pytest.mark.parametrize(
    ("rule", "campaign_asks", "entered", "waits"),
    [
        ("as_asked", True, False, True),
        ("as_asked", False, False, False),
        ("as_asked", True, True, False),
        ("always", False, False, True),
        ("always", False, True, True),
        ("never", True, False, False),
    ],
)
def test_an_offices_own_rule_goes_before_the_years(
    campaign: Campaign,
    desk: User,
    officer: User,
    head: User,
    office: Department,
    rule: str,
    campaign_asks: bool,
    entered: bool,
    waits: bool,
) -> None:
    Campaign.objects.update(needs_head=campaign_asks)
    campaign.refresh_from_db()
    Department.objects.filter(pk=office.pk).update(head_rule=rule)
    office.refresh_from_db()
    by = desk if entered else officer
    said = actions.head_questions([office], campaign, entering=entered)
    assert [question.has_head for question in said] == ([True] if waits else [])
    record: Any = RecordFactory(department=office, partners=1, entered_by=desk if entered else None)
    if waits:
        with pytest.raises(actions.HeadNeeded):
            actions.submit(record, by=by, version=record.version)
        record = actions.confirm(record, by=head, version=record.version)
    assert actions.submit(record, by=by, version=record.version).status == "submitted"


def test_the_successors_rule_counts_for_the_drafts_of_an_office_that_is_gone(
    officer: User, office: Department, city: Department
) -> None:
    record: Any = RecordFactory(department=office, partners=1)
    successor: Any = DepartmentFactory(parent=city, head_rule="always")
    new_head: Any = UserFactory(role=Role.HEAD, role__place=successor)
    office.valid_until = timezone.localdate() - datetime.timedelta(days=1)
    office.save()
    office.successors.add(successor)
    assert actions.needs_head(record)
    assert actions.confirm(record, by=new_head, version=record.version).confirmed_by == new_head


def test_the_head_of_one_office_confirms_for_no_other_they_work_in(
    head: User, other_office: Department
) -> None:
    add_membership(head, Role.OFFICER, other_office)
    record: Any = RecordFactory(department=other_office, partners=1)
    with pytest.raises(PermissionDenied):
        actions.confirm(record, by=head, version=record.version)


def test_the_staff_carry_over_and_answer_in_an_offices_place(
    campaign: Campaign,
    client: Client,
    coordinator: User,
    desk: User,
    office: Department,
    other_office: Department,
    guideline: Guideline,
) -> None:
    actions.open_campaign(campaign, by=coordinator)
    last: Any = RecordFactory(department=office, fiscal_year=2024, status="approved")
    client.force_login(desk)
    here, there = f"?office={office.pk}", f"?office={other_office.pk}"
    home = reverse("projects:office_home")
    assert "公園課の代わりに入力する" in client.get(home + here).content.decode()

    carry = reverse("projects:carry_over", args=[2025])
    assert last.name not in client.get(carry + there).content.decode()
    posted = client.post(carry + here, {"projects": [last.project_id]})
    assert posted.headers["Location"] == home + here
    record = ProjectRecord.objects.get(fiscal_year=2025)
    assert (record.department, record.entered_by) == (office, desk)
    assert record.name in client.get(home + here).content.decode()
    assert record.name not in client.get(home + there).content.decode()

    nothing = reverse("projects:nothing", args=[2025])
    assert client.post(nothing + there, {"reason": "電話で聞いた"}).status_code == 302
    assert states(campaign)["防災課"] == "nothing"
    answer = campaign.nothing.get()
    client.post(reverse("projects:nothing_revoke", args=[answer.pk]) + there)
    assert states(campaign)["防災課"] == "silent"
    assert client.get(f"{carry}?office=999999").status_code == 404
