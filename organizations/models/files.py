"""What a group hands in as files: attachments, which stay private, and photos for its page."""

from typing import Protocol

import pghistory
from django.conf import settings
from django.db import models

from organizations.models.organization import Organization


class Checked(Protocol):
    """A file that may be kept: an `Upload` of `documents.uploads`, a `Rendition` of `.pictures`."""

    @property
    def content(self) -> bytes:
        """Its bytes."""

    @property
    def content_type(self) -> str:
        """What they are."""


class StoredFileManager(models.Manager["StoredFile"]):
    """Bytes on their way into the database."""

    def keep(self, file: Checked) -> "StoredFile":
        """Store a file that was checked."""
        content = file.content
        return self.create(content=content, content_type=file.content_type, size=len(content))


class StoredFile(models.Model):
    """The bytes of an upload, in the database: backed up, restored and rolled back with its rows."""

    content = models.BinaryField("ファイルの中身", editable=False)
    content_type = models.CharField("種類", max_length=100)
    size = models.PositiveIntegerField("大きさ（バイト）")
    created_at = models.DateTimeField("受け取った日時", auto_now_add=True)

    objects = StoredFileManager()

    class Meta:
        verbose_name = "受け取ったファイル"
        verbose_name_plural = "受け取ったファイル"

    def __str__(self) -> str:
        return f"番号{self.pk}"


@pghistory.track()
class Attachment(models.Model):
    """添付書類: 会則・名簿・予算 and the like. Only the group and the centre's staff may open it."""

    class Kind(models.TextChoices):
        RULES = "rules", "会則・規約・定款"
        OFFICERS = "officers", "役員名簿"
        MEMBERS = "members", "会員名簿"
        BUDGET = "budget", "予算書・事業計画書"
        SETTLEMENT = "settlement", "決算書・活動報告書"
        EVIDENCE = "evidence", "活動がわかるもの（写真・チラシ）"
        PAPER = "paper", "紙で受け取った書類"
        OTHER = "other", "そのほか"

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="attachments", verbose_name="団体"
    )
    kind = models.CharField("書類の種類", max_length=12, choices=Kind)
    fiscal_year = models.PositiveIntegerField("年度", null=True, blank=True)
    name = models.CharField("ファイル名", max_length=255)
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="attachment", verbose_name="ファイル"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="入れた人",
    )  # fmt: skip
    uploaded_at = models.DateTimeField("入れた日時", auto_now_add=True)

    class Meta:
        verbose_name = "添付書類"
        verbose_name_plural = "添付書類"
        ordering = ["kind", "-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Photo(models.Model):
    """写真: shown on the public page, without the place it was taken at, made smaller twice."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="photos", verbose_name="団体"
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="photo", verbose_name="写真"
    )
    thumbnail = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, related_name="photo_as_thumbnail",
        verbose_name="小さい写真",
    )  # fmt: skip
    alt = models.CharField(
        "写真の説明",
        max_length=200,
        help_text="写真を見られない人に、何が写っているかを伝えます。",
    )
    width = models.PositiveIntegerField("幅")
    height = models.PositiveIntegerField("高さ")
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "写真"
        verbose_name_plural = "写真"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt


@pghistory.track()
class OrganizationLink(models.Model):
    """A page of the group elsewhere: its own, or on a social network."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="links", verbose_name="団体"
    )
    label = models.CharField("ページの名前", max_length=60, help_text="例：ホームページ、ブログ")
    url = models.URLField("アドレス", max_length=500)
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "団体のリンク"
        verbose_name_plural = "団体のリンク"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label
