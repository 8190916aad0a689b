"""Jobs of the worker: the mail of an invitation."""

from datetime import datetime

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.sender import mail_text
from organizations.actions import messages, register_import
from organizations.actions.invitations import SEND_INVITATION, issue_token
from organizations.actions.registration import SEND_MAIL
from organizations.actions.renewals import renew_registrations
from organizations.models import Invitation

TRY_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=6)
logger = structlog.get_logger(__name__)
# Schedules are read in UTC: 21:00 there is 6:00 of the next day in Tokyo.
EVERY_MORNING = "0 21 * * *"


@app.task(name=SEND_INVITATION, retry=TRY_AGAIN)
def send_invitation(invitation_id: int, address: str, site_name: str, asked_at: str) -> None:
    """Make a secret link and mail it; the secret stands in the mail and nowhere else.

    A job that is tried again makes another link: a mail that did arrive is followed by a newer
    one.

    Args:
        invitation_id: nothing is sent where it is closed or gone.
        address: whole address of the page for links, to which the token is added.
        site_name: name of the portal.
        asked_at: when the mail was asked for (ISO); a letter made later stays valid instead.
    """
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",))
        invitation = (
            rows.select_related("department", "organization", "invited_by")
            .filter(pk=invitation_id)
            .first()
        )
        if invitation is None or not invitation.is_open or not invitation.email:
            return
        sent_at = invitation.sent_at or invitation.created_at
        made_letter = invitation.delivery == Invitation.Delivery.LETTER
        if made_letter and sent_at > datetime.fromisoformat(asked_at):
            return
        token = issue_token(invitation, Invitation.Delivery.MAIL)
    context = {"invitation": invitation, "link": f"{address}{token}/", "site_name": site_name}
    text = mail_text("organizations/mail/invitation.txt", context)
    subject = f"【招待】{site_name}（{invitation.place_name}）"
    send_mail(" ".join(subject.split()), text, None, [invitation.email])


@app.task(name=register_import.CHECK_IMPORT)
def check_import(import_id: int) -> None:
    """Read every row of an uploaded register; what goes wrong is kept on its row."""
    register_import.run_check(import_id)


@app.task(name=register_import.APPLY_IMPORT)
def apply_import(import_id: int) -> None:
    """Take a checked register over; what goes wrong is kept on its row."""
    register_import.run_apply(import_id)


@app.periodic(cron="25 3 * * *")
@app.task(name="organizations.forget_old_imports", queueing_lock="forget_old_imports")
def forget_old_imports(timestamp: int) -> None:
    """Forget what imports held that are past their time.

    Args:
        timestamp: when the run was due, in seconds; the scheduler passes it.
    """
    register_import.forget_old_imports(timezone.localdate())


@app.task(name=SEND_MAIL, retry=TRY_AGAIN)
def send_registry_mail(address: str, subject: str, text: str) -> None:
    """Mail a group or an applicant about the register."""
    send_mail(" ".join(subject.split()), text, None, [address])


@app.task(name=messages.SEND_MESSAGE, retry=TRY_AGAIN)
def send_group_message(message_id: int, site_name: str, address: str) -> None:
    """Mail a message to the groups that wait for it; begun again it goes on where it stopped."""
    messages.deliver(message_id, site_name, address)


@app.periodic(cron=EVERY_MORNING)
@app.task(name="organizations.renew_registrations", queueing_lock="renew_registrations")
def renew_every_morning(timestamp: int) -> None:
    """Ask groups to confirm what is stored of them, and let lapse who didn't.

    Args:
        timestamp: when the run was due, in seconds; the scheduler passes it.
    """
    logger.info("registrations renewed", counts=renew_registrations().lines())
