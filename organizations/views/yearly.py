"""4月1日の確認: every office says who stays, who leaves and who moves; then all at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from koganei_kyodo import house_messages as say
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_label
from organizations import actions, permissions
from organizations.views.access import person
from organizations.yearly_sheet import Sheet, YearlyForm, keep_all


class YearlyView(LoginRequiredMixin, View):
    """The sheet, its preview, and carrying it out. Works without scripts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated and not permissions.may_see_yearly(request.user):
            raise PermissionDenied(say.no_permission("協働の主管課と、課長"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the sheet."""
        return self._page(YearlyForm(sheet=self._sheet()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Fill an office with 続ける, go back, preview, or carry out, as the button says."""
        sheet = self._sheet()
        if "keep_all" in request.POST:
            asked = [s for s in sheet.sections if str(s.key) == request.POST["keep_all"]]
            typed = keep_all(request.POST, asked[0]) if asked else request.POST.dict()
            return self._page(YearlyForm(sheet=sheet, initial=typed))
        if request.POST.get("step") == "back":
            return self._page(YearlyForm(sheet=sheet, initial=request.POST.dict()))
        form = YearlyForm(request.POST, sheet=sheet)
        if not form.is_valid():
            return self._page(form)
        if not form.decisions:
            messages.info(request, "まだ何も選んでいません。1人ずつ選ぶか、課ごとに選んでください")
            return redirect(self._address(sheet.fiscal_year))
        if request.POST.get("step") == "apply":
            return self._carry_out(form)
        return self._preview(form)

    def _preview(self, form: YearlyForm) -> HttpResponse:
        sheet = form.sheet
        try:
            outcome = actions.preview(
                form.decisions, by=person(self.request), fiscal_year=sheet.fiscal_year
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        left = len([row for row in sheet if not row.is_answered]) - len(form.decisions)
        moves = [d for d in form.decisions if d.choice == actions.MOVE]
        context = {
            "form": form,
            "outcome": outcome,
            "moves": moves,
            "waiting": {transfer.membership_id for transfer in outcome.waiting},
            "left": left,
            "year": fiscal_year_label(sheet.fiscal_year),
            "address": self._address(sheet.fiscal_year),
        }
        return render(self.request, "organizations/yearly_preview.html", context)

    def _carry_out(self, form: YearlyForm) -> HttpResponse:
        year = form.sheet.fiscal_year
        try:
            outcome = actions.carry_out(form.decisions, by=person(self.request), fiscal_year=year)
        except actions.WrongState as error:
            form.add_error(None, f"{error}。ほかの人の分も、まだ行っていません")
            return self._page(form)
        messages.success(
            self.request,
            f"続ける{len(outcome.kept)}人、終わる{len(outcome.ended)}人、"
            f"異動する{len(outcome.moved) + len(outcome.waiting)}人を記録しました",
        )
        for warning in outcome.warnings:
            messages.warning(self.request, warning)
        return redirect(self._address(year))

    def _sheet(self) -> Sheet:
        """Return the sheet of the asked 年度: this one or, as usual, the coming one."""
        this_year = current_fiscal_year()
        asked = self.request.GET.get("year", "")
        year = this_year if asked == str(this_year) else this_year + 1
        return Sheet(person(self.request), year)

    def _address(self, year: int) -> str:
        return f"{reverse('organizations:yearly')}?year={year}"

    def _page(self, form: YearlyForm) -> HttpResponse:
        year, this_year = form.sheet.fiscal_year, current_fiscal_year()
        other = this_year if year != this_year else this_year + 1
        context = {
            "form": form,
            "sheet": form.sheet,
            "sections": form.sections(),
            "counts": form.sheet.counts(),
            "year": fiscal_year_label(year),
            "address": self._address(year),
            "other_year": fiscal_year_label(other),
            "other_address": self._address(other),
        }
        return render(self.request, "organizations/yearly.html", context)
