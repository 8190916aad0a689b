"""Forms of invitations and memberships."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.forms import read_login_id
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role
from koganei_kyodo.forms import JapaneseDateField, PortalFormMixin, speak_plainly
from koganei_kyodo.japanese import normalise_email
from organizations import permissions
from organizations.actions import NewPerson
from organizations.identifiers import normalise_kana
from organizations.models import Department, Invitation
from organizations.models.invitation import TOKEN_LENGTH, normalise_token
from organizations.named_choice import NamedChoiceField, named_offices, named_rows

MOST_IN_SELECT = 15


class InviteForm(PortalFormMixin, forms.Form):
    """Who is invited, where, and as what. Only what the person may give is on offer."""

    role = forms.ChoiceField(label="役割", widget=forms.RadioSelect)
    addressee = forms.CharField(
        label="招待する人の名前",
        max_length=100,
        help_text="手紙やメールのあて名になります。例：山田 花子",
    )
    email = forms.CharField(
        label="招待する人のメールアドレス",
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text="書かないときは、メールの代わりに、手わたしや郵便の手紙を作ります。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = permissions.invitable_roles(user)
        self.fields["role"].choices = [(role.value, role.label) for role in self.roles]  # type: ignore[attr-defined]
        offices = list(permissions.invitable_departments(user).select_related("parent", "root"))
        groups = list(permissions.invitable_organizations(user))
        self.only: dict[str, Any] = {}
        self._add_place("department", "担当課", offices, named_offices(offices), DEPARTMENT_ROLES)
        self._add_place("organization", "団体", groups, named_rows(groups), ORGANIZATION_ROLES)
        self.order_fields(["role", "department", "organization", "addressee", "email"])
        if len(self.roles) == 1:
            del self.fields["role"]

    def _add_place(
        self,
        name: str,
        label: str,
        rows: Sequence[Any],
        named: dict[str, Any],
        kind: frozenset[Role],
    ) -> None:
        """Add the field for a kind of place, unless the person gives no role there or has one."""
        if not kind.intersection(self.roles):
            return
        if len(rows) == 1:
            self.only[name] = rows[0]
            return
        self.fields[name] = _place_field(label, named)
        if kind.issuperset(self.roles):
            self.required_on_submit = (*self.required_on_submit, name)
        else:
            needing = "・".join(role.label for role in self.roles if role in kind)
            told = f"{needing}を招待するときは、必ず選びます。{self.fields[name].help_text}"
            self.fields[name].help_text = told
        speak_plainly(self.fields[name], label=label)

    def clean_email(self) -> str:
        """Read the address in any width; what can't be one is told in the house's words."""
        text = normalise_email(self.cleaned_data["email"])
        if text:
            try:
                forms.EmailField(max_length=254).clean(text)
            except ValidationError:
                raise ValidationError(say.email(), code="invalid") from None
        return text

    def clean(self) -> dict[str, Any]:
        """Ask for the place that the role is held at, and leave out the other kind."""
        values = super().clean() or self.cleaned_data
        if len(self.roles) == 1:
            values["role"] = self.roles[0].value
        role = values.get("role")
        for name, kind in (("department", DEPARTMENT_ROLES), ("organization", ORGANIZATION_ROLES)):
            if role not in kind:
                values[name] = None
                self._errors.pop(name, None)  # type: ignore[attr-defined]
            elif name in self.only:
                values[name] = self.only[name]
            elif name not in self.errors and values.get(name) is None:
                label = str(self.fields[name].label)
                self.add_error(name, say.nothing_chosen(label, several=False))
        return values


class CodeForm(PortalFormMixin, forms.Form):
    """The number of a letter."""

    code = forms.CharField(
        label="手紙の番号",
        max_length=120,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        help_text="4文字ずつの7つの組です。大文字・小文字、「-」や空白は、どう書いてもかまいません。",
    )

    def clean_code(self) -> str:
        """Return the number as it was made; refuse what is too short or too long to be one."""
        code = normalise_token(self.cleaned_data["code"])
        if len(code) != TOKEN_LENGTH:
            raise ValidationError(
                f"手紙の番号は{TOKEN_LENGTH}文字です（いま{len(code)}文字）。手紙と見くらべてください"
            )
        return code


class RegisterForm(PortalFormMixin, forms.Form):
    """What a new person says about themselves."""

    name = forms.CharField(
        label="氏名", max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    name_kana = forms.CharField(
        label="ふりがな", max_length=100, help_text="ひらがなで書いてください。例：やまだ はなこ"
    )
    login_id = forms.CharField(
        label="ログインID",
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username", "spellcheck": "false"}),
        help_text="あなたが決めます。英字と数字で4文字から64文字。「.」「-」「_」も使えます。",
    )
    password1 = forms.CharField(
        label="パスワード",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text="10文字以上で、ほかで使っていないものにしてください。",
    )
    password2 = forms.CharField(
        label="パスワード（もう一度）",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_name_kana(self) -> str:
        """Turn katakana into hiragana."""
        try:
            return normalise_kana(self.cleaned_data["name_kana"])
        except ValueError:
            raise ValidationError(say.kana(), code="kana") from None

    def clean_login_id(self) -> str:
        """Read width and case generously."""
        return read_login_id(self.cleaned_data["login_id"])

    def clean(self) -> dict[str, Any]:
        """Compare the passwords and look at their strength."""
        values = super().clean() or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", "2つのパスワードを同じにしてください")
        if first:
            person = User(login_id=values.get("login_id", ""), name=values.get("name", ""))
            try:
                password_validation.validate_password(first, person)
            except ValidationError as error:
                self.add_error("password1", error)
        return values

    def person(self) -> NewPerson:
        """Return what was typed, for ``register_and_accept``."""
        values = self.cleaned_data
        return NewPerson(
            values["name"], values["name_kana"], values["login_id"], values["password1"]
        )


class EndForm(PortalFormMixin, forms.Form):
    """On which day a membership ends."""

    on = JapaneseDateField(label="終わる日", help_text="この日までは使えます。例：2027年3月31日")


class MoveForm(PortalFormMixin, forms.Form):
    """Where a person moves, from when, and as what."""

    role = forms.ChoiceField(
        label="異動先での役割",
        widget=forms.RadioSelect,
        choices=[(role.value, role.label) for role in (Role.OFFICER, Role.HEAD)],
    )
    on = JapaneseDateField(
        label="異動の日",
        help_text="この日から異動先で使えます。前の日までは、いまの課で使えます。例：2027年4月1日",
    )

    def __init__(self, *args: Any, offices: Iterable[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = _place_field("異動先の課", named_offices(offices))
        field.required = True
        self.fields["to_department"] = field
        speak_plainly(field, label="異動先の課")
        self.order_fields(["to_department", "role", "on"])


def last_day_default(first_day: date) -> date:
    """Return the day offered as the last one: today, or the first day where that lies ahead."""
    return max(first_day, timezone.localdate())


def invitation_values(form: InviteForm) -> dict[str, Any]:
    """Return what was typed, as arguments of ``actions.invite``."""
    values = form.cleaned_data
    return {
        "role": Role(values["role"]),
        "department": values.get("department"),
        "organization": values.get("organization"),
        "addressee": values["addressee"],
        "email": values["email"],
    }


def letter_lines(invitation: Invitation) -> list[str]:
    """Return the address block of a letter: the place and the person's name."""
    place = [invitation.place_name] if invitation.organization or invitation.department else []
    return [*place, f"{invitation.addressee} 様"]


def _place_field(label: str, named: dict[str, Any]) -> forms.Field:
    """Return a select up to 15 rows, else a box that offers the names while one types."""
    if len(named) <= MOST_IN_SELECT:
        return forms.TypedChoiceField(
            label=label,
            required=False,
            choices=[("", "選んでください"), *((name, name) for name in named)],
            coerce=named.__getitem__,
            empty_value=None,
        )
    return NamedChoiceField(named, label=label, required=False)
