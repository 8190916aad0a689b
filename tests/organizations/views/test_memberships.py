"""The pages that end, reopen, cancel and move one membership; answers to announced moves."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import Membership
from tests.factories import UserFactory
from tests.organizations.conftest import again, membership_of

pytestmark = pytest.mark.django_db
PAGES = ["membership_end", "membership_move"]
POSTS = ["membership_reopen", "transfer_accept", "transfer_decline"]


@pytest.fixture
def later():
    return timezone.localdate() + datetime.timedelta(days=100)


def url_of(name: str, pk: int) -> str:
    return reverse(f"organizations:{name}", args=[pk])


def boxes(day: datetime.date, name: str = "on") -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("year", "month", "day")}


def move_to(office: str, day: datetime.date) -> dict[str, str]:
    return {"to_department": office, "role": "officer", **boxes(day)}


@pytest.mark.parametrize("name", [*PAGES, "membership_reopen"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 200), ("coordinator", 200), ("officer", 403), ("other_officer", 404),
     ("leader", 404), ("desk", 404)],
)  # fmt: skip
def test_who_reaches_an_officers_membership(client, name, who, status, officer, head, request):
    client.force_login(request.getfixturevalue(who))
    url = url_of(name, membership_of(officer).pk)
    if name == "membership_reopen":
        assert client.get(url).status_code == 405
        assert client.post(url).status_code == (302 if status == 200 else status)
    else:
        assert client.get(url).status_code == status
        if status != 200:
            assert client.post(url, boxes(timezone.localdate())).status_code == status
    assert membership_of(officer).valid_until is None


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_anonymous_people_log_in_first(client, name, officer):
    url = url_of(name, membership_of(officer).pk)
    assert client.post(url).url == f"{reverse('login')}?next={url}"


def test_a_head_ends_a_membership(client, head, officer, later):
    client.force_login(head)
    url = url_of("membership_end", membership_of(officer).pk)
    assert "山田 花子さんの所属を終わらせる" in client.get(url).content.decode()
    answer = client.post(url, boxes(later))
    assert answer.url == reverse("organizations:office_people")
    assert membership_of(officer).valid_until == later
    page = client.get(url).content.decode()
    assert "終わりを取り消して続ける" in page
    client.post(url_of("membership_reopen", membership_of(officer).pk))
    assert membership_of(officer).valid_until is None


def test_the_last_head_is_warned_about_before_and_after(client, coordinator, head):
    client.force_login(coordinator)
    url = url_of("membership_end", membership_of(head).pk)
    warning = "公園課の課長がいなくなります"
    assert warning in client.get(url).content.decode()
    answer = client.post(url, boxes(timezone.localdate()), follow=True)
    assert warning in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "終わる日を入力してください"),
        ({"on_year": "2026", "on_month": "2", "on_day": "30"}, "実際にある日付"),
        ({"on_year": "2001", "on_month": "4", "on_day": "1"}, "終わる日は、始まる日"),
    ],
)
def test_a_day_that_does_not_fit(client, head, officer, typed, says):
    client.force_login(head)
    page = client.post(url_of("membership_end", membership_of(officer).pk), typed)
    assert says in page.content.decode()
    assert membership_of(officer).valid_until is None


def test_a_membership_that_has_not_begun_is_taken_back(client, head, officer, later):
    m = membership_of(officer)
    Membership.objects.filter(pk=m.pk).update(valid_from=later)
    client.force_login(head)
    url = url_of("membership_end", m.pk)
    assert "この所属を取りやめる" in client.get(url).content.decode()
    client.post(url)
    assert not Membership.objects.filter(pk=m.pk).exists()
    assert client.post(url).status_code == 404


def test_what_is_over_stays(client, head, officer):
    m = membership_of(officer)
    yesterday = timezone.localdate() - datetime.timedelta(1)
    Membership.objects.filter(pk=m.pk).update(valid_until=yesterday)
    client.force_login(head)
    page = client.post(url_of("membership_end", m.pk), boxes(timezone.localdate()))
    assert "に終わっています" in page.content.decode()
    page = client.post(url_of("membership_reopen", m.pk), follow=True)
    assert "に終わっています" in page.content.decode()
    assert membership_of(officer).valid_until == yesterday


def test_the_coordinator_moves_a_person(client, coordinator, officer, other_office, later):
    client.force_login(coordinator)
    url = url_of("membership_move", membership_of(officer).pk)
    page = client.get(url).content.decode()
    assert 'value="4"' in page
    back = reverse("organizations:yearly")
    answer = client.post(url, move_to("防災課", later) | {"next": back})
    assert answer.url == back
    assert Membership.objects.get(department=other_office).user == officer


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"to_department": ""}, "異動先の課を選んでください"),
        ({"to_department": "公園課"}, "異動先の課は、画面に出ている中から"),
        ({"role": "coordinator"}, "異動先での役割は、画面に出ている中から"),
        ({"on_day": "99"}, "実際にある日付"),
    ],
)
def test_a_move_that_does_not_fit(client, coordinator, officer, other_office, change, says, later):
    client.force_login(coordinator)
    url = url_of("membership_move", membership_of(officer).pk)
    page = client.post(url, move_to("防災課", later) | change)
    assert page.status_code == 200
    assert says in page.content.decode()
    assert membership_of(officer).valid_until is None


def test_nobody_moves_from_a_group_or_the_centre_into_an_office(
    client, coordinator, member, desk, other_office, later
):
    colleague = UserFactory(role=Role.EDITOR, role__place=membership_of(member).organization)
    for by, somebody in ((member, colleague), (coordinator, desk)):
        client.force_login(by)
        assert client.get(url_of("membership_end", membership_of(somebody).pk)).status_code == 200
        url = url_of("membership_move", membership_of(somebody).pk)
        assert client.get(url).status_code == 404
        assert client.post(url, move_to("防災課", later)).status_code == 404
        assert membership_of(somebody).valid_until is None


def test_the_next_page_is_one_of_ours(client, head, officer, later):
    client.force_login(head)
    url = url_of("membership_end", membership_of(officer).pk)
    answer = client.post(url, boxes(later) | {"next": "https://evil.example/"})
    assert answer.url == reverse("organizations:office_people")


@pytest.fixture
def transfer(head, officer, other_office, later):
    return actions.move_membership(
        membership_of(officer), by=head, to_department=other_office, on=later
    ).transfer


def test_a_head_announces_and_the_new_head_lets_in(
    client, head, officer, other_office, other_officer, later
):
    client.force_login(head)
    url = url_of("membership_move", membership_of(officer).pk)
    page = client.post(url, move_to("防災課", later), follow=True).content.decode()
    assert "受け入れると、使えるようになります" in page
    transfer = membership_of(officer).transfers.get()
    for stranger in (head, other_officer):
        client.force_login(stranger)
        assert client.post(url_of("transfer_accept", transfer.pk)).status_code == 404
    new_head = UserFactory(role="head", role__place=other_office)
    client.force_login(again(new_head))
    people = reverse("organizations:office_people")
    assert "異動してくる人（1人）" in client.get(people).content.decode()
    assert client.get(url_of("transfer_accept", transfer.pk)).status_code == 405
    page = client.post(url_of("transfer_accept", transfer.pk), follow=True).content.decode()
    assert "山田 花子さんを受け入れました" in page
    assert Membership.objects.filter(user=officer, department=other_office).exists()
    page = client.post(url_of("transfer_decline", transfer.pk), follow=True).content.decode()
    assert "先に答えました（受け入れた）" in page


def test_declining(client, transfer, coordinator, other_office):
    client.force_login(coordinator)
    page = client.post(url_of("transfer_decline", transfer.pk), follow=True).content.decode()
    assert "受け入れませんでした" in page
    assert not Membership.objects.filter(department=other_office).exists()
    page = client.post(url_of("transfer_accept", transfer.pk), follow=True).content.decode()
    assert "先に答えました（受け入れなかった）" in page
