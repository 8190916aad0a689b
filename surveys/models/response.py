"""Target, Response, Sheet, Answer: who was asked and what came back.

Layout and its measured reason: one row per ticked option, or exactly one state row
(docs/decisions/0003-answers-as-long-rows.md).
"""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from koganei_kyodo.search.fields import SearchColumn
from surveys.models.questionnaire import Question, Questionnaire, Survey
from surveys.querysets import ResponseQuerySet


class Target(models.Model):
    """調査対象: one line of the frame, with the attributes known of it beforehand.

    ``status`` says what became of the paper or mail sent to it. Of an anonymous survey nothing
    here, nor anything that refers to it, leads to a response.
    """

    class Status(models.TextChoices):
        LISTED = "listed", "未発送"
        SENT = "sent", "発送済み"
        UNDELIVERABLE = "undeliverable", "宛先不明"
        REFUSED = "refused", "拒否"
        RETURNED = "returned", "到着（確認前）"
        INVALID = "invalid", "無効"
        VALID = "valid", "有効"
        EXCLUDED = "excluded", "対象外"

    class Source(models.TextChoices):
        REGISTRY = "registry", "団体の登録"
        DEPARTMENTS = "departments", "組織の一覧"
        FILE = "file", "ファイル"

    class ContactMode(models.TextChoices):
        POST = "post", "郵送"
        EMAIL = "email", "メール"

    _OPEN = (Status.LISTED, Status.SENT, Status.UNDELIVERABLE, Status.REFUSED, Status.RETURNED)
    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "send": {Status.LISTED: Status.SENT, Status.UNDELIVERABLE: Status.SENT},
        "undeliverable": {Status.SENT: Status.UNDELIVERABLE},
        "refuse": dict.fromkeys((Status.LISTED, Status.SENT), Status.REFUSED),
        "receive": dict.fromkeys(_OPEN[:4], Status.RETURNED),
        "answer": dict.fromkeys((*_OPEN, Status.INVALID), Status.VALID),
        "invalidate": dict.fromkeys((Status.RETURNED, Status.VALID), Status.INVALID),
        "exclude": dict.fromkeys(_OPEN, Status.EXCLUDED),
        "restore": dict.fromkeys(
            (Status.UNDELIVERABLE, Status.REFUSED, Status.RETURNED, Status.EXCLUDED), Status.SENT
        ),
    }

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="targets", verbose_name="調査")
    department = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="担当課",
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="団体",
    )
    answered_by = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代わりに回答した課",
    )
    name = models.CharField("名称", max_length=200)
    attributes = models.JSONField(
        "属性", default=dict, blank=True, help_text="設問の記号と選択肢の番号。例：{'attribute': 1}"
    )
    number = models.PositiveIntegerField("整理番号", null=True, blank=True)
    group = models.CharField("区分", max_length=100, blank=True, db_default="", default="")
    source = models.CharField(
        "名簿の元", max_length=12, choices=Source, blank=True, db_default="", default=""
    )
    modes = ArrayField(
        models.CharField(max_length=8, choices=ContactMode),
        verbose_name="依頼の方法",
        default=list,
        db_default=[],
        blank=True,
    )
    status = models.CharField(
        "状態",
        max_length=16,
        choices=Status,
        db_default=Status.LISTED,
        default=Status.LISTED,
        editable=False,
    )
    status_note = models.CharField(
        "状態の理由", max_length=300, blank=True, db_default="", default=""
    )
    search_name = SearchColumn("name")

    class Meta:
        verbose_name = "調査対象"
        verbose_name_plural = "調査対象"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "department"], name="surveys_target_department"
            ),
            models.UniqueConstraint(
                fields=["survey", "organization"], name="surveys_target_organization"
            ),
            models.CheckConstraint(
                condition=Q(department=None) | Q(organization=None), name="surveys_target_one_side"
            ),
            # An index, not a constraint of the table: it can be added to a table in use.
            models.UniqueConstraint("survey", "number", name="surveys_target_number"),
            models.CheckConstraint(
                condition=~Q(status="invalid") | ~Q(status_note=""),
                name="surveys_target_invalid_says_why",
            ),
        ]
        indexes = [models.Index(fields=["survey", "status"], name="surveys_target_status")]

    def __str__(self) -> str:
        return self.name

    def allows(self, verb: str) -> bool:
        """Tell whether `verb` may be done in the present status."""
        return self.status in self.TRANSITIONS[verb]


class Response(models.Model):
    """回答: what one target sent back. Only valid ones count."""

    class Status(models.TextChoices):
        VALID = "valid", "有効"
        INVALID = "invalid", "無効"

    class Mode(models.TextChoices):
        POST = "post", "郵送"
        WEB = "web", "Web"
        EMAIL = "email", "メール"
        FAX = "fax", "FAX"
        PHONE = "phone", "電話"
        VISIT = "visit", "訪問"

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="responses", verbose_name="調査票"
    )
    target = models.OneToOneField(
        Target,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="response",
        verbose_name="調査対象",
    )
    status = models.CharField("状態", max_length=8, choices=Status, default=Status.VALID)
    mode = models.CharField("回答の方法", max_length=8, choices=Mode)
    received_on = models.DateField("受け取った日", null=True, blank=True)
    is_reconstructed = models.BooleanField("集計表から復元", default=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "回答"
        verbose_name_plural = "回答"
        ordering = ["id"]
        indexes = [
            # Counting leaves out what is not valid; that is little, and an index of it is small.
            models.Index(
                fields=["id"], condition=~Q(status="valid"), name="surveys_response_invalid"
            ),
        ]

    def __str__(self) -> str:
        return str(self.target or f"回答 {self.pk}")


class Sheet(models.Model):
    """One filled-in copy of the repeated section, for example about one project and partner."""

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="sheets", verbose_name="回答"
    )
    row = models.PositiveSmallIntegerField("何枚目")
    title = models.CharField("何について", max_length=200, blank=True)

    class Meta:
        verbose_name = "事業ごとの票"
        verbose_name_plural = "事業ごとの票"
        ordering = ["response", "row"]
        constraints = [
            models.UniqueConstraint(fields=["response", "row"], name="surveys_sheet_row"),
            models.CheckConstraint(condition=Q(row__gte=1), name="surveys_sheet_row_positive"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.row}枚目"


class AnswerState(models.IntegerChoices):
    """Why a question has no option; a row of its own, so that every base can be counted."""

    NO_ANSWER = 0, "無回答"
    NOT_ASKED = -1, "非該当"
    UNREADABLE = -2, "無効"


def _state_guard(operation: pgtrigger.Operation, name: str) -> pgtrigger.Trigger:
    """Return a trigger: whoever gave a state row to a question ticked nothing beside it."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func="""
            IF EXISTS (
                SELECT 1 FROM new_rows n JOIN surveys_answer a
                    ON a.question_id = n.question_id AND a.response_id = n.response_id
                    AND a.row = n.row AND a.id <> n.id
                WHERE a.code <= 0 OR n.code <= 0
            ) THEN
                RAISE EXCEPTION 'an answer is either a state or options, not both'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


class Answer(models.Model):
    """回答項目: one ticked option (code > 0), or exactly one state row (AnswerState).

    `row` is 0 for a question asked once and the number of the sheet for a repeated one. An open
    answer is code 1 with its text; the text of その他 stands on its option's row.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="answers", verbose_name="回答"
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answers", db_index=False, verbose_name="設問"
    )
    row = models.PositiveSmallIntegerField("何枚目", default=0)
    code = models.SmallIntegerField("番号")
    text = models.TextField("文", blank=True)

    class Meta:
        verbose_name = "回答項目"
        verbose_name_plural = "回答項目"
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "row", "code"], name="surveys_answer_once"
            ),
            models.CheckConstraint(condition=Q(code__gte=-2), name="surveys_answer_code"),
        ]
        indexes = [
            # Every table is read from this index alone.
            models.Index(
                fields=["question", "code", "response", "row"], name="surveys_answer_count"
            ),
        ]
        triggers = [
            _state_guard(pgtrigger.Insert, "state_excludes_options_insert"),
            _state_guard(pgtrigger.Update, "state_excludes_options_update"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.code}"
