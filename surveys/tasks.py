"""Jobs of the worker: the mails of a round, closing what is over, deleting what is due."""

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from surveys.fielding import closing, rounds

logger = structlog.get_logger(__name__)
TRY_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=6)


@app.task(name=rounds.MAIL_ROUND, retry=TRY_AGAIN)
def mail_round(outreach_id: int) -> None:
    """Mail what of a round has not left yet."""
    logger.info("survey round mailed", outreach=outreach_id, mails=rounds.mail_round(outreach_id))


@app.periodic(cron="*/10 * * * *")
@app.task(name="surveys.close_due", queueing_lock="surveys.close_due")
def close_due(timestamp: int) -> None:
    """Close the surveys whose time is over: answers are refused from that minute anyway."""
    closed = closing.seal_closed()
    if closed:
        logger.info("surveys closed", surveys=closed)


@app.periodic(cron="45 3 * * *")
@app.task(name="surveys.delete_due", queueing_lock="surveys.delete_due")
def delete_due(timestamp: int) -> None:
    """Delete what may not be kept for longer than was said, every night."""
    gone = closing.delete_due(timezone.localdate())
    if gone.surveys:
        logger.info("survey data deleted", surveys=gone.surveys, targets=gone.targets)
