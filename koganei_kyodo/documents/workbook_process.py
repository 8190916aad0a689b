"""Cells of workbooks that nobody has checked, each read (or marked) in a process of its own.

    python -I workbook_process.py '{"rows": 5000, …, "sizes": [20480]}' < form.xlsx

Standard input holds the files one behind the other; `sizes` says how many bytes each has. For each
it writes one line of JSON: `{"sheets": [[name, [[row, [cell, …]], …]], …]}`, or `{"refused": word}`
with a key of `workbooks.REFUSED`. A cell is a text, a number, true, false, null, or `{"at": …}` for a
date. The process of a file takes little memory and time from the operating system, so a file made to
do harm ends this process and nothing else. It knows nothing of the portal, and nothing in a file is
ever run or fetched.

With `"marks": size` the first so many bytes are JSON, `[sheet, [[row, column, mark], …]]`, and the line
of the file that follows is `{"workbook": base64}`: the same workbook with what `mark` puts into cells.

Loading openpyxl takes longer than reading a sheet: it is loaded once, and the process is forked for
each file.
"""

import base64
import datetime
import io
import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

MEMORY = 200 * 1024 * 1024
# To be written again, a workbook is held with all its cells and their looks.
MEMORY_TO_MARK = 400 * 1024 * 1024
# A table of text unpacks to five to twenty times its size; photos do not.
UNPACKED_TIMES = 6
MOST_PARTS = 500
MOST_EMPTY_ROWS = 50_000
LONGEST_CELL = 32_767


class Refused(Exception):
    """The file is not read; the word says why."""


def limit(seconds: int, memory: int) -> None:
    """Take the memory and the time away that nothing people fill in needs."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_archive(content: bytes, megabytes: int) -> None:
    """Refuse what is no workbook, unpacks to too much, or brings programs along."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Refused("kind") from None
    names = {part.filename.lower() for part in parts}
    if not any(name.endswith("workbook.xml") for name in names):
        raise Refused("kind")
    if any(name.endswith((".bin", ".exe", ".dll")) and "vba" in name for name in names):
        raise Refused("macros")
    unpacked = megabytes * 1024 * 1024 * UNPACKED_TIMES
    # An archive cannot understate this: reading stops at the size that it states.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > unpacked:
        raise Refused("large")
    for part in parts:
        # Counting bytes is quick; openpyxl would go through all of them, twice.
        if "worksheets/" in part.filename and archive.read(part).count(b"<row") > MOST_EMPTY_ROWS:
            raise Refused("rows")


def read(content: bytes, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the sheets that are wanted, and the names of the others without rows.

    Args:
        content: the workbook.
        wanted: `rows`, `columns` and `characters` that are read at the most; `sheets`, their names
            in small letters, or how many from the first one on; `told`, how many rows of each are
            returned (all of them are looked at), or None; `merged`, whether cells merged downwards
            give each row what they say.
    """
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    left = wanted["characters"]
    sheets: list[tuple[str, list[Any]]] = []
    for place, sheet in enumerate(book.worksheets):
        rows: list[Any] = []
        seen = 0
        if _is_wanted(sheet.title, place, wanted["sheets"]):
            sheet.reset_dimensions()  # what a file claims about its size is often wrong
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = cells_of(row, wanted["columns"])
                if cells:
                    left -= sum(len(cell) if isinstance(cell, str) else 1 for cell in cells)
                    seen += 1
                    if wanted["told"] is None or seen <= wanted["told"]:
                        rows.append([number, cells])
                if seen > wanted["rows"] or number > MOST_EMPTY_ROWS:
                    raise Refused("rows")
                if left < 0:
                    raise Refused("large")
            if wanted["merged"]:
                fill_merged(sheet, rows)
        sheets.append((sheet.title, rows))
    return {"sheets": sheets}


def fill_merged(sheet: Any, rows: list[Any]) -> None:
    """Write what a cell merged downwards says into each of its rows that has something in it."""
    from openpyxl.utils.cell import range_boundaries

    by_number = dict(rows)
    # What reads row by row leaves the ranges out; they stand behind the rows.
    part = sheet.parent._archive.read(sheet._worksheet_path)
    for found in re.finditer(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]+)[\"']", part):
        left, top, _, bottom = (at or 1 for at in range_boundaries(found[1].decode()))
        cells = by_number.get(top, [])
        if len(cells) < left:
            continue
        for number in range(top + 1, bottom + 1):
            below = by_number.get(number)
            if below is not None:
                below += [None] * (left - len(below))
                below[left - 1] = cells[left - 1]


def _is_wanted(title: str, place: int, wanted: Any) -> bool:
    return place < wanted if isinstance(wanted, int) else title.strip().lower() in wanted


def cells_of(row: Any, most: int) -> list[Any]:
    """Return the cells without the empty ones at the end; nothing where all are empty."""
    cells = [value_of(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    if len(cells) > most:
        raise Refused("columns")
    return cells


def value_of(value: Any) -> Any:
    """Return one cell as JSON can carry it, None for one in which nothing can be seen."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime.datetime):
        whole = value.time() == datetime.time()
        return {"at": value.date().isoformat() if whole else value.isoformat(" ")}
    if isinstance(value, datetime.date):
        return {"at": value.isoformat()}
    text = str(value).replace("\r\n", "\n").replace("\x00", "")
    if len(text) > LONGEST_CELL:
        raise Refused("large")
    # An indent of 全角 spaces at the beginning of a text is meant.
    return text.strip(" \t\n") if text.strip() else None


def mark(content: bytes, title: str, marks: Sequence[Any]) -> dict[str, Any]:
    """Return the workbook with marks on one of its sheets.

    Args:
        content: the workbook.
        title: of the sheet.
        marks: row and column from 1, and what is put there: `value`, a text; `note`, a comment;
            `fill`, a colour; `head`, whether it is a heading, with a column so wide.
    """
    from openpyxl import load_workbook
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    book = load_workbook(io.BytesIO(content), keep_links=False)
    sheet: Any = book[title]
    begins = {
        (row, column): (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for row, column in merged.cells
    }
    for row, column, put in marks:
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            cell = sheet.cell(*begins[row, column])
        if "value" in put:
            cell.value, cell.data_type = put["value"], "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if "head" in put:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = put["head"]
        if "fill" in put:
            cell.fill = PatternFill("solid", fgColor=put["fill"])
        if "note" in put:
            cell.comment = Comment(put["note"], "取り込み", width=320, height=120)
    written = io.BytesIO()
    book.save(written)
    return {"workbook": base64.b64encode(written.getvalue()).decode()}


def answer(
    content: bytes, work: Callable[[bytes], dict[str, Any]], megabytes: int
) -> dict[str, Any]:
    """Return what is written of one file: what `work` makes of it, or why it is refused."""
    try:
        check_archive(content, megabytes)
        return work(content)
    except Refused as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "large"}
    except Exception:  # a broken or hostile file makes openpyxl raise anything
        return {"refused": "broken"}


def answer_apart(
    content: bytes,
    work: Callable[[bytes], dict[str, Any]],
    memory: int,
    *,
    seconds: int,
    megabytes: int,
) -> bytes:
    """Return the line of one file from a process of its own; nothing where the limits ended it."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            line = pipe.read()
        return line if os.waitpid(child, 0)[1] == 0 else b""
    try:
        # Whoever ends the first process is not kept waiting by this one.
        for number in (reading, sys.stdout.fileno(), sys.stderr.fileno()):
            os.close(number)
        limit(seconds, memory)
        with os.fdopen(writing, "wb") as pipe:
            found = json.dumps(answer(content, work, megabytes), ensure_ascii=False)
            pipe.write(found.encode("utf-8", "replace"))
        os._exit(0)
    finally:
        os._exit(1)


def main() -> None:
    """Read the files from standard input; write one line for each to standard output."""
    wanted = json.loads(sys.argv[1])
    # openpyxl can do without them, and they are large
    for heavy in ("numpy", "pandas", "PIL", "lxml"):
        sys.modules[heavy] = None  # type: ignore[assignment]
    import openpyxl  # noqa: F401 - loaded before the first fork

    work: Callable[[bytes], dict[str, Any]] = partial(read, wanted=wanted)
    memory = MEMORY
    if size := wanted.get("marks"):
        title, marks = json.loads(sys.stdin.buffer.read(size))
        work, memory = partial(mark, title=title, marks=marks), MEMORY_TO_MARK
    limits = {key: wanted[key] for key in ("seconds", "megabytes")}
    for size in wanted["sizes"]:
        line = answer_apart(sys.stdin.buffer.read(size), work, memory, **limits)
        sys.stdout.buffer.write((line or b'{"refused": "large"}') + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
