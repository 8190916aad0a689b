"""What everybody reads of single projects: the list, its downloads, one project."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Page
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from koganei_kyodo.documents import csv_files, excel
from projects.fields import fields_with_today
from projects.filters import RecordFilterSet
from projects.models import Example, Partner, Project, ProjectRecord, RecordCost, RecordPhoto
from projects.querysets import RecordQuerySet

PER_PAGE = 20
DOWNLOAD_NAME = "協働事業の一覧"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PUBLIC_COLUMNS = (
    "年度",
    "事業の名前",
    "担当課",
    "事業の内容",
    "分野",
    "新規・継続",
    "かかったお金（円）",
    "利用した制度",
    "協働相手",
    "相手の組織形態",
    "協働の形態",
    "実施した経緯",
    "実施体制",
    "成果",
)
_KINDS: tuple[excel.Kind, ...] = (*("integer", "text", "text", "text", "text", "text", "integer"),)
_WIDTHS = (8, 30, 20, 50, 20, 16, 14, 20, 30)


def with_partners(records: RecordQuerySet) -> RecordQuerySet:
    """Read office, partners and their labels along with the records, in a fixed number of steps."""
    partners = Partner.objects.select_related("organization", "kind", "outcome")
    labels = ("forms", "origins", "initiatives")
    return records.select_related("department").prefetch_related(
        Prefetch("partners", partners.prefetch_related(*labels))
    )


def with_details(records: RecordQuerySet) -> RecordQuerySet:
    """Read all that a page of a project tells: also money by source and published examples."""
    return with_partners(records).prefetch_related(
        Prefetch("costs", RecordCost.objects.select_related("source")),
        Prefetch("activity_fields", fields_with_today()),
        Prefetch("photos", RecordPhoto.objects.filter(is_public=True), to_attr="published_photos"),
        Prefetch("examples", Example.objects.published(), to_attr="published_examples"),
    )


class RecordListView(ListView):
    """協働事業を探す: published records, a row for each 年度 of a project."""

    template_name = "projects/record_list.html"
    context_object_name = "records"

    def get_queryset(self) -> QuerySet[ProjectRecord]:
        """Return the records that the filters in the address leave."""
        self.filters = RecordFilterSet(self.request.GET, ProjectRecord.objects.published())
        return self.filters.records

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Page[Any], Any, bool]:
        """Show the nearest page there is, whatever the address asks for."""
        paginator = self.filters.paginator(page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        names = Prefetch("partners", Partner.objects.select_related("organization"))
        found: Any = page.object_list
        records = found.select_related("department").prefetch_related(names)
        page.object_list = records
        return paginator, page, records, page.has_other_pages()

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many records one page shows."""
        return PER_PAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filters; `form` feeds the error summary of the page."""
        context = super().get_context_data(**kwargs)
        return context | {"filters": self.filters, "form": self.filters.form}


class ProjectDetailView(DetailView):
    """One project with what was published of its years, the newest first."""

    template_name = "projects/record_detail.html"
    context_object_name = "project"

    def get_queryset(self) -> QuerySet[Project]:
        """Return the projects of which anything is published."""
        published = ProjectRecord.objects.published()
        records = with_details(published.order_by("-fiscal_year"))
        return Project.objects.filter(pk__in=published.values("project")).prefetch_related(
            Prefetch("records", records, to_attr="published_records")
        )


@require_safe
def detail_json(request: HttpRequest, pk: int) -> JsonResponse:
    """Return one project as data: what its page shows, year by year, the newest first."""
    published = ProjectRecord.objects.published().filter(project=pk)
    records = list(with_details(published.order_by("-fiscal_year").select_related("project")))
    if not records:
        raise Http404
    data = {
        "id": pk,
        "name": records[0].project.name,
        "records": [_record_data(record) for record in records],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _record_data(record: Any) -> dict[str, Any]:
    return {
        "fiscal_year": record.fiscal_year,
        "stage": record.stage,
        "name": record.name,
        "department": record.department.name,
        "summary": record.summary,
        "fields": [field.name for field in record.activity_fields.all()],
        "continuity": record.continuity,
        "is_last_year": record.is_last_year,
        "cost_yen": record.public_cost,
        "cost_by_source": [
            {"source": cost.source.name, "yen": cost.amount}
            for cost in (record.costs.all() if record.cost_is_public else ())
        ],
        "scheme": record.scheme_used,
        "results": record.results,
        "problems": record.problems if record.problems_are_public else "",
        "photos": [
            {
                "url": reverse("projects:photo", args=[photo.pk, "large"]),
                "description": photo.alt,
                "width": photo.width,
                "height": photo.height,
            }
            for photo in record.published_photos
        ],
        "partners": [
            {
                "name": partner.public_name,
                "groups": partner.group_count,
                "kind": partner.kind.name if partner.kind else None,
                "forms": [form.name for form in partner.forms.all()],
                "origins": [origin.name for origin in partner.origins.all()],
                "initiatives": [initiative.name for initiative in partner.initiatives.all()],
                "outcome": partner.outcome.name if partner.outcome else None,
            }
            for partner in record.partners.all()
        ],
        "examples": [
            {
                "kind": example.kind,
                "title": example.title,
                "text": example.text,
                "lesson": example.lesson,
            }
            for example in record.published_examples
        ],
    }


@require_safe
def list_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the records of the list, all pages of it, as a CSV file."""
    rows = csv_files.iter_csv(PUBLIC_COLUMNS, _public_rows(_records_of(request)))
    return StreamingHttpResponse(
        rows,
        content_type="text/csv; charset=utf-8",
        headers=_disposition(f"{DOWNLOAD_NAME}.csv"),
    )


@require_safe
def list_xlsx(request: HttpRequest) -> HttpResponse:
    """Return the records of the list, all pages of it, as an Excel file."""
    sheet = excel.Sheet(
        name=DOWNLOAD_NAME,
        title=DOWNLOAD_NAME,
        header=PUBLIC_COLUMNS,
        rows=_public_rows(_records_of(request)),
        kinds=_KINDS,
        widths=_WIDTHS,
    )
    content = excel.write_workbook([sheet], title=DOWNLOAD_NAME)
    return HttpResponse(
        content, content_type=EXCEL_TYPE, headers=_disposition(f"{DOWNLOAD_NAME}.xlsx")
    )


def _records_of(request: HttpRequest) -> Iterable[ProjectRecord]:
    filters = RecordFilterSet(request.GET, ProjectRecord.objects.published())
    fields = Prefetch("activity_fields", fields_with_today())
    return with_partners(filters.records).prefetch_related(fields).iterator(chunk_size=500)


def _public_rows(records: Iterable[ProjectRecord]) -> Iterator[tuple[csv_files.Cell, ...]]:
    """Yield one line for each record; several partners stand in one cell, in their order."""
    for record in records:
        partners = list(record.partners.all())
        yield (
            record.fiscal_year,
            record.name,
            record.department.name,
            record.summary,
            _joined(map(str, record.activity_fields.all()), "・"),
            record.get_continuity_display(),
            record.public_cost,
            record.scheme_used,
            _joined(partner.public_name for partner in partners),
            _joined(str(partner.kind or "") for partner in partners),
            *(
                _joined(_joined(map(str, getattr(p, field).all()), "・") for p in partners)
                for field in ("forms", "origins", "initiatives")
            ),
            _joined(str(partner.outcome or "") for partner in partners),
        )


def _joined(words: Iterable[str], separator: str = "、") -> str:
    return separator.join(word for word in words if word)


def _disposition(filename: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, filename) or "attachment"}
