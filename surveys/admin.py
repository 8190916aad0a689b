"""Surveys in the admin: read by the staff; the coordinating office writes the reports."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organizations.admin import ClosedDatasetAdminMixin
from surveys.models import Report, ReportFigure, Response, Survey, Target


class ReadOnlyAdminMixin:
    """Rows that come in through the survey itself: read here, never written."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes rows by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes rows by hand."""
        return False


@admin.register(Survey)
class SurveyAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """Surveys with how many were asked and how many answered."""

    list_display = ["title", "fiscal_year", "dataset", "asked", "answered"]
    list_filter = ["fiscal_year", "dataset"]
    search_fields = ["title", "slug"]
    search_help_text = "題名・記号で探せます"
    list_select_related = ["dataset"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Survey]:
        """Count the targets and their answers in the same statement."""
        rows = super().get_queryset(request)
        return rows.annotate(
            asked=Count("targets", distinct=True),
            answered=Count("targets__response", distinct=True),
        )

    @admin.display(description="対象", ordering="asked")
    def asked(self, survey: Any) -> int:
        """Return the number of targets."""
        return int(survey.asked)

    @admin.display(description="回答", ordering="answered")
    def answered(self, survey: Any) -> int:
        """Return the number of targets that answered."""
        return int(survey.answered)


class ReportFigureInline(ClosedDatasetAdminMixin, admin.StackedInline):
    """The figures of a report: what is counted, never a number."""

    model = ReportFigure
    extra = 0
    fields = [
        ("number", "position"),
        "title",
        ("question", "by"),
        ("unit", "base"),
        ("order", "measure"),
        ("hide_zero", "total_label"),
        "note",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportFigure]:
        """Read the questions with the figures."""
        return super().get_queryset(request).select_related("question", "by")

    def belongs_to_closed_dataset(self, obj: Report) -> bool:
        """Tell whether the report is another city's; an inline is asked about its parent."""
        return obj.survey.dataset.closed_dataset

    def has_add_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Whoever may change the report may add figures to it, except to another city's."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """A figure may be taken out of a report by whoever may change it."""
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only the questions of the report's own survey that can be counted."""
        report_id = (
            request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        )
        if db_field.name in ("question", "by"):
            manager = db_field.remote_field.model.objects
            kwargs["queryset"] = (
                manager.filter(
                    questionnaire__survey__reports=report_id,
                    choices__isnull=False,
                    is_unpublished=False,
                )
                .distinct()
                .order_by("questionnaire__version", "position")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Report)
class ReportAdmin(ClosedDatasetAdminMixin, admin.ModelAdmin):
    """Reports: title, introduction, status, and the definitions of the figures."""

    list_display = ["title", "survey", "city", "status", "page"]
    list_filter = ["status", "survey__dataset"]
    search_fields = ["title", "survey__title"]
    search_help_text = "題名・調査で探せます"
    list_select_related = ["survey__dataset"]
    list_per_page = 50
    fields = ["survey", "title", "intro", "status"]
    readonly_fields = ["survey", "status"]
    inlines = [ReportFigureInline]

    @admin.display(description="市", ordering="survey__dataset__position")
    def city(self, report: Report) -> str:
        """Return the city whose survey it is."""
        return str(report.survey.dataset)

    @admin.display(description="画面")
    def page(self, report: Report) -> SafeString:
        """Link to the report as it is read."""
        address = reverse("surveys:report", args=[report.survey.slug])
        return format_html('<a href="{}">{}の画面</a>', address, report.title)

    def belongs_to_closed_dataset(self, obj: Report) -> bool:
        """Tell whether the report is another city's."""
        return obj.survey.dataset.closed_dataset

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A report begins with its survey."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """A report is taken back by its status, never deleted."""
        return False


@admin.register(Target)
class TargetAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """Who was asked."""

    list_display = ["name", "survey", "answered_by", "has_answered"]
    list_filter = ["survey"]
    search_fields = ["name"]
    search_help_text = "名称で探せます"
    list_select_related = ["survey", "answered_by", "response"]
    list_per_page = 50

    @admin.display(description="回答", boolean=True)
    def has_answered(self, target: Target) -> bool:
        """Tell whether an answer of the target has come in."""
        return hasattr(target, "response")


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """What came back, and how. The answers themselves are read in the tables."""

    list_display = ["target", "survey", "mode", "received_on", "status", "is_reconstructed"]
    list_filter = ["questionnaire__survey", "mode", "status", "is_reconstructed"]
    search_fields = ["target__name"]
    search_help_text = "調査対象の名称で探せます"
    list_select_related = ["target", "questionnaire__survey"]
    list_per_page = 50

    @admin.display(description="調査", ordering="questionnaire__survey__title")
    def survey(self, response: Response) -> str:
        """Return the survey."""
        return str(response.questionnaire.survey)
