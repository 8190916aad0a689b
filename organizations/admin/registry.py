"""The queues of the register in the admin: applications and 変更届, to look up and to take along."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from organizations.admin.read_only import ReadOnlyAdmin
from organizations.models import Application, ChangeRequest, Organization

Status = Organization.Status
OPEN, DECIDED = Q(decided_at=None), Q(decided_at__isnull=False)


class QueueFilter(admin.SimpleListFilter):
    """Where an application is: with the staff, with the group, or decided."""

    title = "いま"
    parameter_name = "queue"
    conditions = {
        "waiting": ("確認を待っている", OPEN & Q(organization__status=Status.SUBMITTED)),
        "returned": ("直してもらっている", OPEN & Q(organization__status=Status.RETURNED)),
        "paper": ("入力の途中（紙）", OPEN & Q(organization__status=Status.DRAFT)),
        "approved": ("登録した", DECIDED & Q(decision_reason="")),
        "declined": ("登録しない", DECIDED & ~Q(decision_reason="")),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [(key, label) for key, (label, _) in self.conditions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter."""
        found = self.conditions.get(self.value() or "")
        return queryset.filter(found[1]) if found else queryset


class WaitingMixin:
    """How long something has been waiting for the staff."""

    @admin.display(description="待っている日数", ordering="submitted_at")
    def waiting_days(self, row: Any) -> int | None:
        """Return whole days since it was handed in; nothing once it is decided."""
        if row.decided_at or not row.submitted_at:
            return None
        return (timezone.localdate() - timezone.localdate(row.submitted_at)).days


@admin.register(Application)
class ApplicationAdmin(WaitingMixin, ReadOnlyAdmin):
    """登録の申請. They are decided on the pages of the register, to which each row leads."""

    list_display = ["number", "organization", "state", "waiting_days", "submitted_at", "channel"]
    list_display_links = ["number", "organization"]
    list_filter = [QueueFilter, "channel", "kind"]
    search_fields = ["number", "organization__name", "organization__name_kana"]
    search_help_text = "受付番号・団体名・ふりがなで探せます"
    list_select_related = ["organization__kind", "decided_by", "entered_by"]
    date_hierarchy = "submitted_at"
    ordering = ["submitted_at", "pk"]
    # The applicant stays out: a list that is taken along needs no names of persons.
    export_display = (
        "number", "organization", "group_kind", "state", "kind", "channel", "paper",
        "paper_received_on", "submitted_at", "waiting_days", "return_due", "decided_at",
        "decided_by", "decision_reason",
    )  # fmt: skip
    fields = [
        "page", "number", "organization", "state", "kind", "channel", "paper", "paper_received_on",
        "entered_by", "created_at", "submitted_at", "return_reason", "return_due", "decided_at",
        "decided_by", "decision_reason",
    ]  # fmt: skip
    readonly_fields = ["page", "state"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        """Leave out what somebody is still writing on the web: it is theirs until they apply."""
        rows = super().get_queryset(request)
        return rows.filter(Q(submitted_at__isnull=False) | Q(channel=Application.Channel.PAPER))

    @admin.display(description="いま", ordering="organization__status")
    def state(self, row: Application) -> str:
        """Return where it is."""
        if row.decided_at:
            return "登録しない" if row.decision_reason else "登録した"
        return str(row.organization.get_status_display())

    @admin.display(description="団体種別", ordering="organization__kind__position")
    def group_kind(self, row: Application) -> str:
        """Return the kind of the group."""
        return str(row.organization.kind)

    @admin.display(description="確かめる画面")
    def page(self, row: Application) -> str:
        """Lead to where it is read and decided; of a paper in work, to where it is typed."""
        typed = row.submitted_at or row.decided_at
        name = "application" if typed else "application_status"
        address = reverse(f"organizations:{name}", args=[row.pk])
        return format_html('<a href="{}">{}の申請を開く</a>', address, row.organization)


@admin.register(ChangeRequest)
class ChangeRequestAdmin(WaitingMixin, ReadOnlyAdmin):
    """変更届. They are compared and decided on their own pages, to which each row leads."""

    list_display = ["number", "organization", "status", "waiting_days", "submitted_at"]
    list_display_links = ["number", "organization"]
    list_filter = ["status"]
    search_fields = ["number", "organization__name", "organization__name_kana"]
    search_help_text = "受付番号・団体名・ふりがなで探せます"
    list_select_related = ["organization", "decided_by"]
    date_hierarchy = "submitted_at"
    ordering = ["submitted_at", "pk"]
    export_display = (
        "number", "organization", "registration_number", "status", "paper", "submitted_at",
        "waiting_days", "decided_at", "decided_by", "reason",
    )  # fmt: skip
    fields = [
        "page", "number", "organization", "status", "message", "paper", "submitted_at", "reason",
        "decided_at", "decided_by",
    ]  # fmt: skip
    readonly_fields = ["page"]

    @admin.display(description="登録番号", ordering="organization__registration_number")
    def registration_number(self, row: ChangeRequest) -> str:
        """Return the number of the group."""
        return row.organization.registration_number or ""

    @admin.display(description="見比べる画面")
    def page(self, row: ChangeRequest) -> str:
        """Lead to where it is compared and decided."""
        address = reverse("organizations:change", args=[row.pk])
        return format_html('<a href="{}">{}を開く</a>', address, row.number)
