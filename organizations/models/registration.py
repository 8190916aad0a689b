"""登録の申請: who applies how, what the centre asks for and finds, and its settings."""

import hashlib
import secrets

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.invitation import ALPHABET, normalise_token
from organizations.models.organization import Organization

RESUME_LENGTH = 28  # characters of 5 bits: 140 bits


def new_resume_code() -> str:
    """Return a fresh code with which an applicant comes back to a draft."""
    return "".join(secrets.choice(ALPHABET) for _ in range(RESUME_LENGTH))


def hash_resume_code(code: str) -> str:
    """Return what is stored of a code: SHA-256, as for invitations."""
    return hashlib.sha256(normalise_token(code).encode()).hexdigest()


@pghistory.track()
class RegistrySettings(models.Model):
    """団体登録の設定: periods and words that centres differ in. There is exactly one row."""

    class RenewalEnd(models.TextChoices):
        ANNIVERSARY = "anniversary", "登録・確認した日から数える"
        FISCAL_YEAR = "fiscal_year", "年度の終わり（3月31日）にそろえる"

    renewal_years = models.PositiveSmallIntegerField(
        "登録の期間（年）", default=1, help_text="この年数ごとに、団体が内容を確かめます。"
    )
    renewal_end = models.CharField(
        "期間の終わり", max_length=12, choices=RenewalEnd, default=RenewalEnd.ANNIVERSARY
    )
    reminder_days = models.PositiveSmallIntegerField("期限の何日前に知らせるか", default=60)
    grace_days = models.PositiveSmallIntegerField(
        "期限のあと何日待つか", default=90, help_text="過ぎると失効し、公開のページから消えます。"
    )
    draft_days = models.PositiveSmallIntegerField(
        "下書きを何日残すか", default=90, help_text="最後に直した日から数えます。"
    )
    return_days = models.PositiveSmallIntegerField(
        "差し戻してから何日で出し直してもらうか", default=30
    )
    import_days = models.PositiveSmallIntegerField(
        "取り込んだ名簿の行を何日残すか",
        default=90,
        db_default=90,
        help_text="名簿に書いてあった電話や住所が入っています。過ぎると消えます。",
    )
    review_days = models.PositiveSmallIntegerField("申請から結果までのおよその日数", default=14)
    purpose_statement = models.TextField(
        "個人情報を使う目的",
        default="団体の登録と確認、団体への連絡のために使います。"
        "「公開する」を選んだものだけを、団体のページにのせます。",
    )
    conditions = models.TextField(
        "登録できる団体（はじめのページにのせる説明）",
        default="市内で、営利を目的としない活動をしている団体です。",
    )

    class Meta:
        verbose_name = "団体登録の設定"
        verbose_name_plural = "団体登録の設定"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="organizations_registrysettings_one"),
            models.CheckConstraint(
                condition=Q(
                    renewal_years__gte=1, draft_days__gte=1, return_days__gte=1, import_days__gte=1
                ),
                name="organizations_registrysettings_periods",
                violation_error_message="期間は1以上にしてください",
            ),
        ]

    def __str__(self) -> str:
        return "団体登録の設定"

    @classmethod
    def current(cls) -> "RegistrySettings":
        """Return the settings; the defaults where the row is missing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


@pghistory.track()
class Requirement(models.Model):
    """登録の要件: one line of the centre's checklist."""

    text = models.CharField("要件", max_length=200, help_text="例：会員が5人以上いる")
    explanation = models.TextField("説明（申請する人に見せる）", blank=True)
    is_active = models.BooleanField("使う", default=True)
    position = models.PositiveIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "登録の要件"
        verbose_name_plural = "登録の要件"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


@pghistory.track(exclude=["code_hash"])
class Application(models.Model):
    """登録の申請: one try of a group to enter the register, on the web or on paper.

    What the group tells stands on the group itself; here is how it came in and what was decided.
    The newest one belongs to the status of the group.
    """

    class Kind(models.TextChoices):
        NEW = "new", "新しい登録"
        REENTRY = "reentry", "再登録"

    class Channel(models.TextChoices):
        WEB = "web", "Web"
        PAPER = "paper", "紙"

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="applications", verbose_name="団体"
    )
    kind = models.CharField("申請の種類", max_length=8, choices=Kind, default=Kind.NEW)
    channel = models.CharField("出し方", max_length=6, choices=Channel, default=Channel.WEB)
    number = models.CharField("受付番号", max_length=20, null=True, unique=True)
    code_hash = models.CharField(
        "再開の番号の要約", max_length=64, null=True, editable=False, unique=True
    )
    writer = models.CharField("申請を書いた人", max_length=100, blank=True)
    resume_email = models.EmailField("続きのための連絡先メール", max_length=254, blank=True)
    paper = models.CharField(
        "もとの紙", max_length=200, blank=True, help_text="例：様式第1号（4月1日に窓口で受け取り）"
    )
    paper_received_on = models.DateField("紙を受け取った日", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="紙を入力した職員",
    )  # fmt: skip
    created_at = models.DateTimeField("書き始めた日時", auto_now_add=True)
    agreed_at = models.DateTimeField("登録のきまりを読んだ日時", null=True, blank=True)
    submitted_at = models.DateTimeField("申請した日時", null=True, blank=True)
    return_reason = models.TextField("直してほしいこと", blank=True)
    return_steps = models.JSONField("直してほしいページ", default=list, blank=True)
    return_due = models.DateField("出し直しの期限", null=True, blank=True)
    decision_reason = models.TextField("決めた理由", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="決めた職員",
    )  # fmt: skip
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)

    class Meta:
        verbose_name = "登録の申請"
        verbose_name_plural = "登録の申請"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="web", entered_by=None)
                | Q(channel="paper", entered_by__isnull=False),
                name="organizations_application_channel",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(number__isnull=False),
                name="organizations_application_number",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(decided_at=None),
                name="organizations_application_one_open",
                violation_error_message="この団体の申請は、すでに受け付けています",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"下書き{self.pk}"


@pghistory.track()
class RequirementCheck(models.Model):
    """要件の確認: what a member of staff found for one line of the checklist."""

    class Result(models.TextChoices):
        UNCHECKED = "", "まだ"
        MET = "met", "満たす"
        UNMET = "unmet", "満たさない"
        NOT_APPLICABLE = "na", "対象外"

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="checks", verbose_name="申請"
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="checks", verbose_name="要件"
    )
    result = models.CharField(
        "結果", max_length=6, choices=Result, blank=True, default=Result.UNCHECKED
    )
    remark = models.CharField("メモ", max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="確認した職員"
    )
    checked_at = models.DateTimeField("確認した日時", auto_now=True)

    class Meta:
        verbose_name = "要件の確認"
        verbose_name_plural = "要件の確認"
        ordering = ["requirement__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "requirement"], name="organizations_requirementcheck_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement}：{self.get_result_display()}"
