"""The options of a question as HTML, written in one go.

A page with twenty questions has more than a hundred options. Looked up one by one by the template
they are most of the page's time; everything around them stays in `templates/surveys/answer/`.
"""

from collections.abc import Iterator

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from surveys.fielding.forms import Box
from surveys.models import Question

NOT_TICKED = "答えない"
_LINE = (
    '<div class="form-check">'
    '<input class="form-check-input" type="{kind}" name="{name}" value="{value}" id="{id}"{checked}>'
    '<label class="form-check-label" for="{id}">{words}</label></div>\n'
)
# The words stand in each cell too: for screen readers, and on telephones, where the head is gone.
_CELL = (
    '<td><label class="question-cell">'
    '<input class="form-check-input" type="{kind}" name="{name}" value="{value}" id="{id}"'
    ' aria-labelledby="{name}_row {id}_words"{checked}>'
    '<span class="question-cell-words" id="{id}_words">{label}</span>{hint}</label></td>\n'
)


def option_lines(box: Box) -> SafeString:
    """Return the options of a question below each other, each with its control and its words.

    A single answer that may be left out has one line more that takes a tick back.
    """
    return mark_safe("".join(_LINE.format(**option) for option in _options(box)))


def option_cells(box: Box, *, may_skip: bool) -> SafeString:
    """Return the options of a line of a table, a cell for each.

    Args:
        box: the question of the line.
        may_skip: whether the table has a column for 答えない; it stays empty where this question
            cannot be left out.
    """
    cells = [_CELL.format(**option) for option in _options(box)]
    if may_skip and not _may_be_left(box):
        cells.append("<td></td>\n")
    return mark_safe("".join(cells))


def _may_be_left(box: Box) -> bool:
    return box.kind == Question.Kind.SINGLE and not box.question.required


def _options(box: Box) -> Iterator[dict[str, str]]:
    """Yield what the templates above name, all of it safe for HTML."""
    name = conditional_escape(box.name)
    kind = "radio" if box.kind == Question.Kind.SINGLE else "checkbox"
    for choice, ticked, leads_to in box.options:
        label = conditional_escape(choice.label)
        hint = format_html(' <span class="hint">→ {}</span>', leads_to) if leads_to else ""
        alone = (
            ' <span class="hint">（ほかと一緒には選べません）</span>' if choice.is_exclusive else ""
        )
        yield {
            "kind": kind,
            "name": name,
            "value": str(choice.code),
            "id": f"{name}_{choice.code}",
            "checked": " checked" if ticked else "",
            "label": label,
            "hint": hint,
            "words": f"{label}{alone}{hint}",
        }
    if _may_be_left(box):
        yield {
            "kind": kind,
            "name": name,
            "value": "",
            "id": f"{name}_none",
            "checked": "" if box.given.codes else " checked",
            "label": NOT_TICKED,
            "hint": "",
            "words": NOT_TICKED,
        }
