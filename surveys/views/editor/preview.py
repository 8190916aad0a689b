"""The questionnaire as somebody sees it who is asked: by attribute, and by what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.actions import Given
from surveys.editing.numbering import printed_numbers
from surveys.editing.routes import hints_after
from surveys.fielding.answers import reached
from surveys.fielding.forms import Box, field_name, read_posted
from surveys.models import Question, Section
from surveys.questionnaires import Asked, asked_questions
from surveys.views.editor.access import questionnaire_or_404, staff_page

Kind = Question.Kind


@dataclass(frozen=True)
class Preview:
    """What one respondent would see.

    Args:
        attributes: what the frame knows, to be chosen here.
        parts: sections with the questions that are asked.
        skipped: how many questions are not.
    """

    attributes: Sequence[Box]
    parts: Sequence[tuple[Section, Sequence[Box]]]
    skipped: int


@staff_page
@require_safe
def questionnaire_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is asked what; choosing other attributes or answers shows the other routes."""
    row = questionnaire_or_404(pk)
    preview = try_out(asked_questions(row), request.GET)
    context = {"questionnaire": row, "survey": row.survey, "preview": preview}
    return render(request, "surveys/editor/preview.html", context)


def try_out(asked: Sequence[Asked], tried: QueryDict) -> Preview:
    """Follow the routes with what was tried out, by the rules by which answers are taken.

    Args:
        asked: the questions of the questionnaire.
        tried: attributes and answers, as the form of the preview sends them.
    """
    attributes = {
        each.code: int(value)
        for each in asked
        if each.question.kind == Kind.ATTRIBUTE
        and (value := tried.get(field_name(each.code), "")).isdecimal()
        and int(value) in each.choices
    }
    given = read_posted(tried, asked)
    _, codes = reached(asked, attributes, given)
    numbers = printed_numbers(asked)
    known = {code: [str(value)] for code, value in attributes.items()}
    shown = [each for each in asked if each.code in codes]
    boxes = [_box(each, given, numbers, hints_after(each, asked, numbers, known)) for each in shown]
    others = [each for each in asked if each.question.kind != Kind.ATTRIBUTE]
    return Preview(
        [
            Box(each, field_name(each.code), Given((attributes.get(each.code, 0),)))
            for each in asked
            if each.question.kind == Kind.ATTRIBUTE
        ],
        [(s, list(group)) for s, group in groupby(boxes, lambda box: box.question.section)],
        len(others) - len(shown),
    )


def _box(
    asked: Asked, given: Mapping[str, Given], numbers: Mapping[str, str], hints: Mapping[int, str]
) -> Box:
    return Box(
        asked,
        field_name(asked.code),
        given.get(asked.code, Given()),
        printed=numbers[asked.code],
        hints=hints,
    )
