"""What each step of a request asks for."""

from typing import Any

from django import forms

from koganei_kyodo.forms import JapaneseDateField, PortalFormMixin
from koganei_kyodo.portal.privacy.models import PersonalDataRequest

LONG = {"rows": 4, "cols": 60}


class StepForm(PortalFormMixin, forms.Form):
    """A step that asks for nothing but the press of its button."""


class IdentifyForm(StepForm):
    """How the person was identified."""

    how = forms.CharField(
        label="本人の確かめ方",
        max_length=200,
        help_text="例：マイナンバーカードを窓口で見せてもらった。カードの番号は書きません。",
    )


class ExtendForm(StepForm):
    """A later day, and why."""

    until = JapaneseDateField(label="新しい期限")
    reason = forms.CharField(
        label="延ばす理由",
        max_length=1000,
        widget=forms.Textarea(LONG),
        help_text="本人に文書で知らせる理由です。",
    )


class DecideForm(StepForm):
    """The decision, with a reason where it is not wholly as asked."""

    decision = forms.ChoiceField(
        label="決定", choices=PersonalDataRequest.Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="理由",
        max_length=2000,
        required=False,
        widget=forms.Textarea(LONG),
        help_text="請求のとおりにしないところがあるときは、必ず書きます。",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        data = super().clean() or {}
        granted = data.get("decision") == PersonalDataRequest.Decision.GRANTED
        if data.get("decision") and not granted and not data.get("reason", "").strip():
            self.add_error("reason", "請求のとおりにしない理由を入力してください")
        return data


class EraseForm(StepForm):
    """The login ID, typed once more; and that texts with the name in them were read."""

    read = forms.BooleanField(
        label="上の文章をすべて読み、消すところは消した",
        help_text="消去したあとは、名前で探せなくなります。残すと決めたところは、そのままでかまいません。",
        error_messages={"required": "上の文章を読んでから、印を付けてください"},
    )
    confirmation = forms.CharField(
        label="消去する人のログインID",
        max_length=64,
        help_text="まちがえて別の人を消さないために、入力してください。",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class ResumeForm(StepForm):
    """Why a person's data is used again."""

    reason = forms.CharField(
        label="再開する理由",
        max_length=1000,
        widget=forms.Textarea(LONG),
        help_text="例：本人から、再開してほしいと申し出があった（窓口で本人を確かめた）",
    )


class ExportForm(StepForm):
    """The format of the file."""

    format = forms.ChoiceField(
        label="ファイルの種類",
        choices=[("pdf", "PDF（紙で渡すとき）"), ("json", "JSON（データで渡すとき）")],
        initial="pdf",
        widget=forms.RadioSelect,
    )


class RejectForm(StepForm):
    """Why nothing on a list goes."""

    reason = forms.CharField(label="取りやめる理由", max_length=1000, widget=forms.Textarea(LONG))
