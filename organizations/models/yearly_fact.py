"""年度ごとの数字: how a group grew, year by year."""

import pghistory
from django.db import models
from django.db.models import F, Q

from organizations.models.organization import Organization


@pghistory.track()
class YearlyFact(models.Model):
    """One 年度 of a group: members, money and what it did. Empty means: not told."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="yearly_facts", verbose_name="団体"
    )
    fiscal_year = models.PositiveIntegerField("年度")
    member_count = models.PositiveIntegerField("会員の数", null=True, blank=True)
    citizen_count = models.PositiveIntegerField("会員のうち市民の数", null=True, blank=True)
    income = models.PositiveBigIntegerField("収入（円）", null=True, blank=True)
    spending = models.PositiveBigIntegerField("支出（円）", null=True, blank=True)
    event_count = models.PositiveIntegerField("活動した回数", null=True, blank=True)
    activities = models.TextField("主な活動", blank=True)
    is_public = models.BooleanField(
        "公開する", default=True, help_text="団体のページの「あゆみ」にのります。"
    )

    class Meta:
        verbose_name = "年度ごとの数字"
        verbose_name_plural = "年度ごとの数字"
        ordering = ["-fiscal_year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "fiscal_year"],
                name="organizations_yearlyfact_once",
                violation_error_message="この年度の数字は、すでにあります",
            ),
            models.CheckConstraint(
                condition=Q(citizen_count=None)
                | Q(member_count=None)
                | Q(citizen_count__lte=F("member_count")),
                name="organizations_yearlyfact_citizens",
                violation_error_message="会員のうち市民の数は、会員の数より多くできません",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}　{self.fiscal_year}年度"
