"""Who may see which survey, report and answers."""

from typing import Any, Self

from django.db import models


class ReportQuerySet(models.QuerySet[Any]):
    """Reports of surveys."""

    def published(self) -> Self:
        """Return what everybody may read."""
        return self.filter(status="published")

    def visible_to(self, user: Any) -> Self:
        """Return all reports for the centre's staff, the published ones for everybody else."""
        return self if user.is_authenticated and user.is_staff else self.published()


class ResponseQuerySet(models.QuerySet[Any]):
    """Responses; only valid ones are ever counted."""

    def valid(self) -> Self:
        """Return the responses that count in tables."""
        return self.filter(status="valid")
