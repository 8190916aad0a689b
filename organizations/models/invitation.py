"""Invitations: how a person gets in. The secret of the link is stored as a hash only."""

import hashlib
import re
import secrets
import unicodedata

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.japanese import normalise_phone
from organizations.models.department import Department
from organizations.models.membership import Membership
from organizations.models.organization import Organization
from organizations.models.place import CENTRE, WRONG_PLACE, place_fits_role
from organizations.querysets import InvitationQuerySet

# Without I, L, O and U: what is read from paper is typed the same by everybody.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LENGTH = 28  # characters of 5 bits: 140 bits
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_token() -> str:
    """Return a fresh secret of 28 characters (140 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def normalise_token(text: str) -> str:
    """Return a token as it was made from any way of typing it: width, case, spaces, hyphens."""
    plain = normalise_phone(unicodedata.normalize("NFKC", text)).upper()
    return re.sub(r"[^0-9A-Z]", "", plain).translate(_READ_AS)


def token_groups(token: str) -> str:
    """Return a token for paper: groups of four characters with hyphens."""
    return "-".join(token[start : start + 4] for start in range(0, len(token), 4))


def hash_token(token: str) -> str:
    """Return what is stored of a token: SHA-256 in hexadecimal.

    140 random bits can't be found by trying, so the hash needs neither salt nor slowness, and a
    look-up by the hash tells nothing through its duration.
    """
    return hashlib.sha256(normalise_token(token).encode()).hexdigest()


@pghistory.track(exclude=["token_hash"])
class Invitation(models.Model):
    """招待: someone entitled lets one person in, in a role, at an office, a group or the centre.

    Until a mail or a letter is made there is no token; making another one ends the first.
    """

    class Status(models.TextChoices):
        OPEN = "open", "返事を待っています"
        ACCEPTED = "accepted", "受け入れられました"
        WITHDRAWN = "withdrawn", "取り消しました"

    class Delivery(models.TextChoices):
        NONE = "", "まだ送っていません"
        MAIL = "mail", "メール"
        LETTER = "letter", "手紙"

    TRANSITIONS: dict[str, dict[str, str]] = {
        "send": {Status.OPEN: Status.OPEN},
        "accept": {Status.OPEN: Status.ACCEPTED},
        "withdraw": {Status.OPEN: Status.WITHDRAWN},
    }

    role = models.CharField("役割", max_length=20, choices=Role)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="invitations",
        verbose_name="担当課",
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="invitations",
        verbose_name="団体",
    )  # fmt: skip
    addressee = models.CharField("招待する人の名前", max_length=100)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
    token_hash = models.CharField("鍵の要約", max_length=64, null=True, editable=False, unique=True)
    delivery = models.CharField(
        "送り方", max_length=10, choices=Delivery, blank=True, default=Delivery.NONE
    )
    sent_at = models.DateTimeField("最後に送った日時", null=True, blank=True)
    expires_at = models.DateTimeField("期限")
    status = models.CharField("状態", max_length=12, choices=Status, default=Status.OPEN)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="招待した人"
    )
    created_at = models.DateTimeField("招待した日時", auto_now_add=True)
    membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, blank=True, related_name="invitation",
        verbose_name="できた所属",
    )  # fmt: skip
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="受け入れた人・取り消した人",
    )  # fmt: skip
    closed_at = models.DateTimeField("終わった日時", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "招待"
        verbose_name_plural = "招待"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="organizations_invitation_place",
                condition=place_fits_role(),
                violation_error_message=WRONG_PLACE,
            ),
            models.CheckConstraint(
                name="organizations_invitation_status",
                condition=Q(status="open", membership=None, closed_by=None, closed_at=None)
                | Q(
                    status="accepted",
                    membership__isnull=False,
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                )
                | Q(
                    status="withdrawn",
                    membership=None,
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="organizations_invitation_sent",
                condition=Q(token_hash=None, delivery="", sent_at=None)
                | Q(
                    token_hash__isnull=False,
                    delivery__in=["mail", "letter"],
                    sent_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}（{self.place_name}・{self.get_role_display()}）"

    @property
    def place_name(self) -> str:
        """Return the name of the office or group, or 支援センター."""
        return str(self.department or self.organization or CENTRE)

    @property
    def is_expired(self) -> bool:
        """Tell whether it is still open but past its time."""
        return self.status == self.Status.OPEN and self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Tell whether somebody can still accept it."""
        return self.status == self.Status.OPEN and not self.is_expired

    @property
    def state(self) -> str:
        """Return the state in words, the end of its time included."""
        return "期限が過ぎました" if self.is_expired else self.get_status_display()

    def allows(self, verb: str) -> bool:
        """Tell whether `verb` may follow on the status it has now."""
        return self.status in self.TRANSITIONS[verb]
