"""PDF: read back what was printed."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from koganei_kyodo.documents.charts import ChartData, horizontal_bars
from koganei_kyodo.documents.labels import LAYOUTS, Address, Layout, labels_pdf
from koganei_kyodo.documents.pdf import PdfError, render_pdf
from koganei_kyodo.documents.report import (
    FiguresReport,
    ReportFigure,
    Table,
    figures_report_data,
    render_figures_report,
)

ROWS = [["実施したい", "3", "11.1%"], ["実施したいとは思わない", "22", "81.5%"]]
HOSTILE = '#panic("x") *太字* $x$ = 見出し <label> \\ @ref'


@pytest.fixture
def figure() -> ReportFigure:
    return ReportFigure(
        number="15",
        title="今後の協働の実施意向",
        kind="単一回答",
        base="n＝27",
        table=Table(["項目", "件数", "割合"], [*ROWS, ["合計", "27", "100.0%"]], total_rows=1),
        chart=horizontal_bars(
            ChartData(["実施したい"], [3], [Decimal("11.1")], 27, "11.1%が実施したいと答えた。")
        ),
        description="11.1%が実施したいと答えた。",
        notes=["割合は四捨五入しています。"],
        comparison=Table(["項目", "公表", "再計算"], [["実施したい", "10.3%", "11.1%"]]),
        comparison_note="公表された割合は、n＝27 からは計算できません。",
    )


@pytest.fixture
def report(figure: ReportFigure) -> FiguresReport:
    return FiguresReport(
        title="協働事業の調査報告",
        subtitle="2011年の調査",
        source="武蔵野市（2011年）",
        made_on=dt.date(2026, 4, 1),
        centre="〇〇市民協働支援センター",
        notes=["1件ごとの記録は組み立てたものです。"],
        figures=[figure],
    )


def read(report: FiguresReport) -> PdfReader:
    return PdfReader(io.BytesIO(render_figures_report(report)))


def text_of(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    "expected",
    [
        "協働事業の調査報告",
        "2011年の調査",
        "出典：武蔵野市（2011年）",
        "作成日：2026年4月1日",
        "注）1件ごとの記録は組み立てたものです。",
        "図表15　今後の協働の実施意向（単一回答、n＝27）",
        "実施したいとは思わない2281.5%",
        "注）割合は四捨五入しています。",
        "公表された数値と、回答から数えなおした数値",
        "実施したい10.3%11.1%",
        "〇〇市民協働支援センター",
        "1 ／ 1 ページ",
    ],
)
def test_everything_is_printed(report: FiguresReport, expected: str) -> None:
    assert "".join(expected.split()) in text_of(read(report))


def test_file_is_tagged_japanese_and_declares_pdf_ua(report: FiguresReport) -> None:
    reader = read(report)
    root: Any = reader.root_object
    assert bool(root["/MarkInfo"]["/Marked"].value)
    assert str(root["/Lang"]).startswith("ja")
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == report.title


def test_structure_holds_headings_table_heads_and_a_described_figure(report: FiguresReport) -> None:
    found: dict[str, list[str]] = {}

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.setdefault(str(node["/S"]), []).append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node["/K"])

    root: Any = read(report).root_object
    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure"} <= set(found)
    assert found["/Figure"] == ["11.1%が実施したいと答えた。"]


def test_fonts_are_embedded_and_ours(report: FiguresReport) -> None:
    names = set()
    for page in read(report).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            names.add(str(descriptor["/FontName"]).split("+")[-1])
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert names == {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold"}


def test_pages_are_a4(report: FiguresReport) -> None:
    box = read(report).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_table_head_repeats_on_every_page(report: FiguresReport, figure: ReportFigure) -> None:
    rows = [[f"部署{number}", str(number)] for number in range(120)]
    long = replace(figure, table=Table(["担当課名", "件数"], rows), comparison=None)
    reader = read(replace(report, figures=[long]))
    assert len(reader.pages) >= 3
    for page in reader.pages:
        assert "担当課名" in page.extract_text()


def test_user_text_is_printed_never_run(report: FiguresReport, figure: ReportFigure) -> None:
    hostile = replace(
        figure, title=HOSTILE, notes=[HOSTILE], table=Table([HOSTILE], [[HOSTILE]], 0)
    )
    text = text_of(read(replace(report, title=HOSTILE, figures=[hostile])))
    assert text.count('#panic("x")') >= 4
    assert "*太字*" in text


def test_a_report_without_figures_and_a_table_without_rows(
    report: FiguresReport, figure: ReportFigure
) -> None:
    assert "図表はありません。" in text_of(read(replace(report, figures=[])))
    empty = replace(figure, table=Table(["項目"], []), chart=None, comparison=None)
    assert "回答はありません。" in text_of(read(replace(report, figures=[empty])))


def test_very_wide_and_long_cells_stay_on_the_page(
    report: FiguresReport, figure: ReportFigure
) -> None:
    header = ["区分", "n", *[f"とても長い選択肢の名前その{number}" for number in range(10)]]
    rows = [["あ" * 60, "1,234", *["100.0%"] * 10]]
    reader = read(replace(report, figures=[replace(figure, table=Table(header, rows))]))
    assert "その9" in text_of(reader)
    assert text_of(reader).count("100.0%") == 10


def test_chart_without_description_points_to_its_table(
    report: FiguresReport, figure: ReportFigure
) -> None:
    data, files = figures_report_data(replace(report, figures=[replace(figure, description="")]))
    assert data["figures"][0]["alt"].endswith("数値は下の表のとおりです。")
    assert list(files) == ["figure-1.svg"]


def test_wrong_names_and_data_are_refused() -> None:
    with pytest.raises(ValueError, match="plain file name"):
        render_pdf("../figures_report", {})
    with pytest.raises(ValueError, match="plain file name"):
        render_pdf("figures_report", {}, {"../a.svg": b""})
    with pytest.raises(LookupError):
        render_pdf("unknown", {})
    with pytest.raises(PdfError):
        render_pdf("figures_report", {})
    with pytest.raises(ValueError, match="3 cells"):
        Table(["a", "b"], [["1", "2", "3"]])


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.key)
def test_a_sheet_of_labels_holds_as_many_as_its_maker_cut(layout: Layout) -> None:
    full = layout.columns * layout.rows
    addresses = [Address("999-0001", ["見本市本町1番"], f"第{n}の会 御中") for n in range(full + 1)]
    pages = PdfReader(io.BytesIO(labels_pdf(addresses, layout.key, title="宛名"))).pages
    assert [page.extract_text().count("999-0001") for page in pages] == [full, 1]
