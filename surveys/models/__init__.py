"""調査: questionnaires, who was asked, what they answered, and the reports made of it."""

from surveys.models.coding import AfterCode, Code, CodeFrame
from surveys.models.draft import DraftPart, ResponseDraft, ResponseReceipt
from surveys.models.entry import EntryBatch, KeyedSheet, Scan
from surveys.models.frame import (
    Outreach,
    OutreachItem,
    TargetContact,
    TargetEvent,
    TargetLink,
)
from surveys.models.questionnaire import (
    Choice,
    LibraryQuestion,
    Question,
    Questionnaire,
    Section,
    Survey,
)
from surveys.models.report import (
    CheckedFigures,
    Excerpt,
    FrozenReport,
    Report,
    ReportBlock,
    ReportFigure,
    ReportFinding,
)
from surveys.models.response import Answer, AnswerState, Response, Sheet, Target

__all__ = [
    "AfterCode",
    "Answer",
    "AnswerState",
    "CheckedFigures",
    "Choice",
    "Code",
    "CodeFrame",
    "DraftPart",
    "EntryBatch",
    "Excerpt",
    "FrozenReport",
    "KeyedSheet",
    "LibraryQuestion",
    "Outreach",
    "OutreachItem",
    "Question",
    "Questionnaire",
    "Report",
    "ReportBlock",
    "ReportFigure",
    "ReportFinding",
    "Response",
    "ResponseDraft",
    "ResponseReceipt",
    "Scan",
    "Section",
    "Sheet",
    "Survey",
    "Target",
    "TargetContact",
    "TargetEvent",
    "TargetLink",
]
