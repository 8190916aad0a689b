"""Master data of the yearly sheet. Wording and number differ by city, so they are rows."""

import pghistory
from django.db import models


@pghistory.track()
class Guideline(models.Model):
    """指針の版: the set of forms and answers that one city uses in one period.

    The Musashino survey of 2011 knows nine forms, Higashikurume's guideline of 2017 seven,
    Kitakyushu's seven others: a record keeps the labels it was written with.
    """

    name = models.CharField("名称", max_length=150, unique=True)
    is_current = models.BooleanField(
        "いま使う", default=False, help_text="新しい事業実績では、この版の区分から選びます。"
    )

    class Meta:
        verbose_name = "指針の版"
        verbose_name_plural = "指針の版"
        ordering = ["-is_current", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="projects_guideline_one_current",
                violation_error_message="「いま使う」にできる版は1つだけです",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SheetLabel(models.Model):
    """One answer that can be chosen on the yearly sheet."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, verbose_name="指針の版")
    name = models.CharField("名称", max_length=150)
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        abstract = True
        ordering = ["guideline", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "name"], name="%(app_label)s_%(class)s_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class CollaborationForm(SheetLabel):
    """協働の形態: 委託, 補助, 共催 …"""

    definition = models.TextField("説明", blank=True)

    class Meta(SheetLabel.Meta):
        verbose_name = "協働の形態"
        verbose_name_plural = "協働の形態"


@pghistory.track()
class PartnerKind(SheetLabel):
    """相手の組織形態."""

    class Meta(SheetLabel.Meta):
        verbose_name = "相手の組織形態"
        verbose_name_plural = "相手の組織形態"


@pghistory.track()
class Origin(SheetLabel):
    """協働事業を実施した経緯."""

    class Meta(SheetLabel.Meta):
        verbose_name = "実施した経緯"
        verbose_name_plural = "実施した経緯"


@pghistory.track()
class Initiative(SheetLabel):
    """協働事業の実施体制: who had the idea."""

    class Meta(SheetLabel.Meta):
        verbose_name = "実施体制"
        verbose_name_plural = "実施体制"


@pghistory.track()
class Outcome(SheetLabel):
    """協働事業の成果."""

    class Meta(SheetLabel.Meta):
        verbose_name = "成果"
        verbose_name_plural = "成果"
