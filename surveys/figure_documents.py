"""Tables as documents: charts of PDF and Excel files, report figures, sheets, CSV rows.

What `koganei_kyodo.documents` takes are plain values; here they are made of the table objects.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from koganei_kyodo.documents import charts, excel, report
from koganei_kyodo.documents.csv_files import Cell
from surveys.drawing import (
    Table,
    answer_label,
    base_line,
    base_text,
    chart_form,
    finding,
    format_share,
    text_groups,
    text_rows,
    unit_word,
)
from surveys.tables import HIDDEN, CrossTable, FrequencyTable, Group

CSV_HEADER = ("図表", "題名", "回答の種類", "区分", "n", "項目", "数", "割合（%）")
_EARLIER = ("前の調査の割合", "差（ポイント）")
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


def chart_spec(table: Table, *, by_count: bool = False, chosen: str = "auto") -> charts.Spec:
    """Return the chart of a table as a Vega-Lite specification.

    Args:
        table: a single answer of two to five parts becomes a 100 % bar, anything else bars.
        by_count: draw the counts alone.
        chosen: the form chosen for the figure (`ReportFigure.Chart`).
    """
    stacked = chart_form(table, chosen=chosen, by_count=by_count) == "stacked"
    if isinstance(table, CrossTable):
        groups = tuple(
            charts.Group(g.label, g.n, g.counts, () if by_count else g.percents)
            for g in table.groups
        )
        cross = charts.CrossChartData(table.columns, groups, finding(table))
        return charts.stacked_100(cross) if stacked else charts.cross_bars(cross)
    shown = [row for row in table.rows if not row.hidden]
    percents = [] if by_count else [row.percent for row in shown]
    labels, counts = [row.label for row in shown], [row.count for row in shown]
    data = charts.ChartData(labels, counts, percents, table.n, finding(table))
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
    printed = printed_table(figure, by_count=by_count)
    return report.ReportFigure(
        number=figure.number,
        title=figure.title,
        kind=answer_label(table),
        base=base_text(table),
        table=printed,
        chart=chart_of(figure, by_count=by_count),
        description=finding(table),
        notes=tuple(figure.notes),
        comparison=comparison,
        comparison_note=comparison_note,
    )


def excel_sheet(figure: Figure, *, by_count: bool = False) -> excel.Sheet:
    """Return a sheet with the figure's table (counts and percentages both) and its chart."""
    spec = chart_of(figure, by_count=by_count)
    png = charts.render_png(spec, scale=_PIXELS_PER_POINT) if spec else b""
    return replace(table_sheet(figure), images=_images(png, finding(figure.table)))


def table_sheet(figure: Figure) -> excel.Sheet:
    """Return a sheet with the figure's table alone (counts and percentages both)."""
    table = figure.table
    lines = (base_line(table), finding(table))
    header, kinds, rows = _cross_cells(table) if isinstance(table, CrossTable) else _cells(table)
    return excel.Sheet(
        name=f"図{figure.number}",
        title=f"図表{figure.number}　{figure.title}",
        header=header,
        rows=rows,
        lines=lines,
        notes=tuple(figure.notes),
        kinds=kinds,
        total_rows=0 if isinstance(table, CrossTable) else 1,
    )


_Cells = tuple[list[str], list[excel.Kind], list[list[Cell]]]


def _cells(table: FrequencyTable) -> _Cells:
    """Return head, kinds and rows of a sheet: counts, percentages, and what they were before."""
    header = ["項目", f"数（{unit_word(table)}）", "割合"]
    kinds: list[excel.Kind] = ["text", "integer", "percent1"]
    rows: list[list[Cell]] = [
        [row.label, None if row.hidden else row.count, row.percent] for row in table.rows
    ]
    rows.append([TOTAL_ROW, table.n, 100 if table.n else None])
    if table.earlier_title:
        header += _EARLIER
        kinds += ["percent1", "decimal1"]
        beside: list[list[Cell]] = [[row.earlier, row.difference] for row in table.rows]
        beside.append([None, None])
        rows = [[*row, *more] for row, more in zip(rows, beside, strict=True)]
    return header, kinds, rows


def _cross_cells(table: CrossTable) -> _Cells:
    earlier: tuple[str, ...] = _EARLIER if table.earlier_title else ()
    whats = ["数", "%", *earlier]
    header = ["区分", f"n（{unit_word(table)}）"]
    header += [f"{column}（{what}）" for column in table.columns for what in whats]
    kinds: list[excel.Kind] = ["text", "integer"]
    each: list[excel.Kind] = ["integer", "percent1", "percent1", "decimal1"]
    kinds += each[: len(whats)] * len(table.columns)
    rows: list[list[Cell]] = []
    for group in table.groups:
        row: list[Cell] = [group.label, None if group.n_hidden else group.n]
        for place, count in enumerate(_shown(group)):
            before = group.earlier[place] if group.earlier else None
            cells = [count, group.percents[place], before, group.difference(place)]
            row += cells[: len(whats)]
        rows.append([*row, group.caution])
    return [*header, "nの注意"], [*kinds, "text"], rows


def chart_of(figure: Figure, *, by_count: bool) -> charts.Spec | None:
    """Return the chart in the form the figure chose, None for a table alone."""
    chosen = getattr(figure, "chart", "auto")
    if chosen == "none":
        return None
    return chart_spec(figure.table, by_count=by_count, chosen=chosen)


def _images(png: bytes, alt: str) -> tuple[excel.Image, ...]:
    if not png:
        return ()
    height = _png_height(png) // _PIXELS_PER_POINT
    return (excel.Image(png, alt, height=height, scale=1 / _PIXELS_PER_POINT),)


def csv_rows(figures: Iterable[Figure]) -> Iterator[Sequence[Cell]]:
    """Yield the lines of all figures under `CSV_HEADER`: one for each number of each group."""
    for figure in figures:
        table = figure.table
        start = (figure.number, figure.title, answer_label(table))
        if isinstance(table, CrossTable):
            for group in table.groups:
                values = zip(table.columns, _shown(group), group.percents, strict=True)
                for label, number, percent in values:
                    count = HIDDEN if number is None else number
                    n = HIDDEN if group.n_hidden else group.n
                    yield (*start, group.label, n, label, count, percent)
        else:
            for row in table.rows:
                count = HIDDEN if row.hidden else row.count
                yield (*start, "", table.n, row.label, count, row.percent)


def _shown(group: Group) -> list[int | None]:
    """Return the counts of a group, None for those that are hidden."""
    return [None if i in group.hidden else count for i, count in enumerate(group.counts)]


def printed_table(figure: Figure, *, by_count: bool = False) -> report.Table:
    """Return a figure's table as it is printed: cells as text."""
    table, dash = figure.table, getattr(figure, "zero_as_dash", False)
    if isinstance(table, CrossTable):
        return _cross_as_text(table, by_count=by_count, dash=dash)
    return _frequency_as_text(table, by_count=by_count, dash=dash)


def _frequency_as_text(table: FrequencyTable, *, by_count: bool, dash: bool) -> report.Table:
    header = ["項目", f"数（{unit_word(table)}）"]
    lines = text_rows(table, zero_as_dash=dash)
    rows = [[line.label, line.count] for line in lines]
    rows.append([TOTAL_ROW, f"{table.n:,}"])
    if not by_count:
        header.append("割合（%）")
        shares = [line.share for line in lines]
        shares.append("100.0" if table.n else format_share(None))
        rows = [[*row, share] for row, share in zip(rows, shares, strict=True)]
    if table.earlier_title:
        header += ["前の調査（%）", "差（ポイント）"]
        beside = [[line.earlier, line.difference] for line in lines] + [["", ""]]
        rows = [[*row, *more] for row, more in zip(rows, beside, strict=True)]
    return report.Table(header, rows, total_rows=1)


def _cross_as_text(table: CrossTable, *, by_count: bool, dash: bool) -> report.Table:
    what = "数" if by_count else "%"
    header = ["区分", "n", *(f"{column}（{what}）" for column in table.columns)]
    rows = [
        [
            f"{group.label}（{group.caution}）" if group.caution else group.label,
            group.n,
            *(
                f"{c.text}{c.sign}{f'（{c.difference}）' if c.difference else ''}"
                for c in group.cells
            ),
        ]
        for group in text_groups(table, by_count=by_count, zero_as_dash=dash)
    ]
    return report.Table(header, rows)


def _png_height(png: bytes) -> int:
    """Return the height in pixels, which stands in a PNG file's header."""
    return int(struct.unpack(">I", png[20:24])[0])
