"""課の人, マイページ, and where each role lands."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from organizations import actions
from tests.factories import DepartmentFactory, UserFactory, add_membership
from tests.organizations.conftest import membership_of

pytestmark = pytest.mark.django_db
PEOPLE, MYPAGE, HOME = "organizations:office_people", "portal:mypage", "portal:home"


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 200), ("officer", 200), ("coordinator", 200), ("desk", 403), ("leader", 403)],
)
def test_who_opens_the_offices_people(client, who, status, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(PEOPLE)).status_code == status
    assert client.post(reverse(PEOPLE)).status_code == (405 if status == 200 else 403)


@pytest.mark.parametrize("name", [PEOPLE, MYPAGE, HOME])
def test_anonymous_people_log_in_first(client, db, name):
    assert client.get(reverse(name)).url == f"{reverse('login')}?next={reverse(name)}"


def test_an_officer_reads_names_and_a_head_acts(client, officer, head, other_officer):
    client.force_login(officer)
    page = client.get(reverse(PEOPLE)).content.decode()
    assert "佐藤 一郎さん（課長）" in page
    assert "鈴木 次郎" not in page
    assert "終わらせる</a>" not in page
    assert "人を招待する" not in page
    client.force_login(head)
    page = client.get(reverse(PEOPLE)).content.decode()
    assert "山田 花子さんの所属を終わらせる" in page
    assert "山田 花子さんの異動を記録する" in page
    assert "佐藤 一郎さんの所属を終わらせる" not in page
    assert "4月1日の確認をする" in page


def test_who_comes_later_is_named_with_the_day(client, head, office):
    coming = UserFactory(name="森 林太郎", role=Role.OFFICER, role__place=office)
    m = membership_of(coming)
    m.valid_from = timezone.localdate() + datetime.timedelta(30)
    m.save()
    client.force_login(head)
    page = client.get(reverse(PEOPLE)).content.decode()
    assert "森 林太郎さんの所属を取りやめる" in page


def test_the_people_page_asks_the_same_number_of_questions(client, head, office, queries_of):
    client.force_login(head)

    def add():
        UserFactory(role=Role.OFFICER, role__place=office)
        actions.invite(head, role=Role.OFFICER, department=office, addressee="新田 光")

    add()
    one = queries_of(lambda: client.get(reverse(PEOPLE)))
    for _ in range(2):
        add()
    assert queries_of(lambda: client.get(reverse(PEOPLE))) == one


def test_my_page_of_a_representative(client, leader, editor, group):
    actions.invite(leader, role=Role.EDITOR, organization=group, addressee="新田 光")
    client.force_login(leader)
    page = client.get(reverse(MYPAGE)).content.decode()
    for text in ("花みずきの会", "団体の代表", "井上 歩さん（団体の編集者）", "新田 光さん",
                 "花みずきの会の編集者を招待する", "井上 歩さんの所属を終わらせる"):  # fmt: skip
        assert text in page
    assert editor.email not in page


def test_my_page_of_an_editor_shows_names_only(client, leader, editor):
    client.force_login(editor)
    page = client.get(reverse(MYPAGE)).content.decode()
    assert "加藤 ゆりさん（団体の代表）" in page
    assert leader.email not in page
    assert "招待する" not in page
    assert "終わらせる" not in page


def test_my_page_without_any_group_says_what_to_do(client, newcomer):
    client.force_login(newcomer)
    page = client.get(reverse(MYPAGE)).content.decode()
    assert "所属している団体はありません" in page
    assert reverse("organizations:invitation_enter") in page


def test_my_page_asks_the_same_number_of_questions(client, leader, group, queries_of):
    client.force_login(leader)

    def add():
        UserFactory(role=Role.EDITOR, role__place=group)
        actions.invite(leader, role=Role.EDITOR, organization=group, addressee="新田 光")

    add()
    one = queries_of(lambda: client.get(reverse(MYPAGE)))
    for _ in range(2):
        add()
    assert queries_of(lambda: client.get(reverse(MYPAGE))) == one


@pytest.mark.parametrize(
    ("who", "target"),
    [("officer", "projects:office_home"), ("head", "projects:office_home"),
     ("leader", MYPAGE), ("editor", MYPAGE), ("desk", "admin:index"),
     ("coordinator", "admin:index"), ("operator", "admin:index"), ("newcomer", MYPAGE)],
)  # fmt: skip
def test_each_role_lands_at_its_home(client, who, target, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(HOME)).url == reverse(target)
    assert client.post(reverse(HOME)).status_code == 405


def test_several_roles_choose(client, officer, group, city):
    add_membership(officer, Role.EDITOR, group)
    add_membership(officer, Role.OFFICER, DepartmentFactory(name="文化課", parent=city))
    client.force_login(officer)
    page = client.get(reverse(HOME)).content.decode()
    assert "花みずきの会の団体の編集者として" in page
    assert "公園課の担当者" in page
    assert "文化課の担当者" in page
    assert page.count("として</a>") == 2
    assert "庁内ページを開く" in client.get(reverse(MYPAGE)).content.decode()


def test_the_menu_names_the_pages_of_each_role(client, leader, head):
    client.force_login(leader)
    page = client.get(reverse(MYPAGE)).content.decode()
    assert f'href="{reverse(MYPAGE)}"' in page
    assert f'href="{reverse(PEOPLE)}"' not in page
    client.force_login(head)
    page = client.get(reverse(PEOPLE)).content.decode()
    assert f'href="{reverse(PEOPLE)}"' in page
    assert f'href="{reverse(MYPAGE)}"' not in page
