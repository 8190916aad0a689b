"""Excel: read back with another library what was written."""

import datetime as dt
import io
import re
import struct
from collections.abc import Iterator
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl import Workbook

from koganei_kyodo.documents.charts import ChartData, horizontal_bars, render_png
from koganei_kyodo.documents.excel import (
    Cell,
    Image,
    Sheet,
    clean_text,
    sheet_names,
    write_workbook,
)


def read(*sheets: Sheet) -> Workbook:
    content = write_workbook(sheets, title="調査の図表", author="〇〇市民協働支援センター")
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture
def table() -> Sheet:
    return Sheet(
        name="図表5",
        title="図表5　協働事業を実施した経緯",
        lines=["複数回答、n＝122"],
        header=["項目", "件数", "割合（％）"],
        rows=[
            ["=HYPERLINK(1)", 65, Decimal("53.3")],
            ["だれもいない", None, None],
            ["合計", 1222, 100],
        ],
        notes=["割合は四捨五入しています。"],
        kinds=["text", "integer", "percent1"],
        total_rows=1,
    )


def test_table_reads_back_with_title_notes_and_numbers(table: Sheet) -> None:
    sheet = read(table)["図表5"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0][0] == "図表5　協働事業を実施した経緯"
    assert values[1][0] == "複数回答、n＝122"
    assert values[3] == ["項目", "件数", "割合（％）"]
    assert values[4] == ["=HYPERLINK(1)", 65, pytest.approx(0.533)]
    assert values[5] == ["だれもいない", "—", "—"]
    assert values[8][0] == "注）割合は四捨五入しています。"


def test_numbers_keep_their_format_and_totals_are_bold(table: Sheet) -> None:
    sheet = read(table)["図表5"]
    assert sheet["C5"].number_format == "0.0%"
    assert sheet["B7"].number_format == "#,##0"
    assert sheet["B7"].font.bold
    assert not sheet["B6"].font.bold
    assert sheet["A5"].font.name == "BIZ UDPGothic"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "=cmd|' /C calc'!A0", "{=1}"])
def test_text_is_never_a_formula_or_link(text: str) -> None:
    sheet = read(Sheet("表", [text], [[text], ["https://example.jp/"]])).active
    assert sheet is not None
    assert {cell.data_type for (cell,) in sheet.iter_rows()}.isdisjoint({"f", "n"})
    assert sheet["A1"].value == sheet["A2"].value == text
    assert sheet["A3"].hyperlink is None


def test_no_formula_stands_in_the_file(table: Sheet) -> None:
    with ZipFile(io.BytesIO(write_workbook([table]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_prints_on_a4_with_repeated_and_frozen_header(table: Sheet) -> None:
    sheet = read(table)["図表5"]
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "B5"
    fit = sheet.sheet_properties.pageSetUpPr
    assert fit is not None
    assert fit.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def test_file_names_title_and_author(table: Sheet) -> None:
    properties = read(table).properties
    assert properties.title == "調査の図表"
    assert properties.creator == "〇〇市民協働支援センター"


def test_chart_stands_below_the_table_with_its_alternative_text(table: Sheet) -> None:
    png = render_png(horizontal_bars(ChartData(["あ"], counts=[1])))
    with_chart = Sheet(
        table.name, table.header, table.rows, images=[Image(png, "あがもっとも多い")] * 2
    )
    content = write_workbook([with_chart])
    with ZipFile(io.BytesIO(content)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        names = archive.namelist()
    assert drawing.count('descr="あがもっとも多い"') == 2
    assert [name for name in names if name.startswith("xl/media/")]
    anchors = [int(row) for row in re.findall(r"<xdr:from>.*?<xdr:row>(\d+)</xdr:row>", drawing)]
    sizes = re.findall(r'<a:ext cx="(\d+)" cy="(\d+)"/>', drawing)
    width, height = (int(size) / 9525 for size in sizes[0])
    assert width == pytest.approx(struct.unpack(">I", png[16:20])[0] / 2, abs=2)
    assert anchors[0] >= 4
    assert anchors[1] >= anchors[0] + height / 20


def test_sheet_names_are_fit_unique_and_short() -> None:
    names = sheet_names(["図表[1]:*?/\\", "", "あ" * 40, "あ" * 40, "a", "A", "'引用'", "History"])
    assert len({name.casefold() for name in names}) == 8
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert names[3].endswith("（2）")
    assert names[6] == "引用"
    assert names[7] != "History"


def test_dates_and_times_are_real_and_local() -> None:
    moment = dt.datetime(2026, 3, 31, 15, 30, tzinfo=dt.UTC)
    sheet = read(
        Sheet("表", ["日", "時"], [[dt.date(2026, 4, 1), moment]], kinds=["date", "datetime"])
    ).active
    assert sheet is not None
    assert str(sheet["A2"].value) == "2026-04-01 00:00:00"
    assert str(sheet["B2"].value) == "2026-04-01 00:30:00"


def test_empty_table_and_empty_text_cells() -> None:
    book = read(Sheet("空", ["項目"], []), Sheet("欠", ["項目"], [[None], [True]]))
    assert book["空"].max_row == 1
    assert book["欠"]["A2"].value in (None, "")
    assert book["欠"]["A3"].value == "はい"


def test_text_excel_cannot_hold_is_made_fit() -> None:
    assert clean_text("あ\x00い\x0bう\ud800\n") == "あいう\n"
    long = clean_text("あ" * 40000)
    assert len(long) == 32767
    assert long.endswith("省きました）")
    sheet = read(Sheet("表", ["意見"], [["あ" * 40000], ["a\x01b"]])).active
    assert sheet is not None
    assert len(sheet["A2"].value) == 32767
    assert sheet["A3"].value == "ab"


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a sheet"):
        write_workbook([])
    with pytest.raises(ValueError, match="2 cells under 1"):
        write_workbook([Sheet("表", ["a"], [[1, 2]])])
    with pytest.raises(ValueError, match="total rows"):
        write_workbook([Sheet("表", ["a"], iter([[1]]), total_rows=1)])


def test_rows_may_be_a_stream_of_many() -> None:
    rows: Iterator[list[Cell]] = ([number, "回答"] for number in range(3000))
    sheet = read(Sheet("生データ", ["番号", "回答"], rows, kinds=["integer"])).active
    assert sheet is not None
    assert sheet.max_row == 3001
    assert sheet["A3001"].value == 2999


def test_only_png_files_are_taken() -> None:
    with pytest.raises(ValueError, match="PNG"):
        write_workbook([Sheet("表", ["a"], [], images=[Image(b"<svg/>", "図")])])
