"""Closing a survey, and deleting what may not be kept for longer than was said."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from koganei_kyodo.documents.models import Rendering
from surveys.actions import WrongState
from surveys.fielding import links, terms
from surveys.models import (
    Answer,
    KeyedSheet,
    OutreachItem,
    Question,
    Response,
    ResponseDraft,
    ResponseReceipt,
    Scan,
    Sheet,
    Survey,
    Target,
    TargetContact,
    TargetEvent,
)

GONE = "（消去済み）"
# New rows in a random order, in one transaction: neither number, nor place, nor the mark of the
# transaction says any more which answer came when.
_MIX = """
    CREATE TEMPORARY TABLE mixed ON COMMIT DROP AS
        SELECT id AS old, (random() * 1e18)::bigint + 2305843009213693952 AS new
        FROM surveys_response
        WHERE target_id IS NULL AND questionnaire_id IN
            (SELECT id FROM surveys_questionnaire WHERE survey_id = %(survey)s);
    INSERT INTO surveys_response
        (id, questionnaire_id, target_id, status, mode, received_on, is_reconstructed)
        SELECT new, questionnaire_id, NULL, status, mode, received_on, is_reconstructed
        FROM surveys_response JOIN mixed ON id = old ORDER BY random();
    CREATE TEMPORARY TABLE mixed_answers ON COMMIT DROP AS
        SELECT new AS response_id, question_id, row, code, text
        FROM surveys_answer JOIN mixed ON response_id = old;
    CREATE TEMPORARY TABLE mixed_sheets ON COMMIT DROP AS
        SELECT new AS response_id, row, title FROM surveys_sheet JOIN mixed ON response_id = old;
    UPDATE surveys_aftercode SET response_id = new FROM mixed WHERE response_id = old;
    UPDATE surveys_keyedsheet SET response_id = NULL FROM mixed WHERE response_id = old;
    DELETE FROM surveys_responsereceipt USING mixed WHERE response_id = old;
    DELETE FROM surveys_answer USING mixed WHERE response_id = old;
    DELETE FROM surveys_sheet USING mixed WHERE response_id = old;
    DELETE FROM surveys_response USING mixed WHERE id = old;
    INSERT INTO surveys_answer (id, response_id, question_id, row, code, text)
        SELECT (random() * 1e18)::bigint + 2305843009213693952,
            response_id, question_id, row, code, text
        FROM mixed_answers ORDER BY random();
    INSERT INTO surveys_sheet (id, response_id, row, title)
        SELECT (random() * 1e18)::bigint + 2305843009213693952, response_id, row, title
        FROM mixed_sheets ORDER BY random();
"""


def close_survey(survey: Survey, *, by: Any) -> Survey:
    """Close a survey: wait for answers that are being taken, then destroy every way to change one.

    Raises:
        PermissionDenied: `by` does not run the survey.
        WrongState: it is not open.
    """
    terms.require_run(by, survey)
    with transaction.atomic():
        locked = terms.hold(survey)
        if not locked.allows("close"):
            raise WrongState(f"この調査は「{locked.get_status_display()}」です")
        locked.status = Survey.TRANSITIONS["close"][locked.status]
        locked.save(update_fields=["status"])
        _forget_ways(locked)
    return locked


def _forget_ways(survey: Survey) -> None:
    links.destroy_links(survey)
    ResponseDraft.objects.filter(target__survey=survey).delete()
    # Letters and questionnaires carry the links; they can be made again as long as there are any.
    rounds = list(survey.outreaches.values_list("pk", flat=True))
    printed = Rendering.objects.filter(kind__startswith="surveys-fielding-")
    printed.filter(params__outreach__in=rounds).delete()
    if survey.is_anonymous:
        with connection.cursor() as cursor:
            cursor.execute(_MIX, {"survey": survey.pk})


def seal_closed(*, dry_run: bool = False, now: datetime.datetime | None = None) -> int:
    """Close the surveys whose time is over; return how many were (or would be) closed."""
    over = Survey.objects.filter(status=Survey.Status.OPEN, closes_at__lte=now or timezone.now())
    surveys = list(over.select_related("dataset"))
    if not dry_run:
        for survey in surveys:
            close_survey(survey, by=None)
    return len(surveys)


@dataclass(frozen=True)
class Deleted:
    """What one run deleted, or would."""

    surveys: int
    targets: int
    contacts: int
    texts: int
    papers: int


def delete_due(day: datetime.date, *, dry_run: bool = False) -> Deleted:
    """Delete names, addresses, written answers and papers of surveys whose stated day has come.

    The ticked options stay without anybody's name, so that every table can still be counted.
    Running it again deletes nothing more.
    """
    due = Survey.objects.filter(delete_after__lt=day, dataset__closed_dataset=False)
    surveys = list(due.order_by("pk"))
    total = Deleted(0, 0, 0, 0, 0)
    for survey in surveys:
        with transaction.atomic():
            counted = _due_of(survey)
            if not any((counted.targets, counted.contacts, counted.texts, counted.papers)):
                continue
            if not dry_run:
                _delete(survey)
        total = Deleted(
            total.surveys + 1,
            total.targets + counted.targets,
            total.contacts + counted.contacts,
            total.texts + counted.texts,
            total.papers + counted.papers,
        )
    return total


def _texts(survey: Survey) -> Any:
    kinds = [Question.Kind.OPEN, Question.Kind.SINGLE, Question.Kind.MULTIPLE]
    rows = Answer.objects.filter(question__questionnaire__survey=survey, question__kind__in=kinds)
    return rows.exclude(text="")


def _due_of(survey: Survey) -> Deleted:
    return Deleted(
        1,
        Target.objects.filter(survey=survey).exclude(name=GONE).count(),
        TargetContact.objects.filter(target__survey=survey).count(),
        _texts(survey).count(),
        KeyedSheet.objects.filter(batch__questionnaire__survey=survey).count(),
    )


def _delete(survey: Survey) -> None:
    _forget_ways(survey)
    _texts(survey).update(text="")
    Sheet.objects.filter(response__questionnaire__survey=survey).update(title="")
    Scan.objects.filter(sheet__batch__questionnaire__survey=survey).delete()
    KeyedSheet.objects.filter(batch__questionnaire__survey=survey).delete()
    ResponseReceipt.objects.filter(response__questionnaire__survey=survey).delete()
    targets = Target.objects.filter(survey=survey)
    Response.objects.filter(target__survey=survey).update(target=None)
    TargetContact.objects.filter(target__survey=survey).delete()
    OutreachItem.objects.filter(target__survey=survey).delete()
    TargetEvent.objects.filter(target__survey=survey).exclude(note="").update(note="")
    targets.update(
        name=GONE, organization=None, department=None, answered_by=None, attributes={}, modes=[]
    )
