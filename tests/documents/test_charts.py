"""Charts: what they write, that they fit, and that none is drawn twice."""

import itertools
import re
import struct
from decimal import Decimal
from typing import Any

import pytest

from koganei_kyodo.documents.charts import (
    CHART_WIDTH,
    ChartData,
    CrossChartData,
    Group,
    clustered_bars,
    cross_bars,
    format_value,
    horizontal_bars,
    panels,
    render_png,
    render_svg,
    rendering,
    stacked_100,
)
from koganei_kyodo.documents.charts.style import text_width, wrap

FORMS = [
    ("委託", "41.0"),
    ("共催", "11.5"),
    ("後援", "3.3"),
    ("実行委員会・協議会", "3.3"),
    ("事業協力", "10.7"),
    ("補助・助成", "26.2"),
    ("企画立案への参画", "0.8"),
    ("情報提供・情報交換", "2.5"),
    ("協賛", "0.8"),
]


def texts_of(svg: str) -> list[str]:
    """All text drawn, one entry per line."""
    return [text for text in re.findall(r">([^<>]+)<", svg) if text.strip()]


def width_of(svg: str) -> float:
    match = re.search(r'<svg[^>]* width="([\d.]+)"', svg)
    assert match
    return float(match.group(1))


def cross(groups: int, columns: int = 5) -> CrossChartData:
    return CrossChartData(
        [f"とても長い選択肢の名前その{number}がここに入ります" for number in range(columns)],
        [
            Group(f"区分{number}", 10, (), [Decimal(10 * (c % 10)) for c in range(columns)])
            for number in range(groups)
        ],
        "説明",
    )


def test_bars_write_count_and_share_at_their_end(multiple_answer: ChartData) -> None:
    drawn = texts_of(render_svg(horizontal_bars(multiple_answer)))
    assert {"65（53.3%）", "17（13.9%）", "25（20.5%）"} <= set(drawn)


def test_bars_keep_the_given_order(multiple_answer: ChartData) -> None:
    drawn = texts_of(render_svg(horizontal_bars(multiple_answer)))
    assert drawn.index("17（13.9%）") < drawn.index("25（20.5%）")


def test_long_labels_are_drawn_whole_in_several_lines(multiple_answer: ChartData) -> None:
    drawn = "".join(texts_of(render_svg(horizontal_bars(multiple_answer))))
    assert all(label in drawn for label in multiple_answer.labels)
    assert "…" not in drawn


def test_bar_lengths_are_in_proportion() -> None:
    svg = render_svg(horizontal_bars(ChartData(["あ", "い"], counts=[10, 5])))
    widths = [float(width) for width in re.findall(r'd="M0,[\d.]+h([\d.]+)v18', svg)]
    assert len(widths) == 2
    assert widths[0] == pytest.approx(widths[1] * 2)


def test_bars_of_counts_only_write_no_percent() -> None:
    drawn = texts_of(render_svg(horizontal_bars(ChartData(["課"], counts=[1234]))))
    assert "1,234" in drawn
    assert not [text for text in drawn if "%" in text]


def test_highlight_turns_the_others_grey(multiple_answer: ChartData) -> None:
    fills = [row["fill"] for row in horizontal_bars(multiple_answer, highlight=1)["data"]["values"]]
    assert fills[0] == fills[2] != fills[1]


def test_rows_of_the_same_name_stay_apart() -> None:
    svg = render_svg(horizontal_bars(ChartData(["その他", "その他"], counts=[3, 4])))
    drawn = texts_of(svg)
    assert drawn.count("その他") == 2
    assert {"3", "4"} <= set(drawn)


def test_single_answer_of_two_writes_every_share() -> None:
    spec = stacked_100(
        ChartData(["NPO法人", "その他団体"], (), [Decimal("35.2"), Decimal("64.8")], 122, "説明")
    )
    drawn = texts_of(render_svg(spec))
    assert {"35.2%", "64.8%", "NPO法人　35.2%", "その他団体　64.8%"} <= set(drawn)


def test_nine_parts_are_numbered_and_each_share_stands_at_its_part() -> None:
    labels, percents = zip(*FORMS, strict=True)
    spec = stacked_100(ChartData(labels, (), [Decimal(p) for p in percents], 122, "説明"))
    drawn = texts_of(render_svg(spec))
    for number, (label, percent) in zip("①②③④⑤⑥⑦⑧⑨", FORMS, strict=True):
        assert f"{number} {percent}%" in drawn
        assert f"{number} {label}　{percent}%" in drawn


def test_shares_above_narrow_parts_do_not_overlap() -> None:
    labels, percents = zip(*FORMS, strict=True)
    spec = stacked_100(ChartData(labels, (), [Decimal(p) for p in percents], 122))
    centred = next(
        layer["data"]["values"] for layer in spec["layer"] if layer["mark"].get("align") == "center"
    )
    shares = [text for text in centred if text["text"][0] in "①②③④⑤⑥⑦⑧⑨"]
    above = sorted((text["x"], text_width(text["text"], 12)) for text in shares if text["y"] < 20)
    assert len(above) >= 4
    for (left, left_width), (right, right_width) in itertools.pairwise(above):
        assert right - right_width / 2 >= left + left_width / 2
    assert above[-1][0] + above[-1][1] / 2 <= CHART_WIDTH + 8


def test_parts_fill_the_bar_though_printed_shares_do_not_add_up() -> None:
    spec = stacked_100(ChartData(["あ", "い", "う"], (), [Decimal("33.3")] * 3))
    rects = [r for layer in spec["layer"] for r in layer["data"]["values"] if "share" in r]
    assert rects[-1]["x2"] == pytest.approx(CHART_WIDTH - 16 - 1)


def test_a_part_of_nobody_is_not_drawn_but_keyed() -> None:
    spec = stacked_100(ChartData(["あ", "い"], [3, 0], [Decimal(100), Decimal(0)], 3))
    rects = [r for layer in spec["layer"] for r in layer["data"]["values"] if "share" in r]
    assert [rect["label"] for rect in rects] == ["あ"]
    assert "い　0（0.0%）" in texts_of(render_svg(spec))


def test_stacked_groups_write_their_n_and_an_empty_group_says_so() -> None:
    groups = [
        Group("全体", 4, [1, 3], [Decimal(25), Decimal(75)]),
        Group("経験なし", 0, [0, 0], [None, None]),
    ]
    drawn = texts_of(render_svg(stacked_100(CrossChartData(["はい", "いいえ"], groups))))
    assert {"全体（n＝4）", "経験なし（n＝0）", "回答はありません。", "25.0%", "75.0%"} <= set(
        drawn
    )


def test_opinion_scale_hatches_one_side_only() -> None:
    data = ChartData(list("あいうえお"), [1, 1, 1, 1, 1], [Decimal(20)] * 5)
    fills = [
        rect["fill"]
        for layer in stacked_100(data, opinion=True)["layer"]
        for rect in layer["data"]["values"]
        if "share" in rect
    ]
    assert [fill.startswith("url(") for fill in fills] == [True, True, False, False, False]
    assert len(set(fills)) == 5


def test_groups_of_many_parts_become_panels() -> None:
    spec = stacked_100(cross(groups=3, columns=6))
    assert "vconcat" in spec


def test_single_answer_of_many_parts_becomes_bars() -> None:
    data = ChartData([f"課{i}" for i in range(20)], [1] * 20, [Decimal(5)] * 20, 20)
    assert len(stacked_100(data)["data"]["values"]) == 20


@pytest.mark.parametrize(("groups", "drawn_as"), [(3, "layer"), (4, "vconcat"), (10, "vconcat")])
def test_cross_tables_are_clusters_up_to_three_groups(groups: int, drawn_as: str) -> None:
    assert drawn_as in cross_bars(cross(groups))


def test_clusters_refuse_more_groups_than_can_be_told_apart() -> None:
    with pytest.raises(ValueError, match="6 groups"):
        clustered_bars(cross(6))


def test_cross_chart_draws_every_column_and_group() -> None:
    drawn = "".join(texts_of(render_svg(panels(cross(groups=10)))))
    for column in cross(10).columns:
        assert column in drawn
    assert all(f"区分{number}（n＝10）" in drawn for number in range(10))


@pytest.mark.parametrize(
    "spec",
    [
        horizontal_bars(ChartData(["い" * 120], counts=[100])),
        stacked_100(ChartData(["い" * 120, "う"], [1, 2], [Decimal("33.3"), Decimal("66.7")])),
        cross_bars(cross(3)),
        cross_bars(cross(5, columns=10)),
    ],
    ids=["bars", "stacked", "clusters", "panels"],
)
def test_every_chart_has_about_the_same_width(spec: dict[str, Any]) -> None:
    assert CHART_WIDTH <= width_of(render_svg(spec)) <= CHART_WIDTH + 20


@pytest.mark.parametrize(
    "spec",
    [horizontal_bars(ChartData([])), stacked_100(ChartData([])), cross_bars(CrossChartData([]))],
)
def test_an_empty_table_says_that_there_are_no_answers(spec: dict[str, Any]) -> None:
    assert "回答はありません。" in texts_of(render_svg(spec))


def test_values_must_match_labels() -> None:
    with pytest.raises(ValueError, match="2 values for 1 labels"):
        ChartData(["あ"], counts=[1, 2])
    with pytest.raises(ValueError, match="counts or percents"):
        ChartData(["あ"])


def test_svg_carries_font_description_and_no_inline_style(multiple_answer: ChartData) -> None:
    svg = render_svg(horizontal_bars(multiple_answer))
    assert 'font-family="BIZ UDPGothic"' in svg
    assert multiple_answer.description in svg
    assert "style=" not in svg
    assert "<script" not in svg


def test_user_text_cannot_become_markup() -> None:
    svg = render_svg(horizontal_bars(ChartData(["\"><script>alert(1)</script>'+1"], counts=[1])))
    assert "<script" not in svg


def test_patterns_of_two_charts_do_not_share_names() -> None:
    first = render_svg(stacked_100(ChartData(["あ", "い"], [1, 2])))
    second = render_svg(stacked_100(ChartData(["あ", "い"], [2, 1])))
    names = [set(re.findall(r'<pattern id="([^"]+)"', svg)) for svg in (first, second)]
    assert names[0]
    assert names[1]
    assert not names[0] & names[1]
    for svg, own in zip((first, second), names, strict=True):
        assert set(re.findall(r'"url\(#([^)]+)\)"', svg)) == own


def test_a_cached_chart_is_not_drawn_again(
    multiple_answer: ChartData, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = horizontal_bars(multiple_answer)
    first = render_svg(spec), render_png(spec)

    def fail(*_args: object, **_options: object) -> str:
        raise AssertionError("drawn twice")

    monkeypatch.setattr(rendering, "_draw", fail)
    monkeypatch.setattr(rendering.vl_convert, "svg_to_png", fail)
    assert (render_svg(dict(reversed(spec.items()))), render_png(spec)) == first


def test_png_grows_with_the_scale(multiple_answer: ChartData) -> None:
    spec = horizontal_bars(multiple_answer)
    sizes = [struct.unpack(">II", render_png(spec, scale)[16:24])[0] for scale in (1, 2)]
    assert sizes[1] == pytest.approx(sizes[0] * 2, abs=2)
    assert render_png(spec, 1).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("count", "percent", "has_percents", "written"),
    [
        (48, Decimal("38.0"), True, "48（38.0%）"),
        (None, Decimal("38"), True, "38.0%"),
        (0, None, True, "—"),
        (1234, None, False, "1,234"),
        (None, None, False, "—"),
        (0, Decimal("0"), True, "0（0.0%）"),
    ],
)
def test_how_a_value_is_written(
    count: int | None, percent: Decimal | None, has_percents: bool, written: str
) -> None:
    assert format_value(count, percent, has_percents=has_percents) == written


def test_lines_fit_and_obey_the_breaking_rules() -> None:
    text = "市民団体等（NPO法人を含む）、町会・自治会などとのネットワークをつくってほしい。"
    lines = wrap(text, 130)
    assert "".join(lines) == text
    assert all(text_width(line, 13) <= 130 + 26 for line in lines)
    assert not any(line[0] in "、。）ー" or line[-1] == "（" for line in lines)
    assert wrap("", 100) == [""]
