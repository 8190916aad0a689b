"""Ten years of the desk's log: made-up people, questions and answers, written in bulk."""

import datetime
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pgtrigger
from django.db.models import QuerySet
from django.utils import timezone

from consultations.models import (
    Consultation,
    ConsultationCategory,
    ConsultationNote,
    ConsultationPerson,
    EnquirerKind,
)
from koganei_kyodo.accounts.models import User
from koganei_kyodo.fiscal_year import fiscal_year_of
from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import BATCH, City
from organizations.models import Organization

CONSULTATIONS = 3000  # of one district
DAYS = 3650
STILL_OPEN_DAYS = 45  # entries of the last weeks may still be open
# Their trail begins when somebody changes a row: half of the time of writing.
_HISTORIES = tuple(
    f"consultations.{name}:insert_insert"
    for name in (
        "Consultation",
        "ConsultationPerson",
        "ConsultationNote",
        "ConsultationCategoryTick",
    )
)
Status, Channel = Consultation.Status, Consultation.Channel


@dataclass(frozen=True)
class Topic:
    """What people ask about: the question, what the desk does, what comes of it, its category."""

    text: str
    handling: str
    result: str
    category: str


TOPICS = [
    Topic("{place}で子ども食堂を始めたい。場所とお金のことを知りたい。", "使える場所の一覧を渡し、助成金の締切を伝えた。",
          "助成金に申請することになった。", "資金・助成"),
    Topic("NPO法人にするか、任意団体のままにするか迷っている。", "2つの違いと手続きの流れを説明した。",
          "会で話し合うことになった。", "設立・法人化"),
    Topic("会則のひな形がほしい。", "ひな形を渡し、直すところを説明した。", "会則ができたと連絡があった。", "設立・法人化"),
    Topic("決算書の書き方がわからない。", "書き方の手引きを見ながら、いっしょに書いた。", "決算書ができた。", "会計・税務・労務"),
    Topic("{place}の防災訓練を手伝う人を集めたい。", "ボランティアの募集の出し方を案内した。", "5人が集まった。",
          "人材・ボランティア"),
    Topic("チラシを市の施設に置きたい。", "置ける場所と枚数を伝えた。", "12か所に置いた。", "広報"),
    Topic("会議室を無料で借りられるところはないか。", "市民会館と公民館の借り方を案内した。", "公民館を借りることになった。",
          "場所・備品"),
    Topic("印刷機を使いたい。", "使い方と予約の方法を説明した。", "その日に使った。", "場所・備品"),
    Topic("役員のなり手がなく、会を続けられそうにない。", "ほかの会のやり方を紹介した。", "役員会で話すことになった。",
          "運営・会議"),
    Topic("市の担当課といっしょに{place}の公園をきれいにしたい。", "担当課につなぎ、三者で話す日を決めた。",
          "事前の打ち合わせをした。", "協働の提案・マッチング"),
    Topic("{place}で活動している福祉の団体を知りたい。", "団体の一覧から3つ紹介した。", "1つの会に連絡するとのこと。", "情報収集"),
    Topic("代表が変わった。登記の手続きを知りたい。", "必要な書類を伝え、法務局の窓口を案内した。", "登記が終わった。",
          "認定・登記・解散"),
    Topic("活動の音がうるさいと近所から言われた。", "話を聞き、地域安全課につないだ。", "団体が時間を変えた。", "苦情"),
    Topic("退職したので、何かボランティアをしたい。", "興味のあることを聞き、3つの会を紹介した。", "見学に行くことになった。",
          "人材・ボランティア"),
    Topic("助成金の報告書をいつまでに出せばよいか。", "締切と様式を伝えた。", "期限までに出した。", "資金・助成"),
]  # fmt: skip
NEXT_STEPS = [
    "電話をかける",
    "担当課の返事を伝える",
    "資料を送る",
    "3人で会う",
    "見学のあとの話を聞く",
]
NOTES = ["折り返しの電話があった。", "担当課に確かめた。来週に返事をもらう。", "資料を郵送した。"]
SURNAMES = [
    ("青木", "あおき"), ("石田", "いしだ"), ("上野", "うえの"), ("岡本", "おかもと"), ("川口", "かわぐち"),
    ("木村", "きむら"), ("小松", "こまつ"), ("坂本", "さかもと"), ("柴田", "しばた"), ("高野", "たかの"),
]  # fmt: skip
GIVEN = [
    ("あおい", "あおい"), ("かおる", "かおる"), ("ちひろ", "ちひろ"), ("のぞみ", "のぞみ"), ("ひなた", "ひなた"),
    ("まこと", "まこと"), ("ゆうき", "ゆうき"), ("りょう", "りょう"),
]  # fmt: skip
KINDS = {"個人": 30, "ボランティア・NPO": 38, "町会・自治会": 12, "市の担当課・行政": 8, "学校": 4,
         "企業": 3, "福祉施設": 3, "その他": 2}  # fmt: skip
CHANNELS = [Channel.COUNTER, Channel.PHONE, Channel.EMAIL, Channel.FAX, Channel.WEB, Channel.VISIT]


def fill(city: City) -> None:
    """Write the consultations of one district, with who asked, categories and notes."""
    log = _Log(city, city.draw("consultations"))
    rows = log.entries()
    with pgtrigger.ignore(*_HISTORIES):
        while part := list(islice(rows, BATCH)):
            _write(part, city.people["desk"])


@dataclass(frozen=True)
class _Entry:
    """What belongs to one consultation, before any of it is written."""

    consultation: Consultation
    categories: list[ConsultationCategory]
    person: ConsultationPerson | None
    note: str


class _Log:
    """Draws one entry after the other, in the order of the days."""

    def __init__(self, city: City, draw: random.Random) -> None:
        self.city, self.draw = city, draw
        self.desk: User = city.people["desk"]
        self.kinds = {kind.name: kind for kind in EnquirerKind.objects.all()}
        self.categories = {each.name: each for each in ConsultationCategory.objects.all()}
        self.today = timezone.localdate()
        self.numbers: Counter[int] = Counter()

    def entries(self) -> Iterator[_Entry]:
        """Yield the entries; the newest are the last."""
        days = sorted(self.draw.randint(1, DAYS) for _ in range(CONSULTATIONS))
        for ago in reversed(days):
            yield self._entry(self.today - datetime.timedelta(days=ago), ago)

    def _entry(self, day: datetime.date, ago: int) -> _Entry:
        draw = self.draw
        kind = draw.choices(list(KINDS), weights=list(KINDS.values()))[0]
        topic = draw.choice(TOPICS)
        group = draw.choice(self.city.groups) if kind == "ボランティア・NPO" else None
        year = fiscal_year_of(day)
        self.numbers[year] += 1
        received = timezone.make_aware(
            datetime.datetime.combine(day, datetime.time(draw.randint(9, 16), draw.randint(0, 59)))
        )
        consultation = Consultation(
            number=f"S{year}-{self.city.lap * CONSULTATIONS + self.numbers[year]:04}",
            received_at=received,
            minutes=draw.choice([5, 10, 15, 20, 30, 45, 60, None]),
            channel=draw.choices(CHANNELS, weights=[46, 30, 14, 3, 5, 2])[0],
            staff=self.desk,
            enquirer_kind=self.kinds[kind],
            organization=group,
            department=draw.choice(list(self.city.offices.values()))
            if kind == "市の担当課・行政"
            else None,
            text=topic.text.format(place=draw.choice(words.PLACES)),
            handling=topic.handling,
            updated_by=self.desk,
        )
        self._end(consultation, topic, ago)
        categories = {topic.category}
        if draw.random() < 0.2:
            categories.add("情報収集")
        return _Entry(
            consultation,
            [self.categories[name] for name in sorted(categories)],
            self._person(consultation, kind, group) if draw.random() < 0.6 else None,
            draw.choice(NOTES) if draw.random() < 0.1 else "",
        )

    def _end(self, consultation: Consultation, topic: Topic, ago: int) -> None:
        """Close what is old; leave some of the last weeks open, a few of them due."""
        draw = self.draw
        if ago <= STILL_OPEN_DAYS and draw.random() < 0.6:
            consultation.next_on = self.today + datetime.timedelta(days=draw.randint(-3, 14))
            consultation.next_step = draw.choice(NEXT_STEPS)
            if draw.random() < 0.2:
                consultation.status = Status.ON_HOLD
                consultation.hold_reason = "担当課の返事を待っている"
            return
        consultation.status, consultation.result = Status.CLOSED, topic.result
        later = datetime.timedelta(days=min(ago - 1, draw.randint(0, 20)))
        consultation.closed_at = consultation.received_at + later
        consultation.closed_by = self.desk

    def _person(
        self, consultation: Consultation, kind: str, group: Organization | None
    ) -> ConsultationPerson:
        (last, last_kana), (first, first_kana) = (
            self.draw.choice(SURNAMES),
            self.draw.choice(GIVEN),
        )
        return ConsultationPerson(
            consultation=consultation,
            name=f"{last} {first}",
            name_kana=f"{last_kana} {first_kana}",
            affiliation=group.name if group else "" if kind == "個人" else kind,
            phone=f"000-{self.draw.randint(0, 999):03}-{self.draw.randint(0, 9999):04}",
        )


def _write(entries: list[_Entry], desk: User) -> None:
    Consultation.objects.bulk_create([e.consultation for e in entries], batch_size=BATCH)
    ticks: Any = Consultation.categories.through
    ticks.objects.bulk_create(
        [
            ticks(consultation=e.consultation, consultationcategory=category)
            for e in entries
            for category in e.categories
        ],
        batch_size=BATCH,
    )
    ConsultationPerson.objects.bulk_create(_present(e.person for e in entries), batch_size=BATCH)
    notes = [
        ConsultationNote(consultation=e.consultation, text=e.note, written_by=desk)
        for e in entries
        if e.note
    ]
    rows: QuerySet[ConsultationNote] = ConsultationNote.objects.all()
    rows.bulk_create(notes, batch_size=BATCH)


def _present(people: Iterable[ConsultationPerson | None]) -> list[ConsultationPerson]:
    return [person for person in people if person is not None]
