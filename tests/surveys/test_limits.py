"""Limits of an answer: numbers, how many options, a condition of the question's own."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from surveys.actions import AnswersRefused, Given, field_questionnaire, submit_response
from surveys.models import Answer, Question
from surveys.questionnaires import QuestionDefinition, SectionDefinition, build_questionnaire
from surveys.routing import RoutingError
from tests.surveys.samples import choices, make_questionnaire, make_target

pytestmark = pytest.mark.django_db
QUESTIONS = [
    QuestionDefinition(
        "hours", "number", "1日に活動する時間", min_value=Decimal(0), max_value=Decimal(24),
        decimals=1, unit="時間",
    ),
    QuestionDefinition(
        "even", "number", "2人組の数", constraint=". != 3", constraint_message="3のほかの数を入力してください",
    ),
    QuestionDefinition(
        "best", "multiple", "よかったこと", choices("あ", "い", "う"), min_choices=2, max_choices=2
    ),
    QuestionDefinition(
        "few", "multiple", "使う物", choices("か", "き", "く"), constraint="count-selected(.) <= 2",
    ),
]  # fmt: skip


def answer(**given: Given) -> list[str] | dict[str, str]:
    """Send one answer; return what is wrong with it, or what was stored by question."""
    survey = make_questionnaire().survey
    made = build_questionnaire(survey, [SectionDefinition("all", "全部", QUESTIONS)], version=9)
    field_questionnaire(made, None)
    made.refresh_from_db()
    try:
        response = submit_response(made, make_target(made), given, mode="web")
    except AnswersRefused as refused:
        return [problem.message for problem in refused.problems]
    rows = Answer.objects.filter(response=response, code__gt=0)
    return dict(rows.values_list("question__code", "text"))


@pytest.mark.parametrize(
    ("text", "stored"),
    [("7.5", "7.5"), ("７．５時間", "7.5"), ("24", "24"), ("0", "0"), ("8.0", "8")],
)
def test_a_number_within_its_limits_is_taken(text: str, stored: str) -> None:
    assert answer(hours=Given(text=text)) == {"hours": stored}


@pytest.mark.parametrize(
    ("code", "given", "words"),
    [
        ("hours", Given(text="-1"), "0時間以上にしてください"),
        ("hours", Given(text="24.5"), "24時間以下にしてください"),
        ("hours", Given(text="7.25"), "小数1けたまで"),
        ("hours", Given(text="たくさん"), "数字で入力してください"),
        ("hours", Given(text="NaN"), "数字で入力してください"),
        ("even", Given(text="3"), "3のほかの数を入力してください"),
        ("even", Given(text="2.5"), "数字で入力してください"),
        ("best", Given((1,)), "2つ以上選んでください（いま1つ）"),
        ("best", Given((1, 2, 3)), "2つまで選べます"),
        ("few", Given((1, 2, 3)), "答えの条件に合うように直してください"),
    ],
)
def test_what_is_outside_is_refused_in_words(code: str, given: Given, words: str) -> None:
    (message,) = answer(**{code: given})
    assert words in message


def test_a_condition_on_an_answer_looks_at_no_other_question() -> None:
    survey = make_questionnaire().survey
    wrong = QuestionDefinition("b", "number", "二つ目", constraint="${hours} > 1")
    with pytest.raises(RoutingError, match="その設問の答え"):
        build_questionnaire(
            survey, [SectionDefinition("all", "全部", [QUESTIONS[0], wrong])], version=9
        )


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "open", "matrix": "表"},
        {"kind": "open", "min_value": 1},
        {"kind": "number", "min_value": 2, "max_value": 1},
        {"kind": "multiple", "min_choices": 3, "max_choices": 2},
        {"kind": "single", "min_choices": 1},
    ],
)
def test_limits_that_make_no_sense_are_refused_by_the_database(values: dict[str, object]) -> None:
    survey = make_questionnaire().survey
    made = build_questionnaire(survey, [SectionDefinition("s", "節", [])], version=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(
            questionnaire=made,
            section=made.sections.get(),
            code="x",
            text="x",
            position=1,
            **values,
        )
