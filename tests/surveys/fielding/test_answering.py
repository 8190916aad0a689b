"""Answering on the web: saved as one goes, taken once, changed until the close."""

import datetime
import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from surveys.actions import Given, SheetGiven
from surveys.fielding import closing, drafts, links, taking, terms
from surveys.models import (
    Answer,
    DraftPart,
    Response,
    ResponseDraft,
    ResponseReceipt,
    Survey,
    Target,
    TargetEvent,
    TargetLink,
)
from tests.surveys.fielding.conftest import open_survey
from tests.surveys.samples import make_questionnaire, person

G = Given


def url(name: str, *arguments: object) -> str:
    return reverse(f"surveys:{name}", args=arguments)


def test_on_one_device_and_on_another(client, questionnaire, target, secret):
    assert client.post(url("answer_link", secret)).headers["Location"] == url(
        "answer_page", secret, "once"
    )
    # The first answer opens the second question of the same page.
    data = {"shown": ["wish", "opinion"], "q_wish": "1", "q_opinion": "場所がほしい"}
    again = client.post(url("answer_page", secret, "once"), data)
    assert again.headers["Location"] == url("answer_page", secret, "once")
    other = Client()
    page = other.get(url("answer_page", secret, "once")).content.decode()
    assert "場所がほしい" in page
    assert 'name="q_fields"' in page
    assert not Answer.objects.exists()
    data = {"shown": ["wish", "fields", "opinion", "members", "since"], "version": "1",
            "q_wish": "1", "q_fields": ["1", "2"], "q_opinion": "場所がほしい", "q_members": "１２人目",
            "q_since": ""}  # fmt: skip
    other.post(url("answer_page", secret, "once"), data)
    other.post(url("answer_sheets", secret))
    other.post(
        url("answer_sheet", secret, 1),
        {"shown1": ["form", "ways", "result"], "version": "1", "title": "花だん", "s1_form": "1"},
    )
    confirm = url("answer_confirm", secret)
    token = str(ResponseDraft.objects.get().token)
    refused = other.post(confirm, {"token": token})
    assert "「人数」は、数字で入力してください" in refused.content.decode()
    assert not Response.objects.exists()
    other.post(
        url("answer_page", secret, "once"),
        {"shown": ["members"], "version": "2", "q_members": "12"},
    )
    done = other.post(confirm, {"token": token})
    assert done.headers["Location"] == url("answer_receipt", secret)
    receipt = ResponseReceipt.objects.get()
    assert receipt.number in other.get(done.headers["Location"]).content.decode()
    assert not ResponseDraft.objects.exists()
    # The second click, and a click after the draft is gone, lead to the same receipt.
    for _ in range(2):
        assert (
            client.post(confirm, {"token": token}).headers["Location"] == done.headers["Location"]
        )
    assert Response.objects.count() == 1
    target.refresh_from_db()
    assert target.status == Target.Status.VALID
    assert list(target.events.values_list("kind", flat=True)) == ["valid"]


def test_the_secret_stays_on_this_site_and_forms_still_arrive(client, secret):
    page = client.get(reverse("surveys:answer_link", args=[secret]))
    # With `no-referrer` browsers send `Origin: null`, and every form on the page is refused.
    assert page["Referrer-Policy"] == "same-origin"


def test_at_most_ten_statements(questionnaire, target):
    taking.questions_of(questionnaire)
    answers = {"wish": G((1,)), "fields": G((1, 2)), "opinion": G(text="場所")}
    sheets = [SheetGiven("花だん", {"form": G((1,))})]
    drafts.begin(target)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        taking.take_answer(questionnaire, target, answers, sheets, token="t", mode="web")
    assert len(queries) <= 12, [q["sql"][:80] for q in queries]
    real = [q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(real) <= 10, [q["sql"][:80] for q in real]


def test_changed_until_the_close(client, questionnaire, survey, target, secret):
    taking.take_answer(questionnaire, target, {"wish": G((1,)), "fields": G((1,))}, token="t", mode="web")  # fmt: skip
    number = ResponseReceipt.objects.get().number
    client.post(url("answer_link", secret))
    part = DraftPart.objects.get()
    assert part.answers["wish"]["codes"] == [1]
    client.post(
        url("answer_page", secret, "once"),
        {"shown": ["wish", "fields"], "version": part.version, "q_wish": "2"},
    )
    client.post(url("answer_confirm", secret), {"token": str(ResponseDraft.objects.get().token)})
    response = Response.objects.get()
    assert response.receipt.number == number
    codes = response.answers.filter(question__code__in=["wish", "fields"])
    assert sorted(codes.values_list("question__code", "code")) == [("fields", -1), ("wish", 2)]
    assert list(target.events.values_list("kind", flat=True)) == ["valid", "changed"]
    closing.close_survey(survey, by=None)
    assert not TargetLink.objects.exists()
    assert client.get(url("answer_link", secret)).status_code == 404


def test_too_late_is_decided_on_the_server(questionnaire, survey, target):
    draft = drafts.begin(target)
    Survey.objects.filter(pk=survey.pk).update(
        closes_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    with pytest.raises(terms.SurveyClosed, match="締め切りました"):
        taking.take_answer(questionnaire, target, {}, token="t", mode="web")
    target = Target.objects.get(pk=target.pk)
    draft.row.target = target
    with pytest.raises(terms.SurveyClosed):
        drafts.save_part(draft, draft.pages()[0].section, 0, {}, version=0)
    assert not Response.objects.exists()
    assert closing.seal_closed(dry_run=True) == 1
    assert closing.seal_closed() == 1
    assert closing.seal_closed() == 0


def test_two_colleagues_write_the_same_page(client, questionnaire, target, secret):
    client.post(url("answer_link", secret))
    page = url("answer_page", secret, "once")
    client.post(page, {"shown": ["opinion"], "version": "0", "q_opinion": "山田の意見"})
    stale = client.post(page, {"shown": ["opinion"], "version": "0", "q_opinion": "佐藤の意見"})
    text = stale.content.decode()
    assert "先に直しました" in text
    assert "山田の意見" in text
    assert "佐藤の意見" in text
    assert DraftPart.objects.get().answers["opinion"]["text"] == "山田の意見"
    client.post(page, {"shown": ["opinion"], "version": "1", "q_opinion": "二人の意見"})
    assert DraftPart.objects.get().answers["opinion"]["text"] == "二人の意見"


def test_everything_on_one_page(client, questionnaire, target, secret):
    client.post(url("answer_link", secret), {"way": "all"})
    page = client.get(url("answer_all", secret)).content.decode()
    assert 'name="q_opinion"' in page
    data = {"shown": ["wish", "opinion", "members", "since"], "version_once": "0", "q_wish": "2"}
    done = client.post(url("answer_all", secret), data)
    assert done.headers["Location"] == url("answer_sheets", secret)


def test_only_the_group_and_the_link_lead_to_an_answer(client, survey, target):
    own = url("answer_link", target.pk)
    assert client.get(own).status_code == 302  # the login
    member = person(Role.REPRESENTATIVE)
    client.force_login(member)
    assert client.get(own).status_code == 404
    target.organization = member.current_memberships[0].organization
    target.save()
    assert client.get(own).status_code == 200
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)
    assert client.get(own).status_code == 404


@pytest.fixture
def anonymous(db):
    questionnaire = make_questionnaire(slug="anonymous")
    open_survey(questionnaire, is_anonymous=True)
    return questionnaire


def test_nothing_leads_from_an_anonymous_answer_to_a_person(client, anonymous):
    targets = Target.objects.bulk_create(
        Target(survey=anonymous.survey, name=f"人{n}", number=n, attributes={"size": 1}, status="sent")
        for n in range(1, 6)
    )  # fmt: skip
    user = person(Role.REPRESENTATIVE)
    secrets = links.make_links(targets)
    ways = []
    for number, target in enumerate(targets):
        client.force_login(user)
        secret = secrets[target.pk]
        client.post(url("answer_link", secret))
        client.post(
            url("answer_page", secret, "once"),
            {
                "shown": ["wish", "opinion"],
                "version": "0",
                "q_wish": "2",
                "q_opinion": f"意見{number}",
            },
        )
        assert not DraftPart.objects.exclude(updated_by=None, updated_at=None).exists()
        token = str(ResponseDraft.objects.get(target=target).token)
        done = client.post(url("answer_confirm", secret), {"token": token})
        ways.append(done.headers["Location"])
        again = client.post(url("answer_confirm", secret), {"token": token})
        assert again.headers["Location"] == ways[-1]
    responses = Response.objects.filter(questionnaire=anonymous)
    assert responses.count() == 5
    assert set(responses.values_list("target", flat=True)) == {None}
    assert set(Target.objects.values_list("status", flat=True)) == {"valid"}
    assert not TargetEvent.objects.exclude(by=None).exists()
    opinions = Answer.objects.filter(question__code="opinion", code=1)
    by_id = list(opinions.order_by("pk").values_list("text", flat=True))
    by_response = list(opinions.order_by("response").values_list("text", flat=True))
    ordered = [f"意見{n}" for n in range(5)]
    # One in 120 of each is the order of sending by chance; that all four are is none.
    assert min(responses.values_list("pk", flat=True)) >= 2**61
    assert [by_id, by_response] != [ordered, ordered]
    page = client.get(ways[0])
    assert "意見0" in page.content.decode()
    client.post(ways[0], {"shown": ["wish", "opinion"], "q_wish": "1", "q_opinion": "直した意見"})
    assert opinions.filter(text="直した意見").count() == 1
    before = sorted(Answer.objects.values_list("question", "row", "code", "text"))
    ids = set(responses.values_list("pk", flat=True))
    closing.close_survey(anonymous.survey, by=None)
    assert sorted(Answer.objects.values_list("question", "row", "code", "text")) == before
    assert not ids & set(responses.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_response")
        assert cursor.fetchone() == (1,)
    assert not ResponseReceipt.objects.exists()
    assert client.get(ways[0]).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_from_five_places_at_once_is_one():
    questionnaire = make_questionnaire()
    survey = open_survey(questionnaire)
    target = Target.objects.create(
        survey=survey, name="見本", attributes={"size": 2}, status="sent"
    )
    start = threading.Barrier(5)
    numbers = []

    def send() -> None:
        start.wait()
        try:
            taken = taking.take_answer(
                questionnaire, target, {"wish": G((2,))}, token="same", mode="web"
            )
            numbers.append(taken.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 5
    assert len(set(numbers)) == 1
    assert Response.objects.count() == 1
    assert TargetEvent.objects.filter(kind="valid").count() == 1
    assert not mail.outbox
