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
from koganei_kyodo.documents.registry import Progress, RenderingFailed, renderer_of

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
        key: SHA-256 of all inputs, see ``key_of``; it must change when the figures change.
        title: title shown to people.
        filename: name of the file, Japanese allowed.
        content_type: MIME type.
        public: whether everybody may fetch it; otherwise staff only. A row keeps the
            stricter of two wishes.

    Raises:
        UnknownKind: no app makes this kind.
    """
    renderer_of(kind)
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


def _requeue_if_needed(rendering: Rendering) -> None:
    stuck = rendering.status == Status.RUNNING and (
        rendering.started_at is None or rendering.started_at < timezone.now() - STUCK_AFTER
    )
    if not (rendering.is_failed or stuck):
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
        with transaction.atomic():
            content = renderer_of(rendering.kind)(rendering.params, _no_progress_backwards(rendering))
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
        now = timezone.now()
        stuck = rendering.status == Status.RUNNING and (
            rendering.started_at is None or rendering.started_at < now - STUCK_AFTER
        )
        if rendering.status != Status.QUEUED and not stuck:
            return None
        rendering.status = Status.RUNNING
        rendering.started_at = now
        rendering.progress = 0
        rendering.save(update_fields=["status", "started_at", "progress"])
    return rendering


def _own(rendering: Rendering) -> Any:
    """The row as long as it is still ours: nobody took it over as stuck."""
    return Rendering.objects.filter(
        pk=rendering.pk, status=Status.RUNNING, started_at=rendering.started_at
    )
