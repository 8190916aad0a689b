"""The office's side of a campaign: 該当なし, and last year's projects as drafts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View
from django.views.decorators.http import require_POST

from koganei_kyodo.fiscal_year import FIRST_YEAR, LAST_YEAR
from organizations.models import Department
from projects import actions
from projects.forms_campaign import CarryOverForm, NothingForm
from projects.models import Campaign, NothingToReport, Project, ProjectRecord
from projects.views.office_access import OfficeMixin, offices_to_choose, person, place_of


class NothingView(OfficeMixin, View):
    """該当なし, with a reason."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show the form."""
        return self._page(year, self._form())

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Answer 該当なし."""
        campaign = get_object_or_404(Campaign, fiscal_year=year)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(year, form)
        try:
            office = form.office()
            reason = form.cleaned_data["reason"]
            actions.answer_nothing(campaign, office, by=self.user, reason=reason)
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(year, form)
        messages.success(request, f"{office}は「該当なし」と答えました。締め切るまでは取り消せます")
        return self.place.home()

    def _form(self, data: Any = None) -> NothingForm:
        return NothingForm(data, user=self.user, chosen=self.place.chosen)

    def _page(self, year: int, form: NothingForm) -> HttpResponse:
        context = {
            "form": form,
            "place": self.place,
            "campaign": get_object_or_404(Campaign, fiscal_year=year),
        }
        return render(self.request, "projects/office_nothing.html", context)


@login_required
@require_POST
def nothing_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take 該当なし back."""
    rows = NothingToReport.objects.select_related("campaign", "department")
    user = person(request)
    if not user.is_staff:
        rows = rows.filter(department__in=Department.objects.answered_by(user))
    answer = get_object_or_404(rows, pk=pk)
    try:
        actions.revoke_nothing(answer.campaign, answer.department, by=user)
        messages.success(request, "「該当なし」を取り消しました。事業を書いてください")
    except actions.WrongState as error:
        messages.warning(request, str(error))
    return place_of(request).home()


class CarryOverView(OfficeMixin, View):
    """Last year's projects, chosen ones, as this year's drafts."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show what can be carried over."""
        return self._page(year, None)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Make the drafts."""
        form = CarryOverForm(request.POST, records=self._records(year))
        if not form.is_valid():
            return self._page(year, form)
        chosen = Project.objects.filter(pk__in=form.cleaned_data["projects"])
        try:
            made = actions.carry_over(
                chosen.select_related("department"),
                by=self.user,
                fiscal_year=year,
                offices=self.place.offices,
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(year, form)
        messages.success(
            request, f"{len(made)}件を下書きにしました。今年の内容に直して、提出してください"
        )
        return self.place.home()

    def _records(self, year: int) -> list[ProjectRecord]:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        place = self.place
        own = [office.pk for office in place.offices]
        offices = place.answered | Department.objects.split_off_from(own, year)
        return actions.last_years_records(year, offices=offices)

    def _page(self, year: int, form: CarryOverForm | None) -> HttpResponse:
        records = self._records(year)
        context = {
            "place": self.place,
            "choices": [] if self.place.offices else offices_to_choose(self.user),
            "year": year,
            "before": year - 1,
            "form": form or CarryOverForm(records=records),
            "records": records,
        }
        return render(self.request, "projects/office_carry_over.html", context)
