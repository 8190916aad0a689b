"""Koganei's survey of 2009: 444 sent, 247 returned, and the published rate as a finding."""

import io
from pathlib import Path

import pyreadstat
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from koganei_kyodo.documents.actions import run_rendering
from koganei_kyodo.documents.models import Rendering
from surveys.models import CheckedFigures, Questionnaire, Report, Response, Survey, Target
from surveys.tables import Tabulator

pytestmark = pytest.mark.django_db


def test_the_numbers_the_finding_the_leaflet_and_the_data(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("load_koganei", stdout=out)
    assert "対象444、回答247、検算で見つかったこと1件" in out.getvalue()
    survey = Survey.objects.get(slug="koganei-2009")
    assert Target.objects.filter(survey=survey).count() == 444
    assert Response.objects.filter(questionnaire__survey=survey).valid().count() == 247
    (finding,) = CheckedFigures.objects.get().findings
    assert "55.6％" in finding["message"]
    assert "n＝441" in finding["message"]
    report = Report.objects.get(survey=survey)
    assert (report.status, report.is_made_up) == ("published", True)
    text = Client().get(reverse("surveys:report", args=["koganei-2009"])).content.decode()
    assert "有効回答率55.6％" in text
    assert "回答は作りものです" in text
    Client().post(reverse("surveys:report_leaflet", args=["koganei-2009"]))
    rendering = Rendering.objects.get()
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    assert rendering.status == "done", rendering.message
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(rendering.content or b"")).pages]
    assert len(pages) == 2
    assert [[f"図{n}" in page for n in range(1, 6)] for page in pages] == [
        [True, True, True, False, False],
        [False, False, False, True, True],
    ]
    assert "回答は作りものです" in pages[0]
    _the_spss_file_counts_the_same(tmp_path / "koganei.sav")
    call_command("load_koganei", stdout=out)
    assert "すでに読み込んであります" in out.getvalue()
    assert Survey.objects.count() == 1


def _the_spss_file_counts_the_same(path: Path) -> None:
    call_command("export_responses", "koganei-2009", "--format", "sav", "-o", path)
    frame, _ = pyreadstat.read_sav(str(path), user_missing=True)
    seen, _ = pyreadstat.read_sav(str(path))
    tabulator = Tabulator(Questionnaire.objects.get(survey__slug="koganei-2009"))
    for code, column in tabulator.columns.items():
        table = tabulator.frequency(code)
        if column.answer == "single":
            assert {row.code: row.count for row in table.rows} == {
                row.code: int((frame[code] == row.code).sum()) for row in table.rows
            }
            # 無回答, 非該当 and 無効 are missing for whoever opens the file.
            assert seen[code].notna().sum() == sum(row.count for row in table.rows if row.code > 0)
        else:
            for row in table.rows[:-1]:
                assert int((frame[f"{code}_{row.code}"] == 1).sum()) == row.count
