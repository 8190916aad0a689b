"""Musashino's report as blocks: the figures, headings, and the coded open answers in their places.

Everything goes through the verbs of the report builder, as if the staff had put it together.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from koganei_kyodo.portal.musashino.opinions import STAR, TABLES, CodedOpinions
from surveys import coding_actions, report_actions
from surveys.models import Question, Report, ReportBlock, ReportFigure, Survey

Kind = ReportBlock.Kind
# Before which figure a section of the report begins.
_HEADINGS = {
    "2": "協働事業の現状",
    "5": "協働の経緯と体制、成果",
    "10": "協働の効果と課題、これからの継続",
    "15": "協働をしたことがない課の考え",
    "19": "市民団体等に改善を求めること",
    "22": "行政として取り組むこと、そのほかの意見",
}
# What the two pages of the leaflet show: how offices work together with groups and what came of it,
# then what they think of it and who would begin. Three figures and their headings a page.
_LEAFLET_FIGURES = frozenset({"3", "4", "8", "10", "12", "15"})
_LEAFLET_HEADINGS = frozenset({"2", "5", "10", "15"})
_MADE_UP = "意見は、表の形を見せるために作ったものです。"


def write_report(survey: Survey, title: str, intro: str, figures: Sequence[ReportFigure]) -> Report:
    """Write the report of a survey whose answers are loaded, check it and publish it.

    Args:
        survey: Musashino's survey.
        title: title as printed.
        intro: what the report is.
        figures: the figures with what was printed, in their order, not yet saved.
    """
    report = report_actions.create_report(survey, by=None, title=title, intro=intro)
    questions = {q.code: q for q in Question.objects.filter(questionnaire__survey=survey)}
    report_actions.add_block(
        report,
        by=None,
        kind=Kind.TARGETS,
        title="調査した課と、協働の経験からみた属性",
        question=questions["attribute"],
    )
    tables = {table.after: table for table in TABLES}
    for figure in figures:
        number = figure.number
        if number in _HEADINGS:
            report_actions.add_block(
                report,
                by=None,
                kind=Kind.HEADING,
                title=_HEADINGS[number],
                in_leaflet=number in _LEAFLET_HEADINGS,
            )
        report_actions.add_block(
            report,
            by=None,
            kind=Kind.FIGURE,
            figure=figure,
            in_leaflet=number in _LEAFLET_FIGURES,
        )
        # A table of opinions may itself be followed by another.
        while number in tables:
            _opinions(report, tables[number], questions)
            number = str(int(number) + 1)
    report_actions.check_report(report, by=None)
    return report_actions.publish_report(report, by=None)


def _opinions(report: Report, table: CodedOpinions, questions: Mapping[str, Question]) -> None:
    frame = coding_actions.make_frame(questions[table.question], by=None)
    block = report_actions.add_block(
        report,
        by=None,
        kind=Kind.OPINIONS,
        title=table.title,
        frame=frame,
        text="\n".join(filter(None, (_MADE_UP, table.note))),
    )
    for label, opinions in table.opinions.items():
        code = coding_actions.add_code(frame, by=None, label=label)
        for opinion in opinions:
            values: dict[str, Any] = {"code": code, "is_made_up": True}
            values["is_italic"] = opinion.startswith(STAR)
            text = opinion.removeprefix(STAR)
            report_actions.add_excerpt(block, by=None, text=text, **values)
