"""The file as it was sent, with what is wrong marked in its cells: to mend and to send again."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from koganei_kyodo.documents.excel import clean_text
from projects.workbook.parsing import Problem
from projects.workbook.reading import RESULT, Table, grids, is_workbook, open_workbook

_BAD = PatternFill("solid", fgColor="FFD0D0")
_HEAD = PatternFill("solid", fgColor="E6E6E6")


def marked_copy(
    content: bytes, table: Table, problems: Sequence[Problem], results: Mapping[int, str]
) -> bytes:
    """Return the workbook that was sent with marked cells and a last column of results.

    Args:
        content: the file as it was sent; a CSV file becomes a workbook.
        table: what was read from it.
        problems: what is wrong, cell by cell.
        results: what becomes of each row, by its number.
    """
    book, sheet = _opened(content, table)
    column = _result_column(sheet, table)
    head = sheet.cell(table.heading_row, column)
    head.value, head.font, head.fill = RESULT, Font(bold=True), _HEAD
    sheet.column_dimensions[head.column_letter].width = 60
    texts = {row: [text] for row, text in results.items()}
    by_cell: dict[tuple[int, int], list[str]] = {}
    for problem in problems:
        texts.setdefault(problem.row, []).append(f"{problem.heading}：{problem.message}")
        place = table.places.get(problem.key)
        if place is not None:
            by_cell.setdefault((problem.row, place), []).append(problem.message)
    for (row, place), messages in by_cell.items():
        cell = _top_left(sheet, row, place)
        cell.fill = _BAD
        cell.comment = Comment("\n".join(messages), "取り込み", width=320, height=120)
    for row, lines in texts.items():
        cell = _top_left(sheet, row, column)
        cell.value = clean_text("\n".join(filter(None, lines)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if any(problem.row == row for problem in problems):
            cell.fill = _BAD
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _opened(content: bytes, table: Table) -> tuple[Any, Any]:
    if is_workbook(content):
        book = open_workbook(content, values=False)
        return book, book[table.sheet]
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    for row in grids(content)[0][1]:
        sheet.append([clean_text(cell) if isinstance(cell, str) else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    return book, sheet


def _result_column(sheet: Any, table: Table) -> int:
    for cell in sheet[table.heading_row]:
        if cell.value == RESULT:
            return int(cell.column)
    return int(sheet.max_column) + 1


def _top_left(sheet: Any, row: int, column: int) -> Any:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                return sheet.cell(merged.min_row, merged.min_col)
    return cell
