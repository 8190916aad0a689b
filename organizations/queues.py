"""What waits on the dashboard of the admin: moves to answer, and the check before 1 April."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.admin_queues import Queue
from koganei_kyodo.fiscal_year import current_fiscal_year
from organizations.models import Application, ChangeRequest, Membership, Organization, Transfer
from organizations.permissions import may_keep_registry
from organizations.reach import reaches_of
from organizations.registration_state import uninvited_applications

# The check is done before the year begins, and late answers are still asked for in spring.
MONTHS_BEFORE, MONTHS_AFTER = range(2, 4), range(4, 7)


def people_waiting(request: HttpRequest) -> Iterator[Queue]:
    """Yield the queues of the coordinating office."""
    user = request.user
    if not (user.is_authenticated and user.has_role(Role.COORDINATOR)):
        return
    transfers = list(
        Transfer.objects.decided_by(user).waiting().values_list("requested_at", flat=True)
    )
    yield Queue(
        "受け入れを待っている異動",
        len(transfers),
        reverse("organizations:office_people"),
        timezone.localdate(min(transfers)) if transfers else None,
    )
    month = timezone.localdate().month
    if month not in MONTHS_BEFORE and month not in MONTHS_AFTER:
        return
    year = current_fiscal_year() + (1 if month in MONTHS_BEFORE else 0)
    waiting = Membership.objects.current().decided_by(user).exclude(confirmations__fiscal_year=year)
    yield Queue(
        f"{year}年度の所属の確認",
        waiting.filter(valid_until=None).count(),
        f"{reverse('organizations:yearly')}?year={year}",
    )


def registry_waiting(request: HttpRequest) -> Iterator[Queue]:
    """Yield what waits for those who keep the register of groups."""
    if not may_keep_registry(request.user):
        return
    status = Organization.Status
    waiting = Q(organization__status=status.SUBMITTED)
    late = Q(organization__status=status.RETURNED, return_due__lt=timezone.localdate())
    found = Application.objects.filter(decided_at=None).aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("submitted_at", filter=waiting),
        late=Count("pk", filter=late),
        first_due=Min("return_due", filter=late),
    )
    yield Queue(
        "確認を待っている団体の登録",
        found["waiting"],
        reverse("organizations:applications"),
        _day(found["oldest"]),
    )
    yield Queue(
        "出し直しの期限が過ぎた申請",
        found["late"],
        f"{reverse('organizations:applications')}?tab=returned",
        found["first_due"],
    )
    if any(Role.REPRESENTATIVE in reach.roles for reach in reaches_of(request.user)):
        uninvited = uninvited_applications().aggregate(n=Count("pk"), first=Min("decided_at"))
        yield Queue(
            "代表者をまだ招待していない、新しい団体",
            uninvited["n"],
            f"{reverse('organizations:applications')}?tab=uninvited",
            _day(uninvited["first"]),
        )
    changes = ChangeRequest.objects.filter(status=ChangeRequest.Status.SUBMITTED)
    counted = changes.aggregate(n=Count("pk"), oldest=Min("submitted_at"))
    yield Queue(
        "確認を待っている変更届",
        counted["n"],
        reverse("organizations:changes"),
        _day(counted["oldest"]),
    )


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None
