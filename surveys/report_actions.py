"""What is done with a report: its blocks, its numbers, its check, publishing and new editions."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from surveys.actions import WrongState
from surveys.figure_check import check, parse_figures
from surveys.models import (
    Excerpt,
    FrozenReport,
    Report,
    ReportBlock,
    ReportFigure,
    ReportFinding,
    Survey,
)
from surveys.permissions import may_edit_reports, may_publish_reports
from surveys.report_parts import targets_by_attribute
from surveys.reporting import (
    count_figures,
    data_version,
    figures_as_dict,
    hides_single_respondents,
    returned_sentence,
)
from surveys.revealing import REVEALS_ONE, revealed
from surveys.tables import freeze

Kind = ReportBlock.Kind
PUBLISHED_STAYS = (
    "公表した報告書は変えられません。直すときは、公表を取りやめるか、新しい版を作ってください"
)


def _locked(report: Report, by: Any) -> Report:
    """Lock a report that is about to change; `by` is None for a command of the operator."""
    if by is not None and not may_edit_reports(by):
        raise PermissionDenied
    found: Report = (
        Report.objects.select_for_update(of=["self"])
        .select_related("survey__dataset")
        .get(pk=report.pk)
    )
    if found.status == Report.Status.PUBLISHED:
        raise WrongState(PUBLISHED_STAYS)
    return found


@transaction.atomic
def create_report(survey: Survey, *, by: Any, title: str, **values: Any) -> Report:
    """Begin a report of `survey`; it is the survey's next edition.

    Raises:
        PermissionDenied: `by` may not.
    """
    if by is not None and not may_edit_reports(by):
        raise PermissionDenied
    Survey.objects.select_for_update().get(pk=survey.pk)
    last = Report.objects.filter(survey=survey).aggregate(last=Max("edition"))["last"] or 0
    report: Report = Report.objects.create(survey=survey, title=title, edition=last + 1, **values)
    return report


@transaction.atomic
def new_edition(report: Report, *, by: Any) -> Report:
    """Begin the next edition of a report with the same blocks; its figures are counted anew."""
    fresh = create_report(
        report.survey,
        by=by,
        title=report.title,
        intro=report.intro,
        first_number=report.first_number,
        zero_as_dash=report.zero_as_dash,
        hides_single=report.hides_single,
        is_made_up=report.is_made_up,
    )
    for block in _with_blocks(report):
        excerpts = list(block.excerpts.all())
        if block.figure is not None:
            figure = block.figure
            figure.pk, figure.report, figure._state.adding = None, fresh, True
            figure.save()
            block.figure = figure
        block.pk, block.report, block._state.adding = None, fresh, True
        block.save()
        for excerpt in excerpts:
            excerpt.pk, excerpt.block, excerpt._state.adding = None, block, True
        Excerpt.objects.bulk_create(excerpts)
    return fresh


def _with_blocks(report: Report) -> list[ReportBlock]:
    """Return the blocks in order; a figure that has none yet is given one at the end."""
    blocks = list(report.blocks.select_related("figure").order_by("position"))
    known = {block.figure_id for block in blocks}
    last = blocks[-1].position if blocks else 0
    for figure in report.figures.exclude(pk__in=[pk for pk in known if pk]).order_by("position"):
        last += 1
        blocks.append(
            ReportBlock.objects.create(
                report=report,
                position=last,
                kind=Kind.FIGURE,
                number=figure.number,
                figure=figure,
            )
        )
    return blocks


def _put_in_order(report: Report, blocks: Iterable[ReportBlock]) -> None:
    """Number the blocks 1, 2, 3 … and the 図表 among them from the report's first number."""
    number = report.first_number
    changed: list[tuple[ReportFigure, str, int]] = []
    for position, block in enumerate(blocks, start=1):
        text = ""
        if block.kind in ReportBlock.NUMBERED:
            text, number = str(number), number + 1
        if (block.position, block.number) != (position, text):
            block.position, block.number = position, text
            block.save(update_fields=["position", "number"])
        if block.figure and (block.figure.number, block.figure.position) != (text, position):
            changed.append((block.figure, text, position))
    # Two figures may exchange their numbers, and a number is unique at every moment.
    for figure, text, _ in changed:
        if figure.number != text:
            ReportFigure.objects.filter(pk=figure.pk).update(number=f"t{figure.pk}")
    for figure, text, position in changed:
        figure.number, figure.position = text, position
        figure.save(update_fields=["number", "position"])


@transaction.atomic
def change_report(report: Report, *, by: Any, **values: Any) -> Report:
    """Change the title, the introduction or the settings of a report in preparation."""
    locked = _locked(report, by)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.full_clean(exclude=["survey"])
    locked.save(update_fields=list(values))
    _put_in_order(locked, _with_blocks(locked))
    return locked


@transaction.atomic
def add_block(
    report: Report, *, by: Any, kind: str, figure: ReportFigure | None = None, **values: Any
) -> ReportBlock:
    """Add a block at the end of a report; `figure` is saved with it."""
    locked = _locked(report, by)
    blocks = _with_blocks(locked)
    position = len(blocks) + 1
    if figure is not None:
        last = locked.figures.aggregate(last=Max("position"))["last"] or 0
        figure.report, figure.position = locked, max(last, position) + 1
        figure.number = f"n{locked.figures.count()}"
        figure.save()
    last_block = max((block.position for block in blocks), default=0)
    block: ReportBlock = ReportBlock.objects.create(
        report=locked, position=last_block + 1, kind=kind, figure=figure, **values
    )
    _put_in_order(locked, [*blocks, block])
    return block


@transaction.atomic
def change_block(block: ReportBlock, *, by: Any, **values: Any) -> None:
    """Change what a block says."""
    _locked(block.report, by)
    for name, value in values.items():
        setattr(block, name, value)
    block.save(update_fields=list(values))


@transaction.atomic
def change_figure(figure: ReportFigure, *, by: Any) -> None:
    """Save the changed definition of a figure."""
    _locked(figure.report, by)
    figure.full_clean(exclude=["report", "number"])
    figure.save()


@transaction.atomic
def move_block(block: ReportBlock, *, by: Any, up: bool) -> None:
    """Exchange a block with the one before or after it; at the end nothing moves."""
    report = _locked(block.report, by)
    blocks = _with_blocks(report)
    place = next(i for i, each in enumerate(blocks) if each.pk == block.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(blocks):
        blocks[place], blocks[other] = blocks[other], blocks[place]
        _put_in_order(report, blocks)


@transaction.atomic
def remove_block(block: ReportBlock, *, by: Any) -> None:
    """Take a block out of a report, its figure with it."""
    report = _locked(block.report, by)
    if block.figure is not None:
        block.figure.delete()
    else:
        block.delete()
    _put_in_order(report, _with_blocks(report))


@transaction.atomic
def add_excerpt(block: ReportBlock, *, by: Any, text: str, **values: Any) -> Excerpt:
    """Put an opinion into a block, at its end; the same answer once for each code."""
    _locked(block.report, by)
    answer = values.get("answer")
    if answer is not None:
        known = block.excerpts.filter(answer=answer, code=values.get("code")).first()
        if known is not None:
            return known
    last = block.excerpts.aggregate(last=Max("position"))["last"] or 0
    made: Excerpt = Excerpt.objects.create(block=block, position=last + 1, text=text, **values)
    return made


@transaction.atomic
def remove_excerpt(excerpt: Excerpt, *, by: Any) -> None:
    """Take an opinion out of a report."""
    _locked(excerpt.block.report, by)
    excerpt.delete()


@transaction.atomic
def check_report(report: Report, *, by: Any) -> list[ReportFinding]:
    """Check the figures as they are counted now, and keep what was found.

    A reason given for the same finding before stays; what is no longer found is taken away.
    """
    locked = _locked(report, by)
    counted = count_figures(locked)
    data = figures_as_dict(locked, counted)
    found = set()
    if data["figures"]:
        figures = parse_figures(json.dumps(data, ensure_ascii=False))
        found = {(f.figure, f.kind, f.message) for f in check(figures)}
    if hides_single_respondents(locked):
        found |= {(one.figure, REVEALS_ONE, one.message) for one in revealed(counted)}
    for known in locked.findings.all():
        key = (known.figure, known.kind, known.message)
        if key in found:
            found.discard(key)
        else:
            known.delete()
    ReportFinding.objects.bulk_create(
        ReportFinding(report=locked, figure=figure, kind=kind, message=message)
        for figure, kind, message in sorted(found)
    )
    locked.checked_version = data_version(data)
    locked.checked_at = timezone.now()
    locked.save(update_fields=["checked_version", "checked_at"])
    return list(locked.findings.all())


@transaction.atomic
def accept_finding(finding: ReportFinding, *, by: Any, reason: str) -> None:
    """Say why a finding stays as it is when the report is published."""
    _locked(finding.report, by)
    finding.reason, finding.accepted_by = reason.strip(), by
    finding.save(update_fields=["reason", "accepted_by"])


@transaction.atomic
def publish_report(report: Report, *, by: Any) -> Report:
    """Publish a report and keep its numbers; later answers no longer change it.

    Raises:
        PermissionDenied: `by` may not.
        WrongState: it is published already, its figures have not been checked since they last
            changed, or a finding has no reason.
    """
    if by is not None and not may_publish_reports(by):
        raise PermissionDenied
    locked = _locked(report, by)
    _put_in_order(locked, _with_blocks(locked))
    figures = count_figures(locked)
    version = data_version(figures_as_dict(locked, figures))
    if version != locked.checked_version:
        raise WrongState("検算のあとで数字が変わったか、まだ検算していません。検算してください")
    open_findings = locked.findings.filter(reason="").count()
    if open_findings:
        raise WrongState(
            f"検算で見つかったことが{open_findings}件残っています。"
            "図表を直すか、このままでよい理由を書いてください"
        )
    content = {
        "figures": {figure.number: freeze(figure.table) for figure in figures},
        "returned": returned_sentence(locked.survey),
        "targets": {
            block.number: targets_by_attribute(block)
            for block in locked.blocks.filter(kind=Kind.TARGETS).select_related("question")
        },
    }
    locked.status, locked.published_at = Report.Status.PUBLISHED, timezone.now()
    locked.save(update_fields=["status", "published_at"])
    FrozenReport.objects.create(report=locked, content=content, data_version=version)
    return locked


@transaction.atomic
def unpublish_report(report: Report, *, by: Any) -> Report:
    """Take a published report back; its figures are counted from the answers again."""
    if by is not None and not may_publish_reports(by):
        raise PermissionDenied
    locked: Report = Report.objects.select_for_update().get(pk=report.pk)
    if not locked.allows("unpublish"):
        raise WrongState("この報告書は公表していません")
    FrozenReport.objects.filter(report=locked).delete()
    locked.status, locked.published_at = Report.Status.DRAFT, None
    locked.save(update_fields=["status", "published_at"])
    return locked
