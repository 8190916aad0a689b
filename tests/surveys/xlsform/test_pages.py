"""From a file to a questionnaire on the pages and by command; nothing is written unasked."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys.editing.actions import create_survey
from surveys.models import Question, Questionnaire, Survey
from surveys.questionnaires import build_questionnaire
from tests import factories
from tests.surveys.xlsform.forms import every_kind, read_here, workbook

pytestmark = pytest.mark.django_db
FORM = workbook(
    survey=[
        {"type": "text", "name": "q1", "label": "意見"},
        {"type": "geopoint", "name": "where", "label": "場所"},
    ],
    settings=[{"form_title": "市民の声"}],
)


@pytest.fixture
def desk(client: Client) -> Any:
    user: Any = factories.UserFactory(role=Role.DESK)
    client.force_login(user)
    return user


@pytest.fixture
def empty(desk: Any) -> Questionnaire:
    values = {"slug": "s", "title": "調査", "fiscal_year": 2026, "dataset": factories.CityFactory()}
    return create_survey(values, desk)


def _upload(client: Client, questionnaire: Questionnaire, content: bytes) -> Any:
    file = SimpleUploadedFile("form.xlsx", content)
    return client.post(reverse("surveys:xlsform_in", args=[questionnaire.pk]), {"file": file})


def test_the_preview_lists_what_is_left_out_and_writes_nothing(
    client: Client, empty: Questionnaire
) -> None:
    page = _upload(client, empty, FORM).content.decode()
    assert "読み込めないもの（1件）" in page
    assert "survey 3行目：位置を記録する設問（geopoint）" in page
    assert not Question.objects.exists()


def test_confirming_the_preview_writes_the_questionnaire(
    client: Client, empty: Questionnaire
) -> None:
    held = _upload(client, empty, FORM).context["held"]
    address = reverse("surveys:xlsform_in", args=[empty.pk])
    made = client.post(address, {"held": held}, follow=True)
    assert "調査票を読み込みました" in made.content.decode()
    assert list(Question.objects.values_list("code", "text")) == [("q1", "意見")]
    again = client.post(address, {"held": held}, follow=True)
    assert again.status_code == 404  # the empty version it was for is gone
    assert Question.objects.count() == 1


def test_a_wrong_file_or_a_forged_preview_says_what_to_do(
    client: Client, empty: Questionnaire
) -> None:
    assert "Excelのファイル" in _upload(client, empty, b"hello").content.decode()
    address = reverse("surveys:xlsform_in", args=[empty.pk])
    forged = client.post(address, {"held": "x:y:z"}, follow=True)
    assert "ファイルを選び直してください" in forged.content.decode()


def test_the_file_that_is_fetched_is_the_questionnaire(
    client: Client, empty: Questionnaire
) -> None:
    empty.delete()
    made = build_questionnaire(Survey.objects.get(), every_kind())
    response = client.get(reverse("surveys:xlsform_out", args=[made.pk]))
    found = read_here(response.content)
    assert [q.code for q in found.questions] == [q.code for s in every_kind() for q in s.questions]


def test_commands_go_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    factories.CityFactory()
    first, second = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    first.write_bytes(FORM)
    call_command("import_xlsform", first, slug="voices", dry_run=True)
    assert not Survey.objects.exists()
    call_command("import_xlsform", first, slug="voices")
    assert Survey.objects.get().title == "市民の声"
    call_command("export_xlsform", "voices", output=second)
    assert [q.text for q in read_here(second.read_bytes()).questions] == ["意見"]
    assert "geopoint" in capsys.readouterr().out
    with pytest.raises(CommandError, match="もう設問があります"):
        call_command("import_xlsform", first, slug="voices")
    with pytest.raises(CommandError, match="記号「A b」"):
        call_command("import_xlsform", first, slug="A b")
