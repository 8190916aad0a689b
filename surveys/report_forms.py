"""Forms of the report builder and of the tables."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from koganei_kyodo.forms import PortalFormMixin
from surveys.condition_fields import ConditionFields
from surveys.models import (
    Code,
    CodeFrame,
    Question,
    Report,
    ReportBlock,
    ReportFigure,
    Survey,
)

Kind = ReportBlock.Kind
COUNTED = ("single", "multiple", "attribute", "number", "date")
GROUPING_HELP = (
    "1行に1つ、「新しい名前＝選択肢の番号」と書きます。例：満足＝1、2。"
    "数の設問は「10〜19＝10-19」のように範囲を書きます。書かなければ、まとめません。"
)


class ReportStartForm(PortalFormMixin, forms.Form):
    """Which survey a new report is about, and its title."""

    survey = forms.ModelChoiceField(
        Survey.objects.all(), label="調査", empty_label="選んでください"
    )
    title = forms.CharField(label="報告書の題名", max_length=200)


class ReportSettingsForm(PortalFormMixin, forms.ModelForm):
    """Title, introduction and what holds for the whole report."""

    class Meta:
        model = Report
        fields = ("title", "intro", "first_number", "zero_as_dash", "hides_single", "is_made_up")


class TextBlockForm(PortalFormMixin, forms.Form):
    """A block that is words: which boxes there are depends on its kind."""

    title = forms.CharField(label="題名", max_length=200, required=False)
    text = forms.CharField(
        label="文", required=False, widget=forms.Textarea({"rows": 6}), max_length=10_000
    )
    question = forms.ModelChoiceField(
        Question.objects.none(), label="設問", empty_label="選んでください"
    )
    frame = forms.ModelChoiceField(
        CodeFrame.objects.none(), label="自由記述の分類", empty_label="選んでください"
    )
    in_leaflet = forms.BooleanField(label="概要版にも入れる", required=False)

    _FIELDS = {
        Kind.HEADING: ("title", "in_leaflet"),
        Kind.TEXT: ("text", "in_leaflet"),
        Kind.NOTE: ("text", "in_leaflet"),
        Kind.OPINIONS: ("title", "frame", "in_leaflet"),
        Kind.EXCERPTS: ("title", "question", "in_leaflet"),
        Kind.TARGETS: ("title", "question", "in_leaflet"),
        Kind.PAGE_BREAK: (),
    }

    def __init__(self, *args: Any, kind: str, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self._FIELDS[Kind(kind)]):
            del self.fields[name]
        for name in ("title", "text"):
            if name in self.fields:
                self.fields[name].required = True
        if "question" in self.fields:
            kinds = ["attribute", "single"] if kind == Kind.TARGETS else ["open"]
            rows = Question.objects.filter(questionnaire__survey=survey, kind__in=kinds)
            self.fields["question"].queryset = rows  # type: ignore[attr-defined]
        if "frame" in self.fields:
            frames = CodeFrame.objects.filter(question__questionnaire__survey=survey)
            self.fields["frame"].queryset = frames  # type: ignore[attr-defined]


class FigureForm(PortalFormMixin, ConditionFields, forms.ModelForm):
    """How a figure of a report is counted, drawn and named, and of which answers."""

    grouping_text = forms.CharField(
        label="選択肢のまとめ",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=GROUPING_HELP,
    )
    in_leaflet = forms.BooleanField(label="概要版にも入れる", required=False)

    class Meta:
        model = ReportFigure
        fields = (
            "title",
            "chart",
            "measure",
            "base",
            "order",
            "hide_zero",
            "marks_significance",
            "total_label",
            "note",
        )
        labels = {"title": "図表の題名", "order": "項目の順"}
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, data: QueryDict | None, *args: Any, **kwargs: Any) -> None:
        sent = data.copy() if data is not None else None
        super().__init__(sent, *args, **kwargs)
        self.fields["grouping_text"].initial = grouping_text(self.instance.grouping)
        self.fields["filter"].help_text = "設問を選んで保存すると、その選択肢が出ます。"
        self._offer_own_conditions(sent)
        if self.instance.by is None:
            del self.fields["marks_significance"], self.fields["total_label"]

    def _offer_own_conditions(self, sent: QueryDict | None) -> None:
        """Offer the questions of the same questionnaire, those that are used now ticked."""
        kept = self.initial_conditions(self.instance.filters)
        self.initial = {**kept, **self.initial}
        rows = Question.objects.filter(
            questionnaire_id=self.instance.question.questionnaire_id,
            is_unpublished=False,
            choices__isnull=False,
        ).distinct()
        questions = rows.select_related("section").prefetch_related("choices")
        used = [row["question"] for row in self.instance.filters] if sent is None else []
        self.offer_conditions(
            sent if sent is not None else QueryDict(mutable=True), questions, used
        )
        own = [field.name for field in self.conditions]
        self.order_fields(
            ["title", "chart", "measure", "base", "order", *own, "filter", "grouping_text"]
        )

    @property
    def asks_for_options(self) -> bool:
        """Tell whether a condition was chosen whose options have not been shown yet."""
        return bool(self.is_bound and self.data.get("filter"))

    def clean_grouping_text(self) -> list[dict[str, Any]]:
        """Read the groups."""
        return parse_grouping(self.cleaned_data["grouping_text"], self.instance.question)

    def save(self, commit: bool = True) -> ReportFigure:
        """Put the groups into the figure; the action saves it."""
        self.instance.grouping = self.cleaned_data["grouping_text"]
        self.instance.filters = self.read_conditions()
        found: ReportFigure = super().save(commit=False)
        return found


class ExcerptForm(PortalFormMixin, forms.Form):
    """One opinion that a report shows."""

    text = forms.CharField(
        label="意見",
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text="人の名前や、だれのことかわかる言葉は「〇〇」に置きかえてください。",
    )
    code = forms.ModelChoiceField(
        Code.objects.none(), label="分類", empty_label="選んでください", required=False
    )
    is_italic = forms.BooleanField(label="斜体にする", required=False)
    is_made_up = forms.BooleanField(
        label="作りもの", required=False, help_text="本当の回答でない見本は、必ず選んでください。"
    )

    def __init__(self, *args: Any, frame: CodeFrame | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if frame is None:
            del self.fields["code"]
        else:
            self.fields["code"].queryset = frame.codes.all()  # type: ignore[attr-defined]


class ReasonForm(PortalFormMixin, forms.Form):
    """Why a finding of the check stays."""

    reason = forms.CharField(
        label="このまま公表する理由", widget=forms.Textarea({"rows": 2}), max_length=500
    )


def grouping_text(grouping: Sequence[dict[str, Any]]) -> str:
    """Write groups the way `parse_grouping` reads them."""
    lines = []
    for row in grouping:
        if "codes" in row:
            lines.append(f"{row['label']}＝{'、'.join(str(code) for code in row['codes'])}")
        else:
            low, high = row.get("low"), row.get("high")
            lines.append(
                f"{row['label']}＝{'' if low is None else low}-{'' if high is None else high}"
            )
    return "\n".join(lines)


def parse_grouping(text: str, question: Question) -> list[dict[str, Any]]:
    """Read the groups of a question's options, or the ranges of a number.

    Raises:
        ValidationError: a line cannot be read; every such line is named.
    """
    is_number = question.kind == Question.Kind.NUMBER
    groups: list[dict[str, Any]] = []
    wrong = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        label, _, numbers = line.replace("=", "＝").rpartition("＝")
        plain = re.sub(r"[‐－−ー〜~]", "-", unicodedata.normalize("NFKC", numbers))
        if is_number:
            found = re.fullmatch(r"\s*(-?\d*)\s*-\s*(\d*)\s*", plain)
            if label and found and any(found.groups()):
                low, high = (int(end) if end else None for end in found.groups())
                groups.append({"label": label.strip(), "low": low, "high": high})
                continue
        elif label and (codes := [int(code) for code in re.findall(r"\d+", plain)]):
            groups.append({"label": label.strip(), "codes": codes})
            continue
        wrong.append(line)
    if wrong:
        raise ValidationError(
            [f"「{line}」を読めません。「満足＝1、2」のように書いてください" for line in wrong]
        )
    return groups
