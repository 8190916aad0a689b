"""What changes an account: a new address, a new password, a letter, a lost second factor."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.codes import hash_code, new_code, read_code, same_hash
from koganei_kyodo.accounts.models import EmailConfirmation, PasswordLetter, User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.accounts.permissions import may_make_letter, may_manage

MAIL_RESET = "accounts.mail_password_reset"
MAIL_CONFIRMATION = "accounts.mail_confirmation"
MAIL_OLD_ADDRESS = "accounts.mail_old_address"
CONFIRMATION_SALT = "koganei_kyodo.accounts.email"
NOT_YOU = "覚えがないときは、すぐにサイトの下にある連絡先へ知らせてください。"


class AccountError(Exception):
    """A step that cannot be done; the message says to the person what to do instead."""


@dataclass(frozen=True)
class MadeLetter:
    """A letter just made, with its code, which is known at this moment alone."""

    letter: PasswordLetter
    code: str


# --- passwords ---------------------------------------------------------------------------------


def request_password_reset(email: str) -> None:
    """Have the links to choose a new password mailed to `email`.

    One job is queued whether anybody has the address or not, and the worker looks: the answer
    to the visitor can't tell the two apart.
    """
    app.configure_task(MAIL_RESET).defer(email=email)


def accounts_to_reset(email: str) -> list[User]:
    """Return the accounts that may get a new password through `email`, by login ID.

    Only an address that was confirmed counts; several persons may share it.
    """
    holders = User.objects.filter(
        email__iexact=email, is_active=True, email_confirmed_at__isnull=False
    )
    return list(holders.order_by("login_id"))


def change_password(user: User, password: str, *, how: str) -> None:
    """Set a password that was checked already, and tell the person; every session ends.

    Args:
        user: whose password.
        password: in the clear.
        how: what made it possible, for the notice (「メールのリンク」).
    """
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        body = f"{how}で、{user.login_id} のパスワードが変わりました。\n{NOT_YOU}"
        notify(user, "パスワードが変わりました", body, urgent=True)


def reset_by_link(user: User, token: str, password: str) -> bool:
    """Set the password if the mailed link still holds; a link works once, also in a race."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if not default_token_generator.check_token(locked, token):
            return False
        change_password(locked, password, how="メールのリンク")
    return True


# --- letters -----------------------------------------------------------------------------------


def make_letter(person: User, *, by: User, identity_check: str) -> MadeLetter:
    """Make a one-time code for a printed letter; earlier letters stop working.

    Args:
        person: who shall choose a new password.
        by: who makes it.
        identity_check: how `by` made sure whom the letter goes to; kept with the letter.

    Raises:
        PermissionDenied: `by` may not do this for `person`.
    """
    if not may_make_letter(by, person):
        raise PermissionDenied("この人の手紙は作れません")
    now, code = timezone.now(), new_code()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        open_letters = person.letters.filter(used_at=None, withdrawn_at=None)
        open_letters.update(withdrawn_at=now)
        letter = PasswordLetter.objects.create(
            user=person,
            code_hash=hash_code(code),
            identity_check=identity_check,
            made_by=by,
            made_at=now,
            expires_at=now + PasswordLetter.LIFETIME,
        )
        notify(
            person,
            "パスワード再設定の手紙が作られました",
            f"{by.name}さんが、あなたに渡す手紙を作りました。\n{NOT_YOU}",
            urgent=True,
        )
    return MadeLetter(letter, code)


def open_letter(login_id: str, code: str) -> PasswordLetter | None:
    """Return the letter that login ID and code belong to while it can be used, else None.

    An unknown login ID costs as much as a wrong code: one query and one comparison.
    """
    letter = (
        PasswordLetter.objects.filter(
            user__login_id=login_id.strip().lower(),
            user__is_active=True,
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
        )
        .select_related("user")
        .first()
    )
    expected = letter.code_hash if letter else hash_code("")
    fits = same_hash(hash_code(read_code(code)), expected)
    return letter if letter and fits else None


def reset_by_letter(letter: PasswordLetter, password: str) -> None:
    """Set the password with a letter's code; the letter is used up.

    Raises:
        AccountError: the letter was used, withdrawn or ran out since it was looked up.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = (
            PasswordLetter.objects.select_for_update(of=["self"])
            .filter(pk=letter.pk, used_at=None, withdrawn_at=None, expires_at__gt=now)
            .select_related("user")
            .first()
        )
        if locked is None:
            raise AccountError("この手紙は、もう使えません。新しい手紙を頼んでください")
        locked.used_at = now
        locked.save(update_fields=["used_at"])
        change_password(locked.user, password, how="手紙のコード")


# --- addresses ---------------------------------------------------------------------------------


def request_email_change(user: User, email: str) -> EmailConfirmation:
    """Send a link to `email`; the address counts for `user` once the link is opened."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        EmailConfirmation.objects.filter(user=user, confirmed_at=None).delete()
        confirmation = EmailConfirmation.objects.create(user=user, email=email)
        app.configure_task(MAIL_CONFIRMATION).defer(confirmation_id=confirmation.pk)
    return confirmation


def remove_email(user: User) -> None:
    """Take the address away; the old one is told."""
    with transaction.atomic():
        tell_old_address(user, "消されました")
        EmailConfirmation.objects.filter(user=user, confirmed_at=None).delete()
        User.objects.filter(pk=user.pk).update(email="", email_confirmed_at=None)
    user.refresh_from_db(fields=["email", "email_confirmed_at"])


def confirmation_token(confirmation: EmailConfirmation) -> str:
    """Return the secret part of the link in the mail; it is stored nowhere."""
    return signing.dumps([confirmation.pk, confirmation.email], salt=CONFIRMATION_SALT)


def find_confirmation(token: str) -> EmailConfirmation | None:
    """Return the waiting address a link belongs to, or None once it ran out or was used."""
    try:
        key, email = signing.loads(token, salt=CONFIRMATION_SALT)
    except (signing.BadSignature, ValueError):
        return None
    confirmation = EmailConfirmation.objects.filter(pk=key, email=email).first()
    return confirmation if confirmation and confirmation.is_open else None


def confirm_email(confirmation: EmailConfirmation) -> User:
    """Make the address the person's; from now on it can reset the password.

    Raises:
        AccountError: the link was used or ran out since it was looked up.
    """
    with transaction.atomic():
        locked = (
            EmailConfirmation.objects.select_for_update(of=["self"])
            .select_related("user")
            .filter(pk=confirmation.pk)
            .first()
        )
        if locked is None or not locked.is_open:
            raise AccountError("このリンクは、もう使えません。もう一度、確認メールを頼んでください")
        user = locked.user
        locked.confirmed_at = timezone.now()
        locked.save(update_fields=["confirmed_at"])
        if user.email.lower() != locked.email.lower():
            tell_old_address(user, "変わりました")
        user.email, user.email_confirmed_at = locked.email, locked.confirmed_at
        user.save(update_fields=["email", "email_confirmed_at"])
    return user


def tell_old_address(user: User, what: str) -> None:
    """Mail the address that the account has until now, before it changes."""
    if user.email:
        app.configure_task(MAIL_OLD_ADDRESS).defer(email=user.email, user_id=user.pk, what=what)


# --- second factor -----------------------------------------------------------------------------


def remove_second_factor(person: User, *, by: User) -> int:
    """Take away every second factor of somebody who lost them; return how many there were.

    The password stays. Where a role needs a second factor, the next login begins by setting one up.

    Raises:
        PermissionDenied: `by` may not do this for `person`, or they are the same.
    """
    if by.pk == person.pk or not may_manage(by, person):
        raise PermissionDenied("この人の二段階認証は解除できません")
    with transaction.atomic():
        count, _ = Authenticator.objects.filter(user=person).delete()
        body = f"{by.name}さんが、あなたの二段階認証を解除しました。\n{NOT_YOU}"
        notify(person, "二段階認証が解除されました", body, urgent=True)
    return count
