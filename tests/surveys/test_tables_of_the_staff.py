"""Filters, groups, earlier surveys, numbers, hidden cells and marks of significance."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys.actions import Given, SheetGiven, submit_response
from surveys.counted import count_definitions
from surveys.models import Questionnaire, ReportFigure
from surveys.models.report import Base, Unit
from surveys.tables import CrossTable, FrequencyTable, Group, Row, freeze, hide_single, thaw
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


def _cross(*counts: tuple[int, ...], answer: str = "single") -> CrossTable:
    groups = [Group.of(f"組{i}", sum(row), list(row)) for i, row in enumerate(counts)]
    total = Group.of("全体", sum(g.n for g in groups), [sum(c) for c in zip(*counts, strict=True)])
    names = tuple(f"答{i}" for i in range(len(counts[0])))
    return CrossTable("q", "by", "問", answer, Base.ASKED, Unit.RESPONSE, names, (total, *groups))


def test_a_single_respondent_is_hidden_and_cannot_be_found_by_subtracting() -> None:
    table = hide_single(_cross((1, 9, 20), (12, 8, 10), (5, 5, 5)))
    assert isinstance(table, CrossTable)
    hidden = {(g, c) for g, group in enumerate(table.groups) for c in group.hidden}
    assert (1, 0) in hidden
    for g in {g for g, _ in hidden}:
        assert len([c for row, c in hidden if row == g]) != 1
    for c in {c for _, c in hidden}:
        assert len([g for g, column in hidden if column == c]) != 1
    assert all(table.groups[g].counts[c] == 0 for g, c in hidden)
    assert thaw(freeze(table)) == table
    rows = tuple(Row(str(n), n, Decimal(n), i) for i, n in enumerate((7, 1, 2), start=1))
    simple = FrequencyTable("q", "問", "single", 10, Base.ASKED, Unit.RESPONSE, rows)
    once = hide_single(simple)
    assert [row.hidden for row in once.rows] == [False, True, True]  # type: ignore[union-attr]
    assert once.as_dict()["rows"][1] == {"label": "1", "count": None, "percent": None}


def test_marks_where_a_group_differs_and_numbers_allow() -> None:
    table = with_marks(_cross((40, 10), (10, 40), (9, 11)))
    assert [group.marks for group in table.groups] == [(0, 0), (2, -2), (-2, 2), (0, 0)]
    assert "20回に1回" in table.significance
    assert "つけられる欄はありません" in with_marks(_cross((4, 1), (1, 4))).significance


def test_the_page_and_its_files_show_the_same(questionnaire: Questionnaire) -> None:
    client = Client()
    client.force_login(person(Role.DESK))
    page = reverse("surveys:tables", args=["sample"])
    query = {"question": "wish", "by": "size", "filter": "size", "filter_codes": "1"}
    text = client.get(page, query).content.decode()
    assert "協働したいか（規模別）" in text
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
