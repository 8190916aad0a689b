"""What search finds, compared with Python's `in`, and how the database finds it."""

import json
import random
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from django.db.models import QuerySet

from koganei_kyodo.search import sql
from koganei_kyodo.search.fields import BigramIndex, SearchColumn
from koganei_kyodo.search.folding import normalise
from koganei_kyodo.search.paginator import SearchPaginator
from koganei_kyodo.search.querysets import search, unindexed
from koganei_kyodo.search.words import MAX_CHARACTERS, MAX_WORDS, words

ALPHABET = [
    *"防災福祉環境市民のをにはー、。%_\\'\"&|!:*()<>-?$;[]{}^~`#@aAzZ09ａＺ９",
    *"ぼらんてぃあボランティアｶﾞﾊﾟヴゔ㍻㈱①髙高﨑崎澤沢邉辺𠮷吉・･",
    *"\u3099\u309a\u0301\ufe0f\u200d\U000e0100👨👩👍🏽é",
]
SPACES = " \u3000\t\n\u00a0\u2003\r"


def texts_of(rng: random.Random, number: int) -> list[str]:
    """Return hostile texts of 0 to 60 characters."""
    drawn = [*ALPHABET, *SPACES]
    return ["".join(rng.choices(drawn, k=rng.randint(0, 60))) for _ in range(number)]


def keywords_of(rng: random.Random, texts: list[str], number: int) -> list[str]:
    """Return keywords: half cut out of the texts, half made up; some of several words."""
    found: list[str] = []
    while len(found) < number:
        size = rng.randint(1, 4)
        text = rng.choice(texts)
        if rng.random() < 0.5 and len(text) > size:
            start = rng.randrange(len(text) - size)
            piece = text[start : start + size]
        else:
            piece = "".join(rng.choices(ALPHABET, k=size))
        if rng.random() < 0.2:
            piece += rng.choice(SPACES) + rng.choice(ALPHABET)
        found.append(piece)
    return found


def ids(queryset: QuerySet[Any]) -> list[int]:
    """Return the keys, sorted."""
    return sorted(queryset.values_list("pk", flat=True))


def test_1500_hostile_keywords_as_pythons_in(note: Any) -> None:
    rng = random.Random(20110314)
    texts = texts_of(rng, 250)
    rows = note.objects.bulk_create(note(name="", body=text) for text in texts)
    stored = {row.pk: normalise(row.body) for row in rows}
    differ, hits = [], 0
    for keyword in keywords_of(rng, texts, 1500):
        wanted = [normalise(word) for word in keyword.split()]
        expected = [pk for pk, text in stored.items() if all(word in text for word in wanted)]
        hits += bool(expected) and len(expected) < len(rows)
        if ids(search(note.objects.all(), "search_text", keyword)) != sorted(expected):
            differ.append(keyword)
    assert hits > 700  # the comparison says something only where some rows match and some do not
    assert differ == []


@pytest.mark.parametrize("keyword", ["", "   ", "\u3000", "・", "\u200b \ufeff"])
def test_without_a_word_nothing_is_filtered(note: Any, keyword: str) -> None:
    note.objects.create(name="防災の会")
    assert search(note.objects.all(), "search_text", keyword).count() == 1
    assert unindexed(note.objects.all(), "search_text", keyword).count() == 1
    assert note.objects.filter(search_text__matches=keyword).count() == 1


def test_several_words_must_all_occur_in_any_column(note: Any) -> None:
    both = note.objects.create(name="みどりの会", body="公園の清掃")
    note.objects.create(name="みどりの会", body="読み聞かせ")
    assert ids(search(note.objects.all(), "search_text", "緑　ﾐﾄﾞﾘ")) == []
    assert ids(search(note.objects.all(), "search_text", "ﾐﾄﾞﾘ　清掃")) == [both.pk]


def test_no_word_matches_across_two_columns(note: Any) -> None:
    note.objects.create(name="市民", body="活動")
    assert ids(search(note.objects.all(), "search_text", "民活")) == []


def test_a_missing_value_hides_nothing(note: Any) -> None:
    row = note.objects.create(name="防災の会", body=None)
    assert ids(search(note.objects.all(), "search_text", "防災")) == [row.pk]


def test_the_column_follows_every_change(note: Any) -> None:
    row = note.objects.create(name="防災の会")
    note.objects.update(name="見守りの会")
    assert ids(search(note.objects.all(), "search_text", "防災")) == []
    assert ids(search(note.objects.all(), "search_text", "見守")) == [row.pk]


def test_other_conditions_hold_as_well(note: Any) -> None:
    note.objects.create(name="防災の会", kind=1)
    row = note.objects.create(name="防災の会", kind=2)
    found = search(note.objects.filter(kind__gte=1), "search_text", "防災").filter(kind=2)
    assert ids(found) == [row.pk]
    assert ids(note.objects.exclude(search_text__matches="見守り").filter(kind=2)) == [row.pk]


@pytest.mark.parametrize("keyword", ["防\0災", "\ud83d"])
def test_refuses_what_no_text_can_hold(note: Any, keyword: str) -> None:
    with pytest.raises(ValueError, match=r"NUL|surrogates"):
        search(note.objects.all(), "search_text", keyword)


def test_words_are_limited() -> None:
    assert words("あ あ ア い") == ("あ", "い")
    assert len(words(" ".join(chr(0x4E00 + i) for i in range(50)))) == MAX_WORDS
    assert words("あ" * (MAX_CHARACTERS + 1)) == ("あ" * MAX_CHARACTERS,)


def test_a_very_long_text_is_stored_and_found_by_its_beginning(note: Any) -> None:
    """Characters of four bytes, all pairs different: what takes most room in a tsvector."""
    size = sql.INDEXED_CHARACTERS
    many = "".join(chr(0x20000 + i % 40_000) for i in range(size + 2_000))
    row = note.objects.create(name="", body=many)
    assert ids(search(note.objects.all(), "search_text", many[size - 50 : size - 10])) == [row.pk]


# --- how it is found -----------------------------------------------------------------------------


def plan_of(queryset: QuerySet[Any]) -> str:
    """Return the plan of the queryset's statement as JSON text."""
    plan = json.loads(queryset.explain(format="json"))
    return json.dumps(plan, ensure_ascii=False)


@pytest.mark.parametrize("keyword", ["災", "防災", "防災の", "防災 福祉"])
def test_the_index_is_used_beside_other_conditions(note: Any, keyword: str) -> None:
    note.objects.bulk_create(note(name="", body=f"{i}番の記録") for i in range(50))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    plan = plan_of(search(note.objects.filter(kind=0), "search_text", keyword))
    assert '"Index Name": "note_search_text"' in plan


def test_a_frequent_word_does_not_tempt_the_planner_to_read_the_table(note: Any) -> None:
    note.objects.bulk_create(note(name="", body=f"{i}の防災" * 20) for i in range(2_000))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {note._meta.db_table}")
    found = search(note.objects.order_by(), "search_text", "の")
    assert '"Index Name": "note_search_text"' in plan_of(found)
    assert '"Index Name": "note_search_text"' in plan_of(found[:20])


def test_the_index_keeps_no_list_of_pending_entries(note: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'note_search_text'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def test_column_and_index_can_be_written_into_a_migration() -> None:
    column, imports = MigrationWriter.serialize(SearchColumn("name", "body"))
    assert "SearchColumn('name', 'body'" in column
    assert imports == {"import koganei_kyodo.search.fields"}
    index, _ = MigrationWriter.serialize(BigramIndex("search_text", name="x"))
    assert index == "koganei_kyodo.search.fields.BigramIndex('search_text', name='x')"
    assert BigramIndex("search_text", name="x").clone() == BigramIndex("search_text", name="x")


# --- order and pages -----------------------------------------------------------------------------


@pytest.fixture
def named(note: Any) -> Any:
    """Six notes about 防災, two of them by name, and one about something else."""
    note.objects.bulk_create(
        note(pk=pk, name=name, body=body)
        for pk, (name, body) in enumerate(
            [
                ("みどりの会", "防災も"),
                ("小金井防災ネットワーク", "活動"),
                ("子ども食堂", "防災"),
                ("防災の会", "訓練"),
                ("読み聞かせ", "絵本"),
                ("見守り隊", "防災"),
                ("囲碁の会", "防災"),
            ],
            start=1,
        )
    )
    return note


IN_ORDER = [4, 2, 1, 3, 6, 7]


def test_matches_in_the_name_come_first_and_shorter_names_before_longer(named: Any) -> None:
    found = search(named.objects.all(), "search_text", "防災", name_column="search_name")
    assert list(found.values_list("pk", flat=True)) == IN_ORDER
    backward = search(
        named.objects.order_by("-pk"), "search_text", "防災", name_column="search_name"
    )
    assert list(backward.values_list("pk", flat=True)) == [4, 2, 7, 6, 3, 1]


@pytest.mark.parametrize("per_page", [1, 2, 3, 4, 10])
@pytest.mark.parametrize(("limit", "label"), [(5, "5件以上"), (6, "6件"), (1, "1件以上")])
def test_pages_are_the_same_for_frequent_words(
    named: Any, per_page: int, limit: int, label: str
) -> None:
    pages = SearchPaginator(
        named.objects.all(),
        per_page,
        column="search_text",
        keyword="防災",
        name_column="search_name",
        limit=limit,
    )
    shown = [row.pk for number in pages.page_range for row in pages.page(number)]
    assert shown == IN_ORDER[:limit]
    assert (pages.count, pages.count_label) == (limit, label)
    assert pages.is_capped == (limit < 6)


@pytest.mark.parametrize("limit", [3, 100])
def test_pages_without_names_keep_the_order_of_the_queryset(named: Any, limit: int) -> None:
    pages = SearchPaginator(
        named.objects.order_by("-pk"), 3, column="search_text", keyword="防災", limit=limit
    )
    assert [row.pk for row in pages.page(1)] == [7, 6, 4]


def test_pages_without_a_keyword_show_everything(named: Any) -> None:
    pages = SearchPaginator(named.objects.all(), 20, column="search_text", keyword=" ")
    assert (pages.count_label, len(pages.page(1))) == ("7件", 7)


def test_a_count_of_thousands_is_written_with_a_comma(note: Any) -> None:
    note.objects.bulk_create(note(name="の") for _ in range(1_001))
    pages = SearchPaginator(note.objects.all(), 20, column="search_text", keyword="の")
    assert (pages.count, pages.count_label, pages.num_pages) == (1_000, "1,000件以上", 50)


@pytest.mark.parametrize("limit", [3, 100])
def test_a_page_takes_two_statements(
    named: Any, limit: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        pages = SearchPaginator(
            named.objects.all(),
            3,
            column="search_text",
            keyword="防災",
            name_column="search_name",
            limit=limit,
        )
        assert len(list(pages.page(1))) == 3
