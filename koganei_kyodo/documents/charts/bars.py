"""Horizontal bars: multiple answers, and counts per department."""

from typing import Any

from koganei_kyodo.documents.charts.style import (
    BLUE_900,
    CHART_WIDTH,
    GRAY_420,
    GRAY_800,
    LABEL_SIZE,
    LINE_HEIGHT,
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
from koganei_kyodo.documents.charts.values import ChartData, format_value, size_of, value_at

_LABEL_WIDTH = 250
_ROW_GAP = 11


def horizontal_bars(data: ChartData, *, highlight: int | None = None) -> Spec:
    """One bar per label, from zero, in the given order, with count and share at its end.

    Args:
        data: the rows; bars show percentages where there are any, else counts.
        highlight: index of the one bar to stress; the others turn grey.

    Returns:
        A Vega-Lite specification ``CHART_WIDTH`` pixels wide.
    """
    if not data.labels:
        return empty_spec(data.description)
    has_percents = bool(data.percents)
    rows: list[dict[str, Any]] = []
    tallest = 1
    for index, label in enumerate(data.labels):
        count, percent = value_at(data.counts, index), value_at(data.percents, index)
        lines = wrap(label, _LABEL_WIDTH - 14)
        tallest = max(tallest, len(lines))
        rows.append(
            {
                "row": row_key(index, lines),
                "size": size_of(count, percent if has_percents else None),
                "text": format_value(count, percent, has_percents=has_percents),
                "fill": BLUE_900 if highlight in (None, index) else GRAY_420,
            }
        )
    ticks = nice_ticks(max(row["size"] for row in rows), percent=has_percents)
    plot = CHART_WIDTH - _LABEL_WIDTH
    room = max(text_width(str(row["text"]), VALUE_SIZE) for row in rows) + 10
    y = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "axis": label_axis(_LABEL_WIDTH, lines=tallest),
        "scale": {"paddingInner": 0.3, "paddingOuter": 0.15},
    }
    x = {
        "field": "size",
        "type": "quantitative",
        "scale": {"domain": [0, ticks[-1] * plot / (plot - room)], "nice": False},
        "axis": value_axis(ticks, percent=has_percents),
    }
    return base_spec(
        data.description,
        width=plot,
        height={"step": max(26, tallest * LINE_HEIGHT + _ROW_GAP)},
        data={"values": rows},
        encoding={"y": y, "x": x},
        layer=[
            {
                "mark": {"type": "bar", "stroke": GRAY_800, "strokeWidth": 1, "height": 18},
                "encoding": {"fill": {"field": "fill", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": LABEL_SIZE - 1},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
        ],
    )
