"""What the templates of `templates/figures/` ask of a table.

A `figure` there is any object with `number`, `title`, `table` and `notes`; `by_count` (draw the
counts instead of the percentages) may be missing.
"""

from decimal import Decimal
from typing import Any

from django import template

from surveys import drawing
from surveys.drawing import Bar, Panel, Part, Stack, Table
from surveys.tables import CrossTable, FrequencyTable

register = template.Library()

register.filter("answer_label", drawing.answer_label)
register.filter("base_text", drawing.base_text)
register.filter("unit_word", drawing.unit_word)
register.filter("finding", drawing.finding)
register.filter("stacked", drawing.is_stacked)


@register.filter
def share(percent: Decimal | None) -> str:
    """Write a percentage to one decimal without its sign; a dash where there is no base."""
    return drawing.format_share(percent)


@register.filter
def chart_form(figure: Any) -> str:
    """Return how a figure is drawn; its own choice may be missing."""
    by_count = bool(getattr(figure, "by_count", False))
    return drawing.chart_form(
        figure.table, chosen=getattr(figure, "chart", "auto"), by_count=by_count
    )


@register.filter
def text_rows(figure: Any) -> list[drawing.TextRow]:
    """Return the lines of a frequency table as they are read."""
    return drawing.text_rows(figure.table, zero_as_dash=getattr(figure, "zero_as_dash", False))


@register.filter
def text_groups(figure: Any) -> list[drawing.TextGroup]:
    """Return the lines of a cross table as they are read."""
    return drawing.text_groups(
        figure.table,
        by_count=bool(getattr(figure, "by_count", False)),
        zero_as_dash=getattr(figure, "zero_as_dash", False),
    )


@register.filter
def is_cross(table: Table) -> bool:
    """Tell whether the table has groups."""
    return isinstance(table, CrossTable)


@register.simple_tag
def bars(table: FrequencyTable, by_count: bool | str = False) -> list[Bar]:
    """Return the bars of a frequency table; a missing `by_count` comes as an empty text."""
    return drawing.frequency_bars(table, by_count=bool(by_count))


@register.simple_tag
def parts(table: FrequencyTable) -> list[Part]:
    """Return the parts of the 100 % bar of a frequency table."""
    return drawing.frequency_parts(table)


@register.simple_tag
def panels(table: CrossTable, by_count: bool | str = False) -> list[Panel]:
    """Return the small multiples of a cross table."""
    return drawing.panels(table, by_count=bool(by_count))


@register.simple_tag
def stacks(table: CrossTable) -> list[Stack]:
    """Return the 100 % bars of a cross table."""
    return drawing.stacks(table)


@register.filter
def thousands(number: int) -> str:
    """Write a whole number with a comma at every third digit: 1,234."""
    return f"{number:,}"
