"""Cells of workbooks that nobody has checked, each read in a process of its own.

    python -I workbook_process.py '{"rows": 5000, …, "sizes": [20480]}' < form.xlsx

Standard input holds the files one behind the other; `sizes` says how many bytes each has. For each
it writes one line of JSON: `{"sheets": [[name, [[row, [cell, …]], …]], …]}`, or `{"refused": word}`
with a key of `workbooks.REFUSED`. A cell is a text, a number, true, false, null, or `{"at": …}` for a
date. The process of a file takes little memory and time from the operating system, so a file made to
do harm ends this process and nothing else. It knows nothing of the portal, and nothing in a file is
ever run or fetched.

Loading openpyxl takes longer than reading a sheet: it is loaded once, and the process is forked for
each file.
"""

import datetime
import io
import json
import os
import resource
import sys
import zipfile
from typing import Any

MEMORY = 200 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 500
MOST_EMPTY_ROWS = 50_000
MOST_CHARACTERS = 3_000_000
LONGEST_CELL = 32_767


class Refused(Exception):
    """The file is not read; the word says why."""


def limit(seconds: int) -> None:
    """Take the memory and the time away that nothing people fill in needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_archive(content: bytes) -> None:
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
    # An archive cannot understate this: reading stops at the size that it states.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("large")
    for part in parts:
        # Counting bytes is quick; openpyxl would go through all of them, twice.
        if "worksheets/" in part.filename and archive.read(part).count(b"<row") > MOST_EMPTY_ROWS:
            raise Refused("rows")


def read(content: bytes, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the sheets that are wanted, and the names of the others without rows.

    Args:
        content: the workbook.
        wanted: `rows` and `columns` that are read at the most; `sheets`, their names in small
            letters, or how many from the first one on.
    """
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    left = MOST_CHARACTERS
    sheets: list[tuple[str, list[Any]]] = []
    for place, sheet in enumerate(book.worksheets):
        rows: list[Any] = []
        if _is_wanted(sheet.title, place, wanted["sheets"]):
            sheet.reset_dimensions()  # what a file claims about its size is often wrong
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = cells_of(row, wanted["columns"])
                if cells:
                    left -= sum(len(cell) if isinstance(cell, str) else 1 for cell in cells)
                    rows.append([number, cells])
                if len(rows) > wanted["rows"] or number > MOST_EMPTY_ROWS:
                    raise Refused("rows")
                if left < 0:
                    raise Refused("large")
        sheets.append((sheet.title, rows))
    return {"sheets": sheets}


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


def answer(content: bytes, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what is written of one file: its sheets, or why it is refused."""
    try:
        check_archive(content)
        return read(content, wanted)
    except Refused as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": "large"}
    except Exception:  # a broken or hostile file makes openpyxl raise anything
        return {"refused": "broken"}


def answer_apart(content: bytes, wanted: dict[str, Any]) -> bytes:
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
        limit(wanted["seconds"])
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(answer(content, wanted)).encode())
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

    for size in wanted["sizes"]:
        line = answer_apart(sys.stdin.buffer.read(size), wanted)
        sys.stdout.buffer.write((line or b'{"refused": "large"}') + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
