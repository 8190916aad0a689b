"""Charts as Vega-Lite specifications, and their rendering to SVG and PNG.

The functions take plain values (labels, counts, percentages), so that any table object can be
drawn through a few lines of adapter code. They return a JSON-ready ``dict`` of constant width
(``CHART_WIDTH`` pixels); colours, patterns and layout follow the portal's rules for charts.
"""

from koganei_kyodo.documents.charts.bars import horizontal_bars
from koganei_kyodo.documents.charts.cross import clustered_bars, cross_bars, panels
from koganei_kyodo.documents.charts.lines import Series, curve, lines
from koganei_kyodo.documents.charts.rendering import render_png, render_svg
from koganei_kyodo.documents.charts.stacked import stacked_100
from koganei_kyodo.documents.charts.style import CHART_WIDTH, FONT_FAMILY, Spec
from koganei_kyodo.documents.charts.values import (
    ChartData,
    CrossChartData,
    Group,
    format_percent,
    format_value,
)

__all__ = [
    "CHART_WIDTH",
    "FONT_FAMILY",
    "ChartData",
    "CrossChartData",
    "Group",
    "Series",
    "Spec",
    "clustered_bars",
    "cross_bars",
    "curve",
    "format_percent",
    "format_value",
    "horizontal_bars",
    "lines",
    "panels",
    "render_png",
    "render_svg",
    "stacked_100",
]
