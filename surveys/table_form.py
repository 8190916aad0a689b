"""The form above the tables: what is counted, how it is divided, which answers count."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict

from koganei_kyodo.forms import LongSelect, PortalFormMixin
from surveys.condition_fields import ConditionFields
from surveys.models import CodeFrame, Question, Questionnaire, ReportFigure
from surveys.models.report import Base, Order, Unit
from surveys.report_forms import COUNTED, GROUPING_HELP, parse_grouping

# What the address of a table leaves out is shown, and counted, as it usually is.
USUAL = {"base": Base.ASKED, "order": Order.ASKED, "unit": Unit.RESPONSE}
ADDED_LATER = "設問を選んで「この内容で数える」を押すと、その選択肢が出ます。"
# Before the code of a matrix question's first line, to mean all of its lines.
_WHOLE = "table:"


class TableForm(PortalFormMixin, ConditionFields):
    """What a table counts; sent by GET, so that its address can be handed on."""

    show_marks = False
    question = forms.ChoiceField(label="数える設問", required=False, widget=LongSelect)
    by = forms.ChoiceField(label="何で分けるか（クロス集計）", required=False, widget=LongSelect)
    base = forms.ChoiceField(label="100％とするもの", choices=Base.choices, required=False)
    order = forms.ChoiceField(label="項目の順", choices=Order.choices, required=False)
    unit = forms.ChoiceField(label="数えるもの", choices=Unit.choices, required=False)
    earlier = forms.ChoiceField(label="前の調査の同じ設問と比べる", required=False)
    marks = forms.BooleanField(label="有意差の印をつける（クロス集計）", required=False)
    hide_zero = forms.BooleanField(label="0の行を出さない（単純集計）", required=False)
    grouping = forms.CharField(
        label="選択肢のまとめ",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=GROUPING_HELP,
    )

    def __init__(self, data: QueryDict, *args: Any, questionnaire: Questionnaire) -> None:
        asked = data.copy()
        super().__init__(asked, *args)
        rows = questionnaire.questions.filter(is_unpublished=False).select_related(
            "section", "questionnaire__survey"
        )
        self.questions = {q.code: q for q in rows.prefetch_related("choices")}
        frames = CodeFrame.objects.filter(question__questionnaire=questionnaire)
        self.frames = {f.question.code: f for f in frames.select_related("question")}
        every = [(code, str(q)) for code, q in self.questions.items() if q.kind in COUNTED]
        coded = [(c, f"{self.questions[c]}（分類）") for c in self.frames if c in self.questions]
        self._choices("question", "すべての設問（単純集計）", [*every, *self._matrices(), *coded])
        self._choices("by", "分けない", every)
        self.fields["filter"].help_text = ADDED_LATER
        with_options = [c for c, _ in every if self.questions[c].choices.all()]
        self.offer_conditions(asked, [self.questions[code] for code in with_options])
        self._offer_earlier(questionnaire)

    @property
    def uses_more(self) -> bool:
        """Tell whether anything below the usual choices is chosen, or wrong."""
        names = ("grouping", "hide_zero", "marks", "earlier", "filter", *self.errors)
        usual = all(self.data.get(name) in (None, "", value) for name, value in USUAL.items())
        return bool(self.conditions) or not usual or any(self.data.get(name) for name in names)

    def _choices(self, name: str, nothing: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]

    def _matrices(self) -> list[tuple[str, str]]:
        """Offer each matrix question as a whole, by its first line."""
        lines: dict[tuple[int, str, str], list[str]] = {}
        for code, question in self.questions.items():
            if question.matrix:
                key = (question.section_id, question.matrix, question.kind)
                lines.setdefault(key, []).append(code)
        return [
            (f"{_WHOLE}{codes[0]}", f"{matrix}（{len(codes)}行の表）")
            for (_, matrix, _), codes in lines.items()
            if len(codes) > 1
        ]

    def _offer_earlier(self, questionnaire: Questionnaire) -> None:
        """Offer what was marked as comparable, and what other surveys asked with the same code."""
        asked = self.questions.get(str(self.data.get("question", "")))
        self.earlier_questions: dict[str, Question] = {}
        if asked is not None:
            same = Q(code=asked.code) | Q(pk=asked.comparable_to_id)
            rows = (
                Question.objects.filter(same, is_unpublished=False)
                .exclude(questionnaire__survey=questionnaire.survey_id)
                .select_related("questionnaire__survey", "section")
            )
            self.earlier_questions = {str(q.pk): q for q in rows}
        if self.earlier_questions:
            offered = [
                (pk, q.questionnaire.survey.title) for pk, q in self.earlier_questions.items()
            ]
            self._choices("earlier", "比べない", offered)
        else:
            del self.fields["earlier"]

    def clean(self) -> dict[str, Any]:
        """Read the groups, and refuse what cannot be counted."""
        values = super().clean() or self.cleaned_data
        question = self.questions.get(self._code(values))
        text = values.get("grouping", "")
        if text.strip() and question is None:
            self.add_error("grouping", "選択肢をまとめるときは、数える設問を1つ選んでください")
        elif text.strip() and question is not None:
            try:
                values["grouping"] = parse_grouping(text, question)
            except ValidationError as error:
                self.add_error("grouping", error)
        else:
            values["grouping"] = []
        if values.get("by") and values.get("by") == values.get("question"):
            self.add_error("by", "「数える設問」と「何で分けるか」は、別の設問にしてください")
        if values.get("by") and values.get("question", "").startswith(_WHOLE):
            self.add_error(
                "by",
                "表の問い全体は、分けて数えられません。「分けない」にするか、1行ずつ数えてください",
            )
        return values

    @staticmethod
    def _code(values: dict[str, Any]) -> str:
        return str(values.get("question", "")).removeprefix(_WHOLE)

    def definitions(self) -> list[ReportFigure]:
        """Return what is to be counted, as figures that are not saved."""
        values = self.cleaned_data
        chosen = [self._code(values)] if values["question"] else self._all(values["by"])
        return [
            self._definition(str(number), self.questions[code])
            for number, code in enumerate(chosen, start=1)
        ]

    def _all(self, by: str) -> list[str]:
        codes = [code for code, q in self.questions.items() if q.kind in COUNTED and code != by]
        return codes + [
            code for code in self.frames if code in self.questions and code not in codes
        ]

    def _definition(self, number: str, question: Question) -> ReportFigure:
        values = self.cleaned_data
        by = self.questions.get(values["by"])
        whole = values["question"].startswith(_WHOLE)
        title = question.matrix if whole else question.text
        if by is not None:
            title = f"{title}（{by.text}別）"
        # Two figures of one question are told apart by their titles, by readers and by the check.
        title = f"{title}{self._condition_words()}"
        counted = question.kind == Question.Kind.ATTRIBUTE and by is None
        return ReportFigure(
            number=number,
            position=int(number),
            title=title[:200],
            question=question,
            by=by,
            frame=self.frames.get(question.code),
            unit=values["unit"] or Unit.RESPONSE,
            base=values["base"] or Base.ASKED,
            order=values["order"] or Order.ASKED,
            measure=ReportFigure.Measure.COUNT if counted else ReportFigure.Measure.PERCENT,
            hide_zero=values["hide_zero"] and by is None,
            grouping=values["grouping"],
            filters=self.read_conditions(),
            earlier=self.earlier_questions.get(values.get("earlier", "")),
            marks_significance=values["marks"] and by is not None,
            whole_matrix=whole,
        )

    def _condition_words(self) -> str:
        """Return whose answers are counted, in short words for a title."""
        found = []
        for row in self.read_conditions():
            question = self.questions[row["question"]]
            labels = [c.label for c in question.choices.all() if c.code in row["codes"]]
            found.append(f"{question.text}：{'・'.join(labels)}")
        return f"（{'、'.join(found)}）" if found else ""
