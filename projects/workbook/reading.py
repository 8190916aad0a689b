"""From the bytes of a file to rows of cells under known headings. Knows nothing of the database.

What 無害化 and Excel do to a sheet on its way is undone here: reordered, renamed-in-part or
missing columns, merged cells, hidden rows, moved headings, other encodings, notes below the table.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from koganei_kyodo.documents import csv_reading, workbooks
from koganei_kyodo.documents.workbooks import Limits, WorkbookRefused
from koganei_kyodo.fiscal_year import fiscal_year_label
from projects.workbook.layout import Column, fold, fold_heading

LARGEST_MB = 10
MOST_ROWS = 5000
_HEADING_ROWS = 40
_YEAR = re.compile(r"(\d{4})\s*[（(]")
# All projects of a city in a year are some hundreds of rows of 40 columns. Merged cells are filled:
# people merge the name of a project over the rows of its partners.
READ = Limits(
    rows=MOST_ROWS + _HEADING_ROWS,
    sheets=20,
    seconds=15,
    characters=5_000_000,
    megabytes=LARGEST_MB,
    merged=True,
)
Row = tuple[int, Sequence[Any]]


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
    data, with the reason; ``result_place`` is the column for what becomes of each row.
    """

    sheet: str
    heading_row: int
    places: dict[str, int]
    result_place: int = 0
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
    best: tuple[int, str, list[Row], int] | None = None
    for name, rows in tables(content):
        for index, (number, row) in enumerate(rows):
            score = len(_find_columns(row, columns)) if number <= _HEADING_ROWS else 0
            if score and (best is None or score > best[0]):
                best = score, name, rows, index
    if best is None or "name" not in _find_columns(best[2][best[3]][1], columns) or best[0] < 3:
        raise Unreadable(
            "見出しの行が見つかりません。「事業の名前」などの見出しがある行を消さずに、"
            "このページで受け取ったシートに書いて送ってください"
        )
    _, name, rows, index = best
    _refuse_other_year([row for _, row in rows[:index]], fiscal_year)
    return _table(name, rows, index, columns)


def _table(name: str, rows: list[Row], index: int, columns: Sequence[Column]) -> Table:
    heading_row, headings = rows[index]
    places = _find_columns(headings, columns)
    used = set(places.values())
    table = Table(name, heading_row, places)
    table.missing = [c.heading for c in columns if c.key not in places]
    others = {
        number: str(cell).strip()
        for number, cell in enumerate(headings, 1)
        if number not in used and not is_empty(cell)
    }
    results = [number for number, text in others.items() if fold_heading(text) == fold(RESULT)]
    table.result_place = results[0] if results else max(len(row) for _, row in rows) + 1
    table.unknown = [text for number, text in others.items() if number not in results]
    for number, row in rows[index + 1 :]:
        cells = {
            key: _plain(value)
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
    """Tell whether the file looks like an Excel workbook, by its first bytes."""
    return content.startswith((workbooks.ZIP, workbooks.OLD_OFFICE))


def tables(content: bytes) -> list[tuple[str, list[Row]]]:
    """Return each sheet of the file as its rows that are not empty, with their numbers.

    Raises:
        Unreadable: it is no such file, broken, or above the limits.
    """
    try:
        if not is_workbook(content):
            return [("", list(csv_reading.read_csv(content, limits=READ)))]
        return [(sheet.name, list(sheet.rows)) for sheet in workbooks.read_workbook(content, READ)]
    except WorkbookRefused as error:
        raise Unreadable(str(error)) from error


def _plain(cell: Any) -> Any:
    return cell.date() if isinstance(cell, dt.datetime) else cell
