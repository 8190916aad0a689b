"""Code frames: 50 opinions coded, suggested, compared, counted; names masked."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys import coding, coding_actions
from surveys.actions import Given, WrongState, submit_response
from surveys.counted import count_definitions
from surveys.models import AfterCode, CodeFrame, Question, ReportFigure
from tests.surveys.samples import make_questionnaire, make_target, person

pytestmark = pytest.mark.django_db
TEXTS = ("市報に活動をのせてほしい", "書類の手続きを減らしてほしい", "特に意見はない")


@pytest.fixture
def opinion() -> Question:
    made = make_questionnaire()
    for number in range(50):
        target = make_target(made, f"対象{number}", 1 + number % 2)
        text = f"{TEXTS[number % 3]}（{number}）"
        submit_response(made, target, {"opinion": Given(text=text)}, mode="web")
    submit_response(made, make_target(made, "無回答"), {}, mode="web")
    return made.questions.get(code="opinion")


@pytest.fixture
def frame(opinion: Question) -> CodeFrame:
    made = coding_actions.make_frame(opinion, by=None)
    for label in ("広報", "手続き"):
        coding_actions.add_code(made, by=None, label=label)
    return made


def test_fifty_opinions_are_coded_one_after_the_other(opinion: Question, frame: CodeFrame) -> None:
    client = Client()
    client.force_login(person(Role.DESK))
    url = reverse("surveys:code_next", args=[opinion.pk])
    for number in range(50):
        answer = client.get(url).context["answer"]
        codes = {0: ["1"], 1: ["2"], 2: []}[number % 3]
        assert client.post(url, {"answer": answer.pk, "codes": codes}).status_code == 302
    assert "すべての意見を分類しました" in client.get(url).content.decode()
    figure = ReportFigure(question=opinion, frame=frame, base="asked")
    (counted,) = count_definitions([figure])
    assert {row.label: row.count for row in counted.table.rows} == {  # type: ignore[union-attr]
        "広報": 17, "手続き": 17, "どの分類にも当てはまらない": 16, "無回答": 1,
    }  # fmt: skip
    figure.by = opinion.questionnaire.questions.get(code="size")
    (crossed,) = count_definitions([figure])
    assert crossed.table.n == 51
    second = client.get(url, {"coder": "2"})
    assert second.context["done"] == 0
    listed = client.get(
        reverse("surveys:opinions", args=[opinion.pk]), {"q": "シホウ", "code": "1"}
    )
    assert listed.context["page_obj"].paginator.count == 0
    listed = client.get(reverse("surveys:opinions", args=[opinion.pk]), {"q": "市報", "code": "1"})
    assert listed.context["page_obj"].paginator.count == 17


def test_not_yet_coded_is_a_row_of_its_own(opinion: Question, frame: CodeFrame) -> None:
    first = coding.given(opinion)[0]
    coding_actions.give_codes(frame, first, [1, 2], by=None)
    (counted,) = count_definitions([ReportFigure(question=opinion, frame=frame)])
    assert {row.label: row.count for row in counted.table.rows} == {  # type: ignore[union-attr]
        "広報": 1, "手続き": 1, "まだ分類していない": 49, "無回答": 1,
    }  # fmt: skip


def test_codes_suggest_themselves_by_words_already_coded(frame: CodeFrame) -> None:
    codes = list(frame.codes.all())
    coded = [("書類が多い", [2]), ("市報にのせて", [1]), ("書類と市報", [1, 2])]
    found = coding.suggest("書類を減らす", codes, coded)
    assert [(s.code.label, s.words) for s in found] == [("手続き", ("書類",)), ("広報", ("書類",))]
    assert coding.suggest("ありがとう", codes, coded) == []


def test_the_agreement_of_two_coders(frame: CodeFrame) -> None:
    codes = list(frame.codes.all())
    first = {(n, 0): {1} if n < 5 else {2} for n in range(10)}
    second = {(n, 0): {1} if n < 4 else {2} for n in range(10)}
    found = coding.agreement(codes, first, second)
    assert (found.n, found.same) == (10, 9)
    assert found.kappa == pytest.approx(0.8)
    assert "かなり合っています" in found.words
    assert coding.agreement(codes, first, first).kappa == pytest.approx(1)
    assert coding.agreement(codes, {}, {}).kappa is None


def test_what_refuses_to_be_coded(opinion: Question, frame: CodeFrame) -> None:
    answer = coding.given(opinion)[0]
    with pytest.raises(WrongState, match="なくなった分類"):
        coding_actions.give_codes(frame, answer, [9], by=None)
    coding_actions.give_codes(frame, answer, [1], by=None)
    with pytest.raises(WrongState, match="1件の意見"):
        coding_actions.remove_code(frame.codes.get(code=1), by=None)
    coding_actions.remove_code(frame.codes.get(code=2), by=None)
    coding_actions.give_codes(frame, answer, [], by=None)
    assert AfterCode.objects.get().code == 0


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("鈴木さんに聞いた", "〇〇さんに聞いた"),
        ("市民の皆様へ", "市民の皆様へ"),
        ("電話は042-387-9923です", "電話は〇〇です"),
        ("a.b@example.jp まで", "〇〇 まで"),
        ("高橋さくらがよい", "〇〇がよい"),
    ],
)
def test_names_are_masked(text: str, masked: str) -> None:
    assert coding.mask_names(text, ["高橋さくら"]) == masked


def test_statements_of_the_list_do_not_grow(opinion: Question, frame: CodeFrame) -> None:
    client = Client()
    client.force_login(person(Role.DESK))
    numbers = []
    for query in ({"q": "（1）"}, {}):
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse("surveys:opinions", args=[opinion.pk]), query)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
