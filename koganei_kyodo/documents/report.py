"""A report of figures: what it consists of, and its data for the ``figures_report`` template.

The same ``ReportFigure`` objects are made from any table object by a few lines of adapter code;
cells are strings already written the way they are to be printed (``41.0%``, ``1,234``, ``—``).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from koganei_kyodo.documents.charts import Spec, render_svg
from koganei_kyodo.documents.pdf import render_pdf


@dataclass(frozen=True)
class Table:
    """A table as printed.

    Args:
        header: names of the columns, with their unit.
        rows: cells as text, each row as long as the header; the first cell names the row.
        total_rows: how many of the last rows are totals, set in bold.

    Raises:
        ValueError: a row is not as long as the header.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    total_rows: int = 0

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"{len(row)} cells under {len(self.header)} column names")


@dataclass(frozen=True)
class ReportFigure:
    """One figure of a report.

    Args:
        number: number of the figure as printed (``"2"``, ``"15"``); heads it as 図表2.
        title: title without the number.
        kind: kind of answer in Japanese (``単一回答``, ``複数回答``), or ``""``.
        base: base as printed (``n＝122``), or ``""`` where groups carry their own.
        table: the data.
        chart: Vega-Lite specification, or ``None`` for a figure that is only a table.
        description: the finding in one sentence, read out instead of the chart.
        notes: notes beneath the table.
        comparison: printed and recomputed values side by side, where they differ.
        comparison_note: why they differ.
    """

    number: str
    title: str
    kind: str
    base: str
    table: Table
    chart: Spec | None = None
    description: str = ""
    notes: Sequence[str] = ()
    comparison: Table | None = None
    comparison_note: str = ""


@dataclass(frozen=True)
class Opinion:
    """One opinion, in italics or not."""

    text: str
    italic: bool = False


@dataclass(frozen=True)
class ReportText:
    """A part of a report that is no figure.

    Args:
        kind: ``heading``, ``text``, ``note``, ``break``, ``list`` (opinions), ``groups`` (opinions
            by what they are about) or ``names`` (a table).
        title: its title, or ``""``.
        lines: paragraphs or notes.
        opinions: the opinions of a ``list``.
        groups: of ``groups``: what they are about, and the opinions.
        table: of ``names``.
    """

    kind: str
    title: str = ""
    lines: Sequence[str] = ()
    opinions: Sequence[Opinion] = ()
    groups: Sequence[tuple[str, Sequence[Opinion]]] = ()
    table: Table | None = None


@dataclass(frozen=True)
class FiguresReport:
    """A report: its title part and its figures.

    Args:
        title: title of the report, also the title of the PDF file.
        subtitle: second line of the title, or ``""``.
        source: where the figures come from (出典), or ``""``.
        made_on: date of making, printed in Japanese.
        centre: name of the centre, printed at the foot of every page.
        notes: notes on the whole report (rounding, reconstruction).
        figures: the figures in order, and what stands between them.
    """

    title: str
    subtitle: str
    source: str
    made_on: dt.date
    centre: str
    notes: Sequence[str] = ()
    figures: Sequence[ReportFigure | ReportText] = field(default_factory=tuple)


def _table_data(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "header": list(table.header),
        "rows": [list(row) for row in table.rows],
        "total_rows": table.total_rows,
    }


def _text_data(part: ReportText) -> dict[str, Any]:
    def opinions(given: Sequence[Opinion]) -> list[dict[str, Any]]:
        return [{"text": one.text, "italic": one.italic} for one in given]

    return {
        "kind": part.kind,
        "title": part.title,
        "lines": list(part.lines),
        "opinions": opinions(part.opinions),
        "groups": [{"label": label, "opinions": opinions(own)} for label, own in part.groups],
        "table": _table_data(part.table),
    }


def figures_report_data(report: FiguresReport) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The data and the chart files of a report, as ``render_pdf`` takes them.

    Raises:
        ValueError: a chart is not valid Vega-Lite.
    """
    figures: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for index, figure in enumerate(report.figures, start=1):
        if isinstance(figure, ReportText):
            figures.append(_text_data(figure))
            continue
        name = None
        if figure.chart is not None:
            name = f"figure-{index}.svg"
            files[name] = render_svg(figure.chart).encode()
        details = "、".join(part for part in (figure.kind, figure.base) if part)
        heading = f"図表{figure.number}　{figure.title}"
        figures.append(
            {
                "kind": "figure",
                "heading": f"{heading}（{details}）" if details else heading,
                "chart": name,
                "alt": figure.description or f"{heading}。数値は下の表のとおりです。",
                "table": _table_data(figure.table),
                "notes": list(figure.notes),
                "comparison": _table_data(figure.comparison),
                "comparison_note": figure.comparison_note,
            }
        )
    day = report.made_on
    data = {
        "title": report.title,
        "subtitle": report.subtitle,
        "source": report.source,
        "made_on": f"{day.year}年{day.month}月{day.day}日",
        "centre": report.centre,
        "notes": list(report.notes),
        "figures": figures,
    }
    return data, files


def render_figures_report(report: FiguresReport) -> bytes:
    """Make the PDF file of a report of figures.

    Raises:
        ValueError: a chart is not valid Vega-Lite.
        PdfError: the PDF could not be made.
    """
    data, files = figures_report_data(report)
    return render_pdf("figures_report", data, files)
