"""Documents in the admin: to see what was made and what failed. Nothing can be changed here."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.documents.querysets import RenderingQuerySet


@admin.register(Rendering)
class RenderingAdmin(admin.ModelAdmin):
    """Read-only list of the documents."""

    list_display = ["title", "kind", "status", "progress", "public", "created_at", "finished_at"]
    list_filter = ["status", "kind", "public"]
    search_fields = ["title", "filename"]
    search_help_text = "題名またはファイル名"
    date_hierarchy = "created_at"
    list_per_page = 50
    empty_value_display = "―"
    readonly_fields = [
        "title",
        "kind",
        "status",
        "progress",
        "message",
        "filename",
        "content_type",
        "public",
        "created_at",
        "started_at",
        "finished_at",
        "page",
    ]
    fields = tuple(readonly_fields)

    def get_queryset(self, request: HttpRequest) -> RenderingQuerySet:
        """Without the files, which may be large."""
        return Rendering.objects.defer("content", "params")

    @admin.display(description="状態の画面")
    def page(self, rendering: Rendering) -> SafeString:
        """Link to the page with the download."""
        return format_html('<a href="{}">{}の画面</a>', rendering.get_absolute_url(), rendering)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Documents are asked for on the pages they belong to."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Rendering | None = None) -> bool:
        """Only the worker changes a document."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Rendering | None = None) -> bool:
        """Old documents are pruned every night."""
        return False
