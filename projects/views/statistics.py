"""The statistics page of a 年度, its data files, and asking for its PDF and Excel files.

`dataset` is the code of a closed data set's root; None stands for this installation's own city.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo.documents.actions import key_of, request_rendering
from koganei_kyodo.documents.csv_files import write_csv
from koganei_kyodo.rate_limit import limited
from organizations.models import Department
from projects.models import ProjectRecord
from projects.renderers import DOCUMENTS
from projects.statistics import YearCount, YearStatistics, year_statistics, years_of
from surveys.figure_documents import CSV_HEADER, csv_rows


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Show the newest 年度 of this city that has approved records."""
    years = years_of(None)
    if not years:
        context = {"datasets": _datasets()}
        return render(request, "projects/statistics_empty.html", context)
    return _page(request, None, years[0].fiscal_year, years)


@require_safe
def year(request: HttpRequest, year: int, dataset: str | None = None) -> HttpResponse:
    """Show one 年度 of this city or of a closed data set; 404 where nothing was approved."""
    root = _root(dataset)
    return _page(request, root, year, years_of(root))


@require_safe
def figures_json(request: HttpRequest, year: int, dataset: str | None = None) -> JsonResponse:
    """Return the figures in the format that the figure check reads."""
    counted = _counted(_root(dataset), year)
    data = counted.as_dict()
    source = source_of(counted.root, site_name(request))
    data["meta"] = {"report": counted.title, "source": source, **data["meta"]}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def figures_csv(request: HttpRequest, year: int, dataset: str | None = None) -> HttpResponse:
    """Return every number of every figure as one CSV file."""
    counted = _counted(_root(dataset), year)
    content = write_csv(CSV_HEADER, csv_rows(counted.figures)).content
    disposition = content_disposition_header(True, f"{counted.title}.csv") or "attachment"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


@require_POST
@limited("documents", "20/m")
def document(
    request: HttpRequest, year: int, form: str, dataset: str | None = None
) -> HttpResponse:
    """Ask for the PDF or Excel file; the same numbers always lead to the same document."""
    kind = DOCUMENTS.get(form)
    if kind is None:
        raise Http404
    root = _root(dataset)
    counted = _counted(root, year)
    site = site_name(request)
    params = {
        "dataset": root.code if root else None,
        "fiscal_year": year,
        "version": counted.version,
        "site": site,
        "source": source_of(root, site),
    }
    rendering = request_rendering(
        kind.name,
        params,
        key_of(params),
        title=f"{counted.title}（{kind.label}）",
        filename=f"{counted.title}.{form}",
        content_type=kind.content_type,
        public=True,
    )
    return HttpResponseRedirect(rendering.get_absolute_url())


def site_name(request: HttpRequest) -> str:
    """Return the portal's name as the templates know it."""
    return render_to_string("projects/site_name.txt", request=request).strip()


def source_of(root: Department | None, site: str) -> str:
    """Return where the numbers come from, in one line."""
    return f"{root.name}が公表した資料" if root else f"{site}に提出された事業実績"


def _root(dataset: str | None) -> Department | None:
    if dataset is None:
        return None
    return get_object_or_404(Department, code=dataset, parent=None, closed_dataset=True)


def _counted(root: Department | None, fiscal_year: int) -> YearStatistics:
    counted = year_statistics(root, fiscal_year)
    if not counted.projects:
        raise Http404
    return counted


def _page(
    request: HttpRequest, root: Department | None, fiscal_year: int, years: list[YearCount]
) -> HttpResponse:
    counts = {year.fiscal_year: year.projects for year in years}
    if fiscal_year not in counts:
        raise Http404
    counted = year_statistics(root, fiscal_year)
    context: dict[str, Any] = {
        "statistics": counted,
        "years": [(year, _address("", root, year.fiscal_year)) for year in years],
        "change": _change(counted.projects, counts.get(fiscal_year - 1)),
        "datasets": [] if root else _datasets(),
        "csv_url": _address("_csv", root, fiscal_year),
        "json_url": _address("_json", root, fiscal_year),
        "documents": [
            (kind.label, _address("_document", root, fiscal_year, form))
            for form, kind in DOCUMENTS.items()
        ],
    }
    return render(request, "projects/statistics.html", context)


def _address(page: str, root: Department | None, fiscal_year: int, *rest: str) -> str:
    """Return the address of a page of a year: `page` is the ending of its URL name."""
    if root is None:
        name, place = "projects:statistics_year", [fiscal_year]
        return reverse(f"{name}{page}", args=[*place, *rest])
    return reverse(f"projects:statistics_dataset{page}", args=[root.code, fiscal_year, *rest])


def _change(now: int, before: int | None) -> str:
    """Say how a number of projects differs from the year before; nothing where that is unknown."""
    if before is None:
        return ""
    if now == before:
        return "前の年度と同じ数です"
    return f"前の年度より{abs(now - before):,}事業{'増えました' if now > before else '減りました'}"


def _datasets() -> list[dict[str, Any]]:
    """Return the years of all closed data sets, for links: code, name, fiscal_year."""
    fields = ("department__root__code", "department__root__name", "fiscal_year")
    found = (
        ProjectRecord.objects.approved()
        .filter(department__root__closed_dataset=True)
        .order_by("department__root__name", "-fiscal_year")
        .values_list(*fields)
        .distinct()
    )
    return [{"code": code, "name": name, "fiscal_year": year} for code, name, year in found]
