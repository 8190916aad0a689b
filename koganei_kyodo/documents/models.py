"""A document that is being made, or has been made, by the worker."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from koganei_kyodo.documents.querysets import RenderingQuerySet


class Rendering(models.Model):
    """One file made from one set of inputs; asking again for the same inputs finds this row.

    ``key`` is the SHA-256 of the inputs, so that a document whose figures changed is a new row.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "順番を待っています"
        RUNNING = "running", "作成しています"
        DONE = "done", "できあがりました"
        FAILED = "failed", "作成できませんでした"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField("種類", max_length=60)
    key = models.CharField("入力の要約値", max_length=64)
    params = models.JSONField("入力", default=dict)
    title = models.CharField("題名", max_length=200)
    filename = models.CharField("ファイル名", max_length=200)
    content_type = models.CharField("ファイルの種類", max_length=100)
    public = models.BooleanField("だれでも見られる", default=False)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.QUEUED)
    progress = models.PositiveSmallIntegerField(
        "進み具合（%）", default=0, validators=[MaxValueValidator(100)]
    )
    content = models.BinaryField("ファイルの中身", null=True, editable=False)
    message = models.CharField("お知らせ", max_length=400, blank=True)
    created_at = models.DateTimeField("依頼した日時", auto_now_add=True)
    started_at = models.DateTimeField("作成を始めた日時", null=True, editable=False)
    finished_at = models.DateTimeField("作成を終えた日時", null=True, editable=False)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = "帳票"
        verbose_name_plural = "帳票"
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="documents_rendering_once"),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="documents_rendering_progress"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running", "done", "failed"]),
                name="documents_rendering_status",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(content__isnull=False, finished_at__isnull=False),
                name="documents_rendering_done_has_content",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the page that shows how far the document is."""
        return reverse("documents:detail", args=[self.pk])

    @property
    def is_done(self) -> bool:
        """Whether the file can be downloaded."""
        return self.status == self.Status.DONE

    @property
    def is_failed(self) -> bool:
        """Whether the worker gave up."""
        return self.status == self.Status.FAILED

    @property
    def is_open(self) -> bool:
        """Whether the worker still has to do something."""
        return self.status in {self.Status.QUEUED, self.Status.RUNNING}
