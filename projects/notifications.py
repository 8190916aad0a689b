"""Whom to tell about a yearly record. The mail leaves through jobs of the same transaction."""

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects.models import ProjectRecord

TELL_OFFICE = "projects.tell_office"
SUBJECTS = {
    "returned": "【修正のお願い】「{name}」の事業実績（受付番号{number}）",
    "approved": "【受付済み】「{name}」の事業実績（受付番号{number}）",
}


def people_of_office(department: Department) -> list[User]:
    """Return who acts today for `department` or what became of it and has a mail address.

    Persons who share an address are told once. An office that nobody acts for any more leads on
    to its successors. One query per reorganisation and one for the people.
    """
    offices, newest = {department.pk}, {department.pk}
    while newest:
        after = Department.objects.filter(predecessors__in=newest).values_list("pk", flat=True)
        newest = set(after) - offices
        offices |= newest
    today = timezone.localdate()
    people = User.objects.filter(
        Q(memberships__valid_until=None) | Q(memberships__valid_until__gte=today),
        memberships__valid_from__lte=today,
        memberships__department__in=offices,
        memberships__role__in=[Role.OFFICER, Role.HEAD],
        is_active=True,
    ).exclude(email="")
    by_address = {person.email.lower(): person for person in people.order_by("-pk")}
    return sorted(by_address.values(), key=lambda person: person.pk)


def tell(record: ProjectRecord, event: str, *, link: str = "", reason: str = "") -> None:
    """Queue one mail for each person of the office; a rollback takes the jobs back.

    Args:
        record: with its department.
        event: a key of ``SUBJECTS``.
        link: whole address of the record's page in the portal.
        reason: what is to be mended.
    """
    for person in people_of_office(record.department):
        app.configure_task(TELL_OFFICE).defer(
            record_id=record.pk, user_id=person.pk, event=event, link=link, reason=reason
        )
