"""What the templates of the yearly statistics draw: bars and key numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from projects.counting.crossing import Crossing
from projects.counting.dimensions import NO_ANSWER
from projects.counting.tables import StatTable
from projects.counting.yearly import YearReport
from surveys.drawing import Bar, Panel

register = template.Library()


@dataclass(frozen=True)
class KeyNumber:
    """One large number at the head of the report."""

    label: str
    value: int
    unit: str
    change: str = ""


@register.simple_tag
def key_numbers(report: YearReport) -> list[KeyNumber]:
    """Return the totals of the year, each with its unit and the change from the year before."""
    year, before = report.year, report.before

    def change(field: str) -> str:
        if before is None:
            return ""
        number = getattr(year, field) - getattr(before, field)
        return f"{number:+,}" if number else "±0"

    return [
        KeyNumber("協働事業", year.projects, "事業", change("projects")),
        KeyNumber("事業と相手の組", year.rows, "票", change("rows")),
        KeyNumber("続いた年数の合計", report.continued_years, "延件"),
        KeyNumber("事業を行った課", year.departments, "課", change("departments")),
        KeyNumber("かかったお金", year.spent, "円", change("spent")),
    ]


@register.simple_tag
def count_bars(table: StatTable) -> list[Bar]:
    """Return one bar for each row of the table; a hidden cell has none."""
    longest = max((row.count or 0 for row in table.rows), default=0) or 1
    return [
        Bar(
            row.label,
            f"{(row.count or 0) * 100 / longest:.2f}%",
            row.count_label if row.is_hidden else f"{row.count_label}（{row.percent_label}%）",
            row.label == NO_ANSWER,
        )
        for row in table.rows
    ]


@register.simple_tag
def cross_panels(table: Crossing) -> list[Panel]:
    """Return a panel for each column, all on one scale, with the lines that have any."""
    rows = table.rows[1:]
    longest = max((cell.count or 0 for row in rows for cell in row.cells), default=0) or 1
    return [
        Panel(
            column,
            tuple(
                Bar(
                    row.label,
                    f"{(row.cells[index].count or 0) * 100 / longest:.2f}%",
                    row.cells[index].label,
                    row.label == NO_ANSWER,
                )
                for row in rows
                if row.cells[index].count != 0
            ),
        )
        for index, column in enumerate(table.columns)
    ]


@register.simple_tag
def tenth_bars(tenths: Sequence[tuple[str, int]], whole: int) -> list[Bar]:
    """Return a bar for each tenth of the groups."""
    longest = max((count for _, count in tenths), default=0) or 1
    return [
        Bar(
            label,
            f"{count * 100 / longest:.2f}%",
            f"{count:,}（{count * 100 / whole:.1f}%）",
            False,
        )
        for label, count in tenths
    ]
