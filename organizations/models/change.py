"""変更届: what a group wants changed, compared and accepted by staff, in part if need be."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.organization import Organization


@pghistory.track(exclude=["proposed", "before"])
class ChangeRequest(models.Model):
    """変更届: proposed values beside those of then; ``accepted`` names those that were taken over."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "確認待ち"
        ACCEPTED = "accepted", "受け付けた"
        PARTLY = "partly", "一部を受け付けた"
        DECLINED = "declined", "受け付けなかった"
        CANCELLED = "cancelled", "取り下げた"

    TRANSITIONS: dict[str, dict[str, str]] = {
        "accept": {Status.SUBMITTED: Status.ACCEPTED},
        "accept_partly": {Status.SUBMITTED: Status.PARTLY},
        "decline": {Status.SUBMITTED: Status.DECLINED},
        "cancel": {Status.SUBMITTED: Status.CANCELLED},
    }

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="change_requests", verbose_name="団体"
    )
    number = models.CharField("受付番号", max_length=20, unique=True)
    status = models.CharField("状態", max_length=12, choices=Status, default=Status.SUBMITTED)
    proposed = models.JSONField("変えたい内容", default=dict)
    before = models.JSONField("届け出たときの内容", default=dict)
    accepted = models.JSONField("受け付けた項目", default=list, blank=True)
    message = models.TextField("職員へのことば", blank=True)
    paper = models.CharField("もとの紙", max_length=200, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="届け出た人"
    )
    submitted_at = models.DateTimeField("届け出た日時", auto_now_add=True)
    reason = models.TextField("職員からの返事", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="決めた職員",
    )  # fmt: skip
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)

    class Meta:
        verbose_name = "変更届"
        verbose_name_plural = "変更届"
        ordering = ["-submitted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="submitted", decided_at=None)
                | (~Q(status="submitted") & Q(decided_at__isnull=False)),
                name="organizations_changerequest_decided",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(status="submitted"),
                name="organizations_changerequest_one_open",
                violation_error_message="前の変更届を確認しています。結果を待ってから出してください",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def allows(self, verb: str) -> bool:
        """Tell whether `verb` may follow on the status it has now."""
        return self.status in self.TRANSITIONS[verb]
