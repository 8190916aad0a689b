"""Login, new passwords, and the person's own page, in the portal's words."""

import re
import unicodedata
from typing import Any

from allauth.account import forms as account_forms
from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.models import NoticeTiming, PasswordLetter, User
from koganei_kyodo.forms import PortalFormMixin, speak_plainly
from koganei_kyodo.japanese import normalise_email, normalise_kana, normalise_postcode

LOGIN_LABEL = "ログインIDかメールアドレス"
RULES = "10字以上にしてください。数字だけのもの、よく使われるもの、名前に似たものは使えません。"

_LOGIN_ID = re.compile(r"[a-z0-9][a-z0-9._-]{3,63}")


def read_login_id(text: str) -> str:
    """Return a login ID in half-width small letters, however it was typed.

    Raises:
        ValidationError: too short, or with other signs; an ``@`` would be taken for an address.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not _LOGIN_ID.fullmatch(plain):
        raise ValidationError(
            "ログインIDは、英字と数字で4文字以上にしてください。「.」「-」「_」も使えます"
        )
    return plain


class AddressField(forms.EmailField):
    """An e-mail address, also typed in full-width characters or with spaces."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput({"autocomplete": "email", "spellcheck": "false"})
        super().__init__(max_length=254, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the address as it can be written to."""
        return normalise_email(super().to_python(value) or "")


class LoginForm(PortalFormMixin, account_forms.LoginForm):
    """Asks for a login ID or e-mail address, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = forms.CharField(
            label=LOGIN_LABEL,
            max_length=254,
            error_messages={"required": say.empty(LOGIN_LABEL)},
            widget=forms.TextInput({"autocomplete": "username", "spellcheck": "false"}),
        )
        password = forms.CharField(
            label="パスワード",
            strip=False,
            error_messages={"required": say.empty("パスワード")},
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        )
        self.fields = {"login": login, "password": password}


AGAIN = "新しいパスワード（もう一度）"
DIFFERENT = "2つのパスワードを同じにしてください"


class PasswordForm(PortalFormMixin, PasswordChangeForm):
    """Asks for the old password once and the new one twice."""

    user: User
    error_messages: dict[str, Any] = {
        "password_mismatch": DIFFERENT,
        "password_incorrect": "いまのパスワードが違います",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "いまのパスワード"
        speak_plainly(self.fields["old_password"], label="いまのパスワード")
        _word_new_password(self.fields)


class NewPasswordForm(PortalFormMixin, SetPasswordForm):
    """Asks for a new password twice."""

    error_messages: dict[str, Any] = {"password_mismatch": DIFFERENT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self.fields)


def _word_new_password(fields: dict[str, forms.Field]) -> None:
    """Put our words for Django's."""
    fields["new_password1"].help_text = RULES
    fields["new_password2"].label, fields["new_password2"].help_text = AGAIN, ""
    speak_plainly(fields["new_password2"], label=AGAIN)


class ResetForm(PortalFormMixin, forms.Form):
    """Asks where to send the link for a new password."""

    email = AddressField(
        label="メールアドレス",
        help_text="確認がすんでいるアドレスにだけ、リンクを送ります。例：name@example.jp",
    )


class LetterCodeForm(PortalFormMixin, forms.Form):
    """Asks for login ID, the code of the letter, and a new password twice."""

    login_id = forms.CharField(
        label="ログインID",
        max_length=64,
        help_text="手紙に書いてあります。",
        widget=forms.TextInput({"autocomplete": "username", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label="手紙のコード",
        max_length=100,
        help_text="英字と数字の16字です。大文字と小文字は区別しません。例：ABCD-2345-EFGH-6789",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    new_password1 = forms.CharField(
        label="新しいパスワード",
        strip=False,
        help_text=RULES,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=AGAIN,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    letter: PasswordLetter | None = None

    def clean(self) -> dict[str, Any]:
        """Find the letter; only for its holder, look at the password too."""
        data = super().clean() or {}
        if self.errors:
            return data
        self.letter = actions.open_letter(data["login_id"], data["code"])
        if self.letter is None:
            raise ValidationError(
                "ログインIDかコードが違うか、手紙の期限が過ぎています", code="letter"
            )
        self._check_password(data)
        return data

    def _check_password(self, data: dict[str, Any]) -> None:
        """Judge the new password exactly as everywhere else."""
        user = self.letter.user if self.letter else None
        check = NewPasswordForm(user, {key: data[key] for key in NewPasswordForm.base_fields})
        for field, errors in check.errors.items():
            self.add_error(field, list(errors))


class ProfileForm(PortalFormMixin, forms.ModelForm):
    """The person's name and how notices reach them."""

    notice_timing = forms.ChoiceField(
        label="お知らせをメールで受け取る",
        choices=NoticeTiming.choices,
        widget=forms.RadioSelect,
        help_text="どれを選んでも、お知らせは「お知らせ」のページで読めます。"
        "パスワードの変更など、安全にかかわるものはいつでもすぐに送ります。",
    )

    class Meta:
        model = User
        fields = ["name", "name_kana", "notice_timing"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["name_kana"].help_text = "例：やまだ はなこ"

    def clean_name_kana(self) -> str:
        """Return the reading in hiragana, however it was typed."""
        return normalise_kana(self.cleaned_data["name_kana"])


class EmailForm(PortalFormMixin, forms.Form):
    """Asks for the new address, and for the password: an address can open the account."""

    email = AddressField(
        label="新しいメールアドレス",
        required=False,
        help_text="このアドレスに確認メールを送ります。消すときは、空けたままにしてください。",
    )
    password = forms.CharField(
        label="いまのパスワード",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError("いまのパスワードが違います", code="password")
        return password


class LetterForm(PortalFormMixin, forms.Form):
    """What a member of staff notes before a letter is made; the postal address is not kept."""

    identity_check = forms.CharField(
        label="本人の確かめ方",
        max_length=200,
        help_text="例：窓口で本人確認書類を見た、団体の届出の電話番号にかけ直した",
    )
    postcode = forms.CharField(
        label="郵便番号",
        max_length=12,
        required=False,
        help_text="手渡しのときは、空けてください。",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label="住所",
        max_length=200,
        required=False,
        help_text="手紙に印刷するだけで、記録しません。改行できます。",
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )

    def clean_postcode(self) -> str:
        """Return 123-4567; refuse what isn't seven digits."""
        given = self.cleaned_data["postcode"]
        postcode = normalise_postcode(given)
        if given and (len(postcode) != 8 or not postcode.replace("-", "").isdecimal()):
            raise ValidationError(say.postcode(), code="postcode")
        return postcode
