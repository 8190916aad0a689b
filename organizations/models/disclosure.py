"""情報公開の段階: how much a group tells about itself, kept up to date by the database."""

from django.db import models
from django.db.models import Q

from organizations.models.organization import Organization

HIGHEST = 4


class Disclosure(models.Model):
    """The level of one group. Triggers write the row; see ``kyodo_disclosure`` in the migrations."""

    organization = models.OneToOneField(
        Organization, models.CASCADE, primary_key=True, related_name="disclosure",
        verbose_name="団体",
    )  # fmt: skip
    level = models.PositiveSmallIntegerField("情報公開の段階")

    class Meta:
        verbose_name = "情報公開の段階"
        verbose_name_plural = "情報公開の段階"
        indexes = [models.Index(fields=["level"], name="organization_disclosure_level")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=0, level__lte=HIGHEST),
                name="organizations_disclosure_level",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}（{self.level}）"
