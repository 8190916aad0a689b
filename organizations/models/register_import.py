"""取り込み: a register kept elsewhere, read row by row, looked at, and taken over."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.organization import Organization


@pghistory.track(exclude=["content", "progress"])
class RegisterImport(models.Model):
    """One file: which column is what, what was found in its rows, and what became of it."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "列の確認を待っています"
        CHECKING = "checking", "内容を調べています"
        CHECKED = "checked", "結果の確認を待っています"
        APPLYING = "applying", "取り込んでいます"
        DONE = "done", "取り込みました"
        FAILED = "failed", "取り込めませんでした"
        DROPPED = "dropped", "取りやめました"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "check": {
            Status.UPLOADED: Status.CHECKING,
            Status.CHECKED: Status.CHECKING,
            Status.FAILED: Status.CHECKING,
        },
        "decide": {Status.CHECKED: Status.CHECKED},
        "apply": {Status.CHECKED: Status.APPLYING},
        "drop": {
            Status.UPLOADED: Status.DROPPED,
            Status.CHECKED: Status.DROPPED,
            Status.FAILED: Status.DROPPED,
        },
    }

    filename = models.CharField("ファイル名", max_length=255)
    content = models.BinaryField("ファイルの中身", null=True, editable=False)
    encoding = models.CharField("文字コード", max_length=20, blank=True)
    header_row = models.PositiveIntegerField("見出しの行", default=1)
    header = models.JSONField("見出し", default=list)
    sample = models.JSONField("はじめの行", default=list)
    mapping = models.JSONField("どの列が何か", default=list)
    area_code = models.CharField("市外局番", max_length=6, blank=True)
    options = models.JSONField("取り込み方", default=dict)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.UPLOADED)
    progress = models.PositiveSmallIntegerField("進み具合（%）", default=0)
    started_at = models.DateTimeField("始めた日時", null=True, blank=True)
    finished_at = models.DateTimeField("終わった日時", null=True, blank=True)
    message = models.CharField("お知らせ", max_length=400, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="ファイルを入れた人",
    )  # fmt: skip
    created_at = models.DateTimeField("ファイルを入れた日時", auto_now_add=True)

    class Meta:
        verbose_name = "団体の取り込み"
        verbose_name_plural = "団体の取り込み"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "uploaded", "checking", "checked", "applying", "done", "failed", "dropped",
                    ]
                ),
                name="organizations_registerimport_status",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="organizations_registerimport_progress"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.filename

    def allows(self, verb: str) -> bool:
        """Tell whether `verb`, a key of ``TRANSITIONS``, may follow on the status."""
        return self.status in self.TRANSITIONS[verb]

    @property
    def is_working(self) -> bool:
        """Tell whether the worker has something to do for it."""
        return self.status in (self.Status.CHECKING, self.Status.APPLYING)


class ImportRow(models.Model):
    """One row of the file: what was read, what is wrong, and which group it may be.

    Rows go with the file after the retention period; what they wrote stands in the trail of the
    group.
    """

    class Outcome(models.TextChoices):
        NEW = "new", "新しい団体"
        CHANGED = "changed", "いまの団体を直す"
        SAME = "same", "変わらない"
        DOUBTFUL = "doubtful", "重複かもしれない"
        REFUSED = "refused", "取り込めない"

    class Decision(models.TextChoices):
        NONE = "", "まだ決めていない"
        NEW = "new", "新しい団体として取り込む"
        UPDATE = "update", "似ている団体を、この行で直す"
        SKIP = "skip", "取り込まない"

    register_import = models.ForeignKey(
        RegisterImport, models.CASCADE, related_name="rows", verbose_name="取り込み"
    )
    number = models.PositiveIntegerField("行")
    name = models.CharField("団体名", max_length=300, blank=True)
    cells = models.JSONField("書いてあったこと", default=list)
    values = models.JSONField("読んだ内容", default=dict)
    problems = models.JSONField("直すところ", default=list)
    notes = models.JSONField("注意", default=list)
    changes = models.JSONField("変わるところ", default=list)
    outcome = models.CharField("結果", max_length=10, choices=Outcome)
    decision = models.CharField(
        "どうするか", max_length=10, choices=Decision, blank=True, default=Decision.NONE
    )
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="あてはまる団体",
    )  # fmt: skip
    taken = models.BooleanField("取り込んだ", default=False)

    class Meta:
        verbose_name = "取り込みの行"
        verbose_name_plural = "取り込みの行"
        ordering = ["register_import", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["register_import", "number"], name="organizations_importrow_number"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["new", "changed", "same", "doubtful", "refused"]),
                name="organizations_importrow_outcome",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "new", "update", "skip"]),
                name="organizations_importrow_decision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["register_import", "outcome", "number"], name="organizations_importrow_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}行目　{self.name}"

    @property
    def reasons(self) -> list[str]:
        """Return what is wrong, each with its column; a sentence that begins with it is enough."""
        return [
            each["why"]
            if each["why"].startswith(each["column"])
            else f"{each['column']}：{each['why']}"
            for each in self.problems
        ]


class ColumnMemory(models.Model):
    """What a column called like this was taken as the last time."""

    header = models.CharField("見出し", max_length=200, unique=True)
    target = models.CharField("入れる項目", max_length=40, blank=True)

    class Meta:
        verbose_name = "覚えた列"
        verbose_name_plural = "覚えた列"

    def __str__(self) -> str:
        return self.header
