"""100 % stacked bars: single answers, whole or by group.

Up to five parts are told apart by fill and pattern. A bar of six to twelve parts numbers them
(①, ②, …) in the bar and in the key beneath, because more than five fills cannot be told apart;
beyond that, and for several groups of more than five parts, bars of their own read better and
are drawn instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from koganei_kyodo.documents.charts.bars import horizontal_bars
from koganei_kyodo.documents.charts.cross import panels
from koganei_kyodo.documents.charts.style import (
    CHART_WIDTH,
    GRAY_200,
    GRAY_800,
    LABEL_SIZE,
    LINE_HEIGHT,
    MAX_SERIES,
    NUMBERED_FILLS,
    OPINION_FILLS,
    SERIES_FILLS,
    VALUE_SIZE,
    WHITE,
    Spec,
    base_spec,
    empty_spec,
    text_width,
    wrap,
)
from koganei_kyodo.documents.charts.values import (
    ChartData,
    CrossChartData,
    Group,
    format_percent,
    format_value,
    size_of,
    value_at,
)

MAX_NUMBERED = 12
_BAR_HEIGHT = 34
_CALLOUT_HEIGHT = 26
_GROUP_LABEL_WIDTH = 210
_EDGE = 16
_SWATCH = 16


@dataclass
class _Canvas:
    """The marks of one chart, in pixels from the top left corner."""

    rects: list[dict[str, Any]]
    plates: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    texts: list[dict[str, Any]]

    def text(self, x: float, y: float, text: str, align: str = "left") -> None:
        self.texts.append({"x": x, "y": y, "text": text, "align": align})

    def rule(self, x: float, y: float, x2: float, y2: float, colour: str = GRAY_800) -> None:
        self.rules.append({"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour})

    def plate(self, x: float, y: float, width: float) -> None:
        self.plates.append(
            {"x": x - width / 2, "x2": x + width / 2, "y": y - 9, "y2": y + 9, "fill": WHITE}
        )


@dataclass(frozen=True)
class _Part:
    """One part of one bar, in pixels."""

    left: float
    right: float
    text: str

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def stacked_100(data: ChartData | CrossChartData, *, opinion: bool = False) -> Spec:
    """A 100 % bar of the parts of a single answer, one bar per group.

    Args:
        data: the parts of one bar, or groups whose columns are the parts. Lengths follow the
            counts where there are any (else the percentages), scaled to fill the bar; what is
            written is always the given percentage.
        opinion: whether the parts are the steps of an opinion scale, from against to in favour.

    Returns:
        A Vega-Lite specification ``CHART_WIDTH`` pixels wide.
    """
    if isinstance(data, ChartData):
        cross = CrossChartData(
            data.labels,
            (Group("", data.n, data.counts, data.percents),) if data.labels else (),
            data.description,
        )
        single = True
    else:
        cross, single = data, False
    if not cross.columns or not cross.groups:
        return empty_spec(cross.description)
    many = len(cross.columns) > MAX_SERIES
    if many and not single:
        return panels(cross)
    if isinstance(data, ChartData) and len(cross.columns) > MAX_NUMBERED:
        return horizontal_bars(data)
    return _draw(cross, single=single, fills=_fills(len(cross.columns), opinion=opinion))


def _fills(parts: int, *, opinion: bool) -> list[str]:
    if parts > MAX_SERIES:
        return [NUMBERED_FILLS[index % 2] for index in range(parts)]
    if opinion and parts == len(OPINION_FILLS):
        return list(OPINION_FILLS)
    return list(SERIES_FILLS[:parts])


def _draw(cross: CrossChartData, *, single: bool, fills: Sequence[str]) -> Spec:
    numbered = len(cross.columns) > MAX_SERIES
    canvas = _Canvas([], [], [], [])
    left = _EDGE if single else _GROUP_LABEL_WIDTH
    bottom = 0.0
    for group in cross.groups:
        bottom = _draw_bar(canvas, group, cross.columns, fills, top=bottom, left=left)
    axis_top = 0.0
    for step in range(0, 101, 20):
        x = left + (CHART_WIDTH - _EDGE - left) * step / 100
        canvas.rules.insert(
            0, {"x": x, "y": axis_top, "x2": x, "y2": bottom + 4, "colour": GRAY_200}
        )
        canvas.text(x, bottom + 13, f"{step}%", "center")
    height = _draw_key(canvas, cross, fills, top=bottom + 34, single=single, numbered=numbered)
    return _spec(canvas, height, cross.description)


def _draw_bar(
    canvas: _Canvas,
    group: Group,
    columns: Sequence[str],
    fills: Sequence[str],
    *,
    top: float,
    left: float,
) -> float:
    """Draw one bar with its name and shares; returns the y of its lower edge with the gap."""
    lines = wrap(group.title, left - 20) if group.label else []
    height = max(_CALLOUT_HEIGHT + _BAR_HEIGHT, len(lines) * LINE_HEIGHT)
    bar_top = top + height - _BAR_HEIGHT
    middle = bar_top + _BAR_HEIGHT / 2
    first = min(middle, top + height - len(lines) * LINE_HEIGHT / 2)
    for index, line in enumerate(lines):
        offset = (index - (len(lines) - 1) / 2) * LINE_HEIGHT
        canvas.text(left - 8, first + offset, line, "right")
    parts = _parts(group, columns, left)
    if not parts:
        canvas.text(left + 8, middle, "回答はありません。")
        return bar_top + _BAR_HEIGHT + 10
    outside = []
    for index, part in parts.items():
        inset = 1 if part.right - part.left > 4 else 0
        canvas.rects.append(
            {
                "x": part.left + inset,
                "x2": part.right - inset,
                "y": bar_top,
                "y2": bar_top + _BAR_HEIGHT,
                "fill": fills[index],
                "label": columns[index],
                "share": part.text,
            }
        )
        width = text_width(part.text, VALUE_SIZE) + 6
        if width + 6 <= part.right - part.left:
            canvas.plate(part.centre, middle, width)
            canvas.text(part.centre, middle, part.text, "center")
        else:
            outside.append(part)
    _draw_callouts(canvas, outside, bar_top, left)
    return bar_top + _BAR_HEIGHT + 10


def _parts(group: Group, columns: Sequence[str], left: float) -> dict[int, _Part]:
    """Parts longer than nothing, by column, filling the width between ``left`` and the edge."""
    has_counts = any(count for count in group.counts)
    sizes = [
        size_of(value_at(group.counts, i), None if has_counts else value_at(group.percents, i))
        for i in range(len(columns))
    ]
    total = sum(sizes)
    width = CHART_WIDTH - _EDGE - left
    parts: dict[int, _Part] = {}
    position = left
    for index, size in enumerate(sizes):
        if size <= 0:
            continue
        end = position + width * size / total
        share = _share(value_at(group.percents, index), size, total)
        number = f"{_number(index)} " if len(columns) > MAX_SERIES else ""
        parts[index] = _Part(position, end, f"{number}{share}")
        position = end
    return parts


def _share(percent: Decimal | None, size: float, total: float) -> str:
    if percent is not None:
        return format_percent(percent)
    return f"{size:,.0f}" if total else ""


def _number(index: int) -> str:
    return chr(ord("①") + index)


def _draw_callouts(canvas: _Canvas, parts: list[_Part], bar_top: float, left: float) -> None:
    """Write the shares of narrow parts above the bar, side by side, each with a line to it."""
    if not parts:
        return
    widths = [text_width(part.text, VALUE_SIZE) + 4 for part in parts]
    centres: list[float] = []
    edge = left - _EDGE + 2
    for part, width in zip(parts, widths, strict=True):
        centre = max(part.centre, edge + width / 2)
        centres.append(centre)
        edge = centre + width / 2
    limit = float(CHART_WIDTH)
    for index in range(len(parts) - 1, -1, -1):
        centres[index] = min(centres[index], limit - widths[index] / 2)
        limit = centres[index] - widths[index] / 2
    for part, centre in zip(parts, centres, strict=True):
        canvas.text(centre, bar_top - 17, part.text, "center")
        canvas.rule(centre, bar_top - 10, part.centre, bar_top)


def _draw_key(
    canvas: _Canvas,
    cross: CrossChartData,
    fills: Sequence[str],
    *,
    top: float,
    single: bool,
    numbered: bool,
) -> float:
    """Draw the key in as many columns as the labels allow; returns the height of the chart."""
    group = cross.groups[0]
    names = []
    for index, column in enumerate(cross.columns):
        name = f"{_number(index)} {column}" if numbered else column
        if single:
            value = format_value(
                value_at(group.counts, index),
                value_at(group.percents, index),
                has_percents=bool(group.percents),
            )
            name = f"{name}　{value}"
        names.append(name)
    widest = max(text_width(name, LABEL_SIZE) for name in names) + _SWATCH + 24
    key_columns = max(1, min(3, len(names), int(CHART_WIDTH // widest)))
    cell = CHART_WIDTH / key_columns
    y = top
    for start in range(0, len(names), key_columns):
        row = range(start, min(start + key_columns, len(names)))
        wrapped = [wrap(names[index], cell - _SWATCH - 18) for index in row]
        for position, (index, lines) in enumerate(zip(row, wrapped, strict=True)):
            x = position * cell + 2
            canvas.rects.append(
                {"x": x, "x2": x + _SWATCH, "y": y, "y2": y + _SWATCH, "fill": fills[index]}
            )
            for number, line in enumerate(lines):
                canvas.text(x + _SWATCH + 7, y + _SWATCH / 2 + number * LINE_HEIGHT, line)
        y += max(len(lines) for lines in wrapped) * LINE_HEIGHT + 6
    return y


def _spec(canvas: _Canvas, height: float, description: str) -> Spec:
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, CHART_WIDTH], "nice": False},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, height], "nice": False, "reverse": True},
    }
    area = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    fill = {"field": "fill", "type": "nominal", "scale": None}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[Spec] = [
        {
            "data": {"values": canvas.rules},
            "mark": {"type": "rule", "strokeWidth": 1},
            "encoding": {**area, "stroke": colour},
        },
        {
            "data": {"values": canvas.rects},
            "mark": {"type": "rect", "stroke": GRAY_800, "strokeWidth": 1},
            "encoding": {**area, "fill": fill},
        },
        {
            "data": {"values": canvas.plates},
            "mark": {"type": "rect", "cornerRadius": 3},
            "encoding": {**area, "fill": fill},
        },
    ]
    for align in ("left", "center", "right"):
        values = [text for text in canvas.texts if text["align"] == align]
        size = VALUE_SIZE if align == "center" else LABEL_SIZE
        layers.append(
            {
                "data": {"values": values},
                "mark": {"type": "text", "align": align, "baseline": "middle", "fontSize": size},
                "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
            }
        )
    layers = [layer for layer in layers if layer["data"]["values"]]
    return base_spec(description, width=CHART_WIDTH, height=height, layer=layers)
