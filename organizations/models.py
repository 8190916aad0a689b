"""Groups, city departments, and which person acts for which of them from when to when."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role
from organizations.querysets import DatedQuerySet, DepartmentQuerySet, OrganizationQuerySet


class Dated(models.Model):
    """Something valid from one day to another, both inclusive."""

    valid_from = models.DateField("いつから", null=True, blank=True)
    valid_until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_valid_order",
                violation_error_message="「いつまで」は「いつから」より後にしてください",
            )
        ]


_SET_ROOT = """
    IF NEW.parent_id IS NULL THEN
        NEW.root_id := NEW.id;
        RETURN NEW;
    END IF;
    IF EXISTS (
        WITH RECURSIVE above(id, parent_id) AS (
            SELECT id, parent_id FROM organizations_department WHERE id = NEW.parent_id
            UNION
            SELECT d.id, d.parent_id
            FROM organizations_department d JOIN above ON d.id = above.parent_id
        )
        SELECT 1 FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'department % cannot stand below itself', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT root_id INTO NEW.root_id FROM organizations_department WHERE id = NEW.parent_id;
    RETURN NEW;
"""
_MOVE_CHILDREN = """
    UPDATE organizations_department SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
"""


@pghistory.track()
class Department(Dated):
    """An office of a city, in a tree: the city itself is the root, 部 and 課 stand below.

    Offices are reorganised every April: a row keeps its name for ever, ends on a date and points
    at its successors, so that a record of 2010 still reads as it was written.
    """

    name = models.CharField("名称", max_length=100)
    name_kana = models.CharField("ふりがな", max_length=100, blank=True)
    code = models.SlugField("記号", max_length=64, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上の組織",
    )
    # Set by a trigger from `parent`: totals of one city ask for it in every query.
    root = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="市"
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name="引き継いだ課",
    )
    closed_dataset = models.BooleanField(
        "よその市の資料",
        default=False,
        help_text="公表された資料を収めたもの。この市の合計には入らず、変更もできません。",
    )
    notice = models.TextField("資料についての注記", blank=True)
    position = models.PositiveIntegerField("並び順", default=0)

    objects = DepartmentQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "担当課"
        verbose_name_plural = "担当課"
        ordering = ["position", "name_kana", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["parent", "name", "valid_from"],
                nulls_distinct=False,
                name="organizations_department_name",
            ),
            models.CheckConstraint(
                condition=Q(closed_dataset=False) | Q(parent=None),
                name="organizations_department_closed_is_root",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="set_root",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                func=_SET_ROOT,
            ),
            pgtrigger.Trigger(
                name="move_children",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__root__df=pgtrigger.F("new__root")),
                func=_MOVE_CHILDREN,
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
class Organization(models.Model):
    """団体: anyone who acts in the city, from an NPO法人 to a 町会."""

    class Status(models.TextChoices):
        DRAFT = "draft", "下書き"
        PUBLIC = "public", "公開"
        WITHDRAWN = "withdrawn", "退会"

    name = models.CharField("団体名", max_length=150)
    name_kana = models.CharField("ふりがな", max_length=200, blank=True)
    kind = models.ForeignKey(OrganizationKind, models.PROTECT, verbose_name="団体種別")
    purpose = models.TextField("目的と活動", blank=True)
    status = models.CharField("状態", max_length=12, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField("登録した日時", auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["name_kana", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "public", "withdrawn"]),
                name="organizations_organization_status",
            )
        ]

    def __str__(self) -> str:
        return self.name


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

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "所属"
        verbose_name_plural = "所属"
        ordering = ["-valid_from", "id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="organizations_membership_place",
                condition=(
                    Q(
                        role__in=sorted(ORGANIZATION_ROLES),
                        organization__isnull=False,
                        department=None,
                    )
                    | Q(
                        role__in=sorted(DEPARTMENT_ROLES),
                        department__isnull=False,
                        organization=None,
                    )
                    | Q(role=Role.DESK, department=None, organization=None)
                ),
                violation_error_message="役割に合わせて、担当課か団体のどちらかを選んでください"
                "（支援センター職員はどちらも選びません）",
            ),
            ExclusionConstraint(
                name="organizations_membership_once",
                expressions=[
                    (_single("user_id"), RangeOperators.OVERLAPS),
                    (_single("department_id"), RangeOperators.OVERLAPS),
                    (_single("organization_id"), RangeOperators.OVERLAPS),
                    (
                        Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="この人は、同じ期間にすでにここに所属しています",
            ),
        ]

    def __str__(self) -> str:
        place = self.department or self.organization or "支援センター"
        return f"{self.user}（{place}・{self.get_role_display()}）"
