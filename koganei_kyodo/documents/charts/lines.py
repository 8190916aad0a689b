"""Lines over the years, and the curve of a concentration."""

from collections.abc import Sequence
from dataclasses import dataclass

from koganei_kyodo.documents.charts.style import (
    BLUE_900,
    CHART_WIDTH,
    CYAN_700,
    GRAY_200,
    GRAY_420,
    GRAY_800,
    LABEL_SIZE,
    ORANGE_1000,
    VALUE_SIZE,
    YELLOW_700,
    Spec,
    base_spec,
    empty_spec,
    nice_ticks,
)

# Lines are told apart by colour, by dashes and by the sign at each year, in grey as well.
COLOURS = (BLUE_900, ORANGE_1000, CYAN_700, YELLOW_700, GRAY_800)
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
MAX_LINES = len(COLOURS)
_HEIGHT = 260


@dataclass(frozen=True)
class Series:
    """One line: its name and a value for each step, ``None`` where there is none."""

    label: str
    values: Sequence[int | None]


def lines(steps: Sequence[str], series: Sequence[Series], *, description: str) -> Spec:
    """Draw up to ``MAX_LINES`` lines over the same steps, from zero.

    Args:
        steps: what is written below, in order (``2025``).
        series: the lines.
        description: the finding in one Japanese sentence.

    With more than two lines only the last value of each is written: the rest would overlap.

    Raises:
        ValueError: there are too many lines, or one has another number of values.
    """
    if len(series) > MAX_LINES:
        raise ValueError(f"{len(series)} lines cannot be told apart")
    if any(len(line.values) != len(steps) for line in series):
        raise ValueError("a line needs a value for every step")

    def written(step: str, value: int) -> str:
        return f"{value:,}" if len(series) <= 2 or step == steps[-1] else ""

    rows = [
        {"step": step, "line": line.label, "value": value, "text": written(step, value)}
        for line in series
        for step, value in zip(steps, line.values, strict=True)
        if value is not None
    ]
    if not rows:
        return empty_spec(description)
    top = max(float(str(row["value"])) for row in rows)
    return base_spec(
        description,
        width=CHART_WIDTH - 60,
        height=_HEIGHT,
        data={"values": rows},
        encoding={"x": _years(steps), "y": _amounts(nice_ticks(top, percent=False))},
        layer=_marks([line.label for line in series]),
    )


def _years(steps: Sequence[str]) -> Spec:
    return {
        "field": "step",
        "type": "ordinal",
        "sort": list(steps),
        "axis": {"title": None, "labelAngle": 0, "labelFontSize": LABEL_SIZE, "ticks": False},
    }


def _amounts(ticks: Sequence[float]) -> Spec:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, ticks[-1]], "nice": False},
        "axis": {
            "title": None,
            "values": ticks,
            "labelExpr": "format(datum.value, ',d')",
            "grid": True,
            "gridColor": GRAY_200,
            "domain": False,
            "ticks": False,
            "labelFontSize": VALUE_SIZE,
        },
    }


def _marks(names: Sequence[str]) -> list[Spec]:
    """Return the lines, the signs at each year and the values above them."""

    def told_by(styles: Sequence[object]) -> Spec:
        return {
            "field": "line",
            "type": "nominal",
            "sort": names,
            "scale": {"domain": names, "range": list(styles[: len(names)])},
            "legend": {
                "orient": "bottom",
                "direction": "vertical",
                "title": None,
                "symbolSize": 120,
            },
        }

    colour, dash, shape = told_by(COLOURS), told_by(DASHES), told_by(SHAPES)
    return [
        {
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {"color": colour, "strokeDash": dash},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 70},
            "encoding": {"color": colour, "strokeDash": dash, "shape": shape},
        },
        {
            "mark": {"type": "text", "dy": -12, "fontSize": VALUE_SIZE, "color": GRAY_800},
            "encoding": {"text": {"field": "text", "type": "nominal"}, "detail": {"field": "line"}},
        },
    ]


def curve(points: Sequence[tuple[float, float]], *, across: str, up: str, description: str) -> Spec:
    """Draw a curve in percent of percent, with the straight line of an even spread beside it.

    Args:
        points: x and y in percent, from (0, 0) to (100, 100).
        across: what lies on the x axis.
        up: what lies on the y axis.
        description: the finding in one Japanese sentence.
    """
    if len(points) < 2:
        return empty_spec(description)

    def axis(title: str) -> Spec:
        return {
            "title": title,
            "titleFontSize": LABEL_SIZE,
            "values": [0, 25, 50, 75, 100],
            "labelExpr": "datum.value + '%'",
            "labelFontSize": VALUE_SIZE,
            "grid": True,
            "gridColor": GRAY_200,
        }

    x = {"field": "x", "type": "quantitative", "axis": axis(across), "scale": {"domain": [0, 100]}}
    y = {"field": "y", "type": "quantitative", "axis": axis(up), "scale": {"domain": [0, 100]}}
    return base_spec(
        description,
        width=420,
        height=320,
        encoding={"x": x, "y": y},
        layer=[
            {
                "data": {"values": [{"x": 0, "y": 0}, {"x": 100, "y": 100}]},
                "mark": {"type": "line", "stroke": GRAY_420, "strokeDash": [6, 4]},
            },
            {
                "data": {"values": [{"x": round(a, 2), "y": round(b, 2)} for a, b in points]},
                "mark": {"type": "line", "stroke": BLUE_900, "strokeWidth": 3},
            },
        ],
    )
