"""Cells of a workbook that nobody has checked, read in a process of its own.

    python -I rows.py < form.xlsx

It writes one line of JSON: `{"sheets": [[name, [[row, [cell, …]], …]], …]}`, or `{"refused": word}`
with a key of `book.REFUSED`. The process takes little memory and time from the operating system, so
a file made to do harm ends this process and nothing else. It knows nothing of the portal, and nothing
in a file is ever run or fetched.
"""

import datetime
import io
import json
import resource
import sys
import zipfile
from typing import Any

MEMORY = 200 * 1024 * 1024
SECONDS = 3
MOST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_EMPTY_ROWS = 50_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 3_000_000
LONGEST_CELL = 32_767
READ = ("survey", "choices", "settings")


class Refused(Exception):
    """The file is not read; the word says why."""


def limit() -> None:
    """Take the memory and the time away that no questionnaire needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for heavy in (
        "numpy",
        "pandas",
        "PIL",
        "lxml",
    ):  # openpyxl can do without them, and they are large
        sys.modules[heavy] = None  # type: ignore[assignment]


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


def read(content: bytes) -> dict[str, Any]:
    """Return the sheets that are wanted, and the names of the others without rows."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    left = MOST_CHARACTERS
    sheets: list[tuple[str, list[Any]]] = []
    for sheet in book.worksheets:
        rows: list[Any] = []
        if sheet.title.strip().lower() in READ:
            sheet.reset_dimensions()  # what a file claims about its size is often wrong
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = cells_of(row)
                if cells:
                    left -= sum(map(len, cells))
                    rows.append([number, cells])
                if len(rows) > MOST_ROWS or number > MOST_EMPTY_ROWS:
                    raise Refused("rows")
                if left < 0:
                    raise Refused("large")
        sheets.append((sheet.title, rows))
    return {"sheets": sheets}


def cells_of(row: Any) -> list[str]:
    """Return the cells as text, without the empty ones at the end."""
    last = max((at for at, value in enumerate(row) if value is not None), default=-1)
    if last >= MOST_COLUMNS:
        raise Refused("columns")
    cells = [text_of(value) for value in row[: last + 1]]
    return cells if any(cells) else []


def text_of(value: Any) -> str:
    """Return one cell as it is read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        whole = value.time() == datetime.time()
        return value.date().isoformat() if whole else value.isoformat(" ")
    text = str(value).replace("\r\n", "\n").replace("\x00", "")
    # An indent of 全角 spaces at the beginning of a text is meant.
    text = text.strip(" \t\n") if text.strip() else ""
    if len(text) > LONGEST_CELL:
        raise Refused("large")
    return text


def main() -> None:
    """Read standard input; write what was found to standard output."""
    limit()
    found: dict[str, Any]
    try:
        content = sys.stdin.buffer.read()
        check_archive(content)
        found = read(content)
    except Refused as error:
        found = {"refused": str(error)}
    except MemoryError:
        found = {"refused": "large"}
    except Exception:  # a broken or hostile file makes openpyxl raise anything
        found = {"refused": "broken"}
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
