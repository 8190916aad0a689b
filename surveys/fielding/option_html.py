"""The options of a question as HTML, written in one go.

A page with twenty questions has more than a hundred options. Looked up one by one by the template
they are most of the page's time; everything around them stays in `templates/surveys/answer/`.
"""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from surveys.fielding.forms import Box
from surveys.models import Question

NOT_TICKED = "答えない"
_INPUT = (
    '<input class="form-check-input" type="{kind}" name="{name}" value="{value}" id="{name}_{mark}"'
)
_LINE = (
    f'<div class="form-check">{_INPUT}{{checked}}>'
    '<label class="form-check-label" for="{name}_{mark}">{label}{alone}{hint}</label></div>\n'
)
# The words stand in each cell too: for screen readers, and on telephones, where the head is gone.
_CELL = (
    f'<td><label class="question-cell">{_INPUT}'
    ' aria-labelledby="{name}_row {name}_{mark}_words"{checked}>'
    '<span class="question-cell-words" id="{name}_{mark}_words">{label}</span>{hint}</label></td>\n'
)
_HINT = ' <span class="hint">→ {}</span>'
_ALONE = mark_safe(' <span class="hint">（ほかと一緒には選べません）</span>')
_CHECKED = mark_safe(" checked")
_EMPTY = mark_safe("<td></td>\n")


def option_lines(box: Box) -> SafeString:
    """Return the options of a question below each other, each with its control and its words.

    A single answer that may be left out has one line more that takes a tick back.
    """
    return format_html_join("", _LINE, _options(box))


def option_cells(box: Box, *, may_skip: bool) -> SafeString:
    """Return the options of a line of a table, a cell for each.

    Args:
        box: the question of the line.
        may_skip: whether the table has a column for 答えない; it stays empty where this question
            cannot be left out.
    """
    cells = format_html_join("", _CELL, _options(box))
    return cells + _EMPTY if may_skip and not _may_be_left(box) else cells


def _may_be_left(box: Box) -> bool:
    return box.kind == Question.Kind.SINGLE and not box.question.required


def _options(box: Box) -> Iterator[dict[str, str | int]]:
    """Yield what the texts above name."""
    same: dict[str, str | int] = {
        "kind": "radio" if box.kind == Question.Kind.SINGLE else "checkbox",
        "name": box.name,
    }
    for choice, ticked, leads_to in box.options:
        yield same | {
            "value": choice.code,
            "mark": choice.code,
            "checked": _CHECKED if ticked else "",
            "label": choice.label,
            "alone": _ALONE if choice.is_exclusive else "",
            "hint": format_html(_HINT, leads_to) if leads_to else "",
        }
    if _may_be_left(box):
        yield same | {
            "value": "",
            "mark": "none",
            "checked": "" if box.given.codes else _CHECKED,
            "label": NOT_TICKED,
            "alone": "",
            "hint": "",
        }
