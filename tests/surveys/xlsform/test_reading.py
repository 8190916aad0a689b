"""What becomes of the forms that other tools make: carried over, changed, or listed as left out."""

from decimal import Decimal
from typing import Any

import pytest

from surveys.questionnaires import QuestionDefinition
from surveys.xlsform.book import XlsformError
from surveys.xlsform.reader import Found
from tests.surveys.xlsform.forms import Table, read_here, workbook

YES_NO = [
    {"list_name": "yn", "name": "yes", "label": "はい"},
    {"list_name": "yn", "name": "no", "label": "いいえ"},
]


def found(survey: Table, choices: Table = YES_NO, **settings: Any) -> Found:
    sheets: dict[str, Table] = {"survey": survey, "choices": choices}
    if settings:
        sheets["settings"] = [settings]
    return read_here(workbook(**sheets))


def row(kind: str, name: str = "", label: str = "", **cells: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "label": label, **cells}


def question(result: Found, code: str) -> QuestionDefinition:
    return next(each for each in result.questions if each.code == code)


def said(result: Found) -> str:
    return "\n".join(map(str, [*result.left, *result.changed]))


def test_names_of_options_become_numbers_in_conditions_too() -> None:
    result = found(
        [
            row("select_one yn", "Used-Before", "使いましたか"),
            row("text", "why", "なぜ", relevant="${Used-Before} = 'no' or ${Used-Before}=''"),
        ]
    )
    assert question(result, "why").relevant == "${used_before} = '2' or ${used_before} = ''"
    assert "「Used-Before」を「used_before」" in said(result)
    assert "「yn」の選択肢の記号" in said(result)


def test_limits_are_taken_out_of_the_constraint() -> None:
    result = found(
        [
            row(
                "select_multiple yn", "a", "どれ",
                constraint="count-selected(.) <= 2 and not(selected(., 'no') and count-selected(.) > 1)",
            ),
            row("integer", "b", "月", constraint=". >= 1 and . <= 12 and . != '4'"),
            row("decimal", "c", "円", constraint=". > 0", constraint_message="0より大きく"),
            row("range", "d", "度合い", parameters="start=0 end=10 step=2"),
        ]
    )  # fmt: skip
    assert question(result, "a").max_choices == 2
    assert [c.is_exclusive for c in question(result, "a").choices] == [False, True]
    month = question(result, "b")
    assert (month.min_value, month.max_value, month.constraint) == (1, 12, ". != '4'")
    assert (question(result, "c").constraint, question(result, "c").decimals) == (". > 0", 2)
    assert question(result, "d").max_value == Decimal(10)
    assert "step=2" in said(result)


@pytest.mark.parametrize(
    ("cells", "listed"),
    [
        ({"relevant": "${a} > today()"}, "きく条件「${a} > today()」"),
        ({"relevant": "${later} = 'x'"}, "「later」は、前にある設問ではありません"),
        ({"relevant": "${a} = 'maybe'"}, "選択肢「maybe」がありません"),
        ({"relevant": "${a} > 1"}, "大きさを比べています"),
        ({"constraint": "regex(., '[a-z]+')"}, "答えの条件「regex"),
        ({"constraint": ". != ${a}"}, "ほかの設問の答え"),
        ({"required": "${a} = 'yes'"}, "必須になる条件"),
        ({"default": "東京"}, "はじめから入れておく答え"),
        ({"calculation": "1+1"}, "計算式"),
        ({"choice_filter": "x=1"}, "しぼりこみ"),
        ({"readonly": "yes"}, "書き換え不可"),
        ({"media::image": "a.png"}, "画像・音声・動画"),
        ({"appearance": "minimal"}, "「minimal」"),
        ({"parameters": "randomize=true"}, "細かい指定"),
        ({"bind::custom": "x"}, "列「bind::custom」"),
        ({"label::English (en)": "Why"}, "「English (en)」の言葉"),
    ],
)
def test_what_has_no_place_is_listed_with_its_row(cells: dict[str, str], listed: str) -> None:
    result = found([row("select_one yn", "a", "ある"), row("text", "b", "なぜ", **cells)])
    assert listed in said(result)
    assert question(result, "b").relevant == ""
    where = next(str(note) for note in result.left if listed in str(note))
    assert "3行目" in where or "English" in listed


@pytest.mark.parametrize(
    "kind",
    ["geopoint", "image", "calculate", "start", "rank yn", "select_one_from_file a.csv", "riddle"],
)
def test_types_without_a_place_are_listed(kind: str) -> None:
    result = found([row("text", "a", "ある"), row(kind, "x", "これ")])
    assert len(result.questions) == 1
    assert "3行目" in said(result)


def test_the_japanese_words_are_read_else_the_default_language() -> None:
    rows = [
        {
            "type": "text", "name": "a",
            "label::English (en)": "Opinion", "label::日本語 (ja)": "意見",
            "label::Français (fr)": "Avis", "hint::English (en)": "Only English",
        }
    ]  # fmt: skip
    japanese = found(rows)
    assert (japanese.questions[0].text, japanese.questions[0].help) == ("意見", "Only English")
    assert "「Français (fr)」の言葉" in said(japanese)
    del rows[0]["label::日本語 (ja)"]
    french = found(rows, default_language="Français (fr)")
    assert french.questions[0].text == "Avis"


def test_groups_become_sections_and_lose_nothing() -> None:
    result = found(
        [
            row("text", "first", "はじめ"),
            row("begin group", "outer", "そと", relevant="${first} = 'a'"),
            row("note", "n1", "そとの説明"),
            row("select_one yn", "a", "そとの設問"),
            row("begin group", "inner", "なか", relevant="${a} = 'yes'"),
            row("text", "b", "なかの設問"),
            row("end group"),
            row("note", "n2", "もどりの説明"),
            row("text", "c", "もどった設問"),
            row("note", "n3", "とちゅうの説明"),
            row("text", "d", "つぎの設問", hint="補足"),
            row("end group"),
        ],
        form_title="わたしの調査",
    )
    assert [(s.title, s.relevant, s.intro) for s in result.sections] == [
        ("わたしの調査", "", ""),
        ("そと", "${first} = 'a'", "そとの説明"),
        ("なか", "${first} = 'a' and ${a} = '1'", ""),
        ("そと（つづき）", "${first} = 'a'", "もどりの説明"),
    ]
    assert question(result, "d").help == "とちゅうの説明\n補足"
    assert "説明の行を、次の設問の補足にしました" in said(result)


def test_repeats_become_sheets_and_a_second_one_is_listed() -> None:
    result = found(
        [
            row("begin repeat", "sheet", "事業ごと"),
            row("select_one yn", "a", "設問"),
            row("begin group", "g", "見出し", relevant="${a} = 'yes'"),
            row("text", "b", "中の設問", relevant="${a} != ''"),
            row("end group"),
            row("begin repeat", "deep", "その中"),
            row("text", "c", "深い設問"),
            row("end repeat"),
            row("end repeat"),
            row("text", "after", "あと", relevant="${a} = 'yes'"),
            row("begin repeat", "more", "もう1つ"),
            row("text", "d", "設問"),
            row("end repeat"),
        ]
    )
    assert [(s.code, s.is_repeat) for s in result.sections] == [("sheet", True), ("s1", False)]
    assert question(result, "b").relevant == "${a} = '1' and ${a} != ''"
    for words in (
        "「その中」",
        "2つ目のくり返し「もう1つ」",
        "くり返す節の中の見出し「見出し」",
        "分からない設問",
    ):
        assert words in said(result)


@pytest.mark.parametrize("way", ["table-list", "older"])
def test_tables_are_read_in_both_ways(way: str) -> None:
    group = {"appearance": "table-list" if way == "table-list" else "field-list"}
    lines = [
        row(
            "select_one yn",
            "a",
            "話し合い",
            appearance="" if way == "table-list" else "list-nolabel",
        ),
        row("select_one yn", "b", "役割", appearance="" if way == "table-list" else "list-nolabel"),
    ]
    if way == "older":
        lines.insert(0, row("select_one yn", "head", "満足ですか", appearance="label"))
    result = found([row("begin group", "g", "満足ですか", **group), *lines, row("end group")])
    assert [(q.text, q.matrix) for q in result.questions] == [
        ("話し合い", "満足ですか"),
        ("役割", "満足ですか"),
    ]


def test_or_other_becomes_the_other_option_with_its_text() -> None:
    result = found(
        [
            row("select_multiple yn or_other", "a", "どれ"),
            row("text", "b", "なぜ", relevant="selected(${a}, 'other')"),
        ]
    )
    assert [c.is_other for c in question(result, "a").choices] == [False, False, True]
    assert question(result, "b").relevant == "selected(${a}, '3')"


def test_everything_to_mend_is_said_at_once() -> None:
    with pytest.raises(XlsformError) as caught:
        found(
            [
                row("select_one nowhere", "a", "どれ"),
                row("text", "b"),
                row("end group"),
                row("begin group", "g", "節"),
                row("text", "", "名なし"),
            ]
        )
    words = str(caught.value)
    for part in (
        "2行目：選択肢のリスト「nowhere」",
        "3行目：質問文",
        "4行目：end",
        "5行目：begin",
        "6行目：記号",
    ):
        assert part in words
