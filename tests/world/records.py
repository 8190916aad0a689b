"""What the pages about writing yearly records show."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from projects.models import Campaign, CostSource, Principle, Theme

if TYPE_CHECKING:
    from tests.world import World


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    guideline = world.records["draft"].guideline
    CostSource.objects.create(guideline=guideline, name="市の予算", position=1)
    Principle.objects.create(guideline=guideline, name="対等の原則", position=1)
    Theme.objects.create(name="役割分担", position=1)
    campaign = Campaign.objects.create(fiscal_year=2025, due_on=datetime.date(2026, 5, 29))
    return {"campaign": campaign}
