"""Requests, leaks, retention and disposal in the admin of the coordinating office."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from koganei_kyodo.admin_queues import Queue, register_queue
from koganei_kyodo.portal.privacy.erase import table_in_words
from koganei_kyodo.portal.privacy.models import (
    DisposalList,
    Erasure,
    IncidentLog,
    ListExport,
    PersonalDataRequest,
    RetentionClass,
    RetentionRule,
)
from koganei_kyodo.portal.privacy.permissions import may_handle
from koganei_kyodo.portal.privacy.requests import register
from koganei_kyodo.portal.privacy.steps import (
    LIST_STEPS,
    REQUEST_STEPS,
    Step,
    list_step,
    request_step,
)

ITEMS_SHOWN = 1000


class NothingIsDeleted:
    """Rows of a log stay."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False


class ReadOnly(NothingIsDeleted):
    """Rows that actions write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False


class SteppedAdmin(NothingIsDeleted, admin.ModelAdmin):
    """An object with buttons, each leading to a page of its own."""

    steps: tuple[Step, ...] = ()
    step_view: Any = None
    change_form_template = "admin/privacy/change_form.html"

    def more_context(self, row: Any) -> dict[str, Any]:
        """Return what else the change page shows of `row`."""
        return {}

    def get_urls(self) -> list[Any]:
        """Add one address for the steps."""

        def view(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
            response: HttpResponse = type(self).step_view(request, pk, verb, self.admin_site)
            return response

        methods = require_http_methods(["GET", "HEAD", "POST"])
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        guarded = self.admin_site.admin_view(methods(view))
        return [path("<int:pk>/step/<slug:verb>/", guarded, name=name), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer the buttons that the status allows."""
        row = self.get_object(request, object_id) if object_id else None
        if row is not None and may_handle(request.user):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_step"
            buttons = [
                (step, reverse(name, args=[row.pk, step.verb]))
                for step in self.steps
                if step.offered(row)
            ]
            said = {"buttons": buttons, "row": row, **self.more_context(row)}
            extra_context = {**(extra_context or {}), **said}
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, extra_context
        )
        return response


@admin.register(PersonalDataRequest)
class PersonalDataRequestAdmin(SteppedAdmin):
    """The log of requests: typed in once, then moved on by its buttons."""

    steps = REQUEST_STEPS
    step_view = staticmethod(request_step)
    list_display = ["number", "kind", "person", "received_on", "due_on", "status"]
    list_filter = ["status", "kind"]
    search_fields = ["number", "requester_name", "person__name"]
    search_help_text = "請求番号・氏名で探せます"
    date_hierarchy = "received_on"
    list_select_related = ["person"]
    list_per_page = 50
    autocomplete_fields = ["person"]
    first = ["received_on", "kind", "person", "requester_name", "contact", "request_text"]
    later = [
        "number", "received_by", "due_on", "extension_reason", "identity_check",
        "identity_checked_at", "identity_checked_by", "decision", "decision_reason", "decided_on",
        "decided_by", "done_on", "done_by",
    ]  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Ask for what came in; show the rest once it is there."""
        return self.first if obj is None else ["number", *self.first, *self.later[1:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep what was decided on; until then words and person can be put right."""
        if obj is None:
            return []
        decided = obj.status != PersonalDataRequest.Status.RECEIVED
        return [*self.later, *(self.first if decided else ["received_on", "kind"])]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with today."""
        return {"received_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new request its number and its due day."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            by: Any = request.user
            register(obj, by=by)


@admin.register(IncidentLog)
class IncidentLogAdmin(NothingIsDeleted, admin.ModelAdmin):
    """The log of leaks; it is written on until it is closed."""

    list_display = ["__str__", "people", "reported_on", "notified_on", "closed_on", "recorded_by"]
    list_filter = ["kind"]
    list_select_related = ["recorded_by"]
    # One box with one label instead of Django's two without.
    formfield_overrides = {
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
    }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Note who wrote it first."""
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(RetentionClass)
class RetentionClassAdmin(NothingIsDeleted, admin.ModelAdmin):
    """1年, 3年 … 常用."""

    list_display = ["name", "years"]


@admin.register(RetentionRule)
class RetentionRuleAdmin(NothingIsDeleted, admin.ModelAdmin):
    """Which class a kind of record has; the kinds themselves are code."""

    list_display = ["name", "starts_from", "retention"]
    list_select_related = ["retention"]
    fields = ["name", "starts_from", "retention"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse kinds that no code knows."""
        return False


@admin.register(DisposalList)
class DisposalListAdmin(ReadOnly, SteppedAdmin):
    """Lists that the nightly job writes and a person approves."""

    steps = LIST_STEPS
    step_view = staticmethod(list_step)
    list_display = ["__str__", "made_at", "status", "number_of_items", "decided_by"]
    list_filter = ["status"]
    list_select_related = ["decided_by"]
    readonly_fields = (
        "made_at",
        "day",
        "status",
        "decided_at",
        "decided_by",
        "reason",
        "disposed_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DisposalList]:
        """Count the items in the same statement."""
        return super().get_queryset(request).annotate(items_on_it=Count("items"))

    def more_context(self, row: DisposalList) -> dict[str, Any]:
        """Show what is on the list, by kind of record."""
        items = row.items.select_related("rule").order_by("rule", "due_on", "pk")
        return {"items": items[:ITEMS_SHOWN], "number_of_items": items.count()}

    @admin.display(description="件数", ordering="items_on_it")
    def number_of_items(self, disposal: Any) -> int:
        """Return how many things are on the list."""
        return int(disposal.items_on_it)


@admin.register(Erasure)
class ErasureAdmin(ReadOnly, admin.ModelAdmin):
    """What remains of an erasure: when, by whom, on which request, and counts."""

    list_display = ["person", "at", "by", "request", "disposal"]
    list_select_related = ["person", "by", "request", "disposal"]
    fields = ("person", "at", "by", "request", "disposal", "told")
    readonly_fields = fields

    @admin.display(description="表ごとの件数")
    def told(self, erasure: Erasure) -> str:
        """Return the counts in words, one table a line."""
        counts = erasure.counts.items()
        return "\n".join(f"{table_in_words(name)}：{number:,}件" for name, number in counts)


@admin.register(ListExport)
class ListExportAdmin(ReadOnly, admin.ModelAdmin):
    """Who took which list along: what one asks after a leak."""

    list_display = ["when", "person", "what", "how"]
    list_filter = ["action_time"]
    search_fields = ["user__name", "user__login_id", "object_repr"]
    search_help_text = "受け取った人の氏名・ログインID・一覧の名前で探せます"
    list_select_related = ["user"]
    list_per_page = 50
    fields = ("when", "person", "what", "how")
    readonly_fields = fields
    export_display = ("action_time", "person", "what", "how")

    @admin.display(description="日時", ordering="action_time")
    def when(self, export: ListExport) -> str:
        """Return day and hour."""
        at = timezone.localtime(export.action_time)
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"

    @admin.display(description="受け取った人", ordering="user__name_kana")
    def person(self, export: ListExport) -> str:
        """Return who took it."""
        return str(export.user)

    @admin.display(description="一覧", ordering="object_repr")
    def what(self, export: ListExport) -> str:
        """Return which list."""
        return str(export.object_repr)

    @admin.display(description="受け取り方", ordering="change_message")
    def how(self, export: ListExport) -> str:
        """Return the kind of file and the number of rows."""
        return str(export.change_message)


@register_queue
def waiting(request: HttpRequest) -> Iterator[Queue]:
    """Tell the coordinating office what is due: open requests, then lists to be approved."""
    if not may_handle(request.user):
        return
    requests = PersonalDataRequest.objects.exclude(status=PersonalDataRequest.Status.DONE)
    first = requests.aggregate(number=Count("pk"), oldest=Min("received_on"))
    url = reverse("admin:portal_personaldatarequest_changelist")
    yield Queue(
        "対応する個人情報の請求",
        first["number"],
        f"{url}?status__in=received,decided",
        first["oldest"],
    )
    lists = DisposalList.objects.filter(status=DisposalList.Status.DRAFT)
    second = lists.aggregate(number=Count("pk"), oldest=Min("made_at"))
    oldest = timezone.localtime(second["oldest"]).date() if second["oldest"] else None
    url = reverse("admin:portal_disposallist_changelist")
    yield Queue(
        "承認を待っている廃棄の一覧", second["number"], f"{url}?status__exact=draft", oldest
    )
