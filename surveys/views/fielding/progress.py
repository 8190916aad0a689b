"""All surveys in the field, and one of them: counts, rates, curve."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from koganei_kyodo import house_messages as say
from surveys.fielding import closing, keying, progress, terms
from surveys.models import Survey
from surveys.permissions import may_run_any
from surveys.views.fielding.access import FieldingView


@login_required
@require_safe
def fielding_list(request: HttpRequest) -> HttpResponse:
    """List the surveys of this city, the running ones first."""
    if not may_run_any(request.user):
        raise PermissionDenied(say.no_permission("調査を担当する職員"))
    surveys = Survey.objects.filter(dataset__closed_dataset=False)
    rows = progress.overview(surveys)
    return render(request, "surveys/fielding/list.html", {"rows": rows})


class ProgressView(FieldingView):
    """How far one survey is."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show counts and rates, by kind and by day."""
        whole, kinds = progress.standings(self.survey)
        days = progress.days(self.survey)
        questionnaires = list(self.survey.questionnaires.filter(fielded_at__isnull=False))
        return self.page(
            "progress",
            whole=whole,
            kinds=kinds,
            days=days,
            curve=progress.curve(days, whole.deliverable),
            modes=progress.by_mode(self.survey),
            batches=keying.progress_of(questionnaires),
            is_open=terms.is_open(self.survey),
            questionnaire=terms.fielded_questionnaire(self.survey),
        )


class CloseView(FieldingView):
    """Close a survey: asked first, because the ways to change an answer are destroyed."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Say what will happen."""
        return self.page("close", whole=progress.standings(self.survey)[0])

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Close it; closing twice is closing once."""
        from django.contrib import messages

        from surveys.actions import WrongState

        try:
            closing.close_survey(self.survey, by=request.user)
        except WrongState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "調査を締め切りました。回答用のリンクは使えなくなりました")
        return redirect("surveys:fielding", self.survey.slug)
