"""The campaign of a year: the centre asks all offices, and each answers, even with nothing."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from koganei_kyodo.fiscal_year import fiscal_year_label


@pghistory.track()
class Campaign(models.Model):
    """事業実績の取りまとめ of one 年度: when the offices are asked, until when, and how."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "準備中"
        OPEN = "open", "受付中"
        CLOSED = "closed", "締め切りました"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "open": {Status.PREPARING: Status.OPEN, Status.CLOSED: Status.OPEN},
        "close": {Status.OPEN: Status.CLOSED},
        "remind": {Status.OPEN: Status.OPEN},
        "answer": {Status.OPEN: Status.OPEN},
    }

    fiscal_year = models.PositiveSmallIntegerField("対象の年度", unique=True)
    due_on = models.DateField("提出の期限")
    note = models.TextField("担当課への案内", blank=True)
    needs_head = models.BooleanField(
        "課長の確認をもとめる",
        default=False,
        help_text="担当課の課長が確認してから、提出できるようになります。",
    )
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.PREPARING)
    opened_at = models.DateTimeField("受付を始めた日時", null=True, blank=True)
    closed_at = models.DateTimeField("締め切った日時", null=True, blank=True)

    class Meta:
        verbose_name = "年度の取りまとめ"
        verbose_name_plural = "年度の取りまとめ"
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=1990, fiscal_year__lte=2100),
                name="projects_campaign_fiscal_year",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["preparing", "open", "closed"]),
                name="projects_campaign_status",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="projects_campaign_closed_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{fiscal_year_label(self.fiscal_year)}の取りまとめ"

    @property
    def is_overdue(self) -> bool:
        """Tell whether the deadline is past (Asia/Tokyo)."""
        return self.due_on < timezone.localdate()

    def allows(self, verb: str) -> bool:
        """Tell whether the status allows `verb`, a key of ``TRANSITIONS``."""
        return self.status in self.TRANSITIONS[verb]


@pghistory.track()
class NothingToReport(models.Model):
    """該当なし: an office says that it did nothing together with groups in the year asked for."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="nothing", verbose_name="年度の取りまとめ"
    )
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="+", verbose_name="担当課"
    )
    reason = models.CharField("理由・補足", max_length=400, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="回答した人"
    )
    at = models.DateTimeField("回答した日時", auto_now_add=True)

    class Meta:
        verbose_name = "該当なしの回答"
        verbose_name_plural = "該当なしの回答"
        ordering = ["campaign", "department"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "department"], name="projects_nothingtoreport_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.department}　該当なし"


@pghistory.track()
class CampaignReminder(models.Model):
    """催促: an office was asked again, by mail to its people or by letter."""

    class Way(models.TextChoices):
        MAIL = "mail", "お知らせ・メール"
        LETTER = "letter", "手紙"

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="reminders", verbose_name="年度の取りまとめ"
    )
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="+", verbose_name="担当課"
    )
    way = models.CharField("方法", max_length=10, choices=Way)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="催促した人"
    )
    at = models.DateTimeField("催促した日時", auto_now_add=True)

    class Meta:
        verbose_name = "催促の記録"
        verbose_name_plural = "催促の記録"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.department}（{self.get_way_display()}）"
