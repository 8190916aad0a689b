"""Python and PostgreSQL make the same of every text."""

import importlib
import unicodedata

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from koganei_kyodo.search import folding, sql
from koganei_kyodo.search.folding import normalise

# Characters that this Python's Unicode knows; the database's is the same or newer.
KNOWN = st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0")
AWKWARD = st.sampled_from(
    [
        *"かハｶﾊﾞﾟ゛゜ーｰ-－~〜・･ Aaé É\u0301\u3099\u309aヴｳﾞ㍻㈱①ﷺ\u200d\ufe0f\U000e0100👨\u1100\u1161\u11a8",
        *folding.SELDOM,
    ]
)
TEXTS = st.lists(KNOWN | AWKWARD, max_size=40).map("".join)


def in_database(texts: list[str]) -> list[str]:
    """Return what the SQL function makes of the texts."""
    query = (
        "SELECT kyodo_normalise(t) FROM unnest(%s::text[]) WITH ORDINALITY AS u (t, i) ORDER BY i"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [texts])
        return [row[0] for row in cursor.fetchall()]


class TestBothSides(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(st.lists(TEXTS, min_size=1, max_size=20))
    def test_hostile_texts(self, texts: list[str]) -> None:
        assert in_database(texts) == [normalise(text) for text in texts]


@pytest.mark.django_db
def test_every_character() -> None:
    codes = (code for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF)
    # Private characters are their own normal form, 137,000 times over.
    known = [chr(c) for c in codes if unicodedata.category(chr(c)) not in ("Cn", "Co")]
    found = in_database(known)
    differ = [a for a, b in zip(known, found, strict=True) if normalise(a) != b]
    assert len(known) > 140_000
    assert differ == []


@given(TEXTS)
def test_twice_is_as_good_as_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ﾎﾞﾗﾝﾃｨｱ", "ボランティア"),
        ("ぼらんてぃあ", "ボランティア"),
        ("ＮＰＯ", "npo"),
        ("Café", "CAFÉ"),
        ("まち・ひと・しごと", "まちひと しごと"),
        ("子育て　支援", "子育て支援"),
        ("サ－ビス", "サービス"),
        ("10〜12時", "１０～１２時"),
        ("霞ヶ関", "霞ケ関"),
        ("1ヵ月", "1カ月"),
        ("髙橋", "高橋"),
        ("宮﨑", "宮崎"),
        ("澤田", "沢田"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("濵田", "浜田"),
        ("廣瀨", "広瀬"),
        ("國分", "国分"),
        ("嶋田", "島田"),
        ("嶌田", "島田"),
        ("𠮷野", "吉野"),
        ("葛\U000e0100城", "葛城"),
        ("か゛", "が"),
        ("㍻", "平成"),
        ("ヴ", "ｳﾞ"),
    ],
)
def test_counts_as_the_same(typed: str, stored: str) -> None:
    assert normalise(typed) == normalise(stored)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("び", "ぴ"), ("島", "鳥"), ("ば", "は")])
def test_stays_apart(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x\udfff"])
def test_what_no_column_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"NUL|surrogates"):
        normalise(text)


def test_the_table_of_variants_is_sound() -> None:
    groups = folding.VARIANTS.split()
    everything = [character for group in groups for character in group]
    assert len(set(everything)) == len(everything)
    assert all(unicodedata.normalize("NFKC", each) == each for each in everything)
    sources = {*folding.KANA, *folding.SELDOM, *folding.DASHES}
    assert sources.isdisjoint({*folding.KANA.values(), *folding.SELDOM.values(), folding.LONG_MARK})


def test_the_migration_holds_the_functions_as_they_are_built_today() -> None:
    """After a change to the table: a new migration, as folding.py says, and this test follows it."""
    migration = importlib.import_module("koganei_kyodo.search.migrations.0001_functions")
    written = [operation.sql for operation in migration.Migration.operations]
    assert written == [sql.definition(name) for name in sql.FUNCTIONS]


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(sql.FUNCTIONS))
def test_the_functions_may_stand_in_an_index(name: str) -> None:
    with connection.cursor() as cursor:
        query = "SELECT provolatile, proisstrict, proparallel FROM pg_proc WHERE proname = %s"
        cursor.execute(query, [name])
        assert cursor.fetchall() == [("i", True, "s")]
        cursor.execute(f"SELECT {name}(NULL) IS NULL")
        assert cursor.fetchone() == (True,)
