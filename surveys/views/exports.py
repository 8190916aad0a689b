"""The responses of a survey as files, made by the worker, for the staff alone."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from koganei_kyodo.rate_limit import limited
from surveys import renderers
from surveys.exports import FORMS
from surveys.models import Questionnaire, Survey
from surveys.views.report_desk import require_staff


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("documents", "20/m")
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what each file holds; a POST asks the worker for one."""
    require_staff(request)
    survey = get_object_or_404(Survey.objects.select_related("dataset"), slug=slug)
    if request.method == "POST":
        form, version = request.POST.get("form", ""), request.POST.get("version", "")
        rows = Questionnaire.objects.filter(survey=survey).select_related("survey")
        if version.isdecimal():
            rows = rows.filter(version=int(version))
        questionnaire = rows.order_by("version").last()
        if form not in FORMS or questionnaire is None:
            raise Http404
        return redirect(renderers.request_export(questionnaire, form))
    context = {
        "survey": survey,
        "versions": survey.questionnaires.order_by("-version"),
        "forms": [(key, word) for key, (word, _, _) in FORMS.items()],
    }
    return render(request, "surveys/exports.html", context)
