"""協働事業: what a city does with citizen groups, year by year."""

from projects.models.labels import (
    CollaborationForm,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
)
from projects.models.record import Partner, Project, ProjectRecord

__all__ = [
    "CollaborationForm",
    "Guideline",
    "Initiative",
    "Origin",
    "Outcome",
    "Partner",
    "PartnerKind",
    "Project",
    "ProjectRecord",
]
