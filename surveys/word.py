"""A report as a Word document: the same parts, charts as pictures beside their tables."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from koganei_kyodo.documents import charts
from surveys.drawing import base_line, finding
from surveys.figure_documents import chart_of, printed_table
from surveys.models import Report, ReportBlock
from surveys.report_parts import Part
from surveys.tables import CrossTable

Kind = ReportBlock.Kind
FONT = "BIZ UDPGothic"
_WIDTH = Cm(17)
_DARK = RGBColor(0x1A, 0x1A, 0x1A)


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
    _set_up(document)
    document.core_properties.title, document.core_properties.author = report.title, author
    document.core_properties.language = "ja-JP"
    document.add_heading(report.title, level=0)
    for line in [*report.intro.splitlines(), *notes]:
        document.add_paragraph(line)
    level = 1
    for part in parts:
        _add(document, part, level)
        # A figure stands below the chapter it is in.
        level = 2 if part.kind == Kind.HEADING else level
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any) -> None:
    """Use A4, one Japanese typeface in one dark colour, and number the pages."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), FONT)
        if name != "Normal":
            style.font.color.rgb = _DARK
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Title"].font.size = Pt(20)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _add(document: Any, part: Part, level: int) -> None:
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
        document.add_heading(f"{block.title or '主な意見'}（抜粋）", level=level)
        for excerpt in part.excerpts:
            _opinion(document.add_paragraph(style="List Bullet"), excerpt)
    elif block.kind == Kind.OPINIONS:
        _opinions(document, part, level)
    elif block.kind == Kind.TARGETS:
        rows = [[label, str(len(names)), "、".join(names) or "—"] for label, names in part.targets]
        document.add_heading(f"図表{block.number}　{block.title}", level=level)
        _table(document, ("区分", "数", "名前"), rows, (Cm(4), Cm(1.5), Cm(11.5)), numbers=(1,))
    elif part.figure is not None:
        _figure(document, part, level)


def _opinion(paragraph: Any, excerpt: Any) -> None:
    text = f"{excerpt.text}（作りもの）" if excerpt.is_made_up else excerpt.text
    paragraph.add_run(text).italic = excerpt.is_italic


def _opinions(document: Any, part: Part, level: int) -> None:
    document.add_heading(f"図表{part.block.number}　{part.block.title}", level=level)
    rows = [[row.label, ""] for row in part.opinions]
    table = _table(document, ("分類", "意見"), rows, (Cm(4.5), Cm(12.5)))
    for line, row in zip(table.rows[1:], part.opinions, strict=True):
        cell = line.cells[1]
        for number, excerpt in enumerate(row.excerpts):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.add_run("・")
            _opinion(paragraph, excerpt)
    for line in part.block.text.splitlines():
        document.add_paragraph(f"注）{line}")


def _figure(document: Any, part: Part, level: int) -> None:
    figure = part.figure
    if figure is None:
        return
    table = figure.table
    document.add_heading(f"図表{figure.number}　{figure.title}", level=level)
    _keep(document.add_paragraph(base_line(table)))
    _keep(document.add_paragraph(finding(table)))
    spec = chart_of(figure, by_count=figure.by_count)
    if spec is not None:
        picture = document.add_picture(io.BytesIO(charts.render_png(spec, scale=2)), width=_WIDTH)
        picture._inline.docPr.set("descr", finding(table))
    printed = printed_table(figure, by_count=figure.by_count)
    _table(document, printed.header, printed.rows, _widths(printed.header, table))
    for note in figure.notes:
        document.add_paragraph(f"注）{note}")
    if figure.differences:
        rows = [[d.what, d.printed, d.counted] for d in figure.differences]
        header = ("項目", "印刷された数字", "数え直した数字")
        _table(document, header, rows, (Cm(8), Cm(4.5), Cm(4.5)))


def _keep(paragraph: Paragraph) -> None:
    """Keep a paragraph on the page of what follows."""
    paragraph.paragraph_format.keep_with_next = True


def _widths(header: Sequence[str], table: Any) -> list[int]:
    """Return widths that leave the first column the room its labels need."""
    first = _WIDTH // 4 if isinstance(table, CrossTable) else _WIDTH // 2
    others = len(header) - 1
    return [first, *([(_WIDTH - first) // others] * others)]


def _table(
    document: Any,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    numbers: Sequence[int] | None = None,
) -> Any:
    """Add a table whose head stands again on every page; `numbers` are set at the right.

    Without `numbers`, every column but the first holds numbers, unless there are only words.
    """
    if numbers is None:
        numbers = range(1, len(header)) if rows and any(rows[0][1:]) else ()
    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    table.autofit = False
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:cantSplit"))
    head.append(OxmlElement("w:tblHeader"))
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    for line in table.rows:
        for place, (cell, width) in enumerate(zip(line.cells, widths, strict=True)):
            cell.width = width
            if place in numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    document.add_paragraph()
    return table
