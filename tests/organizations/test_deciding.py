"""Staff decide over applications: the checklist, return, approve, decline, paper, and races."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import (
    Application,
    Attachment,
    Invitation,
    Organization,
    OrganizationKind,
    Requirement,
    RequirementCheck,
)
from tests.factories import UserFactory
from tests.projects.test_races import race
from tests.world.registry import DAY, fill

Status = Organization.Status
ADDRESS = "https://kyodo.example.jp/invitations/open/"


def url(name: str, *arguments: Any) -> str:
    return reverse(f"organizations:{name}", args=arguments)


def handed_in(name: str = "花の会") -> Application:
    """Return a complete application, handed in."""
    kind, _ = OrganizationKind.objects.get_or_create(name="任意団体")
    application, _ = actions.start_application(name=name, email="hana@example.jp", kind=kind)
    fill(application.organization)
    return actions.submit(application.organization)


def tick_all(application: Application, by: User) -> None:
    found = dict.fromkeys(Requirement.objects.all(), ("met", "会則で確認"))
    actions.check_requirements(application, found, by=by)


@pytest.fixture
def applied(db: None) -> Application:
    return handed_in()


@pytest.fixture
def desk_client(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


@pytest.mark.django_db
def test_each_line_keeps_who_checked_it_and_the_remark(
    desk_client: Client, applied: Application, coordinator: User
) -> None:
    first, second = Requirement.objects.all()[:2]
    actions.check_requirement(applied, first, result="met", remark="名簿で12人", by=coordinator)
    data = {f"result-{first.pk}": "met", f"remark-{first.pk}": "名簿で12人"}
    data |= {f"result-{second.pk}": "unmet", f"remark-{second.pk}": "活動場所がわからない"}
    desk_client.post(url("application", applied.pk), data)
    checks = {c.requirement_id: c for c in RequirementCheck.objects.all()}
    assert checks[first.pk].checked_by == coordinator
    assert checks[second.pk].remark == "活動場所がわからない"
    page = desk_client.get(url("application_return", applied.pk)).content.decode()
    assert f"・{second.text}：活動場所がわからない" in page


@pytest.mark.django_db
def test_returning_keeps_what_was_ticked_and_names_it(
    desk_client: Client, applied: Application
) -> None:
    requirement = Requirement.objects.earliest("pk")
    data = {f"result-{requirement.pk}": "unmet", f"remark-{requirement.pk}": "名簿がない"}
    answer = desk_client.post(url("application", applied.pk), data | {"return": "1"})
    assert answer.headers["Location"] == url("application_return", applied.pk)
    assert "名簿がない" in desk_client.get(answer.headers["Location"]).text


def test_approving_asks_for_the_whole_checklist(
    desk_client: Client, applied: Application, desk: User
) -> None:
    organization = applied.organization
    page = desk_client.get(url("application", applied.pk)).content.decode()
    assert "要件の確認が8つ残っています" in page
    desk_client.post(url("application_approve", applied.pk))
    organization.refresh_from_db()
    assert organization.status == Status.SUBMITTED
    tick_all(applied, desk)
    desk_client.post(
        url("application_approve", applied.pk), {"version": organization.version}, follow=True
    )
    organization.refresh_from_db()
    assert organization.status == Status.PUBLIC
    assert Invitation.objects.get(organization=organization).addressee == "花田 咲"
    assert desk_client.get(url("detail", organization.pk)).status_code == 200


@pytest.mark.django_db
def test_what_the_applicant_changed_meanwhile_is_not_approved_unread(
    desk_client: Client, applied: Application, desk: User
) -> None:
    tick_all(applied, desk)
    organization = applied.organization
    organization.refresh_from_db()
    seen = organization.version
    actions.take_back(organization)
    actions.submit(organization)
    response = desk_client.post(
        url("application_approve", applied.pk), {"version": seen}, follow=True
    )
    assert "先に直して" in response.content.decode()
    organization.refresh_from_db()
    assert organization.status == Status.SUBMITTED


@pytest.mark.django_db
def test_the_coordinating_office_approves_and_the_desk_invites(
    client: Client, applied: Application, coordinator: User, desk: User
) -> None:
    tick_all(applied, coordinator)
    actions.approve(applied.organization, by=coordinator)
    assert not Invitation.objects.filter(organization=applied.organization).exists()
    client.force_login(desk)
    page = client.get("/admin/").content.decode()
    assert "代表者をまだ招待していない、新しい団体" in page
    assert "花の会" in client.get(f"{url('applications')}?tab=uninvited").content.decode()


@pytest.mark.django_db
def test_a_paper_form_says_who_entered_what_from_which_paper(
    desk_client: Client, desk: User
) -> None:
    kind, _ = OrganizationKind.objects.get_or_create(name="任意団体")
    data: dict[str, Any] = {"name": "紙の会", "kind": kind.pk, "paper": "様式第1号、綴り12"}
    data |= {"received_on_year": "令和8", "received_on_month": "4", "received_on_day": "1"}
    response = desk_client.post(url("paper_entry"), data)
    application = Application.objects.get()
    assert response["Location"] == url("apply_step", str(application.pk), "group")
    assert (application.channel, application.paper) == ("paper", "様式第1号、綴り12")
    assert (application.entered_by, application.paper_received_on) == (desk, DAY)
    page = desk_client.get(response["Location"]).content.decode()
    assert "もとの紙：様式第1号、綴り12" in page
    fill(application.organization)
    desk_client.post(url("apply_step", str(application.pk), "check"))
    application.refresh_from_db()
    assert application.number


@pytest.mark.django_db
def test_documents_are_for_the_group_and_the_staff(client: Client, desk: User) -> None:
    attachment = Attachment.objects.get(organization=handed_in("ほかの会").organization)
    address = url("attachment", attachment.pk)
    member = UserFactory(role=Role.EDITOR, role__place=attachment.organization)
    people = {
        None: 302,
        UserFactory(role=Role.REPRESENTATIVE): 404,
        UserFactory(role=Role.HEAD): 404,
        member: 200,
        desk: 200,
    }
    for person, status in people.items():
        client.logout()
        if person is not None:
            client.force_login(person)
        assert client.get(address).status_code == status, person
        posted = client.post(url("attachment_remove", attachment.pk)) if status == 404 else None
        assert posted is None or posted.status_code == 404
    assert Attachment.objects.filter(pk=attachment.pk).exists()


@pytest.mark.django_db
def test_the_queue_is_searched_by_name_and_number(
    desk_client: Client, applied: Application
) -> None:
    handed_in("川の会")
    for words in ("川の", str(Application.objects.get(organization__name="川の会").number)):
        page = desk_client.get(url("applications"), {"q": words}).content.decode()
        assert "川の会" in page
        assert "花の会" not in page


@pytest.mark.django_db
def test_a_lost_code_is_replaced(desk_client: Client) -> None:
    application, code = actions.start_application(
        name="花の会", kind=OrganizationKind.objects.get_or_create(name="任意団体")[0]
    )
    fill(application.organization)
    actions.submit(application.organization)
    desk_client.post(url("application_code", application.pk))
    assert actions.find_application(code) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rival", ["approve", "decline", "return", "take_back"])
def test_two_decide_at_once_and_one_wins(transactional_db: None, rival: str) -> None:
    application = handed_in()
    organization = application.organization
    one, other = UserFactory(role=Role.DESK), UserFactory(role=Role.COORDINATOR)
    tick_all(application, one)
    rivals = {
        "approve": lambda: actions.approve(organization, by=other, address=ADDRESS),
        "decline": lambda: actions.decline(organization, by=other, reason="市外のため"),
        "return": lambda: actions.return_application(
            organization, by=other, reason="会則", steps=[]
        ),
        "take_back": lambda: actions.take_back(organization),
    }
    results = race(lambda: actions.approve(organization, by=one, address=ADDRESS), rivals[rival])
    refused = [r for r in results if isinstance(r, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], actions.WrongState)
    organization.refresh_from_db()
    won_first = not isinstance(results[0], Exception)
    assert (organization.status == Status.PUBLIC) == (won_first or rival == "approve")
    assert bool(organization.registration_number) == (organization.status == Status.PUBLIC)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_give_two_numbers(transactional_db: None) -> None:
    desk = UserFactory(role=Role.DESK)
    applications = [handed_in(name) for name in ("花の会", "川の会", "山の会")]
    for application in applications:
        tick_all(application, desk)
    results = race(
        *[
            lambda a=application: actions.approve(a.organization, by=desk, address=ADDRESS)
            for application in applications
        ]
    )
    assert not [r for r in results if isinstance(r, Exception)]
    numbers = Organization.objects.values_list("registration_number", flat=True)
    assert set(numbers) == {"0001", "0002", "0003"}
