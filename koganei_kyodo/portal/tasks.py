"""Jobs of the night: counts of senders go, approved disposal is carried out, lists are written."""

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo import rate_limit
from koganei_kyodo.portal.privacy.models import DisposalList
from koganei_kyodo.portal.privacy.retention import carry_out, make_list

# What could not be done is looked into within this time; the worker forgets what was done at once.
KEEP_JOBS_DAYS = 14
_OLD_JOBS = """
    DELETE FROM procrastinate_jobs AS job
    WHERE job.status NOT IN ('todo', 'doing') AND NOT EXISTS (
        SELECT FROM procrastinate_events AS event
        WHERE event.job_id = job.id AND event.at > now() - make_interval(days => %s)
    )
"""


@app.periodic(cron="5 3 * * *")
@app.task(name="portal.forget_old_jobs", queueing_lock="forget_old_jobs")
def forget_old_jobs(timestamp: int) -> None:
    """Forget jobs that ended two weeks ago: their arguments may hold addresses and mails.

    Args:
        timestamp: when the run was due, in seconds; the scheduler passes it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLD_JOBS, [KEEP_JOBS_DAYS])


@app.periodic(cron="15 3 * * *")
@app.task(name="portal.prune_rate_counts", queueing_lock="prune_rate_counts")
def prune_rate_counts(timestamp: int) -> None:
    """Forget yesterday's senders.

    Args:
        timestamp: when the run was due, in seconds; the scheduler passes it.
    """
    rate_limit.prune()


@app.periodic(cron="45 3 * * *")
@app.task(name="portal.apply_retention", queueing_lock="apply_retention")
def apply_retention(timestamp: int) -> None:
    """Dispose of what is on approved lists, then write down what is newly past its time.

    Args:
        timestamp: when the run was due, in seconds; the scheduler passes it.
    """
    approved = DisposalList.objects.filter(status=DisposalList.Status.APPROVED)
    for disposal in approved.order_by("pk"):
        carry_out(disposal)
    make_list(timezone.localdate())
