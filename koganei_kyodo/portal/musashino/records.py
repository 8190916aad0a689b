"""The single records: one per department and one per sheet (a project with one partner)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias


class State(Enum):
    """Why a question has no option: asked but unanswered, or not asked at all (routing)."""

    NO_ANSWER = "無回答"
    NOT_ASKED = "非該当"


NO_ANSWER = State.NO_ANSWER
NOT_ASKED = State.NOT_ASKED

Answer: TypeAlias = tuple[str, ...] | State


@dataclass(frozen=True)
class Sheet:
    """One sheet: a project together with one of its partners.

    project_key: unique in the whole data set; sheets of one project share it, and its department.
    form, partner_kind: one label (figures 3 and 4).
    origins, initiatives: one or more labels, or NO_ANSWER (figures 5, and 6 with 7).
    outcome: one label, NO_ANSWER, or NOT_ASKED (figure 8).
    """

    project_key: str
    form: str
    partner_kind: str
    origins: Answer
    initiatives: Answer
    outcome: Answer


@dataclass(frozen=True)
class Department:
    """One department with its sheets and its answers about collaboration in general.

    attribute: "①" to "④" (figure 1). answered_by: the department that answered in its place.
    answers: question code (see QUESTION_FIGURES) to labels or state; every code is present.
    """

    name: str
    attribute: str
    answered_by: str | None
    sheets: tuple[Sheet, ...]
    answers: Mapping[str, Answer] = field(hash=False)


@dataclass(frozen=True)
class Reconstruction:
    """All departments in the order of figure 1."""

    departments: tuple[Department, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets, in the order of their departments."""
        return tuple(sheet for department in self.departments for sheet in department.sheets)
