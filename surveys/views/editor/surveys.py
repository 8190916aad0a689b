"""Surveys and the whole of a questionnaire: list, outline, versions, routes, sending out."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koganei_kyodo import house_messages as say
from koganei_kyodo.fiscal_year import current_fiscal_year
from koganei_kyodo.search.querysets import search
from koganei_kyodo.search.words import typed
from organizations.models import Department
from surveys.actions import WrongState
from surveys.editing import actions, copying
from surveys.editing.definitions import unlike_earlier
from surveys.editing.forms import KIND_WORDS, SourceForm, SurveyForm
from surveys.editing.numbering import printed_numbers
from surveys.editing.routes import problems_of, route_map
from surveys.models import LibraryQuestion, Questionnaire, Survey
from surveys.permissions import may_field
from surveys.questionnaires import Asked, asked_questions
from surveys.routing_table import routing_table
from surveys.views.editor.access import (
    is_open,
    questionnaire_or_404,
    require_edit,
    staff_page,
    tell,
)

PER_PAGE = 20
PAGE = "surveys:questionnaire"


@staff_page
@require_safe
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    """List the surveys with the newest version of their questionnaire."""
    rows = (
        Survey.objects.select_related("dataset")
        .annotate(last=Max("questionnaires"), versions=Count("questionnaires", distinct=True))
        .order_by("-fiscal_year", "title", "pk")
    )
    if query := typed(request):
        rows = search(rows, "search_title", query)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/editor/list.html", {"page": page, "query": query})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    city = Department.objects.filter(parent=None, closed_dataset=False).order_by("pk").first()
    if city is None:
        raise Http404("市の組織がまだ登録されていません")
    form = SurveyForm(request.POST or None, initial={"fiscal_year": current_fiscal_year()})
    if request.method == "POST" and form.is_valid():
        made = actions.create_survey({**form.cleaned_data, "dataset": city}, request.user)
        return redirect(PAGE, made.pk)
    context = {"form": form, "title": "調査を作る", "button": "調査を作る"}
    return render(request, "surveys/editor/form.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def survey_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title, purpose and use of a survey."""
    questionnaire = questionnaire_or_404(pk)
    require_edit(request, questionnaire)
    survey = questionnaire.survey
    form = SurveyForm(request.POST or None, instance=survey)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_survey(survey, form.cleaned_data, request.user)
            return redirect(PAGE, pk)
        except WrongState as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "title": "調査の説明を直す",
        "button": "保存する",
        "questionnaire": questionnaire,
    }
    return render(request, "surveys/editor/form.html", context)


@staff_page
@require_safe
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the outline of a questionnaire with all that can be done with it."""
    row = questionnaire_or_404(pk)
    asked = asked_questions(row)
    numbers = printed_numbers(asked)
    earlier = row.questions.select_related("comparable_to").prefetch_related(
        "choices", "comparable_to__choices"
    )
    context = {
        "questionnaire": row,
        "survey": row.survey,
        "outline": _outline(row, asked, numbers),
        "count": len([each for each in asked if each.question.kind != "attribute"]),
        "problems": problems_of(asked, numbers),
        "kept": set(
            LibraryQuestion.objects.filter(question__questionnaire=row).values_list(
                "question", flat=True
            )
        ),
        "unlike": [(q, why) for q in earlier if (why := unlike_earlier(q))],
        "open": is_open(row, request.user),
        "may_field": may_field(request.user, row.survey),
        "versions": row.survey.questionnaires.order_by("-version"),
        "kinds": [(kind.value, word) for kind, word in KIND_WORDS.items()],
    }
    return render(request, "surveys/editor/questionnaire.html", context)


def _outline(row: Questionnaire, asked: list[Asked], numbers: dict[str, str]) -> list[Any]:
    stops = {stop.asked.code: stop for stop in route_map(asked, numbers)}
    found = []
    for section in row.sections.order_by("position"):
        mine = [stops[each.code] for each in asked if each.question.section_id == section.pk]
        found.append({"section": section, "stops": mine})
    return found


@staff_page
@require_safe
def questionnaire_routes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the map of the routes and what is wrong with them."""
    row = questionnaire_or_404(pk)
    asked = asked_questions(row)
    numbers = printed_numbers(asked)
    context = {
        "questionnaire": row,
        "stops": route_map(asked, numbers),
        "problems": problems_of(asked, numbers),
        "table": routing_table(asked),
        "numbers": numbers,
    }
    return render(request, "surveys/editor/routes.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Use an earlier questionnaire again in a survey that has no questions yet."""
    row = questionnaire_or_404(pk)
    require_edit(request, row)
    form = SourceForm(request.POST or None, survey=row.survey)
    if request.method == "POST" and form.is_valid():
        try:
            made = copying.copy_into(form.cleaned_data["source"], row.survey, request.user)
            return redirect(PAGE, made.pk)
        except WrongState as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "title": "前の調査票をもとにする",
        "button": "この調査票を写す",
        "questionnaire": row,
    }
    return render(request, "surveys/editor/form.html", context)


@require_POST
@staff_page
def questionnaire_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a version in which mistakes can be corrected."""
    row = questionnaire_or_404(pk)
    made: list[Questionnaire] = []
    done = tell(
        request,
        lambda: made.append(copying.new_version(row, request.user)),
        "直した版を作りました。直したあと、もう一度配り始めてください。",
    )
    return redirect(PAGE, made[0].pk if done else pk)


@require_POST
@staff_page
def questionnaire_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a version away that was not sent out."""
    row = questionnaire_or_404(pk)
    done = tell(request, lambda: copying.discard_version(row, request.user), "この版を捨てました。")
    last = row.survey.questionnaires.order_by("-version").first()
    return redirect(PAGE, last.pk if done and last else pk)


@require_POST
@staff_page
def questionnaire_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the questionnaire out: from now on nothing in it changes."""
    row = questionnaire_or_404(pk)
    if not may_field(request.user, row.survey):
        raise PermissionDenied(say.no_permission("協働の主管課"))
    done = "調査票を確定しました。この版の設問は、もう変わりません。"
    tell(request, lambda: actions.send_out(row, request.user), done)
    return redirect(PAGE, pk)
