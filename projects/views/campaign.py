"""年度の取りまとめ, the staff's side: how far each office is, opening, reminding, closing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from koganei_kyodo import house_messages as say
from koganei_kyodo.documents.excel import Kind, Sheet, write_workbook
from organizations.models import Department
from projects import actions, permissions
from projects.forms_campaign import CampaignEditForm, CampaignForm
from projects.models import Campaign, CampaignReminder
from projects.progress import STATES, OfficeProgress, progress_of
from projects.views.office_access import person

Way = CampaignReminder.Way
KINDS: tuple[Kind, ...] = (
    *("text", "text", "text"),
    *("integer", "integer", "integer", "integer"),
    "datetime",
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VERBS = {"open": actions.open_campaign, "close": actions.close_campaign}
DONE = {"open": "受け付けを始めて、すべての課に知らせました", "close": "締め切りました"}


class CampaignMixin(LoginRequiredMixin):
    """Pages of the centre's staff."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated and not permissions.may_see_campaign(request.user):
            raise PermissionDenied(say.no_permission("センターの職員"))
        return super().dispatch(request, *args, **kwargs)


class CampaignListView(CampaignMixin, View):
    """The campaigns of all years, and the form that prepares one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        return self._page(CampaignForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Prepare a campaign and open its page."""
        if not permissions.may_run_campaign(request.user):
            raise PermissionDenied(say.no_permission("協働の主管課の人"))
        form = CampaignForm(request.POST)
        if form.is_valid():
            try:
                made = actions.prepare_campaign(by=person(request), **form.cleaned_data)
                return redirect("projects:campaign", made.fiscal_year)
            except actions.WrongState as error:
                form.add_error("fiscal_year", str(error))
        return self._page(form)

    def _page(self, form: CampaignForm) -> HttpResponse:
        context = {
            "form": form,
            "campaigns": Campaign.objects.all(),
            "may_run": permissions.may_run_campaign(self.request.user),
        }
        return render(self.request, "projects/campaign_list.html", context)


class CampaignView(CampaignMixin, View):
    """One year: how far each office is."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show the progress, all offices or those in one state."""
        campaign = get_object_or_404(Campaign, fiscal_year=year)
        rows = progress_of(campaign)
        asked = request.GET.get("state", "")
        counts = [
            (key, label, sum(row.state == key for row in rows)) for key, label in STATES.items()
        ]
        context = {
            "campaign": campaign,
            "rows": [row for row in rows if asked not in STATES or row.state == asked],
            "state": asked if asked in STATES else "",
            "counts": counts,
            "office_count": len(rows),
            "record_count": sum(row.total for row in rows),
            "handed_in": sum(row.handed_in for row in rows),
            "waiting": sum(not row.is_done for row in rows),
            "unreachable": [row for row in rows if not row.is_done and not row.mailable],
            "may_run": permissions.may_run_campaign(request.user),
        }
        return render(request, "projects/campaign.html", context)


class CampaignEditView(CampaignMixin, View):
    """Deadline, note and confirmation."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show the form."""
        campaign = self._campaign(year)
        return self._page(campaign, CampaignEditForm(campaign=campaign))

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Save."""
        campaign = self._campaign(year)
        form = CampaignEditForm(request.POST, campaign=campaign)
        if not form.is_valid():
            return self._page(campaign, form)
        actions.change_campaign(campaign, by=person(request), **form.cleaned_data)
        messages.success(request, "取りまとめの内容を直しました")
        return redirect("projects:campaign", year)

    def _campaign(self, year: int) -> Campaign:
        if not permissions.may_run_campaign(self.request.user):
            raise PermissionDenied(say.no_permission("協働の主管課の人"))
        return get_object_or_404(Campaign, fiscal_year=year)

    def _page(self, campaign: Campaign, form: CampaignEditForm) -> HttpResponse:
        context = {"campaign": campaign, "form": form}
        return render(self.request, "projects/campaign_edit.html", context)


def _campaign(request: HttpRequest, year: int) -> Campaign:
    if not permissions.may_run_campaign(request.user):
        raise PermissionDenied(say.no_permission("協働の主管課の人"))
    return get_object_or_404(Campaign, fiscal_year=year)


@login_required
@require_POST
def move(request: HttpRequest, year: int, verb: str) -> HttpResponse:
    """Open or close the campaign."""
    campaign = _campaign(request, year)
    try:
        VERBS[verb](campaign, by=person(request))
        messages.success(request, DONE[verb])
    except actions.WrongState as error:
        messages.warning(request, str(error))
    return redirect("projects:campaign", year)


@login_required
@require_POST
def remind(request: HttpRequest, year: int) -> HttpResponse:
    """Remind the chosen offices by notice and mail, or note that a letter went out."""
    campaign = _campaign(request, year)
    chosen = [int(key) for key in request.POST.getlist("office") if key.isdecimal()]
    way = Way.LETTER if request.POST.get("way") == Way.LETTER else Way.MAIL
    if not chosen:
        messages.warning(request, "催促する課を1つ以上選んでください")
        return redirect("projects:campaign", year)
    offices = Department.objects.filter(pk__in=chosen)
    try:
        reminded = actions.remind(campaign, offices, by=person(request), way=way)
    except actions.WrongState as error:
        messages.warning(request, str(error))
        return redirect("projects:campaign", year)
    deed = "手紙を出したと記録しました" if way == Way.LETTER else "お知らせとメールを送りました"
    if reminded:
        messages.success(request, f"{len(reminded)}課に、{deed}")
    if len(reminded) < len(chosen):
        messages.info(
            request,
            f"{len(chosen) - len(reminded)}課には送っていません。提出がすんだ課、今日もう送った課、"
            "メールの届く人がいない課です",
        )
    return redirect("projects:campaign", year)


@login_required
@require_GET
def letters(request: HttpRequest, year: int) -> HttpResponse:
    """The list of the offices that have not answered, to write letters from, as Excel."""
    if not permissions.may_see_campaign(request.user):
        raise PermissionDenied(say.no_permission("センターの職員"))
    campaign = get_object_or_404(Campaign, fiscal_year=year)
    rows = [_letter_row(row) for row in progress_of(campaign) if not row.is_done]
    sheet = Sheet(
        "催促する課",
        ["部", "課", "状態", "残っている件数", "人の数", "メールの届く人", "催促の回数", "最後の催促"],
        rows,
        title=f"{campaign}　まだそろっていない課",
        widths=[20, 24, 16, 12, 10, 12, 10, 18],
        kinds=KINDS,
    )  # fmt: skip
    response = HttpResponse(write_workbook([sheet], title=str(campaign)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="reminders-{year}.xlsx"'
    return response


def _letter_row(row: OfficeProgress) -> list[Any]:
    return [
        str(row.department.parent or ""),
        row.department.name,
        row.label,
        row.open,
        row.people,
        row.mailable,
        row.reminders,
        row.reminded_at,
    ]
