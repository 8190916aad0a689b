"""What the modules of the demo hand on to each other."""

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from koganei_kyodo.accounts.models import User
from organizations.models import Department, Organization
from projects.models import Guideline

if TYPE_CHECKING:
    from koganei_kyodo.portal.demo.projects import Plan

BATCH = 2000  # rows of one statement


@dataclass
class City:
    """The city while it is made: what exists so far, and how much is asked for.

    A demo of scale N is N districts, made one after the other by the same modules: `lap` is the
    number of the district, `groups` and `plans` are those of this district only. So the memory
    that is needed doesn't grow with the scale.
    """

    scale: int
    last_year: int  # 年度 of the newest approved records
    lap: int = 0
    people: dict[str, User] = field(default_factory=dict)  # by login ID
    offices: dict[str, Department] = field(default_factory=dict)  # by name
    labels: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    groups: list[Organization] = field(default_factory=list)
    plans: "list[Plan]" = field(default_factory=list)
    # Of the whole city, made once.
    root: Department = field(init=False)
    guideline: Guideline = field(init=False)

    def draw(self, subject: str) -> random.Random:
        """Return a source of chance of one module's own: the same on every machine.

        A module that draws more or less than before changes nothing of the others.
        """
        return random.Random(f"20261121 {subject} {self.lap}")  # noqa: S311 - made-up data
