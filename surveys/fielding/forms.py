"""A question as a box on a page, and what was typed into it: for the web and for keying paper."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.http import QueryDict

from surveys.actions import NOTHING, Given, Problem
from surveys.models import Choice, Question
from surveys.questionnaires import Asked

Kind = Question.Kind
NO_ANSWER_KEY = "0"
UNREADABLE_KEY = "x"


@dataclass(frozen=True)
class Box:
    """One question on a page.

    Args:
        asked: the question.
        name: of its control, unique on the page.
        given: what stands in it.
        error: what to do, in Japanese; empty where nothing is wrong.
        typed: what was typed at the keyboard, where paper is keyed.
        printed: number as it will be printed, where it is not written down yet.
        hints: where an option leads, by its number, for who looks at the routes.
    """

    asked: Asked
    name: str
    given: Given = NOTHING
    error: str = ""
    typed: str = ""
    printed: str = ""
    hints: Mapping[int, str] = field(default_factory=dict, hash=False)

    @property
    def number(self) -> str:
        """Return the number of the question."""
        return self.question.number or self.printed

    @property
    def question(self) -> Question:
        """Return the question itself."""
        return self.asked.question

    @property
    def options(self) -> list[tuple[Choice, bool, str]]:
        """Return the options, whether each is ticked, and where it leads."""
        return [(choice, on, self.hints.get(choice.code, "")) for choice, on in self.choices]

    @property
    def choices(self) -> list[tuple[Choice, bool]]:
        """Return the options and whether each is ticked."""
        choices = sorted(self.asked.choices.values(), key=lambda choice: choice.position)
        return [(choice, choice.code in self.given.codes) for choice in choices]

    @property
    def kind(self) -> str:
        """Return how it is answered."""
        return str(self.asked.question.kind)

    @property
    def has_other(self) -> bool:
        """Tell whether one of the options takes a text."""
        return any(choice.is_other for choice in self.asked.choices.values())

    @property
    def text(self) -> str:
        """Return the text of an open answer or beside その他."""
        return self.given.text

    @property
    def limit(self) -> str:
        """Return how many options may be ticked, in words."""
        if self.kind == Kind.SINGLE:
            return "1つ選んでください。"
        most = self.asked.question.max_choices
        return f"{most}つまで選べます。" if most else "あてはまるものをすべて選んでください。"


@dataclass(frozen=True)
class Block:
    """One question, or those that stand in one table.

    Args:
        boxes: the questions, several only in a table.
        matrix: the words above the table, "" for a single question.
    """

    boxes: Sequence[Box]
    matrix: str = ""

    @property
    def columns(self) -> list[Choice]:
        """Return the heads of the table."""
        return [choice for choice, _ in self.boxes[0].choices]

    @property
    def may_skip(self) -> bool:
        """Tell whether a line can be left unanswered on purpose; one option takes that back."""
        return any(b.kind == Kind.SINGLE and not b.question.required for b in self.boxes)


def blocks(found: Iterable[Box]) -> list[Block]:
    """Return boxes with the lines of each table together.

    A table is made of questions that follow each other with the same words above them, the same
    options and the same way to answer; one with a text beside an option stands alone.
    """
    together: list[Block] = []
    for (matrix, _, _), group in groupby(found, _table_of):
        members = list(group)
        if matrix:
            together.append(Block(members, matrix))
        else:
            together += [Block([box]) for box in members]
    return together


def _table_of(box: Box) -> tuple[str, str, tuple[str, ...]]:
    if box.has_other or not box.question.matrix:
        return "", "", ()
    return box.question.matrix, box.kind, tuple(choice.label for choice, _ in box.choices)


def field_name(code: str, row: int = 0) -> str:
    """Return the name of the control of a question; sheets have the number of theirs."""
    return f"s{row}_{code}" if row else f"q_{code}"


def boxes(
    questions: Iterable[Asked],
    answers: Mapping[str, Given],
    *,
    row: int = 0,
    problems: Sequence[Problem] = (),
) -> list[Box]:
    """Return the questions as boxes with what has been answered and what is wrong."""
    wrong = {p.question: p.message for p in problems if p.row == row}
    return [
        Box(
            asked,
            field_name(asked.code, row),
            answers.get(asked.code, NOTHING),
            wrong.get(asked.code, ""),
        )
        for asked in questions
        if asked.question.kind != Kind.ATTRIBUTE and not asked.question.is_unpublished
    ]


def read_posted(post: QueryDict, questions: Iterable[Asked], *, row: int = 0) -> dict[str, Given]:
    """Return what a form says about the questions it showed; the empty ones included."""
    shown = set(post.getlist(f"shown{row}" if row else "shown"))
    found = {}
    for asked in questions:
        name = field_name(asked.code, row)
        if asked.code not in shown:
            continue
        if asked.choices:
            codes = {int(code) for code in post.getlist(name) if re.fullmatch(r"[0-9]{1,4}", code)}
            other = next((c.code for c in asked.choices.values() if c.is_other), None)
            text = post.get(f"{name}_text", "").strip()
            # Whoever writes beside その他 means it, ticked or not.
            if text and other is not None and asked.question.kind == Kind.MULTIPLE:
                codes.add(other)
            found[asked.code] = Given(tuple(sorted(codes)), text if other in codes else "")
        else:
            found[asked.code] = Given(text=post.get(name, "").replace("\r\n", "\n").strip())
    return found


@dataclass
class Keyed:
    """What was typed from one paper: answers, sheets, and what has to be mended."""

    answers: dict[str, Given] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_typed(post: QueryDict, questions: Iterable[Asked], *, row: int = 0) -> Keyed:
    """Read the keys: numbers of options, 0 for no answer, x for unreadable; else the text."""
    keyed = Keyed()
    for asked in questions:
        question = asked.question
        if question.kind == Kind.ATTRIBUTE or question.is_unpublished:
            continue
        name = field_name(asked.code, row)
        typed = unicodedata.normalize("NFKC", post.get(name, "")).strip().lower()
        text = post.get(f"{name}_text", "").replace("\r\n", "\n").strip()
        if typed in (UNREADABLE_KEY, "無効"):
            keyed.answers[asked.code] = Given(unreadable=True)
        elif not asked.choices:
            written = post.get(name, "").replace("\r\n", "\n").strip()
            keyed.answers[asked.code] = Given(
                text="" if typed == NO_ANSWER_KEY and question.kind != Kind.NUMBER else written
            )
        elif typed in ("", NO_ANSWER_KEY, "無回答"):
            keyed.answers[asked.code] = NOTHING
        else:
            given, problem = _typed_options(asked, typed, text)
            keyed.answers[asked.code] = given
            if problem:
                keyed.problems.append(Problem(asked.code, row, f"「{question.text}」{problem}"))
    return keyed


def _typed_options(asked: Asked, typed: str, text: str) -> tuple[Given, str]:
    """Read numbers of options: ``13`` is 1 and 3 where there are fewer than ten options."""
    if not re.fullmatch(r"[0-9 ,、.]+", typed):
        return NOTHING, "は、選択肢の番号で入力してください。無回答は0、無効はxです"
    parts = re.split(r"[ ,、.]+", typed.strip(" ,、."))
    if len(parts) == 1 and max(asked.choices) < 10:
        parts = list(parts[0])
    codes = {int(part) for part in parts if part}
    unknown = sorted(code for code in codes if code not in asked.choices)
    if unknown:
        wrong = "、".join(map(str, unknown))
        return Given(tuple(sorted(codes))), f"に{wrong}番の選択肢はありません"
    other = next((c.code for c in asked.choices.values() if c.is_other), None)
    return Given(tuple(sorted(codes)), text if other in codes else ""), ""


def typed_of(asked: Asked, given: Given | None) -> str:
    """Return what would be typed for an answer."""
    if given is None:
        return ""
    if given.unreadable:
        return UNREADABLE_KEY
    if not asked.choices:
        return given.text
    if not given.codes:
        return NO_ANSWER_KEY
    joiner = "" if max(asked.choices) < 10 else " "
    return joiner.join(str(code) for code in sorted(given.codes))
