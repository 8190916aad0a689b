"""Notices to persons: kept in the portal, and mailed at once, with the daily digest, or never.

A notice and the job that mails it are written in the caller's transaction: what is rolled back
was never said. Mail leaves at least once; after a crash between sending and noting it, twice.
"""

from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import NoticeTiming, Notification, User
from koganei_kyodo.accounts.sender import mail_text

logger = structlog.get_logger(__name__)
MAIL_NOTICE = "accounts.mail_notice"


@dataclass(frozen=True)
class DigestCount:
    """What a run of the daily digest did: mails to persons, and notices in them."""

    people: int
    notices: int


def notify(
    user: User, subject: str, body: str = "", link: str = "", *, urgent: bool = False
) -> Notification:
    """Write a notice to `user` and have it mailed as the person prefers.

    Args:
        user: whom to tell; without an address the notice stays in the portal.
        subject: one line, up to 200 characters (longer ones are cut).
        body: plain text.
        link: a path of the portal (`/…`) or a whole address of a page.
        urgent: mail at once whatever the person prefers; for the safety of the account alone.

    Raises:
        ValueError: the link is neither a path nor a web address.
    """
    if link and not link.startswith(("/", "https://", "http://")):
        raise ValueError(f"not a link of the portal: {link!r}")
    timing = NoticeTiming.IMMEDIATE if urgent else NoticeTiming(user.notice_timing)
    with transaction.atomic():
        notice = Notification.objects.create(
            user=user,
            subject=" ".join(subject.split())[:200],
            body=body,
            link=link,
            timing=timing,
        )
        if timing == NoticeTiming.IMMEDIATE and user.email:
            app.configure_task(MAIL_NOTICE).defer(notice_id=notice.pk)
    return notice


def whole_address(link: str) -> str:
    """Return a link as it has to stand in a mail."""
    return f"{settings.SITE_URL}{link}" if link.startswith("/") else link


def mail_notice(notice_id: int) -> bool:
    """Mail one notice; return whether a mail was sent (not twice, not without an address)."""
    with transaction.atomic():
        notice = (
            Notification.objects.select_for_update(of=["self"])
            .select_related("user")
            .filter(pk=notice_id, mailed_at=None, user__is_active=True)
            .exclude(user__email="")
            .first()
        )
        if notice is None:
            return False
        text = _text("notice", notice.user, [notice])
        send_mail(notice.subject, text, None, [notice.user.email])
        notice.mailed_at = timezone.now()
        notice.save(update_fields=["mailed_at"])
    return True


def waiting_for_digest() -> QuerySet[Notification]:
    """Return the notices of the daily digest that are neither mailed nor read.

    People who by now want no mail, or have no address, are left out.
    """
    waiting = Notification.objects.filter(
        timing=NoticeTiming.DAILY, mailed_at=None, read_at=None, user__is_active=True
    )
    return waiting.exclude(user__email="").exclude(user__notice_timing=NoticeTiming.NONE)


def send_digests(*, dry_run: bool = False) -> DigestCount:
    """Send everybody with waiting notices one mail; nobody gets an empty one.

    Running it again sends nothing twice, nor do two runs at once. With `dry_run` nothing is sent
    or written.

    Raises:
        OSError: somebody's mail could not be sent; the others' were, and a later run goes on.
    """
    waiting = waiting_for_digest()
    people = list(waiting.order_by("user_id").values_list("user_id", flat=True).distinct())
    if dry_run:
        return DigestCount(len(people), waiting.count())
    sent: list[int] = []
    failure: OSError | None = None
    for user_id in people:
        try:
            sent.append(_send_digest(user_id))
        except OSError as error:  # that of the network and that of smtplib
            failure = error
            logger.warning("digest not sent", user=user_id, error=str(error))
    if failure is not None:
        raise failure
    return DigestCount(sum(count > 0 for count in sent), sum(sent))


def _send_digest(user_id: int) -> int:
    """Mail one person's waiting notices; return how many there were."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        notices = list(waiting_for_digest().filter(user=user).order_by("created_at", "pk"))
        if not notices:
            return 0
        subject = f"お知らせが{len(notices)}件あります"
        send_mail(subject, _text("digest", user, notices), None, [user.email])
        Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(
            mailed_at=timezone.now()
        )
    return len(notices)


def _text(template: str, user: User, notices: list[Notification]) -> str:
    items = [
        {"subject": each.subject, "body": each.body, "link": whole_address(each.link)}
        for each in notices
    ]
    context = {"person": user, "notices": items, "site_url": settings.SITE_URL}
    return mail_text(f"accounts/mail/{template}.txt", context)
