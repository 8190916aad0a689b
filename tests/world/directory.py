"""What the pages about finding groups, offices and imports show."""

from __future__ import annotations

import base64
import datetime
import io
from typing import TYPE_CHECKING, Any

from koganei_kyodo.documents.pictures import read_picture
from organizations import actions
from organizations.actions import NamedOffice
from organizations.models import (
    ActivityField,
    Department,
    FieldContact,
    Organization,
    OrganizationField,
    ReorganizationStep,
    YearlyFact,
)
from tests import factories

if TYPE_CHECKING:
    from tests.world import World

Kind = ReorganizationStep.Kind
# A PNG of one white pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
FIRST = datetime.date(2030, 4, 1)


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    groups = make_groups(world)
    return make_reorganizations(world) | groups | make_import(world) | make_messages(world, groups)


def make_messages(world: World, groups: dict[str, Any]) -> dict[str, Any]:
    """Write a message, and send another one."""
    by = world.people["desk"]
    draft = actions.write_message("市民活動まつりの募集", "{団体名}のみなさんへ", "", by=by)
    other = actions.write_message("総会の報告", "総会の報告を出してください。", "", by=by)
    sending = actions.send_message(
        other,
        Organization.objects.listed(),
        by=by,
        site_name="見本市",
        address="https://kyodo.example.jp/mail-stop/",
    )
    key = actions.key_of(groups["listed_group"].pk)
    return {"message": draft, "sending_message": sending, "stop_key": key}


def make_groups(world: World) -> dict[str, Any]:
    """Register a group that tells much about itself, and one that isn't registered yet."""
    field = ActivityField.objects.get(fieldset__is_current=True, number=7)
    listed = factories.OrganizationFactory(
        name="せせらぎの会",
        name_kana="せせらぎのかい",
        purpose="川をきれいにします。",
        activities="月に1回、川の掃除をします。",
        confirmed_on=datetime.date(2026, 4, 1),
        wants_members=True,
    )
    OrganizationField.objects.create(organization=listed, field=field, is_main=True)
    factories.ContactFactory(organization=listed, phone_public=True)
    YearlyFact.objects.create(organization=listed, fiscal_year=2024, member_count=10, income=5000)
    YearlyFact.objects.create(organization=listed, fiscal_year=2025, member_count=12, income=8000)
    FieldContact.objects.create(
        department=Department.objects.get(name="公園課"), field=field, phone="042-000-0001"
    )
    draft = factories.OrganizationFactory(name="書きかけの会", status="draft")
    photos = {
        f"{name}_photo": actions.add_photo(
            group, read_picture(io.BytesIO(PIXEL)), alt="川の掃除", by=world.people["desk"]
        )
        for name, group in (("listed", listed), ("draft", draft))
    }
    own = Organization.objects.get(name="花みずきの会")
    return (
        {"listed_group": listed, "draft_group": draft, "own_group": own}
        | photos
        | make_duplicates(world, listed)
    )


def make_duplicates(world: World, listed: Organization) -> dict[str, Any]:
    """Register a group twice, and merge another one."""
    doubtful = factories.OrganizationFactory(name="NPO法人せせらぎの会", member_count=8)
    factories.ContactFactory(organization=doubtful, phone="042-381-9999")
    gone = factories.OrganizationFactory(name="せせらぎ会", member_count=9)
    kept = factories.OrganizationFactory(name="せせらぎ倶楽部")
    merge = actions.merge(kept, gone, by=world.people["desk"], take=["member_count"], reason="電話")
    return {"doubtful_group": doubtful, "merged_group": gone, "merge": merge}


def make_import(world: World) -> dict[str, Any]:
    """Check a register with a new, a doubtful and a refused row."""
    by = world.people["desk"]
    content = "団体名,電話\nすみれの会,042-381-0001\nせせらぎの会,\n,042-381-0002\n".encode()
    imported = actions.upload_register(content, "名簿.csv", by=by)
    actions.start_check(imported, imported.mapping, by=by)
    return {"import": actions.run_check(imported.pk)}


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
