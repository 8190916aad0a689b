"""The way of a request: every verb in every status, rights, days, numbers, the admin's buttons."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit.reading import Filters, read_page
from koganei_kyodo.portal.privacy import requests
from koganei_kyodo.portal.privacy.erase import erase_on_request
from koganei_kyodo.portal.privacy.models import PersonalDataRequest, UseStop
from koganei_kyodo.portal.privacy.requests import RequestRefused
from tests.privacy.conftest import LOGIN, Kind, granted, make_request

pytestmark = pytest.mark.django_db
Decision = PersonalDataRequest.Decision
Status = PersonalDataRequest.Status
MAY_31 = datetime.date(2026, 5, 31)
VERBS = {
    "identify": lambda r, by: requests.identify(r, by=by, how="免許証"),
    "extend": lambda r, by: requests.extend(r, by=by, until=r.last_due_on, reason="量が多い"),
    "decide": lambda r, by: requests.decide(r, by=by, decision=Decision.REFUSED, reason="対象外"),
    "finish": lambda r, by: requests.finish(r, by=by),
    "stop": lambda r, by: requests.stop_use(r, by=by),
}


def in_status(status: str, person, by) -> PersonalDataRequest:
    request = make_request(Kind.DISCLOSE, person, by)
    if status != Status.RECEIVED:
        request = requests.decide(request, by=by, decision=Decision.REFUSED, reason="対象外")
    return requests.finish(request, by=by) if status == Status.DONE else request


def test_a_request_gets_number_due_day_and_name(member, coordinator):
    first = make_request(Kind.DISCLOSE, member, coordinator)
    second = make_request(Kind.CORRECT, None, coordinator)
    assert (first.number, second.number) == ("個2026-001", "個2026-002")
    assert first.due_on == datetime.date(2026, 5, 1)
    assert (first.requester_name, first.received_by) == ("伊藤 実", coordinator)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", Status.values)
def test_every_verb_in_every_status(verb, status, member, coordinator):
    request = in_status(status, member, coordinator)
    allowed = {
        Status.RECEIVED: {"identify", "extend", "decide"},
        Status.DECIDED: {"finish"},
        Status.DONE: set(),
    }[Status(status)]
    if verb in allowed:
        VERBS[verb](request, coordinator)
    else:
        with pytest.raises(RequestRefused):
            VERBS[verb](request, coordinator)


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_coordinating_office_moves_a_request(verb, member, coordinator, desk, head):
    request = in_status(Status.RECEIVED, member, coordinator)
    for by in (desk, head, member):
        with pytest.raises(PermissionDenied):
            VERBS[verb](request, by)


def test_nothing_is_granted_to_somebody_unidentified(member, coordinator):
    request = make_request(Kind.DISCLOSE, member, coordinator)
    with pytest.raises(RequestRefused, match="本人であることを確かめて"):
        requests.decide(request, by=coordinator, decision=Decision.GRANTED)
    broken = PersonalDataRequest.objects.filter(pk=request.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        broken.update(
            status="decided", decision="granted", decided_by=coordinator, decided_on=MAY_31
        )


@pytest.mark.parametrize("until", [datetime.date(2026, 5, 1), datetime.date(2026, 6, 1)])
def test_the_decision_is_put_off_to_sixty_days_at_most(member, coordinator, until):
    request = make_request(Kind.DISCLOSE, member, coordinator)
    with pytest.raises(RequestRefused, match=r"2026年5月31日（日）までの日"):
        requests.extend(request, by=coordinator, until=until, reason="量が多い")
    assert (
        requests.extend(request, by=coordinator, until=MAY_31, reason="量が多い").due_on == MAY_31
    )
    entry = read_page(Filters(kind="portal.personaldatarequest")).entries[0]
    assert (entry.who, entry.why) == ("田中 健", "量が多い")


def test_a_stop_ends_the_use_and_keeps_the_data(client, person, coordinator):
    client.force_login(person)
    request = granted(Kind.STOP, person, coordinator)
    with pytest.raises(RequestRefused, match="利用停止を行うと"):
        requests.finish(request, by=coordinator)
    assert requests.stop_use(request, by=coordinator).status == Status.DONE
    person = User.objects.get(pk=person.pk)
    assert (person.is_active, person.login_id) == (False, LOGIN)
    assert UseStop.objects.get().request == request
    assert not person.has_role(*[m.role for m in person.current_memberships])
    assert client.get(reverse("portal:home")).status_code == 302


def test_a_stopped_account_opens_again_by_its_request_alone(client, person, coordinator):
    request = granted(Kind.STOP, person, coordinator)
    requests.stop_use(request, by=coordinator)
    client.force_login(coordinator)
    page = reverse("admin:accounts_user_change", args=[person.pk])
    typed = {"name": person.name, "login_id": LOGIN, "email": person.email, "is_active": "on"}
    assert client.post(page, typed).status_code == 302
    assert not User.objects.get(pk=person.pk).is_active
    assert client.post(step(request, "resume"), {"reason": ""}).status_code == 200
    assert UseStop.objects.exists()
    client.post(step(request, "resume"), {"reason": "本人の申し出"})
    assert User.objects.get(pk=person.pk).is_active
    assert not UseStop.objects.exists()
    entry = read_page(Filters(kind="accounts.user", object_id=str(person.pk))).entries[0]
    assert entry.why == f"利用の再開（{request.number}）：本人の申し出"
    with pytest.raises(RequestRefused, match="もうありません"):
        requests.resume_use(request, by=coordinator, reason="もう一度")


def test_nobody_writes_into_the_row_of_an_erased_person(client, person, coordinator):
    erase_on_request(granted(Kind.ERASE, person, coordinator), by=coordinator, confirmation=LOGIN)
    client.force_login(coordinator)
    page = reverse("admin:accounts_user_change", args=[person.pk])
    assert client.get(page).status_code == 200
    typed = {"name": "竹下 ともえ", "login_id": LOGIN, "email": "", "is_active": "on"}
    assert client.post(page, typed).status_code == 403


def test_a_stop_needs_a_person(coordinator):
    request = make_request(Kind.STOP, None, coordinator)
    requests.identify(request, by=coordinator, how="免許証")
    with pytest.raises(RequestRefused, match="どの利用者"):
        requests.decide(request, by=coordinator, decision=Decision.GRANTED)


# --- the admin ----------------------------------------------------------------------------------


def step(request, verb: str) -> str:
    return reverse("admin:portal_personaldatarequest_step", args=[request.pk, verb])


def test_a_request_goes_its_way_in_the_admin(client, person, coordinator):
    client.force_login(coordinator)
    today = timezone.localdate()
    posted = {
        "received_on": today.isoformat(), "kind": "erase", "person": person.pk,
        "requester_name": "", "contact": "電話", "request_text": "消してください",
    }  # fmt: skip
    assert client.post(reverse("admin:portal_personaldatarequest_add"), posted).status_code == 302
    request = PersonalDataRequest.objects.get()
    page = reverse("admin:portal_personaldatarequest_change", args=[request.pk])
    assert "本人を確かめたことを書く…" in client.get(page).content.decode()
    assert client.post(step(request, "identify"), {"how": "免許証"}).url == page
    answer = client.post(step(request, "decide"), {"decision": "refused", "reason": ""})
    assert "請求のとおりにしない理由を入力してください" in answer.content.decode()
    assert client.post(step(request, "decide"), {"decision": "granted"}).url == page
    text = client.get(page).content.decode()
    assert "消去する…" in text
    assert "終わったことにする…" not in text
    answer = client.post(step(request, "erase"), {"confirmation": "chigau"}).content.decode()
    assert "ログインIDが違います" in answer
    assert client.post(step(request, "erase"), {"confirmation": LOGIN}).url == page
    assert not User.objects.filter(login_id=LOGIN).exists()
    assert client.get(step(request, "erase")).status_code == 302


@pytest.mark.parametrize("format_", ["pdf", "json"])
def test_the_file_for_the_person_is_made_and_noted(client, person, coordinator, format_):
    client.force_login(coordinator)
    request = granted(Kind.DISCLOSE, person, coordinator)
    answer = client.post(step(request, "export"), {"format": format_})
    assert answer.content.startswith(b"%PDF" if format_ == "pdf" else b"{")
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    history = client.get(reverse("admin:portal_personaldatarequest_history", args=[request.pk]))
    assert f"開示する資料（{format_.upper()}）を作った" in history.content.decode()


@pytest.mark.parametrize("role", ["desk", "head", "member", None])
def test_nobody_else_reaches_a_step(client, person, coordinator, role, request):
    row = granted(Kind.ERASE, person, coordinator)
    if role:
        client.force_login(request.getfixturevalue(role))
    for answer in (client.get(step(row, "erase")), client.post(step(row, "erase"), {})):
        assert answer.status_code in (302, 403)
    assert User.objects.filter(login_id=LOGIN).exists()


def test_steps_that_are_not_there(client, member, coordinator):
    client.force_login(coordinator)
    row = make_request(Kind.DISCLOSE, member, coordinator)
    assert client.get(step(row, "no-such-step")).status_code == 404
    assert client.put(step(row, "decide")).status_code == 405
    assert client.get(step(row, "finish")).status_code == 302


def test_open_requests_wait_on_the_dashboard(client, member, coordinator, desk):
    make_request(Kind.DISCLOSE, member, coordinator)
    client.force_login(coordinator)
    text = client.get("/admin/").content.decode()
    assert "対応する個人情報の請求" in text
    assert "2026年4月1日（水）から" in text
    client.force_login(desk)
    assert "対応する個人情報の請求" not in client.get("/admin/").content.decode()


def test_the_list_and_the_leak_log_are_the_coordinators(client, coordinator, desk):
    names = ["personaldatarequest", "incidentlog", "retentionrule", "disposallist", "erasure"]
    client.force_login(coordinator)
    for name in names:
        assert client.get(reverse(f"admin:portal_{name}_changelist")).status_code == 200
    client.post(
        reverse("admin:portal_incidentlog_add"),
        {"kind": "leak", "found_at": "2026-04-01T10:00",
         "what_happened": "宛先の誤り", "data": "メールアドレス"},
    )  # fmt: skip
    assert (
        "漏えい（2026-04-01）"
        in client.get(reverse("admin:portal_incidentlog_changelist")).content.decode()
    )
    client.force_login(desk)
    for name in names:
        assert client.get(reverse(f"admin:portal_{name}_changelist")).status_code == 403
