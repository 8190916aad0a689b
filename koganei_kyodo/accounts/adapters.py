"""How django-allauth fits the portal: no sign-up, our accounts, our words, our notices."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.actions import NOT_YOU
from koganei_kyodo.accounts.addresses import client_address, may_come_from
from koganei_kyodo.accounts.backends import find_account
from koganei_kyodo.accounts.middleware import address_refused
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.accounts.rate_limits import account_key, limit_reached

IDENTIFIER = "ログインID（メールアドレス）"
TOO_MANY = (
    "続けて違ったため、しばらく受け付けられません。10分ほど待ってから、もう一度試してください"
)
SOONER = "急ぐときは、下の「ログインできないとき」から、パスワードを決めなおしてください"
WRONG_CODE = "確認コードが違います。新しいコードを入力してください"
# What allauth announces, by the name of its template: to the person at once, and as a notice.
BANNERS = {
    "mfa/messages/totp_activated.txt": "認証アプリを加えました",
    "mfa/messages/totp_deactivated.txt": "認証アプリをやめました",
    "mfa/messages/webauthn_added.txt": "パスキーを加えました",
    "mfa/messages/webauthn_removed.txt": "パスキーを消しました",
    "mfa/messages/recovery_codes_generated.txt": "コードの一覧を作りました。印刷して、ほかの人が見ない所に置いてください",
}
NOTICES = {
    "mfa/email/totp_activated": "ログインに認証アプリが加わりました",
    "mfa/email/totp_deactivated": "ログインの認証アプリがなくなりました",
    "mfa/email/webauthn_added": "ログインにパスキーが加わりました",
    "mfa/email/webauthn_removed": "ログインのパスキーがなくなりました",
    "mfa/email/recovery_codes_generated": "ログインのコードの一覧が作られました",
}


class AccountAdapter(DefaultAccountAdapter):
    """Login by ID or address through our own backend; nobody opens an account alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": say.login_failed(IDENTIFIER),
        "account_inactive": say.login_failed(IDENTIFIER),
        "incorrect_password": "パスワードが違います",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: accounts come by invitation or from the centre."""
        return False

    def get_login_stages(self) -> list[str]:
        """After the password comes the second factor, and nothing else of allauth."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that rate limits count; where it is unknown, the nearest proxy's."""
        return str(client_address(request) or request.META.get("REMOTE_ADDR") or "unknown")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries by account: its ID and its address are not two chances."""
        name = str(credentials.get("username", "")).strip().casefold()
        account = find_account(name)
        return account_key(account) if account else f"name:{name}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many wrong tries, and say until when."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            key = self._get_login_attempts_cache_key(request, **credentials)
            tries, until = limit_reached(request, "login_failed", key=key)
            told = f"{say.locked(tries, until=until)}。{SOONER}"
            raise ValidationError(told, code="locked") from error

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Let nobody in whose account is closed or whose role may not come from this address."""
        if not may_come_from(user, client_address(request)):
            return address_refused(request)
        return super().pre_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Say of a closed account no more than of a wrong password."""
        messages.error(request, say.login_failed(IDENTIFIER))
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the page that says that the password is changed."""
        return reverse("password_change_done")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what allauth announces in our words; what has none here is left unsaid."""
        text = message or BANNERS.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person of a change of their second factor, whatever mail they want."""
        subject = NOTICES.get(template_prefix)
        if subject:
            notify(user, subject, NOT_YOU, reverse("mfa_index"), urgent=True)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to confirm who one is, in our words."""
        words = {
            "reauthenticate": "パスワードで確認する",
            "mfa_reauthenticate": "認証アプリかコードの一覧で確認する",
            "mfa_reauthenticate:webauthn": "パスキーで確認する",
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP, passkeys and code cards; their secrets are encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "この方法は、いまはやめられません",
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Tell whether the person has a second factor.

        allauth asks for "TOTP or passkey" before it asks for a code at login. A card with printed
        codes alone is enough here: an office may have neither telephone nor passkey.
        """
        kinds = set(types) if types is not None else None
        if kinds is not None and kinds == {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
            kinds.add(Authenticator.Type.RECOVERY_CODES)
        return super().is_mfa_enabled(user, kinds)

    def get_totp_issuer(self) -> str:
        """Return the name an authenticator app shows: the portal's host."""
        return settings.SITE_URL.partition("://")[2]

    def _get_user_identifier(self, user: Any) -> str:
        """Name the account by its ID: an address may be shared."""
        return str(user.login_id)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return a name for a passkey whose owner gave none."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"パスキー{count + 1}"

    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP key or the seed of a code card with a key made from SECRET_KEY."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what `encrypt` wrote, also with SECRET_KEY_FALLBACKS.

        Raises:
            ValueError: SECRET_KEY was changed without keeping the old one as a fallback.
        """
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("the second factor was encrypted with another SECRET_KEY") from error


def _fernet() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salt = "koganei_kyodo.accounts.second_factor"
    keys = [salted_hmac(salt, "key", secret=each, algorithm="sha256").digest() for each in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
