"""What waits on the dashboard of the admin: moves to answer, and the check before 1 April."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.admin_queues import Queue
from koganei_kyodo.fiscal_year import current_fiscal_year
from organizations.models import Membership, Transfer

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
