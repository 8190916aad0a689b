"""A survey from the first question to the last paper, by the people who make, answer and key it."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from surveys.fielding import links, rounds
from surveys.models import (
    Answer,
    KeyedSheet,
    Outreach,
    Questionnaire,
    Response,
    Survey,
    Target,
    TargetContact,
)
from tests.browser.conftest import LogIn
from tests.browser.journey import heading, press
from tests.browsing import DESKTOP, follow, too_wide, violations
from tests.world import World


@pytest.fixture
def second_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Another device: a telephone with nothing of the first in its memory."""
    context = browser.new_context(
        base_url=live_server.url, locale="ja-JP", viewport={"width": 375, "height": 720}
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def _add(page: Page, section: str, what: str) -> None:
    """Open the form for one more question of a section."""
    page.get_by_text(f"「{section}」に設問を加える").click()
    place = page.get_by_role("region", name=section, exact=True)
    follow(page, place.get_by_role("link", name=what, exact=True))


def test_a_questionnaire_with_routes_is_built(page: Page, world: World, log_in: LogIn) -> None:
    log_in(page.context, world.people["coordinator"])
    page.set_viewport_size(DESKTOP)
    page.goto(reverse("surveys:questionnaire_list"))
    follow(page, page.get_by_role("link", name="調査を作る", exact=True))
    page.get_by_label("題名").fill("道すじのある調査")
    page.get_by_label("記号").fill("michisuji")
    press(page, "調査を作る")
    _add(page, "はじめに", "1つだけ選んでもらう")
    page.get_by_label("質問文").fill("市と協働したことがありますか")
    page.get_by_label("選択肢", exact=False).first.fill("ある\nない")
    press(page, "保存する")
    _add(page, "はじめに", "いくつでも選んでもらう")
    page.get_by_label("質問文").fill("よかったことは何ですか")
    page.get_by_label("選択肢", exact=False).first.fill("人が増えた\nその他\n特にない")
    page.get_by_label("ほかと一緒に選べない選択肢の番号").fill("３")
    press(page, "保存する")
    _add(page, "はじめに", "文章を書いてもらう")
    page.get_by_label("質問文").fill("ご意見をお書きください")
    press(page, "保存する")
    asked = Questionnaire.objects.get(survey__slug="michisuji").questions
    second = page.locator(f"#question-{asked.get(text__startswith='よかった').pk}")
    follow(page, second.get_by_role("link", name="だれにきくか"))
    page.get_by_label("次のすべてに当てはまる人にきく").check()
    page.get_by_role("group", name="条件1").get_by_label("設問と選択肢").select_option(
        label="問1：1 ある"
    )
    press(page, "保存する")
    expect(second).to_contain_text("問1で「ある」と答えた人")
    assert violations(page) + too_wide(page) == []
    page.set_viewport_size(DESKTOP)
    follow(page, page.get_by_role("link", name="道すじの地図"))
    expect(page.get_by_role("main")).to_contain_text("どの設問にもたどり着けます")
    page.go_back()
    follow(page, page.get_by_role("link", name="回答者の画面を見る"))
    expect(page.get_by_role("group", name="付問1-1 よかったことは何ですか")).to_have_count(0)
    page.get_by_role("radio", name="ある → 付問1-1へ").check()
    press(page, "この答えで見る")
    expect(page.get_by_role("group", name="付問1-1 よかったことは何ですか")).to_be_visible()
    follow(page, page.get_by_role("link", name="道すじのある調査"))
    press(page, "この調査票を確定する")
    expect(page.get_by_role("main")).to_contain_text("調査票を確定しました")
    assert list(asked.order_by("position").values_list("number", flat=True)) == [
        "問1",
        "付問1-1",
        "問2",
    ]
    assert Questionnaire.objects.get(survey__slug="michisuji").fielded_at is not None


def test_an_answer_on_a_phone_goes_on_elsewhere(
    page: Page, second_page: Page, world: World
) -> None:
    survey = Survey.objects.get(slug=world.things["fielding"]["slug"])
    target = Target.objects.create(survey=survey, name="電話の会", number=90, status="sent")
    secret = links.make_links([target])[target.pk]
    page.set_viewport_size({"width": 375, "height": 720})
    page.goto(reverse("surveys:answer_link", args=[secret]))
    press(page, "はじめる")
    page.get_by_role("radio", name="はい").check()
    page.get_by_role("checkbox", name="会議室").check()
    page.get_by_role("textbox", name="会員の数").fill("１２")
    press(page, "保存して中断する")
    expect(page.get_by_role("main")).to_contain_text("保存しました")
    page.close()  # the battery is empty

    there = second_page
    there.goto(reverse("surveys:answer_link", args=[secret]))
    follow(there, there.get_by_role("link", name="活動について"))
    expect(there.get_by_role("radio", name="はい")).to_be_checked()
    expect(there.get_by_role("textbox", name="会員の数")).to_have_value("１２")
    there.get_by_role("textbox", name="始めた日").fill("令和5年4月1日")
    assert violations(there) + too_wide(there) == []
    there.set_viewport_size({"width": 375, "height": 720})
    press(there, "保存して次へ")
    press(there, "票を1枚加える")
    there.get_by_role("textbox", name="事業の内容").fill("花を植えました")
    press(there, "この票を保存する")
    follow(there, there.get_by_role("link", name="確認へ"))
    expect(there.get_by_role("main")).to_contain_text("花を植えました")
    press(there, "この内容で送る")
    expect(heading(there)).to_have_text("回答を受け付けました")
    answers = Answer.objects.filter(response__target=target)
    assert set(answers.values_list("question__code", "row", "code", "text")) == {
        ("wish", 0, 1, ""),
        ("rooms", 0, 1, ""),
        ("members", 0, 1, "12"),
        ("since", 0, 1, "2023-04-01"),
        ("content", 1, 1, "花を植えました"),
    }


PAPERS = (("1", "12", "広場", "30"), ("2", "0", "", "0"), ("x", "1", "", "7"))


def _key(page: Page, paper: tuple[str, str, str, str]) -> None:
    """Type one paper: digits and Enter alone."""
    wish, rooms, other, members = paper
    keyboard = page.keyboard
    expect(page.get_by_label("問1 市と協働したいですか")).to_be_focused()
    keyboard.press(wish)  # one key answers a single question and goes on
    keyboard.type(rooms)
    keyboard.press("Enter")
    keyboard.type(other)
    keyboard.press("Enter")
    keyboard.type(members)
    keyboard.press("Enter")
    keyboard.press("Enter")  # no date
    expect(page.get_by_role("button", name="保存して次の紙へ")).to_be_focused()
    with page.expect_navigation():
        keyboard.press("Enter")


def test_papers_are_keyed_twice_and_settled(page: Page, world: World, log_in: LogIn) -> None:
    survey = Survey.objects.get(slug=world.things["fielding"]["slug"])
    new = Target.objects.bulk_create(
        Target(survey=survey, name=f"紙の相手{n}", number=100 + n, status="sent") for n in range(3)
    )
    page.set_viewport_size(DESKTOP)
    log_in(page.context, world.people["desk"])
    page.goto(reverse("surveys:fielding_batches", args=[survey.slug]))
    page.get_by_label("名前").fill("きょうの郵便")
    press(page, "束を作る")
    batch = page.url
    for target, paper in zip(new, PAPERS, strict=True):
        page.goto(batch)
        page.get_by_label("届いた調査票の整理番号").fill(str(target.number))
        press(page, "加えて入力する")
        _key(page, paper)
    log_in(page.context, world.people["coordinator"])
    seconds = [PAPERS[0], ("1", *PAPERS[1][1:]), PAPERS[2]]
    for paper in seconds:
        page.goto(batch)
        follow(page, page.get_by_role("link", name="続けて入力する"))
        _key(page, paper)
    page.goto(batch)
    follow(page, page.get_by_role("link", name="違いを決める"))
    assert violations(page) + too_wide(page) == []
    page.set_viewport_size(DESKTOP)
    page.get_by_role("radio", name="いいえ").check()
    press(page, "この内容で回答にする")
    sheets = KeyedSheet.objects.filter(target__in=new)
    assert set(sheets.values_list("status", flat=True)) == {KeyedSheet.Status.TAKEN}
    found = [
        set(
            Response.objects.get(target=target)
            .answers.filter(question__code__in=["wish", "rooms", "members"])
            .values_list("question__code", "code", "text")
        )
        for target in new
    ]
    assert found == [
        {("wish", 1, ""), ("rooms", 1, ""), ("rooms", 2, "広場"), ("members", 1, "30")},
        {("wish", 2, ""), ("rooms", 0, ""), ("members", 1, "0")},
        {("wish", -2, ""), ("rooms", 1, ""), ("members", 1, "7")},
    ]


def test_reminders_reach_those_who_have_not_answered(
    page: Page, world: World, log_in: LogIn
) -> None:
    things = world.things["fielding"]
    survey = Survey.objects.get(slug=things["slug"])
    waiting = set(rounds.recipients(survey, "reminder", "email").values_list("name", flat=True))
    answered = Target.objects.get(pk=things["answered"])
    assert waiting
    assert answered.name not in waiting
    page.set_viewport_size(DESKTOP)
    log_in(page.context, world.people["desk"])
    page.goto(reverse("surveys:fielding", args=[survey.slug]))
    follow(page, page.get_by_role("link", name="依頼・督促・お礼").first)
    follow(page, page.get_by_role("link", name="お願い（督促）をメールで"))
    expect(page.get_by_role("main")).to_contain_text(f"{len(waiting)}件に送ります")
    page.get_by_label("Excelの用紙を添える").check()
    assert violations(page) + too_wide(page) == []
    page.set_viewport_size(DESKTOP)
    press(page, f"{len(waiting)}件に送る")
    made = Outreach.objects.get(survey=survey, kind="reminder")
    mail.outbox.clear()
    assert rounds.mail_round(made.pk) == len(waiting)
    addresses = TargetContact.objects.filter(target__survey=survey, target__name__in=waiting)
    assert sorted(m.to[0] for m in mail.outbox) == sorted(addresses.values_list("email", flat=True))
    assert all("/answer/" in m.body and len(m.attachments) == 1 for m in mail.outbox)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(f"{len(waiting)}件を送りました")
