"""What the database itself keeps: states exclude options, a fielded questionnaire stays."""

import pytest
from django.db import IntegrityError, transaction

from surveys.models import Answer, AnswerState, Choice, Question, Questionnaire, Response, Section
from tests.surveys.samples import make_questionnaire, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire() -> Questionnaire:
    return make_questionnaire()


@pytest.fixture
def response(questionnaire: Questionnaire) -> Response:
    return Response.objects.create(
        questionnaire=questionnaire, target=make_target(questionnaire), mode="web"
    )


def _answer(response: Response, code: int, row: int = 0) -> Answer:
    question = response.questionnaire.questions.get(code="fields")
    return Answer(response=response, question=question, code=code, row=row)


@pytest.mark.parametrize("state", list(AnswerState))
def test_a_state_excludes_options(response: Response, state: int) -> None:
    _answer(response, 1).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        _answer(response, state).save()
    other = _answer(response, 2)
    other.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=other.pk).update(code=state)
    assert sorted(response.answers.values_list("code", flat=True)) == [1, 2]


@pytest.mark.parametrize("codes", [(1, 0), (0, 1), (0, -1), (2, -2)])
def test_a_state_excludes_options_in_one_insert(response: Response, codes: tuple[int, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.bulk_create(_answer(response, code) for code in codes)
    assert not response.answers.exists()


def test_states_of_other_sheets_and_several_options_are_fine(response: Response) -> None:
    Answer.objects.bulk_create(
        [
            _answer(response, 1),
            _answer(response, 2),
            _answer(response, 0, 1),
            _answer(response, 3, 2),
        ]
    )
    assert response.answers.count() == 4


def test_an_option_counts_once_and_unknown_states_are_refused(response: Response) -> None:
    _answer(response, 1).save()
    for code in (1, -3):
        with pytest.raises(IntegrityError), transaction.atomic():
            _answer(response, code).save()


def test_a_fielded_questionnaire_cannot_change(questionnaire: Questionnaire) -> None:
    question = questionnaire.questions.get(code="wish")
    section = questionnaire.sections.get(code="once")
    changes = [
        lambda: Question.objects.filter(pk=question.pk).update(text="別の質問"),
        lambda: Question.objects.filter(questionnaire=questionnaire).delete(),
        lambda: Choice.objects.filter(question=question).update(label="別の選択肢"),
        lambda: Choice.objects.create(question=question, code=9, label="新しい", position=9),
        lambda: question.choices.all().delete(),
        lambda: Section.objects.filter(pk=section.pk).update(relevant="${size} = '2'"),
        lambda: Question.objects.create(
            questionnaire=questionnaire,
            section=section,
            code="new",
            kind="open",
            text="新",
            position=99,
        ),
        lambda: Questionnaire.objects.filter(pk=questionnaire.pk).update(fielded_at=None),
        lambda: Questionnaire.objects.filter(pk=questionnaire.pk).update(version=2),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
            change()
    question.refresh_from_db()
    assert question.text == "協働したいか"
    assert question.choices.count() == 2


def test_a_questionnaire_in_preparation_can_change() -> None:
    draft = make_questionnaire(slug="draft", fielded=False)
    question = draft.questions.get(code="wish")
    Question.objects.filter(pk=question.pk).update(text="直した質問")
    question.choices.filter(code=2).delete()
    Question.objects.filter(questionnaire=draft, code="opinion").delete()
    assert draft.questions.get(code="wish").text == "直した質問"
    assert question.choices.count() == 1
