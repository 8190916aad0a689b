"""Renderings: asking, making, failing, asking twice, clearing away."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.documents import actions, registry
from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.documents.registry import Progress, RenderingFailed, UnknownKind

Status = Rendering.Status
NOW = dt.datetime(2026, 4, 1, 3, 0, tzinfo=dt.UTC)
Ask = Callable[..., Rendering]


@pytest.fixture
def made() -> list[dict[str, Any]]:
    """The parameters of every run of the test's renderer."""
    return []


@pytest.fixture(autouse=True)
def _renderers(made: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_renderers", {})

    @registry.register("test-good")
    def good(params: dict[str, Any], progress: Progress) -> bytes:
        progress(40)
        made.append({**params, "seen": Rendering.objects.get(kind="test-good").progress})
        return b"content"

    @registry.register("test-broken")
    def broken(params: dict[str, Any], progress: Progress) -> bytes:
        raise ZeroDivisionError("秘密の中身")

    @registry.register("test-refused")
    def refused(params: dict[str, Any], progress: Progress) -> bytes:
        raise RenderingFailed("この調査には、まだ図表がありません。")

    @registry.register("test-empty")
    def empty(params: dict[str, Any], progress: Progress) -> bytes:
        return b""


@pytest.fixture
def ask() -> Ask:
    def ask_for(kind: str = "test-good", key: str = "a" * 64, **options: Any) -> Rendering:
        # The row's own key holds more: tests find their rows by the name of the file.
        return actions.request_rendering(
            kind,
            {"survey": 1},
            key,
            title="調査の図表",
            filename=f"{key}.pdf",
            content_type="application/pdf",
            **options,
        )

    return ask_for


def jobs() -> list[str]:
    return list(
        ProcrastinateJob.objects.filter(task_name=actions.TASK_NAME)
        .order_by("id")
        .values_list("status", flat=True)
    )


def remove_jobs() -> None:
    """Empty the queue; its Django models are read-only and its tables not flushed after a test."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def _own_queue(transactional_db: None) -> Iterator[None]:
    remove_jobs()
    yield
    remove_jobs()


@pytest.mark.django_db
class TestRequest:
    def test_queues_one_job_for_one_row(self, ask: Ask) -> None:
        rendering = ask()
        assert rendering.status == Status.QUEUED
        job = ProcrastinateJob.objects.get(task_name=actions.TASK_NAME)
        assert job.args == {"rendering_id": str(rendering.pk)}

    def test_asking_again_gives_the_same_row_and_no_second_job(self, ask: Ask) -> None:
        assert ask().pk == ask().pk
        assert Rendering.objects.count() == 1
        assert len(jobs()) == 1

    def test_other_inputs_are_another_row(self, ask: Ask) -> None:
        assert ask().pk != ask(key="b" * 64).pk

    def test_another_layout_is_another_row(self, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
        before = ask()
        monkeypatch.setattr(actions, "layout_version", lambda kind: "the release after")
        assert ask().pk != before.pk

    def test_a_finished_document_is_not_made_again(self, ask: Ask) -> None:
        actions.run_rendering(ask().pk)
        assert ask().status == Status.DONE
        assert len(jobs()) == 1

    def test_unknown_kind_is_refused_at_once(self, ask: Ask) -> None:
        with pytest.raises(UnknownKind):
            ask("nobody-makes-this")
        assert Rendering.objects.count() == 0

    def test_the_stricter_wish_holds(self, ask: Ask) -> None:
        assert ask(public=True).public
        assert not ask(public=False).public
        assert not ask(public=True).public

    def test_rolled_back_means_no_row_and_no_job(self, ask: Ask) -> None:
        def give_up() -> None:
            with transaction.atomic():
                ask()
                raise RuntimeError

        with pytest.raises(RuntimeError):
            give_up()
        assert Rendering.objects.count() == 0
        assert jobs() == []

    @pytest.mark.parametrize(
        ("minutes", "status"), [(9, Status.RUNNING), (11, Status.QUEUED)], ids=["busy", "stuck"]
    )
    def test_a_row_stuck_in_work_is_queued_again(self, ask: Ask, minutes: int, status: str) -> None:
        with time_machine.travel(NOW, tick=False):
            rendering = ask()
            Rendering.objects.update(status=Status.RUNNING, started_at=NOW, progress=40)
        with time_machine.travel(NOW + dt.timedelta(minutes=minutes), tick=False):
            again = ask()
        assert (again.pk, again.status) == (rendering.pk, status)

    def test_a_forgotten_row_gets_a_new_job(self, ask: Ask) -> None:
        with time_machine.travel(NOW, tick=False):
            ask()
        remove_jobs()
        with time_machine.travel(NOW + dt.timedelta(minutes=11), tick=False):
            ask()
            ask()
        assert jobs() == ["todo"]


@pytest.mark.django_db
class TestRun:
    def test_makes_the_document_and_shows_progress(
        self, ask: Ask, made: list[dict[str, Any]]
    ) -> None:
        actions.run_rendering(ask().pk)
        rendering = Rendering.objects.get()
        assert bytes(rendering.content or b"") == b"content"
        assert (rendering.status, rendering.progress) == (Status.DONE, 100)
        assert rendering.finished_at is not None
        assert made == [{"survey": 1, "seen": 40}]

    def test_running_again_does_nothing(self, ask: Ask, made: list[dict[str, Any]]) -> None:
        pk = ask().pk
        assert actions.run_rendering(pk) is not None
        assert actions.run_rendering(pk) is None
        assert len(made) == 1

    def test_a_row_in_work_is_left_to_its_worker(
        self, ask: Ask, made: list[dict[str, Any]]
    ) -> None:
        pk = ask().pk
        Rendering.objects.update(status=Status.RUNNING, started_at=dt.datetime.now(dt.UTC))
        assert actions.run_rendering(pk) is None
        assert made == []

    def test_a_row_that_is_gone_does_no_harm(self) -> None:
        assert actions.run_rendering("00000000-0000-0000-0000-000000000000") is None

    @pytest.mark.parametrize(
        ("kind", "message"),
        [
            ("test-broken", actions.FAILED_MESSAGE),
            ("test-empty", actions.FAILED_MESSAGE),
            ("test-refused", "この調査には、まだ図表がありません。"),
        ],
    )
    def test_failure_tells_the_person_in_japanese(self, ask: Ask, kind: str, message: str) -> None:
        actions.run_rendering(ask(kind).pk)
        rendering = Rendering.objects.get()
        assert (rendering.status, rendering.message) == (Status.FAILED, message)
        assert rendering.content is None

    def test_failure_logs_its_traceback(self, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
        pk = ask("test-broken").pk
        with caplog.at_level("ERROR"):
            actions.run_rendering(pk)
        assert any("ZeroDivisionError" in f"{r.msg}{r.exc_text}" for r in caplog.records)
        assert str(pk) in caplog.text

    def test_a_failed_document_can_be_asked_for_again(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        actions.run_rendering(ask("test-broken").pk)
        remove_jobs()
        monkeypatch.setitem(registry._renderers, "test-broken", lambda params, progress: b"well")
        again = ask("test-broken")
        assert (again.status, again.message, jobs()) == (Status.QUEUED, "", ["todo"])
        actions.run_rendering(again.pk)
        assert Rendering.objects.get().status == Status.DONE

    def test_a_worker_that_lost_its_row_overwrites_nothing(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def slow(params: dict[str, Any], progress: Progress) -> bytes:
            Rendering.objects.update(started_at=NOW, progress=7)
            progress(60)
            return b"late"

        monkeypatch.setitem(registry._renderers, "test-good", slow)
        actions.run_rendering(ask().pk)
        rendering = Rendering.objects.get()
        assert (rendering.status, rendering.progress) == (Status.RUNNING, 7)
        assert rendering.content is None

    def test_progress_stays_within_its_bounds_and_never_goes_back(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []

        def renderer(params: dict[str, Any], progress: Progress) -> bytes:
            for percent in (50, 20, 300, -5):
                progress(percent)
                seen.append(Rendering.objects.values_list("progress", flat=True).get())
            return b"x"

        monkeypatch.setitem(registry._renderers, "test-good", renderer)
        actions.run_rendering(ask().pk)
        assert seen == [50, 50, 99, 99]


@pytest.mark.django_db
class TestDatabaseKeepsTheRules:
    @pytest.mark.parametrize(
        "values",
        [
            {"status": "done"},
            {"status": "lost"},
            {"progress": 101},
            {"status": "done", "content": b"x"},
        ],
    )
    def test_impossible_rows_are_refused(self, ask: Ask, values: dict[str, Any]) -> None:
        ask()
        with pytest.raises(IntegrityError), transaction.atomic():
            Rendering.objects.update(**values)

    def test_one_row_per_kind_and_key(self, ask: Ask) -> None:
        first = ask()
        with pytest.raises(IntegrityError), transaction.atomic():
            Rendering.objects.create(kind="test-good", key=first.key, title="二つ目")


@pytest.mark.usefixtures("_own_queue")
def test_two_requests_at_once_make_one_row_and_one_job(ask: Ask) -> None:
    barrier = threading.Barrier(4)
    found: list[Any] = []

    def request() -> None:
        try:
            barrier.wait(timeout=10)
            found.append(ask().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(found) == 4
    assert len(set(found)) == 1
    assert jobs() == ["todo"]


@pytest.fixture
def _old_and_new(ask: Ask) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        for name in ("done-old", "waiting-old"):
            ask(key=name)
        actions.run_rendering(Rendering.objects.get(filename="done-old.pdf").pk)
    with time_machine.travel(NOW + dt.timedelta(days=31), tick=False):
        ask(key="done-new")
        Rendering.objects.filter(filename="waiting-old.pdf").update(status=Status.QUEUED)
        ask(key="running")
        Rendering.objects.filter(filename="running.pdf").update(
            status=Status.RUNNING, started_at=dt.datetime.now(dt.UTC), created_at=NOW
        )
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("_old_and_new")
class TestPrune:
    def test_dry_run_counts_and_deletes_nothing(self) -> None:
        out = StringIO()
        call_command("prune_renderings", "--dry-run", stdout=out)
        assert "2件が対象です" in out.getvalue()
        assert Rendering.objects.count() == 4

    def test_deletes_the_old_ones_only_and_once(self) -> None:
        out = StringIO()
        call_command("prune_renderings", stdout=out)
        call_command("prune_renderings", stdout=out)
        assert "2件を消しました\n0件を消しました" in out.getvalue()
        left = set(Rendering.objects.values_list("filename", flat=True))
        assert left == {"done-new.pdf", "running.pdf"}

    def test_days_must_be_positive(self) -> None:
        with pytest.raises(CommandError):
            call_command("prune_renderings", "--days", "0")
        with pytest.raises(ValueError, match="at least 1"):
            actions.prune_renderings(days=0)


def test_key_depends_on_every_input_but_not_on_order() -> None:
    first = actions.key_of({"a": 1, "b": dt.date(2026, 4, 1)})
    assert first == actions.key_of({"b": dt.date(2026, 4, 1), "a": 1})
    assert first != actions.key_of({"b": dt.date(2026, 4, 2), "a": 1})
    assert len(first) == 64


def test_a_kind_has_one_renderer() -> None:
    with pytest.raises(ValueError, match="renderer already"):
        registry.register("test-good")(lambda params, progress: b"")


@pytest.mark.usefixtures("_own_queue")
def test_the_worker_makes_what_was_asked_for(ask: Ask) -> None:
    ask()
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert Rendering.objects.get().status == Status.DONE
    assert jobs() == []  # a job that ended well is forgotten, any other stays


def test_the_version_of_a_layout_changes_with_template_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "koganei_kyodo" / "documents"
    (documents / "typst").mkdir(parents=True)
    (tmp_path / "surveys").mkdir()
    monkeypatch.setattr(registry, "__file__", str(documents / "registry.py"))
    monkeypatch.setattr(registry, "_version_of", registry._version_of.__wrapped__)
    monkeypatch.setattr(registry, "_renderers", {"test": SimpleNamespace(__module__="surveys.pdf")})
    seen = [registry.layout_version("test")]
    for file in (
        documents / "typst" / "report.typ",
        documents / "report.py",
        tmp_path / "surveys" / "drawing.py",
    ):
        file.write_text("new")
        seen.append(registry.layout_version("test"))
    assert len(set(seen)) == 4
    (tmp_path / "surveys" / "notes.txt").write_text("nothing that is drawn")
    assert registry.layout_version("test") == seen[-1]
    assert registry.layout_version("test") == seen[-1]
