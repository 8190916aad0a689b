"""Results out: the same answers as Excel, CSV and SPSS, in few statements."""

import csv
import io
from pathlib import Path

import openpyxl
import pyreadstat
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.documents.actions import run_rendering
from koganei_kyodo.documents.models import Rendering
from surveys.actions import Given, SheetGiven, submit_response
from surveys.exports import write_export
from surveys.models import Questionnaire, Response
from tests.surveys.samples import make_questionnaire, make_target, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire() -> Questionnaire:
    made = make_questionnaire()
    answers = {
        "wish": Given((1,)),
        "fields": Given((1, 3), text="祭り"),
        "opinion": Given(text="=よい"),
        "members": Given(text="12"),
    }
    sheets = [SheetGiven("一", {"form": Given((1,))}), SheetGiven("二", {"form": Given((2,))})]
    submit_response(made, make_target(made, "一の会"), answers, sheets, mode="post")
    submit_response(made, make_target(made, "二の会", 2), {"wish": Given((2,))}, mode="web")
    submit_response(made, make_target(made, "無効の会", 2), {"wish": Given((2,))}, mode="web")
    Response.objects.filter(target__name="無効の会").update(status="invalid")
    return made


def _run(form: str, path: Path) -> str:
    out = io.StringIO()
    call_command("export_responses", "sample", "--format", form, "-o", path, stdout=out)
    return out.getvalue()


def test_csv(questionnaire: Questionnaire, tmp_path: Path) -> None:
    assert "3行" in _run("csv", tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [line["対象"] for line in lines] == ["一の会", "一の会", "二の会"]
    assert lines[0]["分野：福祉"] == "選んだ"
    assert lines[0]["分野：その他（書かれた文）"] == "祭り"
    assert lines[0]["意見"] == "'=よい"
    # What was asked once stands on the first line alone.
    assert [line["協働したいか"] for line in lines] == ["はい", "", "いいえ"]
    assert [line["形"] for line in lines] == ["委託", "共催", ""]
    _run("csv-codes", tmp_path / "b.csv")
    coded = list(csv.DictReader(io.StringIO((tmp_path / "b.csv").read_text("utf-8-sig"))))
    assert [coded[0][f"fields_{n}"] for n in (1, 2, 3, 4)] == ["1", "0", "1", "0"]
    assert coded[2]["fields_1"] == "-1"


def test_sav(questionnaire: Questionnaire, tmp_path: Path) -> None:
    _run("sav", tmp_path / "a.sav")
    frame, meta = pyreadstat.read_sav(str(tmp_path / "a.sav"), user_missing=True)
    assert meta.column_names_to_labels["wish"] == "協働したいか"
    assert meta.variable_value_labels["wish"][1.0] == "はい"
    assert meta.variable_value_labels["fields_1"][-9.0] == "無回答"
    assert frame["fields_2"].tolist()[0] == 0
    assert frame["members"].tolist()[0] == 12
    missing = {(r["lo"], r["hi"]) for r in meta.missing_ranges["fields_1"]}  # type: ignore[index]
    assert missing == {(-9, -9), (-2, -2), (-1, -1)}
    read, _ = pyreadstat.read_sav(str(tmp_path / "a.sav"))
    assert read["fields_1"].isna().tolist() == [False, True, True]


def test_xlsx(questionnaire: Questionnaire, tmp_path: Path) -> None:
    _run("xlsx", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    names = book.sheetnames
    assert names[0] == "目次"
    assert names[-3:] == ["回答（言葉）", "回答（番号）", "コードブック"]
    assert "図1" in names
    words = [[cell.value for cell in row] for row in book["回答（言葉）"].iter_rows()]
    codes = [[cell.value for cell in row] for row in book["回答（番号）"].iter_rows()]
    assert any("一の会" in row and "はい" in row for row in words)
    assert any("一の会" in row and 1 in row for row in codes)
    book_rows = [
        [c.value for c in row] for row in book["コードブック"].iter_rows(values_only=False)
    ]
    assert any(row[:1] == ["fields_1"] and "福祉" in str(row[1]) for row in book_rows)


@pytest.mark.parametrize("form", ["csv", "sav", "xlsx"])
def test_statements_do_not_grow(questionnaire: Questionnaire, tmp_path: Path, form: str) -> None:
    numbers = []
    for total in (3, 6):
        for number in range(Response.objects.count(), total):
            target = make_target(questionnaire, f"追加{number}", 2)
            submit_response(questionnaire, target, {"wish": Given((1,))}, mode="web")
        with CaptureQueriesContext(connection) as statements:
            write_export(questionnaire, form, tmp_path / "file")  # type: ignore[arg-type]
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 5


def test_a_mistyped_survey_is_told_with_the_ones_there_are(
    questionnaire: Questionnaire, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="見つかりません。ある調査の記号：sample"):
        call_command("export_responses", "nothing", "-o", tmp_path / "a")
    with pytest.raises(CommandError, match="その版はありません。ある版：1"):
        call_command("export_responses", "sample", "--edition", "9", "-o", tmp_path / "a")


@pytest.mark.parametrize("form", ["xlsx", "csv", "sav"])
def test_a_place_that_cannot_be_written_is_told_in_words(
    questionnaire: Questionnaire, tmp_path: Path, form: str
) -> None:
    with pytest.raises(CommandError, match="フォルダの名前です"):
        call_command("export_responses", "sample", "--format", form, "-o", tmp_path)
    with pytest.raises(CommandError, match="ファイルかフォルダがありません"):
        call_command("export_responses", "sample", "--format", form, "-o", tmp_path / "a" / "b")


def test_the_worker_makes_the_file_for_the_staff_alone(questionnaire: Questionnaire) -> None:
    client = Client()
    client.force_login(person(Role.DESK))
    response = client.post(reverse("surveys:exports", args=["sample"]), {"form": "csv"})
    rendering = Rendering.objects.get()
    assert response.url == rendering.get_absolute_url()  # type: ignore[attr-defined]
    assert not rendering.public
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    assert "一の会".encode() in bytes(rendering.content or b"")
    assert Client().get(rendering.get_absolute_url()).status_code == 404
