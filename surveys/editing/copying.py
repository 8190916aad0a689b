"""Versions and copies: a correction, last year's questionnaire again, one question of the library."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from surveys.actions import WrongState
from surveys.editing.actions import editing, free_code, reposition
from surveys.models import Choice, Question, Questionnaire, Section, Survey
from surveys.permissions import may_edit

_NOT_COPIED = {"id", "questionnaire", "section", "comparable_to"}
_FIELDS = [f.name for f in Question._meta.concrete_fields if f.name not in _NOT_COPIED]


def new_version(questionnaire: Questionnaire, by: Any) -> Questionnaire:
    """Make the next version of a questionnaire that was sent out, to correct it.

    Raises:
        PermissionDenied: `by` may not.
        WrongState: it can still be changed itself, or a version is being corrected already.
    """
    with transaction.atomic():
        survey = _locked(questionnaire.survey, by)
        if questionnaire.fielded_at is None:
            raise WrongState("この版は、まだ配っていません。このまま直せます")
        if survey.questionnaires.filter(fielded_at=None).exists():
            raise WrongState("直している版がもうあります。その版を直してください")
        last = survey.questionnaires.aggregate(last=Max("version"))["last"] or 0
        version = Questionnaire.objects.create(survey=survey, version=last + 1)
        _copy_all(questionnaire, version, compared=False)
    return version


def copy_into(source: Questionnaire, survey: Survey, by: Any) -> Questionnaire:
    """Use another survey's questionnaire as the first version of this one's.

    Each question is linked to the one it comes from, so that the figures can be compared.

    Raises:
        PermissionDenied: `by` may not.
        WrongState: this survey has questions already.
    """
    with transaction.atomic():
        locked = _locked(survey, by)
        if Question.objects.filter(questionnaire__survey=locked).exists():
            raise WrongState("この調査には、もう設問があります。写せるのは、まだ設問のない調査です")
        locked.questionnaires.all().delete()
        questionnaire = Questionnaire.objects.create(survey=locked)
        _copy_all(source, questionnaire, compared=True)
    return questionnaire


def discard_version(questionnaire: Questionnaire, by: Any) -> None:
    """Throw away a correction that has not been sent out; the first version stays."""
    with editing(questionnaire, by) as locked:
        if locked.version == 1:
            raise WrongState("はじめの版は捨てられません。設問を1つずつ消してください")
        locked.questions.all().delete()
        locked.sections.all().delete()
        locked.delete()


def add_copy(question: Question, section: Section, by: Any, *, compared: bool = True) -> Question:
    """Ask a question of the library or of an earlier survey again, without its condition."""
    with editing(section.questionnaire, by) as locked:
        codes = set(locked.questions.values_list("code", flat=True))
        copy = _copied(question, locked, section)
        copy.code = question.code if question.code not in codes else free_code("q", codes)
        copy.position = (locked.questions.aggregate(last=Max("position"))["last"] or 0) + 1
        copy.relevant = copy.number = ""
        copy.comparable_to = question if compared else None
        copy.save()
        _copy_choices([(question, copy)])
        reposition(locked)
    return copy


def _locked(survey: Survey, by: Any) -> Survey:
    rows = Survey.objects.select_for_update(of=["self"]).select_related("dataset")
    locked = rows.get(pk=survey.pk)
    if not may_edit(by, locked):
        raise PermissionDenied
    return locked


def _copied(question: Question, questionnaire: Questionnaire, section: Section) -> Question:
    values = {name: getattr(question, name) for name in _FIELDS}
    return Question(questionnaire=questionnaire, section=section, **values)


def _copy_all(source: Questionnaire, into: Questionnaire, *, compared: bool) -> None:
    sections = {}
    for section in source.sections.order_by("position"):
        sections[section.pk] = Section.objects.create(
            questionnaire=into,
            code=section.code,
            title=section.title,
            intro=section.intro,
            position=section.position,
            is_repeat=section.is_repeat,
            relevant=section.relevant,
        )
    pairs = []
    for question in source.questions.select_related("comparable_to").prefetch_related("choices"):
        copy = _copied(question, into, sections[question.section_id])
        copy.comparable_to = question if compared else question.comparable_to
        pairs.append((question, copy))
    Question.objects.bulk_create(copy for _, copy in pairs)
    _copy_choices(pairs)


def _copy_choices(pairs: Sequence[tuple[Question, Question]]) -> None:
    Choice.objects.bulk_create(
        Choice(
            question=copy,
            code=choice.code,
            label=choice.label,
            position=choice.position,
            is_exclusive=choice.is_exclusive,
            is_other=choice.is_other,
        )
        for question, copy in pairs
        for choice in question.choices.all()
    )
