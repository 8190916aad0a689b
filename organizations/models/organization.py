"""Groups and their kinds."""

import pghistory
from django.db import models
from django.db.models import Q

from organizations.querysets import OrganizationQuerySet


@pghistory.track()
class OrganizationKind(models.Model):
    """団体種別: legal form of a group. Cities differ, so the rows are the centre's."""

    name = models.CharField("名称", max_length=60, unique=True)
    has_npo_status = models.BooleanField("NPO法人", default=False)
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "団体種別"
        verbose_name_plural = "団体種別"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Organization(models.Model):
    """団体: anyone who acts in the city, from an NPO法人 to a 町会."""

    class Status(models.TextChoices):
        DRAFT = "draft", "下書き"
        PUBLIC = "public", "公開"
        WITHDRAWN = "withdrawn", "退会"

    name = models.CharField("団体名", max_length=150)
    name_kana = models.CharField("ふりがな", max_length=200, blank=True)
    kind = models.ForeignKey(OrganizationKind, models.PROTECT, verbose_name="団体種別")
    purpose = models.TextField("目的と活動", blank=True)
    status = models.CharField("状態", max_length=12, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField("登録した日時", auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["name_kana", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "public", "withdrawn"]),
                name="organizations_organization_status",
            )
        ]

    def __str__(self) -> str:
        return self.name
