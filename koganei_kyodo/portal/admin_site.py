"""The admin as the staff's workplace: its first page shows what waits for whom."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from koganei_kyodo.admin_queues import Queue, queues_for, register_queue

__all__ = ["KyodoAdminSite", "Queue", "register_queue"]


class KyodoAdminSite(AdminSite):
    """Django's admin in the portal's words, with the queues on its first page."""

    site_title = "管理画面"
    site_header = "管理画面"
    index_title = "今日の仕事"
    empty_value_display = "―"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the queues first and the list of all data last."""
        return super().index(request, {"queues": queues_for(request), **(extra_context or {})})
