"""The figure check: the printed Musashino figures, and one flaw at a time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from surveys import figure_check
from surveys.figure_check import (
    BASE_DISAGREES,
    FIGURES_DISAGREE,
    IMPOSSIBLE_PERCENT,
    SUM,
    TOTAL_MISMATCH,
    Finding,
    check,
    parse_figures,
    to_json,
)

MUSASHINO = Path(figure_check.__file__).parents[1] / "data" / "musashino_h22_figures.json"
Doc = dict[str, Any]


def found_in(*figures: Doc) -> list[Finding]:
    return check(parse_figures(json.dumps({"figures": figures}, ensure_ascii=False)))


def kinds(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(found.figure, found.kind) for found in findings]


def simple(number: str, answer: str, n: int | None, **rows: Any) -> Doc:
    """A figure whose rows are given as count (int), percent (float) or (count, percent)."""
    made = []
    for label, value in rows.items():
        count, percent = value if isinstance(value, tuple) else (None, value)
        if isinstance(value, int):
            count, percent = value, None
        made.append({"label": label, "count": count, "percent": percent})
    return {"figure": number, "title": f"題{number}", "answer": answer, "n": n, "rows": made}


def cross(number: str, answer: str, columns: list[str], **groups: tuple[int | None, list]) -> Doc:
    """A cross table whose groups are given as n and a list of counts (int) or percentages."""
    made = []
    for label, (n, values) in groups.items():
        counted = all(isinstance(value, int) for value in values)
        made.append({"label": label, "n": n, "count" if counted else "percent": values})
    return {
        "figure": number,
        "title": f"題{number}",
        "answer": answer,
        "columns": columns,
        "groups": made,
    }


# --- Musashino, as printed ---------------------------------------------------------------


@pytest.fixture(scope="module")
def musashino() -> list[Finding]:
    return check(parse_figures(MUSASHINO.read_bytes()))


def test_musashino_has_exactly_three_findings(musashino: list[Finding]) -> None:
    assert kinds(musashino) == [
        ("15", IMPOSSIBLE_PERCENT),
        ("16", BASE_DISAGREES),
        ("19", FIGURES_DISAGREE),
    ]
    assert not any(found.suspicion for found in musashino)


def test_musashino_15_fits_29_and_then_lacks_two(musashino: list[Finding]) -> None:
    message = musashino[0].message
    assert "n＝27 では" in message
    assert "「実施したい」10.3％（2件なら7.4％、3件なら11.1％）" in message
    assert "n＝29 なら" in message
    assert "「実施したい」3件、「実施したいとは思わない」22件、「わからない」2件" in message
    assert "27件で、n＝29 に2件足りません" in message
    assert "27は印刷された n と同じです" in message


def test_musashino_16_is_not_the_count_of_15(musashino: list[Finding]) -> None:
    message = musashino[1].message
    assert "図16の n＝4" in message
    assert "図15の行「実施したい」" in message
    assert "n＝29 で数えました。この行は3件です" in message


def test_musashino_19_and_20_disagree_on_no_answer_only(musashino: list[Finding]) -> None:
    message = musashino[2].message
    assert "図19と図20の「全体」" in message
    assert "次の数が違います。「無回答」（28.3％と30.2％）。" in message


def test_json_has_exactly_three_keys(musashino: list[Finding]) -> None:
    written = json.loads(json.dumps(to_json(musashino), ensure_ascii=False))
    assert list(written) == ["findings"]
    assert [set(found) for found in written["findings"]] == [{"figure", "kind", "message"}] * 3
    assert to_json([]) == {"findings": []}


def mend(path: str, value: Any) -> Callable[[Doc], None]:
    """Return a change of one value: "figure/rows/0/percent" and the like."""

    def change(document: Doc) -> None:
        number, *keys = path.split("/")
        place: Any = next(f for f in document["figures"] if f["figure"] == number)
        *way, last = [int(key) if key.isdigit() else key for key in keys]
        for key in way:
            place = place[key]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "more"),
    [
        (mend("2/rows/0/count", 18), {("2", SUM)}),
        (mend("2/n", 121), {("2", SUM)}),
        (mend("4/rows/0/percent", 36.1), {("4", SUM)}),
        (mend("4/rows/0/percent", 35.5), {("4", IMPOSSIBLE_PERCENT)}),
        (mend("14/rows/0/percent", 87.5), {("14", SUM)}),
        (mend("6/rows/0/percent", 41.0), {("6", FIGURES_DISAGREE)}),
        (
            mend("7/groups/1/n", 51),
            {("7", IMPOSSIBLE_PERCENT), ("7", TOTAL_MISMATCH), ("7", BASE_DISAGREES)},
        ),
        (mend("7/groups/2/percent/0", 21.4), {("7", TOTAL_MISMATCH)}),
        (mend("10/rows/0/percent", 68.1), {("10", IMPOSSIBLE_PERCENT)}),
        (mend("10/rows/5/percent", 40.0), {("10", SUM)}),
        (mend("17/n", 44), {("17", BASE_DISAGREES)}),
        (mend("20/groups/1/percent/0", 76.0), {("20", TOTAL_MISMATCH)}),
        (mend("22/n", 106), {("22", FIGURES_DISAGREE)}),
        (mend("15/n", 29), {("15", SUM)}),
    ],
)
def test_one_changed_value_in_musashino_is_found(
    musashino: list[Finding], change: Callable[[Doc], None], more: set[tuple[str, str]]
) -> None:
    document = json.loads(MUSASHINO.read_text(encoding="utf-8"))
    change(document)
    findings = set(kinds(found_in(*document["figures"])))
    assert more <= findings
    assert findings - set(kinds(musashino)) == more


# --- One flaw, one kind ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (simple("1", "multiple", 27, い=10.3), "3件なら11.1％"),
        (simple("1", "multiple", 122, い=(43, 35.3)), "43件なら35.2％"),
        (simple("1", "multiple", 122, い=(43, 36.1)), "36.1％になるのは44件"),
        (simple("1", "multiple", 30, い=103.3), "30件すべてでも100.0％"),
        (simple("1", "multiple", 3, い=33.33), "小数第1位までの割合ではありません"),
        (simple("1", "multiple", 0, い=5.0), "だれもいない"),
        (simple("1", "multiple", None, い=(3, 30.0), ろ=(3, 60.0)), "どの n でも"),
        (simple("1", "multiple", 4, い=33.3, ろ=14.3, は=7.7, に=5.9, ほ=5.3), "1から200まで"),
    ],
)
def test_impossible_percent(figure: Doc, words: str) -> None:
    [finding] = found_in(figure)
    assert finding.kind == IMPOSSIBLE_PERCENT
    assert words in finding.message


def test_impossible_percent_names_the_group() -> None:
    figure = cross("9", "multiple", ["い"], 男性=(10, [30.0]), 女性=(10, [33.3]))
    [finding] = found_in(figure)
    assert (finding.figure, finding.kind) == ("9", IMPOSSIBLE_PERCENT)
    assert finding.message.startswith("図9の「女性」：")


def test_the_search_goes_to_twice_n() -> None:
    """0.2 % and 99.8 % need 401 at the least; the search from n = 300 goes to 600."""
    rows = {"い": 0.2, "ろ": 99.8}
    assert "n＝401 なら" in found_in(simple("1", "single", 300, **rows))[0].message
    assert "1から200まで" in found_in(simple("1", "single", 90, **rows))[0].message


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (simple("1", "single", 10, い=4, ろ=5), "9件で、n＝10 に1件足りません"),
        (simple("1", "count", 10, い=6, ろ=5), "11件で、n＝10 より1件多く"),
        (simple("1", "single", 10, い=40.0, ろ=50.0), "n＝10 に1件足りません"),
        (simple("1", "single", 20_000, い=40.0, ろ=59.0), "少なくとも182件足りません"),
        (simple("1", "multiple", 10, い=11), "n＝10 より多い件数"),
        (simple("1", "multiple", 10, い=8, 無回答=3), "「無回答」3件と合わせると"),
        (simple("1", "multiple", 10, い=80.0, 無回答=30.0), "「い」8件"),
        (simple("1", "single", 10, い=4, ろ=6, 合計=11), "n＝10 より多い件数"),
        (simple("1", "single", 10, い=4, ろ=6, 合計=9), "行「合計」は9件"),
        (cross("1", "single", ["い", "ろ"], 男性=(5, [2, 2]), 女性=(5, [2, 3])), "図1の「男性」"),
    ],
)
def test_sum(figure: Doc, words: str) -> None:
    [finding] = found_in(figure)
    assert finding.kind == SUM
    assert words in finding.message


@pytest.mark.parametrize(
    "figure",
    [
        simple("1", "single", 10, い=4, ろ=None),
        simple("1", "single", 10, い=4, ろ=6, 合計=(10, 100.0)),
        simple("1", "multiple", 10, い=9, ろ=8, 合計=(17, 170.0)),
        simple("1", "multiple", 10, い=7, 無回答=3),
        simple("1", "single", 0, い=None, ろ=None),
        simple("1", "single", 0, い=0.0, ろ=0.0),
        simple("1", "single", None, い=(1, 33.3), ろ=(2, 66.7)),
        simple("1", "multiple", None, い=(1, 33.3), ろ=(2, 66.7)),
        simple("1", "multiple", None, い=1, ろ=2),
    ],
)
def test_sound_single_figures_pass(figure: Doc) -> None:
    assert found_in(figure) == []


def test_total_mismatch_of_n_and_of_a_column() -> None:
    columns = ["い", "ろ"]
    parts = {"男性": (5, [2, 3]), "女性": (5, [1, 4])}
    assert found_in(cross("1", "single", columns, **{"総 計": (10, [3, 7])}, **parts)) == []
    [finding] = found_in(cross("1", "multiple", columns, 合計=(11, [3, 7]), **parts))
    assert finding.kind == TOTAL_MISMATCH
    assert "n の合計は10件、「合計」の n は11件" in finding.message
    [finding] = found_in(cross("1", "single", columns, **{"Ｔ ｏｔａｌ": (10, [4, 6])}, **parts))
    assert finding.kind == TOTAL_MISMATCH
    assert "「い」は、グループの合計が3件、「Ｔ ｏｔａｌ」が4件" in finding.message


def test_partial_sums_are_not_added_again() -> None:
    groups = {"全体": (9, [4]), "北": (4, [1]), "南": (5, [3]), "小計": (9, [4])}
    assert found_in(cross("1", "multiple", ["い"], **groups)) == []


def test_total_group_may_be_missing_and_its_n_may_stand_at_the_figure() -> None:
    parts = {"男性": (5, [2, 3]), "女性": (5, [1, 4])}
    assert found_in(cross("1", "single", ["い", "ろ"], **parts)) == []
    figure = cross("1", "single", ["い", "ろ"], 全体=(None, [3, 7]), **parts)
    assert found_in({**figure, "n": 10}) == []
    assert kinds(found_in({**figure, "n": 12})) == [("1", SUM), ("1", TOTAL_MISMATCH)]


def test_overlapping_groups_are_not_added_up() -> None:
    source = simple("1", "multiple", 10, 男性=8, 若者=7)
    table = cross("2", "multiple", ["い"], 全体=(10, [50.0]), 男性=(8, [50.0]), 若者=(7, [57.1]))
    assert found_in(source, {**table, "groups_from": "1"}) == []
    assert kinds(found_in(table)) == [("2", TOTAL_MISMATCH)]


def test_who_did_not_answer_the_crossing_question_may_be_left_out() -> None:
    table = cross("2", "multiple", ["い"], 全体=(10, [5]), 男性=(4, [2]), 女性=(5, [2]))
    sound = simple("1", "single", 10, 男性=4, 女性=5, 無回答=1)
    assert found_in(sound, {**table, "groups_from": "1"}) == []
    silent = cross("2", "multiple", ["い"], 全体=(10, [5]), 男性=(8, [4]), 無回答=(1, [1]))
    source = simple("1", "single", 10, 男性=8, 女性=1, 無回答=1)
    assert kinds(found_in(source, {**silent, "groups_from": "1"})) == [("2", TOTAL_MISMATCH)]
    whole = simple("1", "single", 9, 男性=4, 女性=5, 無回答=0)
    assert kinds(found_in(whole, {**table, "groups_from": "1"})) == [("2", TOTAL_MISMATCH)]


def test_figures_that_refer_to_each_other_are_reported_once() -> None:
    one = {**simple("1", "multiple", 50, い=20.0, ろ=30.0), "same_as": "2"}
    other = {**simple("2", "multiple", 50, ろ=30.0, い=22.0), "same_as": ["1"], "title": "題1"}
    [finding] = found_in(one, other)
    assert (finding.figure, finding.kind) == ("1", FIGURES_DISAGREE)
    assert "「い」（20.0％と22.0％）" in finding.message
    assert "ろ" not in finding.message


def test_counts_and_percentages_can_be_compared() -> None:
    counted = {**simple("1", "multiple", 50, い=10, ろ=15), "same_as": ["2"]}
    assert found_in(counted, simple("2", "multiple", 50, い=20.0, ろ=30.0)) == []
    [finding] = found_in(counted, simple("2", "multiple", 50, い=20.0, ろ=32.0))
    assert "「ろ」（15件と16件）" in finding.message
    [finding] = found_in(counted, simple("2", "multiple", 100, い=10.0, は=2.0))
    assert "n（50と100）" in finding.message


def test_equal_title_and_labels_are_a_suspicion() -> None:
    one = {**simple("1", "multiple", 50, い=20.0, ろ=30.0), "title": "満足度"}
    table = cross("2", "multiple", ["ろ", "い"], 全体=(50, [30.0, 22.0]), 男性=(50, [30.0, 22.0]))
    [finding] = found_in(one, {**table, "title": "満足 度（性別）"})
    assert (finding.figure, finding.kind, finding.suspicion) == ("1", FIGURES_DISAGREE, True)
    assert finding.message.startswith("疑い：図1と図2の「全体」")
    assert found_in(one, {**table, "title": "満足度（2010年）"}) == []
    assert found_in(one, {**simple("3", "multiple", 50, い=22.0), "title": "満足度"}) == []


def test_base_of_a_printed_count_and_of_a_range() -> None:
    source = simple("1", "single", 50_000, い=50.0, ろ=50.0)
    assert found_in(source, {**simple("2", "count", 25_020, は=25_020), "base_of": "1:い"}) == []
    later = {**simple("2", "count", 25_026, は=25_026), "base_of": "1:い"}
    [finding] = found_in(source, later)
    assert (finding.figure, finding.kind) == ("2", BASE_DISAGREES)
    assert "24,975件から25,024件" in finding.message
    counted = simple("1", "single", 7, い=3, ろ=4)
    assert kinds(found_in(counted, {**simple("2", "count", 4, は=4), "base_of": "１：い"})) == [
        ("2", BASE_DISAGREES)
    ]


def test_nothing_is_said_of_a_base_that_no_n_explains() -> None:
    odd = {"い": 33.3, "ろ": 14.3, "は": 7.7, "に": 5.9, "ほ": 5.3}
    later = {**simple("2", "count", 9, へ=9), "base_of": "1:い"}
    figures = [simple("1", "multiple", 4, **odd), later]
    assert kinds(found_in(*figures)) == [("1", IMPOSSIBLE_PERCENT)]


def test_groups_from_compares_each_group() -> None:
    counts = {"実行委員会・協議会": 4, "後援": 6}
    source = simple("1", "single", 10, **counts)
    table = cross("2", "multiple", ["い"], **{"実行委員会、協議会": (4, [2]), "後援": (5, [1])})
    [finding] = found_in(source, {**table, "groups_from": "1"})
    assert finding.kind == BASE_DISAGREES
    assert finding.message.startswith("図2の「後援」の n＝5 は、図1の行「後援」")


@pytest.mark.parametrize(
    "label", ["実行委員会、協議会", "実行委員会，協議会", "実行 委員会･協議会"]
)
def test_separators_width_and_spaces_do_not_hide_a_row(label: str) -> None:
    counts = {"実行委員会・協議会": 4, "後援": 6}
    table = cross("2", "multiple", ["い"], **{label: (3, [2])})
    findings = found_in(simple("1", "single", 10, **counts), {**table, "groups_from": "1"})
    assert kinds(findings) == [("2", BASE_DISAGREES)]


def test_the_total_group_is_no_row_of_the_other_figure() -> None:
    source = simple("1", "multiple", 10, 全体=4, 男性=6)
    table = cross("2", "multiple", ["い"], 全体=(10, [5]), 男性=(6, [2]))
    assert found_in(source, {**table, "groups_from": "1"}) == []


def test_a_label_that_occurs_twice_is_not_compared() -> None:
    rows = [{"label": label, "count": count} for label, count in (("他", 1), ("い", 2), ("他", 3))]
    one = {**simple("1", "multiple", 10), "rows": rows, "same_as": ["2"]}
    assert found_in(one, simple("2", "multiple", 10, 他=1, い=2)) == []
    assert "「い」" in found_in(one, simple("2", "multiple", 10, 他=1, い=3))[0].message


@pytest.mark.parametrize(
    "reference",
    [
        {"same_as": ["99", "99:全体", "2:男性", "1"]},
        {"base_of": "99:い"},
        {"base_of": "2:ないもの"},
        {"base_of": "2"},
        {"groups_from": "99"},
    ],
)
def test_a_reference_to_nothing_is_no_finding(reference: Doc) -> None:
    figures = [simple("1", "multiple", 5, い=1), simple("2", "multiple", 7, は=2)]
    assert found_in({**figures[0], **reference}, figures[1]) == []


def test_a_figure_number_may_hold_a_colon() -> None:
    source = simple("3:1", "single", 7, い=3, ろ=4)
    figures = [source, {**simple("4", "count", 4, は=4), "base_of": "3:1:い"}]
    assert kinds(found_in(*figures)) == [("4", BASE_DISAGREES)]


def test_a_huge_file_is_checked_in_bounded_time() -> None:
    group = {"label": "あ", "n": 27, "percent": [10.3] * 10}
    figures = [
        {
            "figure": number,
            "title": "題",
            "answer": "single",
            "columns": [f"列{at}" for at in range(10)],
            "groups": [{**group, "label": f"群{at}"} for at in range(500)],
            "groups_from": "1",
        }
        for number in range(20)
    ]
    started = time.monotonic()
    assert len(found_in(*figures)) == 20 * 500
    large = simple("1", "single", 10_000_000, い=(5, 50.1), ろ=(6, 49.9))
    assert IMPOSSIBLE_PERCENT in [found.kind for found in found_in(large)]
    assert time.monotonic() - started < 60
