"""What every installation begins with: fields of the NPO law, places of 小金井市, requirements.

All of it are rows that a centre edits afterwards. The migration writes them once.
"""

from typing import Any

# 特定非営利活動促進法 別表: (name, short name, its number in the list of 17 before 2012)
FIELDS: tuple[tuple[str, str, int | None], ...] = (
    ("保健、医療又は福祉の増進を図る活動", "保健・医療・福祉", 1),
    ("社会教育の推進を図る活動", "社会教育", 2),
    ("まちづくりの推進を図る活動", "まちづくり", 3),
    ("観光の振興を図る活動", "観光", None),
    ("農山漁村又は中山間地域の振興を図る活動", "農山漁村・中山間地域", None),
    ("学術、文化、芸術又はスポーツの振興を図る活動", "学術・文化・芸術・スポーツ", 4),
    ("環境の保全を図る活動", "環境の保全", 5),
    ("災害救援活動", "災害救援", 6),
    ("地域安全活動", "地域安全", 7),
    ("人権の擁護又は平和の推進を図る活動", "人権・平和", 8),
    ("国際協力の活動", "国際協力", 9),
    ("男女共同参画社会の形成の促進を図る活動", "男女共同参画", 10),
    ("子どもの健全育成を図る活動", "子どもの健全育成", 11),
    ("情報化社会の発展を図る活動", "情報化社会", 12),
    ("科学技術の振興を図る活動", "科学技術", 13),
    ("経済活動の活性化を図る活動", "経済活動", 14),
    ("職業能力の開発又は雇用機会の拡充を支援する活動", "職業能力・雇用", 15),
    ("消費者の保護を図る活動", "消費者の保護", 16),
    (
        "前各号に掲げる活動を行う団体の運営又は活動に関する連絡、助言又は援助の活動",
        "団体への助言・援助",
        17,
    ),
    (
        "前各号に掲げる活動に準ずる活動として都道府県又は指定都市の条例で定める活動",
        "条例で定める活動",
        None,
    ),
)
# 小金井市の町と丁目の数: (town, reading, postcode, number of 丁目)
TOWNS: tuple[tuple[str, str, str, int], ...] = (
    ("東町", "ひがしちょう", "184-0011", 5),
    ("梶野町", "かじのちょう", "184-0002", 5),
    ("関野町", "せきのちょう", "184-0001", 2),
    ("緑町", "みどりちょう", "184-0003", 5),
    ("中町", "なかちょう", "184-0012", 4),
    ("前原町", "まえはらちょう", "184-0013", 5),
    ("本町", "ほんちょう", "184-0004", 6),
    ("桜町", "さくらちょう", "184-0005", 3),
    ("貫井北町", "ぬくいきたまち", "184-0015", 5),
    ("貫井南町", "ぬくいみなみちょう", "184-0014", 5),
)
REQUIREMENTS: tuple[tuple[str, str], ...] = (
    ("会員が5人以上いる", "会員名簿で確かめます。"),
    ("主に市内で活動している", "事務所か、活動する場所が市内にあることを確かめます。"),
    ("会則などのきまりがある", "会則・規約・定款の写しを出してください。"),
    ("代表者が決まっている", "役員名簿で確かめます。"),
    ("お金の出し入れを記録している", "予算書か決算書で確かめます。"),
    ("入会と退会が自由にできる", "会則で確かめます。"),
    ("営利・政治・宗教・選挙を主な目的としていない", "会則と活動の内容で確かめます。"),
    ("暴力団やその構成員と関係がない", ""),
)


def add_beginnings(apps: Any) -> None:
    """Write the rows; `apps` is the registry of models, of a migration or of today."""

    def model(name: str) -> Any:
        return apps.get_model("organizations", name)

    model("RegistrySettings").objects.get_or_create(pk=1)
    _add_fields(model("ActivityFieldSet"), model("ActivityField"))
    _add_areas(model("Area"))
    model("Requirement").objects.bulk_create(
        [
            model("Requirement")(text=text, explanation=explanation, position=position)
            for position, (text, explanation) in enumerate(REQUIREMENTS, start=1)
        ]
    )


def _add_fields(fieldset: Any, field: Any) -> None:
    new = fieldset.objects.create(
        name="特定非営利活動促進法の20分野（2012年から）",
        code="npo-20",
        is_current=True,
        position=1,
    )
    old = fieldset.objects.create(
        name="特定非営利活動促進法の17分野（2012年まで）", code="npo-17", position=2
    )
    rows = [
        field(fieldset=new, number=number, name=name, short_name=short)
        for number, (name, short, _) in enumerate(FIELDS, start=1)
    ]
    field.objects.bulk_create(rows)
    field.objects.bulk_create(
        [
            field(
                fieldset=old, number=before, name=row.name, short_name=row.short_name, same_as=row
            )
            for row, (_, _, before) in zip(rows, FIELDS, strict=True)
            if before is not None
        ]
    )


def _add_areas(area: Any) -> None:
    rows = [area(town="市内全域", name="市内全域", name_kana="しないぜんいき", whole_city=True)]
    rows += [
        area(town=town, name=f"{town}{n}丁目", name_kana=f"{kana}{n}", postcode=postcode)
        for town, kana, postcode, count in TOWNS
        for n in range(1, count + 1)
    ]
    for position, row in enumerate(rows, start=1):
        row.position = position
    area.objects.bulk_create(rows)
