"""Taking answers and fielding questionnaires."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from koganei_kyodo.accounts.roles import Role
from surveys.actions import (
    AlreadyAnswered,
    AnswersRefused,
    Given,
    Returned,
    SheetGiven,
    WrongState,
    field_questionnaire,
    submit_response,
    submit_responses,
)
from surveys.models import Questionnaire, Response
from surveys.questionnaires import QuestionDefinition, SectionDefinition, build_questionnaire
from surveys.routing import RoutingError
from tests.surveys.samples import Kind, choices, make_questionnaire, make_target, person

YES, NO = Given((1,)), Given((2,))
SHEET = SheetGiven(
    "見本の事業", {"form": Given((1,)), "ways": Given((1, 2)), "result": Given((1,))}
)


@pytest.fixture
def questionnaire(db: None) -> Questionnaire:
    return make_questionnaire()


def _stored(response: Response) -> set[tuple[str, int, int, str]]:
    return set(response.answers.values_list("question__code", "row", "code", "text"))


def test_every_question_gets_options_or_one_state(questionnaire: Questionnaire) -> None:
    response = submit_response(
        questionnaire,
        make_target(questionnaire),
        {
            "wish": YES,
            "fields": Given((3, 1), "スポーツ"),
            "opinion": Given(text=" よい案です "),
            "members": Given(text="１，２３４"),
            "since": Given(text="令和8年4月1日"),
        },
        [SHEET, SheetGiven("もう1つ", {"form": Given((3,)), "ways": Given(unreadable=True)})],
        mode="web",
    )
    assert _stored(response) == {
        ("size", 0, 1, ""),
        ("wish", 0, 1, ""),
        ("fields", 0, 1, ""),
        ("fields", 0, 3, "スポーツ"),
        ("opinion", 0, 1, "よい案です"),
        ("members", 0, 1, "1234"),
        ("since", 0, 1, "2026-04-01"),
        ("form", 1, 1, ""),
        ("ways", 1, 1, ""),
        ("ways", 1, 2, ""),
        ("result", 1, 1, ""),
        ("form", 2, 3, ""),
        ("ways", 2, -2, ""),
        ("result", 2, -1, ""),
    }
    assert list(response.sheets.values_list("row", "title")) == [(1, "見本の事業"), (2, "もう1つ")]


def test_nothing_answered(questionnaire: Questionnaire) -> None:
    response = submit_response(questionnaire, make_target(questionnaire, size=2), {}, mode="post")
    states = {code: state for code, _, state, _ in _stored(response)}
    assert states == {
        "size": 2,
        "wish": 0,
        "fields": -1,
        "opinion": 0,
        "members": 0,
        "since": 0,
    }


def test_many_answers_are_taken_as_one_by_one(questionnaire: Questionnaire) -> None:
    answers = {"wish": YES, "fields": Given((3, 1), "スポーツ"), "opinion": Given(text=" 文 ")}
    alone = submit_response(
        questionnaire, make_target(questionnaire), answers, [SHEET], mode="email"
    )
    targets = [make_target(questionnaire, size=size) for size in (1, 2)]
    with CaptureQueriesContext(connection) as captured:
        first, second = submit_responses(
            questionnaire,
            [Returned(targets[0], answers, [SHEET], "email"), Returned(targets[1], {})],
            is_reconstructed=True,
        )
    assert len(captured) <= 10
    assert _stored(first) == _stored(alone)
    assert (first.mode, first.is_reconstructed) == ("email", True)
    assert list(first.sheets.values_list("row", "title")) == [(1, "見本の事業")]
    assert ("wish", 0, 0, "") in _stored(second)
    for target in targets:
        target.refresh_from_db()
        assert target.status == target.Status.VALID


def test_many_answers_are_taken_all_or_not_at_all(questionnaire: Questionnaire) -> None:
    good, answered = make_target(questionnaire), make_target(questionnaire)
    submit_response(questionnaire, answered, {}, mode="web")
    wrong = Returned(make_target(questionnaire), {"wish": Given((3,))})
    with pytest.raises(AnswersRefused):
        submit_responses(questionnaire, [Returned(good, {}), wrong])
    with pytest.raises(IntegrityError), transaction.atomic():
        submit_responses(questionnaire, [Returned(good, {}), Returned(answered, {})])
    elsewhere = make_target(make_questionnaire(slug="other"))
    with pytest.raises(WrongState):
        submit_responses(questionnaire, [Returned(elsewhere, {})])
    assert Response.objects.count() == 1


def test_nobody_in_particular_answers(questionnaire: Questionnaire) -> None:
    first = submit_response(questionnaire, None, {"wish": YES}, mode="web")
    second = submit_response(questionnaire, None, {"wish": YES}, mode="web")
    assert first.pk != second.pk
    assert ("size", 0, 0, "") in _stored(first)


@pytest.mark.parametrize(
    ("answers", "code", "words"),
    [
        ({"wish": Given((3,))}, "wish", "選択肢はありません"),
        ({"wish": Given((1, 2))}, "wish", "1つまで"),
        ({"wish": YES, "fields": Given((1, 4))}, "fields", "一緒には選べません"),
        ({"wish": YES, "fields": Given((1, 2, 3))}, "fields", "2つまで"),
        ({"wish": YES, "fields": Given((1,), "文")}, "fields", "その他"),
        ({"wish": NO, "fields": Given((1,))}, "fields", "きかない設問"),
        ({"wish": YES, "opinion": Given((1,))}, "opinion", "選択肢はありません"),
        ({"opinion": Given(text="あ" * 10_001)}, "opinion", "10,000字"),
        ({"members": Given(text="たくさん")}, "members", "数字で"),
        ({"since": Given(text="2026年2月30日")}, "since", "実際にある日付"),
        ({"hidden": Given(text="文")}, "hidden", "収めない"),
        ({"size": Given((1,))}, "size", "名簿から"),
        ({"nothing": YES}, "nothing", "ありません"),
        ({"form": YES}, "form", "ありません"),
    ],
)
def test_refused_answers(
    questionnaire: Questionnaire, answers: dict[str, Given], code: str, words: str
) -> None:
    with pytest.raises(AnswersRefused, match=words) as refused:
        submit_response(questionnaire, make_target(questionnaire), answers, mode="web")
    assert [(p.question, p.row) for p in refused.value.problems] == [(code, 0)]
    assert not Response.objects.exists()


def test_all_problems_are_told_at_once(questionnaire: Questionnaire) -> None:
    sheets = [SHEET, SheetGiven("", {"form": Given((9,)), "wish": YES})]
    with pytest.raises(AnswersRefused) as refused:
        submit_response(
            questionnaire, make_target(questionnaire), {"wish": Given((7,))}, sheets, mode="web"
        )
    places = [(p.question, p.row) for p in refused.value.problems]
    assert places == [("wish", 0), ("wish", 2), ("form", 2)]
    assert "2枚目の「形」" in str(refused.value)


def test_sheets_are_only_taken_where_they_are_asked(questionnaire: Questionnaire) -> None:
    with pytest.raises(AnswersRefused, match="きいていません"):
        submit_response(questionnaire, make_target(questionnaire, size=2), {}, [SHEET], mode="web")
    with pytest.raises(AnswersRefused, match="500枚まで"):
        submit_response(questionnaire, make_target(questionnaire), {}, [SHEET] * 501, mode="web")


def test_a_required_question(db: None) -> None:
    section = SectionDefinition(
        "once", "節", [QuestionDefinition("q", Kind.SINGLE, "問い", choices("a"), required=True)]
    )
    with pytest.raises(AnswersRefused, match="答えてください"):
        submit_response(make_questionnaire([section]), None, {}, mode="web")


def test_sending_twice_is_one_answer(questionnaire: Questionnaire) -> None:
    target = make_target(questionnaire)
    first = submit_response(questionnaire, target, {"wish": YES}, [SHEET], mode="web")
    assert submit_response(questionnaire, target, {"wish": YES}, [SHEET], mode="web") == first
    others: list[tuple[dict[str, Given], list[SheetGiven]]] = [
        ({"wish": NO}, [SHEET]),
        ({"wish": YES}, []),
        ({"wish": YES}, [SheetGiven("別の名前", SHEET.answers)]),
    ]
    for answers, sheets in others:
        with pytest.raises(AlreadyAnswered, match="すでに受け付けています") as refused:
            submit_response(questionnaire, target, answers, sheets, mode="web")
        assert refused.value.response == first
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sending_twice_at_the_same_moment_is_one_answer() -> None:
    questionnaire = make_questionnaire()
    target = make_target(questionnaire)
    start = Barrier(2)
    found: list[Any] = []

    def send() -> None:
        try:
            start.wait(10)
            response = submit_response(questionnaire, target, {"wish": YES}, [SHEET], mode="web")
            found.append(response.pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 2
    assert set(found) == set(Response.objects.values_list("pk", flat=True))


def test_submitting_takes_few_statements(questionnaire: Questionnaire) -> None:
    targets = [make_target(questionnaire, name) for name in ("一", "二")]
    numbers = []
    for target, sheets in zip(targets, ([SHEET], [SHEET] * 40), strict=True):
        with CaptureQueriesContext(connection) as statements:
            submit_response(questionnaire, target, {"wish": YES}, sheets, mode="web")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 10


def test_what_is_not_fielded_takes_no_answer(db: None) -> None:
    draft = make_questionnaire(fielded=False)
    with pytest.raises(WrongState, match="まだ配っていません"):
        submit_response(draft, None, {}, mode="web")


def test_a_target_of_another_survey(questionnaire: Questionnaire) -> None:
    other = make_target(make_questionnaire(slug="other"))
    with pytest.raises(WrongState, match="別の調査"):
        submit_response(questionnaire, other, {}, mode="web")


def test_the_coordinating_office_fields_a_questionnaire_once(db: None) -> None:
    draft = make_questionnaire(fielded=False)
    coordinator = person(Role.COORDINATOR)
    assert field_questionnaire(draft, coordinator).fielded_at is not None
    with pytest.raises(WrongState, match="すでに配っています"):
        field_questionnaire(draft, coordinator)


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.HEAD, Role.DESK, Role.REPRESENTATIVE])
def test_nobody_else_fields_a_questionnaire(db: None, role: Role | None) -> None:
    draft = make_questionnaire(fielded=False)
    with pytest.raises(PermissionDenied):
        field_questionnaire(draft, person(role))
    draft.refresh_from_db()
    assert draft.fielded_at is None


def test_another_citys_questionnaire_is_not_fielded_by_hand(db: None) -> None:
    draft = make_questionnaire(fielded=False, closed=True)
    with pytest.raises(PermissionDenied):
        field_questionnaire(draft, person(Role.COORDINATOR))


def test_a_questionnaire_without_questions_is_not_fielded(db: None) -> None:
    draft = make_questionnaire([SectionDefinition("s", "節", [])], fielded=False)
    with pytest.raises(WrongState, match="設問がありません"):
        field_questionnaire(draft, None)


def _question(code: str, relevant: str = "", **more: Any) -> QuestionDefinition:
    return QuestionDefinition(code, Kind.OPEN, f"問い{code}", relevant=relevant, **more)


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        (
            [SectionDefinition("s", "節", [_question("a", "${b} = '1'"), _question("b")])],
            "より前に",
        ),
        ([SectionDefinition("s", "節", [_question("a", "${a} = '1'")])], "より前に"),
        ([SectionDefinition("s", "節", [_question("a", "${a = '1'")])], "「問いa」のきく条件"),
        ([SectionDefinition("s", "節", [_question("a")], relevant="x")], "「節」のきく条件"),
        (
            [
                SectionDefinition("r", "票", [_question("a")], is_repeat=True),
                SectionDefinition("s", "節", [_question("b", "${a} = '1'")]),
            ],
            "くり返す節",
        ),
        (
            [
                SectionDefinition(
                    "s", "節", [_question("a", is_unpublished=True), _question("b", "${a} = '1'")]
                )
            ],
            "回答を収めていない",
        ),
    ],
)
def test_conditions_that_cannot_be_known(
    db: None, sections: list[SectionDefinition], words: str
) -> None:
    survey = make_questionnaire().survey
    with pytest.raises(RoutingError, match=words):
        build_questionnaire(survey, sections, version=2)
