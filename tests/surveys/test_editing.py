"""Making a questionnaire: options that move, routes that are checked, versions and copies."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys.actions import WrongState, field_questionnaire
from surveys.editing import actions, copying
from surveys.editing.numbering import printed_numbers
from surveys.editing.routes import problems_of
from surveys.editing.wording import reading
from surveys.models import Question, Questionnaire, Survey
from surveys.questionnaires import ChoiceDefinition, asked_questions, build_questionnaire
from surveys.routing import RoutingError
from tests import factories
from tests.world.questionnaires import sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> object:
    return factories.UserFactory(role=Role.DESK)


@pytest.fixture
def draft() -> Questionnaire:
    survey = Survey.objects.create(
        slug="k", title="調査", fiscal_year=2026, dataset=factories.CityFactory()
    )
    return build_questionnaire(survey, sections())


def _question(draft: Questionnaire, code: str) -> Question:
    return draft.questions.get(code=code)


def test_numbers_follow_the_routes(draft: Questionnaire) -> None:
    numbers = printed_numbers(asked_questions(draft))
    assert [numbers[code] for code in ("kind", "q1", "q2", "q3")] == ["", "問1", "付問1-1", "問2"]


def test_a_condition_reads_as_japanese(draft: Questionnaire) -> None:
    asked = asked_questions(draft)
    known = {each.code: each for each in asked}
    said = reading(known["q2"].conditions[1], known, printed_numbers(asked))
    assert said == "問1で「ある」と答えた人"


def test_conditions_follow_an_option_that_moves(draft: Questionnaire, desk: object) -> None:
    question = _question(draft, "q1")
    options = [ChoiceDefinition(label) for label in ("わからない", "ない", "ある")]
    actions.save_question(question.section, {"code": "met"}, options, desk, question=question)
    assert _question(draft, "q2").relevant == "${met} = '3'"


def test_an_option_in_use_is_not_lost(draft: Questionnaire, desk: object) -> None:
    question = _question(draft, "q1")
    with pytest.raises(actions.InUse, match="ある"):
        actions.save_question(question.section, {}, [], desk, question=question)
    with pytest.raises(actions.InUse, match="付問1-1"):
        actions.remove_question(question, desk)
    assert question.choices.count() == 2


def test_the_check_finds_what_is_wrong(draft: Questionnaire, desk: object) -> None:
    section = _question(draft, "q1").section
    section.questions.filter(code="q2").update(relevant="${q1} = '1' and ${q1} = '2'")
    section.questions.filter(code="q3").update(relevant="${q5} = '1'")
    section.questions.filter(code="q4").update(relevant="${q1} = '9'")
    asked = asked_questions(draft)
    found = {each.code: each.message for each in problems_of(asked, printed_numbers(asked))}
    assert "きかれません" in found["q2"]
    assert "あとで" in found["q3"]
    assert "選択肢「9」" in found["q4"]
    with pytest.raises(WrongState, match="直すところが3つ"):
        actions.send_out(draft, factories.UserFactory(role=Role.COORDINATOR))


@pytest.mark.parametrize("page", ["questionnaire", "questionnaire_routes"])
def test_the_pages_say_what_is_wrong(page: str, draft: Questionnaire, client: Client) -> None:
    draft.questions.filter(code="q2").update(relevant="${q1} = '1' and ${q1} = '2'")
    client.force_login(factories.UserFactory(role=Role.DESK))
    said = client.get(reverse(f"surveys:{page}", args=[draft.pk])).content.decode()
    assert "直すところが1つあります" in said
    assert "きかれません" in said


def test_a_condition_on_a_later_question_is_refused(draft: Questionnaire, desk: object) -> None:
    with pytest.raises(RoutingError, match="あとで"):
        actions.put_condition(_question(draft, "q1"), "${q5} = '1'", desk)
    assert _question(draft, "q1").relevant == ""


def test_sending_out_writes_the_numbers_and_closes_it(draft: Questionnaire, desk: object) -> None:
    actions.send_out(draft, factories.UserFactory(role=Role.COORDINATOR))
    assert _question(draft, "q2").number == "付問1-1"
    with pytest.raises(WrongState, match="直した版"):
        actions.remove_question(_question(draft, "q7"), desk)


def test_a_correction_is_a_version(draft: Questionnaire, desk: object) -> None:
    with pytest.raises(WrongState):
        copying.new_version(draft, desk)
    draft = field_questionnaire(draft, None)
    version = copying.new_version(draft, desk)
    assert (version.version, version.questions.count()) == (2, draft.questions.count())
    with pytest.raises(WrongState):
        copying.new_version(draft, desk)
    copying.discard_version(version, desk)
    assert draft.survey.questionnaires.count() == 1


def test_next_years_copy_stays_comparable(draft: Questionnaire, desk: object) -> None:
    values = {"slug": "k2", "title": "次", "fiscal_year": 2027, "dataset": draft.survey.dataset}
    empty = actions.create_survey(values, desk)
    copy = copying.copy_into(draft, empty.survey, desk)
    assert _question(copy, "q5").comparable_to == _question(draft, "q5")
    assert _question(copy, "q2").relevant == "${q1} = '1'"


def test_moving_crosses_the_edge_of_a_section(draft: Questionnaire, desk: object) -> None:
    actions.move_question(_question(draft, "q4"), 1, desk)
    assert [q.code for q in draft.questions.order_by("position")][4:6] == ["q4", "q5"]
    assert _question(draft, "q4").section == _question(draft, "q5").section


def test_strangers_and_closed_data_are_refused(draft: Questionnaire, desk: object) -> None:
    with pytest.raises(PermissionDenied):
        actions.remove_question(_question(draft, "q7"), factories.UserFactory())
    draft.survey.dataset.closed_dataset = True
    draft.survey.dataset.save()
    with pytest.raises(PermissionDenied):
        actions.remove_question(_question(draft, "q7"), desk)
