"""Who comes to the pages of questionnaires, and which rows they find there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from koganei_kyodo import house_messages as say
from surveys.actions import WrongState
from surveys.models import Question, Questionnaire, Section
from surveys.permissions import may_edit, may_edit_questionnaires

View = Callable[..., HttpResponse]


def staff_page(view: View) -> View:
    """Let only the staff in; others learn whose page it is."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_edit_questionnaires(request.user):
            raise PermissionDenied(say.no_permission("支援センターと協働の主管課の職員"))
        return view(request, *args, **kwargs)

    return page


def questionnaire_or_404(pk: int) -> Questionnaire:
    """Return a questionnaire with its survey."""
    rows = Questionnaire.objects.select_related("survey__dataset")
    found: Questionnaire = get_object_or_404(rows, pk=pk)
    return found


def section_or_404(pk: int) -> Section:
    """Return a section with its questionnaire."""
    rows = Section.objects.select_related("questionnaire__survey__dataset")
    found: Section = get_object_or_404(rows, pk=pk)
    return found


def question_or_404(pk: int) -> Question:
    """Return a question with its section and questionnaire."""
    rows = Question.objects.select_related(
        "section", "questionnaire__survey__dataset", "library_entry"
    )
    found: Question = get_object_or_404(rows, pk=pk)
    return found


def require_edit(request: HttpRequest, questionnaire: Questionnaire) -> None:
    """Refuse who may not change this survey."""
    if not may_edit(request.user, questionnaire.survey):
        raise PermissionDenied


def is_open(questionnaire: Questionnaire, user: Any) -> bool:
    """Tell whether the questionnaire can still change, and `user` may change it."""
    return questionnaire.fielded_at is None and may_edit(user, questionnaire.survey)


def tell(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do something; say that it is done, or what to do instead."""
    try:
        act()
    except (WrongState, ValueError) as error:
        messages.warning(request, f"{str(error).rstrip('。')}。")
        return False
    messages.success(request, done)
    return True
