"""People. What a person may do comes from their memberships, never from the account itself."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
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


class User(AbstractBaseUser, PermissionsMixin):
    """One person. Several persons may share an e-mail address, or have none: the ID is unique."""

    login_id = models.CharField("ログインID", max_length=64, unique=True)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
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
