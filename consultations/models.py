"""相談: the log of the centre's desk. Who asked stands in a table of its own, and may be nobody.

Kinds and categories are the centre's own rows; nothing of the log is public.
"""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils import timezone

from consultations.querysets import ConsultationQuerySet
from koganei_kyodo.audit.links import track_links
from koganei_kyodo.search.fields import BigramIndex, NormalisedText, SearchColumn


class DeskLabel(models.Model):
    """One word of a list that the centre keeps; a word no longer used stays for the old entries."""

    name = models.CharField("名称", max_length=60, unique=True)
    position = models.PositiveSmallIntegerField("並び順", default=0, db_default=0)
    in_use = models.BooleanField(
        "使っている",
        default=True,
        db_default=True,
        help_text="はずすと、新しい相談では選べなくなります。前の記録には残ります。",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class EnquirerKind(DeskLabel):
    """相談者の区分: what kind of person or body asks."""

    class Meta:
        verbose_name = "相談者の区分"
        verbose_name_plural = "相談者の区分"
        ordering = ["position", "id"]


@pghistory.track()
class ConsultationCategory(DeskLabel):
    """相談の分類: what it is about; one consultation may have several."""

    class Meta:
        verbose_name = "相談の分類"
        verbose_name_plural = "相談の分類"
        ordering = ["position", "id"]


@pghistory.track(exclude=["search_text"])
class Consultation(models.Model):
    """相談: one conversation at the desk, by telephone, in writing; what was asked and done."""

    class Channel(models.TextChoices):
        COUNTER = "counter", "窓口"
        PHONE = "phone", "電話"
        FAX = "fax", "FAX"
        EMAIL = "email", "メール"
        WEB = "web", "Web"
        VISIT = "visit", "訪問"

    class Status(models.TextChoices):
        OPEN = "open", "対応中"
        ON_HOLD = "on_hold", "保留"
        CLOSED = "closed", "終了"

    # What each verb of consultations.actions makes of a status; where a pair is missing it refuses.
    TRANSITIONS: ClassVar[dict[str, dict[str, str]]] = {
        "edit": {Status.OPEN: Status.OPEN, Status.ON_HOLD: Status.ON_HOLD},
        "hold": {Status.OPEN: Status.ON_HOLD},
        "close": {Status.OPEN: Status.CLOSED, Status.ON_HOLD: Status.CLOSED},
        "reopen": {Status.ON_HOLD: Status.OPEN, Status.CLOSED: Status.OPEN},
    }

    number = models.CharField("受付番号", max_length=20, unique=True, editable=False)
    received_at = models.DateTimeField("受付日時", default=timezone.now)
    minutes = models.PositiveSmallIntegerField(
        "かかった時間（分）", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    channel = models.CharField("方法", max_length=8, choices=Channel)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="受けた人"
    )
    enquirer_kind = models.ForeignKey(
        EnquirerKind, models.PROTECT, related_name="+", verbose_name="相談者の区分"
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="相談した団体",
        help_text="登録している団体のときだけ選びます。",
    )
    department = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="相談した担当課",
    )
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="following",
        verbose_name="前の相談",
        help_text="続きの相談のときに、前の回を選びます。",
    )
    categories = models.ManyToManyField(
        ConsultationCategory, blank=True, related_name="consultations", verbose_name="分類"
    )
    text = models.TextField("相談の内容")
    handling = models.TextField("対応", blank=True)
    referred_department = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="紹介した担当課",
    )
    referred_organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="紹介した団体",
    )
    referred_to = models.CharField("そのほかの紹介先", max_length=200, blank=True)
    next_on = models.DateField("次の予定の日", null=True, blank=True)
    next_step = models.CharField("次にすること", max_length=200, blank=True)

    status = models.CharField("状態", max_length=8, choices=Status, default=Status.OPEN)
    result = models.TextField("結果", blank=True, editable=False)
    hold_reason = models.CharField("保留の理由", max_length=200, blank=True, editable=False)
    closed_at = models.DateTimeField("終了した日時", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="終了にした人",
    )
    disposed_at = models.DateTimeField("廃棄した日時", null=True, blank=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="最後に直した人",
    )
    updated_at = models.DateTimeField("最後に直した日時", auto_now=True, db_default=Now())
    version = models.PositiveIntegerField("版", default=1, db_default=1, editable=False)
    # For the staff's search only.
    search_text = SearchColumn(
        "number", "text", "handling", "referred_to", "next_step", "result", "hold_reason"
    )

    objects = ConsultationQuerySet.as_manager()
    events: Any  # what the audit triggers kept, as ConsultationEvent
    person: "ConsultationPerson"

    class Meta:
        verbose_name = "相談"
        verbose_name_plural = "相談"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "on_hold", "closed"]),
                name="consultations_consultation_status",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["counter", "phone", "fax", "email", "web", "visit"]),
                name="consultations_consultation_channel",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1),
                name="consultations_consultation_minutes",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                | ~Q(status="closed") & Q(closed_at=None, closed_by=None),
                name="consultations_consultation_closed",
            ),
            models.CheckConstraint(
                condition=Q(disposed_at=None) | Q(status="closed"),
                name="consultations_consultation_disposed",
            ),
            models.CheckConstraint(
                condition=Q(previous=None) | ~Q(previous=F("id")),
                name="consultations_consultation_previous",
                violation_error_message="前の相談に、この相談自身は選べません",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_on"],
                condition=~Q(status="closed") & Q(next_on__isnull=False),
                name="consultations_next",
            ),
            models.Index(fields=["-received_at", "-id"], name="consultations_received"),
            models.Index(
                fields=["closed_at"], condition=Q(status="closed"), name="consultations_closed"
            ),
            BigramIndex("search_text", name="consultations_search_text"),
        ]

    def __str__(self) -> str:
        return self.number

    def allows(self, verb: str) -> bool:
        """Tell whether the status allows `verb`, a key of ``TRANSITIONS``."""
        return self.disposed_at is None and self.status in self.TRANSITIONS[verb]

    @property
    def is_due(self) -> bool:
        """Tell whether its next date has come."""
        waiting = self.status != self.Status.CLOSED and self.next_on is not None
        return waiting and self.next_on <= timezone.localdate()  # type: ignore[operator]


@track_links
class ConsultationCategoryTick(Consultation.categories.through):  # type: ignore[name-defined]
    """One category of a consultation: here for the audit trail."""

    class Meta:
        proxy = True
        verbose_name = "相談に付けた分類"
        verbose_name_plural = "相談に付けた分類"


@pghistory.track(exclude=["search_text", "phone_digits"])
class ConsultationPerson(models.Model):
    """相談者: who asked, where they said so. Apart from the log, to be erased by itself."""

    consultation = models.OneToOneField(
        Consultation, models.CASCADE, related_name="person", verbose_name="相談"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="このサイトの利用者",
        help_text="登録している人だとわかるときに選びます。",
    )
    name = models.CharField("氏名", max_length=100, blank=True)
    name_kana = models.CharField("ふりがな", max_length=200, blank=True)
    affiliation = models.CharField("団体・勤め先", max_length=150, blank=True)
    phone = models.CharField("電話", max_length=30, blank=True)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    # The telephone number without hyphens, for the search.
    phone_digits = models.GeneratedField(
        expression=Func(
            F("phone"), Value("[^0-9]"), Value(""), Value("g"),
            function="regexp_replace", output_field=NormalisedText(),
        ),
        output_field=NormalisedText(),
        db_persist=True,
        verbose_name="電話（数字だけ）",
    )  # fmt: skip
    search_text = SearchColumn("name", "name_kana", "affiliation", "phone", "email", "address")

    class Meta:
        verbose_name = "相談者"
        verbose_name_plural = "相談者"
        ordering = ["id"]
        indexes = [
            BigramIndex("search_text", name="consultations_person_search"),
            BigramIndex("phone_digits", name="consultations_person_phone"),
        ]

    def __str__(self) -> str:
        return self.name or "名前は聞いていません"


@pghistory.track(exclude=["search_text"])
class ConsultationNote(models.Model):
    """メモ: what was added to a consultation later. Private, unless made public one by one."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="notes", verbose_name="相談"
    )
    text = models.TextField("メモ")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="書いた人"
    )
    written_at = models.DateTimeField("書いた日時", auto_now_add=True)
    made_public_at = models.DateTimeField("公開にした日時", null=True, blank=True)
    made_public_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公開にした人",
    )
    search_text = SearchColumn("text")

    class Meta:
        verbose_name = "相談のメモ"
        verbose_name_plural = "相談のメモ"
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_public_at=None, made_public_by=None)
                | Q(made_public_at__isnull=False, made_public_by__isnull=False),
                name="consultations_note_public",
            )
        ]
        indexes = [BigramIndex("search_text", name="consultations_note_search")]

    def __str__(self) -> str:
        return self.text[:30]

    @property
    def is_public(self) -> bool:
        """Tell whether somebody made this note public."""
        return self.made_public_at is not None
