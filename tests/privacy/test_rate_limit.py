"""Counting senders: exact when they come at once, over again after the window, nothing personal."""

import datetime
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from koganei_kyodo import rate_limit
from koganei_kyodo.portal.models import RateCount
from koganei_kyodo.rate_limit import Rate, count, limited, prune

MINUTE = Rate.parse("3/m")


@pytest.mark.parametrize(
    ("text", "times", "seconds"), [("10/m", 10, 60), ("3/10m", 3, 600), ("1/s", 1, 1), ("9/d", 9, 86400)]
)  # fmt: skip
def test_rates_are_read(text, times, seconds):
    assert Rate.parse(text) == Rate(times, datetime.timedelta(seconds=seconds))


@pytest.mark.parametrize("text", ["", "10", "0/m", "10/w", "m/10", "-1/m", "2/2d", "10/m "])
def test_other_texts_are_no_rate(text):
    with pytest.raises(ValueError, match=r"rate|day"):
        Rate.parse(text)


@pytest.mark.django_db
def test_the_fourth_of_three_is_refused_until_the_window_ends():
    assert [count("見本", "a", MINUTE).allowed for _ in range(4)] == [True, True, True, False]
    assert count("見本", "b", MINUTE).allowed
    assert count("ほか", "a", MINUTE).allowed
    verdict = count("見本", "a", MINUTE)
    assert 50 < (verdict.again_at - timezone.now()).total_seconds() <= 60
    past = timezone.now() - datetime.timedelta(seconds=61)
    RateCount.objects.update(started_at=past)
    assert [count("見本", "a", MINUTE).allowed for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_counts_hold_no_address_and_go_after_a_day():
    count("見本", "address 203.0.113.7", MINUTE)
    row = RateCount.objects.get()
    assert "203" not in row.key
    assert prune() == 0
    RateCount.objects.update(started_at=timezone.now() - datetime.timedelta(days=1, seconds=1))
    assert prune() == 1


@limited("見本の用紙", "2/m")
def form(request):
    return HttpResponse("届きました")


@pytest.mark.django_db
def test_a_view_refuses_with_a_page_that_says_when(rf):
    def send(method="post", address="203.0.113.7", user=None):
        request = getattr(rf, method)("/", REMOTE_ADDR=address)
        request.user = user or AnonymousUser()
        return form(request)

    assert [send().status_code for _ in range(3)] == [200, 200, 429]
    refused = send()
    text = refused.content.decode()
    assert "まで受け付けられません。そのあとで、もう一度お試しください。" in text
    assert "2回を超えて" in text
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert send(address="203.0.113.8").status_code == 200
    assert send("get").status_code == 200


@pytest.mark.django_db
def test_people_who_are_logged_in_are_counted_each(rf, member, other_member):
    def send(user):
        request = rf.post("/", REMOTE_ADDR="203.0.113.7")
        request.user = user
        return form(request).status_code

    assert [send(member) for _ in range(3)] == [200, 200, 429]
    assert send(other_member) == 200


@pytest.mark.django_db
def test_a_made_up_header_makes_no_other_visitor(rf, settings):
    settings.TRUSTED_PROXY_COUNT = 0
    request = rf.post("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    request.user = AnonymousUser()
    assert rate_limit.visitor(request) == "address 203.0.113.7"


@pytest.mark.django_db
def test_documents_are_limited_for_strangers(client, city):
    answers = [
        client.post("/projects/statistics/1999/documents/pdf/").status_code for _ in range(21)
    ]
    assert answers[20] == 429
    assert 429 not in answers[:20]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_the_allowed_ones_pass():
    rate = Rate.parse("25/m")
    passed: list[bool] = []
    start = threading.Barrier(4)

    def send():
        start.wait()
        passed.extend(count("同時", "a", rate).allowed for _ in range(20))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), sum(passed)) == (80, 25)
    assert RateCount.objects.get().hits == 80
