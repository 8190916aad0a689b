"""The file itself: rows of text from CSV (UTF-8, BOM, CP932) and Excel, in flat memory."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

XLSX = "xlsx"
ENCODINGS = ("utf-8-sig", "cp932")
MOST_COLUMNS = 200
# How far down the headings may stand: registers begin with a title and the day.
LOOK_FOR_HEADER = 15
SAMPLE = 3
LABELS = {"utf-8-sig": "UTF-8", "cp932": "Shift_JIS（CP932）", XLSX: "Excel"}


class Unreadable(Exception):
    """The file can't be read; the text says what to do."""


@dataclass(frozen=True)
class Opening:
    """The first look at a file."""

    encoding: str
    header_row: int
    header: list[str]
    sample: list[list[str]]


def kind_of(content: bytes) -> str:
    """Return how a file is written, from its content.

    Raises:
        Unreadable: it is neither an Excel workbook nor text in a known encoding.
    """
    if content.startswith(b"PK"):
        return XLSX
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "古い形式のExcel（.xls）です。Excelで開き、「Excelブック（.xlsx）」か"
            "「CSV」で保存し直してから、もう一度選んでください"
        )
    if not content.strip():
        raise Unreadable("ファイルが空です。中身のあるファイルを選んでください")
    if b"\0" in content[:4096]:
        raise Unreadable("ExcelかCSVのファイルを選んでください")
    for encoding in ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable(
        "文字が読めませんでした。CSVは、UTF-8かShift_JISで保存してから、もう一度選んでください"
    )


def rows_of(content: bytes, kind: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row that isn't empty, and its cells as text.

    Raises:
        Unreadable: the workbook is broken or locked with a password.
    """
    rows = _excel_rows(content) if kind == XLSX else _csv_rows(content, kind)
    for number, cells in rows:
        if any(cells):
            yield number, cells[:MOST_COLUMNS]


def open_file(content: bytes) -> Opening:
    """Look at a file: its encoding, its headings and the first rows.

    The headings are the first row, of the first ones, with most of its cells filled by short texts.

    Raises:
        Unreadable: it can't be read, or there is no row below the headings.
    """
    kind = kind_of(content)
    first: list[tuple[int, list[str]]] = []
    for row in rows_of(content, kind):
        first.append(row)
        if len(first) >= LOOK_FOR_HEADER + SAMPLE:
            break
    if len(first) < 2:
        raise Unreadable("見出しの行と、その下の行が必要です。ファイルの中身を確かめてください")
    candidates = first[: min(LOOK_FOR_HEADER, len(first) - 1)]
    most = max(_filled(cells) for _, cells in candidates)
    index = next(n for n, (_, cells) in enumerate(candidates) if _filled(cells) >= most * 0.6)
    number, header = first[index]
    width = max(len(cells) for _, cells in first[index:])
    names = [" ".join(cell.split()) for cell in header] + [""] * (width - len(header))
    sample = [cells + [""] * (width - len(cells)) for _, cells in first[index + 1 :][:SAMPLE]]
    return Opening(kind, number, names, sample)


def _filled(cells: list[str]) -> int:
    return sum(bool(cell) and len(cell) <= 40 for cell in cells)


def _csv_rows(content: bytes, encoding: str) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    head = text.read(20_000)
    text.seek(0)
    if head.startswith("\ufeff"):
        text.read(1)
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=1):
            yield number, [cell.strip() for cell in row]
    except csv.Error as error:
        raise Unreadable(
            f"{reader.line_num}行目あたりが読めません。Excelで開き、保存し直してください"
        ) from error


def _excel_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(
            "Excelのファイルを開けませんでした。パスワードがかかっていないか確かめ、"
            "保存し直してから選んでください"
        ) from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_cell_text(value) for value in row]
    finally:
        book.close()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(value).strip()
