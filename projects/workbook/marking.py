"""The file as it was sent, with what is wrong marked in its cells: to mend and to send again."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from koganei_kyodo.documents.excel import clean_text
from koganei_kyodo.documents.workbooks import Mark, WorkbookRefused, mark_workbook
from projects.workbook.parsing import Problem
from projects.workbook.reading import READ, RESULT, Table, Unreadable, is_workbook, tables

_BAD, _HEAD = "FFD0D0", "E6E6E6"
_SHEET_OF_CSV = "シート"


def marked_copy(
    content: bytes, table: Table, problems: Sequence[Problem], results: Mapping[int, str]
) -> bytes:
    """Return the workbook that was sent with marked cells and a last column of results.

    Args:
        content: the file as it was sent; a CSV file becomes a workbook.
        table: what was read from it.
        problems: what is wrong, cell by cell.
        results: what becomes of each row, by its number.

    Raises:
        Unreadable: the file cannot be opened.
    """
    column = table.result_place
    marks = [Mark(table.heading_row, column, {"value": RESULT, "fill": _HEAD, "head": 60})]
    texts = {row: [text] for row, text in results.items()}
    by_cell: dict[tuple[int, int], list[str]] = {}
    for problem in problems:
        texts.setdefault(problem.row, []).append(f"{problem.heading}：{problem.message}")
        place = table.places.get(problem.key)
        if place is not None:
            by_cell.setdefault((problem.row, place), []).append(problem.message)
    for (row, place), messages in by_cell.items():
        marks.append(Mark(row, place, {"fill": _BAD, "note": "\n".join(messages)}))
    wrong = {problem.row for problem in problems}
    for row, lines in texts.items():
        put: dict[str, Any] = {"value": clean_text("\n".join(filter(None, lines)))}
        marks.append(Mark(row, column, put | ({"fill": _BAD} if row in wrong else {})))
    name = table.sheet
    if not is_workbook(content):
        content, name = _workbook_of_csv(content), _SHEET_OF_CSV
    try:
        return mark_workbook(content, name, marks, READ)
    except WorkbookRefused as error:
        raise Unreadable(str(error)) from error


def _workbook_of_csv(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_SHEET_OF_CSV)
        for number, cells in tables(content)[0][1]:
            for place, cell in enumerate(cells):
                sheet.write_string(number - 1, place, clean_text(cell))
    return buffer.getvalue()
