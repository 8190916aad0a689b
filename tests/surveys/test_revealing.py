"""Two tables of a report, each with its single respondents hidden, that give one away together."""

from typing import Any

import pytest

from koganei_kyodo.accounts.roles import Role
from surveys import report_actions as actions
from surveys.actions import Given, WrongState, submit_response
from surveys.models import Questionnaire, Report, ReportBlock, ReportFigure
from surveys.reporting import count_figures
from surveys.revealing import REVEALS_ONE, revealed
from tests.surveys.samples import make_questionnaire, make_target, person

pytestmark = pytest.mark.django_db
LARGE = [{"question": "size", "codes": [1]}]


def _asked(answers: dict[int, list[int]]) -> Questionnaire:
    """Return a questionnaire that was answered: for each size the answers to 協働したいか."""
    made = make_questionnaire()
    for size, codes in answers.items():
        for number, code in enumerate(codes):
            target = make_target(made, f"対象{size}-{number}", size)
            submit_response(made, target, {"wish": Given((code,))}, mode="web")
    return made


def _report(questionnaire: Questionnaire, *figures: dict[str, Any]) -> Report:
    made = actions.create_report(
        questionnaire.survey, by=None, title="見本の報告書", hides_single=True
    )
    for values in figures:
        wish, size = (questionnaire.questions.get(code=code) for code in ("wish", "size"))
        by = size if values.pop("crossed", False) else None
        title = "協働したいか（大きい会）" if "filters" in values else "協働したいか"
        figure = ReportFigure(title=title, question=wish, by=by, **values)
        actions.add_block(made, by=None, kind=ReportBlock.Kind.FIGURE, figure=figure)
    return made


def test_the_rest_of_two_tables_is_one_person() -> None:
    asked = _asked({1: [1, 1, 1, 2, 2], 2: [1, 2, 2, 2]})
    report = _report(asked, {}, {"filters": LARGE})
    (found,) = revealed(count_figures(report))
    assert found.figure == "2"
    assert "「はい」について、図1の数から図2の数を引くと、1人が残ります" in found.message


def test_a_group_of_one_person_is_the_rest_of_two_n() -> None:
    asked = _asked({1: [1, 1, 2, 2], 2: [1]})
    (found,) = revealed(count_figures(_report(asked, {}, {"filters": LARGE})))
    assert "図1のn＝5から図2のn＝4を引くと、1人が残ります" in found.message


def test_what_one_table_hides_another_shows() -> None:
    asked = _asked({1: [1, 1, 2, 2], 2: [1, 2, 2, 2]})
    report = _report(asked, {"crossed": True}, {"filters": LARGE})
    found = [each.message for each in revealed(count_figures(report))]
    assert any(
        "図1の「大」で※にした「はい」「いいえ」の数が、図2から計算できます" in each
        for each in found
    )


def test_options_put_together_give_back_what_is_hidden() -> None:
    asked = _asked({1: [1, 2, 2, 2, 2]})
    together = {"grouping": [{"label": "答えた", "codes": [1, 2]}]}
    report = _report(asked, {"crossed": True}, together)
    # The sum of both hidden options says neither of them.
    assert revealed(count_figures(report)) == []


def test_tables_that_share_only_the_total_give_nothing_away() -> None:
    asked = _asked({1: [1, 1, 1, 2, 2], 2: [1, 2, 2, 2, 1]})
    assert revealed(count_figures(_report(asked, {}, {"crossed": True}))) == []


def test_it_is_said_before_publishing_and_a_reason_lets_it_pass() -> None:
    asked = _asked({1: [1, 1, 1, 2, 2], 2: [1, 2, 2, 2]})
    report = _report(asked, {}, {"filters": LARGE})
    office = person(Role.COORDINATOR)
    (finding,) = actions.check_report(report, by=office)
    assert finding.kind == REVEALS_ONE
    with pytest.raises(WrongState, match="1件残っています"):
        actions.publish_report(report, by=office)
    actions.accept_finding(finding, by=office, reason="団体の名前と結びつきません")
    assert actions.check_report(report, by=office)[0].reason
    assert actions.publish_report(report, by=office).published_at
    # A report that hides nothing is not looked at: what stands in it was meant to be read.
    open_report = _report(asked, {}, {"filters": LARGE})
    actions.change_report(open_report, by=office, hides_single=False)
    assert actions.check_report(open_report, by=office) == []
