"""The figures of a report, counted now, and how they differ from what was printed before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q

from surveys.counted import CountedFigure, Difference, count_definitions
from surveys.models import FrozenReport, Report, Response, Survey, Target
from surveys.tables import hide_single, percent, thaw

__all__ = [
    "CountedFigure",
    "Difference",
    "asks_offices",
    "count_figures",
    "data_version",
    "figures_as_dict",
    "frozen_content",
    "hides_single_respondents",
    "printed_as_dict",
    "returned_of",
    "returned_sentence",
]


def count_figures(report: Report) -> list[CountedFigure]:
    """Return every figure of `report` in the report's order: as published, or else counted now."""
    definitions = list(
        report.figures.select_related(
            "question__questionnaire",
            "question__section",
            "by__section",
            "frame",
            "earlier__questionnaire__survey",
            "earlier__section",
        ).order_by("position")
    )
    frozen = frozen_content(report)
    if frozen is not None:
        tables = frozen["figures"]
        return [CountedFigure(f, thaw(tables[f.number])) for f in definitions]
    figures = count_definitions(definitions)
    if hides_single_respondents(report):
        figures = [replace(figure, table=hide_single(figure.table)) for figure in figures]
    return figures


def hides_single_respondents(report: Report) -> bool:
    """Tell whether cells of one respondent are hidden: as the report says, and never for offices."""
    return report.hides_single and not asks_offices(report.survey)


def frozen_content(report: Report) -> dict[str, Any] | None:
    """Return what was kept when the report was published; None while it is counted live."""
    if report.published_at is None:
        return None
    kept: FrozenReport | None = getattr(report, "frozen", None)
    return kept.content if kept else None


def asks_offices(survey: Survey) -> bool:
    """Tell whether public offices were asked: nothing of theirs is hidden."""
    return Target.objects.filter(survey=survey, department__isnull=False).exists()


def figures_as_dict(report: Report, figures: Iterable[CountedFigure]) -> dict[str, Any]:
    """Return a report's figures in the format that the figure check reads."""
    return {
        "meta": {"report": report.title, "source": report.survey.source},
        "figures": [figure.as_dict() for figure in figures],
    }


def returned_sentence(survey: Survey) -> str:
    """Return in one Japanese sentence how many were asked and how many valid answers came."""
    counts = Target.objects.filter(survey=survey).aggregate(
        asked=Count("pk"), valid=Count("pk", filter=Q(response__status="valid"))
    )
    asked, valid = counts["asked"], counts["valid"]
    if not asked:
        valid = Response.objects.filter(questionnaire__survey=survey).valid().count()
        return f"有効な回答は{valid:,}件です。"
    rate = percent(valid, asked)
    return f"対象{asked:,}のうち、有効な回答は{valid:,}件です（有効回答率{rate}％）。"


def returned_of(report: Report) -> str:
    """Return how many valid answers a report stands on: as published, or else as of now."""
    frozen = frozen_content(report)
    return str(frozen["returned"]) if frozen else returned_sentence(report.survey)


def printed_as_dict(report: Report, figures: Iterable[CountedFigure]) -> dict[str, Any]:
    """Return what an older report printed, in the same format; figures without print left out."""
    printed = [figure.definition.printed for figure in figures if figure.definition.printed]
    return {"meta": {"report": report.title, "source": report.survey.source}, "figures": printed}


def data_version(content: Any) -> str:
    """Return the SHA-256 (hex) of JSON-able `content`: two equal versions show equal numbers."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
