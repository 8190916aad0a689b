"""Answers on their way: as JSON in drafts and keyings, as `Given` for the tables, as they are read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveys.actions import MAX_TEXT, NOTHING, Given, SheetGiven
from surveys.models import Answer, AnswerState, Question, Response
from surveys.questionnaires import Asked

Kind = Question.Kind
Plain = dict[str, dict[str, Any]]


def to_plain(answers: Mapping[str, Given]) -> Plain:
    """Return the answers as a draft holds them, without the empty ones, in a settled order."""
    return {
        code: {
            "codes": sorted(set(given.codes)),
            "text": given.text.strip()[: MAX_TEXT + 1],
            "unreadable": given.unreadable,
        }
        for code, given in sorted(answers.items())
        if not given.is_empty
    }


def from_plain(plain: Mapping[str, Any]) -> dict[str, Given]:
    """Return the answers of a draft."""
    return {
        code: Given(
            tuple(value.get("codes", ())), value.get("text", ""), bool(value.get("unreadable"))
        )
        for code, value in plain.items()
    }


def reached(
    questions: Sequence[Asked],
    attributes: Mapping[str, int],
    answers: Mapping[str, Given],
    before: Mapping[str, Sequence[str]] | None = None,
) -> tuple[dict[str, Sequence[str]], set[str]]:
    """Follow the routes through `questions` with what has been answered so far.

    Args:
        questions: in their order.
        attributes: of the target.
        answers: by code of the question.
        before: what conditions see of the questions before these.

    Returns:
        What conditions see after these questions, and the codes of the questions that are asked.
    """
    values = dict(before or {})
    asked_codes: set[str] = set()
    for asked in questions:
        applies = all(condition.holds(values) for condition in asked.conditions)
        given = answers.get(asked.code, NOTHING)
        if asked.question.kind == Kind.ATTRIBUTE:
            code = attributes.get(asked.code)
            given = NOTHING if code is None else Given((code,))
        elif applies and not asked.question.is_unpublished:
            asked_codes.add(asked.code)
        if not applies or given.unreadable:
            values[asked.code] = []
        elif asked.choices:
            values[asked.code] = [str(code) for code in sorted(given.codes)]
        else:
            values[asked.code] = [given.text.strip()] if given.text.strip() else []
    return values, asked_codes


def fitting(
    questions: Sequence[Asked],
    attributes: Mapping[str, int],
    answers: Mapping[str, Given],
    before: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Given]:
    """Return the answers without those to questions that the routes do not reach any more.

    Whoever changes an early answer leaves later ones behind; they stay in the draft and come back
    when the early answer does, but they are not sent in.
    """
    _, codes = reached(questions, attributes, answers, before)
    return {code: given for code, given in answers.items() if code in codes}


def send_in(
    questions: Sequence[Asked],
    attributes: Mapping[str, int],
    answers: Mapping[str, Given],
    sheets: Iterable[SheetGiven],
) -> tuple[dict[str, Given], list[SheetGiven]]:
    """Return answers and sheets as they are sent in, without what the routes do not reach."""
    outside = [asked for asked in questions if not asked.is_repeat]
    inside = [asked for asked in questions if asked.is_repeat]
    values, _ = reached(outside, attributes, answers)
    if not any(asked.conditions[0].holds(values) for asked in inside):
        return fitting(outside, attributes, answers), []
    return fitting(outside, attributes, answers), [
        SheetGiven(sheet.title, fitting(inside, attributes, sheet.answers, values))
        for sheet in sheets
    ]


def stored(response: Response) -> tuple[dict[str, Given], list[SheetGiven]]:
    """Return what a response says, as it was sent in."""
    rows: dict[int, dict[str, list[Answer]]] = {}
    answers = response.answers.select_related("question").exclude(question__kind=Kind.ATTRIBUTE)
    for answer in answers.order_by("code"):
        rows.setdefault(answer.row, {}).setdefault(answer.question.code, []).append(answer)

    def read(row: int) -> dict[str, Given]:
        return {code: _given(found) for code, found in rows.get(row, {}).items()}

    sheets = [SheetGiven(s.title, read(s.row)) for s in response.sheets.order_by("row")]
    return read(0), sheets


def _given(found: Sequence[Answer]) -> Given:
    if found[0].code == AnswerState.UNREADABLE:
        return Given(unreadable=True)
    if found[0].code <= 0:
        return NOTHING
    has_choices = found[0].question.kind in (Kind.SINGLE, Kind.MULTIPLE)
    text = next((answer.text for answer in found if answer.text), "")
    return Given(tuple(answer.code for answer in found) if has_choices else (), text)


def in_words(asked: Asked, given: Given) -> str:
    """Return one answer as people read it."""
    if given.unreadable:
        return "無効"
    if given.is_empty:
        return "無回答"
    if not asked.choices:
        return given.text
    labels = []
    for code in given.codes:
        choice = asked.choices.get(code)
        label = choice.label if choice else f"（{code}番はありません）"
        labels.append(
            f"{label}（{given.text}）" if choice and choice.is_other and given.text else label
        )
    return "、".join(labels)
