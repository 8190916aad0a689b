"""The figure check (検算) for staff: of a file, and of a report's own figures."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from surveys import external_checks
from surveys.figure_check import Figure, FigureFile, Finding, check, parse_figures
from surveys.forms import FigureFileForm
from surveys.models import CheckedFigures, Report
from surveys.permissions import may_check_figures
from surveys.reporting import count_figures, figures_as_dict, printed_as_dict
from surveys.revealing import REVEALS_ONE

KINDS = {
    "impossible_percent": "割合がnから計算できません",
    "sum": "合計が合いません",
    "total_mismatch": "内訳と全体が合いません",
    "figures_disagree": "二つの図が違うことを言っています",
    "base_disagrees": "nがもとの図と違います",
    REVEALS_ONE: "1人の答えがわかります",
}


@dataclass(frozen=True)
class FoundLine:
    """One finding: what kind it is, and what is printed, what fits and what to look at."""

    kind: str
    message: str
    suspicion: bool


@dataclass(frozen=True)
class FoundFigure:
    """The findings of one figure."""

    number: str
    title: str
    lines: tuple[FoundLine, ...]


@dataclass(frozen=True)
class Result:
    """What a check found: the figures with findings, and how many were checked."""

    checked: int
    figures: tuple[FoundFigure, ...]

    @property
    def count(self) -> int:
        """Return the number of findings."""
        return sum(len(figure.lines) for figure in self.figures)


def result_of(figures: FigureFile) -> Result:
    """Check `figures` and group the findings by figure, in the order of the file."""
    titles = {figure.number: figure for figure in figures.figures}
    return Result(len(figures.figures), tuple(_grouped(check(figures), titles)))


def _grouped(findings: list[Finding], figures: dict[str, Figure]) -> Iterable[FoundFigure]:
    for number, found in groupby(findings, key=lambda finding: finding.figure):
        lines = tuple(FoundLine(KINDS[f.kind], f.message, f.suspicion) for f in found)
        yield FoundFigure(number, figures[number].title, lines)


def _require_staff(request: HttpRequest) -> None:
    if not may_check_figures(request.user):
        raise PermissionDenied


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figure_check(request: HttpRequest) -> HttpResponse:
    """Check a file that is uploaded, and list what was checked before."""
    _require_staff(request)
    posted = request.method == "POST"
    form = FigureFileForm(request.POST, request.FILES) if posted else FigureFileForm()
    result = None
    if form.is_valid():
        result = result_of(form.figures)
        values, name = form.cleaned_data, str(form.cleaned_data["file"].name)
        external_checks.keep(
            form.content,
            by=request.user,
            title=values["title"] or name[:200],
            source=values["source"],
            filename=name,
        )
    rows = CheckedFigures.objects.defer("content")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    context = {"form": form, "result": result, "page_obj": page}
    return render(request, "surveys/figure_check.html", context)


@login_required
@require_safe
def checked_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in one report made elsewhere."""
    _require_staff(request)
    checked = get_object_or_404(CheckedFigures.objects.select_related("checked_by"), pk=pk)
    found: dict[str, list[FoundLine]] = {}
    titles = {}
    for line in checked.findings:
        titles[line["figure"]] = line["title"]
        found.setdefault(line["figure"], []).append(
            FoundLine(KINDS.get(line["kind"], ""), line["message"], line["suspicion"])
        )
    figures = tuple(FoundFigure(n, titles[n], tuple(lines)) for n, lines in found.items())
    context = {"checked": checked, "result": Result(checked.figure_count, figures)}
    return render(request, "surveys/checked_figures.html", context)


@login_required
@require_safe
def figure_template(request: HttpRequest) -> HttpResponse:
    """The workbook to write the figures of a report into."""
    _require_staff(request)
    response = HttpResponse(
        external_checks.template_workbook(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = content_disposition_header(True, "検算する図表の見本.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_safe
def report_check(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a report: the numbers printed before, and the numbers counted now."""
    _require_staff(request)
    rows = Report.objects.visible_to(request.user).select_related("survey")
    report = rows.of_survey(slug, request.GET.get("edition", ""))
    if report is None:
        raise Http404
    counted = count_figures(report)
    printed = printed_as_dict(report, counted)
    context = {
        "report": report,
        "printed": _result(printed) if printed["figures"] else None,
        "counted": _result(figures_as_dict(report, counted)) if counted else None,
    }
    return render(request, "surveys/report_check.html", context)


def _result(figures: dict[str, object]) -> Result:
    return result_of(parse_figures(json.dumps(figures, ensure_ascii=False)))
