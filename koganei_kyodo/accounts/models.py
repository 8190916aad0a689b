"""People. What a person may do comes from their memberships, never from the account itself."""

import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from koganei_kyodo.accounts.roles import STAFF_ROLES, Role

if TYPE_CHECKING:
    from organizations.models import Membership


class UserManager(BaseUserManager["User"]):
    """Creates accounts; a login ID is compared without regard to case."""

    use_in_migrations = True

    def create_user(self, login_id: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who can log in; without a password the account can't be used yet."""
        fields["email"] = self.normalize_email(fields.get("email"))
        user = self.model(login_id=login_id.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, login_id: str, password: str | None = None, **fields: Any) -> "User":
        """Create the operator's account, which stands outside the roles."""
        return self.create_user(login_id, password, is_superuser=True, **fields)


class NoticeTiming(models.TextChoices):
    """When a person wants notices by mail; the list in the portal has them all."""

    IMMEDIATE = "immediate", "すぐに送る"
    DAILY = "daily", "1日1回、朝にまとめて送る"
    NONE = "none", "メールでは送らない"


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """One person. Several persons may share an e-mail address, or have none: the ID is unique."""

    login_id = models.CharField("ログインID", max_length=64, unique=True)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
    # A link sent to the address was opened: only then may the address reset the password.
    email_confirmed_at = models.DateTimeField(
        "アドレスを確認した日時", null=True, blank=True, editable=False
    )
    notice_timing = models.CharField(
        "お知らせメール",
        max_length=10,
        choices=NoticeTiming,
        default=NoticeTiming.IMMEDIATE,
        db_default=NoticeTiming.IMMEDIATE,
    )
    name = models.CharField("氏名", max_length=100)
    name_kana = models.CharField("ふりがな", max_length=100, blank=True)
    is_active = models.BooleanField("使える", default=True)
    date_joined = models.DateTimeField("登録した日時", default=timezone.now, editable=False)

    USERNAME_FIELD = "login_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
        ordering = ["name_kana", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="", email_confirmed_at__isnull=False),
                name="accounts_user_confirmed_email",
            ),
            models.CheckConstraint(
                condition=Q(notice_timing__in=NoticeTiming.values),
                name="accounts_user_notice_timing",
            ),
        ]
        triggers = [
            # Whoever changes the address, and however: nobody has confirmed the new one.
            pgtrigger.Trigger(
                name="unconfirm_email",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("email"),
                condition=pgtrigger.Condition(
                    "OLD.email IS DISTINCT FROM NEW.email"
                    " AND OLD.email_confirmed_at IS NOT DISTINCT FROM NEW.email_confirmed_at"
                ),
                func="NEW.email_confirmed_at := NULL; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name as the person writes it."""
        return self.name

    def get_short_name(self) -> str:
        """Return the same: a Japanese name is not shortened."""
        return self.name

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Memberships valid today, with their office or group; one query per request."""
        memberships = self.memberships.current()
        return list(memberships.select_related("department", "organization"))

    def has_role(self, *roles: Role) -> bool:
        """Tell whether a membership valid today has one of `roles`."""
        return self.is_active and any(m.role in roles for m in self.current_memberships)

    @cached_property
    def unread_notices(self) -> int:
        """Number of notices the person hasn't opened; one query per request."""
        return self.notices.filter(read_at=None).count()

    @property
    def is_staff(self) -> bool:
        """Who may enter the admin: the centre's desk, the coordinating office, the operator."""
        return self.is_active and (self.is_superuser or self.has_role(*STAFF_ROLES))

    @property
    def office_ids(self) -> set[int]:
        """Ids of the departments this person acts for today (empty for everybody else)."""
        return {
            m.department_id
            for m in self.current_memberships
            if m.department_id and m.role in (Role.OFFICER, Role.HEAD)
        }


class Notification(models.Model):
    """One notice to one person, in the portal's list and, as the person prefers, by mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="利用者"
    )
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("内容", blank=True)
    link = models.CharField("ページのアドレス", max_length=500, blank=True)
    # The person's preference when the notice was written.
    timing = models.CharField("メール", max_length=10, choices=NoticeTiming)
    created_at = models.DateTimeField("日時", default=timezone.now, editable=False)
    read_at = models.DateTimeField("読んだ日時", null=True, editable=False)
    mailed_at = models.DateTimeField("メールを送った日時", null=True, editable=False)

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(timing__in=NoticeTiming.values), name="accounts_notification_timing"
            )
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="accounts_notice_list"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="accounts_notice_unread"),
            models.Index(
                fields=["user"],
                condition=Q(mailed_at=None, timing="daily"),
                name="accounts_notice_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class EmailConfirmation(models.Model):
    """An address that waits until the link in the mail sent to it is opened."""

    LIFETIME: ClassVar[datetime.timedelta] = datetime.timedelta(minutes=30)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="利用者"
    )
    email = models.EmailField("メールアドレス", max_length=254)
    created_at = models.DateTimeField("日時", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("確認した日時", null=True, editable=False)

    class Meta:
        verbose_name = "メールアドレスの確認"
        verbose_name_plural = "メールアドレスの確認"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at=None),
                name="accounts_emailconfirmation_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Tell whether the link still works."""
        return self.confirmed_at is None and timezone.now() < self.created_at + self.LIFETIME


@pghistory.track(exclude=["code_hash"])
class PasswordLetter(models.Model):
    """A printed letter with a one-time code for a new password. The code itself is not kept."""

    LIFETIME: ClassVar[datetime.timedelta] = datetime.timedelta(days=14)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters", verbose_name="利用者"
    )
    code_hash = models.CharField("符号のハッシュ", max_length=64, editable=False)
    identity_check = models.CharField("本人の確かめ方", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="作った人"
    )
    made_at = models.DateTimeField("作った日時", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("期限")
    used_at = models.DateTimeField("使った日時", null=True, editable=False)
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, editable=False)

    class Meta:
        verbose_name = "パスワード再設定の手紙"
        verbose_name_plural = "パスワード再設定の手紙"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="accounts_passwordletter_one_open",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="accounts_passwordletter_expiry"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None),
                name="accounts_passwordletter_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.made_at:%Y-%m-%d}）"

    @property
    def status(self) -> str:
        """Say in a word what became of the letter."""
        if self.used_at:
            return "使用済み"
        if self.withdrawn_at:
            return "取り消し"
        return "期限切れ" if self.expires_at <= timezone.now() else "使用前"
