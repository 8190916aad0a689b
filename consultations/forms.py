"""What the desk fills in: the entry itself, who asked, and what each button asks for."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError

from consultations import actions
from consultations.models import Consultation, ConsultationPerson
from koganei_kyodo.accounts.models import User
from koganei_kyodo.forms import (
    JapaneseDateField,
    JapaneseIntegerField,
    PortalFormMixin,
    speak_plainly,
)
from organizations.identifiers import normalise_phone

LONG = {"rows": 5, "cols": 80}
ONE_BOX = "%Y-%m-%dT%H:%M"


class ConsultationForm(forms.ModelForm):
    """An entry of the log; ``by`` is set by the admin for each request."""

    by: User
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # One box with one label instead of Django's two without.
    received_at = forms.DateTimeField(
        label="受付日時", widget=forms.DateTimeInput({"type": "datetime-local"}, format=ONE_BOX)
    )
    minutes = JapaneseIntegerField(
        label="かかった時間（分）", min_value=1, max_value=1440, required=False, unit="分"
    )

    class Meta:
        model = Consultation
        fields = [
            "received_at", "minutes", "channel", "staff", "enquirer_kind", "organization",
            "department", "previous", "categories", "text", "handling", "referred_department",
            "referred_organization", "referred_to", "next_on", "next_step",
        ]  # fmt: skip
        widgets = {
            "channel": forms.RadioSelect,
            "categories": forms.CheckboxSelectMultiple,
            "text": forms.Textarea(LONG),
            "handling": forms.Textarea(LONG),
            "next_on": AdminDateWidget,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.version
        for name in ("enquirer_kind", "categories"):
            if name in self.fields:
                self._offer_words_in_use(name)
        if "channel" in self.fields:
            channel: Any = self.fields["channel"]
            channel.choices = Consultation.Channel.choices  # one of these: no line for none
        for name, field in self.fields.items():
            speak_plainly(field, label=str(field.label or name))

    def _offer_words_in_use(self, name: str) -> None:
        """Offer what is in use, and what this entry has already."""
        field: Any = self.fields[name]
        rows = field.queryset.filter(in_use=True)
        if self.instance.pk:
            chosen = getattr(self.instance, name)
            ids = [chosen.pk] if name == "enquirer_kind" else [c.pk for c in chosen.all()]
            rows |= field.queryset.filter(pk__in=ids)
        field.queryset = rows
        if name == "enquirer_kind":
            field.empty_label = "選んでください"

    def clean(self) -> dict[str, Any]:
        """Refuse where a colleague saved meanwhile: nothing typed is lost, both can be seen."""
        data = super().clean() or self.cleaned_data
        if self.instance.pk:
            try:
                actions.ready(self.instance.pk, "edit", by=self.by, version=data.get("seen") or 0)
            except (actions.WrongState, actions.EditedByOther) as error:
                raise ValidationError(str(error)) from None
        return data


class PersonForm(forms.ModelForm):
    """Who asked: everything may stay empty."""

    class Meta:
        model = ConsultationPerson
        fields = ["name", "name_kana", "affiliation", "phone", "email", "address", "user"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            speak_plainly(field, label=str(field.label or name))

    def clean_phone(self) -> str:
        """Write a usual number in the usual way; keep what is no usual number (内線 …)."""
        text: str = self.cleaned_data["phone"].strip()
        try:
            return normalise_phone(text)
        except ValueError:
            return text


class StepForm(PortalFormMixin, forms.Form):
    """A button that asks for nothing but its press."""


class HoldForm(StepForm):
    """Why, and until when."""

    reason = forms.CharField(
        label="保留の理由", max_length=200, help_text="例：担当課の返事を待っている"
    )
    next_on = JapaneseDateField(
        label="次に見る日", required=False, help_text="この日が来ると、今日の仕事に出ます。"
    )


class CloseForm(StepForm):
    """What came of it."""

    result = forms.CharField(
        label="結果",
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "cols": 60}),
        help_text="例：助成金の手引きを渡し、申請することになった",
    )


class ReopenForm(StepForm):
    """When to look again."""

    next_on = JapaneseDateField(
        label="次の予定の日", required=False, help_text="決まっていなければ、空のままにします。"
    )


class NoteForm(StepForm):
    """A note."""

    text = forms.CharField(
        label="メモ",
        max_length=4000,
        widget=forms.Textarea({"rows": 6, "cols": 60}),
        help_text="書いたメモは、センターの職員と協働の主管課だけが読めます。",
    )


class ForgetForm(StepForm):
    """Why the person is taken out."""

    why = forms.CharField(
        label="消す理由",
        max_length=200,
        help_text="例：本人の希望（電話で）。氏名や電話番号は書きません。",
    )
