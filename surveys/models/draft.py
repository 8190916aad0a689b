"""ResponseDraft and its parts: answers on their way, apart from those that count.

Whatever stands in ``Answer`` is counted; a draft never does. It is deleted when it is submitted.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from surveys.models.questionnaire import Questionnaire, Section
from surveys.models.response import Response, Target


class ResponseDraft(models.Model):
    """回答の下書き of one target: all who may answer for it write in the same one.

    ``token`` is the mark of the submission: the same draft sent twice is one answer.
    """

    target = models.OneToOneField(
        Target, models.CASCADE, related_name="draft", verbose_name="調査対象"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="+", verbose_name="調査票"
    )
    token = models.UUIDField("提出の印", default=uuid.uuid4, unique=True)
    saved_on = models.DateField("保存した日", null=True, blank=True)

    class Meta:
        verbose_name = "回答の下書き"
        verbose_name_plural = "回答の下書き"

    def __str__(self) -> str:
        return f"{self.target}の下書き"


class DraftPart(models.Model):
    """One page of a draft: a section, or one sheet of the repeated sections.

    ``answers`` holds by code of the question ``{"codes": [...], "text": "...", "unreadable": …}``.
    Its own version lets two colleagues write two parts at the same time, and shows both versions
    where they write the same one.
    """

    draft = models.ForeignKey(
        ResponseDraft, models.CASCADE, related_name="parts", verbose_name="下書き"
    )
    section = models.ForeignKey(Section, models.CASCADE, related_name="+", verbose_name="節")
    row = models.PositiveSmallIntegerField("何枚目", default=0)
    title = models.CharField("何について", max_length=200, blank=True)
    answers = models.JSONField("回答", default=dict, blank=True)
    is_done = models.BooleanField("書き終えた", default=False)
    is_prefilled = models.BooleanField("前の記録から入れた", default=False)
    version = models.PositiveIntegerField("版", default=1)
    # Empty in an anonymous survey.
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最後に書いた人",
    )
    updated_at = models.DateTimeField("最後に書いた日時", null=True, blank=True)

    class Meta:
        verbose_name = "回答の下書きの1ページ"
        verbose_name_plural = "回答の下書きのページ"
        ordering = ["draft", "row", "section__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "section", "row"], name="surveys_draftpart_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.section}"


class ResponseReceipt(models.Model):
    """受付: the number a respondent keeps, and the mark that makes sending twice one answer.

    In an anonymous survey it is the only way back to one's answer, known to the respondent alone:
    ``edit_hash`` is emptied at the close. It never leads to a target.
    """

    response = models.OneToOneField(
        Response, models.CASCADE, primary_key=True, related_name="receipt", verbose_name="回答"
    )
    number = models.CharField("受付番号", max_length=20, unique=True)
    submitted_hash = models.CharField("提出の印の要約値", max_length=64, unique=True)
    edit_hash = models.CharField(
        "直すための秘密の要約値", max_length=64, unique=True, null=True, blank=True
    )

    class Meta:
        verbose_name = "回答の受付"
        verbose_name_plural = "回答の受付"
        constraints = [
            models.CheckConstraint(
                condition=Q(edit_hash=None) | ~Q(edit_hash=""), name="surveys_receipt_edit_hash"
            )
        ]

    def __str__(self) -> str:
        return self.number
