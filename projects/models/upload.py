"""A filled-in Excel sheet that somebody sent back: kept until it is loaded, so that nothing is lost."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q


@pghistory.track(exclude=["content"])
class SheetUpload(models.Model):
    """取り込みのファイル: one workbook or CSV file, read, shown with its errors, then loaded."""

    class Status(models.TextChoices):
        CHECKED = "checked", "内容を確認中"
        LOADED = "loaded", "取り込みました"
        DISCARDED = "discarded", "取り込みません"

    fiscal_year = models.PositiveSmallIntegerField("年度")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="送った人"
    )
    at = models.DateTimeField("送った日時", auto_now_add=True)
    file_name = models.CharField("ファイルの名前", max_length=200)
    content = models.BinaryField("ファイル")
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.CHECKED)
    loaded_at = models.DateTimeField("取り込んだ日時", null=True, blank=True)
    added = models.PositiveIntegerField("新しく作った事業", default=0)
    changed = models.PositiveIntegerField("直した事業", default=0)
    unchanged = models.PositiveIntegerField("変わらない事業", default=0)
    refused = models.PositiveIntegerField("取り込まなかった行", default=0)

    class Meta:
        verbose_name = "取り込みのファイル"
        verbose_name_plural = "取り込みのファイル"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["checked", "loaded", "discarded"]),
                name="projects_sheetupload_status",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
