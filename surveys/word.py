"""A report as a Word document: the same parts, charts as pictures beside their tables."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from koganei_kyodo.documents import charts
from surveys.drawing import answer_label, base_label, finding
from surveys.figure_documents import chart_of, printed_table
from surveys.models import Report, ReportBlock
from surveys.report_parts import Part

Kind = ReportBlock.Kind
FONT = "BIZ UDPGothic"
_WIDTH = Cm(16)


def render_word(
    report: Report, parts: Sequence[Part], notes: Sequence[str], *, author: str
) -> bytes:
    """Return a `.docx` file of a report.

    Args:
        report: title and introduction.
        parts: its parts in order.
        notes: what holds for the whole report.
        author: whose report it is.
    """
    document = Document()
    _use_font(document)
    document.core_properties.title, document.core_properties.author = report.title, author
    document.core_properties.language = "ja-JP"
    document.add_heading(report.title, level=0)
    for line in [*report.intro.splitlines(), *notes]:
        document.add_paragraph(line)
    for part in parts:
        _add(document, part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _use_font(document: Any) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(10.5)


def _add(document: Any, part: Part) -> None:
    block = part.block
    if block.kind == Kind.HEADING:
        document.add_heading(block.title, level=1)
    elif block.kind == Kind.TEXT:
        for line in block.text.splitlines():
            document.add_paragraph(line)
    elif block.kind == Kind.NOTE:
        document.add_paragraph(f"注）{block.text}")
    elif block.kind == Kind.PAGE_BREAK:
        document.add_page_break()
    elif block.kind == Kind.EXCERPTS:
        document.add_heading(f"{block.title or '主な意見'}（抜粋）", level=2)
        for excerpt in part.excerpts:
            _opinion(document.add_paragraph(style="List Bullet"), excerpt)
    elif block.kind == Kind.OPINIONS:
        _opinions(document, part)
    elif block.kind == Kind.TARGETS:
        rows = [[label, str(len(names)), "、".join(names) or "—"] for label, names in part.targets]
        document.add_heading(f"図表{block.number}　{block.title}", level=2)
        _table(document, ("区分", "数", "名前"), rows)
    elif part.figure is not None:
        _figure(document, part)


def _opinion(paragraph: Any, excerpt: Any) -> None:
    text = f"{excerpt.text}（作りもの）" if excerpt.is_made_up else excerpt.text
    paragraph.add_run(text).italic = excerpt.is_italic


def _opinions(document: Any, part: Part) -> None:
    document.add_heading(f"図表{part.block.number}　{part.block.title}", level=2)
    table = _table(document, ("分類", "意見"), [[row.label, ""] for row in part.opinions])
    for line, row in zip(table.rows[1:], part.opinions, strict=True):
        cell = line.cells[1]
        for number, excerpt in enumerate(row.excerpts):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.add_run("・")
            _opinion(paragraph, excerpt)
    for line in part.block.text.splitlines():
        document.add_paragraph(f"注）{line}")


def _figure(document: Any, part: Part) -> None:
    figure = part.figure
    if figure is None:
        return
    table = figure.table
    document.add_heading(f"図表{figure.number}　{figure.title}", level=2)
    document.add_paragraph(f"{answer_label(table)}、n＝{table.n:,}（{base_label(table)}）")
    document.add_paragraph(finding(table))
    spec = chart_of(figure, by_count=figure.by_count)
    if spec is not None:
        picture = document.add_picture(io.BytesIO(charts.render_png(spec, scale=2)), width=_WIDTH)
        picture._inline.docPr.set("descr", finding(table))
    printed = printed_table(figure, by_count=figure.by_count)
    _table(document, printed.header, printed.rows)
    for note in figure.notes:
        document.add_paragraph(f"注）{note}")
    if figure.differences:
        rows = [[d.what, d.printed, d.counted] for d in figure.differences]
        _table(document, ("項目", "印刷された数字", "数え直した数字"), rows)


def _table(document: Any, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()
    return table
