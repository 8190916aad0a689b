"""Project, ProjectRecord, Partner. A partner row is the sheet: what was done with whom."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now

from koganei_kyodo.audit.links import track_links
from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.search.fields import BigramIndex, SearchColumn
from projects.models.kept import form_triggers, partner_triggers, record_triggers
from projects.models.labels import (
    CollaborationForm,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
)
from projects.querysets import RecordQuerySet

_PUBLISHED = Q(status="approved", is_public=True)
HIDDEN_NAME = "名前を公開していない相手"
# What the public list sorts by: a cost that is not public must not even show in the order.
PUBLIC_COST = Case(When(cost_is_public=True, then=F("cost")))


@pghistory.track()
class Project(models.Model):
    """協働事業: lives over several years; what happened in one of them is its ProjectRecord."""

    name = models.CharField("事業の名前", max_length=200)
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="projects", verbose_name="担当課"
    )

    class Meta:
        verbose_name = "協働事業"
        verbose_name_plural = "協働事業"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["partner_names", "search_text", "label_key"])
class ProjectRecord(models.Model):
    """事業実績: one project in one 年度, submitted by its office and reviewed by the centre."""

    class Status(models.TextChoices):
        DRAFT = "draft", "入力中"
        SUBMITTED = "submitted", "確認中"
        RETURNED = "returned", "修正依頼"
        APPROVED = "approved", "受付済み"

    # What each verb of projects.actions makes of a status; where a pair is missing it refuses.
    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "submit": {Status.DRAFT: Status.SUBMITTED, Status.RETURNED: Status.SUBMITTED},
        "withdraw": {Status.SUBMITTED: Status.DRAFT},
        "return": {Status.SUBMITTED: Status.RETURNED, Status.APPROVED: Status.RETURNED},
        "approve": {Status.SUBMITTED: Status.APPROVED},
        "confirm": {Status.DRAFT: Status.DRAFT, Status.RETURNED: Status.RETURNED},
        "edit": {Status.DRAFT: Status.DRAFT, Status.RETURNED: Status.RETURNED},
    }

    class Continuity(models.TextChoices):
        NEW = "new", "新しく始めた"
        CONTINUED = "continued", "前の年度から続けた"

    class Stage(models.TextChoices):
        PLAN = "plan", "予定"
        RESULT = "result", "実績"

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="records", verbose_name="協働事業"
    )
    # A plan of the coming year becomes the result of that year: one row, so nothing is asked twice.
    stage = models.CharField(
        "予定・実績", max_length=10, choices=Stage, default=Stage.RESULT, db_default="result"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="records", verbose_name="担当課"
    )
    guideline = models.ForeignKey(
        Guideline, models.PROTECT, related_name="records", verbose_name="指針の版"
    )
    name = models.CharField("事業の名前", max_length=200)
    summary = models.TextField("事業の内容", blank=True)
    continuity = models.CharField("新規・継続", max_length=10, choices=Continuity, blank=True)
    is_last_year = models.BooleanField("この年度で終わる", default=False, db_default=False)
    end_reason = models.CharField(
        "終わる理由", max_length=400, blank=True, default="", db_default=""
    )
    planned_cost = models.BigIntegerField("予算額（円）", null=True, blank=True)
    cost = models.BigIntegerField("かかったお金（円）", null=True, blank=True)
    scheme_used = models.CharField("利用した制度", max_length=200, blank=True)
    activity_fields = models.ManyToManyField(
        "organizations.ActivityField",
        through="projects.RecordField",
        related_name="+",
        blank=True,
        verbose_name="分野",
    )
    results = models.TextField("成果と効果", blank=True, default="", db_default="")
    problems = models.TextField("困ったこと・課題", blank=True, default="", db_default="")
    is_public = models.BooleanField("一覧で公開してよい", default=True)
    cost_is_public = models.BooleanField("お金を公開してよい", default=True, db_default=True)
    problems_are_public = models.BooleanField("課題を公開してよい", default=False, db_default=False)
    document_number = models.CharField(
        "文書番号", max_length=60, blank=True, default="", db_default=""
    )
    decided_on = models.DateField("決裁日", null=True, blank=True)
    is_reconstructed = models.BooleanField("集計表から復元", default=False, editable=False)

    status = models.CharField("状態", max_length=10, choices=Status, default=Status.DRAFT)
    number = models.CharField("受付番号", max_length=20, blank=True)
    return_reason = models.TextField("直してほしいこと", blank=True)
    # Somebody of the office asked its head to confirm; a change after that keeps the question open.
    head_asked_at = models.DateTimeField("課長に確認を頼んだ日時", null=True, blank=True)
    # The head of the office has read this version and lets it be handed in (決裁).
    confirmed_at = models.DateTimeField("課長が確認した日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="確認した課長",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代わりに入力した職員",
    )
    submitted_at = models.DateTimeField("提出した日時", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出した人",
    )
    reviewed_at = models.DateTimeField("確認した日時", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="確認した人",
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最後に直した人",
    )
    updated_at = models.DateTimeField("最後に直した日時", auto_now=True)
    version = models.PositiveIntegerField("版", default=1, editable=False)
    # Of the form that made the row: the same form sent twice makes one row.
    token = models.UUIDField("書き始めの印", null=True, unique=True, editable=False)
    # Written by triggers; see projects.models.kept.
    partner_names = models.TextField("相手の名前", default="", db_default="", editable=False)
    search_text = SearchColumn("name", "summary", "partner_names")
    # Ids of the forms and kinds of its partners and of its fields, each once: 「3,5|2|7」.
    label_key = models.TextField("区分の番号", default="||", db_default="||", editable=False)

    objects = RecordQuerySet.as_manager()
    events: Any  # what the audit triggers kept, as ProjectRecordEvent

    class Meta:
        verbose_name = "事業実績"
        verbose_name_plural = "事業実績"
        ordering = ["-fiscal_year", "department", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "fiscal_year"],
                name="projects_record_once_a_year",
                violation_error_message="この事業の、この年度の実績はすでにあります",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="projects_record_number"
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=1990, fiscal_year__lte=2100),
                name="projects_record_fiscal_year",
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="projects_record_cost"
            ),
            models.CheckConstraint(
                condition=Q(planned_cost=None) | Q(planned_cost__gte=0),
                name="projects_record_planned_cost",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["plan", "result"]), name="projects_record_stage"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="projects_record_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "returned", "approved"]),
                name="projects_record_status",
            ),
            models.CheckConstraint(
                # A reconstructed record was never handed in by anybody.
                condition=Q(status="draft")
                | Q(is_reconstructed=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(number=""),
                name="projects_record_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""),
                name="projects_record_return_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(is_reconstructed=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="projects_record_reviewed",
            ),
        ]
        indexes = [
            # What the totals count; it answers them without the records themselves.
            models.Index(
                fields=["fiscal_year", "department"],
                condition=Q(status="approved", stage="result"),
                name="projects_record_counted",
            ),
            # The orders of the public list.
            models.Index(
                fields=["-fiscal_year", "-id"], condition=_PUBLISHED, name="projects_record_newest"
            ),
            models.Index(
                fields=["name", "-fiscal_year", "id"],
                condition=_PUBLISHED,
                name="projects_record_by_name",
            ),
            models.Index(
                PUBLIC_COST.desc(nulls_last=True),
                F("fiscal_year").desc(),
                F("id").desc(),
                condition=_PUBLISHED,
                name="projects_record_by_cost",
            ),
            BigramIndex("search_text", name="projects_record_search"),
            # All that the list counts: read without the records themselves.
            models.Index(
                fields=[
                    *("fiscal_year", "department", "continuity", "label_key"),
                    *("cost", "cost_is_public"),
                ],
                condition=_PUBLISHED,
                name="projects_record_choices",
            ),
        ]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.name or '名前は未入力'}（{fiscal_year_label(self.fiscal_year)}）"

    def allows(self, verb: str) -> bool:
        """Tell whether the status allows `verb`, a key of ``TRANSITIONS``."""
        return self.status in self.TRANSITIONS[verb]

    @property
    def cost_in_words(self) -> str:
        """Return the cost as 「1,234円」, empty where it isn't known."""
        return "" if self.cost is None else f"{self.cost:,}円"

    @property
    def public_cost(self) -> int | None:
        """Return the cost where everybody may know it, else None."""
        return self.cost if self.cost_is_public else None

    @property
    def planned_cost_in_words(self) -> str:
        """Return the planned cost as 「1,234円」, empty where it isn't known."""
        return "" if self.planned_cost is None else f"{self.planned_cost:,}円"

    @property
    def was_submitted(self) -> bool:
        """Tell whether the record was ever handed in: it then has its 受付番号 for good."""
        return bool(self.number)


@pghistory.track()
class Partner(models.Model):
    """協働相手: one organization's part in a record, with form, origin, initiative and outcome.

    A partner is a registered group, a name, or only a number of groups (例：計50団体).
    """

    record = models.ForeignKey(
        ProjectRecord, models.CASCADE, related_name="partners", verbose_name="事業実績"
    )
    position = models.PositiveSmallIntegerField("何番目")
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name="登録している団体",
    )
    name = models.CharField("相手の名前", max_length=200, blank=True)
    group_count = models.PositiveIntegerField("団体の数", null=True, blank=True)
    kind = models.ForeignKey(
        PartnerKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="相手の組織形態",
    )
    forms = models.ManyToManyField(CollaborationForm, blank=True, verbose_name="協働の形態")
    origins = models.ManyToManyField(Origin, blank=True, verbose_name="実施した経緯")
    initiatives = models.ManyToManyField(Initiative, blank=True, verbose_name="実施体制")
    name_is_public = models.BooleanField("相手の名前を公開してよい", default=True, db_default=True)
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成果"
    )
    sheet = models.OneToOneField(
        "surveys.Sheet",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="partner",
        verbose_name="調査票",
    )
    # The version of the record in which this partner was changed last, by whom and when.
    version = models.PositiveIntegerField("版", default=1, db_default=1, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="最後に直した人",
    )
    updated_at = models.DateTimeField("最後に直した日時", auto_now=True, db_default=Now())
    token = models.UUIDField("書き始めの印", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "協働相手"
        verbose_name_plural = "協働相手"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "position"],
                name="projects_partner_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(group_count=None) | Q(group_count__gte=1),
                name="projects_partner_group_count",
            ),
        ]
        triggers = partner_triggers()

    def __str__(self) -> str:
        if self.organization_id:
            return str(self.organization)
        if self.name:
            return self.name
        return f"計{self.group_count}団体" if self.group_count else "相手の名前は未入力"

    @property
    def public_name(self) -> str:
        """Return the name as everybody may read it; a bare number names nobody."""
        if self.name_is_public or not (self.organization_id or self.name):
            return str(self)
        return HIDDEN_NAME

    @property
    def public_group(self) -> Any:
        """Return the registered group where everybody may know it and read its page, else None."""
        group = self.organization if self.name_is_public else None
        return group if group is not None and group.is_listed else None


@track_links
class PartnerForm(Partner.forms.through):  # type: ignore[name-defined]
    """One tick of a partner: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "協働相手の協働の形態"
        verbose_name_plural = "協働相手の協働の形態"
        triggers = form_triggers()


@track_links
class PartnerOrigin(Partner.origins.through):  # type: ignore[name-defined]
    """One tick of a partner: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "協働相手の実施した経緯"
        verbose_name_plural = "協働相手の実施した経緯"


@track_links
class PartnerInitiative(Partner.initiatives.through):  # type: ignore[name-defined]
    """One tick of a partner: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "協働相手の実施体制"
        verbose_name_plural = "協働相手の実施体制"
