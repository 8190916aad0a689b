"""Filters, groups, earlier surveys, numbers, hidden cells and marks of significance."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys import coding_actions, report_actions
from surveys.actions import Given, SheetGiven, submit_response
from surveys.counted import count_definitions
from surveys.drawing import text_groups
from surveys.figure_documents import table_sheet
from surveys.models import Questionnaire, ReportFigure
from surveys.models.report import Base, Unit
from surveys.questionnaires import ChoiceDefinition, QuestionDefinition, SectionDefinition
from surveys.tables import CrossTable, FrequencyTable, Group, freeze, hide_single, thaw
from surveys.tables.columns import even_ranges
from surveys.tables.significance import with_marks
from tests.surveys.samples import make_questionnaire, make_target, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire() -> Questionnaire:
    made = make_questionnaire()
    for number in range(6):
        answers = {"wish": Given((1 + number % 2,)), "members": Given(text=str(number * 10))}
        answers["since"] = Given(text=f"2025-0{3 + number % 2}-01")
        size = 1 if number < 4 else 2
        sheets = [SheetGiven("事業", {"form": Given((1 + number % 3,))})] if size == 1 else []
        submit_response(made, make_target(made, f"対象{number}", size), answers, sheets, mode="web")
    return made


def _rows(questionnaire: Questionnaire, code: str, **values: Any) -> dict[str, int]:
    figure = ReportFigure(question=questionnaire.questions.get(code=code), **values)
    (counted,) = count_definitions([figure])
    assert isinstance(counted.table, FrequencyTable)
    return {row.label: row.count for row in counted.table.rows if row.count}


def test_filters_count_only_who_answered_so(questionnaire: Questionnaire) -> None:
    large = [{"question": "size", "codes": [1]}]
    assert _rows(questionnaire, "wish", filters=large) == {"はい": 2, "いいえ": 2}
    # A condition on the same sheet, and of a sheet on the whole response.
    first = [{"question": "form", "codes": [1]}]
    assert _rows(questionnaire, "form", unit="sheet", filters=first) == {"委託": 2}
    assert _rows(questionnaire, "wish", filters=first) == {"はい": 1, "いいえ": 1}
    figure = ReportFigure(question=questionnaire.questions.get(code="wish"), filters=large)
    figure.by = questionnaire.questions.get(code="size")
    (counted,) = count_definitions([figure])
    assert isinstance(counted.table, CrossTable)
    assert [group.n for group in counted.table.groups] == [4, 4, 0]


def test_conditions_and_groups_are_said_with_the_table(questionnaire: Questionnaire) -> None:
    figure = ReportFigure(
        question=questionnaire.questions.get(code="fields"),
        filters=[{"question": "wish", "codes": [1]}, {"question": "size", "codes": [1, 2]}],
        grouping=[{"label": "どちらか", "codes": [1, 2]}],
    )
    (counted,) = count_definitions([figure])
    assert counted.notes[:3] == [
        "「規模」が「大」か「小」の回答だけを数えました。",
        "「協働したいか」が「はい」の回答だけを数えました。",
        "「どちらか」は、「福祉」「環境」を合わせたものです。",
    ]
    assert thaw(freeze(counted.table)) == counted.table


def test_the_mean_is_of_the_answers_that_count(questionnaire: Questionnaire) -> None:
    figure = ReportFigure(
        question=questionnaire.questions.get(code="members"),
        filters=[{"question": "wish", "codes": [1]}],
    )
    (counted,) = count_definitions([figure])
    assert "答えた3件の平均は20.0" in counted.notes[0]
    assert "最大は40" in counted.notes[1]
    shown = " ".join(hide_single(counted.table).notes)
    assert "平均は20.0" in shown
    assert "最大" not in shown


def test_groups_of_options_count_an_answer_once(questionnaire: Questionnaire) -> None:
    target = make_target(questionnaire, "両方")
    given = {"wish": Given((1,)), "fields": Given((1, 2))}
    submit_response(questionnaire, target, given, mode="web")
    groups = [{"label": "どちらか", "codes": [1, 2]}]
    assert _rows(questionnaire, "fields", grouping=groups, base="answered") == {"どちらか": 1}


def test_numbers_in_ranges_and_dates_in_years(questionnaire: Questionnaire) -> None:
    groups = [
        {"label": "少ない", "low": None, "high": 19},
        {"label": "多い", "low": 20, "high": None},
    ]
    assert _rows(questionnaire, "members", grouping=groups) == {"少ない": 2, "多い": 4}
    assert sum(_rows(questionnaire, "members").values()) == 6
    assert _rows(questionnaire, "since") == {"2024年度": 3, "2025年度": 3}
    figure = ReportFigure(question=questionnaire.questions.get(code="members"))
    (counted,) = count_definitions([figure])
    assert "平均は25.0、中央値は25.0" in counted.notes[0]


def test_ranges_are_round() -> None:
    assert [r.label for r in even_ranges(0, 50)] == [
        "0〜9", "10〜19", "20〜29", "30〜39", "40〜49", "50〜59",
    ]  # fmt: skip
    assert [r.label for r in even_ranges(3, 5)] == ["3", "4", "5"]


def test_the_difference_to_an_earlier_survey(questionnaire: Questionnaire) -> None:
    earlier = make_questionnaire(slug="earlier")
    submit_response(earlier, make_target(earlier), {"wish": Given((1,))}, mode="web")
    figure = ReportFigure(
        question=questionnaire.questions.get(code="wish"),
        earlier=earlier.questions.get(code="wish"),
    )
    (counted,) = count_definitions([figure])
    assert isinstance(counted.table, FrequencyTable)
    yes = counted.table.rows[0]
    assert (yes.percent, yes.earlier, yes.difference) == (50, 100, Decimal(-50))
    assert thaw(freeze(counted.table)) == counted.table


def test_the_difference_to_an_earlier_survey_in_a_cross_table(
    questionnaire: Questionnaire,
) -> None:
    earlier = make_questionnaire(slug="earlier")
    for number, (wish, size) in enumerate([(1, 1), (1, 1), (2, 1), (2, 2)]):
        target = make_target(earlier, f"前{number}", size)
        submit_response(earlier, target, {"wish": Given((wish,))}, mode="web")
    figure = ReportFigure(
        number="1",
        title="協働したいか",
        question=questionnaire.questions.get(code="wish"),
        by=questionnaire.questions.get(code="size"),
        earlier=earlier.questions.get(code="wish"),
    )
    (counted,) = count_definitions([figure])
    table = counted.table
    assert isinstance(table, CrossTable)
    assert [group.label for group in table.groups] == ["全体", "大", "小"]
    assert [group.difference(0) for group in table.groups] == [
        Decimal(0),
        Decimal("50.0") - Decimal("66.7"),
        Decimal("50.0"),
    ]
    assert "（n＝4）の割合から" in " ".join(counted.notes)
    assert thaw(freeze(table)) == table
    cells = text_groups(table)[1].cells[0]
    assert (cells.text, cells.difference) == ("50.0", "-16.7")
    sheet = table_sheet(counted)
    assert sheet.header[2:6] == [
        "はい（数）", "はい（%）", "はい（前の調査の割合）", "はい（差（ポイント））",
    ]  # fmt: skip


def _matrix() -> Questionnaire:
    scale = [ChoiceDefinition(label) for label in ("よい", "ふつう", "よくない")]
    lines = [
        QuestionDefinition(code, "single", text, scale, matrix="窓口の評価")
        for code, text in (("words", "言葉づかい"), ("time", "待ち時間"), ("place", "場所"))
    ]
    other = QuestionDefinition("other", "single", "別", scale[:2], matrix="窓口の評価")
    made = make_questionnaire([SectionDefinition("all", "窓口", [*lines, other])])
    for number, codes in enumerate([(1, 3, 1), (1, 2, 2), (2, 3, 0)]):
        pairs = zip(("words", "time", "place"), codes, strict=True)
        answers = {code: Given((value,)) for code, value in pairs if value}
        submit_response(made, make_target(made, f"人{number}"), answers, mode="web")
    return made


def test_a_matrix_question_is_one_table() -> None:
    made = _matrix()
    client = Client()
    client.force_login(person(Role.DESK))
    query = {"question": "table:words"}
    page = client.get(reverse("surveys:tables", args=["sample"]), query)
    (figure,) = page.context["figures"]
    table = figure.table
    assert not table.has_total
    assert table.columns == ("よい", "ふつう", "よくない", "無回答")
    assert [(group.label, group.counts) for group in table.groups] == [
        ("言葉づかい", (2, 1, 0, 0)),
        ("待ち時間", (0, 1, 2, 0)),
        ("場所", (1, 1, 0, 1)),
    ]
    assert "「よい」の割合が最も高いのは「言葉づかい」で、66.7%" in page.content.decode()
    assert thaw(freeze(table)) == table
    with_by = {**query, "by": "time"}
    refused = client.get(reverse("surveys:tables", args=["sample"]), with_by).content.decode()
    assert "表の問い全体は、分けて数えられません" in refused
    report = report_actions.create_report(made.survey, by=None, title="窓口の報告")
    answer = client.post(
        reverse("surveys:tables_add", args=["sample"]), {**query, "report": report.pk}
    )
    assert answer.status_code == 302
    assert ReportFigure.objects.get(report=report).whole_matrix
    assert not report_actions.check_report(report, by=None)


def test_a_table_whose_coded_question_is_unpublished() -> None:
    open_question = QuestionDefinition("why", "open", "なぜ", is_unpublished=True)
    made = make_questionnaire([SectionDefinition("all", "全部", [open_question])])
    coding_actions.make_frame(made.questions.get(), by=None)
    client = Client()
    client.force_login(person(Role.DESK))
    assert client.get(reverse("surveys:tables", args=["sample"])).status_code == 200


def _cross(*counts: tuple[int, ...], answer: str = "single") -> CrossTable:
    groups = [Group.of(f"組{i}", sum(row), list(row)) for i, row in enumerate(counts)]
    total = Group.of("全体", sum(g.n for g in groups), [sum(c) for c in zip(*counts, strict=True)])
    names = tuple(f"答{i}" for i in range(len(counts[0])))
    return CrossTable("q", "by", "問", answer, Base.ASKED, Unit.RESPONSE, names, (total, *groups))


def test_marks_where_a_group_differs_and_numbers_allow() -> None:
    table = with_marks(_cross((40, 10), (10, 40), (9, 11)))
    assert [group.marks for group in table.groups] == [(0, 0), (2, -2), (-2, 2), (0, 0)]
    assert "20回に1回" in table.significance
    assert "つけられる欄はありません" in with_marks(_cross((4, 1), (1, 4))).significance


def test_the_page_and_its_files_show_the_same(questionnaire: Questionnaire) -> None:
    client = Client()
    client.force_login(person(Role.DESK))
    page = reverse("surveys:tables", args=["sample"])
    # A condition is chosen in two steps; a second one can be added beside it.
    first = client.get(page, {"question": "wish", "filter": "size"}).context["form"]
    assert [field.name for field in first.conditions] == ["only_size"]
    query = {"question": "wish", "by": "size", "filter": "size", "only_size": "1"}
    asked = client.get(page, query)
    assert "協働したいか（規模別）" in asked.content.decode()
    assert "size" not in dict(asked.context["form"].fields["filter"].choices)
    data = client.get(reverse("surveys:tables_json", args=["sample"]), query).json()
    assert data["figures"][0]["groups"][1] == {
        "label": "大", "n": 4, "count": [2, 2, 0], "percent": [50.0, 50.0, 0.0],
    }  # fmt: skip
    for form in ("csv", "xlsx"):
        file = client.get(reverse(f"surveys:tables_{form}", args=["sample"]), query)
        assert "attachment" in file["Content-Disposition"]
    assert client.get(page).content.decode().count('<section class="report-figure"') == 8
    same = client.get(page, {"question": "wish", "by": "wish"}).content.decode()
    assert "別の設問にしてください" in same
    wrong = client.get(page, {"question": "wish", "grouping": "よい"}).content.decode()
    assert "「よい」を読めません" in wrong
