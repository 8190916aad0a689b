"""What Japanese search takes as the same: the one table behind `normalise` here and in SQL.

Both sides bring width and compatibility characters together (NFKC), lower ASCII, drop what people
leave out (`DROPPED`), replace single characters (`DASHES`, `KANA`, `SELDOM`), and compose again (NFC).
Nothing here changes what is stored or shown; only what is compared. A change here needs a migration
that replaces the function, writes the generated columns anew and rebuilds their indexes.
"""

import re
import unicodedata

# One character and its variants per group, the usual one first: forms of names and places, and
# the old forms (旧字体) of characters of the 常用漢字 list. Those that NFKC unites are not here.
VARIANTS = (
    "高髙 崎﨑嵜碕 沢澤 辺邊邉 斎齋齊斉 浜濱濵 広廣 国國囯 島嶋嶌 桜櫻 真眞 恵惠 槙槇 滝瀧 竜龍 "
    "蔵藏 曽曾 徳德 栄榮 学學斈 会會 芸藝 寿壽 万萬 与與 円圓 鉄鐵銕 豊豐 増增 清淸 静靜 瀬瀨 "
    "頼賴 横橫 黒黑 緑綠 弥彌 礼禮 実實 宝寶 応應 晋晉 県縣 関關 当當 発發 総總 声聲 体體 台臺 "
    "旧舊 塩鹽 医醫 駅驛 区區 郷鄕 教敎 柳栁桺 篭籠 桧檜 条條 来來 児兒 富冨 峰峯 岳嶽 涼凉 野埜 "
    "荘莊 厳嚴 亀龜 巌巖 穂穗 縄繩 譲讓 遥遙 瑶瑤 園薗 薮藪籔 昇曻 昂昻 吉𠮷 村邨 館舘 船舩 "
    "淵渕渊 鴎鷗 侠俠 頬頰 麺麵 芦蘆 青靑 黄黃 戸戶 歩步 毎每 彦彥 顔顏 産產 内內 呉吳 煕熙 "
    "祢禰 穣穰 聡聰 蒋蔣 観觀 諌諫 売賣 鎮鎭 霊靈 顕顯 騨驒 鴬鶯 麦麥 党黨 点點 齢齡 歯齒 "
    "楽樂 気氣 帰歸 挙擧 経經 軽輕 継繼 権權 献獻 効效 号號 参參 桟棧 賛贊 糸絲 辞辭 湿濕 写寫 "
    "釈釋 従從 処處 将將 証證 乗乘 浄淨 状狀 図圖 粋粹 随隨 数數 専專 践踐 銭錢 浅淺 戦戰 双雙 "
    "壮壯 争爭 捜搜 属屬 続續 対對 帯帶 択擇 担擔 団團 断斷 昼晝 虫蟲 庁廳 聴聽 逓遞 転轉 伝傳 "
    "灯燈 闘鬪 独獨 読讀 届屆 弐貳 脳腦 拝拜 廃廢 変變 並竝 満滿 訳譯 薬藥 予豫 "
    "余餘 様樣 覧覽 両兩 猟獵 励勵 労勞 炉爐 楼樓 湾灣 亜亞 悪惡 圧壓 囲圍 為爲 壱壹 隠隱 営營 "
    "衛衞 奥奧 欧歐 殴毆 仮假 価價 画畫 絵繪 拡擴 覚覺 歓歡 勧勸 陥陷 缶罐 巻卷 "
    "峡峽 狭狹 暁曉 勲勳 恒恆 剣劍劔 検檢 験驗 険險 倹儉 圏圈 砕碎 歳歲 済濟 剤劑 雑雜 焼燒 "
    "称稱 奨奬 渉涉 畳疊 嬢孃 触觸 嘱囑 髄髓 枢樞 窃竊 摂攝 潜潛 繊纖 禅禪 装裝 騒騷 滞滯 胆膽 "
    "弾彈 遅遲 鋳鑄 痴癡 徴徵 盗盜 稲稻 悩惱 覇霸 髪髮 抜拔 秘祕 払拂 "
    "仏佛 舗舖 穏穩 翻飜 黙默 謡謠 揺搖 乱亂 隷隸 恋戀 録錄 緒緖 暦曆 歴歷 錬鍊"
)

# Written for the long vowel mark, or for one another, by people who pick the wrong key.
DASHES = "-‐‑‒–—―−─━╌"
LONG_MARK = "ー"
_MARKS = {"〜": "~", "∼": "~", "∽": "~", "〰": "~", "`": "'"}
_MARKS |= {"“": '"', "‘": "'", "”": '"', "’": "'", "„": '"', "‚": "'", "‟": '"', "‛": "'"}
# Blocks whose capitals are lowered one to one; ASCII is lowered by itself. The case of characters
# in them never changes from one version of Unicode to the next.
_CAPITALS = (
    range(0x00C0, 0x0250),  # Latin with accents
    range(0x0391, 0x03AC),  # Greek
    range(0x0400, 0x0430),  # Cyrillic
    range(0x1E00, 0x1F00),  # Latin with accents, Vietnamese
)

# Dropped, as ranges of code points: spaces and line ends, the dots between the parts of a name,
# and what nobody types or sees: marks of direction and width, joiners, soft hyphens, and the
# selectors that choose the shape of a character (葛 + U+E0100).
DROPPED = (
    (0x0009, 0x000D),
    (0x001C, 0x0020),
    (0x0085, 0x0085),
    (0x00A0, 0x00A0),
    (0x00AD, 0x00AD),
    (0x00B7, 0x00B7),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x1680, 0x1680),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2022, 0x2022),
    (0x2027, 0x202E),
    (0x2060, 0x206F),
    (0x2219, 0x2219),
    (0x22C5, 0x22C5),
    (0x30FB, 0x30FB),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE0FFF),
)


def _capitals() -> dict[str, str]:
    """Return capitals beyond ASCII with their small letters, where both are one character."""
    letters = (chr(code) for block in _CAPITALS for code in block)
    pairs = {letter: letter.lower() for letter in letters}
    return {
        capital: small
        for capital, small in pairs.items()
        if len(small) == 1
        and small != capital
        and unicodedata.normalize("NFKC", capital) == capital
    }


# Katakana as hiragana. ヵ and ヶ, which stand for か and け in 一ヵ月 and 霞ヶ関, become these.
KANA = {chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F5), 0x30FD, 0x30FE)}
KANA |= {"ヵ": "か", "ヶ": "け", "ゕ": "か", "ゖ": "け", "ヴ": "ゔ"}
# Seldom seen: SQL looks whether a text has one before it goes through them all.
SELDOM = {variant: group[0] for group in VARIANTS.split() for variant in group[1:]}
SELDOM |= _MARKS | _capitals()

_ASCII_CAPITALS = {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_FOLDS = str.maketrans(_ASCII_CAPITALS | dict.fromkeys(DASHES, LONG_MARK) | KANA | SELDOM)
_DROPPED = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in DROPPED) + "]+")


def normalise(text: str) -> str:
    """Return `text` as search compares it: width, kana, case, spacing and variants made one.

    The same as `kyodo_normalise` in the database for every character that the Unicode of this
    Python knows. Applying it twice changes nothing more.

    Raises:
        ValueError: `text` holds NUL or half of a surrogate pair, which no text column can hold.
    """
    if "\0" in text:
        raise ValueError("a text with a NUL character cannot be searched for")
    text.encode()  # UnicodeEncodeError is a ValueError
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_FOLDS)
    return unicodedata.normalize("NFC", folded)
