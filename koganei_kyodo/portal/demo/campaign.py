"""This year's campaign: records on their way between the offices and the centre."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import City
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


def fill(city: City) -> None:
    """Let the offices write, hand in and mend, through the same actions as real people."""
    for story in STORIES:
        _tell(story, city)


def _tell(story: Story, city: City) -> None:
    people, year = city.people, city.last_year
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
        return
    record = actions.submit(record, by=by, version=record.version)
    if story.reaches == "returned":
        actions.return_record(record, by=people["desk"], reason=story.reason)


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
