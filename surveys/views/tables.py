"""単純集計 and クロス集計 by the staff: choose, look, download, put into a report."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo.documents import excel
from koganei_kyodo.documents.csv_files import iter_csv
from surveys import report_actions
from surveys.actions import WrongState
from surveys.counted import CountedFigure, count_definitions
from surveys.figure_documents import CSV_HEADER, csv_rows, excel_sheet
from surveys.models import Questionnaire, Report, ReportBlock, Survey
from surveys.table_form import USUAL, TableForm
from surveys.views.report_desk import require_staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _survey(slug: str) -> tuple[Survey, Questionnaire]:
    survey = get_object_or_404(Survey.objects.select_related("dataset"), slug=slug)
    questionnaire = survey.questionnaires.order_by("version").last()
    if questionnaire is None:
        raise Http404
    return survey, questionnaire


def _asked(request: HttpRequest) -> QueryDict:
    """Return what the address asks for, with the usual choices where it is silent."""
    data = request.GET.copy()
    for name, usual in USUAL.items():
        data.setdefault(name, usual.value)
    return data


@login_required
@require_safe
def table_surveys(request: HttpRequest) -> HttpResponse:
    """The surveys that can be counted."""
    require_staff(request)
    surveys = Survey.objects.filter(questionnaires__isnull=False).distinct()
    context = {"surveys": surveys.select_related("dataset")}
    return render(request, "surveys/table_surveys.html", context)


@login_required
@require_safe
def tables(request: HttpRequest, slug: str) -> HttpResponse:
    """The tables of a survey as the form in the address asks for them."""
    require_staff(request)
    survey, questionnaire = _survey(slug)
    form = TableForm(_asked(request), questionnaire=questionnaire)
    figures = count_definitions(form.definitions()) if form.is_valid() else []
    drafts = Report.objects.filter(survey=survey, status=Report.Status.DRAFT).order_by("edition")
    context = {
        "survey": survey,
        "form": form,
        "figures": figures,
        "single": len(figures) == 1,
        "drafts": drafts,
        "report": request.GET.get("report", ""),
        "query": request.GET.urlencode(),
    }
    return render(request, "surveys/tables.html", context)


@login_required
@require_safe
def tables_file(request: HttpRequest, slug: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """Exactly the tables of the page as Excel, CSV or JSON."""
    require_staff(request)
    survey, questionnaire = _survey(slug)
    asked = TableForm(_asked(request), questionnaire=questionnaire)
    if not asked.is_valid():
        return redirect(f"{reverse('surveys:tables', args=[slug])}?{request.GET.urlencode()}")
    figures = count_definitions(asked.definitions())
    response = _as_file(survey, figures, form)
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}-集計.{form}")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _as_file(
    survey: Survey, figures: Sequence[CountedFigure], form: str
) -> HttpResponse | StreamingHttpResponse:
    if form == "xlsx":
        sheets = [excel_sheet(figure, by_count=figure.by_count) for figure in figures]
        content = excel.write_workbook(sheets, title=survey.title, author=survey.dataset.name)
        return HttpResponse(content, content_type=XLSX)
    if form == "csv":
        lines = iter_csv(CSV_HEADER, csv_rows(figures))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    data = {"meta": {"report": survey.title}, "figures": [figure.as_dict() for figure in figures]}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_required
@require_POST
def tables_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the one table of the page into a report in preparation."""
    require_staff(request)
    survey, questionnaire = _survey(slug)
    form = TableForm(request.POST, questionnaire=questionnaire)
    report = get_object_or_404(
        Report.objects.filter(survey=survey), pk=request.POST.get("report") or 0
    )
    if not form.is_valid() or not form.cleaned_data["question"]:
        messages.warning(request, "報告書に加える設問を1つ選んでください。")
        return redirect("surveys:tables", slug)
    (figure,) = form.definitions()
    try:
        block = report_actions.add_block(
            report, by=request.user, kind=ReportBlock.Kind.FIGURE, figure=figure
        )
    except WrongState as error:
        messages.warning(request, f"{error}。")
        return redirect("surveys:tables", slug)
    messages.success(request, f"図{block.number}として、報告書に加えました。")
    return redirect(f"{reverse('surveys:report_build', args=[report.pk])}#block-{block.pk}")
