"""The questionnaire as somebody sees it who is asked: by attribute, and by what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.editing.numbering import printed_numbers
from surveys.models import Choice, Question
from surveys.questionnaires import Asked, asked_questions
from surveys.views.editor.access import questionnaire_or_404, staff_page

Kind = Question.Kind


@dataclass(frozen=True)
class Shown:
    """One question of the preview with what was tried out on it."""

    asked: Asked
    number: str
    given: tuple[str, ...]

    @property
    def choices(self) -> list[tuple[Choice, bool]]:
        """Return the options and whether each is chosen."""
        return [(c, str(code) in self.given) for code, c in self.asked.choices.items()]

    @property
    def text(self) -> str:
        """Return what was written."""
        return self.given[0] if self.given else ""


@staff_page
@require_safe
def questionnaire_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is asked what; choosing other attributes or answers shows the other routes."""
    row = questionnaire_or_404(pk)
    asked = asked_questions(row)
    attributes, parts, skipped = try_out(asked, request.GET)
    context = {
        "questionnaire": row,
        "survey": row.survey,
        "attributes": attributes,
        "parts": parts,
        "skipped": skipped,
    }
    return render(request, "surveys/editor/preview.html", context)


def try_out(
    asked: Sequence[Asked], tried: QueryDict
) -> tuple[list[Shown], list[dict[str, Any]], int]:
    """Return the attributes, the sections with the questions that are asked, and how many are not.

    Args:
        asked: the questions of the questionnaire.
        tried: attributes and answers by code, as a form sends them.
    """
    numbers = printed_numbers(asked)
    values: dict[str, tuple[str, ...]] = {}
    attributes: list[Shown] = []
    shown: list[Shown] = []
    skipped = 0
    for each in asked:
        if not all(condition.holds(values) for condition in each.conditions):
            values[each.code] = ()
            skipped += 1
            continue
        given = tuple(value for value in tried.getlist(each.code) if value.strip())
        one = Shown(each, numbers[each.code], given)
        values[each.code] = given
        (attributes if each.question.kind == Kind.ATTRIBUTE else shown).append(one)
    sections = groupby(shown, key=lambda one: one.asked.question.section)
    parts = [{"section": section, "blocks": _blocks(rows)} for section, rows in sections]
    return attributes, parts, skipped


def _blocks(rows: Any) -> list[dict[str, Any]]:
    """Put the lines of a table together; other questions stand alone."""
    found: list[dict[str, Any]] = []
    for row in rows:
        question = row.asked.question
        labels = [choice.label for choice, _ in row.choices]
        last = found[-1] if found else None
        same = last and (last["matrix"], last["labels"]) == (question.matrix, labels)
        if question.matrix and last and same:
            last["rows"].append(row)
            continue
        found.append({"matrix": question.matrix, "labels": labels, "rows": [row]})
    return found
