"""Jobs of the night: counts of senders go, approved disposal is carried out, lists are written."""

from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo import rate_limit
from koganei_kyodo.portal.privacy.models import DisposalList
from koganei_kyodo.portal.privacy.retention import carry_out, make_list


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
