"""Figures of a report: counted now, and compared with what was printed before."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.actions import Given, field_questionnaire, submit_response
from surveys.figure_check import check, parse_figures
from surveys.models import Questionnaire, Report, ReportFigure, Response
from surveys.questionnaires import build_questionnaire
from surveys.reporting import (
    count_figures,
    data_version,
    figures_as_dict,
    printed_as_dict,
    returned_sentence,
)
from surveys.tables import FrequencyTable
from tests.surveys.samples import make_questionnaire, make_report, make_target, sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire() -> Questionnaire:
    made = make_questionnaire()
    for number, (size, code) in enumerate([(1, 1), (1, 1), (2, 2), (2, 0)]):
        answers = {"wish": Given((code,))} if code else {}
        submit_response(made, make_target(made, f"対象{number}", size), answers, mode="web")
    return made


def _differences(report: Report) -> list[tuple[str, str, str]]:
    (figure,) = count_figures(report)
    return [(line.what, line.printed, line.counted) for line in figure.differences]


def _printed(**more: Any) -> dict[str, Any]:
    rows = [
        {"label": "はい", "percent": 50.0},
        {"label": "いいえ", "percent": 25.0},
        {"label": "無回答", "percent": 25.0},
    ]
    return {"figure": "1", "title": "協働したいか", "answer": "single", "n": 4, "rows": rows} | more


def test_a_figure_in_the_format_of_the_figure_check(questionnaire: Questionnaire) -> None:
    report = make_report(questionnaire, note="見本の注", printed=_printed(same_as=["2"]))
    data = figures_as_dict(report, count_figures(report))
    assert data["figures"] == [
        {
            "figure": "1",
            "title": "協働したいか",
            "answer": "single",
            "n": 4,
            "rows": [
                {"label": "はい", "count": 2, "percent": 50.0},
                {"label": "いいえ", "count": 1, "percent": 25.0},
                {"label": "無回答", "count": 1, "percent": 25.0},
            ],
            "same_as": ["2"],
            "note": "見本の注 n＝10未満で数が少ないため、割合は読み取れません。",
        }
    ]
    assert check(parse_figures(_json(data))) == []


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_what_was_printed_alike_is_no_difference(questionnaire: Questionnaire) -> None:
    assert _differences(make_report(questionnaire, printed=_printed())) == []


def test_a_report_without_print_has_no_differences(questionnaire: Questionnaire) -> None:
    report = make_report(questionnaire)
    assert _differences(report) == []
    assert printed_as_dict(report, count_figures(report))["figures"] == []


def test_every_kind_of_difference_is_told(questionnaire: Questionnaire) -> None:
    rows = [
        {"label": "はい", "percent": 50.1, "count": 2},
        {"label": "いいえ", "count": 3},
        {"label": "どちらでもない", "percent": 0.0},
    ]
    report = make_report(questionnaire, printed=_printed(n=5, rows=rows))
    assert _differences(report) == [
        ("n", "5", "4"),
        ("はい", "50.1％", "50.0％"),
        ("いいえ", "3件", "1件"),
        ("どちらでもない", "ある", "ない"),
    ]


def test_differences_of_a_cross_table(questionnaire: Questionnaire) -> None:
    printed = {
        "figure": "1",
        "columns": ["いいえ", "はい", "無回答"],
        "groups": [
            {"label": "全体", "n": 4, "percent": [25.0, 50.0, 25.0]},
            {"label": "大", "n": 3, "percent": [0.0, 99.9, 0.0]},
            {"label": "中", "n": 0, "percent": [0.0, 0.0, 0.0]},
        ],
    }
    by = questionnaire.questions.get(code="size")
    assert _differences(make_report(questionnaire, by=by, printed=printed)) == [
        ("大のn", "3", "2"),
        ("大・はい", "99.9％", "100.0％"),
        ("中", "ある", "ない"),
    ]


def test_rows_of_nobody_can_be_hidden(questionnaire: Questionnaire) -> None:
    Response.objects.filter(target__name="対象2").update(status="invalid")
    report = make_report(questionnaire, hide_zero=True, base="answered", measure="count")
    (figure,) = count_figures(report)
    assert figure.by_count
    assert isinstance(figure.table, FrequencyTable)
    assert figure.table.n == 2
    assert [(row.label, row.count) for row in figure.table.rows] == [("はい", 2)]


def test_statements_do_not_depend_on_the_number_of_figures(questionnaire: Questionnaire) -> None:
    report = make_report(questionnaire)
    numbers = []
    for position in (2, 3):
        with CaptureQueriesContext(connection) as statements:
            count_figures(report)
        numbers.append(len(statements))
        ReportFigure.objects.create(
            report=report,
            number=str(position),
            position=position,
            title="分野",
            question=questionnaire.questions.get(code="fields"),
        )
    assert numbers == [3, 3]


def test_figures_of_two_versions_of_a_questionnaire(questionnaire: Questionnaire) -> None:
    second = field_questionnaire(
        build_questionnaire(questionnaire.survey, sections(), version=2), None
    )
    submit_response(second, None, {"wish": Given((2,))}, mode="web")
    report = make_report(questionnaire)
    ReportFigure.objects.create(
        report=report,
        number="2",
        position=2,
        title="2回目",
        question=second.questions.get(code="wish"),
    )
    assert [figure.table.n for figure in count_figures(report)] == [4, 1]


def test_how_many_came_back(questionnaire: Questionnaire) -> None:
    make_target(questionnaire, "答えない対象")
    Response.objects.filter(target__name="対象3").update(status="invalid")
    sentence = returned_sentence(questionnaire.survey)
    assert sentence == "対象5のうち、有効な回答は3件です（有効回答率60.0％）。"


def test_how_many_came_back_without_a_frame() -> None:
    questionnaire = make_questionnaire(slug="anonymous")
    submit_response(questionnaire, None, {}, mode="web")
    assert returned_sentence(questionnaire.survey) == "有効な回答は1件です。"


def test_the_version_of_data_changes_with_the_data() -> None:
    one = data_version({"a": 1, "b": [1, 2]})
    assert one == data_version({"b": [1, 2], "a": 1})
    assert one != data_version({"a": 1, "b": [2, 1]})
