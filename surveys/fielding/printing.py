"""What is printed for a round: letters with the link and its QR code, labels, questionnaires."""

import io
from typing import Any

import segno
from django.apps import apps

from koganei_kyodo.documents.pdf import render_pdf
from koganei_kyodo.documents.registry import Progress, RenderingFailed, register
from koganei_kyodo.japanese import format_date, format_time, format_wareki
from surveys.fielding import links, rounds, terms
from surveys.fielding.taking import questions_of
from surveys.models import Outreach, Question, Target
from surveys.questionnaires import Asked

MAX_LETTERS = 2_000


def qr_svg(address: str) -> bytes:
    """Return the QR code of an address as SVG."""
    buffer = io.BytesIO()
    segno.make(address, error="m").save(buffer, kind="svg", border=2, scale=4)
    return buffer.getvalue()


def _centre() -> dict[str, Any]:
    centre: Any = apps.get_model("portal", "Centre").objects.first()
    lines = (centre.site_name, centre.office_name, centre.address)
    contact = (centre.phone and f"電話 {centre.phone}", centre.hours, centre.email)
    return {
        "sender": [line for line in lines if line],
        "contact": [line for line in contact if line],
    }


def _outreach(params: dict[str, Any]) -> Outreach:
    found: Outreach | None = (
        Outreach.objects.select_related("survey").filter(pk=params["outreach"]).first()
    )
    if found is None:
        raise RenderingFailed("この発送は、先に消されました")
    return found


def _targets(outreach: Outreach) -> list[Target]:
    rows = Target.objects.filter(outreach_items__outreach=outreach)
    found = list(rows.select_related("contact", "survey").order_by("number", "pk"))
    if not found:
        raise RenderingFailed("この発送には、相手がいません")
    if len(found) > MAX_LETTERS:
        raise RenderingFailed(f"一度に印刷できるのは{MAX_LETTERS:,}件までです")
    return found


def _recipient(target: Target) -> dict[str, Any]:
    contact = getattr(target, "contact", None)
    person = contact.addressee if contact else ""
    postcode = f"〒{contact.postcode}" if contact and contact.postcode else ""
    lines = [postcode, contact.address if contact else ""]
    return {
        "address": [line for line in lines if line],
        "name": target.name if person else f"{target.name} 御中",
        "person": f"{person} 様" if person else "",
        "number": target.number or target.pk,
    }


def _due(outreach: Outreach) -> str:
    closes = outreach.survey.closes_at
    return f"{format_date(closes)}{format_time(closes)}まで" if closes else ""


def _with_links(
    outreach: Outreach, data: list[dict[str, Any]], targets: list[Target]
) -> dict[str, bytes]:
    """Add the address of each and return the QR codes by file name."""
    if outreach.kind == Outreach.Kind.THANKS or not terms.is_open(outreach.survey):
        return {}
    files = {}
    secrets = links.make_links(targets)
    for each, target in zip(data, targets, strict=True):
        address = links.link_address(secrets[target.pk])
        each["link"] = address
        each["qr"] = f"qr-{target.pk}.svg"
        files[each["qr"]] = qr_svg(address)
    return files


@register("surveys-fielding-letters")
def letters(params: dict[str, Any], progress: Progress) -> bytes:
    """Return one letter for each target of a round."""
    outreach = _outreach(params)
    targets = _targets(outreach)
    progress(10)
    recipients = [_recipient(target) for target in targets]
    files = _with_links(outreach, recipients, targets)
    progress(40)
    body = outreach.body.replace(rounds.LINK_MARK, "（右下の四角い印、または下のアドレス）")
    data = {
        "title": outreach.subject,
        "date": f"{format_wareki(outreach.on)}（{outreach.on.year}年）",
        "paragraphs": [part for part in body.split("\n") if part.strip()],
        "due": _due(outreach),
        "recipients": recipients,
        **_centre(),
    }
    return render_pdf("survey_letters", data, files)


@register("surveys-fielding-labels")
def labels(params: dict[str, Any], progress: Progress) -> bytes:
    """Return the addresses of a round as labels: A4, 2 by 6."""
    outreach = _outreach(params)
    recipients = [_recipient(target) for target in _targets(outreach)]
    progress(50)
    data = {"title": f"{outreach.survey.title} 宛名ラベル", "recipients": recipients, **_centre()}
    return render_pdf("survey_labels", data)


@register("surveys-fielding-questionnaires")
def questionnaires(params: dict[str, Any], progress: Progress) -> bytes:
    """Return the questionnaire of each target of a round, with number, due date and QR code.

    In an anonymous survey the paper carries neither number nor code of its own.
    """
    outreach = _outreach(params)
    questionnaire = terms.fielded_questionnaire(outreach.survey)
    if questionnaire is None:
        raise RenderingFailed(
            "調査票をまだ配っていません。調査票を配る状態にしてから印刷してください"
        )
    targets = _targets(outreach)
    anonymous = outreach.survey.is_anonymous
    recipients = [
        {} if anonymous else {**_recipient(target), "attributes": target.attributes}
        for target in (targets[:1] if anonymous else targets)
    ]
    files = {} if anonymous else _with_links(outreach, recipients, targets)
    progress(30)
    asked = questions_of(questionnaire)
    for each, target in zip(recipients, targets, strict=False):
        each["sections"] = _sections(asked, target)
    data = {
        "title": outreach.survey.title,
        "purpose": outreach.survey.purpose,
        "use": outreach.survey.use,
        "due": _due(outreach),
        "copies": recipients,
        **_centre(),
    }
    return render_pdf("survey_questionnaires", data, files)


def _sections(asked: list[Asked] | Any, target: Target) -> list[dict[str, Any]]:
    """Return what this target may be asked, by section."""
    known = {code: [str(value)] for code, value in target.attributes.items()}
    found: list[dict[str, Any]] = []
    last = None
    for each in asked:
        question = each.question
        if question.kind == Question.Kind.ATTRIBUTE or question.is_unpublished:
            continue
        if any(condition.evaluate(known) is False for condition in each.conditions):
            continue
        if question.section_id != last:
            last = question.section_id
            section = question.section
            found.append(
                {
                    "title": section.title,
                    "intro": section.intro,
                    "repeat": section.is_repeat,
                    "questions": [],
                }
            )
        found[-1]["questions"].append(
            {
                "number": question.number,
                "text": question.text,
                "help": question.help,
                "limit": _limit(question),
                "conditional": bool(question.relevant),
                "open": not each.choices,
                "choices": [
                    {"code": code, "label": choice.label, "other": choice.is_other}
                    for code, choice in each.choices.items()
                ],
            }
        )
    return found


def _limit(question: Question) -> str:
    if question.kind == Question.Kind.SINGLE:
        return "○は1つ"
    if question.kind == Question.Kind.MULTIPLE:
        return f"○は{question.max_choices}つまで" if question.max_choices else "○はいくつでも"
    return ""
