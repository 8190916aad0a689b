"""What the groups of the made-up city tell about themselves, and whom to ask in the city hall."""

import datetime

from django.utils import timezone

from koganei_kyodo.fiscal_year import fiscal_year_range
from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import BATCH, City
from organizations.models import (
    ActivityField,
    Area,
    Contact,
    FieldContact,
    Organization,
    OrganizationField,
    RegistrySettings,
    YearlyFact,
)
from organizations.periods import end_of_registration

# A word of a group's name → the number of its field; what it does; what it is for.
SUBJECTS: dict[str, tuple[int, str, str]] = {
    "里山": (7, "月に2回、雑木林の手入れをしています。", "里山を次の世代に残します。"),
    "読み聞かせ": (13, "図書館と学校で、絵本を読んでいます。", "子どもに本の楽しさを伝えます。"),
    "見守り": (9, "登下校の時間に、通学路に立っています。", "子どもと高齢者の安全を守ります。"),
    "子ども食堂": (13, "月に2回、夕食をいっしょに食べています。", "子どもの居場所をつくります。"),
    "合唱": (6, "毎週練習し、年に1回演奏会を開いています。", "歌う楽しさを広げます。"),
    "防災": (
        8,
        "避難所の運営訓練と、防災マップづくりをしています。",
        "災害に強いまちをつくります。",
    ),
    "花と緑": (7, "駅前と公園の花だんを手入れしています。", "花のあるまちにします。"),
    "手話": (
        1,
        "手話の学習会と、聞こえない人との交流会を開いています。",
        "聞こえない人と聞こえる人をつなぎます。",
    ),
    "日本語": (
        11,
        "外国から来た人と、日本語で話しています。",
        "外国から来た人の暮らしを助けます。",
    ),
    "介護": (1, "介護をしている人が集まり、話し合っています。", "介護をする人を支えます。"),
    "川": (7, "川の掃除と、生きもの調べをしています。", "川をきれいにします。"),
    "スポーツ": (
        6,
        "週末に、だれでも参加できる教室を開いています。",
        "体を動かす楽しさを広げます。",
    ),
    "郷土": (2, "古い道や石碑を調べ、冊子にまとめています。", "まちの歴史を伝えます。"),
    "青少年": (13, "キャンプとものづくり教室を開いています。", "青少年の育ちを助けます。"),
    "リサイクル": (7, "古着とおもちゃの交換会を開いています。", "ごみを減らします。"),
    "まちづくり": (3, "地域の課題を話し合い、市に提案しています。", "住みよいまちをつくります。"),
    "パソコン": (
        14,
        "高齢者のパソコンとスマートフォンの相談に答えています。",
        "だれもが情報を使えるようにします。",
    ),
    "子育て": (13, "親子で集まれるひろばを開いています。", "子育てをする人を支えます。"),
    "平和": (10, "戦争の体験を聞き、伝えています。", "平和の大切さを伝えます。"),
    "健康": (1, "公園で、毎朝体操をしています。", "健康に暮らす人を増やします。"),
    "ガイド": (4, "まち歩きの案内をしています。", "まちのよさを伝えます。"),
}
USUAL = (6, "月に2回集まって、活動しています。", "仲間と楽しみながら、地域に役立ちます。")
CONTACT_OFFICES = {
    1: "地域福祉課", 2: "生涯学習課", 3: "都市計画課", 4: "観光課", 5: "農業振興課", 6: "文化振興課",
    7: "環境政策課", 8: "防災課", 9: "地域安全課", 10: "人権・男女共同参画課", 11: "国際交流課",
    12: "人権・男女共同参画課", 13: "児童青少年課", 14: "情報システム課", 16: "産業振興課",
    18: "消費生活センター", 19: "協働推進課",
}  # fmt: skip
DAYS = ("毎週土曜日の午前", "第2・第4日曜日", "毎週水曜日の夜", "月に1回、第3土曜日", "平日の午前")


def fill(city: City) -> None:
    """Write the groups: what most of them do, how to reach them, and how they grew."""
    draw, settings = city.draw("directory"), RegistrySettings.current()
    today = timezone.localdate()
    fields = {f.number: f for f in ActivityField.objects.filter(fieldset__is_current=True)}
    areas = list(Area.objects.filter(whole_city=False))
    contacts, ticks, places, facts = [], [], [], []
    through = Organization.areas.through
    for index, group in enumerate(city.groups):
        subject = next((s for word, s in SUBJECTS.items() if word in group.name), USUAL)
        number, group.activities, group.purpose = subject
        generous = draw.random()
        confirmed = fiscal_year_range(city.last_year + 1)[0] + datetime.timedelta(
            draw.randrange(60)
        )
        group.registered_on = datetime.date(2015 + index % 10, 4, 1)
        group.confirmed_on = min(confirmed, today) if generous > 0.1 else None
        group.registration_number = f"{city.lap * len(city.groups) + index + 1:04}"
        if group.confirmed_on:
            group.valid_until = end_of_registration(group.confirmed_on, settings)
        group.activity_days = draw.choice(DAYS) if generous > 0.2 else ""
        group.activity_place = f"{draw.choice(words.PLACES)}の集会所" if generous > 0.2 else ""
        group.member_count = draw.randint(5, 80) if generous > 0.25 else None
        group.founded_year = draw.randint(1965, 2024) if generous > 0.25 else None
        group.fee = draw.choice(["年1,000円", "月500円", "なし"])
        group.wants_members = draw.random() < 0.4
        group.wants_volunteers = draw.random() < 0.15
        group.wants_partners = draw.random() < 0.1
        if group.wants_members:
            group.wanted_text = "はじめての人も歓迎します。見学に来てください。"
        for tick, n in enumerate({number: None, draw.choice([2, 3, 13]): None}):
            if n in fields:
                ticks.append(
                    OrganizationField(organization=group, field=fields[n], is_main=not tick)
                )
        chosen = draw.sample(areas, k=min(len(areas), 1 + index % 2))
        places += [through(organization=group, area=area) for area in chosen]
        contacts.append(_contact(group, city.lap * len(city.groups) + index, generous, draw))
        if index % 3 == 0:
            facts += _facts(group, city.last_year, generous, draw)
    # Whole, and once: to update so many columns later took longer than all the rest.
    Organization.objects.bulk_create(city.groups, batch_size=BATCH)
    OrganizationField.objects.bulk_create(ticks, batch_size=BATCH)
    through.objects.bulk_create(places, batch_size=BATCH)
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    YearlyFact.objects.bulk_create(facts, batch_size=BATCH)


def fill_offices(city: City) -> None:
    """Name the contact office of each field."""
    fields = {f.number: f for f in ActivityField.objects.filter(fieldset__is_current=True)}
    FieldContact.objects.bulk_create(
        [
            FieldContact(
                department=city.offices[name],
                field=fields[number],
                phone=f"0999-00-{1000 + number}",
                person=city.people["kankyo"] if name == "環境政策課" else None,
            )
            for number, name in CONTACT_OFFICES.items()
            if number in fields and name in city.offices
        ]
    )


def _contact(group: Organization, index: int, generous: float, draw) -> Contact:  # type: ignore[no-untyped-def]
    return Contact(
        organization=group,
        representative=f"{draw.choice(words.SURNAMES)} {draw.choice(['みのり', '健一', '陽子'])}",
        representative_public=generous > 0.6,
        postcode=f"999-{index % 10000:04}",
        address=f"風見市{draw.choice(words.PLACES)}{index % 30 + 1}番",
        phone=f"0999-{index // 100 % 100:02}-{index % 10000:04}",
        phone_public=generous > 0.5,
        email=f"group{index + 1}@kazami.example" if index % 5 else "",
        email_public=generous > 0.3,
    )


def _facts(group: Organization, last_year: int, generous: float, draw) -> list[YearlyFact]:  # type: ignore[no-untyped-def]
    members, income = draw.randint(8, 60), draw.randint(5, 300) * 1000
    rows = []
    for year in range(last_year - 3, last_year + 1):
        members = max(members + draw.randint(-3, 6), 5)
        income = max(income + draw.randint(-20, 40) * 1000, 5000)
        rows.append(
            YearlyFact(
                organization=group,
                fiscal_year=year,
                member_count=members,
                income=income,
                spending=income * draw.randint(80, 100) // 100,
                event_count=draw.randint(4, 50),
                activities="月例の活動と、年に1回の発表",
                is_public=generous > 0.4,
            )
        )
    return rows
