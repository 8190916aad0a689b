"""Reading a figure file: what is refused, and that the words say where and how to mend it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from surveys.figure_check import FigureFileError, check, parse_figures
from surveys.figure_check.reading import MAX_BYTES, MAX_FIGURES, MAX_ROWS

ROW = {"label": "はい", "percent": 50.0}


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(FigureFileError) as raised:
        parse_figures(text)
    assert str(raised.value) == "\n".join(raised.value.messages)
    return raised.value.messages


def file_of(**changes: Any) -> str:
    figure = {
        "figure": "1",
        "title": "題",
        "answer": "single",
        "n": 2,
        "rows": [ROW, ROW],
        **changes,
    }
    return json.dumps({"figures": [figure]}, ensure_ascii=False)


def test_utf8_with_and_without_bom_and_unknown_keys() -> None:
    text = file_of(memo={"any": [1]}, title=None)
    for given in (text, "\ufeff" + text, text.encode(), b"\xef\xbb\xbf" + text.encode()):
        read = parse_figures(given)
        assert read.figures[0].tables[0].cells[0].percent == Decimal("50.0")
        assert check(read) == []


def test_numbers_are_taken_as_they_are_meant() -> None:
    dusty = '{"label":"い","percent":28.400000000000002,"count":3.0},{"label":"ろ","percent":68}'
    tiny = ',{"label":"は","percent":1e-999999999}'
    start = '{"figures":[{"figure":15,"answer":"multiple","n":2,"rows":['
    text = start + dusty + tiny + "]}]}"
    [figure] = parse_figures(text).figures
    assert figure.number == "15"
    assert [cell.percent for cell in figure.tables[0].cells] == [Decimal("28.4"), 68, 0]
    assert figure.tables[0].cells[0].count == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "JSON として読めません（1行目の1文字目）"),
        ("図1", "JSON として読めません"),
        ('{"figures": [}', "1行目の14文字目"),
        (b"\x82\xa0\x82\xa2", "UTF-8 にして"),
        ("[]", "figures）がありません"),
        ('{"figures": {}}', "figures）がありません"),
        ('{"figures": []}', "図が1つもありません"),
        ("[" * 200_000, "かっこの重なりが深すぎます"),
        ('{"figures": [' + "9" * 5000 + "]}", "けた数が多すぎる"),
        ('{"figures": [1e99999999999999999999]}', "けた数が多すぎる"),
        (" " * (MAX_BYTES + 1), "5MBまで"),
        ("あ" * (MAX_BYTES // 2), "5MBまで"),
        (json.dumps({"figures": [{}] * (MAX_FIGURES + 1)}), "図は2,000まで"),
    ],
)
def test_a_file_that_is_none(text: str | bytes, words: str) -> None:
    [message] = refused(text)
    assert words in message


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"n": None}, "図1の n", "n がありません"),
        ({"n": -1}, "図1の n", "0以上"),
        ({"n": True}, "図1の n", "数字で"),
        ({"n": 2.5}, "図1の n", "小数のない数"),
        ({"n": 10_000_001}, "図1の n", "10,000,000まで"),
        ({"figure": None}, "1番目の図の figure", "文字を書いて"),
        ({"title": 3}, "図1の title", "文字を書いて"),
        ({"title": "題" * 301}, "図1の title", "300字以内にしてください（いま301字）"),
        ({"answer": "free"}, "図1の answer", "single（1つ選ぶ）"),
        ({"answer": None}, "図1の answer", "single（1つ選ぶ）"),
        ({"rows": None}, "図1の rows", "1つ以上"),
        ({"rows": []}, "図1の rows", "1つ以上"),
        ({"rows": [ROW] * (MAX_ROWS + 1)}, "図1の rows", "500までです（いま501）"),
        ({"rows": [ROW, 5]}, "図1の2行目", "label と count か percent"),
        ({"rows": [{"percent": 5}]}, "図1の1行目の label", "文字を書いて"),
        ({"rows": [ROW, {**ROW, "percent": "50"}]}, "図1の2行目「はい」の percent", "数字で"),
        ({"rows": [{**ROW, "percent": -0.1}]}, "図1の1行目「はい」の percent", "0以上"),
        ({"rows": [{**ROW, "percent": float("nan")}]}, "図1の1行目「はい」の percent", "数字で"),
        ({"rows": [{**ROW, "count": float("inf")}]}, "図1の1行目「はい」の count", "数字で"),
        ({"rows": [{**ROW, "percent": 10**9}]}, "図1の1行目「はい」の percent", "大きすぎます"),
        ({"same_as": [{}]}, "図1の same_as", "文字を書いて"),
        ({"same_as": ["2"] * 11}, "図1の same_as", "10個まで"),
        ({"base_of": ["2:い"]}, "図1の base_of", "文字を書いて"),
    ],
)
def test_one_problem_is_told_with_its_place(changes: dict, place: str, words: str) -> None:
    [message] = refused(file_of(**changes))
    assert message.startswith(place)
    assert words in message


@pytest.mark.parametrize(
    ("groups", "place", "words"),
    [
        ([], "図1の groups", "1つ以上"),
        ([3], "図1の1番目のグループ", "{ } で囲んで"),
        ([{"n": 2, "percent": [1, 2]}], "図1の1番目のグループの label", "文字を書いて"),
        ([{"label": "群", "percent": [1, 2]}], "図1の1番目のグループ「群」の n", "ありません"),
        ([{"label": "群", "n": 2, "percent": 5}], "図1の1番目の", "列の数だけ"),
        ([{"label": "群", "n": 2, "percent": [5]}], "図1の1番目の", "見出しは2個、値は1個"),
        (
            [{"label": "群", "n": 2, "percent": [5, "x"]}],
            "図1の1番目のグループ「群」の「いいえ」の percent",
            "数字で",
        ),
    ],
)
def test_problems_of_a_cross_table(groups: list, place: str, words: str) -> None:
    [message] = refused(file_of(rows=None, n=None, columns=["はい", "いいえ"], groups=groups))
    assert message.startswith(place)
    assert words in message


def test_all_problems_are_told_at_once() -> None:
    figures = [
        {"figure": "1", "answer": "x", "n": -1, "rows": [{"label": "い", "percent": "a"}]},
        7,
        {"figure": "1", "answer": "single", "n": 1, "rows": [{"label": "", "count": 1}]},
        {"figure": "4", "answer": "single", "n": 1, "rows": [ROW], "columns": [1], "groups": [{}]},
    ]
    messages = refused(json.dumps({"figures": figures}))
    starts = [
        "図1の1行目「い」の percent",
        "図1の n",
        "図1の answer",
        "2番目の図",
        "図1：同じ番号の図が",
    ]
    for start in starts:
        assert any(message.startswith(start) for message in messages), start
    assert any("どちらか一方だけ" in message for message in messages)
    assert any(message.startswith("図4の columns（列の見出し）の1番目") for message in messages)


def test_very_many_problems_are_cut_short() -> None:
    messages = refused(file_of(rows=[{"label": "い", "percent": "?"}] * 300))
    assert len(messages) == 101
    assert messages[-1] == "ほかに200か所あります。"


def test_a_file_with_too_many_values_is_refused() -> None:
    group = {"label": "群", "n": 1, "percent": [0] * 500}
    figure = {"answer": "multiple", "columns": ["い"] * 500, "groups": [group] * 500}
    messages = refused(json.dumps({"figures": [{**figure, "figure": "7"}]}))
    assert "200,000個" in messages[-1]


def test_labels_cannot_break_a_message() -> None:
    label = "長い\n項目\u0000" + "あ" * 200
    row = {"label": label + "\ud800", "percent": 10.3}
    [finding] = check(parse_figures(file_of(answer="multiple", n=27, rows=[row])))
    finding.message.encode("utf-8")
    assert "\n" not in finding.message
    assert "\u0000" not in finding.message
    assert "「長い 項目 あああ" in finding.message
    assert "あ…」10.3％" in finding.message
