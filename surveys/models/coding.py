"""CodeFrame, Code, AfterCode: what open answers are about, told by people who read them.

After-codes stand in a table of the same shape as the answers, so that they count the same way.
"""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from surveys.models.questionnaire import Question
from surveys.models.response import Response


@pghistory.track()
class CodeFrame(models.Model):
    """自由記述の分類: the codes that answers to one open question are given."""

    question = models.OneToOneField(
        Question, models.PROTECT, related_name="frame", verbose_name="設問"
    )
    title = models.CharField("題名", max_length=200)

    class Meta:
        verbose_name = "自由記述の分類"
        verbose_name_plural = "自由記述の分類"
        ordering = ["question"]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Code(models.Model):
    """One code of a frame; its number is what an after-code stores, never reused."""

    frame = models.ForeignKey(
        CodeFrame, models.CASCADE, related_name="codes", verbose_name="自由記述の分類"
    )
    code = models.PositiveSmallIntegerField("番号")
    label = models.CharField("分類の名前", max_length=100)
    hint = models.CharField("どんな意見か", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("並び順")

    class Meta:
        verbose_name = "分類の項目"
        verbose_name_plural = "分類の項目"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["frame", "code"], name="surveys_code_number"),
            models.UniqueConstraint(fields=["frame", "label"], name="surveys_code_label"),
            models.CheckConstraint(condition=Q(code__gte=1), name="surveys_code_positive"),
        ]

    def __str__(self) -> str:
        return self.label


class AfterCode(models.Model):
    """One code given to one open answer, by the first or by the second coder.

    Code 0 says that the answer was read and fits no code.
    """

    class Coder(models.IntegerChoices):
        FIRST = 1, "1人目"
        SECOND = 2, "2人目"

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="after_codes", verbose_name="回答"
    )
    frame = models.ForeignKey(
        CodeFrame,
        models.PROTECT,
        related_name="after_codes",
        db_index=False,
        verbose_name="自由記述の分類",
    )
    row = models.PositiveSmallIntegerField("何枚目", default=0)
    coder = models.PositiveSmallIntegerField("何人目の分類か", choices=Coder, default=Coder.FIRST)
    code = models.PositiveSmallIntegerField("番号")
    coded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="分類した人",
    )

    class Meta:
        verbose_name = "自由記述につけた分類"
        verbose_name_plural = "自由記述につけた分類"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "frame", "row", "coder", "code"],
                name="surveys_aftercode_once",
            ),
            models.CheckConstraint(condition=Q(coder__in=[1, 2]), name="surveys_aftercode_coder"),
        ]
        indexes = [
            models.Index(
                fields=["frame", "coder", "code", "response", "row"],
                name="surveys_aftercode_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frame_id}: {self.code}"
