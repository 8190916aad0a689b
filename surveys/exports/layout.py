"""Raw data as lines: one for each response, or for each sheet of it where there are sheets.

What was asked once stands on the first line of a response only, so that no answer counts twice.
The answers are read in one statement, line by line: the memory does not grow with their number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from surveys.models import Answer, AnswerState, Question, Questionnaire
from surveys.questionnaires import Asked, asked_questions

# A multiple answer is a 0/1 column for each option: there 0 means not ticked.
NO_ANSWER_OF_OPTION = -9
STATE_LABELS = {
    int(AnswerState.NO_ANSWER): "無回答",
    int(AnswerState.NOT_ASKED): "非該当",
    int(AnswerState.UNREADABLE): "無効",
}
OPTION_LABELS = {
    0: "選んでいない",
    1: "選んだ",
    NO_ANSWER_OF_OPTION: "無回答",
    -1: "非該当",
    -2: "無効",
}
_CHUNK = 2_000
Value = int | str | None


@dataclass(frozen=True)
class Column:
    """One column: a single answer, one option of a multiple answer, a number, a date or a text.

    Args:
        name: name for programs: the question's code, for an option with its number.
        label: what it means, in Japanese.
        kind: single, option, number, date or text.
        asked: the question.
        option: number of the option; for the text of その他 too.
    """

    name: str
    label: str
    kind: str
    asked: Asked
    option: int = 0

    @property
    def values(self) -> dict[int, str]:
        """Return what the numbers of the column mean."""
        if self.kind == "option":
            return OPTION_LABELS
        if self.kind == "single":
            choices = {code: choice.label for code, choice in self.asked.choices.items()}
            return {**choices, **STATE_LABELS}
        return {}


@dataclass(frozen=True)
class Layout:
    """The columns of a questionnaire's raw data."""

    questionnaire: Questionnaire
    columns: tuple[Column, ...]
    has_sheets: bool

    @property
    def heads(self) -> list[str]:
        """Return the names of the columns before the answers."""
        return ["回答番号", "対象", "方法", "受け取った日", *(["票"] if self.has_sheets else [])]


@dataclass(frozen=True)
class Line:
    """One line: who, and the answers in numbers and in words, column by column."""

    head: tuple[Value, ...]
    codes: tuple[Value, ...]
    words: tuple[Value, ...]


def layout_of(questionnaire: Questionnaire) -> Layout:
    """Return the columns of a questionnaire; 2 statements."""
    asked = [a for a in asked_questions(questionnaire) if not a.question.is_unpublished]
    columns = [column for each in asked for column in _columns(each)]
    return Layout(questionnaire, tuple(columns), any(each.is_repeat for each in asked))


def _columns(asked: Asked) -> Iterator[Column]:
    question = asked.question
    label = f"{question.number} {question.text}".strip()
    if question.kind == Question.Kind.MULTIPLE:
        for code, choice in asked.choices.items():
            yield Column(f"{asked.code}_{code}", f"{label}：{choice.label}", "option", asked, code)
    elif asked.choices:
        yield Column(asked.code, label, "single", asked)
    else:
        kinds: dict[str, str] = {Question.Kind.NUMBER: "number", Question.Kind.DATE: "date"}
        yield Column(asked.code, label, kinds.get(question.kind, "text"), asked)
    for code, choice in asked.choices.items():
        if choice.is_other:
            name = f"{asked.code}_{code}_text"
            yield Column(name, f"{label}：{choice.label}（書かれた文）", "text", asked, code)


def lines_of(layout: Layout) -> Iterator[Line]:
    """Yield the lines of the valid responses, in their order; 1 statement."""
    rows = (
        Answer.objects.filter(
            response__questionnaire=layout.questionnaire, response__status="valid"
        )
        .order_by("response_id", "row")
        .values_list(
            "response_id",
            "row",
            "question_id",
            "code",
            "text",
            "response__target__name",
            "response__mode",
            "response__received_on",
        )
        .iterator(chunk_size=_CHUNK)
    )
    modes = dict(_modes())
    for number, (_, answers) in enumerate(groupby(rows, key=lambda row: row[0]), start=1):
        yield from _response(layout, number, list(answers), modes)


def _modes() -> list[tuple[str, str]]:
    from surveys.models import Response

    return [(str(value), str(label)) for value, label in Response.Mode.choices]


Given = dict[int, list[tuple[int, str]]]


def _response(
    layout: Layout, number: int, answers: Sequence[tuple[Any, ...]], modes: dict[str, str]
) -> Iterator[Line]:
    by_row: dict[int, Given] = {}
    for _, row, question, code, text, *_ in answers:
        by_row.setdefault(row, {}).setdefault(question, []).append((code, text))
    _, _, _, _, _, target, mode, on = answers[0]
    head = (number, target or "", modes.get(mode, mode), on.isoformat() if on else "")
    once = by_row.pop(0, {})
    sheets = sorted(by_row) if layout.has_sheets else []
    for place, sheet in enumerate(sheets or [0]):
        given = {**(once if place == 0 else {}), **by_row.get(sheet, {})}
        cells = [_cell(column, given.get(column.asked.question.pk)) for column in layout.columns]
        yield Line(
            (*head, sheet or None) if layout.has_sheets else head,
            tuple(code for code, _ in cells),
            tuple(words for _, words in cells),
        )


def _cell(column: Column, given: list[tuple[int, str]] | None) -> tuple[Value, Value]:
    """Return the number (or text) of a cell and its words; nothing where there is no answer."""
    if not given:
        return None, None
    state = given[0][0]
    if column.kind == "text":
        text = next((t for code, t in given if code == (column.option or 1)), "")
        return text, text
    if column.kind == "option":
        if state <= 0:
            code = NO_ANSWER_OF_OPTION if state == 0 else state
            return code, OPTION_LABELS[code]
        ticked = any(code == column.option for code, _ in given)
        return int(ticked), OPTION_LABELS[int(ticked)]
    if state <= 0:
        return state if column.kind == "single" else None, STATE_LABELS[state]
    if column.kind == "single":
        return state, column.values.get(state, str(state))
    text = given[0][1]
    return (int(text) if column.kind == "number" else text), text
