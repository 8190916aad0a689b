"""The reader of tables that people hand in: what comes out of a cell, and what stays out."""

import datetime
import io
import subprocess
from collections.abc import Sequence

import openpyxl
import pytest

from koganei_kyodo.documents.workbooks import (
    Limits,
    WorkbookRefused,
    read_workbook,
    read_workbooks,
    text_of,
)


def _book(*sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_cells_keep_their_kind_and_rows_their_numbers() -> None:
    day = datetime.datetime(2026, 4, 1)  # noqa: DTZ001 - cells have no zone
    written: list[list[object]] = [
        ["名称", "数", "日"],
        [],
        ["　字下げ\n二行目", 12.0, day, None, " "],
        [True, 55.6],
    ]
    (sheet,) = read_workbook(_book(written))
    assert [(n, list(cells)) for n, cells in sheet.rows] == [
        (1, ["名称", "数", "日"]),
        (3, ["　字下げ\n二行目", 12, day.date()]),
        (4, [True, 55.6]),
    ]
    assert [text_of(c) for c in sheet.rows[1][1]] == ["　字下げ\n二行目", "12", "2026-04-01"]


def test_only_the_sheets_that_are_wanted() -> None:
    content = _book([["a"]], [["b"]])
    first = read_workbook(content, Limits(sheets=1))
    assert [(s.name, len(s.rows)) for s in first] == [("表1", 1), ("表2", 0)]
    second = read_workbook(content, Limits(sheets=["表2"]))
    assert [(s.name, len(s.rows)) for s in second] == [("表1", 0), ("表2", 1)]


def test_too_many_rows_are_refused_and_never_cut_off() -> None:
    with pytest.raises(WorkbookRefused, match="行が多すぎます（2行まで）"):
        read_workbook(_book([["a"], ["b"], ["c"]]), Limits(rows=2))


def test_one_file_of_many_that_is_refused_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("koganei_kyodo.documents.workbooks.MAX_BYTES", 100_000)
    good = _book([["a"]])
    rows = _book([["a"], ["b"], ["c"]])
    nothing, first, other, large, many, last = read_workbooks(
        [b"", good, b"PK\x03\x04" + bytes(300), bytes(100_001), rows, good], Limits(rows=2)
    )
    assert isinstance(first, list)
    assert first == last
    refused = [each for each in (nothing, other, large, many) if isinstance(each, WorkbookRefused)]
    assert [each.word for each in refused] == ["kind", "kind", "", "rows"]


def test_files_behind_one_that_used_up_the_time_are_refused_and_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(*_: object, **__: object) -> object:
        raise subprocess.TimeoutExpired("read", 30, output=b'{"sheets": [["a", []]]}\n{"she')

    monkeypatch.setattr(subprocess, "run", run)
    first, *others = read_workbooks([b"PK", b"PK", b"PK"])
    assert isinstance(first, list)
    assert [o.word for o in others if isinstance(o, WorkbookRefused)] == ["large", "large"]
