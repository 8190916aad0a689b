"""What belongs to a yearly record beside its partners: where the money came from, and examples."""

import pghistory
from django.db import models
from django.db.models import Q

from koganei_kyodo.audit.links import track_links
from koganei_kyodo.search.fields import SearchColumn
from projects.models.kept import field_triggers
from projects.models.labels import CostSource, Theme
from projects.models.record import ProjectRecord
from projects.querysets import ExampleQuerySet


@pghistory.track()
class RecordField(models.Model):
    """分野: a field of activity that a project of one year belongs to; the same words as groups'."""

    record = models.ForeignKey(
        ProjectRecord, models.CASCADE, related_name="field_rows", verbose_name="事業実績"
    )
    field = models.ForeignKey(
        "organizations.ActivityField", models.PROTECT, related_name="+", verbose_name="分野"
    )

    class Meta:
        verbose_name = "事業の分野"
        verbose_name_plural = "事業の分野"
        ordering = ["field__number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "field"], name="projects_recordfield_once")
        ]
        triggers = field_triggers()

    def __str__(self) -> str:
        return str(self.field)


@pghistory.track()
class RecordCost(models.Model):
    """お金の内訳: how many yen of a record's cost came from one source."""

    record = models.ForeignKey(
        ProjectRecord, models.CASCADE, related_name="costs", verbose_name="事業実績"
    )
    source = models.ForeignKey(CostSource, models.PROTECT, verbose_name="お金の出どころ")
    amount = models.BigIntegerField("金額（円）")

    class Meta:
        verbose_name = "お金の内訳"
        verbose_name_plural = "お金の内訳"
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "source"],
                name="projects_recordcost_once",
                violation_error_message="同じ出どころは1回だけ書いてください",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="projects_recordcost_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.source}　{self.amount_in_words}"

    @property
    def amount_in_words(self) -> str:
        """Return the amount as 「1,234円」."""
        return f"{self.amount:,}円"


@pghistory.track(exclude=["search_text"])
class Example(models.Model):
    """事例: what went well, or didn't, told so that others can learn from it (M4 of the survey).

    An office writes it in its record; only what the office allows, of a record that everybody may
    read, is shown outside the city hall.
    """

    class Kind(models.TextChoices):
        GOOD = "good", "うまくいったこと"
        FAILED = "failed", "うまくいかなかったこと"

    record = models.ForeignKey(
        ProjectRecord, models.CASCADE, related_name="examples", verbose_name="事業実績"
    )
    kind = models.CharField("よい例・困った例", max_length=10, choices=Kind)
    title = models.CharField("見出し", max_length=100)
    text = models.TextField("どうしたか", max_length=2000)
    lesson = models.TextField("次に生かすこと", max_length=1000, blank=True)
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="examples", verbose_name="テーマ"
    )
    is_public = models.BooleanField("公開してよい", default=False)
    created_at = models.DateTimeField("書いた日時", auto_now_add=True)
    search_text = SearchColumn("title", "text", "lesson")

    objects = ExampleQuerySet.as_manager()

    class Meta:
        verbose_name = "事例"
        verbose_name_plural = "事例"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["good", "failed"]), name="projects_example_kind"
            )
        ]

    def __str__(self) -> str:
        return self.title


@track_links
class ExampleTheme(Example.themes.through):  # type: ignore[name-defined]
    """One theme of an example: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "事例のテーマの選択"
        verbose_name_plural = "事例のテーマの選択"
