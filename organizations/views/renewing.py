"""The yearly confirmation as staff follow it: who is due, who is late, letters, terms."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from organizations import actions, registry_papers
from organizations.models import Membership, Organization, RegistrySettings
from organizations.periods import end_of_grace
from organizations.registry_values import values_of
from organizations.views.access import person
from organizations.views.attachments import group_of
from organizations.views.deciding import StaffMixin, require_keeper
from organizations.views.papers import addressee, pdf_response

PER_PAGE = 50
MOST_ON_PAPER = 200
Status = Organization.Status
TABS = {
    "due": "確認を待っている",
    "late": "期限が過ぎた",
    "letter": "手紙で知らせる",
    "lapsed": "失効した",
}


def rows_of(tab: str) -> QuerySet[Organization]:
    """Return the groups of a tab, the nearest end first."""
    rows = Organization.objects.select_related("contact")
    due = rows.filter(status=Status.RENEWAL_DUE)
    if tab == "late":
        due = due.filter(valid_until__lt=timezone.localdate())
    elif tab == "letter":
        people = Membership.objects.current().filter(organization=OuterRef("pk"))
        reached = Q(contact__email__gt="") | Exists(people.exclude(user__email=""))
        due = due.exclude(reached)
    elif tab == "lapsed":
        return rows.filter(status=Status.LAPSED).order_by("-ended_on", "pk")
    return due.order_by("valid_until", "name_kana", "pk")


class RenewalListView(StaffMixin, View):
    """Who is asked to confirm."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one tab."""
        tab = request.GET.get("tab", "due")
        tab = tab if tab in TABS else "due"
        settings = RegistrySettings.current()
        page = Paginator(rows_of(tab), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "tab": tab,
            "tabs": [(name, title, rows_of(name).count()) for name, title in TABS.items()],
            "page_obj": page,
            "rows": [
                (row, end_of_grace(row.valid_until, settings) if row.valid_until else None)
                for row in page
            ],
            "settings": settings,
            "without_term": Organization.objects.listed().filter(valid_until=None).count(),
        }
        return render(request, "organizations/renewals.html", context)


@require_POST
@login_required
def renewal_terms(request: HttpRequest) -> HttpResponse:
    """Give groups without a term one."""
    require_keeper(request)
    count = actions.give_terms(by=person(request))
    messages.success(request, f"{count}団体に、登録の期限を入れました")
    return redirect("organizations:renewals")


@require_safe
@login_required
def renewal_forms_pdf(request: HttpRequest) -> HttpResponse:
    """Send the 確認届 of the groups that can't be reached by mail, filled with what is stored."""
    require_keeper(request)
    groups = rows_of("letter")[:MOST_ON_PAPER]
    papers = [_confirmation(request, group) for group in groups]
    if not papers:
        messages.info(request, "手紙で知らせる団体は、いまありません")
        return redirect("organizations:renewals")
    return pdf_response(request, "確認届", *papers)


@require_safe
@login_required
def registration_form_pdf(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Send one of the forms of a group that is registered, begun with what is stored."""
    organization = group_of(request, pk)
    to = f"{addressee(request)}　御中"
    name, number = organization.name, organization.registration_number or ""
    if kind == "change":
        return pdf_response(request, "変更届", registry_papers.change_paper(to, name, number))
    if kind == "withdrawal":
        return pdf_response(request, "退会届", registry_papers.withdrawal_paper(to, name, number))
    if kind == "confirmation":
        return pdf_response(request, "確認届", _confirmation(request, organization))
    raise Http404


def _confirmation(request: HttpRequest, organization: Organization) -> Any:
    end = organization.valid_until
    if end is not None and end < timezone.localdate():
        end = end_of_grace(end, RegistrySettings.current())
    return registry_papers.confirmation_paper(
        f"{addressee(request)}　御中",
        organization.name,
        organization.registration_number or "",
        values_of(organization),
        end,
    )
