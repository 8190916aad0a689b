"""年次報告, 掛け合わせ and 偏り: what is counted of this city, as pages, charts and files."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo.documents import charts, excel
from koganei_kyodo.documents.actions import key_of, request_rendering
from koganei_kyodo.documents.csv_files import write_csv
from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.forms import PortalFormMixin
from koganei_kyodo.rate_limit import limited
from projects.counting import drawing
from projects.counting.concentration import concentration, shares, without_any
from projects.counting.counts import approved_records, in_total
from projects.counting.crossing import Crossing, crossing
from projects.counting.dimensions import BY_KEY, DIMENSIONS
from projects.counting.files import SOURCE_NOTE, YEAR_HEADER, crossing_sheet, year_rows
from projects.counting.tables import Unit
from projects.counting.yearly import YEARS_BACK, YearReport, year_report
from projects.renderers import REPORT_DOCUMENTS
from projects.reporting import about_centre
from projects.statistics import YearCount, years_of

EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Names of groups without a partnership that one page shows; the file has all of them.
SHOWN_GROUPS = 100


@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Show the yearly report: totals, years, every table beside the year before, fairness."""
    counted = _counted(year)
    context = {
        "report": counted,
        "years": years_of(None),
        "charts": [
            (name, drawing.title_of(name), drawing.sentence_of(counted, name))
            for name in drawing.NAMES[:-1]
        ],
        "year_header": YEAR_HEADER,
        "source_note": SOURCE_NOTE,
        "year_rows": list(year_rows(counted)),
        "documents": [(form, kind.label) for form, kind in REPORT_DOCUMENTS.items()],
    }
    return render(request, "projects/yearly_report.html", context)


@require_safe
def report_json(request: HttpRequest, year: int) -> JsonResponse:
    """Return every number of the yearly report."""
    counted = _counted(year)
    return JsonResponse(counted.as_dict(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def report_chart(request: HttpRequest, year: int, chart: str) -> HttpResponse:
    """Return one of the charts as SVG, drawn once for the same numbers."""
    if chart not in drawing.NAMES:
        raise Http404
    svg = charts.render_svg(drawing.chart_of(_counted(year), chart))
    headers = {"Cache-Control": "public, max-age=300"}
    return HttpResponse(svg, content_type="image/svg+xml", headers=headers)


@require_POST
@limited("documents", "20/m")
def report_document(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """Ask for the PDF or Excel file; the same numbers always lead to the same document."""
    kind = REPORT_DOCUMENTS.get(form)
    if kind is None:
        raise Http404
    counted = _counted(year)
    about = about_centre()
    params = {
        "fiscal_year": year,
        "version": counted.version,
        "site": about.site,
        "city": about.city,
        "source": about.source,
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


class CrossingForm(PortalFormMixin, forms.Form):
    """What is crossed with what, in which 年度 and unit."""

    show_marks = False
    year = forms.ChoiceField(label="年度", required=False)
    rows = forms.ChoiceField(label="たて（行）", required=False)
    columns = forms.ChoiceField(label="よこ（列）", required=False)
    unit = forms.ChoiceField(label="数えるもの", required=False)

    def __init__(self, data: QueryDict, years: list[YearCount]) -> None:
        first = {"year": str(years[0].fiscal_year), "rows": "form", "columns": "kind"}
        usual = first | {"unit": Unit.PROJECTS.value}
        super().__init__({name: data.get(name) or value for name, value in usual.items()})
        self._choose(
            "year", [(str(y.fiscal_year), fiscal_year_label(y.fiscal_year)) for y in years]
        )
        for name in ("rows", "columns"):
            self._choose(name, [(d.key, d.title) for d in DIMENSIONS])
        labels = {"projects": "事業", "partner rows": "事業と相手の組（票）"}
        self._choose("unit", [(u.value, labels.get(u.value, "続いた年数（延件）")) for u in Unit])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse to cross something with itself."""
        data = super().clean() or {}
        if data.get("rows") and data.get("rows") == data.get("columns"):
            self.add_error("columns", "「たて」と「よこ」には、別のものを選んでください")
        return data


@require_safe
def crossing_page(request: HttpRequest) -> HttpResponse:
    """Show the crossing that the reader chose, in an address that can be sent on."""
    years = years_of(None)
    if not years:
        return render(request, "projects/statistics_empty.html", {"datasets": []})
    form = CrossingForm(request.GET, years)
    table = _crossing(form) if form.is_valid() else None
    query = request.GET.urlencode()
    year = fiscal_year_label(int(form.cleaned_data["year"])) if table else ""
    context = {
        "form": form,
        "table": table,
        "year_label": year,
        "query": f"?{query}" if query else "",
    }
    return render(request, "projects/crossing.html", context)


@require_safe
def crossing_file(request: HttpRequest, form: str) -> HttpResponse:
    """Return the crossing as CSV, Excel or JSON; 404 where the choices make none."""
    years = years_of(None)
    chosen = CrossingForm(request.GET, years) if years else None
    if chosen is None or not chosen.is_valid() or form not in ("csv", "xlsx", "json"):
        raise Http404
    table = _crossing(chosen)
    if form == "json":
        return JsonResponse(table.as_dict(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    sheet = crossing_sheet(table)
    if form == "csv":
        content = write_csv(sheet.header, sheet.rows).content
        return _file(content, "text/csv; charset=utf-8", f"{table.title}.csv")
    content = excel.write_workbook([sheet], title=table.title)
    return _file(content, EXCEL_TYPE, f"{table.title}.xlsx")


@dataclass(frozen=True)
class Span:
    """The years that a page about fairness looks at."""

    last: int
    number: int

    @property
    def first(self) -> int:
        """Return the first 年度."""
        return self.last - self.number + 1

    @property
    def label(self) -> str:
        """Return the span in words."""
        if self.number == 1:
            return fiscal_year_label(self.last)
        return f"{fiscal_year_label(self.first)}から{fiscal_year_label(self.last)}まで"


SPANS = (1, 3, 5, YEARS_BACK)


@require_safe
def fairness(request: HttpRequest, year: int) -> HttpResponse:
    """Show how partnerships spread over the groups, and the registered groups that had none."""
    years = years_of(None)
    if year not in {each.fiscal_year for each in years}:
        raise Http404
    asked = request.GET.get("years", "1")
    span = Span(year, int(asked) if asked in map(str, SPANS) else 1)
    found = concentration(None, span.first, span.last)
    never = list(without_any(None, span.first, span.last)[: SHOWN_GROUPS + 1])
    context = {
        "found": found,
        "span": span,
        "years": years,
        "spans": [(number, Span(year, number).label) for number in SPANS],
        "tenths": shares(found.sizes),
        "never": never[:SHOWN_GROUPS],
        "has_more": len(never) > SHOWN_GROUPS,
    }
    return render(request, "projects/fairness.html", context)


@require_safe
def fairness_chart(request: HttpRequest, year: int, span: int) -> HttpResponse:
    """Return the curve of a span as SVG."""
    if span not in SPANS:
        raise Http404
    found = concentration(None, year - span + 1, year)
    points = found.curve if found.rows else []
    spec = charts.curve(points, across="団体（多い順）", up="票", description=found.summary)
    headers = {"Cache-Control": "public, max-age=300"}
    return HttpResponse(charts.render_svg(spec), content_type="image/svg+xml", headers=headers)


@require_safe
def fairness_csv(request: HttpRequest, year: int, span: int) -> HttpResponse:
    """Return all registered groups without a partnership in the span."""
    if span not in SPANS:
        raise Http404
    groups = without_any(None, year - span + 1, year)
    groups = groups.prefetch_related("field_rows__field")
    rows = (
        (group.name, group.name_kana, group.kind.name, "・".join(map(str, group.field_rows.all())))
        for group in groups.iterator(chunk_size=500)
    )
    content = write_csv(("団体名", "ふりがな", "団体種別", "分野"), rows).content
    name = f"協働のなかった登録団体（{Span(year, span).label}）.csv"
    return _file(content, "text/csv; charset=utf-8", name)


def _counted(year: int) -> YearReport:
    counted = year_report(None, year)
    if counted is None:
        raise Http404
    return counted


def _crossing(form: CrossingForm) -> Crossing:
    data = form.cleaned_data
    year = int(data["year"])
    return crossing(
        in_total(approved_records(None).filter(fiscal_year=year)),
        BY_KEY[data["rows"]],
        BY_KEY[data["columns"]],
        Unit(data["unit"]),
        year,
    )


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )
