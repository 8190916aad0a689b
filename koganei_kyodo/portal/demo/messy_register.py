"""A made-up register as centres really keep one: for the demonstration and the tests of the import.

CP932, a title above the headings, 全角 and 半角 mixed, eras in several ways of writing, several
things in one cell, the same group twice under slightly other names, and a few mistakes.
"""

import csv
import io
import random

from koganei_kyodo.japanese import to_katakana
from koganei_kyodo.portal.demo.words import GROUP_FIRST, GROUP_LAST, PLACES, SURNAMES

HEADER = [
    "No.", "団体名称", "フリガナ", "種別", "分野", "代表者氏名", "代表者フリガナ", "住所",
    "TEL／FAX", "ﾒｰﾙｱﾄﾞﾚｽ", "会員数", "設立年月", "主な活動内容", "会費", "HP", "備考",
]  # fmt: skip
_FIELDS = [
    "福祉", "1", "環境", "環境の保全、まちづくり", "子どもの健全育成／社会教育", "文化",
    "災害救援活動・地域安全活動", "国際協力", "人権・平和", "⑦環境", "高齢者", "3,7",
]  # fmt: skip
_KINDS = ["任意団体", "ＮＰＯ法人", "NPO法人", "町会・自治会", "サークル", "", "特定非営利活動法人"]
_GIVEN = [("みのり", "ﾐﾉﾘ"), ("太郎", "ﾀﾛｳ"), ("さくら", "ｻｸﾗ"), ("健一", "ｹﾝｲﾁ"), ("陽子", "ﾖｳｺ")]
_KANA_OF = {"朝倉": "ｱｻｸﾗ", "白石": "ｼﾗｲｼ", "森下": "ﾓﾘｼﾀ", "浜野": "ﾊﾏﾉ", "小早川": "ｺﾊﾞﾔｶﾜ"}
_FULL = str.maketrans("0123456789-", "０１２３４５６７８９－")


def messy_register(rows: int = 450, *, seed: int = 2026) -> bytes:
    """Return the register as a CSV file in CP932.

    Args:
        rows: how many rows below the headings. About every fifteenth repeats a group of before,
            about every fortieth can't be taken over.
        seed: of the random numbers; the same seed gives the same file.
    """
    draw = random.Random(seed)  # noqa: S311 - made-up rows, no secret
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["登録団体名簿（架空）", "", "", "", "令和８年４月１日現在"])
    writer.writerow([])
    writer.writerow(HEADER)
    made: list[list[str]] = []
    for number in range(1, rows + 1):
        if number % 15 == 0:
            row = _again(draw, draw.choice(made[-40:]), number)
        else:
            row = _group(draw, number)
            made.append(row)
        if number % 40 == 0:
            row = _broken(draw, row)
        writer.writerow(row)
    return buffer.getvalue().encode("cp932")


def _group(draw: random.Random, number: int) -> list[str]:
    first, first_kana = draw.choice(GROUP_FIRST)
    last, last_kana = draw.choice(GROUP_LAST)
    place = draw.choice(PLACES)
    surname, (given, given_kana) = draw.choice(SURNAMES), draw.choice(_GIVEN)
    name, kana = f"{first}{last}", f"{first_kana}{last_kana}"
    if number > 200:  # the words run out: later groups carry their place
        name, kana = f"{place}{name}", ""
    phone = f"042-{300 + number // 100}-{number * 7 % 10000:04}"
    return [
        str(number).translate(_FULL) if number % 3 else str(number),
        name,
        to_katakana(kana),
        draw.choice(_KINDS),
        draw.choice(_FIELDS),
        f"{surname}　{given}" if number % 2 else f"{surname} {given}",
        f"{_KANA_OF[surname]} {given_kana}",
        _address(draw, place),
        _phones(draw, phone, number),
        f"ｇｒｏｕｐ{number}＠kazami.example" if number % 9 == 0 else f"group{number}@kazami.example",
        draw.choice(["25名", "約３０人", "12", "１,２００人", "8人（うち市内6人）", ""]),
        draw.choice(["平成12年4月", "Ｈ１５．６", "昭和63年", "2010/5/1", "令和元年10月", "S55.4.1", ""]),
        draw.choice(["月に2回、集まって活動します。", "川の掃除と生きもの調べ", "読み聞かせ、紙芝居", ""]),
        draw.choice(["年1,000円", "月５００円", "なし", ""]),
        draw.choice(["", "", f"www.group{number}.example", f"https://group{number}.example/"]),
        draw.choice(["", "", "窓口で受付", "会報あり"]),
    ]  # fmt: skip


def _address(draw: random.Random, place: str) -> str:
    block = f"{draw.randint(1, 5)}-{draw.randint(1, 30)}-{draw.randint(1, 20)}"
    post = f"〒999-{draw.randint(1, 9999):04}"
    return draw.choice(
        [
            f"風見市{place}{block}",
            f"{post} 風見市{place}{block}",
            f"{place}{block.translate(_FULL)}",
        ]
    )


def _phones(draw: random.Random, phone: str, number: int) -> str:
    fax = f"042-{900 + number // 100}-{number * 7 % 10000:04}"
    return draw.choice(
        [
            phone,
            phone.translate(_FULL),
            f"TEL{phone} FAX{fax}",
            f"電話（０４２）{phone[4:]}\nFAX：{fax}",
            phone[4:],  # without the area code, as people of the town write it
            "",
        ]
    )


def _again(draw: random.Random, before: list[str], number: int) -> list[str]:
    """Return a group once more, as somebody else typed it."""
    row = [*before]
    row[0] = str(number)
    row[1] = draw.choice([f"NPO法人{row[1]}", f"{row[1]}　", row[1], f"（特非）{row[1]}"])
    row[9] = ""
    return row


def _broken(draw: random.Random, row: list[str]) -> list[str]:
    """Return a row with a mistake that nobody can guess away."""
    broken = [*row]
    column, text = draw.choice(
        [(1, ""), (8, "12-34"), (9, "メールはありません"), (11, "十年ほど前")]
    )
    broken[column] = text
    return broken
