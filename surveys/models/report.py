"""Report and ReportFigure: which tables are shown, in which order, and what was printed before."""

import pghistory
from django.db import models
from django.db.models import Q

from surveys.models.questionnaire import Question, Survey
from surveys.querysets import ReportQuerySet


@pghistory.track()
class Report(models.Model):
    """報告書 of a survey: a list of figures, all counted from the answers when it is read."""

    class Status(models.TextChoices):
        DRAFT = "draft", "準備している"
        PUBLISHED = "published", "公表した"

    survey = models.OneToOneField(
        Survey, models.CASCADE, related_name="report", verbose_name="調査"
    )
    title = models.CharField("題名", max_length=200)
    intro = models.TextField("はじめに", blank=True)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.DRAFT)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "報告書"
        verbose_name_plural = "報告書"
        ordering = ["-survey__fiscal_year", "id"]

    def __str__(self) -> str:
        return self.title


class Base(models.TextChoices):
    """Who is 100 %. Printed with every table."""

    ALL = "all", "全体（きいていない回答も無回答に数える）"
    ASKED = "asked", "きいた相手の全体"
    ANSWERED = "answered", "答えた相手だけ"


class Unit(models.TextChoices):
    """What is counted."""

    RESPONSE = "response", "回答"
    SHEET = "sheet", "票（事業と相手の組）"


class Order(models.TextChoices):
    """Order of the rows; その他 and the like stay last."""

    ASKED = "asked", "調査票の順"
    COUNT = "count", "多い順"


@pghistory.track()
class ReportFigure(models.Model):
    """図表: the definition of a table, never its numbers.

    `printed` keeps the figure as an older report printed it, in the format of the figure check,
    so that print and recount can stand side by side.
    """

    class Measure(models.TextChoices):
        PERCENT = "percent", "割合"
        COUNT = "count", "件数"

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="figures", verbose_name="報告書"
    )
    number = models.CharField("図表の番号", max_length=10)
    position = models.PositiveSmallIntegerField("並び順")
    title = models.CharField("題名", max_length=200)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name="設問")
    by = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="何で分けるか",
    )
    unit = models.CharField("数えるもの", max_length=10, choices=Unit, default=Unit.RESPONSE)
    base = models.CharField("100％とするもの", max_length=10, choices=Base, default=Base.ASKED)
    order = models.CharField("行の順", max_length=10, choices=Order, default=Order.ASKED)
    measure = models.CharField("示す数", max_length=10, choices=Measure, default=Measure.PERCENT)
    hide_zero = models.BooleanField("0の行を出さない", default=False)
    total_label = models.CharField("全体の呼び方", max_length=20, default="全体")
    note = models.TextField("注", blank=True)
    printed = models.JSONField("印刷された図表", null=True, blank=True)

    class Meta:
        verbose_name = "図表"
        verbose_name_plural = "図表"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="surveys_figure_number"),
            models.UniqueConstraint(
                fields=["report", "position"],
                name="surveys_figure_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(by=None) | ~Q(by=models.F("question")), name="surveys_figure_by_other"
            ),
        ]

    def __str__(self) -> str:
        return f"図表{self.number} {self.title}"
