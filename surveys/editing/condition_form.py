"""The condition under which something is asked: chosen from lists, or written."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from koganei_kyodo.forms import PortalFormMixin
from surveys.editing.routes import flat
from surveys.editing.wording import to_text
from surveys.models import Question
from surveys.questionnaires import Asked
from surveys.routing import Compare, Joined, Node, Not, RoutingError, Selected, parse

ROWS = 4
MULTIPLE = Question.Kind.MULTIPLE
WORDS = {"is": "を選んだ人", "not": "を選んでいない人"}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


class ConditionForm(PortalFormMixin, forms.Form):
    """Who is asked: everybody, or who chose certain options before; or a written condition.

    Args:
        before: the questions that are answered by then.
        numbers: their printed numbers by code.
        text: the condition as it stands.
    """

    MODES = [
        ("always", "全員にきく"),
        ("and", "次のすべてに当てはまる人にきく"),
        ("or", "次のどれかに当てはまる人にきく"),
        ("text", "式を書く"),
    ]
    mode = forms.ChoiceField(label="だれにきくか", choices=MODES, widget=forms.RadioSelect)
    text = forms.CharField(
        label="式",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "cols": 60, "spellcheck": "false"}),
        help_text="「式を書く」を選んだときに使います。例：${q1} = '1' and not(selected(${q2}, '3'))",
    )

    def __init__(
        self, *args: Any, before: Sequence[Asked], numbers: dict[str, str], text: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.before = {asked.code: asked for asked in before if asked.choices}
        offered = [("", "―"), *self._offered(numbers)]
        for row in range(ROWS):
            self.fields[f"option_{row}"] = forms.ChoiceField(
                label="設問と選択肢", choices=offered, required=False
            )
            self.fields[f"word_{row}"] = forms.ChoiceField(
                label="選んだか", choices=list(WORDS.items()), initial="is", required=False
            )
        self.order_fields(["mode"])
        self._show(text)

    def _offered(self, numbers: dict[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for asked in self.before.values():
            name = f"{numbers.get(asked.code, '')} {asked.question.text}".strip()
            # A closed list shows the option alone: it says itself which question it belongs to.
            short = numbers.get(asked.code) or _cut(asked.question.text, 15)
            yield (
                _cut(name, 50),
                [
                    (f"{asked.code} {c.code}", f"{short}：{c.code} {c.label}")
                    for c in asked.choices.values()
                ],
            )

    def _show(self, text: str) -> None:
        self.initial["text"] = text
        self.initial["mode"] = "text" if text else "always"
        try:
            known = flat(parse(text))
        except RoutingError:
            return
        if not text or known is None or len(known[1]) > ROWS:
            return
        shown = [self._row(part) for part in known[1]]
        rows = [row for row in shown if row is not None]
        if len(rows) < len(shown):
            return
        self.initial["mode"] = known[0]
        for place, (option, word) in enumerate(rows):
            self.initial[f"option_{place}"], self.initial[f"word_{place}"] = option, word

    def _row(self, part: Compare | Selected) -> tuple[str, str] | None:
        asked = self.before.get(part.code)
        if asked is None or not part.value.isdecimal() or int(part.value) not in asked.choices:
            return None
        several = asked.question.kind == MULTIPLE
        if isinstance(part, Selected):
            return f"{part.code} {part.value}", "is"
        if several or part.counted or part.sign not in ("=", "!="):
            return None
        return f"{part.code} {part.value}", "is" if part.sign == "=" else "not"

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each row."""
        return [(self[f"option_{row}"], self[f"word_{row}"]) for row in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        """Compose the condition into `condition`."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        mode = data.get("mode")
        if mode == "always":
            data["condition"] = ""
        elif mode == "text":
            data["condition"] = data.get("text", "").strip()
            try:
                parse(data["condition"])
            except RoutingError as error:
                self.add_error("text", str(error))
        elif mode:
            parts = [self._part(data, row) for row in range(ROWS) if data.get(f"option_{row}")]
            if not parts:
                raise ValidationError("条件を1つ以上選ぶか、「全員にきく」を選んでください")
            tree = parts[0] if len(parts) == 1 else Joined(mode, tuple(parts))
            data["condition"] = to_text(tree)
        return data

    def _part(self, data: dict[str, Any], row: int) -> Node:
        code, value = data[f"option_{row}"].split(" ")
        wanted = data.get(f"word_{row}") != "not"
        if self.before[code].question.kind == MULTIPLE:
            chosen = Selected(code, value)
            return chosen if wanted else Not(chosen)
        return Compare(code, "=" if wanted else "!=", value)
