"""分野の相談先: which office, and who in it, answers for a field of activity."""

import pghistory
from django.conf import settings
from django.db import models

from organizations.models.dated import Dated
from organizations.models.department import Department
from organizations.models.labels import ActivityField
from organizations.querysets import DatedQuerySet


@pghistory.track()
class FieldContact(Dated):
    """The contact office of the city hall for one field; an office may have several fields."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="field_contacts", verbose_name="担当課"
    )
    field = models.ForeignKey(
        ActivityField, models.PROTECT, related_name="field_contacts", verbose_name="活動分野"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="担当の人",
        help_text="庁内の人にだけ見えます。公開のページには、課の名前と電話だけが出ます。",
    )  # fmt: skip
    phone = models.CharField("課の電話", max_length=30, blank=True)
    email = models.EmailField("課のメールアドレス", max_length=254, blank=True)
    topics = models.CharField(
        "相談できること", max_length=200, blank=True, help_text="例：公園や緑地を使った活動"
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "分野の相談先"
        verbose_name_plural = "分野の相談先"
        ordering = ["field__number", "department__position", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["department", "field", "valid_from"],
                nulls_distinct=False,
                name="organizations_fieldcontact_once",
                violation_error_message="この課は、すでにこの分野の相談先です",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}：{self.department}"
