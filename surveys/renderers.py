"""The report of a survey as documents: what the worker makes, and how it is asked for."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone

from koganei_kyodo.documents import charts, excel, report
from koganei_kyodo.documents.actions import key_of, request_rendering
from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.documents.pdf import PdfError
from koganei_kyodo.documents.pdf import render_pdf as fill_pdf
from koganei_kyodo.documents.registry import Progress, RenderingFailed, register
from surveys.drawing import base_line, finding
from surveys.exports import FORMS, ExportForm, write_export
from surveys.figure_documents import chart_of, excel_sheet, report_figure
from surveys.models import Questionnaire, Report, ReportBlock, Response
from surveys.questionnaires import Asked, asked_questions
from surveys.report_parts import Part, parts_of
from surveys.reporting import (
    CountedFigure,
    count_figures,
    figures_as_dict,
    returned_of,
)
from surveys.word import render_word

PDF, XLSX = "survey-report-pdf", "survey-report-xlsx"
LEAFLET, WORD = "survey-leaflet", "survey-word"
EXPORT = "survey-export"
_TYPES = {
    PDF: ("pdf", "PDF", "application/pdf"),
    XLSX: (
        "xlsx",
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_TYPES |= {
    LEAFLET: ("pdf", "概要版 PDF", "application/pdf"),
    WORD: (
        "docx",
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
Kind = ReportBlock.Kind
MADE_UP = "回答は作りものです。本当の調査の結果ではありません。"
COMPARISON_HEADER = ("項目", "印刷された数字", "数え直した数字")


def request_document(report_row: Report, figures: Sequence[CountedFigure], kind: str) -> Rendering:
    """Ask for the PDF or Excel file of a report; the same figures give the same document.

    Args:
        report_row: the report, its survey and data set loaded.
        figures: its figures as they are counted now; they are part of the document's key.
        kind: `PDF` or `XLSX`.
    """
    suffix, word, content_type = _TYPES[kind]
    content = {
        "figures": figures_as_dict(report_row, figures),
        "differences": [[d.__dict__ for d in figure.differences] for figure in figures],
        "intro": report_row.intro,
        "parts": [
            [
                *(p.block.kind, p.block.number, p.block.title, p.block.text, p.block.in_leaflet),
                [[e.text, e.is_italic, e.is_made_up, e.code_id] for e in p.excerpts],
                p.targets,
            ]
            for p in parts_of(report_row, figures)
        ],
        "charts": [[f.chart, f.by_count, f.zero_as_dash] for f in figures],
        "notices": notices(report_row),
        "author": report_row.survey.dataset.name,
        "returned": returned_of(report_row),
        "day": timezone.localdate(),
    }
    return request_rendering(
        kind,
        {"report": report_row.pk},
        key_of(content),
        title=f"{report_row.title}（{word}）",
        filename=f"{report_row.title}{'（概要版）' if kind == LEAFLET else ''}.{suffix}",
        content_type=content_type,
        public=report_row.status == Report.Status.PUBLISHED,
    )


def notices(report_row: Report) -> list[str]:
    """Return what must be said of the whole report, in Japanese."""
    notice = report_row.survey.dataset.notice
    made_up = [MADE_UP] if report_row.is_made_up else []
    return [*made_up, *([notice] if notice else []), "割合は、小数第2位を四捨五入しています。"]


def _report(params: dict[str, Any]) -> Report:
    rows = Report.objects.select_related("survey__dataset")
    found = rows.filter(pk=params["report"]).first()
    if found is None:
        raise RenderingFailed("この報告書は、もうありません。")
    return found


@register(PDF)
def render_pdf(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the PDF: each figure as chart and table, print and recount where they differ."""
    found = _report(params)
    progress(10)
    figures = [_printed(part) for part in parts_of(found, count_figures(found))]
    progress(30)
    return report.render_figures_report(
        report.FiguresReport(
            title=found.title,
            subtitle=found.survey.title,
            source=found.survey.source,
            made_on=timezone.localdate(),
            centre=found.survey.dataset.name,
            notes=[returned_of(found), *found.intro.splitlines(), *notices(found)],
            figures=figures,
        )
    )


def _printed(part: Part) -> report.ReportFigure | report.ReportText:
    """Return a part as the PDF takes it."""
    figure = part.figure
    if figure is None:
        return _words(part)
    return report_figure(
        figure,
        by_count=figure.by_count,
        comparison=_comparison(figure),
        comparison_note="違う理由は、上の注に書いています。" if figure.differences else "",
    )


def _words(part: Part) -> report.ReportText:
    block = part.block
    numbered = f"図表{block.number}　{block.title}"
    lines = [line for line in block.text.splitlines() if line.strip()]
    kind = Kind(block.kind)
    if kind == Kind.HEADING:
        return report.ReportText("heading", title=block.title)
    if kind == Kind.PAGE_BREAK:
        return report.ReportText("break")
    if kind == Kind.OPINIONS:
        groups = [(row.label, [_opinion(e) for e in row.excerpts]) for row in part.opinions]
        return report.ReportText("groups", title=numbered, lines=lines, groups=groups)
    if kind == Kind.EXCERPTS:
        title = f"{block.title or '主な意見'}（抜粋）"
        notes = ["意見は作りものです。"] if part.is_made_up else []
        opinions = [_opinion(excerpt) for excerpt in part.excerpts]
        return report.ReportText("list", title=title, lines=notes, opinions=opinions)
    if kind == Kind.TARGETS:
        rows = [[label, str(len(names)), "、".join(names) or "—"] for label, names in part.targets]
        table = report.Table(("区分", "数", "名前"), rows)
        return report.ReportText("names", title=numbered, table=table)
    return report.ReportText("note" if kind == Kind.NOTE else "text", lines=lines)


def _opinion(excerpt: Any) -> report.Opinion:
    return report.Opinion(excerpt.text, excerpt.is_italic)


@register(WORD)
def render_docx(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the Word document: the same parts, charts as pictures."""
    found = _report(params)
    progress(10)
    notes = [returned_of(found), *notices(found)]
    parts = parts_of(found, count_figures(found))
    progress(20)
    return render_word(found, parts, notes, author=found.survey.dataset.name)


@register(LEAFLET)
def render_leaflet(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the leaflet: the chosen parts on two pages, parted where a page break was put."""
    found = _report(params)
    parts = [p for p in parts_of(found, count_figures(found)) if p.block.in_leaflet]
    if not any(part.kind != Kind.PAGE_BREAK for part in parts):
        raise RenderingFailed(
            "概要版に入れる部分が選ばれていません。報告書の部分で選んでください。"
        )
    turn = next((i for i, p in enumerate(parts) if p.kind == Kind.PAGE_BREAK), -(-len(parts) // 2))
    progress(20)
    files: dict[str, bytes] = {}
    day = timezone.localdate()
    data = {
        "title": found.title,
        "subtitle": found.survey.source or found.survey.title,
        "made_on": f"{day.year}年{day.month}月{day.day}日",
        "centre": found.survey.dataset.name,
        "notes": [returned_of(found), *notices(found)],
        "front": [_leaflet_part(part, files) for part in parts[:turn]],
        "back": [_leaflet_part(p, files) for p in parts[turn:] if p.kind != Kind.PAGE_BREAK],
    }
    try:
        return fill_pdf("leaflet", data, files)
    except PdfError as error:
        if "more than two pages" in str(error):
            raise RenderingFailed(
                "概要版が2ページに入りません。入れる部分を減らすか、改ページの場所を変えてください。"
            ) from None
        raise


def _leaflet_part(part: Part, files: dict[str, bytes]) -> dict[str, Any]:
    figure = part.figure
    if figure is None:
        words = _words(part)
        opinions = [*words.opinions, *(one for _, own in words.groups for one in own)]
        rows = words.table.rows if words.table else []
        lines = [*words.lines, *(f"{row[0]}：{row[2]}（{row[1]}）" for row in rows)]
        return {
            "kind": words.kind,
            "title": words.title,
            "lines": lines,
            "opinions": [{"text": one.text, "italic": one.italic} for one in opinions],
        }
    spec = chart_of(figure, by_count=figure.by_count)
    name = f"figure-{len(files) + 1}.svg" if spec else None
    if spec and name:
        files[name] = charts.render_svg(spec).encode()
    table = figure.table
    return {
        "kind": "figure",
        "title": f"図{figure.number}　{figure.title}",
        "base": base_line(table),
        "chart": name,
        "alt": finding(table),
        "lines": [line for line in figure.definition.note.splitlines() if line.strip()],
    }


def _comparison(figure: CountedFigure) -> report.Table | None:
    lines = figure.differences
    if not lines:
        return None
    return report.Table(COMPARISON_HEADER, [[d.what, d.printed, d.counted] for d in lines])


@register(XLSX)
def render_xlsx(params: dict[str, Any], progress: Progress) -> bytes:
    """Make the workbook: contents, a sheet for each figure, differences, codebook."""
    found = _report(params)
    figures = count_figures(found)
    sheets = [_contents(found, figures)]
    for done, figure in enumerate(figures, start=1):
        sheets.append(excel_sheet(figure, by_count=figure.by_count))
        progress(done * 90 // len(figures))
    differences = _differences(figures)
    if differences:
        sheets.append(differences)
    questionnaires = {f.definition.question.questionnaire_id: f for f in figures}
    sheets += [
        _codebook(asked_questions(figure.definition.question.questionnaire))
        for figure in questionnaires.values()
    ]
    return excel.write_workbook(sheets, title=found.title, author=found.survey.dataset.name)


def _contents(found: Report, figures: Sequence[CountedFigure]) -> excel.Sheet:
    return excel.Sheet(
        name="目次",
        title=found.title,
        lines=[
            f"出典：{found.survey.source}" if found.survey.source else found.survey.title,
            *notices(found),
        ],
        header=("図表", "題名", "n"),
        rows=[(f"図表{f.number}", f.title, f.table.n) for f in figures],
        kinds=("text", "text", "integer"),
        widths=(14, 60, 10),
    )


def _differences(figures: Sequence[CountedFigure]) -> excel.Sheet | None:
    rows = [
        (f"図表{figure.number}", line.what, line.printed, line.counted, figure.definition.note)
        for figure in figures
        for line in figure.differences
    ]
    if not rows:
        return None
    return excel.Sheet(
        name="印刷との違い",
        title="印刷された数字と、数え直した数字",
        header=("図表", *COMPARISON_HEADER, "理由"),
        rows=rows,
        widths=(14, 40, 18, 18, 80),
    )


def _codebook(questions: Sequence[Asked]) -> excel.Sheet:
    rows: list[tuple[str, ...]] = []
    for asked in questions:
        question = asked.question
        start = (question.code, question.number, question.text, question.get_kind_display())
        help_text = question.help
        options = [(str(code), choice.label) for code, choice in asked.choices.items()]
        rows += [(*start, *option, help_text) for option in options or [("", "")]]
    return excel.Sheet(
        name="コードブック",
        title="設問と選択肢の番号",
        lines=("回答の0は無回答、-1は非該当（きいていない）、-2は無効です。",),
        header=("設問の記号", "番号", "質問文", "形式", "選択肢の番号", "選択肢", "補足"),
        rows=rows,
        widths=(22, 8, 40, 14, 12, 50, 40),
    )


def request_export(questionnaire: Questionnaire, form: ExportForm) -> Rendering:
    """Ask for the responses of a questionnaire as a file, for the staff alone.

    Args:
        questionnaire: whose responses, its survey loaded.
        form: which kind of file.
    """
    rows = Response.objects.filter(questionnaire=questionnaire)
    last = rows.order_by("-pk").values_list("pk", flat=True).first()
    word, suffix, content_type = FORMS[form]
    title = questionnaire.survey.title
    return request_rendering(
        EXPORT,
        {"questionnaire": questionnaire.pk, "form": form},
        # Answers may be mended at any time: a file is never older than a minute.
        key_of([questionnaire.pk, form, last, rows.count(), f"{timezone.localtime():%F %H:%M}"]),
        title=f"{title}の回答（{word}）",
        filename=f"{questionnaire.survey.slug}-回答.{suffix}",
        content_type=content_type,
    )


@register(EXPORT)
def render_export(params: dict[str, Any], progress: Progress) -> bytes:
    """Write the file of the responses."""
    rows = Questionnaire.objects.select_related("survey__dataset")
    questionnaire = rows.filter(pk=params["questionnaire"]).first()
    if questionnaire is None:
        raise RenderingFailed("この調査票は、もうありません。")
    progress(10)
    with TemporaryDirectory(prefix="kyodo-export-") as folder:
        path = Path(folder) / "export"
        if not write_export(questionnaire, params["form"], path):
            raise RenderingFailed("有効な回答がまだありません。")
        progress(90)
        return path.read_bytes()
