"""Search: the first page for words of one to four characters, in 1,000 to 100,000 texts.

Scale 1 is 1,000 texts of 600 characters. They are drawn from 6,600 made words, frequent ones much
more often than seldom ones as in real texts, with particles and endings between them; the same on
every machine. A page is 20 rows and the bounded count, newest first.
"""

import random
from collections.abc import Iterator
from functools import partial
from itertools import accumulate, chain
from typing import ClassVar

from django.apps.registry import Apps
from django.db import connection, models

from benchmarks.harness import Case
from koganei_kyodo.search.fields import BigramIndex, SearchColumn
from koganei_kyodo.search.folding import normalise
from koganei_kyodo.search.paginator import LIMIT, SearchPaginator

NAME = "search"
TEXTS = 1_000
LENGTH = 600
PER_PAGE = 20
_PIECES = LENGTH // 3

# (word, how often it occurs); "apart" stands for frequent pairs that are seldom neighbours.
KEYWORDS = (
    ("の", "frequent"),
    ("鼻", "seldom"),
    ("防災", "frequent"),
    ("講座", "seldom"),
    ("防災の", "frequent"),
    ("のため", "apart"),
    ("講座を", "seldom"),
    ("している", "frequent"),
    ("ボラン", "seldom"),
    ("防災につ", "frequent"),
    ("図書館の", "seldom"),
)
# Every 25th word is one of these, the first the most frequent.
_KNOWN = (
    "防災 市民 活動 地域 福祉 子ども 環境 協働 支援 団体 交流 参加 情報 事業 学習 文化 国際 高齢者 "
    "障害 センター まちづくり 清掃 公園 図書館 講座 会議 見守り ボランティア 報告 募集 相談 計画"
)
_KANJI = (
    "一三上下中主予事交人仕代会住作使保信個健側働先光全公共具内再出分利前力加助動務北区医協南原参取口台史合名和品商員問園土地場声売外多大天夫女始委学守安定宝実客室家宿対小少居山岩川"
    "工市平年店庫建式引強当役後心必思性息情想愛感成戦所手技投持指接放政教数文料断方施旅族日明星春昼時書月服朝木本村条来東林果校根植業楽構様横橋機歌歩歳歴死母毎民気水求決油治法波洋活"
    "流海消深温湖湯満演火灯災点無然熱物特犬状率現球理生産用田町画界番病発白百的皆目直相省真知短石研確示社祝神票祭福秀私科秒移程種空立章童競竹笑第筆答算管箱節米精紀約級組経結給統絵緑"
    "線練置美義習老考者耳聖聞職育背自至船良色花苦英茶草荷菜葉薬虫血衆行術街表裁装西見規覚親観解言計討訓記訪設許話認語説読課調談論講識議谷豊負財貨責費資賛赤走起足路身車転輪農近返送通"
    "速連進遊運過道遠選部郵里野量金針鉄銀鏡長門開間関防院陸階際集雨雪電青音順頂預領題願類風食養館首馬駅験高鳥黄黒鼻"
)
_KANA = "アイウエオカキクケコサシスセタチツテナニノハヒフマミムメモラリルレロワンガジダドバブプ"
_ENDINGS = (
    "の を に は が で と も から まで 、 。 している しました について による ための できる "
    "すること されている します として という ことができる において したい など"
)


class Text(models.Model):
    """A searchable text; its table lives in the benchmark's own database only."""

    name = models.CharField(max_length=100)
    body = models.TextField()
    search_name = SearchColumn("name")
    search_text = SearchColumn("name", "body")

    objects: ClassVar[models.Manager["Text"]] = models.Manager()

    class Meta:
        apps = Apps()
        app_label = "search_benchmark"

    def __str__(self) -> str:
        return self.name


INDEXES = (
    BigramIndex("search_name", name="benchmark_search_name"),
    BigramIndex("search_text", name="benchmark_search_text"),
)


def corpus(texts: int) -> Iterator[tuple[str, str]]:
    """Yield (name, body) of so many texts, always the same ones."""
    rng = random.Random(2026)  # noqa: S311 - the same texts every time, nothing secret
    words = ["".join(rng.choices(_KANJI, k=2)) for _ in range(6_000)]
    words += ["".join(rng.choices(_KANA, k=rng.randint(3, 6))) for _ in range(600)]
    rng.shuffle(words)
    for place, known in enumerate(_KNOWN.split()):
        words[place * 25] = known
    endings = _ENDINGS.split()
    weights = list(accumulate(1 / (rank + 20) for rank in range(len(words))))
    ending_weights = list(accumulate(1 / (rank + 2) for rank in range(len(endings))))
    for _ in range(texts):
        drawn = rng.choices(words, cum_weights=weights, k=_PIECES)
        ended = rng.choices(endings, cum_weights=ending_weights, k=_PIECES)
        body = "".join(chain.from_iterable(zip(drawn, ended, strict=True)))
        yield f"{drawn[0]}{drawn[1]}の会", body[:LENGTH]


def fill(texts: int) -> None:
    """Make the table anew with so many texts; the indexes last, which is quicker."""
    with connection.schema_editor(atomic=False) as editor:
        if Text._meta.db_table in connection.introspection.table_names():
            editor.delete_model(Text)
        editor.create_model(Text)
    table = connection.ops.quote_name(Text._meta.db_table)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} (name, body) FROM STDIN") as copy:
            for row in corpus(texts):
                copy.write_row(row)
        cursor.execute("SET maintenance_work_mem = '256MB'")
        with connection.schema_editor(atomic=False) as editor:
            for index in INDEXES:
                editor.add_index(Text, index)
        # Statistics of the index entries would take long, and no search uses them.
        cursor.execute(f"VACUUM (ANALYZE) {table} (id)")


def page(keyword: str, *, by_name: bool) -> tuple[int, list[int]]:
    """Return the bounded count and the keys of the first page, the portal's way."""
    pages = SearchPaginator(
        Text.objects.only("name").order_by("-pk"),
        PER_PAGE,
        column="search_text",
        keyword=keyword,
        name_column="search_name" if by_name else None,
        limit=LIMIT,
    )
    return pages.count, [row.pk for row in pages.page(1)]


# The floor, written for this table, one word and the first page.
_COUNT = """
    SELECT count(*) FROM (SELECT 1 FROM search_benchmark_text
    WHERE kyodo_grams(search_text) @@ (SELECT kyodo_query(%(word)s))
        AND strpos(search_text, %(word)s) > 0 LIMIT %(limit)s) AS found
"""
_PAGE = """
    SELECT id, name FROM search_benchmark_text
    WHERE kyodo_grams(search_text) @@ (SELECT kyodo_query(%(word)s))
        AND strpos(search_text, %(word)s) > 0 ORDER BY id DESC LIMIT 20
"""
_FREQUENT_PAGE = """
    SELECT id, name FROM search_benchmark_text
    WHERE strpos(search_text, %(word)s) > 0 ORDER BY id DESC LIMIT 20
"""


def bare(word: str) -> tuple[int, list[int]]:
    """Return what `page` returns without names, by statements written by hand."""
    with connection.cursor() as cursor:
        parameters: dict[str, str | int] = {"word": word, "limit": LIMIT + 1}
        cursor.execute(_COUNT, parameters)
        count = cursor.fetchone()[0]
        cursor.execute(_FREQUENT_PAGE if count > LIMIT else _PAGE, parameters)
        return min(count, LIMIT), [row[0] for row in cursor.fetchall()]


def check_equal(keyword: str) -> None:
    """Compare page and floor with the bodies themselves, read one by one.

    Raises:
        AssertionError: they find different rows; times would say nothing.
    """
    word = normalise(keyword)
    rows = Text.objects.order_by("-pk").values_list("pk", "search_text").iterator()
    hits = [pk for pk, text in rows if word in text]
    expected = (min(len(hits), LIMIT), hits[:PER_PAGE])
    for found in (page(keyword, by_name=False), bare(word)):
        if found != expected:
            raise AssertionError(f"{keyword}: {found}, not {expected}")


def cases(scales: tuple[int, ...]) -> Iterator[Case]:
    """Yield the cases of each scale, its texts in the database; the smallest is checked."""
    for scale in scales:
        fill(scale * TEXTS)
        for keyword, frequency in KEYWORDS:
            if scale == min(scales):
                check_equal(keyword)
            name = f"{NAME} {len(keyword)} {keyword} ({frequency})"
            floor = partial(bare, normalise(keyword))
            yield Case(name, scale, partial(page, keyword, by_name=False), floor)
        by_name = partial(page, "防災", by_name=True)
        yield Case(f"{NAME} 2 防災, names first", scale, by_name, partial(bare, "防災"))
