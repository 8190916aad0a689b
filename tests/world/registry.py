"""What the pages about the register of groups show."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from organizations import actions
from organizations.models import (
    ActivityField,
    Application,
    Area,
    Attachment,
    Contact,
    Organization,
    OrganizationField,
    OrganizationKind,
    StoredFile,
)
from tests import factories

if TYPE_CHECKING:
    from tests.world import World

DAY = datetime.date(2026, 4, 1)


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    kind, _ = OrganizationKind.objects.get_or_create(name="任意団体")
    desk = world.people["desk"]
    found: dict[str, Any] = {}
    for name in ("writing", "waiting", "sent_back", "refused"):
        application, code = actions.start_application(
            name=f"申請{name}の会", email="hana@example.jp", writer="花田 咲", kind=kind
        )
        fill(application.organization)
        found[f"application_{name}"], found[f"code_{name}"] = application, code
    for name in ("waiting", "sent_back", "refused"):
        actions.submit(found[f"application_{name}"].organization)
    actions.return_application(
        found["application_sent_back"].organization,
        by=desk,
        reason="会則が読めません。",
        steps=["files"],
    )
    actions.decline(
        found["application_refused"].organization, by=desk, reason="市外で活動しているため"
    )
    paper, _ = actions.start_application(
        name="紙の会", kind=kind, by=desk, paper=actions.Paper("登録申請書（様式第1号）", DAY)
    )
    fill(paper.organization)
    found |= {"application_paper": paper}
    return found | make_registered(world)


def make_registered(world: World) -> dict[str, Any]:
    """Let the member's group propose a change, one be late, and one be over."""
    own: Any = world.people["member"].current_memberships[0].organization
    file = fill(own)
    change = actions.propose(own, {"purpose": "花と緑を育てます。"}, by=world.people["member"])
    late = factories.OrganizationFactory(
        name="おくれた会", status="renewal_due", valid_until=DAY, registration_number="0900"
    )
    over = factories.OrganizationFactory(name="おわった会", status="lapsed", ended_on=DAY)
    return {
        "own_group": own,
        "own_file": file,
        "change": change,
        "late_group": late,
        "over_group": over,
    }


def fill(organization: Organization) -> Attachment:
    """Write everything that an application needs, and return its rules."""
    organization.name_kana, organization.purpose = "しんせいのかい", "花を育てます。"
    organization.activities, organization.member_count = "月に2回集まります。", 12
    organization.save()
    OrganizationField.objects.create(
        organization=organization, field=ActivityField.objects.earliest("pk"), is_main=True
    )
    organization.areas.add(Area.objects.earliest("pk"))
    told = {"representative": "花田 咲", "address": "見本市本町1丁目1番", "phone": "042-300-0001"}
    Contact.objects.update_or_create(organization=organization, defaults=told)
    content = b"%PDF-1.7 made up"
    file = StoredFile.objects.create(
        content=content, content_type="application/pdf", size=len(content)
    )
    return Attachment.objects.create(
        organization=organization, kind="rules", name="会則.pdf", file=file
    )


def application_of(world: World, state: str) -> Application:
    """Return the application of a state."""
    found: Application = world.things[f"application_{state or 'waiting'}"]
    return found
