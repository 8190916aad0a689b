"""The file itself: rows of text from CSV (UTF-8, BOM, CP932) and Excel, under limits."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from koganei_kyodo.documents import csv_reading, workbooks
from koganei_kyodo.documents.workbooks import Cell, Limits, WorkbookRefused

XLSX = "xlsx"
LARGEST_MB = 10
# How far down the headings may stand: registers begin with a title and the day.
LOOK_FOR_HEADER = 15
SAMPLE = 3
LABELS = {"utf-8-sig": "UTF-8", "cp932": "Shift_JIS（CP932）", "utf-16": "UTF-16", XLSX: "Excel"}
# A register of 5,000 groups with 30 columns, 60 characters in each, is 9 million characters and takes
# 5 seconds; more groups than 10,000 has no city of this country. Only the first sheet is the register.
READ = Limits(
    rows=10_000, columns=200, sheets=1, seconds=20, characters=10_000_000, megabytes=LARGEST_MB
)


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
    if content.startswith((workbooks.ZIP, workbooks.OLD_OFFICE)):
        return XLSX
    try:
        return csv_reading.encoding_of(content, READ)
    except WorkbookRefused as error:
        raise Unreadable(str(error)) from error


def rows_of(
    content: bytes, kind: str, *, told: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row that isn't empty, and its cells as text.

    Args:
        content: the file.
        kind: as `kind_of` found it.
        told: only so many rows of a workbook; all of them are looked at.

    Raises:
        Unreadable: the file is broken, locked with a password, or above the limits.
    """
    try:
        if kind == XLSX:
            sheet = workbooks.read_workbook(content, replace(READ, told=told))[0]
            for number, cells in sheet.rows:
                yield number, [_cell_text(cell) for cell in cells]
        else:
            yield from csv_reading.read_csv(content, kind, READ)
    except WorkbookRefused as error:
        raise Unreadable(str(error)) from error


def open_file(content: bytes) -> Opening:
    """Look at a file: its encoding, its headings and the first rows.

    The headings are the first row, of the first ones, with most of its cells filled by short texts.

    Raises:
        Unreadable: it can't be read, or there is no row below the headings.
    """
    kind = kind_of(content)
    most = LOOK_FOR_HEADER + SAMPLE
    first: list[tuple[int, list[str]]] = []
    # To the end, so that a file that can't be taken is refused here and not later in the worker.
    for row in rows_of(content, kind, told=most):
        if len(first) < most:
            first.append(row)
    if len(first) < 2:
        raise Unreadable("見出しの行と、その下の行が必要です。ファイルの中身を確かめてください")
    candidates = first[: min(LOOK_FOR_HEADER, len(first) - 1)]
    fullest = max(_filled(cells) for _, cells in candidates)
    index = next(n for n, (_, cells) in enumerate(candidates) if _filled(cells) >= fullest * 0.6)
    number, header = first[index]
    width = max(len(cells) for _, cells in first[index:])
    names = [" ".join(cell.split()) for cell in header] + [""] * (width - len(header))
    sample = [cells + [""] * (width - len(cells)) for _, cells in first[index + 1 :][:SAMPLE]]
    return Opening(kind, number, names, sample)


def _filled(cells: list[str]) -> int:
    return sum(bool(cell) and len(cell) <= 40 for cell in cells)


def _cell_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(value).strip()
