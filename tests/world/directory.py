"""What the pages about finding groups, offices and imports show."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from organizations import actions
from organizations.actions import NamedOffice
from organizations.models import Department, ReorganizationStep

if TYPE_CHECKING:
    from tests.world import World

Kind = ReorganizationStep.Kind
FIRST = datetime.date(2030, 4, 1)


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    return make_reorganizations(world)


def make_reorganizations(world: World) -> dict[str, Any]:
    """Plan a reorganisation with an office that is split, and drop another."""
    by = world.people["coordinator"]
    office = Department.objects.get(name="公園課")
    plan = actions.plan_reorganization("春の組織改正", FIRST, by=by)
    dropped = actions.plan_reorganization("取りやめた組織改正", FIRST, by=by)
    actions.drop_reorganization(dropped, by=by)
    after = [NamedOffice("公園課"), NamedOffice("みどり課", "みどりか")]
    step = actions.put_step(plan, Kind.SPLIT, before=[office], after=after, by=by)
    return {"plan": plan, "dropped_plan": dropped, "step": step, "office": office}
