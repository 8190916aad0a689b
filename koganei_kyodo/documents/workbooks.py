"""Workbooks that people hand in, read as rows of cells: the one reader of all uploads of tables.

The file is read in a process with little memory and time (`workbook_process`). What is wrong with a
file is said with a sentence that tells how to save it again.
"""

import base64
import datetime
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Of a file, unless its reader takes more.
MAX_BYTES = 5 * 1024 * 1024
# What every .xlsx begins with, and the old .xls and whatever has a password.
ZIP, OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
PROCESS = Path(__file__).with_name("workbook_process.py")
# The process may use its seconds of the processor; this ends one that gets no processor at all.
_LONGEST_WAIT = 30
_SAVE_AGAIN = "Excelで開き、「Excelブック（.xlsx）」で保存し直して、もう一度選んでください"
REFUSED = {
    "old": f"古い形式（.xls）か、パスワードのついたファイルです。{_SAVE_AGAIN}",
    "kind": f"Excelのファイル（.xlsx）ではありません。{_SAVE_AGAIN}",
    "broken": f"ファイルを読めませんでした。{_SAVE_AGAIN}",
    "macros": "マクロの入ったファイルは読み込みません。マクロのない形（.xlsx）で保存し直してください",
    "large": "ファイルの中身が大きすぎます。表のほかのもの（画像など）を消して、保存し直してください",
    "rows": "行が多すぎます（{rows:,}行まで）。"
    "下に残った空の行やほかの表を消して、保存し直してください",
    "columns": "列が多すぎます（{columns:,}列まで）。右に残ったものを消して、保存し直してください",
}

Cell = str | int | float | bool | datetime.date | None


@dataclass(frozen=True)
class Limits:
    """How much of a workbook is read.

    Args:
        rows: with something in them, of each sheet.
        columns: of each row.
        sheets: how many from the first one on, or the names of those that are read, in small
            letters; of the others only the name is told.
        seconds: of the processor.
        characters: of all cells together; a cell that is no text counts as one.
        megabytes: of the file as it comes.
        told: how many rows of each sheet are returned; all are looked at. None: every one.
        merged: whether cells merged downwards give each row what they say.
    """

    rows: int = 5_000
    columns: int = 200
    sheets: int | Sequence[str] = 100
    seconds: int = 3
    characters: int = 3_000_000
    megabytes: int = MAX_BYTES // 1024 // 1024
    told: int | None = None
    merged: bool = False


USUAL = Limits()


class WorkbookRefused(ValueError):
    """The file cannot be read; the message says what to do, `word` is its key in `REFUSED`."""

    def __init__(self, message: str, word: str = "") -> None:
        super().__init__(message)
        self.word = word


@dataclass(frozen=True)
class SheetOfCells:
    """One sheet: its name, and its rows that are not empty, with their numbers in Excel."""

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


def read_workbook(content: bytes, limits: Limits = USUAL) -> list[SheetOfCells]:
    """Read a workbook, whoever made it; formulas are read as what they last gave.

    Args:
        content: the file.
        limits: how much of it is read.

    Raises:
        WorkbookRefused: it is no workbook, has macros, is too large, or was made to do harm.
    """
    (found,) = read_workbooks([content], limits)
    if isinstance(found, WorkbookRefused):
        raise found
    return found


def read_workbooks(
    contents: Sequence[bytes], limits: Limits = USUAL
) -> list[list[SheetOfCells] | WorkbookRefused]:
    """Read several workbooks in less time than one after another; one that is refused stops no other.

    Args:
        contents: the files.
        limits: how much is read of each.
    """
    small = [content for content in contents if not is_too_large(content, limits)]
    lines = iter(_lines_of(small, limits) if small else [])
    return [
        WorkbookRefused(f"ファイルは{limits.megabytes}MBまでです")
        if is_too_large(content, limits)
        else _found(next(lines), limits)
        for content in contents
    ]


def is_too_large(content: bytes, limits: Limits) -> bool:
    """Tell whether a file, of whatever kind, is larger than is taken."""
    return len(content) > limits.megabytes * 1024 * 1024


@dataclass(frozen=True)
class Mark:
    """What is put into one cell of a workbook that came, before it goes back.

    Args:
        row: its number in Excel.
        column: its number, from 1.
        put: `value`, a text; `note`, a comment; `fill`, a colour such as FFD0D0; `head`, for a
            heading, with the width of its column.
    """

    row: int
    column: int
    put: Mapping[str, Any]


def mark_workbook(
    content: bytes, sheet: str, marks: Sequence[Mark], limits: Limits = USUAL
) -> bytes:
    """Return a workbook that came as it was, with marks on one sheet; pictures are left out.

    Args:
        content: the file.
        sheet: the name of the sheet.
        marks: what is put where.
        limits: of these only the seconds.

    Raises:
        WorkbookRefused: as `read_workbook`.
    """
    put = json.dumps([sheet, [[mark.row, mark.column, dict(mark.put)] for mark in marks]]).encode()
    (line,) = _lines_of([content], limits, marks=put)
    found = _answer(line, limits)
    if isinstance(found, WorkbookRefused):
        raise found
    return base64.b64decode(found["workbook"])


def _lines_of(contents: Sequence[bytes], limits: Limits, marks: bytes = b"") -> list[bytes]:
    """Return what the process writes of each file."""
    sizes = [len(content) for content in contents]
    wanted = {**asdict(limits), "sizes": sizes, "marks": len(marks)}
    try:
        output = subprocess.run(
            [sys.executable, "-I", str(PROCESS), json.dumps(wanted)],
            input=marks + b"".join(contents),
            capture_output=True,
            timeout=_LONGEST_WAIT + limits.seconds * (len(contents) - 1),
            check=False,
            env={},
        ).stdout
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
    lines = output.splitlines()
    # Files behind the one that used up all the time were not reached.
    return lines + [b'{"refused": "large"}'] * (len(contents) - len(lines))


def _answer(line: bytes, limits: Limits) -> dict[str, Any] | WorkbookRefused:
    """Return what the process wrote about one file; a line that was cut off is a file too large."""
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError:
        found = {"refused": "large"}
    if word := found.get("refused"):
        return refusal(word, limits)
    return found


def refusal(word: str, limits: Limits) -> WorkbookRefused:
    """Return the sentence for a key of `REFUSED`."""
    return WorkbookRefused(REFUSED[word].format(rows=limits.rows, columns=limits.columns), word)


def _found(line: bytes, limits: Limits) -> list[SheetOfCells] | WorkbookRefused:
    found = _answer(line, limits)
    if isinstance(found, WorkbookRefused):
        return found
    return [
        SheetOfCells(name, [(number, [_cell(cell) for cell in cells]) for number, cells in rows])
        for name, rows in found["sheets"]
    ]


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        found: Cell = value
        return found
    moment = datetime.datetime.fromisoformat(value["at"])
    return moment if len(value["at"]) > len("2026-04-01") else moment.date()


def text_of(cell: Cell) -> str:
    """Return a cell as it is read: 12 for 12.0, 2026-04-01 for that day, "" for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat(" ") if isinstance(cell, datetime.datetime) else str(cell)
