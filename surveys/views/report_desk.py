"""The report builder: the staff puts a report together, checks it and publishes it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koganei_kyodo import house_messages as say
from surveys import report_actions as actions
from surveys.actions import WrongState
from surveys.models import Excerpt, Report, ReportBlock, ReportFinding
from surveys.permissions import may_edit_reports, may_publish_reports
from surveys.report_forms import (
    ExcerptForm,
    FigureForm,
    ReasonForm,
    ReportSettingsForm,
    ReportStartForm,
    TextBlockForm,
)
from surveys.report_parts import parts_of
from surveys.reporting import count_figures, data_version, figures_as_dict
from surveys.views.figure_check import KINDS

Kind = ReportBlock.Kind
ADDABLE = (
    Kind.HEADING,
    Kind.TEXT,
    Kind.OPINIONS,
    Kind.EXCERPTS,
    Kind.TARGETS,
    Kind.NOTE,
    Kind.PAGE_BREAK,
)


def require_staff(request: HttpRequest) -> None:
    """Refuse everybody but the staff."""
    if not may_edit_reports(request.user):
        raise PermissionDenied(say.no_permission("センターの職員"))


def _report(request: HttpRequest, pk: int) -> Report:
    require_staff(request)
    rows = Report.objects.visible_to(request.user).select_related("survey__dataset")
    found: Report = get_object_or_404(rows, pk=pk)
    return found


def _block(request: HttpRequest, pk: int) -> ReportBlock:
    require_staff(request)
    rows = ReportBlock.objects.select_related(
        "report__survey__dataset", "figure__question", "figure__by", "question", "frame"
    )
    return get_object_or_404(rows, pk=pk)


def _desk(report: Report, place: int | None = None) -> HttpResponse:
    url = reverse("surveys:report_build", args=[report.pk])
    return redirect(f"{url}#block-{place}" if place else url)


def _do(request: HttpRequest, deed: Callable[[], Any], done: str = "") -> bool:
    """Do something; say what it did, or why it could not be done."""
    try:
        deed()
    except WrongState as error:
        messages.warning(request, f"{error}。")
        return False
    if done:
        messages.success(request, done)
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_desk(request: HttpRequest) -> HttpResponse:
    """All reports with all their editions, and the beginning of a new one."""
    require_staff(request)
    form = ReportStartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Whoever forgets the setting shows too little rather than too much.
        report = actions.create_report(by=request.user, hides_single=True, **form.cleaned_data)
        messages.success(request, "報告書を作りました。見出しや図表を加えてください。")
        return _desk(report)
    rows = Report.objects.visible_to(request.user).select_related("survey__dataset").order_by("-pk")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "surveys/report_desk.html", {"form": form, "page_obj": page})


@login_required
@require_safe
def report_build(request: HttpRequest, pk: int) -> HttpResponse:
    """The blocks of a report in order, with what can be done with each."""
    report = _report(request, pk)
    figures = count_figures(report)
    version = data_version(figures_as_dict(report, figures))
    findings = list(report.findings.select_related("accepted_by"))
    context = {
        "report": report,
        "is_draft": report.status == Report.Status.DRAFT,
        "parts": parts_of(report, figures),
        "kinds": [(kind.value, kind.label) for kind in ADDABLE],
        "findings": [
            (f, KINDS.get(f.kind, f.kind), ReasonForm(prefix=str(f.pk))) for f in findings
        ],
        "is_checked": report.checked_version == version,
        "open_findings": sum(not finding.reason for finding in findings),
        "may_publish": may_publish_reports(request.user),
        "editions": Report.objects.filter(survey=report.survey).order_by("edition"),
    }
    return render(request, "surveys/report_build.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, introduction and settings."""
    report = _report(request, pk)
    form = ReportSettingsForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)

        def save() -> None:
            actions.change_report(report, by=request.user, **values)

        if _do(request, save, "報告書の設定を直しました。"):
            return _desk(report)
    return _form_page(request, report, "報告書の設定", form)


def _form_page(
    request: HttpRequest, report: Report, heading: str, form: Any, **more: Any
) -> HttpResponse:
    context = {"report": report, "heading": heading, "form": form, **more}
    return render(request, "surveys/report_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add a block of words at the end; figures come from the tables."""
    report = _report(request, pk)
    if kind not in ADDABLE:
        raise Http404
    form = TextBlockForm(request.POST or None, kind=kind, survey=report.survey)
    if request.method == "POST" and form.is_valid():
        made: list[ReportBlock] = []

        def add() -> None:
            made.append(actions.add_block(report, by=request.user, kind=kind, **form.cleaned_data))

        if _do(request, add, f"{Kind(kind).label}を加えました。"):
            block = made[0]
            if kind in (Kind.OPINIONS, Kind.EXCERPTS):
                return redirect("surveys:block_edit", block.pk)
            return _desk(report, block.pk)
    return _form_page(request, report, f"{Kind(kind).label}を加える", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a block: its words, or how its figure is counted and drawn."""
    block = _block(request, pk)
    if block.figure is not None:
        return _figure_edit(request, block)
    initial = {
        name: getattr(block, name) for name in ("title", "text", "question", "frame", "in_leaflet")
    }
    form = TextBlockForm(
        request.POST or None, initial=initial, kind=block.kind, survey=block.report.survey
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)

        def save() -> None:
            actions.change_block(block, by=request.user, **values)

        if _do(request, save, f"{block.get_kind_display()}を直しました。"):
            return _desk(block.report, block.pk)
    has_excerpts = block.kind in (Kind.OPINIONS, Kind.EXCERPTS)
    return _form_page(
        request,
        block.report,
        f"{block.get_kind_display()}を直す",
        form,
        part_block=block,
        excerpts=block.excerpts.select_related("code") if has_excerpts else None,
        excerpt_form=ExcerptForm(frame=block.frame, auto_id="new_%s") if has_excerpts else None,
    )


def _figure_edit(request: HttpRequest, block: ReportBlock) -> HttpResponse:
    form = FigureForm(
        request.POST or None, instance=block.figure, initial={"in_leaflet": block.in_leaflet}
    )
    if form.asks_for_options:
        messages.info(
            request,
            "条件の選択肢を選んで、もう一度保存してください。"
            "加えないときは、「条件を加える」を「加えない」に戻してください。",
        )
    elif request.method == "POST" and form.is_valid():
        figure = form.save(commit=False)

        def save() -> None:
            actions.change_figure(figure, by=request.user)
            actions.change_block(block, by=request.user, in_leaflet=form.cleaned_data["in_leaflet"])

        if _do(request, save, f"図{block.number}を直しました。"):
            return _desk(block.report, block.pk)
    return _form_page(request, block.report, f"図{block.number}を直す", form, part_block=block)


@login_required
@require_POST
def block_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Exchange a block with its neighbour."""
    block = _block(request, pk)
    up = request.POST.get("to") != "down"
    _do(request, lambda: actions.move_block(block, by=request.user, up=up))
    return _desk(block.report, block.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a block out."""
    block = _block(request, pk)
    report = block.report
    if request.method == "POST":
        _do(request, lambda: actions.remove_block(block, by=request.user), "報告書から外しました。")
        return _desk(report)
    return render(request, "surveys/block_remove.html", {"report": report, "part_block": block})


@login_required
@require_POST
def excerpt_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an opinion that is written here into a block."""
    block = _block(request, pk)
    form = ExcerptForm(request.POST, frame=block.frame, auto_id="new_%s")
    if not form.is_valid():
        initial = {name: getattr(block, name) for name in ("title", "question", "frame")}
        own = TextBlockForm(initial=initial, kind=block.kind, survey=block.report.survey)
        return _form_page(
            request,
            block.report,
            f"{block.get_kind_display()}を直す",
            own,
            part_block=block,
            excerpts=block.excerpts.select_related("code"),
            excerpt_form=form,
        )
    values = dict(form.cleaned_data)
    _do(
        request, lambda: actions.add_excerpt(block, by=request.user, **values), "意見を加えました。"
    )
    return redirect("surveys:block_edit", block.pk)


@login_required
@require_POST
def excerpt_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an opinion out of a block."""
    require_staff(request)
    excerpt = get_object_or_404(Excerpt.objects.select_related("block__report"), pk=pk)
    _do(request, lambda: actions.remove_excerpt(excerpt, by=request.user), "意見を外しました。")
    return redirect("surveys:block_edit", excerpt.block_id)


@login_required
@require_POST
def report_run_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the figures as they are now."""
    report = _report(request, pk)
    found: list[ReportFinding] = []

    def run() -> None:
        found.extend(actions.check_report(report, by=request.user))

    if _do(request, run):
        if found:
            messages.warning(request, f"検算で{len(found)}件見つかりました。下で確かめてください。")
        else:
            messages.success(request, "検算しました。合わない数字はありません。")
    return redirect(f"{reverse('surveys:report_build', args=[pk])}#check")


@login_required
@require_POST
def finding_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a finding stays."""
    require_staff(request)
    finding = get_object_or_404(ReportFinding.objects.select_related("report"), pk=pk)
    form = ReasonForm(request.POST, prefix=str(pk))
    if form.is_valid():
        reason = form.cleaned_data["reason"]

        def accept() -> None:
            actions.accept_finding(finding, by=request.user, reason=reason)

        _do(request, accept, "理由を保存しました。")
    else:
        messages.warning(request, f"{say.empty('このまま公表する理由')}。")
    return redirect(f"{reverse('surveys:report_build', args=[finding.report_id])}#check")


@login_required
@require_POST
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the report."""
    report = _report(request, pk)
    done = "報告書を公表しました。数字はこのまま残り、あとから回答を直しても変わりません。"
    _do(request, lambda: actions.publish_report(report, by=request.user), done)
    return _desk(report)


@login_required
@require_POST
def report_unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the published report back."""
    report = _report(request, pk)
    done = "公表を取りやめました。数字は、いまの回答から数え直しています。"
    _do(request, lambda: actions.unpublish_report(report, by=request.user), done)
    return _desk(report)


@login_required
@require_POST
def report_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next edition."""
    report = _report(request, pk)
    fresh = actions.new_edition(report, by=request.user)
    messages.success(
        request, f"第{fresh.edition}版を作りました。数字は、いまの回答から数えています。"
    )
    return _desk(fresh)
