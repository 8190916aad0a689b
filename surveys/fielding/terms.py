"""Until when a survey takes answers, decided on the server; closing it, and what the close does."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.japanese import format_month_day, format_time
from surveys.actions import WrongState
from surveys.models import Questionnaire, Survey
from surveys.permissions import may_run

# Answers hold the lock of their survey together, the close holds it alone.
_LOCK = 6_061


class SurveyClosed(WrongState):
    """The survey takes no answers (any more, or yet); the message says since or until when."""


def share(survey: Survey) -> None:
    """Keep the survey from closing until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [_LOCK, survey.pk])


def hold(survey: Survey) -> Survey:
    """Wait for the answers that are being taken, and keep others out; return the survey anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, survey.pk])
    found: Survey = Survey.objects.select_related("dataset").get(pk=survey.pk)
    return found


def is_open(survey: Survey, now: datetime.datetime | None = None) -> bool:
    """Tell whether the survey takes answers from respondents now."""
    moment = now or timezone.now()
    return (
        survey.status == Survey.Status.OPEN
        and (survey.opens_on is None or survey.opens_on <= timezone.localdate(moment))
        and (survey.closes_at is None or moment < survey.closes_at)
    )


def require_open(survey: Survey) -> None:
    """Raise ``SurveyClosed`` where the survey takes no answers from respondents now."""
    if not is_open(survey):
        raise SurveyClosed(closed_message(survey))


def closed_message(survey: Survey) -> str:
    """Say why the survey takes no answers."""
    now = timezone.now()
    if survey.status == Survey.Status.PREPARING:
        return "この調査は、まだ始まっていません"
    if survey.opens_on and survey.opens_on > timezone.localdate(now):
        return (
            f"この調査は{format_month_day(survey.opens_on)}に始まります。その日からお答えください"
        )
    if survey.closes_at and survey.closes_at <= now:
        when = f"{format_month_day(survey.closes_at)}{format_time(survey.closes_at)}"
        return f"この調査は{when}に締め切りました。ご協力ありがとうございました"
    return "この調査は締め切りました。ご協力ありがとうございました"


def fielded_questionnaire(survey: Survey) -> Questionnaire | None:
    """Return the version that is out in the field: the newest that was fielded."""
    rows = Questionnaire.objects.filter(survey=survey, fielded_at__isnull=False)
    found: Questionnaire | None = rows.order_by("-version").first()
    return found


def require_run(by: Any, survey: Survey) -> None:
    """Refuse who does not run this survey."""
    if by is not None and not may_run(by, survey):
        raise PermissionDenied(say.no_permission("調査を担当する職員"))
