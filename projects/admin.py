"""The centre's workplace for yearly records, and the master data of the sheet."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from koganei_kyodo.admin_queues import Queue, register_queue
from organizations.admin import ClosedDatasetAdminMixin
from projects import actions, permissions
from projects.completeness import missing_answers, with_sheet
from projects.history import journey
from projects.models import (
    Campaign,
    CollaborationForm,
    CostSource,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
    Principle,
    Project,
    ProjectRecord,
    Theme,
)
from projects.views import ready_sets, review

Status = ProjectRecord.Status
LIST = "admin:projects_projectrecord_changelist"


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are looked at here and changed elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False


@admin.register(ProjectRecord)
class ProjectRecordAdmin(ReadOnlyAdmin):
    """What offices handed in: read as a whole sheet, moved on by named buttons only."""

    list_display = ["number_or_dash", "name", "department", "year", "status", "submitted_on"]
    list_display_links = ["number_or_dash", "name"]
    list_filter = ["status", "fiscal_year", ("department__root", admin.RelatedOnlyFieldListFilter)]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["number", "name", "department__name", "partners__name"]
    search_help_text = "受付番号・事業の名前・担当課・相手の名前で探せます"
    date_hierarchy = "submitted_at"
    list_select_related = ["department"]
    export_display = ("number", "name", "department", "year", "status", "submitted_at")
    list_per_page = 50
    ordering = ["-submitted_at", "-pk"]
    actions = ["approve_selected"]
    # The sheet itself is drawn by the template; Django only has to know that nothing is edited.
    fields = ("number", "status")
    readonly_fields = ("number", "status")

    @admin.display(description="受付番号", ordering="number")
    def number_or_dash(self, record: ProjectRecord) -> str:
        """Return the 受付番号, a dash before the first submission."""
        return record.number or "―"

    @admin.display(description="年度", ordering="fiscal_year")
    def year(self, record: ProjectRecord) -> str:
        """Return the 年度 without a thousands separator."""
        return str(record.fiscal_year)

    @admin.display(description="提出日", ordering="submitted_at")
    def submitted_on(self, record: ProjectRecord) -> str | None:
        """Return the day of the last submission."""
        day = record.submitted_at and timezone.localdate(record.submitted_at)
        return f"{day.year}年{day.month}月{day.day}日" if day else None

    @admin.action(description="選んだ事業実績を承認する", permissions=["review"])
    def approve_selected(
        self, request: HttpRequest, queryset: QuerySet[ProjectRecord]
    ) -> HttpResponse | None:
        """Approve several records, after a page that shows which."""
        return review.approve_selected(request, queryset, self.admin_site)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Tell whether the visitor may approve and return."""
        return review.may_review(request)

    def get_urls(self) -> list[Any]:
        """Add one address for each button."""

        def ask(request: HttpRequest, pk: int) -> HttpResponse:
            return review.ask_for_changes(request, pk, self.admin_site)

        guard = self.admin_site.admin_view
        approve = require_POST(review.approve)
        ask_view = require_http_methods(["GET", "HEAD", "POST"])(ask)
        name = "projects_projectrecord"
        return [
            path("<int:pk>/approve/", guard(approve), name=f"{name}_approve"),
            path("<int:pk>/return/", guard(ask_view), name=f"{name}_return"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the whole sheet with its buttons and its history."""
        record = self._sheet(request, object_id)
        if record is not None and self.has_view_permission(request, record):
            root = record.department.root
            closed = root is not None and root.closed_dataset
            may = permissions.may_review(request.user) and not closed
            by: Any = request.user
            ready = may and record.allows("approve")
            own = ready and actions.needs_other_eyes(record, by)
            extra_context = {
                **(extra_context or {}),
                "record": record,
                "steps": journey(record),
                "closed": closed,
                "may_approve": ready and not own,
                "own_record": actions.OWN_RECORD if own else "",
                "may_return": may and record.allows("return"),
                "missing": missing_answers(record) if record.status != Status.DRAFT else [],
            }
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, extra_context
        )
        return response

    def _sheet(self, request: HttpRequest, object_id: str | None) -> ProjectRecord | None:
        """Return the record with its sheet; None where there is none."""
        if object_id is None or not object_id.isdecimal():
            return None
        visible = with_sheet(ProjectRecord.objects.visible_to(request.user))
        record: ProjectRecord | None = visible.filter(pk=object_id).first()
        return record


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    """Projects over the years; their names come from the records."""

    list_display = ["name", "department", "years"]
    list_filter = [("department__root", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "department__name"]
    search_help_text = "事業の名前・担当課で探せます"
    list_select_related = ["department"]
    list_per_page = 50
    fields = ("name", "department")
    readonly_fields = ("name", "department")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        """Count the records of each project."""
        return super().get_queryset(request).annotate(year_count=Count("records"))

    @admin.display(description="年度の数", ordering="year_count")
    def years(self, project: Any) -> str:
        """Return in how many 年度 the project has a record."""
        return f"{project.year_count}年度"


class MasterDataAdmin(ClosedDatasetAdminMixin, admin.ModelAdmin):
    """Words of the sheet. Those another city's data were published with never change."""

    list_per_page = 50

    def guideline_of(self, obj: Any) -> Guideline:
        """Return the edition that `obj` is or belongs to."""
        guideline: Guideline = obj if isinstance(obj, Guideline) else obj.guideline
        return guideline

    def belongs_to_closed_dataset(self, obj: Any) -> bool:
        """Tell whether a record of another city's data uses the edition."""
        records = self.guideline_of(obj).records
        return records.filter(department__root__closed_dataset=True).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: records keep the words they were written with."""
        return False


@admin.register(Guideline)
class GuidelineAdmin(MasterDataAdmin):
    """Editions of the sheet's words."""

    list_display = ["name", "is_current", "principle_word", "source"]
    search_fields = ["name"]
    change_list_template = "admin/projects/guideline/change_list.html"

    def get_urls(self) -> list[Any]:
        """Add the page of the sets that are ready to be used."""

        def page(request: HttpRequest) -> HttpResponse:
            return ready_sets.choose(request, self.admin_site)

        view = require_http_methods(["GET", "HEAD", "POST"])(page)
        return [
            path(
                "ready-sets/",
                self.admin_site.admin_view(view),
                name="projects_guideline_ready_sets",
            ),
            *super().get_urls(),
        ]


@admin.register(CollaborationForm)
class CollaborationFormAdmin(MasterDataAdmin):
    """Forms of collaboration: what they mean, when they are in use, and where they count."""

    list_display = [
        *("name", "guideline", "uses_public_money", "counts_in_total"),
        *("first_year", "last_year", "position"),
    ]
    list_filter = ["guideline", "uses_public_money", "counts_in_total"]
    list_select_related = ["guideline"]
    search_fields = ["name", "definition"]
    search_help_text = "名称・説明で探せます"
    ordering = ["guideline", "position", "id"]


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    """What examples are about."""

    list_display = ["name", "position"]
    search_fields = ["name"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: examples keep their themes."""
        return False


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    """The campaign of each year; its status moves on the page of its progress only."""

    list_display = ["__str__", "status", "due_on", "needs_head"]
    list_filter = ["status"]
    fields = ["fiscal_year", "due_on", "note", "needs_head", "status"]
    readonly_fields = ["status"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: what offices answered hangs on it."""
        return False


@admin.register(PartnerKind, Origin, Initiative, Outcome, CostSource, Principle)
class LabelAdmin(MasterDataAdmin):
    """One kind of answer, in the order of the sheet."""

    list_display = ["name", "guideline", "position"]
    list_filter = ["guideline"]
    list_select_related = ["guideline"]
    search_fields = ["name"]
    search_help_text = "名称で探せます"
    ordering = ["guideline", "position", "id"]


@register_queue
def record_queues(request: HttpRequest) -> Iterator[Queue]:
    """Say how many records wait for the centre, and how many for their office. One query."""
    if not permissions.may_review(request.user):
        return
    submitted, returned = Q(status=Status.SUBMITTED), Q(status=Status.RETURNED)
    counts = ProjectRecord.objects.of_city().aggregate(
        submitted=Count("pk", filter=submitted),
        submitted_since=Min("submitted_at", filter=submitted),
        returned=Count("pk", filter=returned),
        returned_since=Min("reviewed_at", filter=returned),
    )
    labels = {"submitted": "確認を待っている事業実績", "returned": "修正を待っている事業実績"}
    for status, label in labels.items():
        since = counts[f"{status}_since"]
        yield Queue(
            label=label,
            count=counts[status],
            url=f"{reverse(LIST)}?status__exact={status}",
            oldest=timezone.localdate(since) if since else None,
        )
