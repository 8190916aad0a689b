"""What was read from an XLSForm, written into a questionnaire that has no questions yet."""

from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction

from surveys.actions import WrongState
from surveys.models import Question, Questionnaire, Survey
from surveys.permissions import may_edit
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)
from surveys.xlsform.reader import Found

_SALT = "surveys.xlsform"
_HELD_FOR = 24 * 60 * 60
_NUMBERS = ("min_value", "max_value")


def load(survey: Survey, found: Found, by: Any) -> Questionnaire:
    """Write what was read as the first version of a survey's questionnaire.

    Args:
        survey: it has no questions yet.
        found: what was read.
        by: who does it; None for a command that the operator runs.

    Raises:
        PermissionDenied: `by` may not.
        WrongState: the survey has questions already.
        RoutingError: the conditions do not fit together.
    """
    with transaction.atomic():
        rows = Survey.objects.select_for_update(of=["self"]).select_related("dataset")
        locked = rows.get(pk=survey.pk)
        if locked.dataset.closed_dataset or (by is not None and not may_edit(by, locked)):
            raise PermissionDenied
        if Question.objects.filter(questionnaire__survey=locked).exists():
            raise WrongState(
                "この調査には、もう設問があります。読み込めるのは、まだ設問のない調査です"
            )
        locked.questionnaires.all().delete()
        return build_questionnaire(locked, found.sections)


# --- held by the browser between the preview and the decision -------------------------------------


def sealed(found: Found, questionnaire: Questionnaire) -> str:
    """Return what was read as a text that only this system can have written."""
    held = {"for": questionnaire.pk, "title": found.title}
    held["sections"] = [_plain(section) for section in found.sections]
    return signing.dumps(held, salt=_SALT, compress=True)


def unsealed(text: str, questionnaire: Questionnaire) -> Found:
    """Return what `sealed` wrote for the same questionnaire; without its notes.

    Raises:
        WrongState: it was changed, is of another questionnaire, or older than a day.
    """
    try:
        held = signing.loads(text, salt=_SALT, max_age=_HELD_FOR)
    except signing.BadSignature:
        held = {}
    if held.get("for") != questionnaire.pk:
        raise WrongState("時間がたったため、読み込めませんでした。ファイルを選び直してください")
    return Found(held["title"], [_section(each) for each in held["sections"]], (), ())


def _plain(section: SectionDefinition) -> dict[str, Any]:
    return {
        **vars(section),
        "questions": [
            {
                **vars(question),
                "choices": [vars(choice) for choice in question.choices],
                **{name: _text(getattr(question, name)) for name in _NUMBERS},
            }
            for question in section.questions
        ],
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _section(held: dict[str, Any]) -> SectionDefinition:
    questions = [
        QuestionDefinition(
            **{
                **each,
                "choices": [ChoiceDefinition(**choice) for choice in each["choices"]],
                **{name: each[name] and Decimal(each[name]) for name in _NUMBERS},
            }
        )
        for each in held["questions"]
    ]
    return SectionDefinition(**{**held, "questions": questions})
