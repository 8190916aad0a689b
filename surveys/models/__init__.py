"""調査: questionnaires, who was asked, what they answered, and the reports made of it."""

from surveys.models.questionnaire import Choice, Question, Questionnaire, Section, Survey
from surveys.models.report import Report, ReportFigure
from surveys.models.response import Answer, AnswerState, Response, Sheet, Target

__all__ = [
    "Answer",
    "AnswerState",
    "Choice",
    "Question",
    "Questionnaire",
    "Report",
    "ReportFigure",
    "Response",
    "Section",
    "Sheet",
    "Survey",
    "Target",
]
