"""Which column of a register is what: the items there are, and how their headings usually read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from koganei_kyodo.search.folding import normalise


@dataclass(frozen=True)
class Target:
    """One item that a column can hold; ``words`` are headings it usually has, normalised."""

    key: str
    label: str
    words: tuple[str, ...]
    help_text: str = ""


TARGETS: tuple[Target, ...] = (
    Target("registration_number", "登録番号", ("登録番号", "登録no", "団体番号", "整理番号")),
    Target("name", "団体名", ("団体名", "団体名称", "名称", "団体の名称", "グループ名", "会の名称", "サークル名", "法人名")),
    Target("name_kana", "団体名のふりがな", ("ふりがな", "団体名ふりがな", "団体名(ふりがな)", "団体名かな", "よみがな", "読み", "かな", "名称ふりがな")),
    Target("kind", "団体の種類", ("種類", "種別", "団体種別", "団体の種類", "法人格", "組織形態", "区分")),
    Target("corporate_number", "法人番号", ("法人番号",)),
    Target("fields", "活動分野（いくつでも）", ("活動分野", "分野", "活動分野1", "活動分野2", "活動分野3", "分野1", "分野2", "分野3", "主な活動分野", "カテゴリ"),
           "1つの欄に「福祉、環境」のようにいくつ書いてあっても読みます。番号でも読みます。"),
    Target("areas", "活動する地域（いくつでも）", ("活動地域", "活動する地域", "活動エリア", "地域", "活動区域", "主な活動地域")),
    Target("purpose", "目的", ("目的", "設立目的", "活動目的", "団体の目的", "設立の目的")),
    Target("activities", "活動の内容", ("活動内容", "活動の内容", "主な活動", "主な活動内容", "事業内容", "内容", "紹介", "pr", "団体紹介")),
    Target("founded", "できた年（年月日でも）", ("設立", "設立年", "設立年月日", "設立年月", "発足", "創立", "結成", "結成年月", "活動開始年", "設立日")),
    Target("member_count", "会員の数", ("会員数", "人数", "構成員数", "メンバー数", "会員の数", "部員数", "構成人数")),
    Target("fee", "会費", ("会費", "年会費", "月会費")),
    Target("activity_days", "活動する日", ("活動日", "活動日時", "活動する日", "定例日", "曜日", "活動曜日", "例会")),
    Target("activity_place", "活動する場所", ("活動場所", "活動する場所", "会場", "拠点", "主な活動場所")),
    Target("representative", "代表者の名前", ("代表者", "代表者名", "代表者氏名", "代表", "会長", "会長名", "代表名", "理事長")),
    Target("representative_kana", "代表者のふりがな", ("代表者ふりがな", "代表者名ふりがな", "代表者氏名ふりがな", "代表者(ふりがな)", "代表ふりがな", "代表者かな")),
    Target("contact_name", "連絡する人の名前", ("連絡先氏名", "連絡者", "担当者", "連絡責任者", "連絡先名", "事務局", "連絡担当者", "担当者名")),
    Target("postcode", "郵便番号", ("郵便番号", "〒", "郵便")),
    Target("address", "住所（郵便番号が入っていても）", ("住所", "所在地", "団体所在地", "事務所所在地", "連絡先住所", "事務所住所")),
    Target("phones", "電話番号・FAX番号（いくつでも）", ("電話", "電話番号", "tel", "連絡先", "固定電話", "tel/fax", "電話/fax", "連絡先電話番号", "電話fax", "連絡先電話"),
           "「TEL… FAX…」のように1つの欄に入っていても、分けて読みます。"),
    Target("mobile", "携帯電話番号", ("携帯", "携帯電話", "携帯電話番号", "携帯番号")),
    Target("fax", "FAX番号", ("fax", "fax番号", "ファックス")),
    Target("email", "メールアドレス", ("メール", "メールアドレス", "email", "e-mail", "mail", "eメール", "電子メール")),
    Target("url", "ホームページ", ("ホームページ", "url", "hp", "web", "webサイト", "ウェブサイト", "hpアドレス", "サイト")),
    Target("wanted", "募集", ("募集", "会員募集", "仲間募集", "ボランティア募集", "募集状況")),
    Target("registered_on", "登録した日", ("登録日", "登録年月日", "登録した日", "受付日")),
    Target("staff_note", "職員のメモ（公開しない）", ("備考", "メモ", "職員メモ", "特記事項", "摘要", "その他")),
)  # fmt: skip
BY_KEY = {target.key: target for target in TARGETS}
# What more than one column may hold.
SEVERAL = frozenset({"fields", "areas", "phones", "activities", "staff_note", "purpose", "url"})


def folded(header: str) -> str:
    """Return a heading as it is compared: normalised, without what stands around the words."""
    return re.sub(r"[\s_※*■●()/:]", "", normalise(header))


_KNOWN = {folded(word): target.key for target in TARGETS for word in target.words}


def guess(header: Sequence[str], memory: dict[str, str]) -> list[str]:
    """Return for each heading the item it is most likely about, empty where nothing fits.

    Args:
        header: the headings of a file.
        memory: heading (folded) → item, from files before; an empty item says: not wanted.
    """
    found: list[str] = []
    for name in header:
        key = folded(name)
        target = memory[key] if key in memory else _KNOWN.get(key, _contained(key))
        if target in found and target not in SEVERAL:
            target = ""
        found.append(target if target in BY_KEY else "")
    return found


def _contained(key: str) -> str:
    """Return the item with the longest word that stands in a heading; a single letter is none."""
    fitting = [word for word in _KNOWN if len(word) > 1 and word in key]
    return _KNOWN[max(fitting, key=len)] if fitting else ""
