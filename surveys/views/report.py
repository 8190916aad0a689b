"""Published reports of surveys: list, page, and the same figures as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView, View

from koganei_kyodo.documents.csv_files import iter_csv
from koganei_kyodo.rate_limit import limited
from surveys import renderers
from surveys.figure_documents import CSV_HEADER, csv_rows
from surveys.models import Report
from surveys.permissions import may_check_figures
from surveys.querysets import ReportQuerySet
from surveys.questionnaires import Asked, asked_questions
from surveys.report_chapters import Contents, contents_of
from surveys.report_parts import Part, parts_of
from surveys.reporting import (
    CountedFigure,
    count_figures,
    figures_as_dict,
    returned_of,
)
from surveys.routing_table import routing_table


class ReportListView(ListView):
    """The reports that everybody may read; the staff also sees those in preparation."""

    template_name = "surveys/report_list.html"
    context_object_name = "reports"
    paginate_by = 20

    def get_queryset(self) -> ReportQuerySet:
        """Return the reports of this visitor, the newest survey first."""
        rows = Report.objects.visible_to(self.request.user).newest()
        return rows.select_related("survey__dataset")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the visitor may use the figure check."""
        return super().get_context_data(may_check=may_check_figures(self.request.user), **kwargs)


def _report_or_404(request: HttpRequest, slug: str) -> Report:
    rows = Report.objects.visible_to(request.user).select_related("survey__dataset")
    report: Report | None = rows.of_survey(slug, request.GET.get("edition", ""))
    if report is None:
        raise Http404
    return report


def _contents(report: Report) -> tuple[list[CountedFigure], Contents]:
    figures = count_figures(report)
    return figures, contents_of(parts_of(report, figures))


def _page(request: HttpRequest, report: Report, **context: Any) -> HttpResponse:
    """Show a page of a report; links on it stay within the edition that is read."""
    edition = f"?edition={report.edition}" if "edition" in request.GET else ""
    context |= {"report": report, "edition": edition, "may_check": may_check_figures(request.user)}
    template = "report_chapter.html" if "chapter" in context else "report.html"
    return render(request, f"surveys/{template}", context)


class ReportView(View):
    """The page of a report: a short one with every figure, a long one with its chapters."""

    whole = False

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the report; all of it on one page if that was asked for, to print or to search."""
        report = _report_or_404(request, slug)
        figures, contents = _contents(report)
        everything = [p for c in contents.chapters for p in (c.heading, *c.parts)]
        parts = [*contents.front, *(everything if self.whole else ())]
        questions = _questions(figures)
        return _page(
            request,
            report,
            figures=figures,
            contents=contents,
            chapters=() if self.whole else contents.chapters,
            whole=self.whole,
            parts=parts,
            documents=_documents([*contents.front, *everything]),
            different=[figure for figure in figures if figure.differences],
            routing=routing_table(questions),
            returned=returned_of(report),
        )


def _documents(parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Return what the report can be had as: names of the addresses, and words for the buttons."""
    found = [("report_pdf", "PDF"), ("report_xlsx", "Excel"), ("report_word", "Word")]
    if any(part.block.in_leaflet for part in parts):
        found.append(("report_leaflet", "概要版（PDF 2ページ）"))
    return [(f"surveys:{name}", words) for name, words in found]


@require_safe
def report_chapter(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One chapter of a long report."""
    report = _report_or_404(request, slug)
    _, contents = _contents(report)
    chapter = contents.chapter(number)
    if chapter is None:
        raise Http404
    return _page(
        request,
        report,
        contents=contents,
        chapter=chapter,
        parts=chapter.parts,
        before=contents.chapter(number - 1),
        after=contents.chapter(number + 1),
    )


@require_safe
def report_figure(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The lasting address of a figure: leads to where it stands in the report."""
    report = _report_or_404(request, slug)
    _, contents = _contents(report)
    chapter = contents.holding(number)
    if chapter is None and all(part.block.number != number for part in contents.front):
        raise Http404
    url = reverse("surveys:report", args=[slug])
    if chapter is not None:
        url = reverse("surveys:report_chapter", args=[slug, chapter.number])
    edition = f"?edition={report.edition}" if "edition" in request.GET else ""
    return redirect(f"{url}{edition}#figure-{number}")


def _questions(figures: Sequence[CountedFigure]) -> list[Asked]:
    """Return the questions of the newest questionnaire that the figures come from."""
    if not figures:
        return []
    newest = max(
        (figure.definition.question.questionnaire for figure in figures),
        key=lambda questionnaire: questionnaire.version,
    )
    return asked_questions(newest)


@require_safe
def report_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The figures in the format of the figure check."""
    report = _report_or_404(request, slug)
    data = figures_as_dict(report, count_figures(report))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}.json")
    return response


@require_safe
def figure_csv(request: HttpRequest, slug: str, number: str) -> StreamingHttpResponse:
    """One figure as CSV (UTF-8 with BOM)."""
    report = _report_or_404(request, slug)
    figures = [f for f in count_figures(report) if f.number == number]
    if not figures:
        raise Http404
    return _csv(figures, f"{slug}-図{number}.csv")


def _csv(figures: Iterable[CountedFigure], filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        iter_csv(CSV_HEADER, csv_rows(figures)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response


@require_POST
@limited("documents", "20/m")
def report_document(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Ask for the report as a document: `renderers.PDF`, `XLSX`, `LEAFLET` or `WORD`."""
    report = _report_or_404(request, slug)
    return redirect(renderers.request_document(report, count_figures(report), kind))
