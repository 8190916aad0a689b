"""Duplicates and merges as staff meet them: what is offered, chosen, refused, parted again."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.portal.privacy.registry import HOLDINGS
from organizations import actions
from organizations.actions.guards import lock, save
from organizations.comparing import MergeForm
from organizations.following import former_numbers
from organizations.models import (
    ChangeRequest,
    Contact,
    ImportRow,
    Merge,
    NotDuplicate,
    Organization,
    OrganizationKind,
)
from tests.factories import ContactFactory, OrganizationFactory, UserFactory
from tests.projects.test_races import race

pytestmark = pytest.mark.django_db
Status = Organization.Status


@pytest.fixture
def pair(db: None) -> tuple[Organization, Organization]:
    """Two records of one group: each knows something the other doesn't."""
    first = OrganizationFactory(name="花みずきの会", member_count=10, fee="月500円")
    second = OrganizationFactory(name="NPO法人 花みずきの会", member_count=12, founded_year=1998)
    ContactFactory(
        organization=first, representative="元の 人", phone="042-300-1111", phone_public=True
    )
    ContactFactory(organization=second, representative="元の 人", phone="090-1234-5678")
    return first, second


@pytest.fixture
def at_desk(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def chosen(first: Organization, second: Organization, **changes: str) -> dict[str, Any]:
    """What the page proposes, with some other choices."""
    first, second = (Organization.objects.get(pk=each.pk) for each in (first, second))
    form = MergeForm(first=first, second=second)
    return {name: field.initial or "" for name, field in form.fields.items()} | changes


def compare_url(first: Organization, second: Organization) -> str:
    return reverse("organizations:compare", args=[first.pk, second.pk])


def test_pairs_are_shown_until_somebody_decides(at_desk, pair):
    first, second = pair
    page = at_desk.get(reverse("organizations:duplicates"))
    assert compare_url(first, second) in page.text
    assert "団体名が同じ" in page.text
    at_desk.post(reverse("organizations:not_duplicates", args=[second.pk, first.pk]),
                 {"reason": "電話で確かめた"})  # fmt: skip
    noted = NotDuplicate.objects.get()
    assert (noted.first, noted.second, noted.reason) == (first, second, "電話で確かめた")
    assert compare_url(first, second) not in at_desk.get(reverse("organizations:duplicates")).text


def test_an_import_shows_only_the_pairs_it_brought(at_desk, desk, pair):
    imported = actions.upload_register("団体名\nそらの会\n".encode(), "a.csv", by=desk)
    sky = OrganizationFactory(name="そらの会"), OrganizationFactory(name="NPO法人そらの会")
    ImportRow.objects.create(
        register_import=imported, number=2, outcome="new", organization=sky[1], taken=True
    )
    page = at_desk.get(reverse("organizations:duplicates"), {"import": imported.pk})
    assert [(p.first, p.second) for p in page.context["page_obj"]] == [sky]
    assert len(at_desk.get(reverse("organizations:duplicates")).context["page_obj"]) == 2


def test_the_page_proposes_the_registered_record_and_the_fuller_values(pair):
    first, second = pair
    Organization.objects.filter(pk=first.pk).update(status=Status.LAPSED)
    proposed = chosen(first, second)
    assert proposed["keep"] == proposed["member_count"] == "second"
    assert proposed["fee"] == "first"  # the second says nothing
    assert "representative" not in proposed  # the same


def test_merging_keeps_what_was_chosen_and_no_number_slips_under_an_open_switch(at_desk, pair):
    first, second = pair
    answer = at_desk.post(
        compare_url(first, second),
        chosen(first, second, keep="first", phone="second", member_count="second", reason="確認"),
    )
    merge = Merge.objects.get()
    assert answer.url == reverse("organizations:merge", args=[merge.pk])
    kept = Organization.objects.get(pk=first.pk)
    assert (kept.member_count, kept.fee, kept.founded_year) == (12, "月500円", 1998)
    assert (kept.contact.phone, kept.contact.phone_public) == ("090-1234-5678", False)
    page = at_desk.get(answer.url)
    assert "12" in page.text
    assert "元に戻す" in page.text
    assert at_desk.get(compare_url(first, second)).status_code == 302
    at_desk.post(reverse("organizations:merge_undo", args=[merge.pk]))
    kept.contact.refresh_from_db()
    assert (kept.contact.phone, kept.contact.phone_public) == ("042-300-1111", True)
    assert Organization.objects.get(pk=second.pk).status == Status.PUBLIC


def test_the_number_and_the_note_of_the_merged_record_stay_readable(at_desk, desk, pair):
    first, second = pair
    rows = Organization.objects
    rows.filter(pk=first.pk).update(registration_number="0012", staff_note="会報を郵送")
    rows.filter(pk=second.pk).update(registration_number="0044", staff_note="鍵を貸している")
    merge = actions.merge(rows.get(pk=first.pk), rows.get(pk=second.pk), by=desk)
    kept = rows.get(pk=first.pk)
    assert (kept.registration_number, former_numbers(kept)) == ("0012", ["0044"])
    assert kept.staff_note.splitlines() == [
        "会報を郵送",
        "［1つにまとめた「NPO法人 花みずきの会」、登録番号0044のメモ］",
        "鍵を貸している",
    ]
    for name in ("detail", "registration"):
        assert "0044" in at_desk.get(reverse(f"organizations:{name}", args=[kept.pk])).text
    registration = reverse("organizations:registration", args=[kept.pk])
    assert "鍵を貸している" in at_desk.get(registration).text
    assert "鍵を貸している" in at_desk.get(reverse("organizations:merge", args=[merge.pk])).text
    other = OrganizationFactory()
    by_number = at_desk.get(reverse("organizations:similar", args=[other.pk]), {"q": "0044"})
    assert list(by_number.context["found"]) == [kept]
    assert actions.undo_merge(merge, by=desk) == []
    kept, gone = rows.get(pk=first.pk), rows.get(pk=second.pk)
    assert (kept.staff_note, former_numbers(kept)) == ("会報を郵送", [])
    assert (gone.registration_number, gone.staff_note) == ("0044", "鍵を貸している")


def test_a_record_without_a_number_goes_on_under_that_of_the_other(desk, pair):
    first, second = pair
    Organization.objects.filter(pk=first.pk).update(registration_number=None)
    Organization.objects.filter(pk=second.pk).update(registration_number="0044")
    merge = actions.merge(first, second, by=desk)
    numbers = Organization.objects.order_by("pk").values_list("registration_number", flat=True)
    assert list(numbers) == ["0044", None]
    assert actions.undo_merge(merge, by=desk) == []
    assert list(numbers.all()) == [None, "0044"]


def test_the_addresses_of_a_merged_group_lead_on(client, at_desk, desk, pair):
    first, second = pair
    third = OrganizationFactory()
    actions.merge(second, first, by=desk)
    actions.merge(third, second, by=desk)
    for name in ("detail", "growth", "detail_json", "detail_json_ld"):
        answer = client.get(reverse(f"organizations:{name}", args=[first.pk]))
        assert (answer.status_code, answer.url) == (
            301, reverse(f"organizations:{name}", args=[third.pk]),
        )  # fmt: skip
        assert answer.headers["Cache-Control"] == "no-cache"


def test_who_read_older_values_sees_the_new_ones_first(at_desk, desk, pair):
    first, second = pair
    data = chosen(first, second)
    save(lock(first), None, desk)
    answer = at_desk.post(compare_url(first, second), data, follow=True)
    assert "直されました" in answer.text
    assert not Merge.objects.exists()


def test_the_registered_record_is_the_one_that_stays(at_desk, pair):
    first, second = pair
    Organization.objects.filter(pk=second.pk).update(status=Status.LAPSED)
    data = chosen(first, second, keep="second")
    answer = at_desk.post(compare_url(first, second), data)
    assert "登録しているほうを残してください" in answer.text
    assert not Merge.objects.exists()


def test_nothing_is_merged_before_a_waiting_change_is_answered(desk, pair):
    first, second = pair
    ChangeRequest.objects.create(organization=second, number="変-1", submitted_by=desk)
    with pytest.raises(actions.WrongState, match="変更届が確認を待っています"):
        actions.merge(first, second, by=desk)


def test_an_open_application_ends_and_its_code_leads_nowhere(desk, pair):
    first, _ = pair
    OrganizationKind.objects.get_or_create(name="任意団体")
    application, code = actions.start_application(name="花みずき", email="hana@example.jp")
    Organization.objects.filter(pk=application.organization_id).update(status=Status.SUBMITTED)
    merge = actions.merge(first, application.organization, by=desk)
    application.refresh_from_db()
    assert application.organization == first
    assert application.decided_by == desk
    assert actions.find_application(code) is None
    actions.undo_merge(merge, by=desk)
    application.refresh_from_db()
    assert application.decided_at is None
    assert actions.find_application(code) == application


def test_a_group_is_compared_with_any_other(at_desk, pair):
    first, second = pair
    other = OrganizationFactory(name="みずきと花を育てる人びと", registration_number="0815")
    url = reverse("organizations:similar", args=[first.pk])
    assert compare_url(first, second) in at_desk.get(url).text
    for asked in ("花を育て", "0815"):
        assert compare_url(first, other) in at_desk.get(url, {"q": asked}).text


def test_the_person_before_a_merge_is_found_and_erased(desk, pair):
    first, second = pair
    before, after = UserFactory(name="元の 人"), UserFactory(name="新しい 人")
    Contact.objects.filter(organization=first).update(person=before)
    Contact.objects.filter(organization=second).update(person=after, representative="新しい 人")
    merge = actions.merge(first, second, by=desk, take=["representative", "person"])
    assert Contact.objects.get(organization=first).person == after
    for person in (before, after):
        holdings = [h for h in HOLDINGS if h.model == "organizations.Merge"]
        assert any(merge in h.rows_of(person.pk) for h in holdings)
    Merge.objects.filter(pk=merge.pk).update(moves={})
    with pytest.raises(actions.WrongState, match="個人情報を消した"):
        actions.undo_merge(merge, by=desk)


@pytest.mark.django_db(transaction=True)
def test_race_of_two_people_merging_the_same_pair_both_ways():
    OrganizationKind.objects.get_or_create(name="任意団体")
    one, two = UserFactory(role=Role.DESK), UserFactory(role=Role.DESK)
    first, second = OrganizationFactory(), OrganizationFactory()
    results = race(
        lambda: actions.merge(first, second, by=one), lambda: actions.merge(second, first, by=two)
    )
    assert sum(isinstance(each, Merge) for each in results) == 1
    assert sum(isinstance(each, actions.WrongState) for each in results) == 1
    assert Organization.objects.filter(status=Status.MERGED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_race_of_undoing_and_editing():
    desk = UserFactory(role=Role.DESK)
    first = OrganizationFactory(member_count=1, fee="")
    second = OrganizationFactory(member_count=2)
    merge = actions.merge(first, second, by=desk, take=["member_count"])

    def edit() -> None:
        with transaction.atomic():
            locked = lock(first)
            locked.fee = "月500円"
            save(locked, None, desk)

    undone, edited = race(lambda: actions.undo_merge(merge, by=desk), edit)
    assert (undone, edited) == ([], None)
    first.refresh_from_db()
    assert (first.member_count, first.fee) == (1, "月500円")
    assert Organization.objects.get(pk=second.pk).status == Status.PUBLIC
