"""The report page and its list, as everybody and as the staff see them."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.portal.musashino.load import load
from surveys.actions import Given, submit_response
from surveys.models import Questionnaire, Report
from tests.surveys.samples import make_questionnaire, make_report, make_target, person

pytestmark = pytest.mark.django_db
DATA = Path(settings.BASE_DIR) / "surveys" / "data" / "musashino_h22_figures.json"
LIST = reverse("surveys:report_list")
PAGE = reverse("surveys:report", args=["sample"])
MUSASHINO = reverse("surveys:report", args=["musashino-2011"])


class _Page(HTMLParser):
    """Collects the captions, the text of all table rows, and attributes the CSP forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.forbidden: list[str] = []
        self._rows: list[list[str]] = []
        self._caption = ""
        self._in: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.forbidden += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._rows[-1].append("")
        if tag in ("th", "td", "caption"):
            self._in = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.tables[self._caption] = self._rows
        if tag == self._in:
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "caption":
            self._caption += data.strip()
        elif self._in:
            self._rows[-1][-1] += data.strip()


def _read(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode())
    return page


@pytest.fixture
def questionnaire() -> Questionnaire:
    made = make_questionnaire()
    submit_response(made, make_target(made), {"wish": Given((1,))}, mode="web")
    return made


@pytest.fixture
def desk_client() -> Client:
    client = Client()
    client.force_login(person(Role.DESK))
    return client


def test_every_printed_number_stands_on_the_page(client: Client) -> None:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    load(data)
    response = client.get(reverse("surveys:report_all", args=["musashino-2011"]))
    page = _read(response.content)
    assert page.forbidden == []
    _chapters_hold_the_same_tables(client, page)
    for figure in data["figures"]:
        start = f"表{figure['figure']}　{figure['title']}"
        (rows,) = [rows for caption, rows in page.tables.items() if caption.startswith(start)
                   and f"表{figure['figure']}　" in caption]  # fmt: skip
        texts = {row[0]: row[1:] for row in rows}
        if "groups" in figure:
            for group in figure["groups"]:
                caution = "少数" if group["n"] < 10 else "参考値" if group["n"] < 30 else ""
                number = f"{group['n']}{caution}"
                expected = [number, *(f"{value:.1f}" for value in group["percent"])]
                assert texts[group["label"]] == expected
        elif figure["figure"] not in ("15", "19"):
            for line in figure["rows"]:
                if "count" in line:
                    assert texts[line["label"]] == [str(line["count"])]
                else:
                    assert texts[line["label"]][1] == f"{line['percent']:.1f}"
    assert page.tables["図15の、印刷された数字と数え直した数字"][1:] == [
        ["実施したい", "10.3％", "11.1％"],
        ["実施したいとは思わない", "75.9％", "81.5％"],
        ["わからない", "6.9％", "7.4％"],
    ]
    assert page.tables["図16の、印刷された数字と数え直した数字"][1:] == [["n", "4", "3"]]
    assert page.tables["図19の、印刷された数字と数え直した数字"][1:] == [
        ["無回答", "28.3％", "30.2％"]
    ]
    text = response.content.decode()
    assert "復元したもの" in text
    assert "合計は市が公表した数字です" in text


def _chapters_hold_the_same_tables(client: Client, whole: _Page) -> None:
    first = client.get(MUSASHINO)
    contents = first.context["contents"]
    pages = [_read(first.content)]
    for chapter in contents.chapters:
        url = reverse("surveys:report_chapter", args=["musashino-2011", chapter.number])
        pages.append(_read(client.get(url).content))
        for part in chapter.numbered:
            lasting = reverse("surveys:report_figure", args=["musashino-2011", part.block.number])
            target = client.get(lasting).headers["Location"]
            assert target == f"{url}#figure-{part.block.number}"
            # An address of before there were chapters still leads to the figure's line.
            assert f'id="figure-{part.block.number}"' in first.content.decode()
    captions = [caption for page in pages for caption in page.tables]
    assert sorted(captions) == sorted(whole.tables)
    last = reverse("surveys:report_chapter", args=["musashino-2011", len(contents.chapters) + 1])
    assert client.get(last).status_code == 404
    assert (
        client.get(reverse("surveys:report_figure", args=["musashino-2011", "99"])).status_code
        == 404
    )


def test_who_was_asked_what(client: Client) -> None:
    load(json.loads(DATA.read_text(encoding="utf-8")))
    page = _read(client.get(MUSASHINO).content)
    lines = {row[0]: row[1:] for row in page.tables["協働の経験からみた属性ごとの設問"]}
    no = "—きいていない"
    assert lines["協働事業の成果"] == ["きいた", "きいた", no, no]
    assert lines["今後、協働を実施したいか"] == [no, no, no, "きいた"]
    assert lines["協働を進める場合の形態"] == [no, no, no, "前の答えによる"]
    assert lines["市民団体等に改善を求める内容"] == ["きいた"] * 4
    assert lines["やめた理由（回答は公表されていません）"] == [no, no, "きいた", no]


def test_statements_of_the_page(client: Client) -> None:
    load(json.loads(DATA.read_text(encoding="utf-8")))
    with CaptureQueriesContext(connection) as statements:
        response = client.get(MUSASHINO)
    assert len(statements) <= 12
    assert len(response.content) < 300_000


def test_statements_do_not_depend_on_the_number_of_answers(client: Client) -> None:
    numbers = []
    made = make_questionnaire()
    make_report(made, by=made.questions.get(code="size"))
    for total in (1, 3):
        while made.responses.count() < total:
            target = make_target(made, f"対象{made.responses.count()}")
            submit_response(made, target, {"wish": Given((1,))}, mode="web")
        with CaptureQueriesContext(connection) as statements:
            client.get(PAGE)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_a_draft_is_seen_by_the_staff_only(
    client: Client, desk_client: Client, questionnaire: Questionnaire
) -> None:
    make_report(questionnaire)
    Report.objects.update(status="draft")
    assert client.get(PAGE).status_code == 404
    assert "見本の報告書" not in client.get(LIST).content.decode()
    response = desk_client.get(PAGE)
    assert response.status_code == 200
    assert "まだ公表していません" in response.content.decode()
    assert "準備している" in desk_client.get(LIST).content.decode()
    for name in ("report_json", "report_pdf", "report_xlsx"):
        url = reverse(f"surveys:{name}", args=["sample"])
        assert client.generic("POST" if name != "report_json" else "GET", url).status_code == 404


def test_a_report_without_figures(client: Client, questionnaire: Questionnaire) -> None:
    make_report(questionnaire).figures.all().delete()
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "図はまだありません" in response.content.decode()


def test_an_unknown_report(client: Client) -> None:
    assert client.get(reverse("surveys:report", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("name", ["report", "report_json"])
def test_reading_only(client: Client, questionnaire: Questionnaire, name: str) -> None:
    make_report(questionnaire)
    assert client.post(reverse(f"surveys:{name}", args=["sample"])).status_code == 405


def test_the_list(client: Client, questionnaire: Questionnaire) -> None:
    assert "まだありません" in client.get(LIST).content.decode()
    make_report(questionnaire)
    numbers = []
    for total in (1, 3):
        for number in range(Report.objects.count(), total):
            make_report(make_questionnaire(slug=f"other-{number}"))
        with CaptureQueriesContext(connection) as statements:
            text = client.get(LIST).content.decode()
        numbers.append(len(statements))
        assert f"{total}件の報告" in text
    assert numbers[0] == numbers[1]


def test_the_list_has_pages(client: Client) -> None:
    for number in range(21):
        make_report(make_questionnaire(slug=f"survey-{number}"))
    first, second = (client.get(LIST, {"page": page}).content.decode() for page in (1, 2))
    assert first.count("見本の報告書") == 20
    assert second.count("見本の報告書") == 1
    assert "2／2ページ" in second


def test_json_and_csv(client: Client, questionnaire: Questionnaire) -> None:
    make_report(questionnaire)
    response = client.get(reverse("surveys:report_json", args=["sample"]))
    (figure,) = json.loads(response.content)["figures"]
    assert (figure["figure"], figure["n"]) == ("1", 1)
    response = client.get(reverse("surveys:figure_csv", args=["sample", "1"]))
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[1] == "1,協働したいか,単一回答,,1,はい,1,100.0"
    assert client.get(reverse("surveys:figure_csv", args=["sample", "9"])).status_code == 404


def test_titles_are_escaped(client: Client) -> None:
    made = make_questionnaire()
    make_report(made, title="<script>alert(1)</script>", note="<b>注</b>")
    text = client.get(PAGE).content.decode()
    assert "<script>alert" not in text
    assert "<b>注" not in text


def _links(client: Client, **extra: Any) -> str:
    return client.get(PAGE, **extra).content.decode()


def test_only_the_staff_is_led_to_the_figure_check(
    client: Client, desk_client: Client, questionnaire: Questionnaire
) -> None:
    make_report(questionnaire)
    assert "この報告書を検算する" not in _links(client)
    assert "この報告書を検算する" in _links(desk_client)
