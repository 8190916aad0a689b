"""変更届: write one, compare it with what is stored, take over all or part of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from organizations import actions, registry_papers
from organizations.change_rows import rows_of
from organizations.keeping_forms import ChangeForm
from organizations.models import ChangeRequest
from organizations.registry_values import values_of
from organizations.views.access import person
from organizations.views.applying import posted_version
from organizations.views.attachments import may_keep
from organizations.views.deciding import StaffMixin, require_keeper
from organizations.views.keeping import OwnGroupView
from organizations.views.papers import addressee, pdf_response

PER_PAGE = 30
TABS = {"waiting": "確認を待っている", "decided": "決まった"}


class ChangeNewView(OwnGroupView):
    """Write a 変更届: everything that is stored stands in the boxes."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the boxes."""
        if not self.organization.allows("confirm"):
            return self.back()
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it in; what is the same as before is left out."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            change = actions.propose(
                self.organization,
                form.answers(),
                by=person(request),
                message=form.cleaned_data["message"],
                paper=form.cleaned_data.get("paper", ""),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form)
        messages.success(request, f"変更届を出しました。受付番号は{change.number}です")
        return redirect("organizations:change", change.pk)

    def _form(self, data: Any = None) -> ChangeForm:
        return ChangeForm(data, values=values_of(self.organization), by_staff=self.is_staff)

    def _page(self, form: ChangeForm) -> HttpResponse:
        return self.page("change_new", form=form)


class ChangeListView(StaffMixin, View):
    """The 変更届 that wait, oldest first, and those decided."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one tab."""
        tab = request.GET.get("tab", "waiting")
        tab = tab if tab in TABS else "waiting"
        rows = ChangeRequest.objects.select_related("organization", "submitted_by")
        waiting = rows.filter(status=ChangeRequest.Status.SUBMITTED)
        shown = waiting.order_by("submitted_at", "pk")
        if tab == "decided":
            decided = rows.exclude(status=ChangeRequest.Status.SUBMITTED)
            shown = decided.order_by("-decided_at", "-pk")
        context = {
            "tab": tab,
            "tabs": list(TABS.items()),
            "waiting": waiting.count(),
            "page_obj": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        }
        return render(request, "organizations/changes.html", context)


class ChangeView(LoginRequiredMixin, View):
    """One 変更届, side by side; staff tick what they take over."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self._page(change_of(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take over what is ticked."""
        change = change_of(request, pk)
        require_keeper(request)
        try:
            decided = actions.accept_change(
                change,
                request.POST.getlist("take"),
                by=person(request),
                reason=request.POST.get("reason", ""),
                version=posted_version(request),
            )
        except actions.WrongState as error:
            return self._page(change_of(request, pk), problem=str(error))
        messages.success(
            request, f"変更届{decided.number}を決めました（{decided.get_status_display()}）"
        )
        return redirect("organizations:change", pk)

    def _page(self, change: ChangeRequest, problem: str = "") -> HttpResponse:
        user, posted = self.request.user, self.request.POST
        context = {
            "change": change,
            "organization": change.organization,
            "rows": rows_of(change),
            "problem": problem,
            "taken": posted.getlist("take") if problem else list(change.proposed),
            "reason": posted.get("reason", ""),
            "decides": change.allows("accept") and getattr(user, "is_staff", False),
            "cancels": change.allows("cancel") and not getattr(user, "is_staff", False),
        }
        return render(self.request, "organizations/change.html", context)


@require_POST
@login_required
def change_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Take nothing over."""
    change = change_of(request, pk)
    require_keeper(request)
    try:
        actions.decline_change(change, by=person(request), reason=request.POST.get("reason", ""))
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"変更届{change.number}を受け付けないと決めました")
    return redirect("organizations:change", pk)


@require_POST
@login_required
def change_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    change = change_of(request, pk)
    try:
        actions.cancel_change(change, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "変更届を取り下げました")
    return redirect("organizations:registration", change.organization_id)


@require_safe
@login_required
def change_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it as its 様式."""
    change = change_of(request, pk)
    paper = registry_papers.change_paper(
        f"{addressee(request)}　御中",
        change.organization.name,
        change.organization.registration_number or "",
        change.proposed,
        change.before,
        day=timezone.localdate(change.submitted_at),
        message=change.message,
    )
    return pdf_response(request, "変更届", paper)


def change_of(request: HttpRequest, pk: int) -> ChangeRequest:
    """Return a 変更届 of the person's own group, or any to staff; 404 for everybody else."""
    rows = ChangeRequest.objects.select_related(
        "organization__updated_by", "submitted_by", "decided_by"
    )
    change: ChangeRequest = get_object_or_404(rows, pk=pk)
    if not may_keep(request.user, change.organization):
        raise Http404
    return change
