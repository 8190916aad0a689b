"""A workbook as rows under their headings: what `rows` found in a process with little to spend."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 5 * 1024 * 1024
# The process may use 3 seconds of the processor; this only ends one that gets no processor at all.
_LONGEST_WAIT = 30
_ROWS = Path(__file__).with_name("rows.py")
_SAVE_AGAIN = "Excelで開き、「Excelブック（.xlsx）」で保存し直して、もう一度選んでください"
REFUSED = {
    "old": f"古い形式（.xls）のファイルです。{_SAVE_AGAIN}",
    "kind": f"Excelのファイル（.xlsx）ではありません。{_SAVE_AGAIN}",
    "broken": f"ファイルを読めませんでした。{_SAVE_AGAIN}",
    "macros": "マクロの入ったファイルは読み込みません。マクロのない形（.xlsx）で保存し直してください",
    "large": "ファイルの中身が大きすぎます。調査票のほかのもの（画像など）を消して、保存し直してください",
    "rows": "行が多すぎます。調査票の下に残った空の行やほかの表を消して、保存し直してください",
    "columns": "列が多すぎます（200列まで）。調査票の右に残ったものを消して、保存し直してください",
}


class XlsformError(ValueError):
    """The file cannot be used; `problems` say in Japanese what to mend, all at once."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as Excel shows it, and its cells by heading, none empty."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its headings as written, and the rows below them."""

    name: str
    headings: Sequence[str] = ()
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class Book:
    """The sheets by their name in small letters."""

    sheets: Mapping[str, Sheet]

    def sheet(self, name: str) -> Sheet:
        """Return a sheet; an empty one where there is none."""
        return self.sheets.get(name, Sheet(name))

    def others(self, *read: str) -> Iterator[str]:
        """Yield the names of the sheets that are not among `read`."""
        yield from (sheet.name for key, sheet in self.sheets.items() if key not in read)


def open_book(content: bytes) -> Book:
    """Read a workbook, whoever made it.

    Args:
        content: the file, at most `MAX_BYTES`.

    Raises:
        XlsformError: it is no workbook, has macros, is too large, or was made to do harm.
    """
    if len(content) > MAX_BYTES:
        raise XlsformError([f"ファイルは{MAX_BYTES // 1024 // 1024}MBまでです"])
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_ROWS)],
            input=content,
            capture_output=True,
            timeout=_LONGEST_WAIT,
            check=False,
            env={},
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        # Ended by the limits, or killed: it answered nothing.
        raise XlsformError([REFUSED["large"]]) from None
    if word := found.get("refused"):
        raise XlsformError([REFUSED[word]])
    return book_of(found["sheets"])


def book_of(found: Sequence[tuple[str, Sequence[tuple[int, Sequence[str]]]]]) -> Book:
    """Return the sheets as `rows.read` found them."""
    sheets = [_sheet(name, rows) for name, rows in found]
    return Book({sheet.name.strip().lower(): sheet for sheet in sheets})


def _sheet(name: str, rows: Sequence[tuple[int, Sequence[str]]]) -> Sheet:
    if not rows:
        return Sheet(name)
    headings = [" ".join(cell.split()) for cell in rows[0][1]]
    return Sheet(
        name,
        [heading for heading in headings if heading],
        [
            Row(number, {h: cell for h, cell in zip(headings, cells, strict=False) if h and cell})
            for number, cells in rows[1:]
        ],
    )
