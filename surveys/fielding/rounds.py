"""Rounds of invitations, reminders and thanks: by mail through the worker, or as letters to print."""

import uuid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.japanese import format_date, format_time
from surveys.actions import WrongState
from surveys.fielding import drafts, excel_sheet, links, terms
from surveys.models import Outreach, OutreachItem, Survey, Target, TargetEvent

Kind = Outreach.Kind
Channel = Outreach.Channel
MAIL_ROUND = "surveys.mail_round"
LINK_MARK = "［回答のページ］"


def recipients(survey: Survey, kind: str, channel: str) -> QuerySet[Target]:
    """Return who gets a round of this kind by this channel.

    Invitations go to who was not asked yet, reminders to who was asked and has not answered,
    thanks to whose answer counts and who was not thanked.
    """
    rows = Target.objects.filter(survey=survey, modes__contains=[channel])
    if kind == Kind.INVITATION:
        return rows.filter(status=Target.Status.LISTED).order_by("number", "pk")
    if kind == Kind.REMINDER:
        return rows.filter(status=Target.Status.SENT).order_by("number", "pk")
    thanked = TargetEvent.objects.filter(kind=TargetEvent.Kind.THANKED).values("target")
    return (
        rows.filter(status=Target.Status.VALID)
        .exclude(pk__in=thanked.filter(target__survey=survey))
        .order_by("number", "pk")
    )


def draft_text(survey: Survey, kind: str) -> tuple[str, str]:
    """Return subject and body to begin with; the mark stands where the link will be."""
    until = ""
    if survey.closes_at:
        until = f"{format_date(survey.closes_at)}{format_time(survey.closes_at)}"
    when = f"{until}までに、" if until else ""
    asked = f"{when}次のページからお答えください。途中で保存でき、ほかの機器でも続けられます。\n\n{LINK_MARK}"
    why = f"\n\n調査の目的：{survey.purpose}" if survey.purpose else ""
    use = f"\n答えの使いみち：{survey.use}" if survey.use else ""
    if kind == Kind.THANKS:
        return (
            f"「{survey.title}」へのご回答ありがとうございました",
            f"「{survey.title}」にお答えいただき、ありがとうございました。\n"
            "結果は、まとまりしだい、このポータルで公表します。",
        )
    if kind == Kind.REMINDER:
        return (
            f"「{survey.title}」へのご回答のお願い（もう一度）",
            f"先にお願いした「{survey.title}」の回答が、まだ届いていません。\n{asked}\n\n"
            "すでにお答えいただいたときは、行き違いですので、そのままになさってください。",
        )
    return (
        f"「{survey.title}」へのご回答のお願い",
        f"「{survey.title}」へのご回答をお願いします。\n{asked}{why}{use}",
    )


def send_round(
    survey: Survey,
    *,
    kind: str,
    channel: str,
    subject: str,
    body: str,
    token: uuid.UUID,
    by: Any,
    with_questionnaire: bool = False,
) -> Outreach:
    """Send one round; the same form sent twice is one round.

    Mails leave through the worker, in the same transaction as the note that they were sent.
    Letters are printed from the round's page; they count as sent on the day of the round. With its
    questionnaire a letter has the paper beside it, and a mail the sheet for Excel: who cannot reach
    the page answers by mail alone.

    Raises:
        PermissionDenied: `by` does not run the survey.
        WrongState: nobody is left to write to, or the survey does not take answers.
    """
    terms.require_run(by, survey)
    if kind != Kind.THANKS:
        terms.require_open(survey)
        if with_questionnaire and channel == Channel.EMAIL and survey.is_anonymous:
            raise WrongState(
                "無記名の調査では、用紙をメールで集められません。リンクから答えてもらってください"
            )
        if channel == Channel.EMAIL and LINK_MARK not in body and not with_questionnaire:
            raise WrongState(
                f"本文に「{LINK_MARK}」を入れてください。そこに一人ずつのリンクが入ります"
            )
    try:
        with transaction.atomic():
            return _send(survey, kind, channel, subject, body, token, by, with_questionnaire)
    except IntegrityError:
        return Outreach.objects.get(token=token, survey=survey)


def _send(
    survey: Survey,
    kind: str,
    channel: str,
    subject: str,
    body: str,
    token: uuid.UUID,
    by: Any,
    with_questionnaire: bool,
) -> Outreach:
    made: Outreach | None = Outreach.objects.filter(token=token, survey=survey).first()
    if made is not None:
        return made
    targets = list(recipients(survey, kind, channel).select_for_update(of=["self"]))
    if not targets:
        raise WrongState("いま、送る相手がいません。方法か種類を変えて、人数を確かめてください")
    outreach = Outreach.objects.create(
        survey=survey,
        kind=kind,
        channel=channel,
        on=timezone.localdate(),
        subject=subject,
        body=body,
        token=token,
        made_by=by,
        with_questionnaire=with_questionnaire,
    )
    OutreachItem.objects.bulk_create(
        OutreachItem(outreach=outreach, target=target) for target in targets
    )
    event = {
        Kind.INVITATION: TargetEvent.Kind.SENT,
        Kind.REMINDER: TargetEvent.Kind.REMINDED,
        Kind.THANKS: TargetEvent.Kind.THANKED,
    }[Kind(kind)]
    TargetEvent.objects.bulk_create(
        TargetEvent(target=target, kind=event, on=outreach.on, mode=channel, by=by)
        for target in targets
    )
    if kind == Kind.INVITATION:
        Target.objects.filter(pk__in=[t.pk for t in targets]).update(status=Target.Status.SENT)
    if kind != Kind.THANKS:
        links.make_links(targets)
    if channel == Channel.EMAIL:
        app.configure_task(MAIL_ROUND).defer(outreach_id=outreach.pk)
    return outreach


def mail_round(outreach_id: int) -> int:
    """Mail what of a round has not left yet; run again it goes on. Return how many left."""
    outreach = Outreach.objects.select_related("survey").filter(pk=outreach_id).first()
    if outreach is None:
        return 0
    left = 0
    waiting = outreach.items.filter(mailed_on=None, failed="").values_list("pk", flat=True)
    for pk in list(waiting):
        left += _mail_one(outreach, pk)
    return left


def _mail_one(outreach: Outreach, pk: int) -> bool:
    with transaction.atomic():
        rows = OutreachItem.objects.select_for_update(of=["self"], skip_locked=True)
        item = (
            rows.select_related("target__contact", "target__survey")
            .filter(pk=pk, mailed_on=None)
            .first()
        )
        if item is None:
            return False
        contact = getattr(item.target, "contact", None)
        if contact is None or not contact.email:
            item.failed = "メールアドレスがありません"
            item.save(update_fields=["failed"])
            return False
        address = ""
        if outreach.kind != Kind.THANKS:
            address = links.link_address(links.make_links([item.target])[item.target_id])
        text = mail_text(outreach, item.target, address)
        message = EmailMessage(outreach.subject, text, None, [contact.email])
        if outreach.with_questionnaire:
            _attach_sheet(message, item.target)
        message.send()
        item.mailed_on = timezone.localdate()
        item.save(update_fields=["mailed_on"])
    return True


def _attach_sheet(message: EmailMessage, target: Target) -> None:
    """Put the target's sheet for Excel beside a mail; there is none once the survey is over."""
    draft = drafts.preview(target)
    if draft is not None:
        message.attach(sheet_name(target), excel_sheet.write(draft), excel_sheet.CONTENT_TYPE)


def sheet_name(target: Target) -> str:
    """Return what the sheet of a target is called as a file."""
    return f"{target.survey.title}_{target.name}.xlsx"


def mail_text(outreach: Outreach, target: Target, address: str) -> str:
    """Return a mail as it is read."""
    contact = getattr(target, "contact", None)
    person = f"\n{contact.addressee} 様" if contact and contact.addressee else ""
    name = f"{target.name} 御中" if not person else target.name
    body = outreach.body.replace(LINK_MARK, address)
    return f"{name}{person}\n\n{body}\n\n{settings.SITE_URL}\n"
