"""Who may see what in the registry, and what is valid on a day."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


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
        found: set[int] = set(user.office_ids) if user.is_authenticated else set()
        newest = found
        while newest:
            before = self.model.objects.filter(successors__in=newest).values_list("pk", flat=True)
            newest = set(before) - found
            found |= newest
        return found

    def offices(self) -> Self:
        """Return what can do something with a group: everything below the root."""
        return self.exclude(parent=None)


class OrganizationQuerySet(models.QuerySet[Any]):
    """Groups."""

    def visible_to(self, user: Any) -> Self:
        """Return the groups `user` may see: staff all, members theirs, others the public ones."""
        if user.is_authenticated and user.is_staff:
            return self
        if user.is_authenticated:
            own = [m.organization_id for m in user.current_memberships if m.organization_id]
            return self.filter(Q(status="public") | Q(pk__in=own))
        return self.filter(status="public")
