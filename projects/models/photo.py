"""写真 of a project: what it looked like, in one of its years."""

import pghistory
from django.db import models

from organizations.models import StoredFile
from projects.models.record import ProjectRecord
from projects.querysets import PhotoQuerySet


@pghistory.track()
class RecordPhoto(models.Model):
    """写真: shown on the project's page where the office lets everybody see it.

    What is kept was drawn anew: no place, no time, no device, in two sizes.
    """

    record = models.ForeignKey(
        ProjectRecord, models.CASCADE, related_name="photos", verbose_name="事業実績"
    )
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name="写真")
    thumbnail = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", verbose_name="小さい写真"
    )
    alt = models.CharField(
        "写真の説明",
        max_length=200,
        help_text="写真を見られない人に、何が写っているかを伝えます。",
    )
    width = models.PositiveIntegerField("幅")
    height = models.PositiveIntegerField("高さ")
    is_public = models.BooleanField("公開してよい", default=False)
    position = models.PositiveIntegerField("並び順", default=0)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "事業の写真"
        verbose_name_plural = "事業の写真"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(alt=""),
                name="projects_recordphoto_alt",
                violation_error_message="写真の説明を書いてください",
            )
        ]

    def __str__(self) -> str:
        return self.alt
