"""The admin as the staff's workplace: its first page shows what waits for whom."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.generic import RedirectView

from koganei_kyodo.admin_queues import Queue, queues_for, register_queue
from koganei_kyodo.house_messages import no_permission
from koganei_kyodo.staff_pages import staff_pages_for

__all__ = ["KyodoAdminSite", "Queue", "register_queue"]


class KyodoAdminSite(AdminSite):
    """Django's admin in the portal's words, with the queues on its first page."""

    site_title = "管理画面"
    site_header = "管理画面"
    index_title = "今日の仕事"
    empty_value_display = "―"

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the portal's one login page; refuse those who are logged in already.

        Raises ``PermissionDenied`` (403) for a person without a role in the centre.
        """
        index = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(index)
        if request.user.is_authenticated:
            raise PermissionDenied(no_permission("支援センターの職員"))
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, index), reverse("login"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the trail and the export of every list; passwords have one page in the portal."""
        from koganei_kyodo.portal.audit_admin import audit_urls
        from koganei_kyodo.portal.list_exports import export_url

        to_portal = RedirectView.as_view(pattern_name="password_change")
        return [
            path("password_change/", to_portal, name="password_change"),
            *audit_urls(self),
            *(export_url(admin) for admin in self._registry.values()),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the queues first, then the staff's own pages, and the list of all data last."""
        work = {"queues": queues_for(request), "staff_pages": staff_pages_for(request.user)}
        return super().index(request, {**work, **(extra_context or {})})
