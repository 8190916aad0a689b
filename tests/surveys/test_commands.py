"""The commands: tables, figures, and the figure check of a file."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from surveys.actions import Given, submit_response
from surveys.models import Questionnaire
from tests.surveys.samples import make_questionnaire, make_report, make_target

MUSASHINO = Path(settings.BASE_DIR) / "surveys" / "data" / "musashino_h22_figures.json"
SOUND = {
    "figure": "1",
    "title": "題",
    "answer": "single",
    "n": 4,
    "rows": [{"label": "a", "percent": 75.0}, {"label": "b", "percent": 25.0}],
}


def _run(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def questionnaire(db: None) -> Questionnaire:
    made = make_questionnaire()
    for number, (size, code) in enumerate([(1, 1), (2, 2), (2, 0)]):
        answers = {"wish": Given((code,))} if code else {}
        submit_response(made, make_target(made, f"対象{number}", size), answers, mode="web")
    return made


def test_tabulate_prints_all_tables_as_json(questionnaire: Questionnaire) -> None:
    data = json.loads(_run("tabulate", "sample"))
    assert data["survey"] == "sample"
    codes = [table["question"] for table in data["tables"]]
    assert codes == ["size", "wish", "fields", "form", "ways", "result"]
    assert data["tables"][1] == {
        "question": "wish",
        "title": "協働したいか",
        "answer": "single",
        "n": 3,
        "base": "asked",
        "unit": "response",
        "rows": [
            {"label": "はい", "count": 1, "percent": 33.3},
            {"label": "いいえ", "count": 1, "percent": 33.3},
            {"label": "無回答", "count": 1, "percent": 33.3},
        ],
    }


def test_tabulate_prints_a_cross_table_as_json(questionnaire: Questionnaire) -> None:
    (table,) = json.loads(_run("tabulate", "sample", question="wish", by="size"))["tables"]
    assert (table["question"], table["by"], table["n"]) == ("wish", "size", 3)
    assert table["columns"] == ["はい", "いいえ", "無回答"]
    assert table["groups"][2] == {
        "label": "小",
        "n": 2,
        "count": [0, 1, 1],
        "percent": [0.0, 50.0, 50.0],
    }


def test_tabulate_prints_csv(questionnaire: Questionnaire) -> None:
    lines = list(csv.reader(io.StringIO(_run("tabulate", "sample", question="wish", format="csv"))))
    assert lines[0] == [
        *("question", "by", "group", "n", "base", "unit", "label", "count", "percent"),
    ]
    assert lines[1] == ["wish", "", "", "3", "asked", "response", "はい", "1", "33.3"]
    crossed = _run("tabulate", "sample", question="wish", by="size", format="csv")
    found = list(csv.reader(io.StringIO(crossed)))
    assert found[1] == ["wish", "size", "全体", "3", "asked", "response", "はい", "1", "33.3"]
    assert len(found) == 1 + 3 * 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"survey": "nothing"}, "見つかりません"),
        ({"survey": "sample", "question": "nothing"}, "集計できる設問：size、wish"),
        ({"survey": "sample", "question": "hidden"}, "集計できません"),
        ({"survey": "sample", "question": "wish", "by": "nothing"}, "集計できません"),
        ({"survey": "sample", "question": "wish", "by": "wish"}, "別の設問"),
    ],
)
def test_tabulate_refuses(
    questionnaire: Questionnaire, arguments: dict[str, str], words: str
) -> None:
    survey = arguments.pop("survey")
    with pytest.raises(CommandError, match=words):
        _run("tabulate", survey, **arguments)


def test_report_figures_prints_what_the_figure_check_reads(
    questionnaire: Questionnaire, tmp_path: Path
) -> None:
    make_report(questionnaire)
    text = _run("report_figures", "sample", format="json")
    (figure,) = json.loads(text)["figures"]
    assert (figure["figure"], figure["n"]) == ("1", 3)
    assert [row["count"] for row in figure["rows"]] == [1, 1, 1]
    file = tmp_path / "figures.json"
    file.write_text(text, encoding="utf-8")
    assert "矛盾は見つかりませんでした" in _run("check_figures", file)


@pytest.mark.django_db
def test_report_figures_of_an_unknown_survey() -> None:
    with pytest.raises(CommandError, match="見つかりません"):
        _run("report_figures", "nothing")


def _check(path: Path, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("check_figures", path, stdout=out, **options)
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue()
    return 0, out.getvalue()


def test_check_figures_finds_what_contradicts_itself() -> None:
    status, text = _check(MUSASHINO)
    assert status == 1
    headings = [line for line in text.splitlines() if not line.startswith(" ")]
    assert headings[:-1] == ["図表15", "図表16", "図表19"]
    assert "3件" in headings[-1]


def test_check_figures_as_json() -> None:
    status, text = _check(MUSASHINO, format="json")
    assert status == 1
    findings = json.loads(text)["findings"]
    assert {(f["figure"], f["kind"]) for f in findings} == {
        ("15", "impossible_percent"),
        ("16", "base_disagrees"),
        ("19", "figures_disagree"),
    }
    assert all(set(f) == {"figure", "kind", "message"} for f in findings)


@pytest.mark.parametrize("form", ["text", "json"])
def test_check_figures_of_a_sound_file(tmp_path: Path, form: str) -> None:
    file = tmp_path / "sound.json"
    file.write_text(json.dumps({"figures": [SOUND]}), encoding="utf-8")
    status, text = _check(file, format=form)
    assert status == 0
    assert ('"findings": []' if form == "json" else "1の図表を検算しました") in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "JSON として読めません"),
        (b'{"figures": []}', "図が1つもありません"),
        (b"\xff\xfe", "UTF-8"),
        (b" " * (5 * 1024 * 1024 + 1), "5MB"),
    ],
)
def test_check_figures_of_an_unreadable_file(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=words) as refused:
        _check(file)
    assert refused.value.returncode == 2


def test_check_figures_of_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="開けません") as refused:
        _check(tmp_path / "nothing.json")
    assert refused.value.returncode == 2
