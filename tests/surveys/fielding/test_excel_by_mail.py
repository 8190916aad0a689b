"""A survey by mail alone: the sheet goes out beside the mail, is filled in, and is taken as it comes
back, whatever a converter (無害化) made of it. No page of the portal is opened by who answers."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.actions import Given, WrongState
from surveys.fielding import drafts, excel_in, excel_sheet, rounds
from surveys.models import DraftPart, Questionnaire, ResponseDraft, Survey, Target, TargetContact
from surveys.views.fielding import excel as views
from tests.surveys.fielding.test_frame import send

G = Given
Damage = Callable[[bytes], bytes]


def saved(book: Any) -> bytes:
    """The workbook as a file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def untouched(content: bytes) -> bytes:
    """The file as it was sent."""
    return content


def rebuilt(content: bytes) -> bytes:
    """Cells alone, in a new workbook: no formats, no hidden column, rows put in."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    again = openpyxl.Workbook()
    again.remove(again.worksheets[0])
    for sheet in book.worksheets:
        copy = again.create_sheet(sheet.title)
        copy.append(["変換しました"])
        for row in sheet.iter_rows(values_only=True):
            copy.append(["" if str(c or "").startswith("#") else c for c in row])
            copy.append([])
    return saved(again)


def column_gone(content: bytes) -> bytes:
    """The hidden column was deleted: everything stands one to the left."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        sheet.delete_cols(1)
    return saved(book)


def merged(content: bytes) -> bytes:
    """Cells were merged, sheets renamed and put in another order, one added in front."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for number, sheet in enumerate(book.worksheets, start=1):
        sheet.title = f"Sheet{number}"
        for row in range(1, sheet.max_row + 1):
            if sheet.cell(row, 2).value is None and sheet.cell(row, 3).value:
                sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=5)
    book.move_sheet(book.worksheets[1], offset=-1)
    book.create_sheet("無害化の記録", 0).append(["このファイルは無害化されました"])
    return saved(book)


def other_characters(content: bytes) -> bytes:
    """Marks and digits came back in other widths and shapes."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == excel_sheet.MARKED:
                    cell.value = "◯"
                elif isinstance(cell.value, str) and cell.column == 3:
                    cell.value = cell.value.translate(wide)
    return saved(book)


DAMAGES = [untouched, rebuilt, column_gone, merged, other_characters]


@pytest.fixture
def office(survey: Survey) -> Target:
    """An office with a mail address, not asked yet."""
    target = Target.objects.create(
        survey=survey, name="環境課", number=7, attributes={"size": 1}, modes=["email"]
    )
    TargetContact.objects.create(target=target, email="kankyo@example.jp")
    return target


MARKS = {"協働したいか": ["1"], "分野": ["1", "3"], "形": ["2"], "経緯": ["1", "2"]}
TEXTS = {"意見": "長い\n意見", "人数": "12", excel_sheet.NAME: "花だん"}
OTHERS = {"始めた日", "成果"}


def filled_in(sheet: bytes) -> bytes:
    """The sheet as a person fills it in, by the words that stand there, wherever they stand."""
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    used = False
    for page in book.worksheets:
        words = {str(cell.value) for row in page.iter_rows() for cell in row if cell.value}
        if excel_sheet.NAME in words:
            if used:
                continue  # a spare sheet stays empty
            used = True
        _fill(page)
    return saved(book)


def _fill(page: Any) -> None:
    asked = ""
    for row in page.iter_rows():
        for cell in row:
            words = unicodedata.normalize("NFKC", str(cell.value or ""))
            plain = words.split("(")[0].strip()
            if plain in {*MARKS, *TEXTS, *OTHERS}:
                asked = plain
                if plain in TEXTS:
                    page.cell(cell.row + 1, cell.column).value = TEXTS[plain]
            elif cell.column > 1 and words.split(" ")[0] in MARKS.get(asked, []):
                page.cell(cell.row, cell.column - 1).value = excel_sheet.MARKED
            elif words == "内容" and asked == "分野":
                page.cell(cell.row, cell.column + 1).value = "音楽"


@pytest.mark.parametrize("way", ["out", "back"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_an_office_answers_by_mail_alone(
    questionnaire: Questionnaire, survey: Survey, office: Target, damage: Damage, way: str
) -> None:
    made = send(survey, "invitation", with_questionnaire=True, body="ご回答をお願いします。")
    assert rounds.mail_round(made.pk) == 1
    [(name, sheet, kind)] = mail.outbox[-1].attachments
    assert (name, kind) == ("見本の調査_環境課.xlsx", excel_sheet.CONTENT_TYPE)
    assert not [n for n in zipfile.ZipFile(io.BytesIO(sheet)).namelist() if "vba" in n.lower()]
    returned = filled_in(damage(sheet)) if way == "out" else damage(filled_in(sheet))
    _, response = excel_in.take_file(survey, returned, by=None)
    assert (response.target, response.mode) == (office, "email")
    rows = set(response.answers.values_list("question__code", "row", "code", "text"))
    assert {("wish", 0, 1, ""), ("members", 0, 1, "12"),
            ("opinion", 0, 1, "長い\n意見"), ("form", 1, 2, ""), ("ways", 1, 2, "")} <= rows  # fmt: skip
    assert list(response.sheets.values_list("title", flat=True)) == ["花だん"]
    again = excel_in.take_file(survey, returned, by=None)  # the same mail opened twice
    assert again[1] == response


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_known_already_comes_back_too(
    questionnaire: Questionnaire, survey: Survey, office: Target, damage: Damage
) -> None:
    Target.objects.filter(pk=office.pk).update(status="sent")
    draft = drafts.begin(Target.objects.select_related("survey").get(pk=office.pk))
    section = draft.pages()[0].section
    given = {"wish": G((1,)), "fields": G((1, 3), "音楽")}
    drafts.save_part(draft, section, 0, given, version=0)
    returned = damage(excel_sheet.write(drafts.begin(draft.row.target)))
    DraftPart.objects.all().delete()
    ResponseDraft.objects.all().delete()
    _, response = excel_in.take_file(survey, returned, by=None)
    rows = set(response.answers.values_list("question__code", "row", "code", "text"))
    assert {("wish", 0, 1, ""), ("fields", 0, 1, ""), ("fields", 0, 3, "音楽")} <= rows


def test_staff_fetch_the_sheet_of_one_office_and_anonymous_ones_have_none(
    client: Any, questionnaire: Questionnaire, survey: Survey, office: Target, keyer: Any
) -> None:
    client.force_login(keyer)
    address = reverse("surveys:fielding_sheet_xlsx", args=[survey.slug, office.pk])
    assert client.get(address)["Content-Type"] == excel_sheet.CONTENT_TYPE
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    survey.refresh_from_db()
    assert "用紙がありません" in client.get(address, follow=True).content.decode()
    with pytest.raises(WrongState, match="無記名"):
        send(survey, "invitation", with_questionnaire=True)


def test_many_files_at_once_are_told_apart_and_none_is_left_out_in_silence(
    client: Any,
    questionnaire: Questionnaire,
    survey: Survey,
    office: Target,
    keyer: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "MOST_FILES", 3)
    monkeypatch.setattr(views, "AT_ONCE", 2)
    send(survey, "invitation", with_questionnaire=True, body="ご回答をお願いします。")
    good = filled_in(excel_sheet.write(drafts.begin(Target.objects.get(pk=office.pk))))
    sent = {"壊れた.xlsx": b"PK", "環境課.xlsx": good, "メモ.txt": b"memo", "四つめ.xlsx": good}
    client.force_login(keyer)
    page = client.post(
        reverse("surveys:fielding_excel", args=[survey.slug]),
        {"files": [SimpleUploadedFile(name, content) for name, content in sent.items()]},
    )
    assert [(name, bool(taken)) for name, taken, _ in page.context["results"]] == [
        ("壊れた.xlsx", False),
        ("環境課.xlsx", True),
        ("メモ.txt", False),
    ]
    assert "「四つめ.xlsx」からあとの1件は、もう一度選んで" in page.content.decode()
