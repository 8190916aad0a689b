"""The benchmark of search: its texts stay the same, and it measures equal results."""

import hashlib
from itertools import islice

import pytest
from django.db import connection

from benchmarks import search


def test_the_texts_are_the_same_on_every_machine() -> None:
    texts = list(islice(search.corpus(1_000), 50))
    assert {len(body) for _, body in texts} == {search.LENGTH}
    assert list(search.corpus(50)) == texts
    digest = hashlib.sha256("".join(name + body for name, body in texts).encode()).hexdigest()
    assert digest[:16] == "e9e8a26a16fc1c66"


@pytest.fixture
def _sixty_texts(db: None) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(search.Text)
        for index in search.INDEXES:
            editor.add_index(search.Text, index)
    search.Text.objects.bulk_create(
        search.Text(name=name, body=body) for name, body in search.corpus(60)
    )


@pytest.mark.usefixtures("_sixty_texts")
@pytest.mark.parametrize("limit", [25, 1_000])
def test_page_and_floor_find_the_same(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(search, "LIMIT", limit)
    for keyword, _ in search.KEYWORDS:
        search.check_equal(keyword)


@pytest.mark.usefixtures("_sixty_texts")
def test_a_floor_that_finds_otherwise_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "bare", lambda word: (0, []))
    with pytest.raises(AssertionError, match="防災"):
        search.check_equal("防災")
