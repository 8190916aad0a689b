"""Figures of reports made elsewhere: read from Excel or JSON, checked, kept in a list."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys.external_checks import HEADER, read_figures, template_workbook
from surveys.figure_check import FigureFileError, check, parse_figures
from surveys.models import CheckedFigures
from tests.surveys.samples import person

pytestmark = pytest.mark.django_db


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADER, *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_template_can_be_read_and_is_sound() -> None:
    import json

    data = read_figures(template_workbook())
    assert [figure["figure"] for figure in data["figures"]] == ["1", "2"]
    assert data["figures"][1]["groups"][1]["percent"] == [66.7, 33.3]
    assert check(parse_figures(json.dumps(data))) == []


def test_an_excel_file_is_checked_and_listed() -> None:
    client = Client()
    client.force_login(person(Role.DESK))
    rows = [("回収率", "調査票の回収", "いくつでも選ぶ", "", 444, "回収", 247, 56.0)]
    file = SimpleUploadedFile("koganei.xlsx", workbook(*rows))
    url = reverse("surveys:figure_check")
    text = client.post(url, {"file": file, "title": "概要版"}).content.decode()
    assert "n＝441" in text
    checked = CheckedFigures.objects.get()
    assert (checked.title, checked.filename) == ("概要版", "koganei.xlsx")
    assert "概要版" in client.get(url).content.decode()
    again = client.get(reverse("surveys:checked_figures", args=[checked.pk])).content.decode()
    assert "n＝441" in again
    template = client.get(reverse("surveys:figure_template"))
    assert template.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04broken", "Excelのファイル（.xlsx）ではありません"),
        (workbook(("1", "題", "どれか", "", 1, "a", 1, 100.0)), "答え方は"),
        (workbook(), "図が1つもありません"),
        (workbook(("", "題", "件数", "", 1, "a", 1, 100.0)), "図の番号を入れて"),
    ],
)
def test_what_cannot_be_read_says_how_to_mend_it(content: bytes, words: str) -> None:
    with pytest.raises(FigureFileError, match=words):
        read_figures(content)
