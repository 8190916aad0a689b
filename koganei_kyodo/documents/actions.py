"""Asking for documents, making them, and clearing away old ones."""

import datetime as dt
import hashlib
import json
from typing import Any
from uuid import UUID

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.documents.querysets import RenderingQuerySet
from koganei_kyodo.documents.registry import Progress, RenderingFailed, layout_version, renderer_of

logger = structlog.get_logger(__name__)

TASK_NAME = "documents.render_document"
STUCK_AFTER = dt.timedelta(minutes=10)
FAILED_MESSAGE = (
    "申し訳ありません。書類を作成できませんでした。時間をおいて、もう一度お試しください。"
)
Status = Rendering.Status


def key_of(params: Any) -> str:
    """SHA-256 in hex of everything a document is made from (JSON values, dates, decimals)."""
    canonical = json.dumps(params, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).hexdigest()


def request_rendering(
    kind: str,
    params: dict[str, Any],
    key: str,
    *,
    title: str,
    filename: str,
    content_type: str,
    public: bool = False,
) -> Rendering:
    """Ask for a document; asking again for the same inputs gives the same row.

    The job is deferred in the same transaction. A failed row is queued again, and so is one
    that has been in work for more than ten minutes (the worker died).

    Args:
        kind: name under which the renderer is registered.
        params: JSON values handed to the renderer.
        key: SHA-256 of all inputs, see ``key_of``; it must change when the figures change. The
            row's own key holds the version of the layout as well.
        title: title shown to people.
        filename: name of the file, Japanese allowed.
        content_type: MIME type.
        public: whether everybody may fetch it; otherwise staff only. A row keeps the
            stricter of two wishes.

    Raises:
        UnknownKind: no app makes this kind.
    """
    key = key_of([key, layout_version(kind)])
    with transaction.atomic():
        wanted = Rendering(
            kind=kind,
            key=key,
            params=params,
            title=title,
            filename=filename,
            content_type=content_type,
            public=public,
        )
        Rendering.objects.bulk_create([wanted], ignore_conflicts=True)
        rows = Rendering.objects.select_for_update().defer("content")
        rendering = rows.get(kind=kind, key=key)
        if rendering.public and not public:
            rendering.public = False
            rendering.save(update_fields=["public"])
        if rendering.pk == wanted.pk:
            _defer(rendering)
        else:
            _requeue_if_needed(rendering)
    return rendering


def retry_rendering(rendering: Rendering) -> Rendering:
    """Queue a document again that failed or got stuck; any other is left as it is."""
    with transaction.atomic():
        rows = Rendering.objects.select_for_update().defer("content")
        locked = rows.get(pk=rendering.pk)
        _requeue_if_needed(locked)
    return locked


def _is_stuck(rendering: Rendering) -> bool:
    """Whether the row says running, but its worker must have died."""
    if rendering.status != Status.RUNNING:
        return False
    return rendering.started_at is None or rendering.started_at < timezone.now() - STUCK_AFTER


def _is_forgotten(rendering: Rendering) -> bool:
    """Whether the row has been waiting so long that its job may be gone."""
    waiting_since = timezone.now() - STUCK_AFTER
    return rendering.status == Status.QUEUED and rendering.created_at < waiting_since


def _requeue_if_needed(rendering: Rendering) -> None:
    if _is_forgotten(rendering):
        _defer(rendering)
        return
    if not (rendering.is_failed or _is_stuck(rendering)):
        return
    rendering.status = Status.QUEUED
    rendering.progress = 0
    rendering.message = ""
    rendering.started_at = None
    rendering.finished_at = None
    rendering.save(update_fields=["status", "progress", "message", "started_at", "finished_at"])
    _defer(rendering)


def _defer(rendering: Rendering) -> None:
    """Put one job into the queue; where one waits already, that one will do."""
    try:
        with transaction.atomic():
            app.configure_task(TASK_NAME, queueing_lock=f"rendering-{rendering.pk}").defer(
                rendering_id=str(rendering.pk)
            )
    except AlreadyEnqueued:
        logger.info("rendering_already_queued", rendering=str(rendering.pk))


def run_rendering(rendering_id: UUID | str) -> Rendering | None:
    """Make the document: called by the worker, any number of times.

    Only a queued row (or one stuck in work) is taken, so that two jobs never make the same file.
    What goes wrong is logged with its traceback and told to the person in Japanese.

    Returns:
        The row, or ``None`` where there is nothing to do.
    """
    rendering = _claim(rendering_id)
    if rendering is None:
        logger.info("rendering_skipped", rendering=str(rendering_id))
        return None
    log = logger.bind(rendering=str(rendering.pk), kind=rendering.kind)
    log.info("rendering_started")
    try:
        content = renderer_of(rendering.kind)(rendering.params, _progress_of(rendering))
        if not content:
            raise ValueError("the renderer returned no content")
    except RenderingFailed as error:
        log.warning("rendering_failed", reason=str(error))
        _finish(rendering, Status.FAILED, message=str(error)[:400])
    except Exception:
        log.exception("rendering_failed")
        _finish(rendering, Status.FAILED, message=FAILED_MESSAGE)
    else:
        _finish(rendering, Status.DONE, content=content)
        log.info("rendering_done", size=len(content))
    return rendering


def _claim(rendering_id: UUID | str) -> Rendering | None:
    with transaction.atomic():
        rows = Rendering.objects.select_for_update().defer("content")
        rendering = rows.filter(pk=rendering_id).first()
        if rendering is None:
            return None
        if rendering.status != Status.QUEUED and not _is_stuck(rendering):
            return None
        rendering.status = Status.RUNNING
        rendering.started_at = timezone.now()
        rendering.progress = 0
        rendering.save(update_fields=["status", "started_at", "progress"])
    return rendering


def _own(rendering: Rendering) -> RenderingQuerySet:
    """The row as long as it is still ours: nobody took it over as stuck."""
    return Rendering.objects.filter(
        pk=rendering.pk, status=Status.RUNNING, started_at=rendering.started_at
    )


def _progress_of(rendering: Rendering) -> Progress:
    """A callback that writes the progress in percent, at most once per percent, never back."""

    def progress(percent: int) -> None:
        bounded = min(max(percent, 0), 99)
        if bounded > rendering.progress:
            rendering.progress = bounded
            _own(rendering).update(progress=bounded)

    return progress


def _finish(
    rendering: Rendering, status: str, *, content: bytes | None = None, message: str = ""
) -> None:
    """Write the outcome, unless another job has taken the row over meanwhile."""
    own = _own(rendering)
    rendering.status = status
    rendering.message = message
    rendering.finished_at = timezone.now()
    rendering.progress = 100 if status == Status.DONE else rendering.progress
    own.update(
        status=status,
        content=content,
        message=message,
        finished_at=rendering.finished_at,
        progress=rendering.progress,
    )


def prune_renderings(*, days: int, dry_run: bool = False) -> int:
    """Delete documents finished (or asked for and never finished) more than ``days`` days ago.

    They can be made again from the same inputs at any time. Rows in work are left alone.

    Args:
        days: age in days, at least 1.
        dry_run: only count.

    Returns:
        How many rows were (or would be) deleted.

    Raises:
        ValueError: ``days`` is less than 1.
    """
    if days < 1:
        raise ValueError("days must be at least 1")
    rows = Rendering.objects.outdated(timezone.now() - dt.timedelta(days=days))
    if dry_run:
        return rows.count()
    deleted, _ = rows.delete()
    if deleted:
        logger.info("renderings_pruned", days=days, deleted=deleted)
    return deleted
