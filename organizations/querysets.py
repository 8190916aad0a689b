"""Who may see what in the registry, and what is valid on a day."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES
from koganei_kyodo.fiscal_year import fiscal_year_range
from organizations.reach import reaches_of, rows_within


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with `valid_from` and `valid_until`, both inclusive, an empty end meaning open."""

    def valid_on(self, day: datetime.date) -> Self:
        """Return the rows valid on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )

    def current(self) -> Self:
        """Return the rows valid today (Asia/Tokyo)."""
        return self.valid_on(timezone.localdate())


class DepartmentQuerySet(DatedQuerySet):
    """Departments; those of a closed data set of another city stand under a root of their own."""

    def of_city(self) -> Self:
        """Return the offices of this installation's own city."""
        return self.filter(root__closed_dataset=False)

    def answered_by(self, user: Any) -> set[int]:
        """Return ids of the offices whose work `user` answers for today.

        These are the person's own offices and everything that was merged into them, through any
        number of reorganisations. One query per reorganisation, one at least for an official.
        """
        return self.answered_for(user.office_ids if user.is_authenticated else ())

    def answered_for(self, offices: Iterable[int]) -> set[int]:
        """Return ids of `offices` and of everything that was merged into them."""
        found: set[int] = set(offices)
        newest = found
        while newest:
            before = self.model.objects.filter(successors__in=newest)
            # An office that goes on, or ends on a day to come, still answers for itself.
            over = before.filter(valid_until__lt=timezone.localdate())
            newest = set(over.values_list("pk", flat=True)) - found
            found |= newest
        return found

    def split_off_from(self, offices: Iterable[int], fiscal_year: int) -> set[int]:
        """Return ids of the offices from which `offices` were split off in a 年度.

        Such an office goes on and answers for itself; some of its projects go to the new one.
        """
        new = self.model.objects.filter(
            pk__in=list(offices), valid_from__range=fiscal_year_range(fiscal_year)
        )
        before = self.model.objects.filter(successors__in=new).not_ended()
        return set(before.values_list("pk", flat=True))

    def follow_on(self, office: int) -> set[int]:
        """Return ids of `office` and of what took over from it once it was over, step by step."""
        found, newest = {office}, {office}
        while newest:
            over = self.model.objects.filter(pk__in=newest, valid_until__lt=timezone.localdate())
            after = self.model.objects.filter(predecessors__in=over)
            newest = set(after.values_list("pk", flat=True)) - found
            found |= newest
        return found

    def not_ended(self) -> Self:
        """Return what exists today or will begin later."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))

    def offices(self) -> Self:
        """Return what can do something with a group: everything below the root."""
        return self.exclude(parent=None)


class MembershipQuerySet(DatedQuerySet):
    """Who acts for whom."""

    def not_over(self) -> Self:
        """Return the memberships that go on today or begin later."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))

    def decided_by(self, user: Any) -> Self:
        """Return the memberships that `user` may confirm, end and move."""
        return self.filter(rows_within(reaches_of(user, deciding=True)))

    def visible_to(self, user: Any) -> Self:
        """Return what `user` may see: what they decide over, their colleagues', and their own."""
        if not user.is_authenticated:
            return self.none()
        offices = [m.department_id for m in user.current_memberships if m.department_id]
        groups = [m.organization_id for m in user.current_memberships if m.organization_id]
        return self.filter(
            rows_within(reaches_of(user, deciding=True))
            | Q(department__in=offices)
            | Q(organization__in=groups)
            | Q(user=user)
        )


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations."""

    def visible_to(self, user: Any) -> Self:
        """Return the invitations that `user` could have sent: a colleague goes on with them."""
        return self.filter(rows_within(reaches_of(user)))

    def pending(self) -> Self:
        """Return those that nobody has accepted or withdrawn, their time past or not."""
        return self.filter(status="open")


class TransferQuerySet(models.QuerySet[Any]):
    """People on their way to another office."""

    def waiting(self) -> Self:
        """Return those that the new office has not answered."""
        return self.filter(status="waiting")

    def decided_by(self, user: Any) -> Self:
        """Return those that `user` may let in; who moves does so between offices only."""
        reaches = [replace(r, roles=r.roles & DEPARTMENT_ROLES) for r in reaches_of(user)]
        return self.filter(rows_within(reaches, department="to_department"))


class OrganizationQuerySet(models.QuerySet[Any]):
    """Groups."""

    def listed(self) -> Self:
        """Return the registered groups, whose pages anybody may read."""
        return self.filter(status__in=["public", "renewal_due"])

    def visible_to(self, user: Any) -> Self:
        """Return the groups `user` may see: staff all, members theirs, others the listed ones."""
        if user.is_authenticated and user.is_staff:
            return self
        listed = Q(status__in=["public", "renewal_due"])
        if user.is_authenticated:
            own = [m.organization_id for m in user.current_memberships if m.organization_id]
            return self.filter(listed | Q(pk__in=own))
        return self.filter(listed)
