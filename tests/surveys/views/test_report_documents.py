"""PDF and Excel of a report: asked for once, made by the worker."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.shared import Cm, Mm

from koganei_kyodo.documents.actions import run_rendering
from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.portal.musashino.load import load
from surveys.actions import Given, submit_response
from surveys.models import Report
from surveys.renderers import PDF, XLSX
from tests.surveys.samples import make_questionnaire, make_report, make_target

pytestmark = pytest.mark.django_db
DATA = Path(settings.BASE_DIR) / "surveys" / "data" / "musashino_h22_figures.json"


def _ask(client: Client, name: str, slug: str = "sample") -> Rendering:
    response = client.post(reverse(f"surveys:{name}", args=[slug]))
    assert response.status_code == 302
    rendering = Rendering.objects.order_by("created_at").last()
    assert rendering is not None
    return rendering


def _make(rendering: Rendering) -> bytes:
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    assert rendering.status == "done", rendering.message
    return bytes(rendering.content or b"")


def test_the_workbook_of_musashino_equals_the_print(client: Client) -> None:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    load(data)
    book = openpyxl.load_workbook(
        io.BytesIO(_make(_ask(client, "report_xlsx", "musashino-2011"))), read_only=True
    )
    names = [f"図{figure['figure']}" for figure in data["figures"]]
    assert book.sheetnames == ["目次", *names, "印刷との違い", "コードブック"]
    for figure in data["figures"]:
        rows = {str(row[0]): row[1:] for row in book[f"図{figure['figure']}"].values if row[0]}
        if "groups" in figure:
            for group in figure["groups"]:
                shares = rows[group["label"]][2 : 1 + 2 * len(figure["columns"]) : 2]
                assert [round(float(str(v)) * 100, 1) for v in shares] == group["percent"]
        elif figure["figure"] not in ("15", "19"):
            for line in figure["rows"]:
                count, share = rows[line["label"]][:2]
                if "count" in line:
                    assert count == line["count"]
                else:
                    assert round(float(str(share)) * 100, 1) == line["percent"]
    differences = [
        row[:4] for row in book["印刷との違い"].values if str(row[0]).startswith("図表1")
    ]
    assert ("図表16", "n", "4", "3") in differences
    assert len(differences) == 5


def test_the_pdf_is_made(client: Client) -> None:
    made = make_questionnaire(closed=True)
    submit_response(made, make_target(made), {"wish": Given((1,))}, mode="web")
    rows = [{"label": "はい", "percent": 99.0}]
    make_report(made, printed={"figure": "1", "n": 1, "rows": rows}, note="違う理由")
    rendering = _ask(client, "report_pdf")
    assert (rendering.kind, rendering.public) == (PDF, True)
    assert rendering.filename == "見本の報告書.pdf"
    assert _make(rendering).startswith(b"%PDF-")


def test_the_word_file_of_musashino_can_be_worked_on(client: Client) -> None:
    load(json.loads(DATA.read_text(encoding="utf-8")))
    document = Document(io.BytesIO(_make(_ask(client, "report_word", "musashino-2011"))))
    styled = [(str(p.style and p.style.name), p.text) for p in document.paragraphs]
    headings = [(style, text) for style, text in styled if style.startswith("Heading")]
    numbers = [re.match("図表([0-9]+)　", text) for _, text in headings]
    assert [int(found[1]) for found in numbers if found] == list(range(1, 26))
    # A figure stands below its chapter; the one before the first chapter does not.
    levels = {text.partition("　")[0]: style for style, text in headings}
    assert levels["図表1"] == levels["協働事業の現状"] == "Heading 1"
    assert levels["図表2"] == levels["図表25"] == "Heading 2"
    pictures = document.inline_shapes
    described = [picture._inline.docPr.get("descr") for picture in pictures]
    assert len(described) == 17
    assert all(described)
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(cell.text for cell in table.rows[0].cells)
    texts = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    assert ["委託", "50", "41.0"] in texts
    runs = [
        run
        for table in document.tables
        for cell in table._cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]
    assert any(run.italic and run.text.endswith("（作りもの）") for run in runs)
    assert document.sections[0].page_height == pytest.approx(Cm(29.7), abs=Mm(1))


def test_a_draft_is_made_for_the_staff_only(admin_client: Client) -> None:
    make_report(make_questionnaire())
    Report.objects.update(status="draft")
    rendering = _ask(admin_client, "report_xlsx")
    assert (rendering.kind, rendering.public) == (XLSX, False)
    assert Client().get(rendering.get_absolute_url()).status_code == 404


def test_the_same_figures_give_the_same_document(client: Client) -> None:
    made = make_questionnaire()
    make_report(made)
    first = _ask(client, "report_pdf")
    assert _ask(client, "report_pdf").pk == first.pk
    submit_response(made, make_target(made), {"wish": Given((1,))}, mode="web")
    assert _ask(client, "report_pdf").pk != first.pk
    assert Rendering.objects.count() == 2


@pytest.mark.parametrize("name", ["report_pdf", "report_xlsx"])
def test_documents_are_asked_for_by_post(client: Client, name: str) -> None:
    make_report(make_questionnaire())
    assert client.get(reverse(f"surveys:{name}", args=["sample"])).status_code == 405
    assert client.post(reverse(f"surveys:{name}", args=["nothing"])).status_code == 404
    assert not Rendering.objects.exists()


def test_a_report_that_is_gone(client: Client) -> None:
    make_report(make_questionnaire())
    rendering = _ask(client, "report_pdf")
    Report.objects.all().delete()
    run_rendering(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.status, rendering.message) == ("failed", "この報告書は、もうありません。")
