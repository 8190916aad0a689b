"""The sheet of one target as Excel: handed out, filled in by hand, and read back. No macros.

What is read is found by its labels, not by its place: a file that came through a converter
(無害化), lost its formats or had rows put in is still read. Column A of each line holds the mark
of the question; where it is gone, the words of the question are enough.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from koganei_kyodo.documents import workbooks
from koganei_kyodo.documents.excel import FONT, clean_text, sheet_names
from koganei_kyodo.documents.workbooks import Limits, SheetOfCells, WorkbookRefused, text_of
from surveys.actions import Given, SheetGiven
from surveys.fielding.drafts import Draft
from surveys.models import Question
from surveys.questionnaires import Asked

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ = Limits(rows=3_000, sheets=60)
SPARE_SHEETS = 3
MARKED = "○"
# Height of a box for an open answer, in points: three or four lines.
_ROOM_TO_WRITE = 60
_MARKS = {"○", "〇", "◯", "o", "x", "✓", "✔", "レ", "1", "●", "◎", "はい", "true"}
_NUMBER = re.compile(r"整理番号[:：\s]*(\d+)")
NAME = "何についての票か"


class SheetFileError(ValueError):
    """The file cannot be read; the message says what to do."""


@dataclass
class ReadSheet:
    """What a returned file says.

    Args:
        number: of the target, None where the file does not say.
        answers: outside the sheets.
        sheets: the filled-in sheets.
        unknown: lines that belong to no question.
    """

    number: int | None = None
    answers: dict[str, Given] = field(default_factory=dict)
    sheets: list[SheetGiven] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def write(draft: Draft) -> bytes:
    """Return the workbook of one target, with what is known of it already."""
    target = draft.row.target
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        book.set_properties({"title": target.survey.title})
        writer = _Writer(book, f"整理番号：{target.number or target.pk}　{target.name}")
        asked = [a for page in draft.pages() for a in page.questions]
        names = ["はじめに", "回答"]
        pages: list[tuple[str, Sequence[Asked], dict[str, Given], int]] = []
        if draft.has_sheets:
            sheets = [*draft.sheets(), *[SheetGiven("", {})] * SPARE_SHEETS]
            for index, sheet in enumerate(sheets, start=1):
                names.append(f"票{index}")
                given = {**sheet.answers}
                pages.append((sheet.title, _unconditional(draft), given, index))
        made = sheet_names(names)
        writer.guide(made[0], target.survey.title, target.survey)
        writer.questions(made[1], asked, draft.answers, None)
        for name, (title, questions, given, _) in zip(made[2:], pages, strict=True):
            writer.questions(name, questions, given, title)
    return buffer.getvalue()


def _unconditional(draft: Draft) -> list[Asked]:
    """Return the questions of a sheet that may be asked of this target."""
    found = []
    for asked in draft.inside:
        inner = {other.code for other in draft.inside}
        own = [c for c in asked.conditions if not c.codes & inner]
        if all(condition.holds(draft.values) for condition in own):
            found.append(asked)
    return [asked for asked in found if not asked.question.is_unpublished]


class _Writer:
    def __init__(self, book: Any, whose: str) -> None:
        base = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True}
        self.book = book
        self.whose = whose
        self.plain = book.add_format(base)
        self.bold = book.add_format({**base, "bold": True})
        self.answer = book.add_format({**base, "border": 1, "bg_color": "#FFF9E5"})
        self.tick = book.add_format({**base, "border": 1, "bg_color": "#FFF9E5", "align": "center"})
        self.title = book.add_format({**base, "bold": True, "font_size": 14})

    def guide(self, name: str, title: str, survey: Any) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 90)
        until = f"{survey.closes_at:%Y年%m月%d日}まで" if survey.closes_at else "締め切りまで"
        lines = [
            title,
            self.whose,
            f"{until}に、書いたファイルをメールで送り返すか、回答のページから出してください。",
            "黄色の欄に書きます。選ぶ設問は、あてはまる選択肢の左に○を書いてください。",
            "事業ごとの票は、1枚に1つずつ書きます。足りないときは、最後の票のシートを写して増やしてください。",
            "このファイルにマクロはありません。",
        ]
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, clean_text(line), self.title if row == 0 else self.plain)

    def questions(
        self, name: str, questions: Sequence[Asked], given: dict[str, Given], title: str | None
    ) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 4, None, {"hidden": True})
        sheet.set_column(1, 1, 8)
        sheet.set_column(2, 2, 70)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 2, clean_text(self.whose), self.plain)
        row = 2
        if title is not None:
            sheet.write_string(row, 0, "#title", self.plain)
            sheet.write_string(row, 2, NAME, self.bold)
            sheet.write_string(row + 1, 2, clean_text(title), self.answer)
            row += 3
        for asked in questions:
            row = self._question(sheet, row, asked, given.get(asked.code, Given()))

    def _question(self, sheet: Any, row: int, asked: Asked, given: Given) -> int:
        question = asked.question
        sheet.write_string(row, 0, f"#{asked.code}", self.plain)
        words = f"{question.number} {question.text}".strip()
        if question.max_choices and question.kind == Question.Kind.MULTIPLE:
            words += f"（{question.max_choices}つまで）"
        elif question.kind == Question.Kind.SINGLE:
            words += "（1つ）"
        sheet.write_string(row, 2, clean_text(words), self.bold)
        row += 1
        if not asked.choices:
            sheet.write_string(row, 2, clean_text(given.text), self.answer)
            if question.kind == Question.Kind.OPEN:
                sheet.set_row(row, _ROOM_TO_WRITE)
            return row + 2
        for choice in sorted(asked.choices.values(), key=lambda each: each.position):
            mark = MARKED if choice.code in given.codes else ""
            sheet.write_string(row, 1, mark, self.tick)
            # ○ can be chosen too; whatever else is written as a mark is not refused.
            sheet.data_validation(
                row, 1, row, 1, {"validate": "list", "source": [MARKED], "show_error": False}
            )
            sheet.write_string(row, 2, clean_text(f"{choice.code}　{choice.label}"), self.plain)
            row += 1
        if any(choice.is_other for choice in asked.choices.values()):
            sheet.write_string(row, 1, "内容", self.plain)
            sheet.write_string(row, 2, clean_text(given.text), self.answer)
            row += 1
        return row + 1


def read(content: bytes, questions: Sequence[Asked]) -> ReadSheet:
    """Read a returned file.

    Raises:
        SheetFileError: it is no Excel file, too large, or none of its sheets is one of ours.
    """
    (found,) = read_several([content], questions)
    if isinstance(found, SheetFileError):
        raise found
    return found


def read_several(
    contents: Sequence[bytes], questions: Sequence[Asked]
) -> list[ReadSheet | SheetFileError]:
    """Read returned files; of each what it says, or what is wrong with it."""
    found: list[ReadSheet | SheetFileError] = []
    for sheets in workbooks.read_workbooks(contents, _READ):
        try:
            if isinstance(sheets, WorkbookRefused):
                raise SheetFileError(str(sheets))
            found.append(_read_sheets(sheets, questions))
        except SheetFileError as error:
            found.append(error)
    return found


def _read_sheets(sheets: Sequence[SheetOfCells], questions: Sequence[Asked]) -> ReadSheet:
    tables = [[[text_of(cell).strip() for cell in row] for _, row in each.rows] for each in sheets]
    found = ReadSheet()
    outside = [asked for asked in questions if not asked.is_repeat]
    inside = [asked for asked in questions if asked.is_repeat]
    hits = 0
    for lines in tables:
        for line in lines:
            number = _NUMBER.search(" ".join(line))
            if number and found.number is None:
                found.number = int(number[1])
        title, given, seen = _read_lines(lines, [*outside, *inside])
        hits += seen
        own = {a.code: g for a in inside if not (g := given.get(a.code, Given())).is_empty}
        found.answers |= {a.code: given[a.code] for a in outside if a.code in given}
        if own or title:
            found.sheets.append(SheetGiven(title, own))
    if not hits:
        raise SheetFileError(
            "この調査の用紙ではないようです。回答のページから用紙を受け取り直してください"
        )
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s　]+", "", unicodedata.normalize("NFKC", text)).lower()


def _read_lines(
    lines: Sequence[Sequence[str]], questions: Sequence[Asked]
) -> tuple[str, dict[str, Given], int]:
    """Return what a sheet is about, its answers, and how many questions were found on it."""
    by_code = {asked.code: asked for asked in questions}
    by_words = {_plain(f"{a.question.number}{a.question.text}"): a for a in questions}
    title = ""
    current: Asked | None = None
    in_title = False
    codes: dict[str, set[int]] = {}
    texts: dict[str, list[str]] = {}
    seen: set[str] = set()
    for line in lines:
        cells = [cell for cell in line if cell]
        start = _question_at(line, by_code, by_words)
        if start is not None:
            current, in_title = start, False
            seen.add(start.code)
            continue
        if any(cell == "#title" for cell in line) or (cells and cells[-1] == NAME):
            in_title, current = True, None
            continue
        if not cells:
            continue
        if in_title:
            title = cells[-1]
            in_title = False
        elif current is not None:
            _take_line(current, cells, codes, texts)
    given = {}
    for asked in questions:
        text = "\n".join(texts.get(asked.code, [])).strip()
        ticked = tuple(sorted(codes.get(asked.code, ())))
        other = next((c.code for c in asked.choices.values() if c.is_other), None)
        if asked.choices:
            if text and other is not None and asked.question.kind == Question.Kind.MULTIPLE:
                ticked = tuple(sorted({*ticked, other}))
            text = text if other in ticked else ""
        if asked.code in seen:
            given[asked.code] = Given(ticked, text)
    return title[:200], given, len(seen)


def _question_at(
    line: Sequence[str], by_code: dict[str, Asked], by_words: dict[str, Asked]
) -> Asked | None:
    for cell in line[:3]:
        if cell.startswith("#") and cell[1:] in by_code:
            return by_code[cell[1:]]
    for cell in line:
        words = _plain(re.sub(r"（(?:\d+つまで|1つ)）$", "", cell))
        if words and words in by_words:
            return by_words[words]
    return None


def _take_line(
    asked: Asked, cells: Sequence[str], codes: dict[str, set[int]], texts: dict[str, list[str]]
) -> None:
    """Read one line below a question: a ticked option, the text beside その他, or an open answer."""
    if not asked.choices:
        texts.setdefault(asked.code, []).append(cells[-1])
        return
    if _plain(cells[0]) == "内容":
        if len(cells) > 1:
            texts.setdefault(asked.code, []).append(cells[-1])
        return
    number = re.match(r"(\d+)", unicodedata.normalize("NFKC", cells[-1]))
    ticked = len(cells) > 1 and _plain(cells[0]) in {_plain(mark) for mark in _MARKS}
    if number and ticked and int(number[1]) in asked.choices:
        codes.setdefault(asked.code, set()).add(int(number[1]))


__all__ = ["ReadSheet", "SheetFileError", "read", "write"]
