"""The yearly confirmation: asked, asked again, lapsed, and never twice or unasked."""

import datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import Organization, RegistrySettings
from organizations.periods import end_after_confirmation
from tests.factories import ContactFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db
Status = Organization.Status
END = datetime.date(2027, 3, 31)


@pytest.fixture
def group(db: None) -> Organization:
    """A registered group with a mail address, whose term ends on 31 March 2027."""
    organization = OrganizationFactory(name="花の会", valid_until=END, member_count=10)
    ContactFactory(organization=organization, email="hana@example.jp")
    return organization


def run(year: int, month: int, day: int) -> actions.RenewalCounts:
    return actions.renew_registrations(datetime.date(year, month, day))


def status(group: Organization) -> str:
    group.refresh_from_db()
    return group.status


def subjects() -> list[str]:
    jobs = ProcrastinateJob.objects.filter(task_name="organizations.send_registry_mail")
    return [job.args["subject"] for job in jobs.order_by("pk")]


def test_a_group_is_asked_three_times_before_it_lapses(group: Organization) -> None:
    assert run(2027, 1, 29).asked == 0
    assert run(2027, 1, 30).asked == 1
    assert status(group) == Status.RENEWAL_DUE
    assert run(2027, 1, 30).asked == 0
    assert run(2027, 3, 31).asked_again == 0
    assert run(2027, 4, 1).asked_again == 1
    assert run(2027, 4, 2) == actions.RenewalCounts()
    assert run(2027, 6, 14).asked_last == 0
    assert run(2027, 6, 15).asked_last == 1
    assert run(2027, 6, 16) == actions.RenewalCounts()
    assert run(2027, 6, 29).lapsed == 0
    assert run(2027, 6, 30).lapsed == 1
    assert status(group) == Status.LAPSED
    assert group.ended_on == datetime.date(2027, 6, 30)
    assert run(2027, 7, 1) == actions.RenewalCounts()
    assert [subject[:6] for subject in subjects()] == [
        "【お願い】団",
        "【お願い】団",
        "【最後のお願",
        "【お知らせ】",
    ]


def test_nobody_lapses_unasked_after_the_worker_stood_still(group: Organization) -> None:
    counts = run(2028, 1, 1)
    assert (counts.asked, counts.lapsed) == (1, 0)
    for day in range(2, 15):
        assert run(2028, 1, day).lapsed == 0
    assert run(2028, 1, 15).lapsed == 1


def test_people_with_an_account_are_told_there(group: Organization) -> None:
    leader = UserFactory(role=Role.REPRESENTATIVE, role__place=group, email="hana@example.jp")
    run(2027, 2, 1)
    notice = Notification.objects.get(user=leader)
    assert notice.link == f"/organizations/{group.pk}/registration/"
    assert subjects() == []


def test_a_dry_run_counts_and_changes_nothing(group: Organization) -> None:
    out = StringIO()
    call_command("renew_registrations", "--dry-run", "--on", "2027-02-01", stdout=out)
    assert "確認のお願いを送った団体：1" in out.getvalue()
    assert status(group) == Status.PUBLIC
    assert subjects() == []


@pytest.mark.parametrize(
    ("end", "day", "expected"),
    [
        ("anniversary", (2027, 2, 15), (2028, 3, 31)),  # within the days of asking: none is lost
        ("anniversary", (2026, 6, 1), (2027, 5, 31)),  # long before: counted from the day
        ("anniversary", (2027, 4, 10), (2028, 4, 9)),  # in the days of grace
        ("fiscal_year", (2027, 2, 15), (2028, 3, 31)),
        ("fiscal_year", (2026, 6, 1), (2027, 3, 31)),
        ("fiscal_year", (2027, 4, 10), (2028, 3, 31)),
    ],
)
def test_how_long_a_confirmation_counts(end: str, day: Any, expected: Any) -> None:
    settings = RegistrySettings(renewal_end=end)
    found = end_after_confirmation(END, datetime.date(*day), settings)
    assert found == datetime.date(*expected)


@time_machine.travel("2027-04-10 12:00+09:00", tick=False)
def test_confirming_in_the_browser_goes_on_for_a_year(client: Client, group: Organization) -> None:
    editor = UserFactory(role=Role.EDITOR, role__place=group)
    run(2027, 4, 5)
    client.force_login(editor)
    address = reverse("organizations:registration_confirm", args=[group.pk])
    page = client.get(address).content.decode()
    assert "hana@example.jp" in page
    group.refresh_from_db()
    client.post(address, {"version": group.version, "member_count": "15", "income": "５万"})
    assert status(group) == Status.RENEWAL_DUE
    data = {"version": group.version, "member_count": "15人", "income": "50,000円"}
    assert client.post(address, data).status_code == 302
    assert status(group) == Status.PUBLIC
    assert group.confirmed_on == datetime.date(2027, 4, 10)
    assert group.valid_until == datetime.date(2028, 4, 9)
    facts = {fact.fiscal_year: fact for fact in group.yearly_facts.all()}
    assert facts[2027].member_count == 15
    assert facts[2026].income == 50_000


def test_staff_say_how_a_group_answered(client: Client, group: Organization, desk: User) -> None:
    client.force_login(desk)
    address = reverse("organizations:registration_confirm", args=[group.pk])
    page = client.post(address, {"version": group.version}).content.decode()
    assert "どのように確かめたかを入力してください" in page
    data = {"version": group.version, "why": "電話（4月1日）"}
    assert client.post(address, data).status_code == 302


def test_a_term_that_is_given_never_ends_in_the_past(desk: User) -> None:
    old = OrganizationFactory(confirmed_on=datetime.date(2015, 4, 1))
    actions.give_terms(by=desk)
    old.refresh_from_db()
    assert old.valid_until is not None
    assert old.valid_until > datetime.date.today() + datetime.timedelta(days=300)  # noqa: DTZ011
