"""Jobs of the worker."""

from procrastinate.contrib.django import app

from koganei_kyodo.documents import actions

KEEP_DAYS = 30


@app.task(name=actions.TASK_NAME)
def render_document(rendering_id: str) -> None:
    """Make one document; what goes wrong is kept on its row."""
    actions.run_rendering(rendering_id)


@app.periodic(cron="30 3 * * *")
@app.task(name="documents.prune_renderings", queueing_lock="prune_renderings")
def prune_renderings(timestamp: int) -> None:
    """Delete documents older than ``KEEP_DAYS`` days, every night.

    Args:
        timestamp: when the run was due, in seconds; the scheduler passes it.
    """
    actions.prune_renderings(days=KEEP_DAYS)
