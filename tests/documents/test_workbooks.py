"""The reader of tables that people hand in: what comes out of a cell, and what stays out."""

import datetime
import io
import subprocess
from collections.abc import Sequence

import openpyxl
import pytest
from openpyxl.styles import Font

from koganei_kyodo.documents.workbooks import (
    Limits,
    Mark,
    WorkbookRefused,
    mark_workbook,
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


def test_one_file_of_many_that_is_refused_stops_no_other() -> None:
    good = _book([["a"]])
    rows = _book([["a"], ["b"], ["c"]])
    nothing, first, other, large, many, last = read_workbooks(
        [b"", good, b"PK\x03\x04" + bytes(300), bytes(1024**2 + 1), rows, good],
        Limits(rows=2, megabytes=1),
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


def test_the_first_rows_are_told_and_the_others_still_looked_at() -> None:
    content = _book([["a"], ["b"], ["c"]])
    (sheet,) = read_workbook(content, Limits(told=2))
    assert [number for number, _ in sheet.rows] == [1, 2]
    with pytest.raises(WorkbookRefused, match="行が多すぎます"):
        read_workbook(content, Limits(told=1, rows=2))


def _merged() -> bytes:
    book = openpyxl.load_workbook(
        io.BytesIO(_book([["事業", "相手"], ["池", "川の会"], [None, "山の会"]]))
    )
    book.worksheets[0].merge_cells("A2:A4")
    book.worksheets[0]["B2"].font = Font(italic=True)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_cells_merged_downwards_speak_for_each_of_their_rows_where_that_is_wanted() -> None:
    (as_it_is,) = read_workbook(_merged())
    assert list(as_it_is.rows[2][1]) == [None, "山の会"]
    (filled,) = read_workbook(_merged(), Limits(merged=True))
    assert [list(cells) for _, cells in filled.rows[1:]] == [["池", "川の会"], ["池", "山の会"]]


def test_a_workbook_goes_back_as_it_came_with_its_marks() -> None:
    marks = [
        Mark(3, 1, {"note": "空です", "fill": "FFD0D0"}),  # inside of a merged cell
        Mark(1, 3, {"value": "=1+1", "head": 60}),
    ]
    book = openpyxl.load_workbook(io.BytesIO(mark_workbook(_merged(), "表1", marks)))
    sheet = book.worksheets[0]
    assert (sheet["A2"].comment.text, sheet["A2"].fill.fgColor.rgb) == ("空です", "00FFD0D0")
    assert (sheet["C1"].value, sheet["C1"].data_type) == ("=1+1", "s")
    assert (sheet["B2"].value, sheet["B2"].font.italic) == ("川の会", True)
    with pytest.raises(WorkbookRefused, match="Excelのファイル"):
        mark_workbook(b"PK", "表1", marks)
