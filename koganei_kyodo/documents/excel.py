"""Excel workbooks: one sheet per table, ready to print on A4.

Written row by row (XlsxWriter's constant memory), so that a raw-data sheet of many thousand rows
stays small in memory. Text is always written as text: a cell that begins with ``=`` is no formula.
"""

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any, Literal

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | bool | dt.date | dt.datetime | None
Kind = Literal["text", "number", "integer", "decimal1", "percent1", "date", "datetime"]

FONT = "BIZ UDPGothic"
DASH = "—"
MAX_NAME = 31
MAX_TEXT = 32767
_CUT = "…（長いため以下を省きました）"
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORBIDDEN_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBER_FORMATS: dict[str, str] = {
    "text": "@",
    "number": "General",
    "integer": "#,##0",
    "decimal1": "#,##0.0",
    "percent1": "0.0%",
    "date": 'yyyy"年"m"月"d"日"',
    "datetime": "yyyy/mm/dd hh:mm",
}
_ROW_PIXELS = 20
_IMAGE_GAP_ROWS = 1
_SCREEN_DOTS_PER_INCH = 96.0


@dataclass(frozen=True)
class Image:
    """A picture below the table.

    Args:
        content: the PNG file.
        alt: what it shows, in one sentence.
        scale: pixels on the sheet per pixel of the file, whatever resolution the file names
            (0.5 for a chart drawn at two pixels per pixel).
        height: room to keep for it on the sheet in pixels; its own height where ``None``.
    """

    content: bytes
    alt: str
    scale: float = 0.5
    height: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Args:
        name: name on the tab; made fit for Excel and unique.
        header: names of the columns, with their unit.
        rows: rows of cells; ``None`` is written as a dash in a number column, else left empty.
            A ``percent1`` cell is given in percent (``41.0``) and stored as a real percentage.
        title: heading above the table, or ``""``.
        lines: notes above the table (n, base, kind of answer).
        notes: notes below the table.
        widths: widths of the columns in characters; the last counts for the rest.
        kinds: kinds of the columns; ``"text"`` where none is given.
        total_rows: how many of the last rows are totals in bold; needs ``rows`` as a sequence.
        images: pictures below the table.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    widths: Sequence[float] = ()
    kinds: Sequence[Kind] = ()
    total_rows: int = 0
    images: Sequence[Image] = field(default_factory=tuple)


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Make names fit for Excel: 31 characters, without ``[]:*?/\\``, unique whatever the case."""
    taken: set[str] = set()
    names = []
    for name in wanted:
        clean = _FORBIDDEN_IN_NAME.sub("・", name).strip().strip("'") or "表"
        # Excel reserves this name for its own use.
        if clean.casefold() == "history":
            clean = f"{clean}_"
        candidate = clean[:MAX_NAME]
        number = 2
        while candidate.casefold() in taken:
            suffix = f"（{number}）"
            candidate = clean[: MAX_NAME - len(suffix)] + suffix
            number += 1
        taken.add(candidate.casefold())
        names.append(candidate)
    return names


def write_workbook(sheets: Sequence[Sheet], *, title: str = "", author: str = "") -> bytes:
    """Write a workbook.

    Args:
        sheets: the sheets in order, at least one.
        title: title in the properties of the file.
        author: name of the centre in the properties of the file.

    Returns:
        The ``.xlsx`` file.

    Raises:
        ValueError: there is no sheet, or a row is longer than its header.
    """
    buffer = io.BytesIO()
    save_workbook(buffer, sheets, title=title, author=author)
    return buffer.getvalue()


def save_workbook(
    target: IO[bytes], sheets: Sequence[Sheet], *, title: str = "", author: str = ""
) -> None:
    """Write a workbook into an open file; what is too long for memory waits on the disk.

    Args and raises as ``write_workbook``; ``target`` is a file open for writing bytes.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "author": author, "company": author})
        styles = _Styles(book)
        for sheet, name in zip(sheets, sheet_names(s.name for s in sheets), strict=True):
            _SheetWriter(book.add_worksheet(name), sheet, styles).write()


class _Styles:
    """Cell formats of one workbook, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}
        self.title = self._add(bold=True, font_size=14)
        self.line = self._add()
        self.header = self._add(
            bold=True,
            border=1,
            bg_color="#E6E6E6",
            align="center",
            valign="vcenter",
            text_wrap=True,
        )

    def _add(self, **properties: Any) -> Format:
        return self._book.add_format(
            {"font_name": FONT, "font_size": 11, "valign": "top", **properties}
        )

    def cell(self, kind: str, *, bold: bool) -> Format:
        if (kind, bold) not in self._made:
            properties: dict[str, Any] = {"num_format": _NUMBER_FORMATS[kind], "border": 1}
            if kind == "text":
                properties["text_wrap"] = True
            else:
                properties["align"] = "right"
            if bold:
                properties |= {"bold": True, "top": 2}
            self._made[kind, bold] = self._add(**properties)
        return self._made[kind, bold]


class _SheetWriter:
    """Writes one sheet from top to bottom, as constant memory demands."""

    def __init__(self, target: Worksheet, sheet: Sheet, styles: _Styles) -> None:
        self.target = target
        self.sheet = sheet
        self.styles = styles
        self.row = 0

    def write(self) -> None:
        self._columns()
        if self.sheet.title:
            self._line(self.sheet.title, self.styles.title)
        for line in self.sheet.lines:
            self._line(line, self.styles.line)
        if self.row:
            self.row += 1
        header = self.row
        for column, name in enumerate(self.sheet.header):
            self.target.write_string(header, column, clean_text(name), self.styles.header)
        self.row += 1
        self._rows()
        self._page(header)
        if self.sheet.notes:
            self.row += 1
        for note in self.sheet.notes:
            self._line(f"注）{note}", self.styles.line)
        self._images()

    def _columns(self) -> None:
        last = max(len(self.sheet.header) - 1, 0)
        for column in range(last + 1):
            widths = self.sheet.widths
            width = widths[min(column, len(widths) - 1)] if widths else (40 if not column else 14)
            self.target.set_column(column, column, width)

    def _line(self, text: str, style: Format) -> None:
        self.target.write_string(self.row, 0, clean_text(text), style)
        self.row += 1

    def _rows(self) -> None:
        total = len(self.sheet.rows) if isinstance(self.sheet.rows, Sequence) else None
        if self.sheet.total_rows and total is None:
            raise ValueError("total rows need rows of a known number")
        first_total = (total or 0) - self.sheet.total_rows if self.sheet.total_rows else None
        kinds = [*self.sheet.kinds, *["text"] * (len(self.sheet.header) - len(self.sheet.kinds))]
        for index, row in enumerate(self.sheet.rows):
            if len(row) > len(self.sheet.header):
                raise ValueError(f"{len(row)} cells under {len(self.sheet.header)} column names")
            bold = first_total is not None and index >= first_total
            for column, value in enumerate(row):
                self._cell(column, value, kinds[column], bold=bold)
            self.row += 1

    def _cell(self, column: int, value: Cell, kind: str, *, bold: bool) -> None:
        if (
            kind == "text"
            and isinstance(value, int | float | Decimal)
            and not isinstance(value, bool)
        ):
            kind = "number"  # as text a sum would leave it out
        style = self.styles.cell(kind, bold=bold)
        place = (self.row, column)
        if value is None:
            self.target.write_string(*place, "" if kind == "text" else DASH, style)
        elif isinstance(value, bool):
            self.target.write_string(*place, "はい" if value else "いいえ", style)
        elif isinstance(value, str):
            self.target.write_string(*place, clean_text(value), style)
        elif isinstance(value, dt.datetime):
            # Excel knows no time zones: what it gets is the clock on the wall.
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            self.target.write_datetime(*place, local.replace(tzinfo=None), style)
        elif isinstance(value, dt.date):
            self.target.write_datetime(*place, value, style)
        elif kind == "percent1":
            self.target.write_number(*place, float(Decimal(str(value)) / 100), style)
        else:
            self.target.write_number(*place, float(value), style)

    def _images(self) -> None:
        self.row += _IMAGE_GAP_ROWS
        for image in self.sheet.images:
            height, dots_per_inch = _png_measures(image.content)
            scale = image.scale * dots_per_inch / _SCREEN_DOTS_PER_INCH
            self.target.insert_image(
                self.row,
                0,
                "chart.png",
                {
                    "image_data": io.BytesIO(image.content),
                    "description": image.alt,
                    "x_scale": scale,
                    "y_scale": scale,
                    "object_position": 3,
                },
            )
            room = height * image.scale if image.height is None else image.height
            self.row += math.ceil(room / _ROW_PIXELS) + _IMAGE_GAP_ROWS

    def _page(self, header: int) -> None:
        self.target.set_paper(9)
        if len(self.sheet.header) > 6:
            self.target.set_landscape()
        self.target.fit_to_pages(1, 0)
        self.target.repeat_rows(header)
        self.target.freeze_panes(header + 1, 1)
        self.target.set_footer("&L&A&R&P ／ &N ページ")


def _png_measures(png: bytes) -> tuple[int, float]:
    """Height of a PNG file in pixels, and the dots per inch it names (96 where it names none).

    Raises:
        ValueError: the bytes are no PNG file.
    """
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("an image must be a PNG file")
    height = int.from_bytes(png[20:24])
    position = 8
    while position + 8 <= len(png):
        length, kind = (
            int.from_bytes(png[position : position + 4]),
            png[position + 4 : position + 8],
        )
        if kind == b"pHYs" and png[position + 16] == 1:
            dots_per_metre = int.from_bytes(png[position + 8 : position + 12])
            return height, dots_per_metre * 0.0254
        if kind == b"IDAT":
            break
        position += length + 12
    return height, _SCREEN_DOTS_PER_INCH


def clean_text(text: str) -> str:
    """Text as a cell can hold it: no control characters, at most 32,767 characters.

    A longer text ends with a sentence that says so, because Excel could not open the file.
    """
    clean = _FORBIDDEN_IN_TEXT.sub("", text)
    if len(clean) > MAX_TEXT:
        clean = clean[: MAX_TEXT - len(_CUT)] + _CUT
    return clean
