"""Master data of the registry: legal forms, fields of activity in their editions, places."""

import pghistory
from django.db import models
from django.db.models import Q


@pghistory.track()
class OrganizationKind(models.Model):
    """団体種別: legal form of a group. Cities differ, so the rows are the centre's."""

    name = models.CharField("名称", max_length=60, unique=True)
    has_npo_status = models.BooleanField("NPO法人", default=False)
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "団体種別"
        verbose_name_plural = "団体種別"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ActivityFieldSet(models.Model):
    """活動分野の版: an edition of the list of fields, since laws and centres change it."""

    name = models.CharField("名称", max_length=100, unique=True)
    code = models.SlugField("記号", max_length=40, unique=True)
    is_current = models.BooleanField(
        "いま使う版",
        default=False,
        help_text="申請で選んでもらう版です。古い版で登録された団体は、そのまま読めます。",
    )
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "活動分野の版"
        verbose_name_plural = "活動分野の版"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="organizations_activityfieldset_one_current",
                violation_error_message="いま使う版は1つだけです。先に、ほかの版から外してください",
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ActivityField(models.Model):
    """活動分野: one field of an edition; a centre may add its own."""

    fieldset = models.ForeignKey(
        ActivityFieldSet, models.PROTECT, related_name="fields", verbose_name="版"
    )
    number = models.PositiveSmallIntegerField("番号")
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("短い名称", max_length=30)
    same_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="earlier",
        verbose_name="新しい版での分野",
        help_text="古い版の分野を、いまの版のどの分野として探せるようにするか。",
    )
    is_active = models.BooleanField("使う", default=True)

    class Meta:
        verbose_name = "活動分野"
        verbose_name_plural = "活動分野"
        ordering = ["fieldset", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fieldset", "number"], name="organizations_activityfield_number"
            ),
            models.UniqueConstraint(
                fields=["fieldset", "name"], name="organizations_activityfield_name"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


@pghistory.track()
class Area(models.Model):
    """活動する地域: a 町丁 of the city, or the whole of it."""

    town = models.CharField("町名", max_length=40)
    name = models.CharField("名称", max_length=60, unique=True, help_text="例：本町1丁目")
    name_kana = models.CharField("ふりがな", max_length=100, blank=True)
    postcode = models.CharField("郵便番号", max_length=8, blank=True)
    whole_city = models.BooleanField(
        "市内全域", default=False, help_text="町を選ばずに、市内のどこでも活動する団体のため。"
    )
    is_active = models.BooleanField("使う", default=True)
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "活動する地域"
        verbose_name_plural = "活動する地域"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
