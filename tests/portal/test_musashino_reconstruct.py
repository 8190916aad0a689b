"""The rebuilt records of Musashino's survey: every printed figure is counted again from them."""

import copy
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from koganei_kyodo.portal.musashino import printed
from koganei_kyodo.portal.musashino.reconstruct import (
    NO_ANSWER,
    NOT_ASKED,
    QUESTION_FIGURES,
    RECONSTRUCTED_NOTICE,
    Answer,
    CannotReconstruct,
    Department,
    Reconstruction,
    State,
    printed_counts,
    printed_cross_counts,
    reconstruct,
)

FILE = Path(__file__).parents[2] / "surveys" / "data" / "musashino_h22_figures.json"
Data = dict[str, Any]

ASKED = {
    "merits": "①②③",
    "concerns": "①②③",
    "continue": "①②",
    "intention": "④",
    "improvements_groups": "①②③④",
    "improvements_city": "①②③④",
}


@pytest.fixture(scope="module")
def data() -> Data:
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def records(data: Data) -> Reconstruction:
    return reconstruct(data)


def figure_of(data: Data, number: str) -> Data:
    [figure] = [row for row in data["figures"] if row["figure"] == number]
    return figure


def percent(count: int, n: int) -> Decimal:
    return (Decimal(100 * count) / n).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def tally(answers: Iterable[Answer | str]) -> Counter[str]:
    """Every tick once; a unit without an answer, or not asked, is a 無回答."""
    counter: Counter[str] = Counter()
    for answer in answers:
        if isinstance(answer, State):
            counter["無回答"] += 1
        elif isinstance(answer, str):
            counter[answer] += 1
        else:
            assert answer, "an empty tuple is neither an answer nor a state"
            assert len(set(answer)) == len(answer)
            counter.update(answer)
    return counter


def general(records: Reconstruction, code: str) -> list[Answer]:
    """What the departments that were asked answered."""
    answers = [department.answers[code] for department in records.departments]
    return [answer for answer in answers if answer is not NOT_ASKED]


ONE_WAY: dict[str, Callable[[Reconstruction], list[Answer | str]]] = {
    "3": lambda r: [sheet.form for sheet in r.sheets],
    "4": lambda r: [sheet.partner_kind for sheet in r.sheets],
    "5": lambda r: [sheet.origins for sheet in r.sheets],
    "6": lambda r: [sheet.initiatives for sheet in r.sheets],
    "8": lambda r: [sheet.outcome for sheet in r.sheets],
    "10": lambda r: [*general(r, "merits")],
    "12": lambda r: [*general(r, "concerns")],
    "14": lambda r: [*general(r, "continue")],
    "17": lambda r: [*general(r, "reasons_not")],
    "22": lambda r: [*general(r, "improvements_city")],
}


@pytest.mark.parametrize("number", ONE_WAY)
def test_figure_is_printed_again_from_the_records(
    number: str, data: Data, records: Reconstruction
) -> None:
    figure = figure_of(data, number)
    answers = ONE_WAY[number](records)
    counts = tally(answers)
    assert len(answers) == figure["n"]
    for row in figure["rows"]:
        assert percent(counts.pop(row["label"], 0), figure["n"]) == Decimal(str(row["percent"]))
    assert not counts


def groups_of(number: str, records: Reconstruction) -> dict[str, list[Answer]]:
    groups: dict[str, list[Answer]] = {}
    if number == "7":
        for sheet in records.sheets:
            groups.setdefault(sheet.form, []).append(sheet.initiatives)
        return groups | {"総計": [sheet.initiatives for sheet in records.sheets]}
    code = {"20": "improvements_groups", "23": "improvements_city"}[number]
    for department in records.departments:
        group = "協働実績無し" if department.attribute == "④" else "協働実績有り"
        groups.setdefault(group, []).append(department.answers[code])
    return groups | {"全体": general(records, code)}


@pytest.mark.parametrize("number", ["7", "20", "23"])
def test_cross_table_is_printed_again_from_the_records(
    number: str, data: Data, records: Reconstruction
) -> None:
    figure = figure_of(data, number)
    groups = groups_of(number, records)
    for group in figure["groups"]:
        answers = groups.pop(group["label"])
        counts = tally(answers)
        assert len(answers) == group["n"]
        again = [percent(counts.pop(label, 0), group["n"]) for label in figure["columns"]]
        assert again == [Decimal(str(value)) for value in group["percent"]]
        assert not counts
    assert not groups


def test_figure_2_counts_the_sheets_of_each_department(data: Data, records: Reconstruction) -> None:
    sheets = {d.name: len(d.sheets) for d in records.departments if d.sheets}
    assert sheets == {row["label"]: row["count"] for row in figure_of(data, "2")["rows"]}
    assert len(records.sheets) == figure_of(data, "2")["n"] == 122


def test_figure_8_counts_the_one_sheet_not_asked_among_its_no_answers(
    records: Reconstruction,
) -> None:
    not_asked = [d.name for d in records.departments for s in d.sheets if s.outcome is NOT_ASKED]
    assert not_asked == ["教育企画課"]
    assert sum(sheet.outcome is NO_ANSWER for sheet in records.sheets) == 2


def test_figure_15_is_3_22_2_of_27_and_one_no_answer(data: Data, records: Reconstruction) -> None:
    answers = general(records, "intention")
    assert tally(answers) == {
        "実施したい": 3,
        "実施したいとは思わない": 22,
        "わからない": 2,
        "無回答": 1,
    }
    assert len(answers) - answers.count(NO_ANSWER) == figure_of(data, "15")["n"]


def test_figure_16_keeps_its_counts_from_three_offices(data: Data, records: Reconstruction) -> None:
    answers = general(records, "wanted_forms")
    assert len(answers) == 3
    counts = tally(answers)
    for row in figure_of(data, "16")["rows"]:
        assert counts.pop(row["label"], 0) == row["count"]
    assert not counts


def test_figure_19_follows_figure_20(data: Data, records: Reconstruction) -> None:
    counts = tally(general(records, "improvements_groups"))
    assert counts["無回答"] == 16
    for row in figure_of(data, "19")["rows"]:
        agrees = percent(counts[row["label"]], 53) == Decimal(str(row["percent"]))
        assert agrees == (row["label"] != "無回答")


def test_departments_stand_as_printed(data: Data, records: Reconstruction) -> None:
    printed_names = {
        (name, attribute)
        for attribute, names in data["meta"]["departments"].items()
        for name in names
    }
    assert {(d.name, d.attribute) for d in records.departments} == printed_names
    assert len(records.departments) == 53
    assert {d.name: d.answered_by for d in records.departments if d.answered_by} == {
        "武蔵野プレイス開設準備室": "生涯学習スポーツ課"
    }


def test_routing_holds_for_every_department(records: Reconstruction) -> None:
    for department in records.departments:
        assert set(department.answers) == set(QUESTION_FIGURES)
        for code, attributes in ASKED.items():
            asked = department.attribute in attributes
            assert (department.answers[code] is not NOT_ASKED) == asked, (department.name, code)
        assert bool(department.sheets) == (department.attribute in "①②③")
        for sheet in department.sheets:
            assert (sheet.outcome is NOT_ASKED) == (department.attribute == "③")
            assert NOT_ASKED not in (sheet.origins, sheet.initiatives)


def test_follow_up_questions_go_only_to_those_who_were_sent_there(records: Reconstruction) -> None:
    for department in records.departments:
        intention = department.answers["intention"]
        wants = department.answers["wanted_forms"] is not NOT_ASKED
        reasons = department.answers["reasons_not"] is not NOT_ASKED
        assert wants == (intention == ("実施したい",))
        assert reasons == (intention == ("実施したいとは思わない",))


def test_nothing_in_particular_stands_alone(records: Reconstruction) -> None:
    alone = [
        a for a in general(records, "concerns") if not isinstance(a, State) and "特にない" in a
    ]
    assert alone == [("特にない",)] * 3


def test_no_answer_is_a_state_and_never_a_label(records: Reconstruction) -> None:
    answers = [answer for d in records.departments for answer in d.answers.values()]
    answers += [a for s in records.sheets for a in (s.origins, s.initiatives, s.outcome)]
    labels = {label for answer in answers if not isinstance(answer, State) for label in answer}
    assert not labels & {"無回答", "非該当"}


def test_122_sheets_belong_to_105_projects_of_one_department_each(records: Reconstruction) -> None:
    owners: dict[str, set[str]] = {}
    forms: dict[str, set[str]] = {}
    for department in records.departments:
        for sheet in department.sheets:
            owners.setdefault(sheet.project_key, set()).add(department.name)
            forms.setdefault(sheet.project_key, set()).add(sheet.form)
    assert len(owners) == 105
    assert all(len(names) == 1 for names in owners.values())
    assert all(len(project_forms) == 1 for project_forms in forms.values())


def test_records_are_mixed_over_the_departments(records: Reconstruction) -> None:
    large = [d for d in records.departments if len(d.sheets) >= 8]
    assert len(large) == 6
    for department in large:
        assert {sheet.partner_kind for sheet in department.sheets} == {"NPO法人", "その他団体"}
        assert len({sheet.form for sheet in department.sheets}) >= 3
        assert len({sheet.origins for sheet in department.sheets}) >= 3


@pytest.mark.parametrize("code", ["merits", "reasons_not", "wanted_forms"])
def test_ticks_are_spread_evenly(code: str, records: Reconstruction) -> None:
    sizes = [len(answer) for answer in general(records, code) if not isinstance(answer, State)]
    assert max(sizes) - min(sizes) <= 1


def test_any_two_frequent_reasons_are_somewhere_ticked_together(records: Reconstruction) -> None:
    pairs = {
        pair
        for sheet in records.sheets
        if not isinstance(sheet.origins, State)
        for pair in combinations(sheet.origins, 2)
    }
    frequent = [label for label, _ in tally(s.origins for s in records.sheets).most_common(3)]
    assert {frozenset(pair) for pair in combinations(frequent, 2)} <= set(map(frozenset, pairs))


def test_labels_stand_in_the_printed_order(data: Data, records: Reconstruction) -> None:
    order = [row["label"] for row in figure_of(data, "12")["rows"]]
    several = [a for a in general(records, "concerns") if not isinstance(a, State) and len(a) > 1]
    assert several
    assert all(list(answer) == sorted(answer, key=order.index) for answer in several)


def test_a_silent_department_is_silent_throughout(records: Reconstruction) -> None:
    def silent(code: str) -> set[str]:
        return {d.name for d in records.departments if d.answers[code] is NO_ANSWER}

    assert silent("intention") <= silent("improvements_groups") <= silent("improvements_city")


def test_the_same_file_gives_the_same_records(data: Data, records: Reconstruction) -> None:
    before = copy.deepcopy(data)
    assert reconstruct(data) == records
    assert data == before


def test_the_order_of_sets_in_memory_changes_nothing() -> None:
    program = (
        "import json, sys\n"
        "from koganei_kyodo.portal.musashino.reconstruct import reconstruct\n"
        "print(reconstruct(json.load(open(sys.argv[1], encoding='utf-8'))))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program, str(FILE)],
            cwd=FILE.parents[2],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1


def test_numbers_read_as_decimals_give_the_same_records(records: Reconstruction) -> None:
    as_decimals = json.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    assert reconstruct(as_decimals) == records


def test_records_follow_the_file_and_not_the_code(data: Data) -> None:
    changed = copy.deepcopy(data)
    rows = figure_of(changed, "4")["rows"]
    rows[0]["percent"], rows[1]["percent"] = rows[1]["percent"], rows[0]["percent"]
    changed["meta"]["counting_rule"] = "110 published projects became 122."
    again = reconstruct(changed)
    assert tally(sheet.partner_kind for sheet in again.sheets) == {"NPO法人": 79, "その他団体": 43}
    assert len({sheet.project_key for sheet in again.sheets}) == 110


def test_printed_n_of_figure_16_decides_nothing(data: Data, records: Reconstruction) -> None:
    changed = copy.deepcopy(data)
    figure_of(changed, "16")["n"] = 3
    assert reconstruct(changed) == records


def test_notice_says_what_is_reconstructed() -> None:
    assert RECONSTRUCTED_NOTICE == (
        "一件ごとの記録は、印刷された集計表に合うように復元したものです。"
        "合計は市が公表した数字です。"
    )


def row(data: Data, number: str, label: str) -> Data:
    [found] = [row for row in figure_of(data, number)["rows"] if row["label"] == label]
    return found


def group(data: Data, number: str, label: str) -> Data:
    [found] = [group for group in figure_of(data, number)["groups"] if group["label"] == label]
    return found


BROKEN: dict[str, tuple[Callable[[Data], Any], str]] = {
    "impossible percent": (
        lambda d: row(d, "4", "NPO法人").update(percent=35.3),
        "図表4の「NPO法人」35.3",
    ),
    "two decimals": (lambda d: row(d, "4", "NPO法人").update(percent=35.25), "ただ一つの件数"),
    "count against percent": (lambda d: row(d, "4", "NPO法人").update(count=44), "図表4"),
    "single answers do not add up": (
        lambda d: row(d, "4", "NPO法人").update(percent=36.1),
        "合計123が、回答の数122",
    ),
    "forms do not add up": (
        lambda d: row(d, "3", "協賛").update(percent=1.6),
        "協働の形態の合計123",
    ),
    "forms differ from figure 7": (
        lambda d: (
            row(d, "3", "後援").update(percent=4.1),
            row(d, "3", "実行委員会・協議会").update(percent=2.5),
        ),
        "図表7の内訳のn",
    ),
    "too few ticks": (
        lambda d: [r.update(percent=8.0) for r in figure_of(d, "10")["rows"][:4]],
        "選択の合計8件",
    ),
    "more ticks than answering": (
        lambda d: (
            row(d, "10", "特にない").update(percent=60.0),
            row(d, "10", "無回答").update(percent=0.0),
        ),
        "回答の数を超えます",
    ),
    "exclusive and silent exceed all": (
        lambda d: (
            row(d, "12", "特にない").update(percent=60.0),
            row(d, "12", "無回答").update(percent=60.0),
        ),
        "特にない」15件が、回答の数を超えます",
    ),
    "no answers exceed all": (
        lambda d: figure_of(d, "16")["rows"].append({"label": "無回答", "count": 4}),
        "無回答4件",
    ),
    "groups against total": (
        lambda d: group(d, "20", "全体")["percent"].__setitem__(6, 28.3),
        "図表20の「無回答」は、内訳",
    ),
    "group sizes against total": (
        lambda d: group(d, "7", "協賛").update(n=2, percent=[0.0, 50.0, 0.0, 0.0, 0.0]),
        "図表7の内訳のnを足しても",
    ),
    "6 against 7": (
        lambda d: row(d, "6", "その他").update(percent=15.6),
        "図表6と図表7の合計が違います",
    ),
    "22 against 23": (
        lambda d: row(d, "22", "無回答").update(percent=47.2),
        "図表22と図表23の合計が違います",
    ),
    "no base for figure 15": (
        lambda d: [
            r.update(percent=p)
            for r, p in zip(figure_of(d, "15")["rows"], (0.1, 50.1, 33.4), strict=True)
        ],
        "母数nがありません",
    ),
    "figure 15 does not add up to n": (
        lambda d: figure_of(d, "15").update(n=28),
        "図表15の割合は母数29",
    ),
    "figure 17 from other offices": (
        lambda d: figure_of(d, "17").update(n=21),
        "図表17のn=21が、対象の22件",
    ),
    "more wishes than offices": (
        lambda d: row(d, "16", "委託").update(count=4),
        "図表16の「委託」4件",
    ),
    "fewer no answers than sheets not asked": (
        lambda d: row(d, "8", "無回答").update(percent=0.0),
        "成果をたずねていない",
    ),
    "unknown department": (
        lambda d: row(d, "2", "道路課").update(label="秘書課"),
        "調査票の対象ではない課",
    ),
    "sheets do not add up": (lambda d: row(d, "2", "道路課").update(count=2), "図表2の事業数"),
    "label twice": (lambda d: row(d, "5", "その他").update(label="無回答"), "二度あります"),
    "group twice": (lambda d: group(d, "7", "後援").update(label="共催"), "二度あります"),
    "department twice": (
        lambda d: d["meta"]["departments"]["④"].append("道路課"),
        "同じ課が二つの属性",
    ),
    "more projects than sheets": (
        lambda d: d["meta"].update(counting_rule="123 published projects"),
        "123事業に分けられません",
    ),
    "fewer projects than departments": (
        lambda d: d["meta"].update(counting_rule="24 published projects"),
        "24事業に分けられません",
    ),
    "no number of projects": (lambda d: d["meta"].update(counting_rule="?"), "公表された事業数"),
    "figure missing": (
        lambda d: d["figures"].remove(figure_of(d, "14")),
        "図表14がありません",
    ),
    "routing missing": (
        lambda d: d["meta"]["questionnaire_items"].pop("継続意向"),
        "「継続意向」の対象がありません",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_margins_that_cannot_hold_are_refused(name: str, data: Data) -> None:
    breaking, message = BROKEN[name]
    changed = copy.deepcopy(data)
    breaking(changed)
    with pytest.raises(CannotReconstruct) as refusal:
        reconstruct(changed)
    assert message in str(refusal.value)


def test_figure_19_and_others_that_are_not_read_may_be_absent(data: Data) -> None:
    changed = copy.deepcopy(data)
    changed["figures"].remove(figure_of(changed, "19"))
    assert isinstance(reconstruct(changed).departments[0], Department)


def test_printed_counts(data: Data) -> None:
    assert printed_counts(figure_of(data, "14")) == {
        "継続したい": 20,
        "継続する必要性はない": 1,
        "わからない": 2,
        "無回答": 1,
    }
    with pytest.raises(CannotReconstruct):
        printed_counts(figure_of(data, "15"))
    assert printed.fitting_base(figure_of(data, "15")) == 29
    assert printed.fitting_base(figure_of(data, "14")) == 24
    table = printed_cross_counts(figure_of(data, "20"))
    assert table["全体"]["無回答"] == 16
    assert table["協働実績有り"]["人材の育成"] == 18
