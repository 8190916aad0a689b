"""The page of a document and its download."""

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from koganei_kyodo.documents import registry
from koganei_kyodo.documents.models import Rendering

pytestmark = pytest.mark.django_db
Status = Rendering.Status
FILENAME = "武蔵野市の調査　図表.pdf"


def rendering(**values: Any) -> Rendering:
    """A public document, finished unless said otherwise."""
    values = {
        "kind": "test-page",
        "key": "k",
        "title": "調査の図表",
        "filename": FILENAME,
        "content_type": "application/pdf",
        "public": True,
        "status": Status.DONE,
        "content": b"%PDF-1.7 x",
        "finished_at": dt.datetime(2026, 4, 1, 1, 30, tzinfo=dt.UTC),
        "progress": 100,
    } | values
    return Rendering.objects.create(**values)


def url(name: str, row: Rendering) -> str:
    return reverse(f"documents:{name}", args=[row.pk])


def test_page_of_a_finished_document_links_to_its_file(client: Client) -> None:
    row = rendering()
    html = client.get(row.get_absolute_url()).content.decode()
    assert url("download", row) in html
    assert "できあがりました" in html
    assert "2026年4月1日 10時30分" in html
    assert "hx-get" not in html


def test_page_of_a_document_in_work_polls_and_works_without_javascript(client: Client) -> None:
    row = rendering(status=Status.RUNNING, progress=40, content=None, finished_at=None)
    html = client.get(row.get_absolute_url()).content.decode()
    assert f'hx-get="{url("status", row)}?seen=running-40"' in html
    assert 'hx-trigger="every 1s"' in html
    assert "最新の状態を見る" in html
    assert 'value="40"' in html
    assert url("download", row) not in html


def test_fragment_is_empty_until_something_changes(client: Client) -> None:
    row = rendering(status=Status.RUNNING, progress=40, content=None, finished_at=None)
    same = client.get(url("status", row), {"seen": "running-40"})
    changed = client.get(url("status", row), {"seen": "queued-0"})
    assert (same.status_code, same.content) == (204, b"")
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()
    assert "作成しています" in changed.content.decode()


def test_failed_document_shows_the_reason_and_a_way_on(client: Client) -> None:
    row = rendering(status=Status.FAILED, message="まだ図表がありません。", content=None)
    html = client.get(row.get_absolute_url()).content.decode()
    assert "まだ図表がありません。" in html
    assert f'action="{url("retry", row)}"' in html


def test_download_names_the_file_in_japanese(client: Client) -> None:
    response = client.get(url("download", rendering()))
    assert response.content == b"%PDF-1.7 x"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(FILENAME)}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.FAILED])
def test_download_is_404_until_done(client: Client, status: str) -> None:
    row = rendering(status=status, content=None, finished_at=None)
    assert client.get(url("download", row)).status_code == 404


@pytest.mark.parametrize("name", ["detail", "status", "download"])
def test_a_document_for_staff_is_404_for_others(client: Client, name: str) -> None:
    assert client.get(url(name, rendering(public=False))).status_code == 404


def test_only_active_staff_see_documents_that_are_not_public() -> None:
    rendering(public=False)
    user = get_user_model()
    for active, seen in [(True, 1), (False, 0)]:
        person = user(is_superuser=True, is_active=active)
        assert Rendering.objects.visible_to(person).count() == seen
    assert Rendering.objects.visible_to(AnonymousUser()).count() == 0


def test_retry_queues_a_failed_document(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._renderers, "test-page", lambda params, progress: b"x")
    row = rendering(status=Status.FAILED, message="だめでした。", content=None)
    response = client.post(url("retry", row))
    assert response.headers["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.status, row.message) == (Status.QUEUED, "")


def test_retry_leaves_a_finished_document_alone_and_refuses_get_and_strangers(
    client: Client,
) -> None:
    row = rendering()
    client.post(url("retry", row))
    row.refresh_from_db()
    assert row.is_done
    assert client.get(url("retry", row)).status_code == 405
    assert client.post(url("detail", row)).status_code == 405
    hidden = rendering(key="hidden", public=False)
    assert client.post(url("retry", hidden)).status_code == 404


def test_pages_do_not_load_the_file(client: Client, django_assert_max_num_queries: Any) -> None:
    row = rendering()
    with django_assert_max_num_queries(6) as queries:
        client.get(row.get_absolute_url())
    assert not [q for q in queries.captured_queries if '"content"' in q["sql"]]
