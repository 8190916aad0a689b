"""Reports of the surveys that the made-up city has closed, put together by the staff's own verbs."""

from typing import Any

from koganei_kyodo.portal.demo.city import City
from koganei_kyodo.portal.demo.surveys import ENQUIRIES, OFFICES, Enquiry
from surveys import report_actions
from surveys.models import Question, Report, ReportBlock, ReportFigure, Survey

Kind = ReportBlock.Kind
_CROSSED = 2


def fill(city: City) -> None:
    """Write, check and publish one report for each survey, when all answers are there."""
    del city
    for enquiry in ENQUIRIES:
        _report(Survey.objects.get(slug=enquiry.slug), enquiry)


def _report(survey: Survey, enquiry: Enquiry) -> None:
    report = report_actions.create_report(
        survey,
        by=None,
        title=f"{enquiry.title}の結果",
        intro=f"{enquiry.purpose}数字は、作りものの回答から数えたものです。",
        is_made_up=True,
        hides_single=enquiry is not OFFICES,
    )
    questions = {q.code: q for q in Question.objects.filter(questionnaire__survey=survey)}
    by = questions[enquiry.attribute[0] if enquiry.attribute else enquiry.crossed]
    closed = [ask for ask in enquiry.asks if ask.kind != Question.Kind.OPEN]
    _add(report, Kind.HEADING, title="設問ごとの結果", in_leaflet=True)
    for ask in closed:
        figure = ReportFigure(title=ask.text, question=questions[ask.code])
        _add(report, Kind.FIGURE, figure=figure, in_leaflet=True)
    _add(report, Kind.HEADING, title=f"「{by.text}」で分けた結果")
    for ask in [ask for ask in closed if ask.code != by.code][:_CROSSED]:
        question = questions[ask.code]
        figure = ReportFigure(title=ask.text, question=question, by=by, marks_significance=True)
        _add(report, Kind.FIGURE, figure=figure)
    report_actions.check_report(report, by=None)
    report_actions.publish_report(report, by=None)


def _add(report: Report, kind: str, **values: Any) -> None:
    report_actions.add_block(report, by=None, kind=kind, **values)
