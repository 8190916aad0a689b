"""Cross tables of multiple answers: clustered bars for few groups, one panel per answer for many.

With up to three groups the usual drawing is a cluster of bars per answer. With more, the eye
follows one answer over all groups more easily in a panel of its own, and no key is needed.
"""

import math
from dataclasses import dataclass
from typing import Any

from koganei_kyodo.documents.charts.style import (
    BLUE_900,
    CHART_WIDTH,
    GRAY_800,
    LABEL_EXPR,
    LABEL_SIZE,
    LINE_HEIGHT,
    MAX_SERIES,
    SERIES_FILLS,
    VALUE_SIZE,
    Spec,
    base_spec,
    empty_spec,
    label_axis,
    nice_ticks,
    row_key,
    text_width,
    value_axis,
    wrap,
)
from koganei_kyodo.documents.charts.values import (
    CrossChartData,
    Group,
    format_percent,
    format_value,
    size_of,
    value_at,
)

_CLUSTER_LABEL_WIDTH = 250
_PANEL_LABEL_WIDTH = 180
_PANEL_GAP = 10
_PANELS_A_ROW = 4
_HEADING_SIZE = 12
MAX_CLUSTERED = 3


def cross_bars(data: CrossChartData) -> Spec:
    """Draw a cross table: clusters for up to three groups, else one panel per answer.

    Args:
        data: answers as columns, groups as rows.

    Returns:
        A Vega-Lite specification ``CHART_WIDTH`` pixels wide.
    """
    return clustered_bars(data) if len(data.groups) <= MAX_CLUSTERED else panels(data)


def _size_and_text(group: Group, index: int, *, shares_only: bool) -> tuple[float, str]:
    count, percent = value_at(group.counts, index), value_at(group.percents, index)
    has_percents = bool(group.percents)
    size = size_of(count, percent if has_percents else None)
    if shares_only and has_percents:
        return size, format_percent(percent)
    return size, format_value(count, percent, has_percents=has_percents)


def clustered_bars(data: CrossChartData) -> Spec:
    """One cluster per answer with a bar per group (at most five), value and share at each end.

    Raises:
        ValueError: there are more groups than fills that can be told apart.
    """
    if not data.columns or not data.groups:
        return empty_spec(data.description)
    if len(data.groups) > MAX_SERIES:
        raise ValueError(f"{len(data.groups)} groups: at most {MAX_SERIES} can be told apart")
    keys = [row_key(index, wrap(group.title, 200)) for index, group in enumerate(data.groups)]
    has_percents = any(group.percents for group in data.groups)
    rows: list[dict[str, Any]] = []
    tallest = 1
    for index, column in enumerate(data.columns):
        lines = wrap(column, _CLUSTER_LABEL_WIDTH - 14)
        tallest = max(tallest, len(lines))
        for key, group in zip(keys, data.groups, strict=True):
            size, text = _size_and_text(group, index, shares_only=False)
            rows.append({"row": row_key(index, lines), "group": key, "size": size, "text": text})
    ticks = nice_ticks(max(row["size"] for row in rows), percent=has_percents)
    plot = CHART_WIDTH - _CLUSTER_LABEL_WIDTH
    room = max(text_width(str(row["text"]), VALUE_SIZE) for row in rows) + 10
    step = max(19.0, (tallest * LINE_HEIGHT + 6) / len(keys))
    return base_spec(
        data.description,
        width=plot,
        height={"step": step},
        data={"values": rows},
        encoding={
            "y": {
                "field": "row",
                "type": "nominal",
                "sort": None,
                "axis": label_axis(_CLUSTER_LABEL_WIDTH, lines=tallest),
                "scale": {"paddingInner": 0.2, "paddingOuter": 0.1},
            },
            "yOffset": {"field": "group", "type": "nominal", "sort": None},
            "x": {
                "field": "size",
                "type": "quantitative",
                "scale": {"domain": [0, ticks[-1] * plot / (plot - room)], "nice": False},
                "axis": value_axis(ticks, percent=has_percents),
            },
        },
        layer=[_cluster_bars(keys), _value_text()],
    )


def _cluster_bars(keys: list[str]) -> Spec:
    legend = {
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        "columns": len(keys) if len(keys) <= MAX_CLUSTERED else 2,
        "labelExpr": LABEL_EXPR,
        "labelLimit": 0,
    }
    return {
        "mark": {"type": "bar", "stroke": GRAY_800, "strokeWidth": 1, "height": {"band": 0.86}},
        "encoding": {
            "fill": {
                "field": "group",
                "type": "nominal",
                "scale": {"domain": keys, "range": list(SERIES_FILLS[: len(keys)])},
                "legend": legend,
            }
        },
    }


def _value_text() -> Spec:
    return {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": VALUE_SIZE},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


def panels(data: CrossChartData) -> Spec:
    """Small multiples: one panel per answer, all groups in each, at most four side by side.

    All panels share one scale, so that bars may be compared across them.
    """
    if not data.columns or not data.groups:
        return empty_spec(data.description)
    keys = []
    tallest = 1
    for index, group in enumerate(data.groups):
        lines = wrap(group.title, _PANEL_LABEL_WIDTH - 14)
        tallest = max(tallest, len(lines))
        keys.append(row_key(index, lines))
    indexes = list(range(len(data.columns)))
    a_row = _panels_a_row(len(indexes))
    sizes = [_size_and_text(g, i, shares_only=True) for g in data.groups for i in indexes]
    has_percents = any(group.percents for group in data.groups)
    top = nice_ticks(max(size for size, _ in sizes), percent=has_percents)[-1]
    width = (CHART_WIDTH - _PANEL_LABEL_WIDTH - _PANEL_GAP * (a_row - 1)) // a_row
    room = max(text_width(text, VALUE_SIZE) for _, text in sizes) + 6
    layout = _Layout(
        width=width,
        step=max(24, tallest * LINE_HEIGHT + 6),
        limit=top * width / max(width - room, 20),
        lines=tallest,
    )
    rows = []
    for start in range(0, len(indexes), a_row):
        chosen = indexes[start : start + a_row]
        heading = max(len(_heading(data.columns[index], width)) for index in chosen)
        charts = [_panel(data, index, keys, layout, heading=heading) for index in chosen]
        rows.append({"hconcat": charts, "spacing": _PANEL_GAP, "bounds": "flush"})
    return base_spec(data.description, vconcat=rows, spacing=20, bounds="full")


def _panels_a_row(columns: int) -> int:
    """Panels side by side, as evenly spread over the rows as their number allows."""
    rows = math.ceil(columns / _PANELS_A_ROW)
    return math.ceil(columns / rows)


def _heading(column: str, width: float) -> list[str]:
    return wrap(column, width, _HEADING_SIZE)


@dataclass(frozen=True)
class _Layout:
    """Measures all panels share: width and row height in pixels, end of the scale, lines."""

    width: int
    step: float
    limit: float
    lines: int


def _panel(
    data: CrossChartData,
    index: int,
    keys: list[str],
    layout: _Layout,
    *,
    heading: int,
) -> Spec:
    values = []
    for key, group in zip(keys, data.groups, strict=True):
        size, text = _size_and_text(group, index, shares_only=True)
        values.append({"row": key, "size": size, "text": text})
    lines = _heading(data.columns[index], layout.width)
    first = index % _panels_a_row(len(data.columns)) == 0
    axis = label_axis(_PANEL_LABEL_WIDTH if first else 0, lines=layout.lines, labels=first)
    return {
        "width": layout.width,
        "height": {"step": layout.step},
        "title": {
            "text": [""] * (heading - len(lines)) + lines,
            "anchor": "start",
            "frame": "group",
            "fontSize": _HEADING_SIZE,
            "lineHeight": LINE_HEIGHT - 2,
            "fontWeight": "bold",
            "offset": 6,
        },
        "data": {"values": values},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "sort": None, "axis": axis},
            "x": {
                "field": "size",
                "type": "quantitative",
                "axis": None,
                "scale": {"domain": [0, layout.limit], "nice": False},
            },
        },
        "layer": [
            {
                "mark": {
                    "type": "bar",
                    "fill": BLUE_900,
                    "stroke": GRAY_800,
                    "strokeWidth": 1,
                    "height": LABEL_SIZE + 2,
                }
            },
            _value_text(),
        ],
    }
