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

    def newest(self) -> Self:
        """Return one report of each survey: its newest published edition, or else its newest."""
        return self.filter(pk__in=self.in_order().distinct("survey_id").values("pk"))

    def in_order(self) -> Self:
        """Return the reports by survey, the published editions first, the newest of them first."""
        published_first = models.Case(models.When(status="published", then=0), default=1)
        return self.order_by("survey_id", published_first, "-edition")

    def of_survey(self, slug: str, edition: str = "") -> Any:
        """Return the report of a survey: the edition asked for, or what readers find; or None."""
        rows = self.filter(survey__slug=slug)
        if edition:
            rows = rows.filter(edition=int(edition)) if edition.isdecimal() else rows.none()
        return rows.in_order().first()


class ResponseQuerySet(models.QuerySet[Any]):
    """Responses; only valid ones are ever counted."""

    def valid(self) -> Self:
        """Return the responses that count in tables."""
        return self.filter(status="valid")
