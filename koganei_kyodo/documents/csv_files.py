"""CSV files: UTF-8 with BOM, or CP932 with every replaced character reported.

Formula guard: spreadsheets run a text cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or
a line break (also the full-width forms, which Japanese Excel accepts) as a formula. Such text is
written with an apostrophe in front. Numbers are written as they are, and so is text of a single
sign, such as the dash of an empty cell. The raw text stays available in the Excel files, where a
cell's type says that it is text.
"""

import codecs
import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None

UTF8 = "utf-8-sig"
CP932 = "cp932"
GETA = "〓"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters CP932 has under another code point, drawn alike.
_SAME_LOOK = str.maketrans(
    {"〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "¥": "￥"}
)
_CHUNK_ROWS = 500


@dataclass(frozen=True)
class Replaced:
    """A character the encoding lacks.

    Args:
        character: the character.
        count: how often it was replaced.
        first_row: number of the first row it stood in, the header being row 1.
    """

    character: str
    count: int
    first_row: int


@dataclass(frozen=True)
class CsvFile:
    """A whole CSV file and what was replaced in it."""

    content: bytes
    replaced: list[Replaced] = field(default_factory=list)


def cell_text(value: Cell) -> str:
    """Write one cell: numbers plain, dates as ISO, text guarded against formulas.

    Times are those of the local clock; true and false become はい and いいえ.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        return guard(value)
    return str(value)


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{text}" if len(text) > 1 and text.startswith(_FORMULA_STARTS) else text


class CsvWriter:
    """Writes rows as encoded chunks and remembers what the encoding could not hold.

    Args:
        encoding: ``utf-8-sig`` or ``cp932``.

    Raises:
        ValueError: another encoding is asked for.
    """

    def __init__(self, encoding: str = UTF8) -> None:
        if encoding not in (UTF8, CP932):
            raise ValueError(f"CSV is written as {UTF8} or {CP932}, not {encoding}")
        self.encoding = encoding
        self._found: dict[str, tuple[int, int]] = {}

    @property
    def replaced(self) -> list[Replaced]:
        """Characters replaced so far, in the order they were met."""
        return [Replaced(char, count, row) for char, (count, row) in self._found.items()]

    def chunks(self, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
        """Yield the file in pieces of some hundred rows, so that memory stays flat."""
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\r\n")
        if self.encoding == UTF8:
            yield codecs.BOM_UTF8
        writer.writerow([self._encodable(cell_text(name), 1) for name in header])
        for number, row in enumerate(rows, start=2):
            writer.writerow([self._encodable(cell_text(cell), number) for cell in row])
            if number % _CHUNK_ROWS == 0:
                yield self._take(buffer)
        yield self._take(buffer)

    def _take(self, buffer: io.StringIO) -> bytes:
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text.encode("utf-8" if self.encoding == UTF8 else CP932)

    def _encodable(self, text: str, row: int) -> str:
        if self.encoding == UTF8 or text.isascii():
            return text
        text = unicodedata.normalize("NFC", text).translate(_SAME_LOOK)
        try:
            text.encode(CP932)
        except UnicodeEncodeError:
            return "".join(self._replacement(char, row) for char in text)
        return text

    def _replacement(self, char: str, row: int) -> str:
        try:
            char.encode(CP932)
        except UnicodeEncodeError:
            count, first = self._found.get(char, (0, row))
            self._found[char] = (count + 1, first)
            return GETA
        return char


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], encoding: str = UTF8
) -> CsvFile:
    """Write a whole CSV file.

    Args:
        header: names of the columns.
        rows: rows of cells.
        encoding: ``utf-8-sig`` (UTF-8 with BOM) or ``cp932``; characters CP932 lacks become 〓.

    Raises:
        ValueError: another encoding is asked for.
    """
    writer = CsvWriter(encoding)
    content = b"".join(writer.chunks(header, rows))
    return CsvFile(content, writer.replaced)


def iter_csv(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], encoding: str = UTF8
) -> Iterator[bytes]:
    """Yield a CSV file in pieces, for a streaming response.

    Use ``CsvWriter`` where the replaced characters are to be told afterwards.
    """
    return CsvWriter(encoding).chunks(header, rows)
