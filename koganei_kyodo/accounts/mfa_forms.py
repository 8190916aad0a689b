"""The forms of the second factor: django-allauth's checks, the portal's words and generosity."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as base_forms
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms

from koganei_kyodo import house_messages as say
from koganei_kyodo.forms import PortalFormMixin
from koganei_kyodo.japanese import normalise_number


class CodeFormMixin(PortalFormMixin):
    """A form with the box for a code: digits of any width, with or without spaces."""

    code_label = "確認コード"
    cleaned_data: dict[str, Any]
    code_help = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["code"]
        box.label, box.help_text = self.code_label, self.code_help
        box.error_messages["required"] = say.empty(self.code_label)
        box.widget = forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "number-box"}
        )

    def clean_code(self) -> str:
        """Read the digits generously, then let allauth check them."""
        self.cleaned_data["code"] = normalise_number(self.cleaned_data["code"]).replace("-", "")
        return super().clean_code()  # type: ignore[misc]


class AuthenticateForm(CodeFormMixin, base_forms.AuthenticateForm):
    """The second step of a login."""

    code_help = "認証アプリの6けたの数字か、コードの一覧の8けたの数字のどれか1つを入力します。"


class ReauthenticateCodeForm(CodeFormMixin, base_forms.ReauthenticateForm):
    """Confirms with a code who one is, before the second factor changes."""

    code_help = AuthenticateForm.code_help


class ActivateTOTPForm(CodeFormMixin, totp_forms.ActivateTOTPForm):
    """The first code from an authenticator app, which proves that the app has the key."""

    code_label = "アプリに出た数字"
    code_help = "6けたの数字です。例：123456"


class ReauthenticateForm(PortalFormMixin, account_forms.ReauthenticateForm):
    """Confirms with the password who one is, before the second factor changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["password"]
        box.label, box.help_text = "パスワード", ""
        box.error_messages["required"] = say.empty("パスワード")
        box.widget = forms.PasswordInput({"autocomplete": "current-password"})


class GenerateRecoveryCodesForm(PortalFormMixin, recovery_forms.GenerateRecoveryCodesForm):
    """Makes a card of codes, also for people who use nothing else as second factor."""

    def clean(self) -> dict[str, Any]:
        """Ask for no other second factor first, as allauth does."""
        return forms.Form.clean(self) or {}


class AddPasskeyForm(PortalFormMixin, webauthn_forms.AddWebAuthnForm):
    """Names a new passkey; the browser fills in the credential."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text = "パスキーの名前", "例：仕事のパソコン"
        name.widget.attrs["autocomplete"] = "off"
        alone = self.fields["passwordless"]
        alone.label = "パスワードを入力せず、このパスキーだけでログインする"
        alone.help_text = "指紋・顔・暗証番号で守られたパスキーで使えます。"
