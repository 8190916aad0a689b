"""4月1日の確認: the sheet, the preview, carrying it out."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.models import Membership, MembershipConfirmation, Transfer
from projects.models import ProjectRecord
from tests.factories import DepartmentFactory, RecordFactory, UserFactory
from tests.organizations.conftest import again, membership_of

pytestmark = pytest.mark.django_db
URL = "/memberships/yearly/"
MARCH = datetime.datetime(2027, 3, 10, 3, 0, tzinfo=datetime.UTC)
LAST, FIRST = datetime.date(2027, 3, 31), datetime.date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _march():
    """It is 10 March 2027, and everybody has been there for a year."""
    with time_machine.travel(MARCH, tick=False):
        yield


def answer(user, choice, **more):
    pk = membership_of(user).pk
    return {f"choice-{pk}": choice, **{f"{part}-{pk}": text for part, text in more.items()}}


def apply(client, typed, year=""):
    return client.post(f"{URL}{year}", typed | {"step": "apply"}, follow=True)


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("head", 200), ("operator", 200), ("officer", 403), ("desk", 403),
     ("leader", 403), ("newcomer", 403)],
)  # fmt: skip
def test_who_opens_the_page(client, who, status, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == status
    assert client.post(URL, {"step": "apply"}, follow=True).status_code == status


def test_anonymous_people_log_in_first(client, db):
    assert client.get(URL).url == f"{reverse('login')}?next={URL}"
    assert client.post(URL).url == f"{reverse('login')}?next={URL}"


def test_the_coordinator_sees_all_offices_and_the_centre_but_no_groups(
    client, coordinator, head, officer, other_officer, desk, leader
):
    client.force_login(coordinator)
    page = client.get(URL).content.decode()
    for user in (coordinator, head, officer, other_officer, desk):
        assert f"{user.name}さん" in page
    assert leader.name not in page
    assert "2027（令和9）年度" in page
    assert "未確認5人" in page


def test_a_head_sees_the_own_office_and_answers_for_the_officers(
    client, head, officer, other_officer
):
    client.force_login(head)
    page = client.get(URL).content.decode()
    assert other_officer.name not in page
    assert f"choice-{membership_of(officer).pk}" in page
    assert f"choice-{membership_of(head).pk}" not in page
    assert "この人の確認は、協働の主管課がします" in page
    typed = answer(officer, "keep") | answer(head, "end")
    apply(client, typed)
    assert membership_of(head).valid_until is None
    assert MembershipConfirmation.objects.get().membership.user == officer


def test_the_preview_names_everybody_and_changes_nothing(
    client, coordinator, head, officer, other_officer, desk, other_office
):
    client.force_login(coordinator)
    typed = (
        answer(officer, "move", to="防災課", on="令和9年4月1日")
        | answer(head, "end")
        | answer(desk, "keep")
    )
    before = list(Membership.objects.values())
    page = client.post(URL, typed | {"step": "preview"}).content.decode()
    for text in ("続ける（1人）", "終わる（1人）", "異動する（1人）", "未確認のまま（2人）",
                 "山田 花子さん　公園課から防災課へ", "公園課の課長がいなくなります"):  # fmt: skip
        assert text in page
    assert list(Membership.objects.values()) == before
    assert not MembershipConfirmation.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+-\d+)" value="([^"]*)">', page))
    done = apply(client, hidden).content.decode()
    assert "続ける1人、終わる1人、異動する1人を記録しました" in done
    assert membership_of(head).valid_until == LAST
    old, new = Membership.objects.filter(user=officer).order_by("valid_from")
    assert (old.valid_until, new.valid_from, new.department) == (LAST, FIRST, other_office)
    confirmation = MembershipConfirmation.objects.get()
    assert (confirmation.membership.user, confirmation.by) == (desk, coordinator)
    assert (confirmation.fiscal_year, confirmation.at) == (2027, MARCH)
    assert "田中 健さんが確認" in done
    assert "未確認2人" in done


def test_the_rights_change_on_1_april_and_the_drafts_stay(
    client, coordinator, head, officer, office, other_office
):
    """The person who moved no longer sees the office's drafts; the colleague does."""
    draft = RecordFactory(department=office, name="花だんの手入れ")
    client.force_login(coordinator)
    apply(client, answer(officer, "move", to="防災課"))
    with time_machine.travel(datetime.datetime(2027, 3, 31, 14, 59, tzinfo=datetime.UTC)):
        assert draft in ProjectRecord.objects.visible_to(again(officer))
    with time_machine.travel(datetime.datetime(2027, 3, 31, 15, 1, tzinfo=datetime.UTC)):
        assert draft not in ProjectRecord.objects.visible_to(again(officer))
        assert again(officer).office_ids == {other_office.pk}
        assert draft in ProjectRecord.objects.visible_to(again(head))


def test_applying_twice_is_applying_once(client, coordinator, head, officer, desk, other_office):
    client.force_login(coordinator)
    typed = answer(officer, "move", to="防災課") | answer(desk, "keep") | answer(head, "end")
    decisions = [
        actions.Decision(membership_of(officer), actions.MOVE, other_office, FIRST),
        actions.Decision(membership_of(desk), actions.KEEP),
        actions.Decision(membership_of(head), actions.END),
    ]
    apply(client, typed)
    rows = list(Membership.objects.values())
    apply(client, typed)
    actions.carry_out(decisions, by=coordinator, fiscal_year=2027)
    assert list(Membership.objects.values()) == rows
    assert MembershipConfirmation.objects.count() == 1


def test_nothing_is_carried_out_where_one_answer_no_longer_fits(
    client, coordinator, head, officer, desk, other_office
):
    client.force_login(coordinator)
    typed = answer(desk, "keep") | answer(officer, "move", to="防災課")
    UserFactory(name="代わり")  # nobody else's row is touched
    Membership.objects.create(
        user=officer, role=Role.OFFICER, department=other_office, valid_from=FIRST
    )
    pk = Membership.objects.get(user=officer, department__name="公園課").pk
    typed = answer(desk, "keep") | {f"choice-{pk}": "move", f"to-{pk}": "防災課"}
    for step in ("preview", "apply"):
        page = client.post(URL, typed | {"step": step})
        html = page.content.decode()
        assert page.status_code == 200
        assert "山田 花子さん：" in html
        assert "エラー：" in html
    assert not MembershipConfirmation.objects.exists()


def test_a_head_announces_moves_and_they_show_as_waiting(client, head, officer, other_office):
    client.force_login(head)
    typed = answer(officer, "move", to="防災課", on="2027/5/1")
    assert "異動先が受け入れるのを待ちます" in client.post(URL, typed).content.decode()
    page = apply(client, typed).content.decode()
    transfer = Transfer.objects.get()
    assert (transfer.to_department, transfer.on) == (other_office, datetime.date(2027, 5, 1))
    # The move comes after 1 April: until then the person is still here.
    assert membership_of(officer).valid_until == datetime.date(2027, 4, 30)
    assert "防災課（受け入れ待ち）" in page


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "山田 花子さんの異動先の課を選んでください"),
        ({"to": "ない課"}, "「ない課」は見つかりません"),
        ({"to": "防災課", "on": "4月のいつか"}, "山田 花子さんの異動の日は、実際にある日付"),
        ({"to": "公園課"}, "いまと同じ課です"),
    ],
)
def test_a_move_that_does_not_fit_keeps_all_answers(
    client, coordinator, officer, head, other_office, more, says
):
    client.force_login(coordinator)
    page = client.post(URL, answer(officer, "move", **more) | answer(head, "keep"))
    html = page.content.decode()
    assert says in html
    pk = membership_of(head).pk
    assert re.search(rf'name="choice-{pk}" value="keep"[^>]*checked', html)
    assert membership_of(officer).valid_until is None


def test_a_choice_that_is_none_is_refused(client, coordinator, officer):
    client.force_login(coordinator)
    page = client.post(URL, answer(officer, "promote")).content.decode()
    assert "山田 花子さんは、画面に出ている中から選び直してください" in page


def test_nothing_chosen_says_so(client, coordinator, officer):
    client.force_login(coordinator)
    page = client.post(URL, {"step": "preview"}, follow=True).content.decode()
    assert "まだ何も選んでいません" in page


def test_a_whole_office_is_filled_without_scripts_and_kept_answers_stay(
    client, coordinator, office, officer, head, other_officer
):
    client.force_login(coordinator)
    page = client.post(URL, answer(head, "end") | {"keep_all": str(office.pk)}).content.decode()
    for user, choice in ((officer, "keep"), (head, "end")):
        pk = membership_of(user).pk
        assert re.search(rf'name="choice-{pk}" value="{choice}"[^>]*checked', page)
    pk = membership_of(other_officer).pk
    assert not re.search(rf'name="choice-{pk}"[^>]*checked', page)
    assert not MembershipConfirmation.objects.exists()
    back = client.post(URL, answer(officer, "end") | {"step": "back"}).content.decode()
    pk = membership_of(officer).pk
    assert re.search(rf'name="choice-{pk}" value="end"[^>]*checked', back)


def test_an_office_that_closes_sends_its_people_to_its_successor(
    client, coordinator, officer, office, city
):
    office.valid_until = LAST
    office.save()
    DepartmentFactory(name="みどり課", parent=city, valid_from=FIRST)
    client.force_login(coordinator)
    page = client.post(URL, answer(officer, "keep")).content.decode()
    assert "山田 花子さん：公園課は、2027年4月1日（木）にはありません" in page
    apply(client, answer(officer, "move", to="みどり課"))
    assert Membership.objects.filter(user=officer, department__name="みどり課").exists()


def test_after_1_april_the_begun_year_can_still_be_answered(client, coordinator, officer, head):
    client.force_login(coordinator)
    with time_machine.travel(datetime.datetime(2027, 4, 20, 3, 0, tzinfo=datetime.UTC)):
        client.force_login(coordinator)
        assert "2028（令和10）年度" in client.get(URL).content.decode()
        page = apply(client, answer(officer, "end"), "?year=2027").content.decode()
        assert "2027（令和9）年度" in page
        assert membership_of(officer).valid_until == LAST
        assert not again(officer).office_ids


def test_who_came_after_1_april_ends_elsewhere(client, coordinator, officer):
    with time_machine.travel("2027-05-20T12:00:00+09:00", tick=False):
        client.force_login(coordinator)
        Membership.objects.filter(user=officer).update(valid_from=datetime.date(2027, 5, 1))
        page = apply(client, answer(officer, "end"), "?year=2027").content.decode()
        assert "2027年5月1日（土）に来た人なので、2027年3月31日（水）では終われません" in page
        assert "管理画面の「所属」で決めてください" in page
        assert membership_of(officer).valid_until is None


def test_300_people_take_few_questions_and_one_request(client, coordinator, city, queries_of):
    offices = [DepartmentFactory(name=f"第{number}課", parent=city) for number in range(20)]
    client.force_login(coordinator)

    def add(count):
        for number in range(count):
            UserFactory(role=Role.OFFICER, role__place=offices[number % 20])

    add(2)
    one = queries_of(lambda: client.get(URL))
    add(298)
    assert queries_of(lambda: client.get(URL)) == one
    rows = Membership.objects.filter(role=Role.OFFICER)
    typed = {f"choice-{m.pk}": "keep" for m in rows}
    typed |= {f"to-{m.pk}": "" for m in rows} | {f"on-{m.pk}": "2027年4月1日" for m in rows}
    page = client.post(URL, typed | {"step": "preview"}).content.decode()
    assert "続ける（300人）" in page
    done = apply(client, typed).content.decode()
    assert "続ける300人、終わる0人、異動する0人を記録しました" in done
    assert MembershipConfirmation.objects.count() == 300
