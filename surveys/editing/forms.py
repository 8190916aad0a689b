"""What staff fill in to make a questionnaire."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from koganei_kyodo.forms import JapaneseDateField, JapaneseIntegerField, PortalFormMixin
from surveys.editing.actions import CHOICE_KINDS, with_other
from surveys.editing.definitions import fingerprint
from surveys.models import Question, Questionnaire, Section, Survey
from surveys.questionnaires import ChoiceDefinition
from surveys.routing import RoutingError, parse

Kind = Question.Kind
MOST_CHOICES = 100
LONG = {"rows": 4, "cols": 60}
KIND_WORDS = {
    Kind.SINGLE: "1つだけ選んでもらう",
    Kind.MULTIPLE: "いくつでも選んでもらう",
    Kind.OPEN: "文章を書いてもらう",
    Kind.NUMBER: "数を書いてもらう",
    Kind.DATE: "日付を書いてもらう",
    Kind.ATTRIBUTE: "対象の属性（名簿から入る）",
}


class SurveyForm(PortalFormMixin, forms.ModelForm):
    """What a survey is called, what it is for, and what becomes of the answers."""

    fiscal_year = JapaneseIntegerField(
        label="実施した年度", min_value=1990, max_value=2100, help_text="例：2026", unit="年度"
    )
    slug = forms.CharField(
        label="記号",
        max_length=64,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9-]*$", "半角の英小文字・数字・- だけで入力してください"
            )
        ],
        help_text="ページのアドレスになります。例：groups-2026",
    )
    delete_after = JapaneseDateField(
        label="個々の回答を消す日",
        required=False,
        help_text="この日をすぎると、個々の回答と連絡先を消します。集計は残ります。",
    )

    class Meta:
        model = Survey
        fields = [
            "title", "fiscal_year", "slug", "purpose", "use", "is_anonymous", "contact",
            "delete_after",
        ]  # fmt: skip
        widgets = {"purpose": forms.Textarea(LONG), "use": forms.Textarea(LONG)}
        help_texts = {"purpose": "何を知るための調査か。回答する人が、はじめに読みます。"}


class SectionForm(PortalFormMixin, forms.ModelForm):
    """Heading and words of a section."""

    class Meta:
        model = Section
        fields = ["title", "intro", "is_repeat"]
        widgets = {"intro": forms.Textarea(LONG)}
        labels = {"is_repeat": "この節を、事業ごとなどにくり返して答えてもらう"}


class NumbersField(forms.CharField):
    """Numbers of options: 5、6 or 5 6, in any width of digits."""

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        """Read the numbers."""
        parts = re.split(
            r"[\s,、・]+", unicodedata.normalize("NFKC", super().to_python(value) or "")
        )
        numbers = [part for part in parts if part]
        if not all(re.fullmatch(r"[1-9][0-9]{0,2}", number) for number in numbers):
            raise ValidationError("選択肢の番号を、5、6 のように数字で入力してください")
        return sorted({int(number) for number in numbers})

    def prepare_value(self, value: Any) -> Any:
        """Show the numbers as they are written."""
        return "、".join(map(str, value)) if isinstance(value, list) else value


class QuestionForm(PortalFormMixin, forms.ModelForm):
    """One question with its options, one a line. Shows only what its kind needs."""

    LIMITS = {
        Kind.MULTIPLE: ["min_choices", "max_choices"],
        Kind.NUMBER: ["min_value", "max_value", "decimals", "unit"],
    }
    choices = forms.CharField(
        label="選択肢",
        widget=forms.Textarea({"rows": 8, "cols": 60}),
        help_text="1行に1つ書きます。表計算ソフトの列も、そのまま貼れます。上から1、2、3…と番号がつきます。",
    )
    other = NumbersField(
        label="文を書ける選択肢（その他）の番号",
        required=False,
        help_text="1つの設問に1つまでです。新しい設問では、空なら「その他」ではじまる選択肢に、文を書く欄がつきます。",
    )
    exclusive = NumbersField(
        label="ほかと一緒に選べない選択肢の番号",
        required=False,
        help_text="例：「特にない」の番号。いくつもあるときは「5、6」のように書きます。",
    )
    min_choices = JapaneseIntegerField(label="選ぶ数の下限", required=False, min_value=1, unit="つ")
    max_choices = JapaneseIntegerField(
        label="選べる数の上限",
        required=False,
        min_value=1,
        unit="つ",
        help_text="空なら、いくつでも。",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    decimals = JapaneseIntegerField(
        label="小数のけた", min_value=0, max_value=4, initial=0, help_text="整数だけなら0。"
    )

    class Meta:
        model = Question
        fields = [
            "kind", "text", "help", "required", "number", "matrix", "min_choices", "max_choices",
            "min_value", "max_value", "decimals", "unit", "constraint", "constraint_message",
            "code",
        ]  # fmt: skip
        widgets = {
            "text": forms.Textarea({"rows": 3, "cols": 60}),
            "help": forms.Textarea({"rows": 2, "cols": 60}),
            "constraint": forms.TextInput,
            "min_value": forms.TextInput({"inputmode": "decimal", "class": "number-box"}),
            "max_value": forms.TextInput({"inputmode": "decimal", "class": "number-box"}),
        }
        labels = {"required": "必ず答えてもらう"}
        help_texts = {
            "number": "空なら、問1、付問1-1のように自動でつきます。",
            "code": "データと条件で使う名前。半角の英小文字・数字・_。空なら自動でつきます。",
            "unit": "例：人、円",
        }

    def __init__(self, *args: Any, questionnaire: Questionnaire, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        self.is_new = self.instance.pk is None
        self.instance.questionnaire = questionnaire
        if self.is_new:
            self.instance.kind = kind
        for name in self._unneeded(kind):
            del self.fields[name]
        if "kind" in self.fields:
            kinds = (Kind.SINGLE, Kind.MULTIPLE)
            field: Any = self.fields["kind"]
            field.choices = [(each.value, KIND_WORDS[each]) for each in kinds]
            self.initial["kind"] = kind
        if "code" in self.fields:
            self.fields["code"].required = False
        if not self.is_new:
            self.initial["seen"] = fingerprint(self.instance)
        if not self.is_new and "choices" in self.fields:
            self._show_choices()
        self._order()

    def _unneeded(self, kind: str) -> set[str]:
        names = {name for each, group in self.LIMITS.items() if each != kind for name in group}
        if kind not in CHOICE_KINDS:
            names |= {"choices", "other", "exclusive", "matrix"}
        if kind == Kind.SINGLE:
            names.discard("min_choices")
            names |= {"exclusive", "min_choices", "max_choices"}
        if kind not in (Kind.SINGLE, Kind.MULTIPLE):
            names.add("kind")
        if kind == Kind.ATTRIBUTE:
            names |= {"other", "exclusive", "matrix", "required", "number", "constraint"}
            names |= {"constraint_message"}
        return names

    def _order(self) -> None:
        first = ["text", "help", "kind", "choices", "other", "exclusive"]
        self.order_fields(first)

    def _show_choices(self) -> None:
        rows = list(self.instance.choices.all())
        self.initial["choices"] = "\n".join(row.label for row in rows)
        self.initial["other"] = [row.code for row in rows if row.is_other]
        self.initial["exclusive"] = [row.code for row in rows if row.is_exclusive]

    @property
    def rare(self) -> list[forms.BoundField]:
        """Return the fields that few questions need."""
        names = ("matrix", "constraint", "constraint_message", "code", "number")
        return [self[name] for name in names if name in self.fields]

    @property
    def shows_rare(self) -> bool:
        """Tell whether one of them is filled in or wrong."""
        return any(field.errors or field.value() for field in self.rare if field.name != "code")

    @property
    def usual(self) -> list[forms.BoundField]:
        """Return the other fields, in their order."""
        rare = {field.name for field in self.rare}
        return [field for field in self.visible_fields() if field.name not in rare]

    def clean_choices(self) -> list[str]:
        """Read the options, one a line; empty lines and doubles are told."""
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        labels = [line for line in lines if line]
        doubles = sorted({label for label in labels if labels.count(label) > 1})
        if doubles:
            raise ValidationError(f"選択肢「{'、'.join(doubles)}」が2つあります。1つにしてください")
        if len(labels) > MOST_CHOICES:
            raise ValidationError(f"選択肢は{MOST_CHOICES}までです（いま{len(labels)}）")
        if any(len(label) > 200 for label in labels):
            raise ValidationError("選択肢は、1つ200字以内にしてください")
        return labels

    def clean_code(self) -> str:
        """Keep the code unique in the questionnaire; empty stays automatic."""
        code: str = self.cleaned_data["code"] or self.instance.code
        others = self.questionnaire.questions.exclude(pk=self.instance.pk)
        if code and others.filter(code=code).exists():
            raise ValidationError("同じ記号の設問がすでにあります。別の記号にしてください")
        return code

    def clean_constraint(self) -> str:
        """Read the condition on the answer."""
        text: str = self.cleaned_data["constraint"].strip()
        try:
            codes = parse(text).codes
        except RoutingError as error:
            raise ValidationError(str(error)) from None
        if codes - {"."}:
            raise ValidationError("答えの条件には、その設問の答え（.）だけを書いてください")
        return text

    def clean(self) -> dict[str, Any]:
        """Check that the numbers of options exist."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        count = len(data.get("choices") or ())
        for name in ("other", "exclusive"):
            if max(data.get(name) or [0]) > count > 0:
                self.add_error(name, f"選択肢は{count}までです。番号を確かめてください")
        if len(data.get("other") or ()) > 1:
            self.add_error(
                "other", "文を書ける選択肢は、1つの設問に1つまでです。1つだけ書いてください"
            )
        most = data.get("max_choices")
        if most and count and most > count:
            self.add_error("max_choices", f"選択肢は{count}です。それより多くは選べません")
        return data

    def show_again(self, stored: Question) -> None:
        """Let the next saving stand beside what a colleague wrote meanwhile."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = fingerprint(stored)
        self.data = data

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns of the question as they were filled in."""
        names = [name for name in self._meta.fields or () if name in self.cleaned_data]
        values = {name: self.cleaned_data[name] for name in names}
        if not values.get("code"):
            values.pop("code", None)
        if values.get("kind") == Kind.SINGLE:
            values |= {"min_choices": None, "max_choices": None}
        return {"kind": self.instance.kind, **values}

    @property
    def options(self) -> list[ChoiceDefinition]:
        """Return the options as they were filled in."""
        labels: Sequence[str] = self.cleaned_data.get("choices") or ()
        other = self.cleaned_data.get("other") or []
        if not other and self.is_new and "other" in self.fields:
            named = with_other(labels)
            other = [named] if named else []
        alone = self.cleaned_data.get("exclusive") or []
        return [
            ChoiceDefinition(label, is_exclusive=number in alone, is_other=number in other)
            for number, label in enumerate(labels, start=1)
        ]


class MatrixForm(PortalFormMixin, forms.Form):
    """Several questions at once that share a question and options: a table."""

    matrix = forms.CharField(
        label="表の問い", max_length=300, help_text="例：次のことに、どのくらい満足していますか"
    )
    rows = forms.CharField(
        label="表の行",
        widget=forms.Textarea({"rows": 6, "cols": 60}),
        help_text="1行に1つ書きます。1行が、集計では1つの設問になります。",
    )
    choices = forms.CharField(
        label="選択肢（表の列）",
        widget=forms.Textarea({"rows": 6, "cols": 60}),
        help_text="1行に1つ書きます。",
    )
    kind = forms.ChoiceField(
        label="答え方",
        choices=[(each.value, KIND_WORDS[each]) for each in (Kind.SINGLE, Kind.MULTIPLE)],
        widget=forms.RadioSelect,
        initial=Kind.SINGLE,
    )
    required = forms.BooleanField(label="必ず答えてもらう", required=False)

    def _lines(self, name: str) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]
        if len(set(lines)) < len(lines):
            raise ValidationError("同じ行が2つあります。1つにしてください")
        return lines

    def clean_rows(self) -> list[str]:
        """Read the rows."""
        return self._lines("rows")

    def clean_choices(self) -> list[str]:
        """Read the options."""
        return self._lines("choices")


class SourceForm(PortalFormMixin, forms.Form):
    """Which earlier questionnaire is used again."""

    source = forms.ModelChoiceField(
        label="もとにする調査票",
        queryset=Questionnaire.objects.none(),
        empty_label="選んでください",
        help_text="設問のつながりが残り、前の調査の数字とくらべられます。",
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.queryset = (
            Questionnaire.objects.exclude(survey=survey)
            .filter(questions__isnull=False)
            .select_related("survey")
            .order_by("-survey__fiscal_year", "survey__title", "-version")
            .distinct()
        )


class NoteForm(PortalFormMixin, forms.Form):
    """A word about why a question is worth asking again."""

    note = forms.CharField(label="ひとこと", max_length=200, required=False)
