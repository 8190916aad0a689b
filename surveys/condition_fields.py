"""Which answers a table counts: a field for each condition, in the table form and in the builder."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from koganei_kyodo.forms import LongSelect
from surveys.models import Question

MAX_CONDITIONS = 5
_CONDITION = "only_"


class ConditionFields(forms.Form):
    """A form with conditions: fields `only_` and the code of the question, and `filter` for one more.

    A question that is chosen in `filter` gets its field when the form is shown again.
    """

    filter = forms.ChoiceField(label="条件を加える", required=False, widget=LongSelect)

    def offer_conditions(
        self, data: QueryDict, questions: Iterable[Question], used: Sequence[str] = ()
    ) -> None:
        """Add a field for each condition that is used, and for the one that is to be added.

        Args:
            data: what was sent; a condition in `filter` that has its field by now is taken out.
            questions: those with options, in their order.
            used: codes of conditions that stand in the form without being sent.
        """
        offered = {question.code: question for question in questions}
        shown = [c for c in offered if c in used or data.get(f"{_CONDITION}{c}")]
        added = str(data.get("filter", ""))
        if added in shown:
            data["filter"] = added = ""
        elif added in offered:
            shown.append(added)
        for code in shown[:MAX_CONDITIONS]:
            question = offered[code]
            self.fields[f"{_CONDITION}{code}"] = forms.TypedMultipleChoiceField(
                label=f"「{question}」がこの回答だけを数える",
                choices=[(str(choice.code), choice.label) for choice in question.choices.all()],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if len(shown) >= MAX_CONDITIONS and added not in shown:
            del self.fields["filter"]
            return
        left = [(c, str(q)) for c, q in offered.items() if c not in shown or c == added]
        self.fields["filter"].choices = [("", "加えない"), *left]  # type: ignore[attr-defined]

    @property
    def conditions(self) -> list[Any]:
        """Return the fields of the conditions, bound to what was sent."""
        return [self[name] for name in self.fields if name.startswith(_CONDITION)]

    def read_conditions(self) -> list[dict[str, Any]]:
        """Return the conditions as a figure keeps them: question and numbers of options."""
        return [
            {"question": name.removeprefix(_CONDITION), "codes": codes}
            for name, codes in self.cleaned_data.items()
            if name.startswith(_CONDITION) and codes
        ]

    @staticmethod
    def initial_conditions(filters: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
        """Return the ticks of the conditions that a figure keeps, by name of their field."""
        return {f"{_CONDITION}{row['question']}": list(map(str, row["codes"])) for row in filters}
