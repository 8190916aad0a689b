"""The front page, pages about the portal, the health check, and what is shown when things fail."""

from typing import Any, TypedDict

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from koganei_kyodo import house_messages
from koganei_kyodo.accounts.models import User
from koganei_kyodo.portal.context_processors import last_known_centre
from projects.models import ProjectRecord
from surveys.models import Report

REPORTS_ON_FRONT_PAGE = 5


class FrontView(TemplateView):
    """What people come for: search, tasks, the newest numbers, reports, whom to ask."""

    template_name = "portal/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the newest year's counts, the newest reports, and an office's own open work."""
        context = super().get_context_data(**kwargs)
        context["latest"] = latest_year_counts()
        context["reports"] = list(
            Report.objects.published().newest().select_related("survey")[:REPORTS_ON_FRONT_PAGE]
        )
        user = self.request.user
        if isinstance(user, User) and user.office_ids:
            context["office_work"] = office_work(user)
        return context


class YearCounts(TypedDict):
    """Counts of distinct rows in one 年度."""

    fiscal_year: int
    projects: int
    departments: int


def latest_year_counts() -> YearCounts | None:
    """Return the counts of the newest 年度 with approved records of this city, or None.

    The base is the one of the statistics: everything approved, closed data sets left out.
    """
    newest = (
        ProjectRecord.objects.of_city()
        .approved()
        .order_by("-fiscal_year")
        .values("fiscal_year")
        .annotate(
            projects=Count("project", distinct=True),
            departments=Count("department", distinct=True),
        )
        .first()
    )
    return None if newest is None else YearCounts(**newest)


def office_work(user: User) -> dict[str, int]:
    """Return how many records of the person's offices were returned and are still drafts."""
    status = ProjectRecord.Status
    return ProjectRecord.objects.of_office(user).aggregate(
        returned=Count("pk", filter=Q(status=status.RETURNED), distinct=True),
        drafts=Count("pk", filter=Q(status=status.DRAFT), distinct=True),
    )


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell a watchdog whether the portal and its database answer: 200, or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that no browser sends by itself; touches neither database nor session."""
    return _page_without_database("400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say sorry when the portal itself fails; touches neither database nor session."""
    return _page_without_database("500.html", status=500, message=house_messages.server_fault())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say who may see the page, where the view said so, and who is logged in."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer the search, the front page and a telephone number."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain what to do when a form was open too long or cookies are off."""
    return render(request, "403_csrf.html", status=403)


def _page_without_database(template: str, *, status: int, **context: Any) -> HttpResponse:
    """Render an error page with what this process already knows."""
    content = render_to_string(template, {"centre": last_known_centre(), **context})
    return HttpResponse(content, status=status)
