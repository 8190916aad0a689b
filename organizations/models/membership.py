"""Who acts for whom from when to when; who said so for which 年度; who moves where."""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from organizations.models.dated import Dated
from organizations.models.department import Department
from organizations.models.organization import Organization
from organizations.models.place import CENTRE, WRONG_PLACE, place_fits_role
from organizations.querysets import MembershipQuerySet, TransferQuerySet


def _single(column: str) -> Func:
    """An id as a range of one value: exclusion on it needs no extension; nothing counts as 0."""
    one = Coalesce(F(column), Value(0, output_field=models.BigIntegerField()))
    return Func(one, one, Value("[]"), function="int8range")


@pghistory.track()
class Membership(Dated):
    """所属: a person acts for an office, a group or the centre, in a role, between two dates."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="利用者"
    )
    role = models.CharField("役割", max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="担当課",
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="団体",
    )
    valid_from = models.DateField("いつから")

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "所属"
        verbose_name_plural = "所属"
        ordering = ["-valid_from", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="organizations_membership_place",
                condition=place_fits_role(),
                violation_error_message=WRONG_PLACE,
            ),
            ExclusionConstraint(
                name="organizations_membership_once",
                expressions=[
                    (_single("user"), RangeOperators.OVERLAPS),
                    (_single("department"), RangeOperators.OVERLAPS),
                    (_single("organization"), RangeOperators.OVERLAPS),
                    (
                        Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="この人は、同じ期間にすでにここに所属しています",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.place_name}・{self.get_role_display()}）"

    @property
    def place_name(self) -> str:
        """Return the name of the office or group, or 支援センター."""
        return str(self.department or self.organization or CENTRE)

    @property
    def has_begun(self) -> bool:
        """Tell whether the first day is today or past."""
        return self.valid_from <= timezone.localdate()

    @property
    def is_over(self) -> bool:
        """Tell whether the last day is past."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class MembershipConfirmation(models.Model):
    """所属の確認: somebody entitled said that a membership goes on in a 年度."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="confirmations", verbose_name="所属"
    )
    fiscal_year = models.PositiveIntegerField("年度")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="確認した人"
    )
    at = models.DateTimeField("確認した日時", auto_now_add=True)

    class Meta:
        verbose_name = "所属の確認"
        verbose_name_plural = "所属の確認"
        ordering = ["-fiscal_year", "-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "fiscal_year"],
                name="organizations_membershipconfirmation_once",
                violation_error_message="この年度の確認は済んでいます",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership}　{self.fiscal_year}年度"


@pghistory.track()
class Transfer(models.Model):
    """異動の受け入れ: an office that somebody moves to lets them in, or doesn't.

    A 課長 decides who leaves their own office, never who sees the drafts of another one. What the
    coordinating office moves needs no such row.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "受け入れ待ち"
        ACCEPTED = "accepted", "受け入れた"
        DECLINED = "declined", "受け入れなかった"

    TRANSITIONS: dict[str, dict[str, str]] = {
        "accept": {Status.WAITING: Status.ACCEPTED},
        "decline": {Status.WAITING: Status.DECLINED},
    }

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="transfers", verbose_name="いまの所属"
    )
    to_department = models.ForeignKey(
        Department, models.PROTECT, related_name="transfers", verbose_name="異動先"
    )
    role = models.CharField("異動先での役割", max_length=20, choices=Role)
    on = models.DateField("いつから")
    status = models.CharField("状態", max_length=12, choices=Status, default=Status.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="知らせた人"
    )
    requested_at = models.DateTimeField("知らせた日時", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="決めた人",
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "異動の受け入れ"
        verbose_name_plural = "異動の受け入れ"
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="organizations_transfer_status",
                condition=Q(status="waiting", decided_by=None, decided_at=None)
                | Q(
                    status__in=["accepted", "declined"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(status="waiting"),
                name="organizations_transfer_one_waiting",
            ),
            models.CheckConstraint(
                name="organizations_transfer_role", condition=Q(role__in=["officer", "head"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.user}（{self.to_department}へ）"
