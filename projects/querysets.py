"""Who may see which yearly record, and which records the public totals count."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from organizations.models import Department


class RecordQuerySet(models.QuerySet[Any]):
    """Yearly records (事業実績)."""

    def of_city(self) -> Self:
        """Leave out the closed data sets of other cities."""
        return self.filter(department__root__closed_dataset=False)

    def approved(self) -> Self:
        """Return what the centre has approved: the records that every total counts."""
        return self.filter(status="approved")

    def published(self) -> Self:
        """Return what everybody may read one by one."""
        return self.of_city().approved().filter(is_public=True)

    def visible_to(self, user: Any) -> Self:
        """Return all records for the centre's staff, an office's own, and the published ones."""
        if not user.is_authenticated:
            return self.published()
        if user.is_staff:
            return self
        published = Q(status="approved", is_public=True, department__root__closed_dataset=False)
        return self.filter(published | Q(department__in=Department.objects.answered_by(user)))

    def of_office(self, user: Any) -> Self:
        """Return the records that `user`'s offices answer for, their predecessors' included."""
        return self.filter(department__in=Department.objects.answered_by(user))


class ExampleQuerySet(models.QuerySet[Any]):
    """Good and failed examples (事例)."""

    def published(self) -> Self:
        """Return what everybody may read: allowed by the office, of a published record."""
        return self.filter(
            is_public=True,
            record__status="approved",
            record__is_public=True,
            record__department__root__closed_dataset=False,
        )

    def visible_to(self, user: Any) -> Self:
        """Return the published ones; to staff all; to people of offices those of every office.

        Failures are told so that others in the city hall can learn: colleagues read the approved
        ones of all offices, and their own office's at any time.
        """
        if not user.is_authenticated:
            return self.published()
        if user.is_staff:
            return self
        if not user.office_ids:
            return self.published()
        own = Q(record__department__in=Department.objects.answered_by(user))
        city = Q(record__status="approved", record__department__root__closed_dataset=False)
        return self.filter(city | own)


class PhotoQuerySet(models.QuerySet[Any]):
    """Photos of projects."""

    def published(self) -> Self:
        """Return what everybody may see: let go by the office, of a published record."""
        return self.filter(
            is_public=True,
            record__status="approved",
            record__is_public=True,
            record__department__root__closed_dataset=False,
        )

    def visible_to(self, user: Any) -> Self:
        """Return the published ones; to staff all; to an office also its own."""
        if not user.is_authenticated:
            return self.published()
        if user.is_staff:
            return self
        own = Q(record__department__in=Department.objects.answered_by(user))
        published = self.published().values("pk")
        return self.filter(Q(pk__in=published) | own)
