"""A frame from a file: CSV (UTF-8 or CP932) or Excel, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from koganei_kyodo.documents import csv_reading, workbooks
from koganei_kyodo.documents.workbooks import Limits, WorkbookRefused, text_of
from koganei_kyodo.japanese import normalise_email, normalise_postcode
from surveys.fielding.frame import Line
from surveys.fielding.taking import questions_of
from surveys.models import Question, Survey

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
# As many rows as that take their time; only the first sheet is read.
_READ = Limits(rows=MAX_ROWS + 1, columns=50, sheets=1, seconds=10)
_SALT = "surveys.frame_file"
_HELD_FOR = 24 * 60 * 60
COLUMNS = {
    "名称": "name",
    "団体名": "name",
    "区分": "group",
    "宛名": "addressee",
    "担当者": "addressee",
    "メールアドレス": "email",
    "郵便番号": "postcode",
    "住所": "address",
    "電話番号": "phone",
    "FAX番号": "fax",
}


class FrameFileError(ValueError):
    """The file cannot be read at all; the message says what to do."""


@dataclass(frozen=True)
class FrameFile:
    """What a file says.

    Args:
        lines: whom it names.
        problems: what has to be mended; then nothing is added.
        unread: headings of columns that have no place in the frame.
    """

    lines: list[Line]
    problems: list[str]
    unread: list[str]


def read(survey: Survey, upload: Any) -> FrameFile:
    """Read a file.

    Raises:
        FrameFileError: no file, too large, or of another kind.
    """
    if upload is None:
        raise FrameFileError("名簿のファイルを選んでください")
    if upload.size > MAX_BYTES:
        raise FrameFileError(f"名簿のファイルは{MAX_BYTES // 1024 // 1024}MBまでです")
    rows = _rows(upload.read())
    if not rows:
        raise FrameFileError("ファイルに行がありません。1行目に列の名前を書いてください")
    header = rows[0][1]
    if not {"名称", "団体名"} & set(header):
        raise FrameFileError("1行目に「名称」という列がありません。列の名前を確かめてください")
    attributes = _attributes(survey)
    lines: list[Line] = []
    problems: list[str] = []
    for number, row in rows[1:]:
        line, wrong = _line(header, row, attributes)
        problems += [f"{number}行目：{message}" for message in wrong]
        lines.append(line)
    unread = [name for name in header if name and name not in COLUMNS and name not in attributes]
    return FrameFile(lines, problems, unread)


def sealed(survey: Survey, lines: Sequence[Line]) -> str:
    """Return the lines as a text that only this system can have written, for the browser to hold."""
    held = [[line.name, line.group, line.attributes, line.contact] for line in lines]
    return signing.dumps([survey.pk, held], salt=_SALT, compress=True)


def unsealed(survey: Survey, text: str) -> list[Line]:
    """Return the lines that `sealed` wrote for the same survey.

    Raises:
        FrameFileError: they were changed, are of another survey, or older than a day.
    """
    try:
        whose, held = signing.loads(text, salt=_SALT, max_age=_HELD_FOR)
    except signing.BadSignature:
        whose, held = None, []
    if whose != survey.pk:
        raise FrameFileError("時間がたったため、加えられませんでした。ファイルを選び直してください")
    return [
        Line(name=name, group=group, attributes=attributes, contact=contact)
        for name, group, attributes, contact in held
    ]


def _rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty as text, with their numbers in the file."""
    try:
        if not content.startswith((workbooks.ZIP, workbooks.OLD_OFFICE)):
            return list(csv_reading.read_csv(content, limits=_READ))
        first = workbooks.read_workbook(content, _READ)[:1]
    except WorkbookRefused as error:
        raise FrameFileError(str(error)) from None
    rows = [row for sheet in first for row in sheet.rows]
    return [(number, [text_of(cell).strip() for cell in row]) for number, row in rows]


def attribute_labels(survey: Survey) -> dict[str, dict[int, str]]:
    """Return the words of the options of each attribute, by code and number."""
    newest = survey.questionnaires.order_by("-version").first()
    return {
        asked.code: {number: choice.label for number, choice in asked.choices.items()}
        for asked in (questions_of(newest) if newest else ())
        if asked.question.kind == Question.Kind.ATTRIBUTE
    }


def _attributes(survey: Survey) -> dict[str, tuple[str, dict[str, int]]]:
    """Return code and options of the attributes by the words of their column."""
    newest = survey.questionnaires.order_by("-version").first()
    if newest is None:
        return {}
    found = {}
    for asked in questions_of(newest):
        if asked.question.kind == Question.Kind.ATTRIBUTE:
            labels = {choice.label: code for code, choice in asked.choices.items()}
            labels |= {str(code): code for code in asked.choices}
            found[asked.question.text] = found[asked.code] = (asked.code, labels)
    return found


def _line(
    header: Sequence[str], row: Sequence[str], attributes: dict[str, tuple[str, dict[str, int]]]
) -> tuple[Line, list[str]]:
    values: dict[str, str] = {}
    codes: dict[str, int] = {}
    wrong: list[str] = []
    for name, text in zip(header, row, strict=False):
        if name in COLUMNS and text:
            values[COLUMNS[name]] = text
        elif name in attributes and text:
            code, labels = attributes[name]
            if text in labels:
                codes[code] = labels[text]
            else:
                wrong.append(f"「{name}」に「{text}」という選択肢はありません")
    if not values.get("name"):
        wrong.append("名称を入力してください")
    if "postcode" in values:
        values["postcode"] = normalise_postcode(values["postcode"])
    if "email" in values:
        values["email"] = normalise_email(values["email"])
        try:
            validate_email(values["email"])
        except ValidationError:
            wrong.append("メールアドレスは、name@example.jp のように入力してください")
    name, group = values.pop("name", "")[:200], values.pop("group", "")[:100]
    return Line(name=name, group=group, attributes=codes, contact=values), wrong
