"""The figure check of an uploaded file and of a report: for staff, nothing kept."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from surveys.actions import Given, submit_response
from surveys.models import Report
from tests.surveys.samples import make_questionnaire, make_report, make_target, person

pytestmark = pytest.mark.django_db
DATA = Path(settings.BASE_DIR) / "surveys" / "data" / "musashino_h22_figures.json"
CHECK = reverse("surveys:figure_check")
REPORT_CHECK = reverse("surveys:report_check", args=["sample"])


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(person(Role.DESK))
    return client


def _upload(client: Client, content: bytes) -> str:
    file = SimpleUploadedFile("figures.json", content, content_type="application/json")
    response = client.post(CHECK, {"file": file})
    assert response.status_code == 200
    return response.content.decode()


def _sound() -> bytes:
    rows = [{"label": "a", "percent": 75.0}, {"label": "b", "percent": 25.0}]
    figure = {"figure": "1", "title": "題", "answer": "single", "n": 4, "rows": rows}
    return json.dumps({"figures": [figure]}).encode()


def test_the_empty_form(staff: Client) -> None:
    text = staff.get(CHECK).content.decode()
    assert "このファイルを検算する" in text
    assert "検算の結果" not in text


def test_findings_are_grouped_by_figure(staff: Client) -> None:
    text = _upload(staff, DATA.read_bytes())
    assert "3の図に、確かめてほしいことが3件あります" in text
    assert text.index("図15　今後の協働の実施意向") < text.index("図16　") < text.index("図19　")
    assert "割合がnから計算できません" in text
    assert "n＝29" in text


def test_a_sound_file(staff: Client) -> None:
    assert "1の図を調べました。矛盾は見つかりませんでした" in _upload(staff, _sound())


def test_errors_of_the_file_name_the_place(staff: Client) -> None:
    broken = b'{"figures": [{"figure": "1", "title": "x", "answer": "single", "n": -4,'
    text = _upload(staff, broken + b'"rows": [{"label": "a", "percent": "x"}]}]}')
    assert "<title>エラー：" in text
    assert "図1の n" in text
    assert "図1の1行目「a」の percent" in text
    assert "検算の結果" not in text


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "受け取れませんでした"), (b"{", "JSON として読めません"), (b"\xff", "UTF-8")],
)
def test_files_that_cannot_be_read(staff: Client, content: bytes, words: str) -> None:
    assert words in _upload(staff, content)


def test_a_file_that_is_too_large(staff: Client) -> None:
    text = _upload(staff, b" " * (5 * 1024 * 1024 + 1))
    assert "図表のファイルは5MBまでです（選んだファイルは6MB）" in text


def test_no_file(staff: Client) -> None:
    response = staff.post(CHECK)
    assert response.status_code == 200
    assert "図表のファイルを選んでください" in response.content.decode()


def test_labels_of_the_file_are_escaped(staff: Client) -> None:
    content = DATA.read_text(encoding="utf-8").replace("実施したい", "<script>x</script>")
    assert "<script>x" not in _upload(staff, content.encode())


def test_a_report_with_print(staff: Client) -> None:
    made = make_questionnaire()
    submit_response(made, make_target(made), {"wish": Given((1,))}, mode="web")
    rows = [{"label": "はい", "percent": 55.0}, {"label": "いいえ", "percent": 40.0}]
    printed = {"figure": "1", "title": "題", "answer": "single", "n": 1, "rows": rows}
    make_report(made, printed=printed)
    text = staff.get(REPORT_CHECK).content.decode()
    assert "印刷された数字" in text
    assert "割合がnから計算できません" in text
    assert "1の図を調べました。矛盾は見つかりませんでした" in text


def test_a_report_without_print(staff: Client) -> None:
    made = make_questionnaire()
    submit_response(made, make_target(made), {"wish": Given((1,))}, mode="web")
    make_report(made)
    text = staff.get(REPORT_CHECK).content.decode()
    assert '<h2 id="printed">' not in text
    assert "矛盾は見つかりませんでした" in text


def test_a_report_without_figures(staff: Client) -> None:
    make_report(make_questionnaire()).figures.all().delete()
    assert "まだ図がありません" in staff.get(REPORT_CHECK).content.decode()


@pytest.mark.parametrize("url", [CHECK, REPORT_CHECK])
def test_anonymous_is_led_to_the_login(client: Client, url: str) -> None:
    make_report(make_questionnaire())
    response = client.get(url)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("url", [CHECK, REPORT_CHECK])
@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.HEAD, Role.REPRESENTATIVE])
def test_others_may_not(client: Client, url: str, role: Role | None) -> None:
    make_report(make_questionnaire())
    client.force_login(person(role))
    assert client.get(url).status_code == 403
    assert client.post(CHECK).status_code == 403


def test_an_unknown_report(staff: Client) -> None:
    assert staff.get(REPORT_CHECK).status_code == 404
    make_report(make_questionnaire())
    Report.objects.update(status="draft")
    assert staff.get(REPORT_CHECK).status_code == 200
    assert staff.post(REPORT_CHECK).status_code == 405
