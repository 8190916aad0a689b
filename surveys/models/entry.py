"""EntryBatch, KeyedSheet, Scan: paper, FAX and telephone answers on their way into the tables."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from surveys.models.questionnaire import Questionnaire
from surveys.models.response import Response, Target


class EntryBatch(models.Model):
    """入力の束: the paper that is keyed together, with its progress."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="batches", verbose_name="調査票"
    )
    name = models.CharField("束の名前", max_length=100)
    mode = models.CharField("届いた方法", max_length=8, choices=Response.Mode)
    received_on = models.DateField("届いた日")
    double = models.BooleanField(
        "2人で入力する", default=True, help_text="別の人がもう一度入力し、2つを比べます。"
    )
    made_on = models.DateField("作った日", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="作った人"
    )

    class Meta:
        verbose_name = "入力の束"
        verbose_name_plural = "入力の束"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "name"], name="surveys_entrybatch_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeyedSheet(models.Model):
    """入力する調査票: one paper, keyed once or twice by different persons, and settled.

    A keying is ``{"answers": {...}, "sheets": [{"title": …, "answers": {...}}]}``, the answers as
    in a draft. Nothing of it counts before it has become a response.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "まだ入力していません"
        ONCE = "once", "1人目が入力しました"
        DIFFERENT = "different", "2つの入力が違います"
        TAKEN = "taken", "回答になりました"
        SET_ASIDE = "set_aside", "無効にしました"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "key_first": {Status.WAITING: Status.ONCE, Status.ONCE: Status.ONCE},
        "key_second": {Status.ONCE: Status.DIFFERENT},
        "settle": {Status.DIFFERENT: Status.TAKEN},
        "take": {
            Status.WAITING: Status.TAKEN,
            Status.ONCE: Status.TAKEN,
            Status.DIFFERENT: Status.TAKEN,
        },
        "set_aside": {
            Status.WAITING: Status.SET_ASIDE,
            Status.ONCE: Status.SET_ASIDE,
            Status.DIFFERENT: Status.SET_ASIDE,
        },
    }

    batch = models.ForeignKey(
        EntryBatch, models.CASCADE, related_name="sheets", verbose_name="入力の束"
    )
    position = models.PositiveIntegerField("束の中の番号")
    # Empty in an anonymous survey: nothing leads from the paper to who sent it.
    target = models.ForeignKey(
        Target,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="keyed_sheets",
        verbose_name="調査対象",
    )
    status = models.CharField("状態", max_length=12, choices=Status, default=Status.WAITING)
    first = models.JSONField("1人目の入力", null=True, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="1人目",
    )
    second = models.JSONField("2人目の入力", null=True, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="2人目",
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="違いを決めた人",
    )
    differences = models.PositiveIntegerField("違った所の数", default=0)
    reason = models.CharField("無効にした理由", max_length=300, blank=True)
    response = models.OneToOneField(
        Response,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="keyed_sheet",
        verbose_name="回答",
    )

    class Meta:
        verbose_name = "入力する調査票"
        verbose_name_plural = "入力する調査票"
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"], name="surveys_keyedsheet_position"
            ),
            models.UniqueConstraint(fields=["batch", "target"], name="surveys_keyedsheet_target"),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")),
                name="surveys_keyedsheet_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(first=None, first_by=None)
                | Q(first__isnull=False, first_by__isnull=False),
                name="surveys_keyedsheet_first",
            ),
            models.CheckConstraint(
                condition=~Q(status="set_aside") | ~Q(reason=""),
                name="surveys_keyedsheet_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.position}枚目"

    def allows(self, verb: str) -> bool:
        """Tell whether `verb` may be done in the present status."""
        return self.status in self.TRANSITIONS[verb]


class Scan(models.Model):
    """調査票の画像: the picture or PDF of one paper, kept until the stated period is over."""

    sheet = models.OneToOneField(
        KeyedSheet, models.CASCADE, primary_key=True, related_name="scan", verbose_name="調査票"
    )
    filename = models.CharField("ファイル名", max_length=200)
    content_type = models.CharField("ファイルの種類", max_length=100)
    content = models.BinaryField("ファイルの中身", editable=False)

    class Meta:
        verbose_name = "調査票の画像"
        verbose_name_plural = "調査票の画像"

    def __str__(self) -> str:
        return self.filename
