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
    principle_word = models.CharField(
        "原則の呼び方",
        max_length=30,
        default="協働の原則",
        db_default="協働の原則",
        help_text="例：協働の原則、7つの視点、行動規範",
    )
    source = models.CharField(
        "出典",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="例：協働の指針（平成29年10月）",
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
class Principle(SheetLabel):
    """協働の原則: what both sides promise each other, in the words of one edition.

    Where public money is spent (狭義の協働) some of them are not a choice but a duty
    (Kitakyushu's guideline, chapter 3: openness and time limits).
    """

    text = models.TextField("説明", blank=True)
    needed_with_money = models.BooleanField(
        "公金を使うときは欠かせない", default=False, db_default=False
    )

    class Meta(SheetLabel.Meta):
        verbose_name = "協働の原則"
        verbose_name_plural = "協働の原則"


@pghistory.track()
class CollaborationForm(SheetLabel):
    """協働の形態: 委託, 補助, 共催 …

    Which forms may be chosen, and which count in the total of projects, changes by 年度. Where on
    the way from citizen-led to city-led a form fits (適した領域) is a range on a scale of five.
    """

    class Lead(models.IntegerChoices):
        CITIZENS = 1, "市民が主体"
        MOSTLY_CITIZENS = 2, "市民が中心、市が支える"
        EQUAL = 3, "市民と市が対等に分け合う"
        MOSTLY_CITY = 4, "市が中心、市民が加わる"
        CITY = 5, "市が主体"

    definition = models.TextField("説明", blank=True)
    uses_public_money = models.BooleanField(
        "公金の支出がある",
        default=False,
        db_default=False,
        help_text="公金の支出をともなう協働（狭義の協働）に数えます。",
    )
    counts_in_total = models.BooleanField(
        "協働事業の合計に数える",
        default=True,
        db_default=True,
        help_text="外すと、この形態だけの事業は、形態別の表には出ますが、合計には入りません。",
    )
    first_year = models.PositiveSmallIntegerField(
        "使い始める年度", null=True, blank=True, help_text="空なら、はじめから使います。例：2026"
    )
    last_year = models.PositiveSmallIntegerField(
        "最後に使う年度", null=True, blank=True, help_text="空なら、ずっと使います。例：2030"
    )
    lead_from = models.PositiveSmallIntegerField(
        "適した領域（市民の側）", choices=Lead, null=True, blank=True
    )
    lead_to = models.PositiveSmallIntegerField(
        "適した領域（市の側）", choices=Lead, null=True, blank=True
    )

    class Meta(SheetLabel.Meta):
        verbose_name = "協働の形態"
        verbose_name_plural = "協働の形態"
        constraints = [
            *SheetLabel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(first_year=None)
                | models.Q(last_year=None)
                | models.Q(last_year__gte=models.F("first_year")),
                name="projects_collaborationform_years",
                violation_error_message="最後に使う年度は、使い始める年度より後にしてください",
            ),
            models.CheckConstraint(
                condition=models.Q(lead_from=None, lead_to=None)
                | models.Q(lead_from__gte=1, lead_to__lte=5, lead_to__gte=models.F("lead_from")),
                name="projects_collaborationform_lead",
                violation_error_message="適した領域は、市民の側から市の側の順に、両方を選んでください",
            ),
        ]

    def is_valid_in(self, fiscal_year: int) -> bool:
        """Tell whether the form may be chosen for a record of this 年度."""
        return (self.first_year or 0) <= fiscal_year <= (self.last_year or fiscal_year)


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


@pghistory.track()
class CostSource(SheetLabel):
    """お金の出どころ: 市の予算, 国や都の補助, 団体の負担, 参加費 …"""

    class Meta(SheetLabel.Meta):
        verbose_name = "お金の出どころ"
        verbose_name_plural = "お金の出どころ"


@pghistory.track()
class Theme(models.Model):
    """事例のテーマ: what an example is about; the same words over all editions."""

    name = models.CharField("名称", max_length=60, unique=True)
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "事例のテーマ"
        verbose_name_plural = "事例のテーマ"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
