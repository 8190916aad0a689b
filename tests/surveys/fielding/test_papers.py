"""Twenty unlike papers keyed twice equal the same answers given on the web, row for row."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.actions import Given, SheetGiven, WrongState
from surveys.fielding import answers as plain
from surveys.fielding import keying, taking
from surveys.models import Answer, KeyedSheet, Response, Sheet, Target

G = Given
# With the device and the place it was taken at.
HEIC = Path(__file__).parents[2] / "documents" / "sample.heic"
# wish, fields, opinion, members, since, sheets: each paper unlike the others.
PAPERS: list[dict[str, Any]] = [
    {"wish": "1", "fields": "1", "opinion": "場所がほしい", "members": "10", "since": "2001-04-01"},
    {"wish": "1", "fields": "12", "opinion": "", "members": "0", "since": ""},
    {"wish": "1", "fields": "3", "fields_text": "音楽", "opinion": "0"},
    {"wish": "1", "fields": "4"},
    {"wish": "2"},
    {"wish": "0", "members": "３，０００"},
    {"wish": "x"},
    {"wish": "1", "fields": "x", "opinion": "読めない字があります"},
    {"wish": "1", "fields": "0", "since": "令和元年5月1日"},
    {"wish": "1", "fields": "13", "fields_text": "料理"},
    {"wish": "2", "opinion": "一行目\n二行目"},
    {
        "wish": "1",
        "fields": "2",
        "sheets": [("花だん", {"form": "1", "ways": "12", "result": "1"})],
    },
    {"wish": "1", "fields": "2", "sheets": [("祭り", {"form": "3"}), ("", {"ways": "2"})]},
    {"wish": "2", "sheets": [("夜回り", {"form": "x", "ways": "x", "result": "x"})]},
    {"wish": "2", "sheets": [("清掃", {"form": "0", "ways": "0", "result": "2"})]},
    {},
    {"opinion": "白紙に近い"},
    {"wish": "1", "fields": "21", "members": "999", "since": "2020/2/29"},
    {"wish": "x", "members": "x", "since": "x", "opinion": "x"},
    {
        "wish": "1",
        "fields": "4",
        "opinion": "𠮷田",
        "sheets": [("髙橋", {"form": "2", "result": "x"})],
    },
]


def posted(paper: dict[str, Any]) -> dict[str, Any]:
    """What the entry screen sends."""
    data = {f"q_{code}": value for code, value in paper.items() if code != "sheets"}
    sheets = paper.get("sheets", [])
    data["blocks"] = str(len(sheets))
    for row, (title, answers) in enumerate(sheets, start=1):
        data[f"title{row}"] = title
        data |= {f"s{row}_{code}": value for code, value in answers.items()}
    return data


def on_the_web(paper: dict[str, Any]) -> tuple[dict[str, Given], list[SheetGiven]]:
    """The same answers as they are given on the web."""

    def read(code: str, typed: str, text: str) -> Given:
        if typed == "x":
            return G(unreadable=True)
        if code in ("opinion", "members", "since"):
            return G(text="" if typed == "0" and code != "members" else typed)
        return G(() if typed == "0" else tuple(sorted(int(each) for each in typed)), text)

    def all_of(answers: dict[str, Any]) -> dict[str, Given]:
        return {
            code: read(code, typed, answers.get(f"{code}_text", ""))
            for code, typed in answers.items()
            if code != "sheets" and not code.endswith("_text")
        }

    return all_of(paper), [SheetGiven(t, all_of(a)) for t, a in paper.get("sheets", [])]


def rows_of(response: Response) -> tuple[list[Any], list[Any]]:
    """Everything the tables hold of a response."""
    answers = Answer.objects.filter(response=response).order_by("question", "row", "code")
    sheets = Sheet.objects.filter(response=response).order_by("row")
    return (
        list(answers.values_list("question", "row", "code", "text")),
        list(sheets.values_list("row", "title")),
    )


def frame(survey, start, count):
    return Target.objects.bulk_create(
        Target(
            survey=survey, name=f"相手{n}", number=n, attributes={"size": 1}, status="sent"
        )
        for n in range(start, start + count)
    )  # fmt: skip


def test_twenty_papers_keyed_twice_equal_the_web_row_for_row(
    questionnaire, survey, keyer, second_keyer
):
    assert len({str(paper) for paper in PAPERS}) == 20
    paper_side = frame(survey, 100, 20)
    web_side = frame(survey, 200, 20)
    batch = keying.make_batch(
        questionnaire, name="郵便", mode="post", received_on=timezone.localdate(), double=True, by=keyer
    )  # fmt: skip
    first, second = Client(), Client()
    first.force_login(keyer)
    second.force_login(second_keyer)
    for paper, target in zip(PAPERS, paper_side, strict=True):
        sheet = keying.add_paper(batch, target.number, by=keyer)
        url = reverse("surveys:fielding_key", args=[survey.slug, sheet.pk])
        for client in (first, second):
            assert client.post(url, posted(paper)).status_code == 302, paper
        sheet.refresh_from_db()
        assert (sheet.status, sheet.differences) == (KeyedSheet.Status.TAKEN, 0), paper
    questions = taking.questions_of(questionnaire)
    for paper, target in zip(PAPERS, web_side, strict=True):
        answers, sheets = on_the_web(paper)
        sent = plain.send_in(questions, target.attributes, answers, sheets)
        taking.take_answer(questionnaire, target, *sent, token=f"web{target.pk}", mode="web")
    for paper, one, two in zip(PAPERS, paper_side, web_side, strict=True):
        keyed = Response.objects.get(target=one)
        typed = Response.objects.get(target=two)
        assert rows_of(keyed) == rows_of(typed), paper
        assert rows_of(keyed)[0]
    assert Response.objects.count() == 40


def test_differences_are_settled_with_the_paper_in_hand(
    questionnaire, survey, target, keyer, second_keyer
):
    batch = keying.make_batch(
        questionnaire, name="郵便", mode="post", received_on=timezone.localdate(), double=True, by=keyer
    )  # fmt: skip
    sheet = keying.add_paper(batch, 1, by=keyer)
    target.refresh_from_db()
    assert target.status == Target.Status.RETURNED
    one = {"wish": G((1,)), "fields": G((1, 3), "音楽"), "members": G(text="12")}
    two = {"wish": G((1,)), "fields": G((1,)), "members": G(text="21")}
    sheets = [SheetGiven("花だん", {"form": G((1,))})]
    keying.key(sheet, one, sheets, by=keyer)
    with pytest.raises(WrongState):  # the same person does not compare with themself
        keying.settle(sheet, {}, by=keyer)
    assert keying.who_keys(KeyedSheet.objects.get(), keyer) == "key_first"
    done = keying.key(sheet, two, [], by=second_keyer)
    found = keying.differences(done)
    assert [each.key for each in found] == ["0:fields", "0:members", "1:title", "1:form"]
    assert (found[0].first_words, found[0].second_words) == ("福祉、その他（音楽）", "福祉")
    with pytest.raises(WrongState, match="3つ"):
        keying.settle(done, {"0:fields": "first"}, by=keyer)
    assert not Response.objects.exists()
    chosen = dict.fromkeys((each.key for each in found), "first") | {"0:members": "second"}
    settled = keying.settle(done, chosen, by=keyer)
    assert settled.status == KeyedSheet.Status.TAKEN
    response = Response.objects.get(target=target)
    answers, stored_sheets = plain.stored(response)
    assert answers["members"].text == "21"
    assert answers["fields"] == G((1, 3), "音楽")
    assert stored_sheets[0].title == "花だん"
    target.refresh_from_db()
    assert target.status == Target.Status.VALID


def test_who_answered_on_the_web_is_not_keyed(questionnaire, target, keyer):
    taking.take_answer(questionnaire, target, {}, token="t", mode="web")
    batch = keying.make_batch(
        questionnaire, name="郵便", mode="post", received_on=timezone.localdate(), double=False, by=keyer
    )  # fmt: skip
    with pytest.raises(WrongState, match="すでに"):
        keying.add_paper(batch, 1, by=keyer)
    with pytest.raises(WrongState, match="名簿にありません"):
        keying.add_paper(batch, 99, by=keyer)


def test_a_paper_that_cannot_count_says_why(questionnaire, target, keyer):
    batch = keying.make_batch(
        questionnaire, name="FAX", mode="fax", received_on=timezone.localdate(), double=True, by=keyer
    )  # fmt: skip
    sheet = keying.add_paper(batch, 1, by=keyer)
    with pytest.raises(WrongState, match="理由"):
        keying.set_aside(sheet, reason=" ", by=keyer)
    keying.set_aside(sheet, reason="白紙でした", by=keyer)
    target.refresh_from_db()
    assert (target.status, target.status_note) == (Target.Status.INVALID, "白紙でした")


def test_a_scan_is_told_by_its_content(questionnaire, target, keyer):
    batch = keying.make_batch(
        questionnaire, name="郵便", mode="post", received_on=timezone.localdate(), double=True, by=keyer
    )  # fmt: skip
    sheet = keying.add_paper(batch, 1, by=keyer)
    with pytest.raises(WrongState):
        keying.attach_scan(sheet, filename="a.pdf", content=b"<script>", by=keyer)
    scan = keying.attach_scan(sheet, filename="a.exe", content=b"%PDF-1.7 x", by=keyer)
    assert scan.content_type == "application/pdf"
    photo = HEIC.read_bytes()
    scan = keying.attach_scan(sheet, filename="紙.heic", content=photo, by=keyer)
    assert (scan.filename, scan.content_type) == ("紙.jpg", "image/jpeg")
    assert b"Made-up Camera" in photo
    assert b"Made-up Camera" not in scan.content
