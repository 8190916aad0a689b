"""Jobs of the worker: mails about accounts, single notices and the daily digest."""

import structlog
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from koganei_kyodo.accounts import actions, notifications
from koganei_kyodo.accounts.models import EmailConfirmation, User
from koganei_kyodo.accounts.sender import mail_text

logger = structlog.get_logger(__name__)
TRY_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=6)
# Schedules are read in UTC: 22:30 there is 7:30 of the next day in Tokyo.
EVERY_MORNING = "30 22 * * *"


def reset_link(user: User) -> str:
    """Return a new link with which `user` chooses a password; it holds for 30 minutes, once."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("password_reset_confirm", args=[uid, token])


@app.task(name=actions.MAIL_RESET, retry=TRY_AGAIN)
def mail_password_reset(email: str) -> None:
    """Mail the holders of an address one mail with a link for each login ID; none, no mail."""
    users = actions.accounts_to_reset(email)
    if not users:
        return
    accounts = [{"user": user, "link": reset_link(user)} for user in users]
    text = mail_text(
        "accounts/mail/password_reset.txt",
        {"accounts": accounts, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60},
    )
    send_mail("パスワードの再設定", text, None, [users[0].email])


@app.task(name=actions.MAIL_CONFIRMATION, retry=TRY_AGAIN)
def mail_confirmation(confirmation_id: int) -> None:
    """Mail the link that confirms an address; nothing where the person asked anew since."""
    confirmation = (
        EmailConfirmation.objects.select_related("user").filter(pk=confirmation_id).first()
    )
    if confirmation is None or not confirmation.is_open:
        return
    path = reverse("email_confirm", args=[actions.confirmation_token(confirmation)])
    text = mail_text(
        "accounts/mail/confirmation.txt",
        {"person": confirmation.user, "link": settings.SITE_URL + path},
    )
    send_mail("メールアドレスの確認", text, None, [confirmation.email])


@app.task(name=actions.MAIL_OLD_ADDRESS, retry=TRY_AGAIN)
def mail_old_address(email: str, user_id: int, what: str) -> None:
    """Tell an address that it isn't the account's any more."""
    person = User.objects.filter(pk=user_id).first()
    if person is not None:
        text = mail_text(
            "accounts/mail/old_address.txt",
            {"person": person, "what": what, "not_you": actions.NOT_YOU},
        )
        send_mail(f"メールアドレスが{what}", text, None, [email])


@app.task(name=notifications.MAIL_NOTICE, retry=TRY_AGAIN)
def mail_notice(notice_id: int) -> None:
    """Mail one notice at once."""
    notifications.mail_notice(notice_id)


@app.periodic(cron=EVERY_MORNING)
@app.task(name="accounts.daily_digest", retry=TRY_AGAIN, queueing_lock="accounts.daily_digest")
def daily_digest(timestamp: int) -> None:
    """Send the daily digests, every morning at 7:30."""
    count = notifications.send_digests()
    logger.info("daily digest", people=count.people, notices=count.notices)
