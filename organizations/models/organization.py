"""団体: a group in the register, from its first draft to its end."""

import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from koganei_kyodo.audit.links import track_links
from koganei_kyodo.search.fields import BigramIndex, Normalised, SearchColumn
from organizations.identifiers import validate_corporate_number, validate_kana
from organizations.models.labels import ActivityField, Area, OrganizationKind
from organizations.name_key import PATTERN, NameKey
from organizations.querysets import OrganizationQuerySet


@pghistory.track(exclude=["public_text", "name_text", "name_key"])
class Organization(models.Model):
    """団体: anyone who acts in the city, from an NPO法人 to a 町会.

    What identifies a person stands in ``Contact``. ``confirmed_on`` is the day somebody of the
    group last said that all of it is still true; ``valid_until`` is the last day of the
    registration, after which the days of grace begin.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "下書き"
        SUBMITTED = "submitted", "申請中"
        RETURNED = "returned", "差戻し"
        DECLINED = "declined", "登録しない"
        PUBLIC = "public", "公開"
        RENEWAL_DUE = "renewal_due", "更新待ち"
        LAPSED = "lapsed", "失効"
        WITHDRAWN = "withdrawn", "退会"
        STRUCK = "struck", "抹消"
        MERGED = "merged", "統合済み"

    # A verb, and from which status it leads to which. Merging is undone to whatever was before.
    TRANSITIONS: dict[str, dict[str, str]] = {
        "submit": {Status.DRAFT: Status.SUBMITTED, Status.RETURNED: Status.SUBMITTED},
        "take_back": {Status.SUBMITTED: Status.DRAFT},
        "return": {Status.SUBMITTED: Status.RETURNED},
        "decline": {Status.SUBMITTED: Status.DECLINED},
        "approve": {Status.SUBMITTED: Status.PUBLIC},
        "remind": {Status.PUBLIC: Status.RENEWAL_DUE},
        "confirm": {Status.PUBLIC: Status.PUBLIC, Status.RENEWAL_DUE: Status.PUBLIC},
        "lapse": {Status.RENEWAL_DUE: Status.LAPSED},
        "withdraw": {
            Status.PUBLIC: Status.WITHDRAWN,
            Status.RENEWAL_DUE: Status.WITHDRAWN,
            Status.LAPSED: Status.WITHDRAWN,
        },
        "strike": {
            Status.PUBLIC: Status.STRUCK,
            Status.RENEWAL_DUE: Status.STRUCK,
            Status.LAPSED: Status.STRUCK,
        },
        "reenter": {
            Status.LAPSED: Status.DRAFT,
            Status.WITHDRAWN: Status.DRAFT,
            Status.STRUCK: Status.DRAFT,
            Status.DECLINED: Status.DRAFT,
        },
        "merge": dict.fromkeys(
            (
                Status.SUBMITTED,
                Status.RETURNED,
                Status.PUBLIC,
                Status.RENEWAL_DUE,
                Status.LAPSED,
                Status.WITHDRAWN,
                Status.STRUCK,
            ),
            Status.MERGED,
        ),
    }
    # Whose page anybody may read, and who counts as registered.
    LISTED = (Status.PUBLIC, Status.RENEWAL_DUE)
    # Not yet registered: the applicant still has it, or the centre decides.
    APPLYING = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.DECLINED)
    ENDED = (Status.LAPSED, Status.WITHDRAWN, Status.STRUCK)

    name = models.CharField("団体名", max_length=150)
    name_kana = models.CharField("ふりがな", max_length=200, blank=True, validators=[validate_kana])
    kind = models.ForeignKey(OrganizationKind, models.PROTECT, verbose_name="団体種別")
    corporate_number = models.CharField(
        "法人番号",
        max_length=13,
        blank=True,
        db_default="",
        default="",
        validators=[validate_corporate_number],
    )
    purpose = models.TextField("目的", blank=True)
    activities = models.TextField("活動の内容", blank=True, db_default="", default="")
    founded_year = models.PositiveSmallIntegerField("できた年", null=True, blank=True)
    founded_month = models.PositiveSmallIntegerField("できた月", null=True, blank=True)
    member_count = models.PositiveIntegerField("会員の数", null=True, blank=True)
    citizen_count = models.PositiveIntegerField("会員のうち市民の数", null=True, blank=True)
    fee = models.CharField("会費", max_length=200, blank=True, db_default="", default="")
    activity_days = models.CharField(
        "活動する日", max_length=200, blank=True, db_default="", default=""
    )
    activity_place = models.CharField(
        "活動する場所", max_length=200, blank=True, db_default="", default=""
    )
    wants_members = models.BooleanField("仲間を募集している", default=False, db_default=False)
    wants_volunteers = models.BooleanField(
        "ボランティアを募集している", default=False, db_default=False
    )
    wants_partners = models.BooleanField(
        "協力してくれる人や団体を探している", default=False, db_default=False
    )
    wanted_text = models.TextField("募集の内容", blank=True, db_default="", default="")
    fields = models.ManyToManyField(
        ActivityField,
        through="organizations.OrganizationField",
        related_name="organizations",
        verbose_name="活動分野",
    )
    areas = models.ManyToManyField(
        Area, blank=True, related_name="organizations", verbose_name="活動する地域"
    )
    member_organizations = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="umbrella_organizations",
        verbose_name="加わっている団体",
    )

    status = models.CharField("状態", max_length=12, choices=Status, default=Status.DRAFT)
    registration_number = models.CharField("登録番号", max_length=20, null=True, unique=True)
    registered_on = models.DateField("登録した日", null=True, blank=True)
    confirmed_on = models.DateField("内容を確認した日", null=True, blank=True)
    valid_until = models.DateField("登録の期限", null=True, blank=True)
    reminded_on = models.DateField("確認のお願いを送った日", null=True, blank=True, editable=False)
    ended_on = models.DateField("登録が終わった日", null=True, blank=True)
    end_reason = models.TextField("登録が終わった理由", blank=True, db_default="", default="")
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name="統合した先",
    )
    staff_note = models.TextField("職員のメモ（公開しない）", blank=True, db_default="", default="")
    version = models.PositiveIntegerField("版", default=1, db_default=1, editable=False)
    created_at = models.DateTimeField("登録した日時", auto_now_add=True)
    updated_at = models.DateTimeField("最後に直した日時", auto_now=True, null=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="最後に直した人",
    )

    # What anybody may search. Nothing of `Contact` is in here, public or not.
    public_text = SearchColumn(
        "name", "name_kana", "purpose", "activities", "activity_days", "activity_place",
        "wanted_text",
    )  # fmt: skip
    name_text = SearchColumn("name", "name_kana")
    # The name as duplicates are compared: normalised, without the legal form and signs.
    name_key = models.GeneratedField(
        expression=NameKey(Normalised(F("name")), pattern=PATTERN),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name="比べるための団体名",
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["name_kana", "id"]
        indexes = [
            BigramIndex("public_text", name="organization_public_text"),
            BigramIndex("name_text", name="organization_name_text"),
            models.Index(fields=["name_key"], name="organization_name_key"),
            models.Index(fields=["status", "name_kana", "id"], name="organization_list"),
            models.Index(
                fields=["corporate_number"],
                condition=~Q(corporate_number=""),
                name="organization_corporate_number",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "draft",
                        "submitted",
                        "returned",
                        "declined",
                        "public",
                        "renewal_due",
                        "lapsed",
                        "withdrawn",
                        "struck",
                        "merged",
                    ]
                ),
                name="organizations_organization_status",
            ),
            models.CheckConstraint(
                condition=Q(corporate_number="") | Q(corporate_number__regex=r"^[0-9]{13}$"),
                name="organizations_organization_corporate_number",
                violation_error_message="法人番号は、13けたの数字を確かめて、もう一度入力してください",
            ),
            models.CheckConstraint(
                condition=Q(founded_month=None)
                | Q(founded_year__isnull=False, founded_month__range=(1, 12)),
                name="organizations_organization_founded",
                violation_error_message="できた月は1から12までです。できた年も入力してください",
            ),
            models.CheckConstraint(
                condition=Q(citizen_count=None)
                | Q(member_count=None)
                | Q(citizen_count__lte=F("member_count")),
                name="organizations_organization_citizens",
                violation_error_message="会員のうち市民の数は、会員の数より多くできません",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into=None)),
                name="organizations_organization_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def numbered_name(self) -> str:
        """Return the name with the registration number: two groups of one name are told apart."""
        number = self.registration_number
        return f"{self.name}（登録番号{number}）" if number else self.name

    def allows(self, verb: str) -> bool:
        """Tell whether `verb` may follow on the status it has now."""
        return self.status in self.TRANSITIONS[verb]

    @property
    def is_listed(self) -> bool:
        """Tell whether anybody may read its page."""
        return self.status in self.LISTED

    @property
    def founded(self) -> str:
        """Return when it was founded in words, or nothing."""
        if not self.founded_year:
            return ""
        month = f"{self.founded_month}月" if self.founded_month else ""
        return f"{self.founded_year}年{month}"

    @property
    def founded_day(self) -> datetime.date | None:
        """Return the first day it may have been founded on, for reckoning."""
        if not self.founded_year:
            return None
        return datetime.date(self.founded_year, self.founded_month or 1, 1)


@track_links
class OrganizationArea(Organization.areas.through):  # type: ignore[name-defined]
    """One place that a group acts in: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "団体の活動する地域"
        verbose_name_plural = "団体の活動する地域"


@track_links
class OrganizationMember(Organization.member_organizations.through):  # type: ignore[name-defined]
    """One group that belongs to another one: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "団体に加わっている団体"
        verbose_name_plural = "団体に加わっている団体"


@pghistory.track()
class OrganizationField(models.Model):
    """A field that a group is active in; one of them is the main one."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="field_rows", verbose_name="団体"
    )
    field = models.ForeignKey(
        ActivityField, models.PROTECT, related_name="organization_rows", verbose_name="活動分野"
    )
    is_main = models.BooleanField("主な分野", default=False)

    class Meta:
        verbose_name = "団体の活動分野"
        verbose_name_plural = "団体の活動分野"
        ordering = ["-is_main", "field__number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "field"], name="organizations_organizationfield_once"
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(is_main=True),
                name="organizations_organizationfield_one_main",
                violation_error_message="主な分野は1つだけ選んでください",
            ),
        ]

    def __str__(self) -> str:
        return str(self.field)
