"""The register's verbs: apply, return, approve, find duplicates, merge and undo."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from koganei_kyodo.accounts.roles import Role
from organizations import actions
from organizations.duplicates import SAME_NAME, SAME_PHONE, duplicate_pairs, similar_to
from organizations.following import references
from organizations.models import (
    ActivityField,
    Area,
    Attachment,
    Contact,
    Invitation,
    Membership,
    Organization,
    OrganizationField,
    OrganizationKind,
    RegistrySettings,
    Requirement,
    StoredFile,
)
from tests.factories import ContactFactory, OrganizationFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
Status = Organization.Status


@pytest.fixture
def applied(db):
    """A complete application, handed in."""
    OrganizationKind.objects.get_or_create(name="任意団体")
    application, _ = actions.start_application(name="花の会", email="hana@example.jp")
    fill(application.organization)
    actions.submit(application.organization)
    application.refresh_from_db()
    application.organization.refresh_from_db()
    return application


def fill(organization):
    organization.name_kana, organization.purpose = "はなのかい", "花を育てる"
    organization.activities, organization.member_count = "月に2回集まる", 12
    organization.save()
    OrganizationField.objects.create(
        organization=organization, field=ActivityField.objects.earliest("pk"), is_main=True
    )
    organization.areas.add(Area.objects.first())
    Contact.objects.filter(organization=organization).update(
        representative="花田 咲", address="見本市本町1丁目1番", phone="042-300-0001"
    )
    file = StoredFile.objects.create(content=b"%PDF-", content_type="application/pdf", size=5)
    Attachment.objects.create(organization=organization, kind="rules", name="会則.pdf", file=file)


def tick_all(application, by):
    for requirement in Requirement.objects.all():
        actions.check_requirement(
            application, requirement, result="met", remark="会則で確認", by=by
        )


def test_an_empty_application_is_told_everything_that_is_missing():
    OrganizationKind.objects.get_or_create(name="任意団体")
    application, code = actions.start_application(name="空の会")
    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(application.organization)
    assert {m.field for m in refused.value.missing} >= {"name_kana", "fields", "rules", "address"}
    assert actions.find_application(code.lower()) == application
    assert actions.find_application("0" * 28) is None


def test_approval_gives_a_number_a_page_a_term_and_an_invitation(applied, desk):
    organization = applied.organization
    with pytest.raises(actions.WrongState, match="要件の確認が8つ"):
        actions.approve(organization, by=desk)
    tick_all(applied, desk)
    actions.approve(organization, by=desk, address="https://example.jp/", site_name="見本")
    organization.refresh_from_db()
    assert organization.status == Status.PUBLIC
    assert organization.registration_number == "0001"
    assert organization.valid_until > timezone.localdate()
    assert organization.yearly_facts.get().member_count == 12
    invitation = Invitation.objects.get(organization=organization)
    assert (invitation.role, invitation.addressee) == (Role.REPRESENTATIVE, "花田 咲")
    with pytest.raises(actions.NotNow):
        actions.approve(organization, by=desk)


def test_what_is_returned_is_handed_in_again_under_the_same_number(applied, desk):
    organization, number = applied.organization, applied.number
    with pytest.raises(actions.WrongState, match="直してほしいこと"):
        actions.return_application(organization, by=desk, reason=" ", steps=[])
    actions.return_application(organization, by=desk, reason="会則が読めません", steps=["files"])
    applied.refresh_from_db()
    assert (applied.return_reason, applied.return_steps) == ("会則が読めません", ["files"])
    again = actions.submit(organization)
    assert (again.number, again.return_reason) == (number, "")


def test_only_staff_decide(applied, member, officer):
    for person in (member, officer):
        with pytest.raises(PermissionDenied):
            actions.approve(applied.organization, by=person)
        with pytest.raises(PermissionDenied):
            actions.decline(applied.organization, by=person, reason="理由")


@pytest.mark.parametrize("status", [s for s in Status if s != Status.SUBMITTED])
def test_nothing_but_an_application_is_decided(status, desk):
    kept = OrganizationFactory()
    target = kept if status == Status.MERGED else None
    organization = OrganizationFactory(status=status, merged_into=target)
    with pytest.raises(actions.NotNow):
        actions.approve(organization, by=desk)
    with pytest.raises(actions.NotNow):
        actions.decline(organization, by=desk, reason="理由")


def test_a_declined_group_may_enter_later(applied, desk):
    actions.decline(applied.organization, by=desk, reason="市外で活動しているため")
    again = actions.reenter(applied.organization, by=desk)
    assert again.kind == "reentry"
    assert applied.organization.applications.count() == 2


def test_duplicates_are_found_by_name_without_legal_form_and_by_telephone(desk):
    first = OrganizationFactory(name="NPO法人 花・みずきの会")
    second = OrganizationFactory(name="特定非営利活動法人花みずきの会")
    other = OrganizationFactory(name="まったく別の会")
    ContactFactory(organization=first, phone="042-300-1111", address="")
    ContactFactory(organization=second, phone="0423001111", address="")
    found = similar_to(first)
    assert [(s.organization, set(s.reasons)) for s in found] == [(second, {SAME_NAME, SAME_PHONE})]
    pairs = duplicate_pairs()
    assert [(p.first, p.second) for p in pairs] == [(first, second)]
    assert similar_to(other) == []
    actions.not_duplicates(second, first, by=desk, reason="別の会")
    assert duplicate_pairs() == []
    assert similar_to(first) == []


def test_merging_keeps_everything_and_is_undone_exactly(desk, member):
    kept = OrganizationFactory(name="花みずきの会", member_count=10)
    gone = member.current_memberships[0].organization
    ContactFactory(organization=kept, phone="042-300-1111", representative="元の 人")
    ContactFactory(organization=gone, phone="042-300-2222", representative="新しい 人")
    Organization.objects.filter(pk=gone.pk).update(member_count=20)
    fields = list(ActivityField.objects.all()[:2])
    for organization in (kept, gone):
        OrganizationField.objects.create(organization=organization, field=fields[0], is_main=True)
    OrganizationField.objects.create(organization=gone, field=fields[1])
    partner = PartnerFactory(organization=gone)
    before = snapshot(kept, gone)

    merge = actions.merge(
        kept, gone, by=desk, take=["member_count", "representative"], reason="同じ団体"
    )
    kept.refresh_from_db()
    gone.refresh_from_db()
    partner.refresh_from_db()
    assert (gone.status, gone.merged_into) == (Status.MERGED, kept)
    assert partner.organization == kept
    assert Membership.objects.get(user=member).organization == kept
    assert {row.field for row in kept.field_rows.all()} == set(fields)
    assert (kept.member_count, kept.contact.representative) == (20, "新しい 人")
    assert kept.contact.phone == "042-300-1111"

    assert actions.undo_merge(merge, by=desk) == []
    assert snapshot(kept, gone) == before
    with pytest.raises(actions.WrongState, match="すでに元に戻して"):
        actions.undo_merge(merge, by=desk)


def snapshot(*organizations):
    """Everything that hangs on the groups, and their own values but the version."""
    found = {}
    for organization in organizations:
        row: Any = Organization.objects.filter(pk=organization.pk).values().get()
        for name in ("version", "updated_at", "updated_by_id"):
            del row[name]
        contact = Contact.objects.filter(organization=organization).values().get()
        hanging = {r.key: sorted(r.rows(organization).values_list("pk")) for r in references()}
        mains = list(organization.field_rows.order_by("pk").values_list("pk", "is_main"))
        found[organization.pk] = (row, contact, hanging, mains)
    return found


def test_what_somebody_changed_after_a_merge_stays_and_is_told(desk):
    kept, gone = OrganizationFactory(member_count=1), OrganizationFactory(member_count=2)
    merge = actions.merge(kept, gone, by=desk, take=["member_count"])
    Organization.objects.filter(pk=kept.pk).update(member_count=3)
    problems = actions.undo_merge(merge, by=desk)
    kept.refresh_from_db()
    assert kept.member_count == 3
    assert len(problems) == 1
    assert "会員の数" in problems[0]


def test_merges_are_undone_last_first(desk):
    a, b, c = OrganizationFactory(), OrganizationFactory(), OrganizationFactory()
    first = actions.merge(b, a, by=desk)
    second = actions.merge(c, b, by=desk)
    with pytest.raises(actions.WrongState, match="先に、それを"):
        actions.undo_merge(first, by=desk)
    actions.undo_merge(second, by=desk)
    actions.undo_merge(first, by=desk)
    assert not Organization.objects.filter(status=Status.MERGED).exists()
    with pytest.raises(actions.WrongState, match="同じ団体を2つ"):
        actions.merge(a, a, by=desk)


def test_one_person_in_both_groups_stays_a_member_once(desk):
    kept, gone = OrganizationFactory(), OrganizationFactory()
    person = UserFactory(role=Role.EDITOR, role__place=kept)
    since = timezone.localdate()
    left = Membership.objects.create(
        user=person, role=Role.EDITOR, organization=gone, valid_from=since
    )
    actions.merge(kept, gone, by=desk)
    left.refresh_from_db()
    assert left.organization == gone
    assert kept.memberships.count() == 1


def test_the_settings_say_how_long_a_registration_lasts():
    import datetime

    from organizations.periods import end_of_registration

    settings = RegistrySettings(renewal_years=1)
    assert end_of_registration(datetime.date(2026, 4, 1), settings) == datetime.date(2027, 3, 31)
    assert end_of_registration(datetime.date(2028, 2, 29), settings) == datetime.date(2029, 2, 28)
    settings = RegistrySettings(renewal_years=3, renewal_end="fiscal_year")
    assert end_of_registration(datetime.date(2026, 6, 1), settings) == datetime.date(2029, 3, 31)
