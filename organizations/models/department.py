"""The offices of a city."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from koganei_kyodo.audit.links import track_links
from organizations.models.dated import Dated
from organizations.querysets import DepartmentQuerySet

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

    class HeadRule(models.TextChoices):
        AS_ASKED = "as_asked", "取りまとめのとおり"
        ALWAYS = "always", "いつも確認する"
        NEVER = "never", "確認しない"

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
    email = models.EmailField(
        "課のメールアドレス",
        blank=True,
        db_default="",
        default="",
        help_text="調査の依頼などを送る宛先です。個人ではなく、課で受け取るもの。公開しません。",
    )
    position = models.PositiveIntegerField("並び順", default=0)
    head_rule = models.CharField(
        "提出の前の課長の確認",
        max_length=10,
        choices=HeadRule,
        default=HeadRule.AS_ASKED,
        db_default="as_asked",
        help_text="「取りまとめのとおり」は、年度の取りまとめで決めたとおりにします。"
        "「いつも確認する」は、センターが代わりに入力したものも、課長が確認します。"
        "課長がいない間は、確認なしで提出できます。",
    )

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
            models.CheckConstraint(
                condition=Q(head_rule__in=["as_asked", "always", "never"]),
                name="organizations_department_head_rule",
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


@track_links
class DepartmentSuccessor(Department.successors.through):  # type: ignore[name-defined]
    """One office that took over from another: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "担当課の引き継いだ課"
        verbose_name_plural = "担当課の引き継いだ課"
