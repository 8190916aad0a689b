"""Tables as documents: charts of PDF and Excel files, report figures, sheets, CSV rows.

What `koganei_kyodo.documents` takes are plain values; here they are made of the table objects.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from koganei_kyodo.documents import charts, excel, report
from koganei_kyodo.documents.csv_files import Cell
from surveys.drawing import (
    Table,
    answer_label,
    base_label,
    finding,
    format_share,
    is_stacked,
    unit_word,
)
from surveys.tables import CrossTable, FrequencyTable

CSV_HEADER = ("図表", "題名", "回答の種類", "区分", "n", "項目", "数", "割合（%）")
TOTAL_ROW = "n（100%とした数）"
_PIXELS_PER_POINT = 2


class Figure(Protocol):
    """A numbered table with the notes that stand below it."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def table(self) -> Table: ...
    @property
    def notes(self) -> Sequence[str]: ...


def chart_spec(table: Table, *, by_count: bool = False) -> charts.Spec:
    """Return the chart of a table as a Vega-Lite specification.

    Args:
        table: a single answer of two to five parts becomes a 100 % bar, anything else bars.
        by_count: draw the counts alone.
    """
    if isinstance(table, CrossTable):
        groups = tuple(
            charts.Group(g.label, g.n, g.counts, () if by_count else g.percents)
            for g in table.groups
        )
        cross = charts.CrossChartData(table.columns, groups, finding(table))
        stacked = is_stacked(table) and not by_count
        return charts.stacked_100(cross) if stacked else charts.cross_bars(cross)
    percents = [] if by_count else table.percents
    data = charts.ChartData(table.labels, table.counts, percents, table.n, finding(table))
    stacked = is_stacked(table) and not by_count
    return charts.stacked_100(data) if stacked else charts.horizontal_bars(data)


def report_figure(
    figure: Figure,
    *,
    by_count: bool = False,
    comparison: report.Table | None = None,
    comparison_note: str = "",
) -> report.ReportFigure:
    """Return a figure of a PDF report.

    Args:
        figure: number, title, table and notes.
        by_count: draw and print the counts alone.
        comparison: what an older report printed otherwise, beside the recount.
        comparison_note: why they differ.
    """
    table = figure.table
    printed = (
        _cross_as_text(table, by_count=by_count)
        if isinstance(table, CrossTable)
        else _frequency_as_text(table, by_count=by_count)
    )
    return report.ReportFigure(
        number=figure.number,
        title=figure.title,
        kind=answer_label(table),
        base=f"n＝{table.n:,}（{base_label(table)}）",
        table=printed,
        chart=chart_spec(table, by_count=by_count),
        description=finding(table),
        notes=tuple(figure.notes),
        comparison=comparison,
        comparison_note=comparison_note,
    )


def excel_sheet(figure: Figure, *, by_count: bool = False) -> excel.Sheet:
    """Return a sheet with the figure's table (counts and percentages both) and its chart."""
    table = figure.table
    lines = (f"{answer_label(table)}、n＝{table.n:,}（{base_label(table)}）", finding(table))
    kinds: list[excel.Kind]
    if isinstance(table, CrossTable):
        header = ["区分", f"n（{unit_word(table)}）"]
        header += [f"{column}（{what}）" for column in table.columns for what in ("数", "%")]
        kinds = ["text", "integer"]
        for _ in table.columns:
            kinds += ["integer", "percent1"]
        rows = [[g.label, g.n, *_pairs(g.counts, g.percents)] for g in table.groups]
    else:
        header = ["項目", f"数（{unit_word(table)}）", "割合"]
        kinds = ["text", "integer", "percent1"]
        rows = [[row.label, row.count, row.percent] for row in table.rows]
        rows.append([TOTAL_ROW, table.n, 100 if table.n else None])
    png = charts.render_png(chart_spec(table, by_count=by_count), scale=_PIXELS_PER_POINT)
    return excel.Sheet(
        name=f"図{figure.number}",
        title=f"図表{figure.number}　{figure.title}",
        header=header,
        rows=rows,
        lines=lines,
        notes=tuple(figure.notes),
        kinds=kinds,
        total_rows=0 if isinstance(table, CrossTable) else 1,
        images=(
            excel.Image(
                png,
                finding(table),
                height=_png_height(png) // _PIXELS_PER_POINT,
                scale=1 / _PIXELS_PER_POINT,
            ),
        ),
    )


def csv_rows(figures: Iterable[Figure]) -> Iterator[Sequence[Cell]]:
    """Yield the lines of all figures under `CSV_HEADER`: one for each number of each group."""
    for figure in figures:
        table = figure.table
        start = (figure.number, figure.title, answer_label(table))
        if isinstance(table, CrossTable):
            for group in table.groups:
                values = zip(table.columns, group.counts, group.percents, strict=True)
                for label, count, percent in values:
                    yield (*start, group.label, group.n, label, count, percent)
        else:
            for row in table.rows:
                yield (*start, "", table.n, row.label, row.count, row.percent)


def _pairs(counts: Sequence[int], percents: Sequence[Cell]) -> list[Cell]:
    pairs: list[Cell] = []
    for count, percent in zip(counts, percents, strict=True):
        pairs += [count, percent]
    return pairs


def _frequency_as_text(table: FrequencyTable, *, by_count: bool) -> report.Table:
    header = ["項目", f"数（{unit_word(table)}）"]
    rows = [[row.label, f"{row.count:,}"] for row in table.rows]
    rows.append([TOTAL_ROW, f"{table.n:,}"])
    if not by_count:
        header.append("割合（%）")
        shares = [*map(format_share, table.percents), "100.0" if table.n else format_share(None)]
        rows = [[*row, share] for row, share in zip(rows, shares, strict=True)]
    return report.Table(header, rows, total_rows=1)


def _cross_as_text(table: CrossTable, *, by_count: bool) -> report.Table:
    header = ["区分", "n", *(f"{c}（{'数' if by_count else '%'}）" for c in table.columns)]
    rows = []
    for group in table.groups:
        values = (
            [f"{count:,}" for count in group.counts]
            if by_count
            else [format_share(percent) for percent in group.percents]
        )
        rows.append([group.label, f"{group.n:,}", *values])
    return report.Table(header, rows)


def _png_height(png: bytes) -> int:
    """Return the height in pixels, which stands in a PNG file's header."""
    return int(struct.unpack(">I", png[20:24])[0])
