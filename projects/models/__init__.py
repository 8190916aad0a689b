"""協働事業: what a city does with citizen groups, year by year."""

from projects.models.campaign import Campaign, CampaignReminder, NothingToReport
from projects.models.detail import Example, RecordCost, RecordField
from projects.models.labels import (
    CollaborationForm,
    CostSource,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
    Principle,
    Theme,
)
from projects.models.photo import RecordPhoto
from projects.models.record import Partner, Project, ProjectRecord
from projects.models.upload import SheetUpload

__all__ = [
    "Campaign",
    "CampaignReminder",
    "CollaborationForm",
    "CostSource",
    "Example",
    "Guideline",
    "Initiative",
    "NothingToReport",
    "Origin",
    "Outcome",
    "Partner",
    "PartnerKind",
    "Principle",
    "Project",
    "ProjectRecord",
    "RecordCost",
    "RecordField",
    "RecordPhoto",
    "SheetUpload",
    "Theme",
]
