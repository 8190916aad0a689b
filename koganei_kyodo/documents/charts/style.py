"""Colours, patterns, type and text measures shared by all charts.

Colours are those of the Digital Agency's design tokens; every fill carries a dark outline and
differs from its neighbours in lightness or pattern, so that a grey print stays readable.
"""

import unicodedata
from typing import Any

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT_FAMILY = "BIZ UDPGothic"
CHART_WIDTH = 680
LABEL_SIZE = 13
VALUE_SIZE = 12
LINE_HEIGHT = 17

BLUE_900 = "#0017c1"
BLUE_400 = "#7096f8"
YELLOW_700 = "#b78f00"
CYAN_700 = "#008da6"
ORANGE_1000 = "#8b3200"
ORANGE_300 = "#ffa66d"
GRAY_100 = "#e6e6e6"
GRAY_200 = "#cccccc"
GRAY_420 = "#949494"
GRAY_800 = "#333333"
GRAY_900 = "#1a1a1a"
WHITE = "#ffffff"

# Fills are either a colour or a reference to one of PATTERNS, added when the SVG is drawn.
PATTERN_PREFIX = "kyodo-pattern-"
PATTERNS: dict[str, str] = {
    "diagonal": (
        f'<rect width="8" height="8" fill="{YELLOW_700}"/>'
        f'<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{WHITE}" stroke-width="1.6"/>'
    ),
    "dots": (
        f'<rect width="8" height="8" fill="{CYAN_700}"/>'
        f'<circle cx="2" cy="2" r="1.2" fill="{WHITE}"/>'
        f'<circle cx="6" cy="6" r="1.2" fill="{WHITE}"/>'
    ),
    "lines": (
        f'<rect width="8" height="8" fill="{ORANGE_1000}"/>'
        f'<path d="M0 2H8M0 6H8" stroke="{WHITE}" stroke-width="1.2"/>'
    ),
    "strong-against": (
        f'<rect width="8" height="8" fill="{ORANGE_1000}"/>'
        f'<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{WHITE}" stroke-width="1.6"/>'
    ),
    "against": (
        f'<rect width="8" height="8" fill="{ORANGE_300}"/>'
        f'<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{WHITE}" stroke-width="1.6"/>'
    ),
}


def pattern(name: str) -> str:
    """The fill that refers to the pattern ``name`` of ``PATTERNS``."""
    return f"url(#{PATTERN_PREFIX}{name})"


SERIES_FILLS = (BLUE_900, pattern("diagonal"), pattern("dots"), pattern("lines"), GRAY_200)
OPINION_FILLS = (pattern("strong-against"), pattern("against"), GRAY_100, BLUE_400, BLUE_900)
# Many parts of one bar: told apart by their number, so two calm fills in turn are enough.
NUMBERED_FILLS = (BLUE_900, GRAY_200)
MAX_SERIES = len(SERIES_FILLS)

_NO_LINE_START = set(
    "、。，．・：；？！ー―…）」』】〉》ぁぃぅぇぉっゃゅょァィゥェォッャュョ々％%),."
)
_NO_LINE_END = set("（「『【〈《(")


def text_width(text: str, size: float) -> float:
    """Estimate how wide ``text`` is drawn, in pixels, erring on the wide side."""
    ems = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.6 for char in text)
    return ems * size


def wrap(text: str, width: float, size: float = LABEL_SIZE) -> list[str]:
    """Break a label into lines of even length that fit ``width`` pixels.

    Closing brackets, small kana and punctuation do not begin a line and opening brackets do
    not end one; words of Latin letters may be broken where nothing else fits. Lines given in
    the text stay apart.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        stripped = paragraph.strip()
        best = _fill(stripped, width, size)
        # Narrow the lines as far as their number allows, so that no word is left over alone.
        narrow = width
        while len(best) > 1 and narrow > width / 2:
            narrow -= size / 2
            narrower = _fill(stripped, narrow, size)
            if len(narrower) > len(best):
                break
            best = narrower
        lines.extend(best)
    return lines


def _fill(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for char in text:
        if line and text_width(line + char, size) > width and char not in _NO_LINE_START:
            carried = ""
            while len(line) > 1 and line[-1] in _NO_LINE_END:
                carried, line = line[-1] + carried, line[:-1]
            lines.append(line)
            line = carried
        line += char
    return [*lines, line]


def row_key(index: int, lines: list[str]) -> str:
    """A unique, ordered key for a row that carries its lines; see ``LABEL_EXPR``."""
    return f"{index:04d}" + "\n".join(lines)


# Drops the number of row_key and splits the lines. No user text stands in the expression.
LABEL_EXPR = "split(slice(datum.label, 4), '\\n')"


def _centred(lines: int) -> Spec:
    """Condition that moves a label of ``lines`` lines up, so that its middle meets the bar."""
    test = f"length(split(datum.label, '\\n')) === {lines}"
    return {"test": test, "value": -(lines - 1) * LINE_HEIGHT / 2}


def label_axis(width: int, *, lines: int, labels: bool = True) -> Spec:
    """Axis of row labels, exactly ``width`` pixels wide.

    Args:
        width: room for the labels in pixels; they must have been wrapped to fit.
        lines: lines of the tallest label.
        labels: whether the labels are shown.
    """
    centred = [_centred(number) for number in range(2, lines + 1)]
    return {
        "labelOffset": {"condition": centred, "value": 0} if centred else 0,
        "title": None,
        "labels": labels,
        "labelExpr": LABEL_EXPR,
        "labelLimit": 0,
        "labelPadding": 8,
        "labelFontSize": LABEL_SIZE,
        "labelLineHeight": LINE_HEIGHT,
        "ticks": False,
        "domainColor": GRAY_800,
        "minExtent": width,
        "maxExtent": width,
    }


def value_axis(values: list[float], *, percent: bool) -> Spec:
    """Axis of values at the foot of the bars, with a faint line at each of ``values``."""
    suffix = "'%'" if percent else "''"
    return {
        "title": None,
        "values": values,
        "labelExpr": f"format(datum.value, ',') + {suffix}",
        "labelFontSize": VALUE_SIZE - 1,
        "grid": True,
        "gridColor": GRAY_200,
        "domain": False,
        "ticks": False,
    }


def nice_ticks(largest: float, *, percent: bool) -> list[float]:
    """Round steps from 0 to the first one not below ``largest`` (at most six steps)."""
    top = max(largest, 1.0)
    step = next(
        step * 10**power
        for power in range(12)
        for step in (1, 2, 5)
        if top <= step * 10**power * (5 if percent else 6)
    )
    ticks = [0.0]
    while ticks[-1] < top:
        ticks.append(float(ticks[-1] + step))
    return ticks


def base_spec(description: str, **parts: Any) -> Spec:
    """A specification with the portal's configuration and an accessible description."""
    return {
        "$schema": SCHEMA,
        "description": description,
        "background": WHITE,
        "padding": 4,
        **parts,
        "config": {
            "font": FONT_FAMILY,
            "view": {"stroke": None},
            "mark": {"aria": False},
            "axis": {
                "aria": False,
                "labelColor": GRAY_900,
                "titleColor": GRAY_900,
                "labelFontWeight": "normal",
            },
            "legend": {
                "aria": False,
                "labelLimit": 0,
                "labelColor": GRAY_900,
                "labelFontSize": LABEL_SIZE,
                "symbolStrokeColor": GRAY_800,
                "symbolSize": 180,
                "symbolType": "square",
            },
            "text": {"color": GRAY_900, "fontSize": VALUE_SIZE},
        },
    }


def empty_spec(description: str) -> Spec:
    """What is drawn where there is no row at all: one sentence."""
    return base_spec(
        description or "回答はありません。",
        width=CHART_WIDTH,
        height=40,
        data={"values": [{"text": "回答はありません。"}]},
        mark={"type": "text", "fontSize": LABEL_SIZE},
        encoding={"text": {"field": "text", "type": "nominal"}},
    )
