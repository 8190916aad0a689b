"""What the pages about writing yearly records show."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from koganei_kyodo.documents.pictures import read_picture
from projects import actions
from projects.models import (
    Campaign,
    CostSource,
    Example,
    NothingToReport,
    Principle,
    SheetUpload,
    Theme,
)
from tests.world.directory import PIXEL

# One project that can be loaded, and one with a mistake.
SHEET = """事業の名前,事業の内容,新規・継続,相手の名前,団体の数,協働の形態1,かかったお金（円）
池の生きものしらべ,池の水をぬきました。,新しく始めた,池の会,,委託,1000
池のそうじ,年に2回そうじをしました。,継続,,50,不明な形,千円
"""

if TYPE_CHECKING:
    from tests.world import World


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    guideline = world.records["draft"].guideline
    CostSource.objects.create(guideline=guideline, name="市の予算", position=1)
    Principle.objects.create(guideline=guideline, name="対等の原則", position=1)
    Theme.objects.create(name="役割分担", position=1)
    campaign = Campaign.objects.create(
        fiscal_year=2025,
        due_on=datetime.date(2026, 5, 29),
        note="わからないときは、内線1234に電話してください。",
        status=Campaign.Status.OPEN,
        opened_at=timezone.now(),
    )
    draft, officer = world.records["draft"], world.people["officer"]
    other = world.people["other_officer"]
    office = next(iter(other.current_memberships)).department
    assert office is not None
    photos = {
        f"{name}_record_photo": actions.add_photo(
            world.records[name],
            read_picture(io.BytesIO(PIXEL)),
            alt="川の掃除をする人たち",
            is_public=True,
            by=world.people["desk"],
        )
        for name in ("approved", "draft")
    }
    return {
        **photos,
        "campaign": campaign,
        "nothing": NothingToReport.objects.create(
            campaign=campaign, department=office, by=other, reason="市民と会わない仕事のため"
        ),
        "example": Example.objects.create(
            record=draft, kind="good", title="役割を紙に書いた", text="はじめに決めました。"
        ),
        "upload": SheetUpload.objects.create(
            fiscal_year=2025, by=officer, file_name="事業実績.csv", content=SHEET.encode()
        ),
    }
