"""Writing to many groups: a draft, a test mail, sending through the worker, and saying no."""

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import User
from organizations import permissions
from organizations.actions.errors import WrongState
from organizations.models import GroupMessage, MailStop, MessageDelivery, Organization

SEND_MESSAGE = "organizations.send_group_message"
NAME = "{団体名}"
_SALT = "organizations.mail_stop"
Status, Delivery = GroupMessage.Status, MessageDelivery.Status


def write_message(
    subject: str, body: str, query: str, *, by: User, message: GroupMessage | None = None
) -> GroupMessage:
    """Keep a draft.

    Args:
        subject: of the mail.
        body: plain text; ``{団体名}`` becomes the name of each group.
        query: the conditions of the list, as in its address.
        by: who writes.
        message: a draft to be written anew; None makes one.

    Raises:
        PermissionDenied: `by` is not of the centre's staff.
        WrongState: it was sent already.
    """
    require_right(by)
    with transaction.atomic():
        draft = _lock(message, "edit") if message else GroupMessage(created_by=by)
        draft.subject, draft.body, draft.query = " ".join(subject.split()), body, query
        draft.save()
    return draft


def send_test(message: GroupMessage, *, by: User, site_name: str, address: str) -> None:
    """Mail the draft to the person who writes it, as the first group would get it.

    Raises:
        PermissionDenied: `by` is not of the centre's staff.
        WrongState: `by` has no mail address.
    """
    require_right(by)
    if not by.email:
        raise WrongState(
            "あなたのメールアドレスが登録されていません。先に「自分の設定」で登録してください"
        )
    text = text_for(message, "見本の会", f"{address}見本/", site_name)
    send_mail(f"【試し】{message.subject}", text, None, [by.email])


def send_message(
    message: GroupMessage,
    recipients: QuerySet[Organization],
    *,
    by: User,
    site_name: str,
    address: str,
) -> GroupMessage:
    """Write down every recipient and let the worker send; those without mail get a letter.

    Args:
        message: a draft.
        recipients: the groups.
        by: who sends.
        site_name: name of the portal.
        address: whole address of the page to say no on, to which the group's key is added.

    Raises:
        PermissionDenied: `by` is not of the centre's staff.
        WrongState: it was sent already, or there is no recipient.
    """
    require_right(by)
    with transaction.atomic():
        locked = _lock(message, "send")
        stopped = set(MailStop.objects.values_list("organization_id", flat=True))
        rows = recipients.order_by().values_list("pk", "contact__email")
        deliveries = [
            MessageDelivery(message=locked, organization_id=pk, status=_way(pk, email, stopped))
            for pk, email in rows
        ]
        if not deliveries:
            raise WrongState("送る団体がありません。条件を変えてください")
        MessageDelivery.objects.bulk_create(deliveries, batch_size=1000)
        locked.status, locked.sent_by, locked.sent_at = Status.SENDING, by, timezone.now()
        locked.save()
        app.configure_task(SEND_MESSAGE).defer(
            message_id=locked.pk, site_name=site_name, address=address
        )
    return locked


def deliver(message_id: int, site_name: str, address: str) -> int:
    """Send what waits, one mail each: called by the worker; begun again it goes on.

    Returns:
        How many mails were sent.
    """
    message = GroupMessage.objects.filter(pk=message_id, status=Status.SENDING).first()
    if message is None:
        return 0
    sent = 0
    waiting = message.deliveries.filter(status=Delivery.WAITING).values_list("pk", flat=True)
    for pk in list(waiting):
        sent += _deliver_one(pk, message, site_name, address)
    with transaction.atomic():
        locked = GroupMessage.objects.select_for_update().get(pk=message_id)
        locked.status = Status.SENT
        locked.save()
    return sent


def stop_mail(key: str) -> Organization:
    """Write down that a group wants no more messages to all; saying so twice is once.

    Raises:
        signing.BadSignature: the key is no key of ours.
    """
    organization = group_of_key(key)
    MailStop.objects.get_or_create(organization=organization)
    return organization


def key_of(organization_id: int) -> str:
    """Return the key with which a group can say no."""
    return signing.dumps(organization_id, salt=_SALT)


def group_of_key(key: str) -> Organization:
    """Return the group of a key.

    Raises:
        signing.BadSignature: the key is no key of ours, or its group is gone.
    """
    found = Organization.objects.filter(pk=signing.loads(key, salt=_SALT)).first()
    if found is None:
        raise signing.BadSignature("the group is gone")
    return found


def text_for(message: GroupMessage, name: str, stop_address: str, site_name: str) -> str:
    """Return the whole text of one mail."""
    return (
        f"{message.body.replace(NAME, name).strip()}\n\n"
        "――\n"
        f"{site_name}\n"
        f"このお知らせを受け取らないときは、次のページから止められます。\n{stop_address}\n"
    )


def require_right(by: Any) -> None:
    """Refuse everybody but the centre's staff."""
    if not permissions.may_import(by):
        raise PermissionDenied("団体へのお知らせは、支援センターの職員と協働の主管課が送れます")


def _way(pk: int, email: str | None, stopped: set[int]) -> str:
    if pk in stopped:
        return Delivery.STOPPED
    return Delivery.WAITING if email else Delivery.LETTER


def _deliver_one(pk: int, message: GroupMessage, site_name: str, address: str) -> int:
    with transaction.atomic():
        rows = MessageDelivery.objects.select_for_update(of=("self",), skip_locked=True)
        row = (
            rows.select_related("organization__contact")
            .filter(pk=pk, status=Delivery.WAITING)
            .first()
        )
        if row is None:
            return 0
        stop = f"{address}{key_of(row.organization_id)}/"
        mail = EmailMessage(
            message.subject,
            text_for(message, row.organization.name, stop, site_name),
            to=[row.organization.contact.email],
            headers={"List-Unsubscribe": f"<{stop}>"},
        )
        try:
            mail.send()
        except Exception as error:
            row.status, row.reason = Delivery.FAILED, f"{type(error).__name__}: {error}"[:200]
        else:
            row.status, row.sent_at = Delivery.SENT, timezone.now()
        row.save()
    return int(row.status == Delivery.SENT)


def _lock(message: GroupMessage, verb: str) -> GroupMessage:
    locked = GroupMessage.objects.select_for_update().get(pk=message.pk)
    if not locked.allows(verb):
        raise WrongState("このお知らせは、もう送っています。新しいお知らせを書いてください")
    return locked
