"""How often a page asks the database: as often for three rows as for one, and rarely at all."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.models import ConsultationCategory, EnquirerKind
from koganei_kyodo.accounts.actions import make_letter
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.portal.models import Centre
from koganei_kyodo.portal.privacy import requests
from koganei_kyodo.portal.privacy.models import (
    DisposalList,
    Erasure,
    IncidentLog,
    ListExport,
    PersonalDataRequest,
    RetentionClass,
    RetentionRule,
)
from organizations.actions import invite
from organizations.models import (
    ActivityField,
    ActivityFieldSet,
    Application,
    Area,
    ChangeRequest,
    Department,
    FieldContact,
    Membership,
    MembershipConfirmation,
    RegistrySettings,
    Requirement,
    Transfer,
)
from projects.models import (
    Campaign,
    CollaborationForm,
    CostSource,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
    Principle,
    ProjectRecord,
    Theme,
)
from projects.models.labels import SheetLabel
from surveys.models import Report
from tests import factories
from tests.world import make_renderings, make_report

pytestmark = pytest.mark.django_db
Status = ProjectRecord.Status
# Beside what a page shows: the session, the person, the memberships, the unread notices, the
# centre's row.
SHELL = 5
STATIC_PAGES = ("portal:about", "portal:accessibility", "login", "password_change")


def queries(client: Client, address: str, method: str = "get") -> int:
    """Return the number of queries of one page, which must be there."""
    with CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(address)
        response.getvalue()  # a stream asks while it is read
    assert response.status_code == 200, address
    return len(captured)


def records(office: Department, status: str) -> Callable[[int], None]:
    """Return what adds a record of this status with two partners."""

    def add(number: int) -> None:
        factories.RecordFactory(
            department=office, status=status, partners=2, fiscal_year=2025, name=f"事業{number}"
        )

    return add


def add_label(model: type[SheetLabel]) -> Callable[[int], None]:
    """Return what adds a label of the guideline in use."""

    def add(number: int) -> None:
        guideline = factories.GuidelineFactory()
        model._default_manager.create(guideline=guideline, name=f"区分{number}", position=number)

    return add


# (who, address, what a row is): every page with a list that grows.
def public_lists(office: Department) -> dict[str, tuple[str, Callable[[int], Any]]]:
    """Return the public lists: address, and what adds a row."""
    published = records(office, Status.APPROVED)

    def report(number: int) -> None:
        make_report(f"survey-{number}", office.parent, Report.Status.PUBLISHED)  # type: ignore[arg-type]

    return {
        "front page": (reverse("portal:front"), report),
        "list": (reverse("projects:list"), published),
        "list with words": (f"{reverse('projects:list')}?q=事業", published),
        "list filtered": (
            f"{reverse('projects:list')}?year=2025&department={office.pk}",
            published,
        ),
        "list as CSV": (reverse("projects:list_csv"), published),
        "list as Excel": (reverse("projects:list_xlsx"), published),
        "statistics": (reverse("projects:statistics"), published),
        "statistics as CSV": (reverse("projects:statistics_year_csv", args=[2025]), published),
        "statistics as JSON": (reverse("projects:statistics_year_json", args=[2025]), published),
        "reports": (reverse("surveys:report_list"), report),
    }


PUBLIC = (
    "front page",
    "list",
    "list with words",
    "list filtered",
    "list as CSV",
    "list as Excel",
    "statistics",
    "statistics as CSV",
    "statistics as JSON",
    "reports",
)


def assert_steady(
    client: Client, address: str, add: Callable[[int], Any], method: str = "get"
) -> None:
    """Compare the queries for one row with those for three."""
    add(1)
    getattr(client, method)(address)
    one = queries(client, address, method)
    add(2)
    add(3)
    assert queries(client, address, method) == one


@pytest.mark.parametrize("name", PUBLIC)
def test_public_list(name: str, client: Client, office: Department) -> None:
    address, add = public_lists(office)[name]
    assert_steady(client, address, add)


def test_every_public_list_is_tested(office: Department) -> None:
    assert tuple(public_lists(office)) == PUBLIC


def test_one_project_with_more_years(client: Client, office: Department) -> None:
    project = factories.ProjectFactory(department=office)

    def add(number: int) -> None:
        factories.RecordFactory(
            project=project,
            department=office,
            status=Status.APPROVED,
            fiscal_year=2020 + number,
            partners=2,
        )

    assert_steady(client, reverse("projects:detail", args=[project.pk]), add)


@pytest.mark.parametrize("status", Status)
def test_the_offices_own_page(
    status: str, client: Client, office: Department, officer: User
) -> None:
    client.force_login(officer)
    assert_steady(client, reverse("projects:office_home"), records(office, status))


@pytest.mark.parametrize("page", ["office_record", "record_print", "partners", "check"])
def test_a_record_with_more_partners(
    page: str, client: Client, office: Department, officer: User
) -> None:
    client.force_login(officer)
    record = factories.RecordFactory(department=office, status=Status.DRAFT)
    if page in ("partners", "check"):
        address = reverse("projects:record_edit", args=[record.pk, page])
    else:
        address = reverse(f"projects:{page}", args=[record.pk])
    assert_steady(client, address, lambda number: factories.PartnerFactory(record=record))


# --- the admin -----------------------------------------------------------------------------------


def personal_rows(office: Department) -> dict[str, Callable[[int], Any]]:
    """Return what adds a row to the lists of people on their way and of personal data."""
    by = factories.UserFactory(role=Role.COORDINATOR)
    day = datetime.date(2026, 4, 1)

    def request(number: int) -> PersonalDataRequest:
        person = factories.UserFactory()
        row = PersonalDataRequest(kind="correct", person=person, received_on=day)
        return requests.register(row, by=by)

    def membership() -> Membership:
        return factories.add_membership(factories.UserFactory(), Role.OFFICER, office)

    return {
        "accounts.passwordletter": lambda n: make_letter(
            factories.UserFactory(), by=by, identity_check="名札"
        ),
        "organizations.fieldcontact": lambda n: FieldContact.objects.create(
            department=factories.DepartmentFactory(),
            field=ActivityField.objects.get(fieldset__is_current=True, number=n),
        ),
        "organizations.invitation": lambda n: invite(
            by, role=Role.OFFICER, addressee=f"人{n}", department=office
        ),
        "organizations.membershipconfirmation": lambda n: MembershipConfirmation.objects.create(
            membership=membership(), fiscal_year=2025, by=by
        ),
        "organizations.transfer": lambda n: Transfer.objects.create(
            membership=membership(),
            to_department=factories.DepartmentFactory(),
            role=Role.OFFICER,
            on=day,
            requested_by=by,
        ),
        "portal.listexport": lambda n: ListExport.objects.create(
            user=factories.UserFactory(), object_repr="利用者の一覧", action_flag=2
        ),
        "portal.disposallist": lambda n: DisposalList.objects.create(day=day),
        "portal.erasure": lambda n: Erasure.objects.create(
            person=factories.UserFactory(), by=by, request=request(n)
        ),
        "portal.incidentlog": lambda n: IncidentLog.objects.create(
            kind="loss", found_at=timezone.now(), recorded_by=by
        ),
        "portal.personaldatarequest": request,
        "portal.retentionclass": lambda n: RetentionClass.objects.create(name=f"{n + 40}年"),
        "portal.retentionrule": lambda n: RetentionRule.objects.create(
            kind=f"kind-{n}",
            name=f"記録{n}",
            starts_from="終わった日",
            retention=RetentionClass.objects.create(name=f"{n + 60}年"),
        ),
    }


def registry_rows() -> dict[str, Callable[[int], Any]]:
    """Return what adds a row to the lists of the register's master data."""

    def fieldset(number: int) -> ActivityFieldSet:
        return ActivityFieldSet.objects.create(name=f"版{number}", code=f"set-{number}")

    return {
        "organizations.activityfield": lambda n: ActivityField.objects.create(
            fieldset=fieldset(n), number=1, name=f"分野{n}", short_name=f"分野{n}"
        ),
        "organizations.activityfieldset": fieldset,
        "organizations.application": lambda n: Application.objects.create(
            organization=factories.OrganizationFactory(status="submitted"),
            number=f"D2026-{n:04}",
            submitted_at=timezone.now(),
        ),
        "organizations.changerequest": lambda n: ChangeRequest.objects.create(
            organization=factories.OrganizationFactory(),
            number=f"H2026-{n:04}",
            submitted_by=factories.UserFactory(),
        ),
        "organizations.area": lambda n: Area.objects.create(town="見本町", name=f"見本町{n}丁目"),
        "organizations.requirement": lambda n: Requirement.objects.create(text=f"要件{n}"),
    }


def admin_rows(office: Department) -> dict[str, Callable[[int], Any]]:
    """Return for each list of the admin what adds a row."""

    def survey(number: int) -> None:
        make_report(f"survey-{number}", office.parent, Report.Status.DRAFT)  # type: ignore[arg-type]

    return {
        **personal_rows(office),
        "consultations.consultation": lambda n: factories.ConsultationFactory(),
        "consultations.consultationcategory": lambda n: ConsultationCategory.objects.create(
            name=f"分類{n}"
        ),
        "consultations.enquirerkind": lambda n: EnquirerKind.objects.create(name=f"区分{n}"),
        "accounts.user": lambda n: factories.UserFactory(role=Role.OFFICER, role__place=office),
        "documents.rendering": lambda n: make_renderings(),
        **registry_rows(),
        "organizations.department": lambda n: factories.DepartmentFactory(parent=office),
        "organizations.membership": lambda n: factories.UserFactory(role=Role.DESK),
        "organizations.organization": lambda n: factories.OrganizationFactory(),
        "organizations.organizationkind": lambda n: factories.OrganizationFactory(),
        "projects.campaign": lambda n: Campaign.objects.create(
            fiscal_year=2030 + n, due_on=datetime.date(2031 + n, 5, 31)
        ),
        "projects.collaborationform": add_label(CollaborationForm),
        "projects.costsource": add_label(CostSource),
        "projects.guideline": lambda n: Guideline.objects.create(name=f"版{n}"),
        "projects.initiative": add_label(Initiative),
        "projects.origin": add_label(Origin),
        "projects.outcome": add_label(Outcome),
        "projects.partnerkind": add_label(PartnerKind),
        "projects.principle": add_label(Principle),
        "projects.theme": lambda n: Theme.objects.create(name=f"テーマ{n}"),
        "projects.project": records(office, Status.APPROVED),
        "projects.projectrecord": records(office, Status.SUBMITTED),
        "surveys.report": survey,
        "surveys.response": survey,
        "surveys.survey": survey,
        "surveys.target": survey,
    }


LISTS = sorted(
    f"{model._meta.app_label}.{model._meta.model_name}"
    for model in admin.site._registry
    if model not in {Centre, RegistrySettings}  # one row, for ever
)


@pytest.mark.parametrize("label", LISTS)
def test_admin_list(label: str, admin_client: Client, office: Department) -> None:
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    assert_steady(admin_client, address, admin_rows(office)[label])


@pytest.mark.parametrize("label", LISTS)
def test_admin_list_as_a_file(label: str, admin_client: Client, office: Department) -> None:
    address = reverse(f"admin:{label.replace('.', '_')}_export", args=["csv"])
    assert_steady(admin_client, address, admin_rows(office)[label], method="post")


def test_the_dashboard(client: Client, office: Department, desk: User) -> None:
    client.force_login(desk)
    assert_steady(client, reverse("admin:index"), records(office, Status.SUBMITTED))


# --- pages that show no rows -----------------------------------------------------------------------


@pytest.mark.parametrize("name", STATIC_PAGES)
def test_static_pages_cost_the_shell_alone(name: str, client: Client, officer: User) -> None:
    if name != "login":
        client.force_login(officer)
    assert queries(client, reverse(name)) <= SHELL


def test_anonymous_visitors_of_a_static_page_cost_one_query(client: Client) -> None:
    assert queries(client, reverse("portal:about")) == 1
    assert not Session.objects.exists()


def test_healthz_asks_once(client: Client) -> None:
    assert queries(client, reverse("portal:healthz")) == 1


def test_documents_never_read_the_file_to_show_the_page(client: Client) -> None:
    rendering = make_renderings()["public"]
    assert isinstance(rendering, Rendering)
    with CaptureQueriesContext(connection) as captured:
        client.get(rendering.get_absolute_url())
    assert not [q for q in captured if '"content"' in q["sql"]]
