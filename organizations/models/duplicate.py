"""重複: pairs that somebody has looked at, and merges that can be undone."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organizations.models.organization import Organization


@pghistory.track()
class NotDuplicate(models.Model):
    """別の団体: somebody looked at a pair that seems to be one group and found it is two."""

    first = models.ForeignKey(
        Organization, models.CASCADE, related_name="+", verbose_name="団体（1つめ）"
    )
    second = models.ForeignKey(
        Organization, models.CASCADE, related_name="+", verbose_name="団体（2つめ）"
    )
    reason = models.CharField("わかったこと", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="確かめた職員"
    )
    at = models.DateTimeField("確かめた日時", auto_now_add=True)

    class Meta:
        verbose_name = "別の団体と確かめた組"
        verbose_name_plural = "別の団体と確かめた組"
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="organizations_notduplicate_order"
            ),
            models.UniqueConstraint(
                fields=["first", "second"], name="organizations_notduplicate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}と{self.second}"


@pghistory.track(exclude=["moves"])
class Merge(models.Model):
    """統合: one group was found to be another one. ``moves`` is all it takes to undo it exactly."""

    kept = models.ForeignKey(
        Organization, models.PROTECT, related_name="merges", verbose_name="残した団体"
    )
    merged = models.ForeignKey(
        Organization, models.PROTECT, related_name="merged_by", verbose_name="まとめた団体"
    )
    reason = models.CharField("理由", max_length=300, blank=True)
    moves = models.JSONField("移したもの", default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="統合した職員"
    )
    at = models.DateTimeField("統合した日時", auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="元に戻した職員",
    )  # fmt: skip
    undone_at = models.DateTimeField("元に戻した日時", null=True, blank=True)

    class Meta:
        verbose_name = "団体の統合"
        verbose_name_plural = "団体の統合"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="organizations_merge_two"),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="organizations_merge_undone",
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at=None),
                name="organizations_merge_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged}を{self.kept}に"
