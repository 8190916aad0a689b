"""From the bytes of a file to rows of cells under known headings. Knows nothing of the database.

What 無害化 and Excel do to a sheet on its way is undone here: reordered, renamed-in-part or
missing columns, merged cells, hidden rows, moved headings, other encodings, notes below the table.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from koganei_kyodo.fiscal_year import fiscal_year_label
from projects.workbook.layout import Column, fold, fold_heading

LARGEST_FILE = 10 * 1024 * 1024
_LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 5000
_HEADING_ROWS = 40
_EMPTY_ROWS_AT_THE_END = 200
_YEAR = re.compile(r"(\d{4})\s*[（(]")


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says what to do instead."""


@dataclass
class Line:
    """One row of the file: its number there, and its cells by key of the column."""

    number: int
    cells: dict[str, Any]

    def has(self, *keys: str) -> bool:
        """Tell whether anything stands in one of these columns."""
        return any(key in self.cells for key in keys)


@dataclass
class Table:
    """What was found: the place of each column, the rows, and what was left out.

    ``places`` are the numbers of the columns (from 1) by key; ``skipped`` are rows that are no
    data, with the reason.
    """

    sheet: str
    heading_row: int
    places: dict[str, int]
    lines: list[Line] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read_table(content: bytes, columns: Sequence[Column], *, fiscal_year: int) -> Table:
    """Read a filled-in sheet, as Excel workbook or CSV.

    Args:
        content: the file.
        columns: the columns of the sheet.
        fiscal_year: the 年度 the sheet is expected to be about.

    Raises:
        Unreadable: it is no such file, or its title names another 年度.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable("ファイルは10MBまでです。事業を分けて、2回に分けて送ってください")
    if not content.strip():
        raise Unreadable("ファイルの中身がありません。シートを保存し直してから送ってください")
    best: tuple[int, str, list[list[Any]], int] | None = None
    for name, grid in grids(content):
        for index, row in enumerate(grid[:_HEADING_ROWS]):
            score = len(_find_columns(row, columns))
            if score and (best is None or score > best[0]):
                best = score, name, grid, index
    if best is None or "name" not in _find_columns(best[2][best[3]], columns) or best[0] < 3:
        raise Unreadable(
            "見出しの行が見つかりません。「事業の名前」などの見出しがある行を消さずに、"
            "このページで受け取ったシートに書いて送ってください"
        )
    _, name, grid, index = best
    _refuse_other_year(grid[:index], fiscal_year)
    return _table(name, grid, index, columns)


def _table(name: str, grid: list[list[Any]], index: int, columns: Sequence[Column]) -> Table:
    places = _find_columns(grid[index], columns)
    used = set(places.values())
    table = Table(name, index + 1, places)
    table.missing = [c.heading for c in columns if c.key not in places]
    table.unknown = [
        str(cell).strip()
        for number, cell in enumerate(grid[index], 1)
        if number not in used and not is_empty(cell) and fold_heading(cell) != fold(RESULT)
    ]
    for number, row in enumerate(grid[index + 1 :], index + 2):
        cells = {
            key: value
            for key, place in places.items()
            if place <= len(row) and not is_empty(value := row[place - 1])
        }
        if not cells:
            continue
        if reason := _no_data(cells):
            table.skipped[number] = reason
        else:
            table.lines.append(Line(number, cells))
    if len(table.lines) > MOST_ROWS:
        raise Unreadable(f"1つのファイルは{MOST_ROWS:,}行までです。分けて送ってください")
    return table


RESULT = "取り込みの結果"
_ROW_ID = re.compile(r"[rj]\d+(v\d+)?")


def _no_data(cells: dict[str, Any]) -> str:
    """Return why a row is no data: a note, a total, the heading once more. Empty where it is."""
    if fold_heading(cells.get("name", "")) == fold_heading("事業の名前"):
        return "見出しのくり返し"
    if fold(cells.get("name", "")) in {
        fold(word) for word in ("合計", "総計", "計", "小計", "以上")
    }:
        return "合計などの行"
    texts = {key: value for key, value in cells.items() if key not in {"row_id", "department"}}
    if not texts and not _ROW_ID.fullmatch(fold(cells.get("row_id", ""))):
        return "事業も相手も書いていない行"
    return ""


def _find_columns(row: Sequence[Any], columns: Sequence[Column]) -> dict[str, int]:
    """Return the place of each column in a row of headings; the first of two alike counts."""
    by_heading = {fold_heading(column.heading): column.key for column in columns}
    for column in columns:  # 「協働の形態」 without its number is the first of them
        if column.key.endswith("1") and column.group:
            by_heading.setdefault(fold_heading(column.heading[:-1]), column.key)
    found: dict[str, int] = {}
    for place, cell in enumerate(row, 1):
        key = None if is_empty(cell) else by_heading.get(fold_heading(cell))
        if key is not None:
            found.setdefault(key, place)
    return found


def _refuse_other_year(above: Sequence[Sequence[Any]], fiscal_year: int) -> None:
    for row in above:
        for cell in row:
            if isinstance(cell, str) and "年度" in cell and (match := _YEAR.search(cell)):
                if int(match[1]) != fiscal_year:
                    raise Unreadable(
                        f"このシートは{fiscal_year_label(int(match[1]))}のものです。"
                        f"{fiscal_year_label(fiscal_year)}のシートに書いて送ってください"
                    )
                return


def is_empty(value: Any) -> bool:
    """Tell whether nothing a person would see stands in a cell."""
    return value is None or (
        isinstance(value, str) and not value.strip(" \t\r\n\u3000\u200b\ufeff")
    )


def is_workbook(content: bytes) -> bool:
    """Tell whether the file looks like an Excel workbook of today, by its first bytes."""
    return content.startswith(b"PK\x03\x04")


def grids(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Return each sheet of the file as rows of cells, merged cells filled downwards."""
    if is_workbook(content):
        return [(s.title, _grid(s)) for s in open_workbook(content, values=True).worksheets]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "古い形のExcel（.xls）か、パスワードのついたExcelです。パスワードを外し、"
            "「Excelブック（.xlsx）」で保存し直してから送ってください"
        )
    return [("", _csv_rows(content))]


def open_workbook(content: bytes, *, values: bool) -> Any:
    """Open an Excel workbook; with `values` formulas are read as what they last gave.

    Raises:
        Unreadable: it is none, broken, or far larger than any sheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST_UNPACKED:
                raise Unreadable("ファイルが大きすぎます。画像などを消して、保存し直してください")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=values, keep_links=False)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises many kinds for a broken file
        raise Unreadable(
            "Excelのファイルとして開けません。Excelで開いて保存し直してから送ってください"
        ) from error


def _grid(sheet: Any) -> list[list[Any]]:
    rows: list[list[Any]] = []
    empty = 0
    for row in sheet.iter_rows(values_only=True):
        cells = [_plain(cell) for cell in row]
        rows.append(cells)
        empty = 0 if any(not is_empty(cell) for cell in cells) else empty + 1
        if empty > _EMPTY_ROWS_AT_THE_END:
            break
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row - 1, merged.min_col - 1
        for index in range(top + 1, min(merged.max_row, len(rows))):
            rows[index][left] = rows[top][left]
    return rows


def _plain(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _csv_rows(content: bytes) -> list[list[Any]]:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("Excel（.xlsx）か、CSVのファイルを選んでください")
    for encoding in ("utf-16", "utf-8-sig", "cp932"):
        if (encoding == "utf-16") != content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("CSVの文字を読めません。UTF-8か、Shift_JISで保存し直してください")
    first = text[: text.find("\n")]
    rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    # The apostrophe keeps spreadsheets from running a text as a formula; it is no part of it.
    return [[re.sub(r"^'(?=[=+\-@＝＋－＠])", "", cell) for cell in row] for row in rows]
