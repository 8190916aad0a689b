"""組織改正: what becomes of which offices on a day, planned in peace and carried out at once."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.department import Department


@pghistory.track()
class Reorganization(models.Model):
    """組織改正: all that changes on one day. A plan until it is carried out."""

    class Status(models.TextChoices):
        PLANNED = "planned", "準備中"
        APPLIED = "applied", "行いました"
        DROPPED = "dropped", "取りやめました"

    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "edit": {Status.PLANNED: Status.PLANNED},
        "apply": {Status.PLANNED: Status.APPLIED},
        "drop": {Status.PLANNED: Status.DROPPED},
    }

    name = models.CharField("組織改正の名前", max_length=100)
    on = models.DateField("いつから")
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.PLANNED)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="準備した人"
    )
    created_at = models.DateTimeField("準備を始めた日時", auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="行った人・取りやめた人",
    )  # fmt: skip
    closed_at = models.DateTimeField("行った・取りやめた日時", null=True, blank=True)

    class Meta:
        verbose_name = "組織改正"
        verbose_name_plural = "組織改正"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="organizations_reorganization_status",
                condition=Q(status="planned", closed_by=None, closed_at=None)
                | Q(
                    status__in=["applied", "dropped"],
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def allows(self, verb: str) -> bool:
        """Tell whether `verb`, a key of ``TRANSITIONS``, may follow on the status."""
        return self.status in self.TRANSITIONS[verb]

    @property
    def is_open(self) -> bool:
        """Tell whether it is still a plan."""
        return self.status == self.Status.PLANNED


@pghistory.track()
class ReorganizationStep(models.Model):
    """One change of a reorganisation: which offices end, and what comes after them."""

    class Kind(models.TextChoices):
        RENAME = "rename", "名前や部を変える"
        MERGE = "merge", "1つにまとめる"
        SPLIT = "split", "分ける"
        ABOLISH = "abolish", "なくす"
        FOUND = "found", "新しくつくる"

    reorganization = models.ForeignKey(
        Reorganization, models.CASCADE, related_name="steps", verbose_name="組織改正"
    )
    kind = models.CharField("すること", max_length=10, choices=Kind)
    # Who of an office that is split goes where: membership → number of the office after it.
    choices_of_people = models.JSONField("だれがどの課へ行くか", default=dict, blank=True)

    class Meta:
        verbose_name = "組織改正の内容"
        verbose_name_plural = "組織改正の内容"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="organizations_step_kind",
                condition=Q(kind__in=["rename", "merge", "split", "abolish", "found"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.reorganization}）"


@pghistory.track()
class ReorganizationOffice(models.Model):
    """One office of a change: one that is there before it, or one that comes after it.

    What comes after is named, not chosen: a name that stands on that day is the office that goes
    on, any other a new one.
    """

    step = models.ForeignKey(
        ReorganizationStep, models.CASCADE, related_name="offices", verbose_name="組織改正の内容"
    )
    comes_after = models.BooleanField("改正のあとの課", default=False)
    position = models.PositiveSmallIntegerField("何番目", default=0)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="担当課"
    )
    name = models.CharField("名称", max_length=100)
    name_kana = models.CharField("ふりがな", max_length=100, blank=True)
    parent_name = models.CharField("部の名称", max_length=100, blank=True)

    class Meta:
        verbose_name = "組織改正の課"
        verbose_name_plural = "組織改正の課"
        ordering = ["step", "comes_after", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "comes_after", "position"], name="organizations_step_office"
            ),
            models.CheckConstraint(
                name="organizations_step_office_before",
                condition=Q(comes_after=True) | Q(department__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
