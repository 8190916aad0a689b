"""Login and the change of one's own password, in the portal's words."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.forms import PortalFormMixin


class LoginForm(PortalFormMixin, AuthenticationForm):
    """Asks for a login ID or e-mail address, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.label = "ログインIDかメールアドレス"
        name.widget.attrs |= {"autocomplete": "username", "spellcheck": "false", "autofocus": False}
        self.fields["password"].label = "パスワード"

    def get_invalid_login_error(self) -> ValidationError:
        """Say the same for an unknown name, a wrong password and a closed account."""
        return ValidationError(
            say.login_failed("ログインID（メールアドレス）"), code="invalid_login"
        )


class PasswordForm(PortalFormMixin, PasswordChangeForm):
    """Asks for the old password once and the new one twice."""

    user: User
