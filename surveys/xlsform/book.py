"""A workbook as rows under their headings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from koganei_kyodo.documents import workbooks
from koganei_kyodo.documents.workbooks import Limits, WorkbookRefused, text_of

MAX_BYTES = workbooks.MAX_BYTES
_READ = Limits(sheets=("survey", "choices", "settings"))


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
    try:
        sheets = workbooks.read_workbook(content, _READ)
    except WorkbookRefused as error:
        raise XlsformError([str(error)]) from None
    return book_of(
        [
            (sheet.name, [(number, [text_of(cell) for cell in row]) for number, row in sheet.rows])
            for sheet in sheets
        ]
    )


def book_of(found: Sequence[tuple[str, Sequence[tuple[int, Sequence[str]]]]]) -> Book:
    """Return the sheets with their rows under their headings."""
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
