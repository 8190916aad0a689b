"""The demo: a made-up city in the middle of its yearly campaign, beside Musashino's real figures."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from koganei_kyodo.accounts.models import User
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_range
from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.generate import City, generate
from koganei_kyodo.portal.demo.people import give_roles, make_accounts
from koganei_kyodo.portal.models import Centre
from organizations.models import Department
from projects import actions
from projects.models import (
    CollaborationForm,
    Initiative,
    Origin,
    Outcome,
    PartnerKind,
    ProjectRecord,
)


@dataclass(frozen=True)
class Story:
    """A record of this year's campaign and how far it has come."""

    who: str
    name: str
    summary: str
    reaches: str
    partners: Sequence[int] = (0,)
    reason: str = ""


STORIES = [
    Story("kankyo", "川辺の水質しらべ教室", "小学生と川の水を調べました。", "draft", ()),
    Story("kankyo", "緑のカーテンづくり", "公共施設にゴーヤを植え、苗を市民に配りました。", "draft"),
    Story(
        "kankyo", "丘の上の環境フェスタ", "団体と実行委員会をつくり、1日の催しを開きました。",
        "returned", (1, 2), "かかったお金が、去年の10倍になっています。けたを確かめてください。",
    ),
    Story("kankyo", "駅前の省エネ相談会", "月に1回、団体が家の省エネの相談を受けました。", "submitted"),
    Story("kankyo", "雑木林の観察会", "季節ごとに4回、団体の案内で林を歩きました。", "submitted", (3,)),
    Story("kosodate", "緑町の親子の読み聞かせ", "団体が毎週、絵本を読みました。", "submitted", (4, 5)),
    Story("kosodate", "はじめての子育て講座", "講師を団体にお願いしました。", "draft", ()),
]  # fmt: skip


def is_loaded() -> bool:
    """Tell whether this database holds the demo city, or another city's own data."""
    return Department.objects.filter(code="city").exists()


@transaction.atomic
def load_demo(*, scale: int = 1) -> City:
    """Fill an empty database with the demo.

    Args:
        scale: how many times a city's groups and projects.

    Returns:
        The city that was made.
    """
    last_year = current_fiscal_year() - 1
    people = make_accounts()
    city = generate(
        last_year=last_year, reviewer=people["desk"], submitter=people["shukan"], scale=scale
    )
    give_roles(people, city.offices, city.groups[0], since=fiscal_year_range(last_year)[0])
    Centre.objects.filter(pk=1).update(
        name="市民協働支援センター",
        city_name=words.CITY,
        office_name="市民部 協働推進課",
        phone="000-000-0000",
        email="kyodo@kazami.example",
        address="風見市本町0-0-0（架空）",
        hours="月曜日から金曜日の9時から17時（祝日を除く）",
        demo_notice=True,
    )
    for story in STORIES:
        _tell(story, city, people, last_year)
    return city


def _tell(story: Story, city: City, people: dict[str, User], year: int) -> ProjectRecord:
    by = people[story.who]
    office = next(iter(by.current_memberships)).department
    if office is None:
        raise ValueError(f"{story.who} acts for no office")
    record = actions.create_record(
        by, office, fiscal_year=year, name=story.name, token=uuid.uuid4()
    )
    record = actions.save_record(
        record,
        by=by,
        version=record.version,
        changes={
            "summary": story.summary,
            "continuity": ProjectRecord.Continuity.NEW if story.partners else "",
            "cost": 3_000_000 if story.reaches == "returned" else 120_000,
        },
    )
    for index in story.partners:
        actions.add_partner(record, by=by, answers=_answers(city, index), token=uuid.uuid4())
    record.refresh_from_db()
    if story.reaches == "draft":
        return record
    record = actions.submit(record, by=by, version=record.version)
    if story.reaches == "returned":
        record = actions.return_record(record, by=people["desk"], reason=story.reason)
    return record


def _answers(city: City, index: int) -> actions.PartnerAnswers:
    """Return a whole sheet about the `index`-th registered group."""
    group = city.groups[index * 7]
    kinds = {kind.name: kind for kind in city.labels[PartnerKind]}
    return actions.PartnerAnswers(
        organization=group,
        kind=kinds[words.KIND_OF_PARTNER[group.kind.name]],
        forms=[city.labels[CollaborationForm][index % len(words.FORMS)]],
        origins=[city.labels[Origin][0]],
        initiatives=[city.labels[Initiative][index % 3]],
        outcome=city.labels[Outcome][0],
    )
