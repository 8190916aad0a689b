"""The holder of an anonymous receipt: the number, and the answer to change until the close."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys.actions import AnswersRefused, Problem, SheetGiven, WrongState
from surveys.fielding import drafts, links, taking, terms
from surveys.fielding.answers import fitting, reached
from surveys.fielding.forms import boxes, read_posted
from surveys.models import ResponseReceipt
from surveys.views.answer.access import unknown_link


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the receipt with the answers below; POST replaces them."""
    receipt = links.receipt_of(secret)
    if receipt is None:
        return unknown_link(request)
    problems: list[Problem] = []
    if request.method == "POST":
        questions, _, sheets, attributes = drafts.of_receipt(receipt)
        outside = [asked for asked in questions if not asked.is_repeat]
        given = fitting(outside, attributes, read_posted(request.POST, outside))
        try:
            taking.change_anonymous(receipt, given, sheets)
        except AnswersRefused as error:
            return _page(request, receipt, secret, error.problems)
        except WrongState as error:
            messages.error(request, str(error))
            return redirect("surveys:answer_own", secret)
        messages.success(request, "回答を直しました")
        return redirect("surveys:answer_own", secret)
    return _page(request, receipt, secret, problems)


def _page(
    request: HttpRequest, receipt: ResponseReceipt, secret: str, problems: list[Problem]
) -> HttpResponse:
    questions, answers, sheets, attributes = drafts.of_receipt(receipt)
    outside = [asked for asked in questions if not asked.is_repeat]
    if request.method == "POST":
        answers = {**answers, **read_posted(request.POST, outside)}
    _, asked_codes = reached(outside, attributes, answers)
    survey = receipt.response.questionnaire.survey
    sheets_given: list[SheetGiven] = sheets
    return render(
        request,
        "surveys/answer/own.html",
        {
            "receipt": receipt,
            "survey": survey,
            "is_open": terms.is_open(survey),
            "boxes": boxes(
                [asked for asked in outside if asked.code in asked_codes],
                answers,
                problems=problems,
            ),
            "wrong": problems,
            "sheet_count": len(sheets_given),
            "address": request.build_absolute_uri(),
        },
    )
