"""Taking an answer: once, whole, before the close. What is acknowledged is in the database.

The close of the survey waits for answers that are being taken (`terms.share`), the row of the
target is locked, and unique constraints stand behind both: a double click, a second device or a
server that was killed after the commit bring the same receipt again.
"""

import datetime
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from surveys.actions import (
    AlreadyAnswered,
    Given,
    Line,
    SheetGiven,
    WrongState,
    read_answers,
    write_answers,
)
from surveys.fielding import links, terms
from surveys.models import (
    Answer,
    KeyedSheet,
    Questionnaire,
    Response,
    ResponseReceipt,
    Sheet,
    Survey,
    Target,
    TargetEvent,
)
from surveys.questionnaires import Asked, asked_questions

Status = Target.Status
_NOTE_ANSWER = """
    WITH noted AS (
        INSERT INTO surveys_targetevent (target_id, kind, "on", mode, note, by_id)
        VALUES (%(target)s, %(kind)s, %(on)s, %(mode)s, '', %(by)s)
    )
    UPDATE surveys_target SET status = 'valid', status_note = '' WHERE id = %(target)s
"""
_DROP_DRAFT = """
    WITH parts AS (
        DELETE FROM surveys_draftpart WHERE draft_id IN
            (SELECT id FROM surveys_responsedraft WHERE target_id = %(target)s)
    )
    DELETE FROM surveys_responsedraft WHERE target_id = %(target)s
"""


class AlreadyTaken(WrongState):
    """Another answer of the same target counts already: `response` (None where anonymous)."""

    def __init__(self, target: Target, response: Response | None) -> None:
        super().__init__(f"「{target}」の回答は、すでに受け付けています")
        self.response = response


@dataclass(frozen=True)
class Taken:
    """What the respondent is told: the number, and in an anonymous survey the way back."""

    number: str
    response: Response
    edit_secret: str = ""
    again: bool = False


@lru_cache(maxsize=32)
def _fielded_questions(questionnaire_id: int) -> tuple[Asked, ...]:
    return tuple(asked_questions(Questionnaire.objects.get(pk=questionnaire_id)))


def questions_of(questionnaire: Questionnaire) -> Sequence[Asked]:
    """Return the questions; those of a fielded questionnaire never change and are read once."""
    if questionnaire.fielded_at is None:
        return asked_questions(questionnaire)
    return _fielded_questions(questionnaire.pk)


def paper_questions(questionnaire: Questionnaire) -> Sequence[Asked]:
    """Return the questions as paper is read: what was left empty is 無回答, whatever was required."""
    found = []
    for asked in questions_of(questionnaire):
        question = copy(asked.question)
        question.required = False
        found.append(replace(asked, question=question))
    return found


def take_answer(
    questionnaire: Questionnaire,
    target: Target,
    answers: Mapping[str, Given],
    sheets: Sequence[SheetGiven] = (),
    *,
    token: str,
    mode: str,
    by: Any = None,
    by_staff: bool = False,
    received_on: datetime.date | None = None,
) -> Taken:
    """Take the answer of one target; the same `token` again gives the same receipt.

    In a named survey an answer that is there already is replaced as long as the survey is open;
    in an anonymous one nothing leads to it from the target, so a second one is refused.

    Args:
        questionnaire: what was asked; fielded.
        target: who was asked.
        answers: by code of the question, outside the sheets.
        sheets: of the repeated section.
        token: mark of the draft or paper.
        mode: a value of `Response.Mode`.
        by: the person who sends it, where one is logged in; never kept in an anonymous survey.
        by_staff: paper may be entered after the close, and only the first time.
        received_on: the day it came, by default today.

    Raises:
        SurveyClosed: the survey takes no answers now.
        AnswersRefused: something is missing or wrong; all problems at once.
        AlreadyTaken: there is an answer that this one cannot replace.
        WrongState: the questionnaire is not fielded, or of another survey.
    """
    if questionnaire.fielded_at is None or questionnaire.survey_id != target.survey_id:
        raise WrongState("この調査票では、この相手の回答を受け付けられません")
    questions = paper_questions(questionnaire) if by_staff else questions_of(questionnaire)
    lines = read_answers(questions, target.attributes, answers, sheets)
    try:
        with transaction.atomic():
            return _take(
                questionnaire,
                target,
                lines,
                sheets,
                token=token,
                mode=mode,
                by=by,
                by_staff=by_staff,
                received_on=received_on or timezone.localdate(),
            )
    except IntegrityError:  # the same mark from two places at the same moment
        receipt = _receipt(token)
        if receipt is None:
            raise
        return _told(receipt, token, target.survey, again=True)


def _take(
    questionnaire: Questionnaire,
    target: Target,
    lines: Sequence[Line],
    sheets: Sequence[SheetGiven],
    *,
    token: str,
    mode: str,
    by: Any,
    by_staff: bool,
    received_on: datetime.date,
) -> Taken:
    terms.share(target.survey)
    rows = Target.objects.select_for_update(of=["self"]).select_related(
        "survey", "response__receipt"
    )
    locked = rows.get(pk=target.pk)
    survey = locked.survey
    earlier: Response | None = getattr(locked, "response", None)
    if locked.status == Status.VALID or earlier:
        receipt = _receipt(token)
        if receipt is not None:
            return _told(receipt, token, survey, again=True)
        if earlier is None or by_staff:
            raise AlreadyTaken(locked, earlier)
    if not by_staff:
        terms.require_open(survey)
    if not earlier and not locked.allows("answer"):
        raise WrongState(
            f"「{locked}」は「{locked.get_status_display()}」なので、回答を受け付けられません"
        )
    kind = TargetEvent.Kind.CHANGED if earlier else TargetEvent.Kind.VALID
    response = earlier or _new_response(
        questionnaire, None if survey.is_anonymous else locked, mode, received_on
    )
    receipt = _write(response, lines, sheets, earlier, token=token, survey=survey)
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE_ANSWER,
            {
                "target": locked.pk,
                "kind": kind,
                "on": received_on,
                "mode": mode,
                "by": None if survey.is_anonymous or by is None else by.pk,
            },
        )
        cursor.execute(_DROP_DRAFT, {"target": locked.pk})
    return _told(receipt, token, survey)


def _new_response(
    questionnaire: Questionnaire, target: Target | None, mode: str, received_on: datetime.date
) -> Response:
    """Write the row; without a target its number says nothing about when it came."""
    response = Response(
        questionnaire=questionnaire, target=target, mode=mode, received_on=received_on
    )
    if target is None:
        response.pk = _unordered()
    response.save(force_insert=True)
    return response


def _write(
    response: Response,
    lines: Sequence[Line],
    sheets: Sequence[SheetGiven],
    earlier: Response | None,
    *,
    token: str,
    survey: Survey,
) -> ResponseReceipt:
    if earlier is not None:
        _clear(earlier)
        if earlier.status != Response.Status.VALID:
            Response.objects.filter(pk=earlier.pk).update(status=Response.Status.VALID)
    write_answers(response, lines, sheets, number=_unordered if survey.is_anonymous else None)
    receipt: ResponseReceipt | None = getattr(earlier, "receipt", None) if earlier else None
    if receipt is not None:
        receipt.submitted_hash = _token_hash(token)
        receipt.save(update_fields=["submitted_hash"])
        return receipt
    made: ResponseReceipt = ResponseReceipt.objects.create(
        response=response,
        number=_receipt_number(),
        submitted_hash=_token_hash(token),
        edit_hash=links.hash_of(links.edit_secret(token)) if survey.is_anonymous else None,
    )
    return made


def _clear(response: Response) -> None:
    Answer.objects.filter(response=response)._raw_delete("default")
    Sheet.objects.filter(response=response).delete()


def change_anonymous(
    receipt: ResponseReceipt, answers: Mapping[str, Given], sheets: Sequence[SheetGiven] = ()
) -> Response:
    """Replace an anonymous answer by its holder, who alone knows the way to it.

    Raises:
        SurveyClosed: the survey takes no answers now.
        AnswersRefused: something is missing or wrong.
    """
    response = receipt.response
    survey = response.questionnaire.survey
    attributes = _attributes(response)
    lines = read_answers(questions_of(response.questionnaire), attributes, answers, sheets)
    with transaction.atomic():
        terms.share(survey)
        survey.refresh_from_db()
        terms.require_open(survey)
        Response.objects.select_for_update().get(pk=response.pk)
        _clear(response)
        write_answers(response, lines, sheets, number=_unordered)
    return response


def _attributes(response: Response) -> dict[str, int]:
    rows = response.answers.filter(question__kind="attribute", code__gt=0)
    return dict(rows.values_list("question__code", "code"))


def attributes_of(response: Response) -> dict[str, int]:
    """Return the attributes that were stored with an answer."""
    return _attributes(response)


def take_paper(
    sheet: KeyedSheet, answers: Mapping[str, Given], sheets: Sequence[SheetGiven]
) -> Response:
    """Take what was keyed from paper; without a target where nothing leads to who sent it."""
    questionnaire = sheet.batch.questionnaire
    token = f"paper:{sheet.pk}"
    if sheet.target is not None:
        taken = take_answer(
            questionnaire,
            sheet.target,
            answers,
            sheets,
            token=token,
            mode=sheet.batch.mode,
            by_staff=True,
            received_on=sheet.batch.received_on,
        )
        return taken.response
    lines = read_answers(paper_questions(questionnaire), {}, answers, sheets)
    with transaction.atomic():
        response = _new_response(questionnaire, None, sheet.batch.mode, sheet.batch.received_on)
        write_answers(response, lines, sheets, number=_unordered)
    return response


# --- receipts ------------------------------------------------------------------------------------


def _unordered() -> int:
    """Return an id that says nothing about order, out of reach of those that are counted up."""
    return secrets.randbelow(2**61) + 2**61


def _receipt_number() -> str:
    """Return a number that can be read on the telephone; it says nothing about order."""
    return "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(3))


def _token_hash(token: str) -> str:
    return hashlib.sha256(f"submitted:{token}".encode()).hexdigest()


def _receipt(token: str) -> ResponseReceipt | None:
    rows = ResponseReceipt.objects.select_related("response")
    return rows.filter(submitted_hash=_token_hash(token)).first()


def taken_before(token: str, survey: Survey) -> Taken | None:
    """Return what was told when this mark was taken, None where it was not."""
    receipt = _receipt(token)
    return None if receipt is None else _told(receipt, token, survey, again=True)


def _told(receipt: ResponseReceipt, token: str, survey: Survey, *, again: bool = False) -> Taken:
    secret = links.edit_secret(token) if survey.is_anonymous else ""
    return Taken(receipt.number, receipt.response, secret, again)


__all__ = [
    "AlreadyAnswered",
    "AlreadyTaken",
    "Taken",
    "attributes_of",
    "change_anonymous",
    "questions_of",
    "take_answer",
    "take_paper",
    "taken_before",
]
