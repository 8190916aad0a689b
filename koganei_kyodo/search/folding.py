"""What Japanese search takes as the same: the one table behind `normalise` here and in SQL.

Both sides drop what nobody types (`IGNORED`), bring width and compatibility characters together
(NFKC), lower ASCII, and then replace single characters by `FOLDS` (None: dropped). Nothing here
changes what is stored or shown; only what is compared.
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
_DASHES = "-‐‑‒–—―−─━╌ｰ"
_TILDES = "〜∼∽〰"
_QUOTES = {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'"}
# Left out of comparison: spaces, line ends, and the dots between the parts of a name.
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029"
_DOTS = "・·•‧∙⋅"

# Nobody types these, and nobody sees them: marks of direction and width, joiners, soft hyphens,
# and the selectors that choose the shape of a character (葛󠄀). Ranges of code points.
IGNORED = (
    (0x0000_00AD, 0x0000_00AD),
    (0x0000_034F, 0x0000_034F),
    (0x0000_061C, 0x0000_061C),
    (0x0000_180B, 0x0000_180F),
    (0x0000_200B, 0x0000_200F),
    (0x0000_202A, 0x0000_202E),
    (0x0000_2060, 0x0000_206F),
    (0x0000_FE00, 0x0000_FE0F),
    (0x0000_FEFF, 0x0000_FEFF),
    (0x000E_0000, 0x000E_0FFF),
)
