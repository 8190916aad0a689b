"""What is printed for a round: letters with the link and its QR code, labels, questionnaires."""

import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import segno
from django.apps import apps

from koganei_kyodo.documents.pdf import render_pdf
from koganei_kyodo.documents.registry import Progress, RenderingFailed, register
from koganei_kyodo.japanese import format_date, format_time, format_wareki
from surveys.editing.routes import hints_after
from surveys.editing.wording import reading
from surveys.fielding import links, rounds, terms
from surveys.fielding.forms import Block, blocks, boxes
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


def _sections(asked: Sequence[Asked], target: Target) -> list[dict[str, Any]]:
    """Return what this target may be asked, by section, with where each option leads."""
    known = {code: [str(value)] for code, value in target.attributes.items()}
    printed = [
        each
        for each in asked
        if each.question.kind != Question.Kind.ATTRIBUTE
        and not each.question.is_unpublished
        and not any(condition.evaluate(known) is False for condition in each.conditions)
    ]
    paper = _Paper(asked, printed, known)
    found = []
    for section, group in groupby(printed, key=lambda each: each.question.section):
        members = list(group)
        found.append(
            {
                "title": section.title,
                "intro": section.intro,
                "repeat": section.is_repeat,
                "who": paper.who(members[0], 0),
                "blocks": [paper.block(block) for block in blocks(boxes(members, {}))],
            }
        )
    return found


class _Paper:
    """The words on one paper: who is asked what, and which question comes next."""

    def __init__(
        self, asked: Sequence[Asked], printed: Sequence[Asked], known: Mapping[str, Sequence[str]]
    ) -> None:
        self.printed = printed
        self.known = known
        self.by_code = {each.code: each for each in asked}
        self.numbers = {each.code: each.question.number for each in asked}

    def who(self, asked: Asked, place: int) -> str:
        """Return who is asked, as far as this paper does not know it: 問1で「ある」と答えた人だけ."""
        condition = asked.conditions[place]
        if condition.evaluate(self.known) is not None:
            return ""
        return f"{reading(condition, self.by_code, self.numbers)}だけ"

    def block(self, block: Block) -> dict[str, Any]:
        """Return one question, or a table of questions."""
        return {
            "matrix": block.matrix,
            "columns": [f"{c.code}．{c.label}" for c in block.columns] if block.matrix else [],
            "codes": [c.code for c in block.columns] if block.matrix else [],
            "limit": _limit(block.boxes[0].question),
            "questions": [self._question(box.asked) for box in block.boxes],
        }

    def _question(self, asked: Asked) -> dict[str, Any]:
        question = asked.question
        hints = hints_after(asked, self.printed, self.numbers, self.known)
        return {
            "number": question.number,
            "text": question.text,
            "help": question.help,
            "limit": _limit(question),
            "who": self.who(asked, 1),
            "kind": str(question.kind),
            "unit": question.unit,
            "choices": [
                {
                    "code": code,
                    "label": choice.label,
                    "other": choice.is_other,
                    "next": hints.get(code, ""),
                }
                for code, choice in asked.choices.items()
            ],
        }


def _limit(question: Question) -> str:
    if question.kind == Question.Kind.SINGLE:
        return "○は1つ"
    if question.kind == Question.Kind.MULTIPLE:
        return f"○は{question.max_choices}つまで" if question.max_choices else "○はいくつでも"
    return ""
