"""Forms of a registration that goes on or ends, and the 変更届."""

from typing import Any

from django import forms

from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_label
from koganei_kyodo.forms import JapaneseDateField, JapaneseIntegerField, PortalFormMixin
from organizations.applying_forms import (
    ActivityStepForm,
    ContactStepForm,
    GroupStepForm,
    PeopleStepForm,
)
from organizations.completeness import STEPS
from organizations.registry_values import BY_STEP, EVERY, Values

LARGEST_MONEY = 10**13


class ConfirmForm(PortalFormMixin, forms.Form):
    """The yearly confirmation: the few numbers that change every year."""

    member_count = JapaneseIntegerField(label="いまの会員の数", unit="人", required=False)
    citizen_count = JapaneseIntegerField(label="会員のうち市民の数", unit="人", required=False)
    income = JapaneseIntegerField(label="収入", unit="円", required=False, max_value=LARGEST_MONEY)
    spending = JapaneseIntegerField(
        label="支出", unit="円", required=False, max_value=LARGEST_MONEY
    )
    event_count = JapaneseIntegerField(label="活動した回数", unit="回", required=False)
    activities = forms.CharField(
        label="主な活動",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="書くと、団体のページの「あゆみ」にのります。",
    )

    def __init__(self, *args: Any, by_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = fiscal_year_label(current_fiscal_year() - 1)
        for name in ("income", "spending", "event_count", "activities"):
            self.fields[name].label = f"{year}の{self.fields[name].label}"
        if by_staff:
            self.fields["why"] = forms.CharField(
                label="どのように確かめたか",
                max_length=200,
                help_text="団体の代わりに記録します。例：紙の確認届（4月1日に窓口で受け取り）、電話",
                error_messages={"required": "どのように確かめたかを入力してください"},
            )
            self.order_fields(["why", *list(self.fields)])

    def clean(self) -> dict[str, Any]:
        """Refuse more citizens than members."""
        values = super().clean() or self.cleaned_data
        members, citizens = values.get("member_count"), values.get("citizen_count")
        if members is not None and citizens is not None and citizens > members:
            self.add_error("citizen_count", "会員のうち市民の数は、会員の数より多くできません")
        return values

    def facts(self) -> Values:
        """Return the numbers that were told."""
        return {name: v for name, v in self.cleaned_data.items() if name != "why"}


class EndForm(PortalFormMixin, forms.Form):
    """Why a registration ends; staff say from which paper, too."""

    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea({"rows": 4}))
    paper = forms.CharField(
        label="もとの紙",
        max_length=200,
        required=False,
        help_text="紙の退会届を受け取ったときに書いてください。例：退会届（様式第4号）",
    )

    def __init__(self, *args: Any, with_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_paper:
            del self.fields["paper"]


class ReenterForm(PortalFormMixin, forms.Form):
    """Which paper a member of staff begins a new application from."""

    paper = forms.CharField(
        label="もとの紙", max_length=200, help_text="例：登録申請書（様式第1号）、窓口で受け取り"
    )
    received_on = JapaneseDateField(label="紙を受け取った日", help_text="例：2026年4月1日")


class OwnForm(PortalFormMixin, forms.Form):
    """What a group changes at once: the switches of its contact values, and whom it looks for."""

    show_marks = False

    def __init__(self, *args: Any, values: Values, shown: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, initial=values, **kwargs)
        template = {**ContactStepForm.base_fields, **PeopleStepForm.base_fields}
        for name in [*shown, "wants_members", "wants_volunteers", "wants_partners", "wanted_text"]:
            field = type(template[name])(
                label=f"{template[name].label}（{shown[name]}）" if name in shown else
                template[name].label,
                required=False,
                widget=template[name].widget,
            )  # fmt: skip
            self.fields[name] = field


class ChangeForm(GroupStepForm, ActivityStepForm, PeopleStepForm, ContactStepForm):
    """変更届: everything that is stored, to be changed; what isn't changed isn't proposed."""

    show_marks = False

    def __init__(self, *args: Any, by_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"] = forms.CharField(
            label="センターへのことば",
            required=False,
            max_length=1000,
            widget=forms.Textarea({"rows": 3}),
            help_text="変える理由など、伝えたいことがあれば書いてください。",
        )
        if by_staff:
            self.fields["paper"] = forms.CharField(
                label="もとの紙",
                max_length=200,
                help_text="どの紙から入力するか。例：変更届（様式第2号）、窓口で受け取り",
                error_messages={"required": "もとの紙を入力してください"},
            )

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all values."""
        return EVERY

    @property
    def sections(self) -> list[tuple[str, list[Any]]]:
        """Return the boxes under the titles of the steps."""
        found: list[tuple[str, list[Any]]] = []
        for step, names in BY_STEP.items():
            boxes = [self[name] for name in names if name in self.fields]
            if step == "activity":
                boxes += [self[name] for name in self.fields if name.startswith("link_")]
            found.append((STEPS[step], boxes))
        rest = [self[name] for name in ("message", "paper") if name in self.fields]
        return [*found, ("センターへ", rest)]
