"""The PDF and Excel files of a year's statistics, made by the worker."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from koganei_kyodo.documents import excel, report
from koganei_kyodo.documents.registry import Progress, RenderingFailed, register
from organizations.models import Department
from projects.counting import files
from projects.counting.yearly import YearReport, year_report
from projects.statistics import YearStatistics, year_statistics
from surveys.figure_documents import excel_sheet, report_figure

CHANGED = (
    "順番を待つあいだに数字が変わりました。統計の画面を開き、もう一度ファイルを作成してください。"
)


@dataclass(frozen=True)
class Document:
    """A kind of file: its renderer's name, what people call it, its MIME type."""

    name: str
    label: str
    content_type: str


DOCUMENTS = {
    "pdf": Document("projects-statistics-pdf", "PDF", "application/pdf"),
    "xlsx": Document(
        "projects-statistics-xlsx",
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@register(DOCUMENTS["pdf"].name)
def statistics_pdf(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the PDF file of one 年度.

    Args:
        params: `dataset` (code of a closed data set's root, or None), `fiscal_year` (int),
            `version` (of the numbers asked for), `site` (the portal's name), `source` (one line).
        progress: told how far the work is, in percent.

    Raises:
        RenderingFailed: the numbers have changed since the file was asked for.
    """
    counted = _counted(params)
    progress(20)
    return report.render_figures_report(
        report.FiguresReport(
            title=counted.title,
            subtitle=counted.summary,
            source=params["source"],
            made_on=timezone.localdate(),
            centre=params["site"],
            notes=counted.notes,
            figures=[report_figure(figure) for figure in counted.figures],
        )
    )


@register(DOCUMENTS["xlsx"].name)
def statistics_xlsx(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the Excel file of one 年度, a sheet for each figure; arguments as in the PDF."""
    counted = _counted(params)
    totals: list[list[excel.Cell]] = [
        ["協働事業（事業）", counted.projects],
        ["票（事業と相手の組）", counted.sheets],
        ["担当課（課）", counted.departments],
        ["新しく始めた協働事業（事業）", counted.new],
        ["前の年度から続けた協働事業（事業）", counted.continued],
    ]
    sheets = [
        excel.Sheet(
            name="はじめに",
            title=counted.title,
            header=["数えたもの", "数"],
            rows=totals,
            lines=(counted.summary, f"出典：{params['source']}"),
            notes=counted.notes,
            kinds=["text", "integer"],
        )
    ]
    for index, figure in enumerate(counted.figures, start=1):
        sheets.append(excel_sheet(figure))
        progress(90 * index // len(counted.figures))
    return excel.write_workbook(sheets, title=counted.title, author=params["site"])


def _counted(params: dict[str, Any]) -> YearStatistics:
    code = params["dataset"]
    root = Department.objects.get(code=code) if code else None
    counted = year_statistics(root, params["fiscal_year"])
    if counted.version != params["version"]:
        raise RenderingFailed(CHANGED)
    return counted


REPORT_DOCUMENTS = {
    "pdf": Document("projects-yearly-report-pdf", "PDF", "application/pdf"),
    "xlsx": Document("projects-yearly-report-xlsx", "Excel", DOCUMENTS["xlsx"].content_type),
}


@register(REPORT_DOCUMENTS["pdf"].name)
def yearly_report_pdf(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the printed yearly report of this city.

    Args:
        params: `fiscal_year`, `version` (of the numbers asked for), `site`, `city`, `source`.
        progress: told how far the work is, in percent.

    Raises:
        RenderingFailed: the numbers have changed since the file was asked for.
    """
    names = {name: params[name] for name in ("site", "city", "source")}
    return files.as_pdf(_reported(params), progress=progress, **names)


@register(REPORT_DOCUMENTS["xlsx"].name)
def yearly_report_xlsx(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the workbook of the yearly report; arguments as in the PDF."""
    return files.as_xlsx(_reported(params), site=params["site"], progress=progress)


def _reported(params: dict[str, Any]) -> YearReport:
    counted = year_report(None, params["fiscal_year"])
    if counted is None or counted.version != params["version"]:
        raise RenderingFailed(CHANGED)
    return counted
