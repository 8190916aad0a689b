"""CSV that people hand in, read row by row in little memory, under the limits of a workbook."""

import csv
import io
import re
from collections.abc import Iterator

from koganei_kyodo.documents.workbooks import USUAL, Limits, WorkbookRefused, is_too_large, refusal

# Excel's 「Unicode テキスト」 is UTF-16 and begins with one of these.
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = ("utf-8-sig", "cp932")
# More fields than that in one line are not even split: a line of nothing but commas fills the memory.
_MOST_FIELDS = 5_000
_LOOK_FOR_DELIMITER = 20_000
_SAVE_AGAIN = "Excelで開き、保存し直してから、もう一度選んでください"


def encoding_of(content: bytes, limits: Limits = USUAL) -> str:
    """Return the encoding of a file that is text.

    Raises:
        WorkbookRefused: it is too large, empty, or no text in an encoding that spreadsheets write.
    """
    if is_too_large(content, limits):
        raise WorkbookRefused(f"ファイルは{limits.megabytes}MBまでです")
    if not content.strip():
        raise WorkbookRefused("ファイルが空です。中身のあるファイルを選んでください")
    if not content.startswith(_UTF16) and b"\0" in content:
        raise WorkbookRefused("Excel（.xlsx）か、CSVのファイルを選んでください")
    for encoding in ("utf-16",) if content.startswith(_UTF16) else ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise WorkbookRefused(
        "文字が読めませんでした。CSVは、UTF-8かShift_JISで保存してから、もう一度選んでください"
    )


def read_csv(
    content: bytes, encoding: str = "", limits: Limits = USUAL
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row that is not empty, as Excel counts, and its cells.

    Cells are stripped, and those at the end that are empty are left out.

    Args:
        content: the file, separated by commas or tabs.
        encoding: as `encoding_of` found it; empty to find it.
        limits: of these `rows`, `columns` and `megabytes`.

    Raises:
        WorkbookRefused: it is no such file, or above a limit; the message says what to do.
    """
    text = io.TextIOWrapper(
        io.BytesIO(content), encoding or encoding_of(content, limits), newline=""
    )
    head = text.read(_LOOK_FOR_DELIMITER)
    text.seek(0)
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    # Strict: a quote too many would make one row of all that follow, without a word.
    reader = csv.reader(_lines(text, delimiter, limits), delimiter=delimiter, strict=True)
    seen = 0
    try:
        for number, row in enumerate(reader, start=1):
            cells = [_plain(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if len(cells) > limits.columns:
                raise refusal("columns", limits)
            seen += 1
            if seen > limits.rows:
                raise refusal("rows", limits)
            yield number, cells
    except csv.Error as error:  # a text of more than 131,072 characters, mostly a quote too many
        raise WorkbookRefused(
            f'{reader.line_num}行目あたりが読めません（「"」の数が合わないか、長すぎる文があります）。'
            f"{_SAVE_AGAIN}"
        ) from error


def _lines(text: io.TextIOWrapper, delimiter: str, limits: Limits) -> Iterator[str]:
    for line in text:
        if line.count(delimiter) > _MOST_FIELDS:
            raise refusal("columns", limits)
        yield line


def _plain(cell: str) -> str:
    """Take away spaces and the apostrophe that keeps spreadsheets from running a text."""
    return re.sub(r"^'(?=[=+\-@＝＋－＠])", "", cell.strip())
