"""How tables are drawn: which chart, how long each bar, and the templates of a figure."""

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from surveys import drawing
from surveys.figure_documents import chart_spec, csv_rows, excel_sheet, report_figure
from surveys.models.report import Base, Unit
from surveys.tables import CrossTable, FrequencyTable, Group, Row, percent


def frequency(answer: str, counts: dict[str, int], n: int) -> FrequencyTable:
    rows = tuple(
        Row(label, count, percent(count, n), 0 if label == "無回答" else code)
        for code, (label, count) in enumerate(counts.items(), start=1)
    )
    return FrequencyTable("q", "題名", answer, n, Base.ASKED, Unit.RESPONSE, rows)


def cross(answer: str, columns: tuple[str, ...], groups: list[Group]) -> CrossTable:
    return CrossTable("q", "by", "題名", answer, Base.ANSWERED, Unit.SHEET, columns, tuple(groups))


def figure(table: Any, **extra: Any) -> Any:
    return SimpleNamespace(number="7", title="題<名>", table=table, notes=["注記です。"], **extra)


def html_of(table: Any, **extra: Any) -> str:
    return render_to_string("figures/_figure.html", {"figure": figure(table, **extra)})


SINGLE = frequency("single", {"はい": 3, "いいえ": 1, "無回答": 0}, 4)
MULTIPLE = frequency("multiple", {"あ": 3, "い": 2, "無回答": 1}, 4)
SINGLE_CROSS = cross(
    "single", ("はい", "いいえ"), [Group.of("全体", 4, [3, 1]), Group.of("空", 0, [0, 0])]
)
MULTIPLE_CROSS = cross(
    "multiple", ("あ", "い"), [Group.of("全体", 4, [3, 2]), Group.of("組", 2, [2, 0])]
)


@pytest.mark.parametrize(
    ("answer", "parts", "stacked"),
    [
        ("single", 1, False),
        ("single", 2, True),
        ("single", 5, True),
        ("single", 6, False),
        ("multiple", 3, False),
        ("count", 3, False),
    ],
)
def test_only_a_single_answer_of_few_parts_is_a_hundred_percent_bar(
    answer: str, parts: int, stacked: bool
) -> None:
    table = frequency(answer, {str(number): 1 for number in range(parts)}, parts)

    assert drawing.is_stacked(table) is stacked


def test_bars_are_scaled_to_the_next_ten_percent() -> None:
    bars = drawing.frequency_bars(MULTIPLE)

    assert [bar.width for bar in bars] == ["93.75%", "62.50%", "31.25%"]
    assert [bar.value for bar in bars] == ["3（75.0%）", "2（50.0%）", "1（25.0%）"]
    assert [bar.is_state for bar in bars] == [False, False, True]


def test_bars_of_counts_are_scaled_to_the_largest() -> None:
    bars = drawing.frequency_bars(MULTIPLE, by_count=True)

    assert [(bar.width, bar.value) for bar in bars[:2]] == [("100.00%", "3"), ("66.67%", "2")]


def test_parts_fill_the_bar_by_their_counts_though_percentages_are_rounded() -> None:
    parts = drawing.frequency_parts(frequency("single", {"あ": 1, "い": 1, "う": 1}, 3))

    assert [part.left for part in parts] == ["0.00%", "33.33%", "66.67%"]
    assert {part.width for part in parts} == {"33.33%"}
    assert [part.share for part in parts] == ["33.3%"] * 3
    assert [part.fill for part in parts] == [1, 2, 3]


def test_a_narrow_part_carries_no_text() -> None:
    parts = drawing.frequency_parts(frequency("single", {"あ": 87, "い": 13}, 100))

    assert [part.has_room for part in parts] == [True, False]


def test_an_empty_table_is_drawn_without_shares() -> None:
    table = frequency("single", {"はい": 0, "いいえ": 0}, 0)

    assert [part.value for part in drawing.frequency_parts(table)] == ["0（—）"] * 2
    assert drawing.finding(table) == "数えた回答はありません。"
    assert '<td class="num">—</td>' in html_of(table)


def test_panels_share_one_scale_and_groups_of_nobody_have_no_bar() -> None:
    first, second = drawing.panels(MULTIPLE_CROSS)

    assert (first.label, second.label) == ("あ", "い")
    assert [(bar.label, bar.width) for bar in first.bars] == [
        ("全体（n＝4、少数）", "75.00%"),
        ("組（n＝2、少数）", "100.00%"),
    ]
    assert [stack.label for stack in drawing.stacks(SINGLE_CROSS)] == ["全体（n＝4、少数）"]


def test_findings_name_the_largest_value_and_its_base() -> None:
    assert drawing.finding(MULTIPLE) == "最も多いのは「あ」で、4回答のうち3回答（75.0%）です。"
    assert (
        drawing.finding(SINGLE_CROSS) == "全体では「はい」が最も多く、4票のうち3票（75.0%）です。"
    )


def test_words_of_base_and_answer() -> None:
    assert drawing.base_label(MULTIPLE) == "この設問をきいた回答"
    assert drawing.base_label(SINGLE_CROSS) == "この設問に答えた票"
    assert drawing.answer_label(MULTIPLE) == "複数回答"


@pytest.mark.parametrize("table", [SINGLE, MULTIPLE, SINGLE_CROSS, MULTIPLE_CROSS])
@pytest.mark.parametrize("by_count", [False, True])
def test_a_figure_is_chart_table_and_notes_without_inline_style(table: Any, by_count: bool) -> None:
    html = html_of(table, by_count=by_count)

    assert 'id="figure-7"' in html
    assert "図7　題&lt;名&gt;" in html
    assert "n＝4" in html
    assert html.count("<caption>表7") == 1
    assert "注）注記です。" in html
    assert re.search(r'role="img"\s+aria-label="図7 ', html)
    assert "style=" not in html
    assert "<svg" in html
    assert "viewBox" not in html
    assert ("%）</span>" in html) is (not by_count and 'class="value"' in html)


@pytest.mark.parametrize("table", [SINGLE, SINGLE_CROSS])
def test_patterns_have_unique_names_and_every_one_used_exists(table: Any) -> None:
    html = html_of(table)

    names = re.findall(r'<pattern id="([^"]+)"', html)
    assert len(names) == len(set(names))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(names)
    assert "url(#" in html


@pytest.mark.parametrize("table", [SINGLE, MULTIPLE, SINGLE_CROSS, MULTIPLE_CROSS])
@pytest.mark.parametrize("by_count", [False, True])
@pytest.mark.django_db
def test_documents_take_every_kind_of_table(table: Any, by_count: bool) -> None:
    printed = report_figure(figure(table), by_count=by_count)
    sheet = excel_sheet(figure(table), by_count=by_count)

    assert printed.number == "7"
    assert printed.base.startswith("n＝4（")
    assert printed.notes == ("注記です。",)
    assert chart_spec(table, by_count=by_count)["$schema"].endswith(".json")
    assert all(len(row) == len(sheet.header) == len(sheet.kinds) for row in list(sheet.rows))
    assert sheet.images[0].content.startswith(b"\x89PNG")


def test_csv_rows_hold_every_number_of_every_group() -> None:
    rows = list(csv_rows([figure(MULTIPLE), figure(SINGLE_CROSS)]))

    assert rows[0] == ("7", "題<名>", "複数回答", "", 4, "あ", 3, Decimal("75.0"))
    assert rows[3] == ("7", "題<名>", "単一回答", "全体", 4, "はい", 3, Decimal("75.0"))
    assert rows[-1] == ("7", "題<名>", "単一回答", "空", 0, "いいえ", 0, None)
    assert len(rows) == 3 + 4
