"""The printed letter: who may make one, what stands on it, and that its code works once."""

import datetime
import io
import re
import threading
from typing import Any

import pypdf
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from koganei_kyodo.accounts import actions
from koganei_kyodo.accounts.codes import ALPHABET, hash_code, new_code, read_code
from koganei_kyodo.accounts.models import Notification, PasswordLetter, User
from koganei_kyodo.accounts.permissions import may_make_letter
from koganei_kyodo.accounts.roles import Role
from organizations.models import Membership
from tests import factories
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, log_in, logged_in_as

pytestmark = pytest.mark.django_db
CHECKED = "窓口で本人確認書類を見た"
REFUSED = "ログインIDかコードが違うか、手紙の期限が過ぎています"


@pytest.fixture
def operator(db):
    return User.objects.create_superuser("operator-t", PASSWORD, name="運用 担当")


@pytest.fixture
def made(person, coordinator) -> actions.MadeLetter:
    return actions.make_letter(person, by=coordinator, identity_check=CHECKED)


def hand_in(client, login_id, code, password=NEW_PASSWORD, again=None) -> Any:
    data = {"new_password1": password, "new_password2": again or password}
    return client.post("/accounts/letter/", {"login_id": login_id, "code": code, **data})


# --- who may make one --------------------------------------------------------------------------

CAST = ["member", "officer", "head", "desk", "coordinator", "operator"]
ALLOWED = {
    "coordinator": {"member", "other_member", "officer", "head", "desk", "second_coordinator"},
    "desk": {"member", "other_member"},
    "operator": {"member", "other_member", "officer", "head", "desk", "second_coordinator"},
}


@pytest.mark.parametrize("who", CAST)
def test_each_role_may_make_letters_for_these(who, request):
    by = request.getfixturevalue(who)
    people = {
        name: request.getfixturevalue(name)
        for name in ("member", "other_member", "officer", "head", "desk", "operator")
    }
    people["second_coordinator"] = factories.UserFactory(role=Role.COORDINATOR)
    may = {name for name, person in people.items() if may_make_letter(by, person)}
    assert may == ALLOWED.get(who, set())
    for name in people.keys() - may:
        with pytest.raises(PermissionDenied):
            actions.make_letter(people[name], by=by, identity_check=CHECKED)


def test_the_desk_makes_none_for_somebody_who_will_act_for_an_office(desk, member, office):
    Membership.objects.create(
        user=member,
        role=Role.OFFICER,
        department=office,
        valid_from=timezone.localdate() + datetime.timedelta(days=30),
    )
    assert not may_make_letter(desk, member)


def test_none_for_a_closed_account_nor_by_somebody_whose_role_has_ended(desk, member, coordinator):
    member.is_active = False
    assert not may_make_letter(coordinator, member)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user=desk).update(valid_until=yesterday)
    member.is_active = True
    assert not may_make_letter(User.objects.get(pk=desk.pk), member)


# --- making it in the admin --------------------------------------------------------------------


def test_the_admin_hands_out_a_pdf_with_the_code_once(client, coordinator, person):
    client.force_login(coordinator)
    path = f"/admin/accounts/user/{person.pk}/letter/"
    assert (
        f'href="{path}"' in client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    )
    assert client.get(path).status_code == 200
    assert not PasswordLetter.objects.exists()
    data = {
        "identity_check": CHECKED,
        "postcode": "１８４8504",
        "address": "見本市本町6-6-3\n第一棟",
    }
    response = client.post(path, data)
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    text = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages
    )
    (code,) = re.findall(r"\b[0-9A-Z]{4}(?:－[0-9A-Z]{4}){3}\b", text)
    letter = PasswordLetter.objects.get()
    for expected in (
        "〒184-8504", "第一棟", f"{person.name} 様", person.login_id,
        "https://kyodo.example.jp/accounts/letter/", f"{timezone.localtime(letter.expires_at).day}日",
    ):  # fmt: skip
        assert expected in text
    assert letter.code_hash == hash_code(read_code(code))
    assert read_code(code) not in str(vars(letter))
    assert (letter.made_by, letter.identity_check) == (coordinator, CHECKED)
    assert hand_in(Client(), person.login_id, code).url == "/accounts/password/reset/done/"
    page = client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert "使用済み" in page
    assert CHECKED in client.get("/admin/accounts/passwordletter/").content.decode()


def test_how_identity_was_checked_has_to_be_said(client, coordinator, person):
    client.force_login(coordinator)
    data = {"identity_check": "", "postcode": "123"}
    response = client.post(f"/admin/accounts/user/{person.pk}/letter/", data)
    text = response.content.decode()
    assert "本人の確かめ方を入力してください" in text
    assert "郵便番号は、7けたの数字で入力してください" in text
    assert not PasswordLetter.objects.exists()


def test_the_desk_sees_people_of_groups_only(client, desk, person, officer):
    client.force_login(desk)
    text = client.get("/admin/accounts/user/").content.decode()
    assert person.login_id in text
    assert officer.login_id not in text
    letter = client.post(f"/admin/accounts/user/{person.pk}/letter/", {"identity_check": CHECKED})
    assert letter["Content-Type"] == "application/pdf"
    assert client.post(f"/admin/accounts/user/{officer.pk}/letter/").status_code == 404
    change = client.post(f"/admin/accounts/user/{person.pk}/change/", {"name": "別の名前"})
    assert change.status_code == 403


@pytest.mark.parametrize("who", ["member", "officer", "head"])
def test_nobody_else_reaches_the_page(client, request, who, other_member):
    client.force_login(request.getfixturevalue(who))
    path = f"/admin/accounts/user/{other_member.pk}/letter/"
    assert client.post(path, {"identity_check": CHECKED}, follow=True).status_code == 403
    assert not PasswordLetter.objects.exists()


def test_the_coordinator_cannot_touch_an_operator(client, coordinator, operator):
    client.force_login(coordinator)
    path = f"/admin/accounts/user/{operator.pk}"
    assert client.post(f"{path}/letter/", {"identity_check": CHECKED}).status_code == 403
    assert client.post(f"{path}/second-factor/").status_code == 403
    data = {"name": "x", "login_id": "x", "email": "mine@example.jp", "is_active": "on"}
    assert client.post(f"{path}/change/", data).status_code == 403


# --- using it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [str, str.lower, lambda c: f" {c[:4]}-{c[4:8]} ー{c[8:]}"])
def test_the_code_works_however_it_is_typed(client, person, made, write):
    response = hand_in(client, person.login_id.upper(), write(made.code))
    assert response.url == "/accounts/password/reset/done/"
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    made.letter.refresh_from_db()
    assert made.letter.used_at is not None
    assert "パスワードが変わりました" in set(Notification.objects.values_list("subject", flat=True))
    steps = made.letter.events.order_by("pgh_id").values_list("pgh_label", "used_at")
    assert [(label, used is not None) for label, used in steps] == [
        ("insert", False),
        ("update", True),
    ]


def test_a_letter_ends_the_lock_after_wrong_tries(client, person, made):
    for _ in range(6):
        log_in(client, person.login_id, "wrong-word-000")
    hand_in(client, person.login_id, made.code)
    log_in(client, person.login_id, NEW_PASSWORD)
    assert logged_in_as(client) == person.pk


def test_a_code_works_once(client, person, made):
    hand_in(client, person.login_id, made.code)
    response = hand_in(client, person.login_id, made.code, "another-long-word-1")
    assert REFUSED in response.content.decode()
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


def test_a_code_ends_after_fourteen_days(client, person, coordinator):
    with time_machine.travel("2026-05-01T10:00:00+09:00", tick=False) as clock:
        made = actions.make_letter(person, by=coordinator, identity_check=CHECKED)
        clock.shift(datetime.timedelta(days=14, seconds=1))
        assert REFUSED in hand_in(client, person.login_id, made.code).content.decode()
        assert made.letter.status == "期限切れ"
        clock.shift(datetime.timedelta(seconds=-2))
        assert hand_in(client, person.login_id, made.code).status_code == 302


def test_a_new_letter_ends_the_one_before(client, person, coordinator, made):
    newer = actions.make_letter(person, by=coordinator, identity_check=CHECKED)
    assert REFUSED in hand_in(client, person.login_id, made.code).content.decode()
    made.letter.refresh_from_db()
    assert made.letter.status == "取り消し"
    assert hand_in(client, person.login_id, newer.code).status_code == 302


def test_wrong_code_unknown_person_and_ended_letter_are_told_alike(
    client, person, made, other_member
):
    User.objects.filter(pk=other_member.pk).update(is_active=False)
    answers = set()
    for name in (person.login_id, "nobody-at-all", other_member.login_id):
        response = hand_in(Client(), name, new_code())
        text = response.content.decode().replace(f'value="{name}"', "")
        text = re.sub(r'name="code" value="[^"]*"|value="[0-9A-Z]{16}"', "", text)
        lines = [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]
        answers.add((response.status_code, "".join(lines)))
    assert len(answers) == 1
    assert REFUSED in answers.pop()[1]


def test_each_refusal_costs_the_same_queries(client, person, made, django_assert_num_queries):
    for name in (person.login_id, "nobody-at-all"):
        with django_assert_num_queries(1):
            assert actions.open_letter(name, new_code()) is None


def test_a_code_of_somebody_else_opens_nothing(client, other_member, made):
    assert REFUSED in hand_in(client, other_member.login_id, made.code).content.decode()


def test_a_poor_password_leaves_the_code_usable(client, person, made):
    poor = hand_in(client, person.login_id, made.code, "12345")
    assert poor.status_code == 200
    differing = hand_in(client, person.login_id, made.code, again="other-long-word-2")
    assert differing.status_code == 200
    assert hand_in(client, person.login_id, made.code).status_code == 302


def test_a_closed_account_is_not_opened_by_letter(client, person, made):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert REFUSED in hand_in(client, person.login_id, made.code).content.decode()


def test_codes_cannot_be_guessed_for_long(client, person, made):
    for name in (person.login_id, "nobody-at-all"):
        statuses = [hand_in(client, name, new_code()).status_code for _ in range(6)]
        assert statuses == [200] * 5 + [429]
    assert hand_in(client, person.login_id, made.code).status_code == 429


def test_the_second_factor_is_asked_for_all_the_same(client, person, made):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(person)
    hand_in(client, person.login_id, made.code)
    assert log_in(client, person.login_id, NEW_PASSWORD).url == "/accounts/login/code/"


def test_codes_have_no_lookalikes_and_differ():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OIL")
    assert read_code("ａｂｃｄ－２３４５ー efgh") == "ABCD2345EFGH"


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_of_one_code_one_wins():
    person: User = factories.UserFactory()
    by: User = factories.UserFactory(role=Role.COORDINATOR)
    made = actions.make_letter(person, by=by, identity_check=CHECKED)
    ready = threading.Barrier(2)
    results: list[str] = []

    def use(password: str) -> None:
        try:
            letter = actions.open_letter(person.login_id, made.code)
            assert letter is not None
            ready.wait(timeout=10)
            actions.reset_by_letter(letter, password)
            results.append("set")
        except actions.AccountError as error:
            results.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=[f"{NEW_PASSWORD}{n}"]) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["set", "この手紙は、もう使えません。新しい手紙を頼んでください"]
