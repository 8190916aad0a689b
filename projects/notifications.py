"""Whom to tell about a yearly record: a notice to each person of its office."""

from collections.abc import Collection

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects.models import ProjectRecord

SUBJECTS = {
    "head": "【確認のお願い】「{name}」の事業実績",
    "confirmed": "【課長の確認がすみました】「{name}」の事業実績",
    "returned": "【修正のお願い】「{name}」の事業実績（受付番号{number}）",
    "approved": "【受付済み】「{name}」の事業実績（受付番号{number}）",
}


WRITERS = (Role.OFFICER, Role.HEAD)


def people_of_office(department: Department, *, roles: Collection[str] = WRITERS) -> list[User]:
    """Return who acts today in one of `roles` for `department` or for what became of it.

    An office that nobody acts for any more leads on to its successors. One query per
    reorganisation and one for the people.
    """
    offices = Department.objects.follow_on(department.pk)
    today = timezone.localdate()
    people = User.objects.filter(
        Q(memberships__valid_until=None) | Q(memberships__valid_until__gte=today),
        memberships__valid_from__lte=today,
        memberships__department__in=offices,
        memberships__role__in=roles,
        is_active=True,
    )
    return list(people.distinct().order_by("pk"))


def tell(
    record: ProjectRecord,
    event: str,
    *,
    link: str = "",
    reason: str = "",
    roles: Collection[str] = WRITERS,
) -> None:
    """Write a notice to each person of the office in one of `roles`; a rollback takes it and its mail back.

    Args:
        record: with its department.
        event: a key of ``SUBJECTS``.
        link: path or whole address of the record's page in the portal.
        reason: what is to be mended.
    """
    subject = SUBJECTS[event].format(name=record.name, number=record.number)
    context = {"record": record, "reason": reason, "link": link}
    body = render_to_string(f"projects/mail/{event}.txt", context).strip()
    for person in people_of_office(record.department, roles=roles):
        notify(person, subject, body, link)
