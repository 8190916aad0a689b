"""Centre: the one row of this installation's name, words and settings."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import Q

from koganei_kyodo.portal.privacy.models import (
    AuditContext,
    DisposalItem,
    DisposalList,
    Erasure,
    IncidentLog,
    ListExport,
    PersonalDataRequest,
    RateCount,
    RetentionClass,
    RetentionRule,
    UseStop,
)

__all__ = [
    "DEFAULT_TERMS",
    "AuditContext",
    "Centre",
    "DisposalItem",
    "DisposalList",
    "Erasure",
    "IncidentLog",
    "ListExport",
    "PersonalDataRequest",
    "RateCount",
    "RetentionClass",
    "RetentionRule",
    "UseStop",
]

# The words cities differ in; a centre overrides any of them in its row.
DEFAULT_TERMS = {
    "support_centre": "市民協働支援センター",
    "department": "担当課",
    "organization": "団体",
    "project": "協働事業",
    "project_record": "事業実績",
    "partner": "協働相手",
    "collaboration_form": "協働の形態",
    "survey": "調査",
    "menu": "協働メニュー",
    "seed": "協働の種",
}


@pghistory.track()
class Centre(models.Model):
    """This installation's centre. There is exactly one row, made by a migration."""

    name = models.CharField("センターの名前", max_length=100, default="市民協働支援センター")
    city_name = models.CharField("市の名前", max_length=50, default="〇〇市")
    office_name = models.CharField("担当課", max_length=100, blank=True)
    phone = models.CharField("電話", max_length=30, blank=True)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    hours = models.CharField("受付時間", max_length=200, blank=True)
    terms = models.JSONField(
        "この市での言い方",
        default=dict,
        blank=True,
        help_text='例：{"department": "所管課"}',
    )
    demo_notice = models.BooleanField(
        "デモと表示する",
        default=False,
        help_text="すべての画面に、架空のデータであることを示します。",
    )

    class Meta:
        verbose_name = "センターの設定"
        verbose_name_plural = "センターの設定"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="portal_centre_one_row")]

    def __str__(self) -> str:
        return self.name

    @property
    def site_name(self) -> str:
        """Return the name in the header, e.g. 「〇〇市 市民協働支援センター」."""
        return f"{self.city_name} {self.name}".strip()

    def term(self, key: str) -> str:
        """Return this city's word for `key`; raise KeyError when the portal knows no such key."""
        default = DEFAULT_TERMS[key]
        terms: dict[str, Any] = self.terms or {}
        return str(terms.get(key) or default)
