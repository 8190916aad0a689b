"""CSV: encodings, what CP932 lacks, and the formula guard."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal

import pytest

from koganei_kyodo.documents.csv_files import (
    Cell,
    CsvWriter,
    Replaced,
    cell_text,
    iter_csv,
    write_csv,
)


def rows_of(content: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


def test_utf8_has_one_bom_and_japanese_text() -> None:
    content = write_csv(["団体名", "人数"], [["〇〇の会", 12], ["𠮷野の会", None]]).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert rows_of(content) == [["団体名", "人数"], ["〇〇の会", "12"], ["𠮷野の会", ""]]


def test_quotes_line_breaks_and_commas_survive() -> None:
    cell = '一行目\n二行目,"引用"'
    assert rows_of(write_csv(["意見"], [[cell]]).content)[1] == [cell]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠sum"]
)
def test_text_that_would_run_is_guarded(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, "-5"),
        (Decimal("-0.5"), "-0.5"),
        ("-", "-"),
        ("あ=1", "あ=1"),
        (None, ""),
        (True, "はい"),
        (False, "いいえ"),
        (dt.date(2011, 7, 1), "2011-07-01"),
        (dt.datetime(2026, 3, 31, 15, 30, tzinfo=dt.UTC), "2026-04-01 00:30"),
    ],
)
def test_how_cells_are_written(value: Cell, written: str) -> None:
    assert cell_text(value) == written


def test_headers_are_guarded_too() -> None:
    assert rows_of(write_csv(["=1+1"], []).content) == [["'=1+1"]]


def test_cp932_reports_what_it_replaced() -> None:
    file = write_csv(["名前"], [["𠮷野"], ["𠮷𠮷鷗"], ["か\u3099"]], "cp932")
    assert rows_of(file.content, "cp932") == [["名前"], ["〓野"], ["〓〓〓"], ["が"]]
    assert file.replaced == [Replaced("𠮷", 3, 2), Replaced("鷗", 1, 3)]


def test_cp932_keeps_what_it_draws_alike() -> None:
    file = write_csv(["期間"], [["4月〜5月 −3 —"]], "cp932")
    assert file.replaced == []
    assert rows_of(file.content, "cp932")[1] == ["4月～5月 －3 ―"]


def test_another_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match="latin-1"):
        write_csv(["a"], [], "latin-1")


def test_streaming_reads_rows_only_as_they_are_needed() -> None:
    read = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal read
        for number in range(5000):
            read += 1
            yield [number, "あ"]

    chunks = iter_csv(["番号", "字"], rows())
    next(chunks)
    next(chunks)
    assert 0 < read < 1000
    rest = b"".join(chunks)
    assert read == 5000
    assert rest.endswith("4999,あ\r\n".encode())


def test_a_stream_tells_its_replacements_afterwards() -> None:
    writer = CsvWriter("cp932")
    for _ in writer.chunks(["a"], [["𩸽"]]):
        pass
    assert writer.replaced == [Replaced("𩸽", 1, 2)]
