"""Making a questionnaire: options that move, routes that are checked, versions and copies."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from surveys.actions import WrongState, field_questionnaire
from surveys.editing import actions, copying
from surveys.editing.numbering import printed_numbers
from surveys.editing.routes import hints_after, problems_of
from surveys.editing.wording import reading
from surveys.models import Question, Questionnaire, Response, Survey
from surveys.questionnaires import ChoiceDefinition, asked_questions, build_questionnaire
from surveys.routing import RoutingError
from tests import factories
from tests.world.questionnaires import sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> User:
    user: Any = factories.UserFactory(role=Role.DESK)
    found: User = user
    return found


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


def test_conditions_follow_an_option_that_moves(draft: Questionnaire, desk: User) -> None:
    question = _question(draft, "q1")
    options = [ChoiceDefinition(label) for label in ("わからない", "ない", "ある")]
    actions.save_question(question.section, {"code": "met"}, options, desk, question=question)
    assert _question(draft, "q2").relevant == "${met} = '3'"


def test_an_option_in_use_is_not_lost(draft: Questionnaire, desk: User) -> None:
    question = _question(draft, "q1")
    with pytest.raises(actions.InUse, match="ある"):
        actions.save_question(question.section, {}, [], desk, question=question)
    with pytest.raises(actions.InUse, match="付問1-1"):
        actions.remove_question(question, desk)
    assert question.choices.count() == 2


def test_the_check_finds_what_is_wrong(draft: Questionnaire, desk: User) -> None:
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


def test_a_condition_on_a_later_question_is_refused(draft: Questionnaire, desk: User) -> None:
    with pytest.raises(RoutingError, match="あとで"):
        actions.put_condition(_question(draft, "q1"), "${q5} = '1'", desk)
    assert _question(draft, "q1").relevant == ""


def test_sending_out_writes_the_numbers_and_closes_it(draft: Questionnaire, desk: User) -> None:
    actions.send_out(draft, factories.UserFactory(role=Role.COORDINATOR))
    assert _question(draft, "q2").number == "付問1-1"
    with pytest.raises(WrongState, match="直した版"):
        actions.remove_question(_question(draft, "q7"), desk)


def test_a_correction_is_a_version(draft: Questionnaire, desk: User) -> None:
    with pytest.raises(WrongState):
        copying.new_version(draft, desk)
    draft = field_questionnaire(draft, None)
    version = copying.new_version(draft, desk)
    assert (version.version, version.questions.count()) == (2, draft.questions.count())
    with pytest.raises(WrongState):
        copying.new_version(draft, desk)
    copying.discard_version(version, desk)
    assert draft.survey.questionnaires.count() == 1


def test_next_years_copy_stays_comparable(draft: Questionnaire, desk: User) -> None:
    values = {"slug": "k2", "title": "次", "fiscal_year": 2027, "dataset": draft.survey.dataset}
    empty = actions.create_survey(values, desk)
    copy = copying.copy_into(draft, empty.survey, desk)
    assert _question(copy, "q5").comparable_to == _question(draft, "q5")
    assert _question(copy, "q2").relevant == "${q1} = '1'"


def test_moving_crosses_the_edge_of_a_section(draft: Questionnaire, desk: User) -> None:
    actions.move_question(_question(draft, "q4"), 1, desk)
    assert [q.code for q in draft.questions.order_by("position")][4:6] == ["q4", "q5"]
    assert _question(draft, "q4").section == _question(draft, "q5").section


def test_strangers_and_closed_data_are_refused(draft: Questionnaire, desk: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.remove_question(_question(draft, "q7"), factories.UserFactory())
    draft.survey.dataset.closed_dataset = True
    draft.survey.dataset.save()
    with pytest.raises(PermissionDenied):
        actions.remove_question(_question(draft, "q7"), desk)


def test_options_that_part_the_ways_say_where_they_lead(draft: Questionnaire) -> None:
    asked = asked_questions(draft)
    numbers = printed_numbers(asked)
    known = {each.code: each for each in asked}
    assert hints_after(known["q1"], asked, numbers) == {1: "付問1-1へ", 2: "問2へ"}
    assert hints_after(known["q3"], asked, numbers) == {}
    draft.questions.filter(position__gt=known["q2"].question.position).delete()
    asked = asked_questions(draft)
    assert hints_after(asked[1], asked, numbers) == {1: "付問1-1へ", 2: "ここで終わりです"}


def test_the_preview_follows_the_routes_with_the_template_of_the_respondents(
    client: Client, draft: Questionnaire, desk: User
) -> None:
    client.force_login(desk)
    address = reverse("surveys:questionnaire_preview", args=[draft.pk])
    page = client.get(address, {"q_kind": "1"}).content.decode()
    assert "会員は何人ですか" in page
    assert "その事業の名前" not in page
    assert "→ 付問1-1へ" in page
    assert '<table class="question-table">' in page
    tried = {"q_kind": "2", "q_q1": "1", "shown": "q1"}
    page = client.get(address, tried).content.decode()
    assert "会員は何人ですか" not in page
    assert "その事業の名前" in page
    assert not Response.objects.exists()


def _form(client: Client, question: Question) -> dict[str, Any]:
    """Return the form of a question as a browser would send it back."""
    form = client.get(reverse("surveys:question_edit", args=[question.pk])).context["form"]
    found = {}
    for field in form:
        value = (
            field.field.prepare_value(field.value()) if field.name == "exclusive" else field.value()
        )
        found[field.name] = "" if value is None or value == [] else value
    return {name: value for name, value in found.items() if value is not False}


def test_two_who_change_the_same_question_see_both(
    client: Client, draft: Questionnaire, desk: User
) -> None:
    client.force_login(desk)
    question = _question(draft, "q5")
    address = reverse("surveys:question_edit", args=[question.pk])
    mine = {**_form(client, question), "text": "わたしの質問文"}
    theirs = {**_form(client, question), "text": "先に保存された質問文"}
    assert client.post(address, theirs).status_code == 302
    page = client.post(address, mine)
    shown = page.content.decode()
    assert "ほかの人が直しました" in shown
    assert "わたしの質問文" in shown
    assert "先に保存された質問文" in shown
    assert _question(draft, "q5").text == "先に保存された質問文"
    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert _question(draft, "q5").text == "わたしの質問文"


def test_several_options_may_stand_alone_and_one_takes_a_text(
    client: Client, draft: Questionnaire, desk: User
) -> None:
    client.force_login(desk)
    question = _question(draft, "q5")
    address = reverse("surveys:question_edit", args=[question.pk])
    typed = {**_form(client, question), "choices": "場所\n資金\nその他\n特にない\nわからない"}
    wrong = client.post(address, {**typed, "other": "2、3", "exclusive": "4"})
    assert "1つの設問に1つまで" in wrong.content.decode()
    wrong = client.post(address, {**typed, "other": "三", "exclusive": "9"})
    assert "数字で入力してください" in wrong.content.decode()
    assert "選択肢は5までです" in wrong.content.decode()
    assert client.post(address, {**typed, "other": "３", "exclusive": "4、5"}).status_code == 302
    marks = question.choices.order_by("code").values_list("is_other", "is_exclusive")
    assert list(marks) == [(False, False)] * 2 + [(True, False)] + [(False, True)] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        question.choices.update(is_other=True)


def test_one_section_is_repeated(draft: Questionnaire, desk: User) -> None:
    one, two = draft.sections.exclude(questions__kind="attribute").first(), None
    assert one is not None
    actions.save_section(draft, {"is_repeat": True}, desk, one)
    with pytest.raises(WrongState, match="1つまで"):
        actions.save_section(draft, {"title": "もう1つ", "is_repeat": True}, desk, two)


def test_a_question_leaves_the_library_from_its_own_page(
    client: Client, draft: Questionnaire, desk: User
) -> None:
    client.force_login(desk)
    question = _question(draft, "q7")
    page = reverse("surveys:question_edit", args=[question.pk])
    assert "設問集から外す" not in client.get(page).content.decode()
    actions.keep_in_library(question, "毎年", desk)
    assert "設問集から外す" in client.get(page).content.decode()
    client.post(reverse("surveys:question_unkeep", args=[question.pk]))
    assert "設問集から外す" not in client.get(page).content.decode()
