"""一斉のお知らせ: one text to many groups, by mail or on paper, and what became of each."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.organization import Organization


@pghistory.track()
class GroupMessage(models.Model):
    """A text to all groups that some conditions of the list leave."""

    class Status(models.TextChoices):
        DRAFT = "draft", "下書き"
        SENDING = "sending", "送っています"
        SENT = "sent", "送りました"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "edit": {Status.DRAFT: Status.DRAFT},
        "send": {Status.DRAFT: Status.SENDING},
        "finish": {Status.SENDING: Status.SENT},
    }

    subject = models.CharField("件名", max_length=100)
    body = models.TextField("本文", max_length=4000)
    # The conditions of the list, as in its address.
    query = models.CharField("送る団体の条件", max_length=1000, blank=True)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="書いた人"
    )
    created_at = models.DateTimeField("書いた日時", auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="送った人",
    )  # fmt: skip
    sent_at = models.DateTimeField("送った日時", null=True, blank=True)

    class Meta:
        verbose_name = "団体へのお知らせ"
        verbose_name_plural = "団体へのお知らせ"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="organizations_groupmessage_status",
                condition=Q(status="draft", sent_by=None, sent_at=None)
                | Q(status__in=["sending", "sent"], sent_by__isnull=False, sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def allows(self, verb: str) -> bool:
        """Tell whether `verb`, a key of ``TRANSITIONS``, may follow on the status."""
        return self.status in self.TRANSITIONS[verb]


class MessageDelivery(models.Model):
    """One group of a message: which way it goes, and what became of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", "順番を待っています"
        SENT = "sent", "送りました"
        FAILED = "failed", "送れませんでした"
        STOPPED = "stopped", "お知らせを断っています"
        LETTER = "letter", "手紙で送ります（メールなし）"

    message = models.ForeignKey(
        GroupMessage, models.CASCADE, related_name="deliveries", verbose_name="団体へのお知らせ"
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="deliveries", verbose_name="団体"
    )
    status = models.CharField("状態", max_length=10, choices=Status)
    reason = models.CharField("送れなかったわけ", max_length=200, blank=True)
    sent_at = models.DateTimeField("送った日時", null=True, blank=True)

    class Meta:
        verbose_name = "お知らせの送り先"
        verbose_name_plural = "お知らせの送り先"
        ordering = ["organization__name_kana", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "organization"], name="organizations_messagedelivery_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "sent", "failed", "stopped", "letter"]),
                name="organizations_messagedelivery_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}（{self.get_status_display()}）"


@pghistory.track()
class MailStop(models.Model):
    """お知らせを断る: this group wants no more messages to all; others still reach it."""

    organization = models.OneToOneField(
        Organization, models.CASCADE, related_name="mail_stop", verbose_name="団体"
    )
    at = models.DateTimeField("断った日時", auto_now_add=True)

    class Meta:
        verbose_name = "お知らせを断った団体"
        verbose_name_plural = "お知らせを断った団体"

    def __str__(self) -> str:
        return str(self.organization)
