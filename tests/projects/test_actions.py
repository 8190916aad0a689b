"""The verbs of a yearly record: what each does in each state, races, numbers, mail."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from koganei_kyodo.accounts.models import Notification, User
from koganei_kyodo.accounts.notifications import mail_notice
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department, Membership
from projects import actions
from projects.completeness import missing_answers
from projects.history import journey
from projects.models import CollaborationForm, Guideline, ProjectRecord
from tests.factories import (
    CityFactory,
    DepartmentFactory,
    GuidelineFactory,
    PartnerFactory,
    RecordFactory,
    UserFactory,
)

Status = ProjectRecord.Status
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(office: Department) -> ProjectRecord:
    return RecordFactory(department=office, partners=1)


def do(verb: str, record: ProjectRecord, officer: User, desk: User) -> Any:
    """Do what `verb` names, as somebody who has the right to it."""
    deeds: dict[str, Callable[[], Any]] = {
        "edit": lambda: actions.save_record(
            record, by=officer, version=record.version, changes={"summary": "直した内容"}
        ),
        "submit": lambda: actions.submit(record, by=officer, version=record.version),
        "withdraw": lambda: actions.withdraw(record, by=officer),
        "return": lambda: actions.return_record(record, by=desk, reason="名前を直してください"),
        "approve": lambda: actions.approve(record, by=desk),
        "delete": lambda: actions.delete_draft(record, by=officer),
        "add": lambda: actions.add_partner(
            record, by=officer, answers=actions.PartnerAnswers(name="新しい会"), token=uuid.uuid4()
        ),
        "change": lambda: actions.change_partner(
            record.partners.get(),
            by=officer,
            version=record.version,
            answers=actions.PartnerAnswers(name="直した会"),
        ),
        "remove": lambda: actions.remove_partner(record.partners.get(), by=officer),
    }
    return deeds[verb]()


def told(record: ProjectRecord) -> list[tuple[User, str]]:
    """Return who was told about the record, and in which words."""
    notices = Notification.objects.filter(subject__contains=record.name).select_related("user")
    return [(notice.user, notice.body) for notice in notices.order_by("pk")]


AFTER = {
    (Status.DRAFT, "edit"): Status.DRAFT,
    (Status.DRAFT, "add"): Status.DRAFT,
    (Status.DRAFT, "change"): Status.DRAFT,
    (Status.DRAFT, "remove"): Status.DRAFT,
    (Status.DRAFT, "submit"): Status.SUBMITTED,
    (Status.DRAFT, "delete"): None,
    (Status.RETURNED, "edit"): Status.RETURNED,
    (Status.RETURNED, "add"): Status.RETURNED,
    (Status.RETURNED, "change"): Status.RETURNED,
    (Status.RETURNED, "remove"): Status.RETURNED,
    (Status.RETURNED, "submit"): Status.SUBMITTED,
    (Status.SUBMITTED, "withdraw"): Status.DRAFT,
    (Status.SUBMITTED, "return"): Status.RETURNED,
    (Status.SUBMITTED, "approve"): Status.APPROVED,
    (Status.APPROVED, "return"): Status.RETURNED,
}
VERBS = ["edit", "add", "change", "remove", "submit", "withdraw", "return", "approve", "delete"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(Status))
def test_every_verb_in_every_state(
    status: Status, verb: str, office: Department, officer: User, desk: User
) -> None:
    record = RecordFactory(department=office, status=status, partners=1)
    if (status, verb) not in AFTER:
        with pytest.raises(actions.WrongState) as refusal:
            do(verb, record, officer, desk)
        assert str(refusal.value)
        after = ProjectRecord.objects.get(pk=record.pk)
        assert (after.status, after.version) == (status, record.version)
        return
    do(verb, record, officer, desk)
    left = ProjectRecord.objects.filter(pk=record.pk).first()
    expected = AFTER[status, verb]
    if left is None:
        assert expected is None
        return
    assert left.status == expected
    assert left.version == record.version + 1
    assert left.updated_by == (desk if verb in ("return", "approve") else officer)


@pytest.mark.parametrize("verb", VERBS)
def test_another_citys_data_never_change(verb: str, desk: User) -> None:
    office = DepartmentFactory(parent=CityFactory(closed_dataset=True))
    officer = UserFactory(role=Role.OFFICER, role__place=office)
    record = RecordFactory(department=office, partners=1)
    with pytest.raises(actions.ClosedDataset):
        do(verb, record, officer, desk)


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_does_what_is_not_theirs(
    verb: str, draft: ProjectRecord, other_officer: User, officer: User
) -> None:
    """The other office writes nothing; an office reviews nothing, its own records included."""
    with pytest.raises(PermissionDenied):
        do(verb, draft, other_officer, officer)


# --- submitting ------------------------------------------------------------------------------
def test_submitting_names_everything_that_is_missing(office: Department, officer: User) -> None:
    record = RecordFactory(department=office, name="", summary="", continuity="")
    PartnerFactory(record=record, empty=True)
    with pytest.raises(actions.Incomplete) as refusal:
        actions.submit(record, by=officer, version=1)
    assert [each.field for each in refusal.value.missing] == [
        "name", "summary", "continuity",
        "name", "kind", "forms", "origins", "initiatives", "outcome",
    ]  # fmt: skip
    assert all(each.partner_id for each in refusal.value.missing[3:])
    record.refresh_from_db()
    assert (record.status, record.number) == (Status.DRAFT, "")


def test_a_record_needs_a_partner(office: Department) -> None:
    record = RecordFactory(department=office)
    assert [(each.step, each.field) for each in missing_answers(record)] == [
        ("partners", "partners")
    ]


def test_a_bare_number_of_groups_is_enough(draft: ProjectRecord) -> None:
    draft.partners.update(name="", group_count=50)
    assert missing_answers(draft) == []


def test_numbers_run_by_fiscal_year(office: Department, officer: User) -> None:
    numbers = []
    for year in (2025, 2024, 2025):
        record = RecordFactory(department=office, fiscal_year=year, partners=1)
        numbers.append(actions.submit(record, by=officer, version=1).number)
    assert numbers == ["2025-0001", "2024-0001", "2025-0002"]


def test_numbers_go_on_after_9999(office: Department, officer: User, draft: ProjectRecord) -> None:
    RecordFactory(department=office, status=Status.SUBMITTED, number="2025-9999")
    RecordFactory(department=office, status=Status.SUBMITTED, number="2025-10000")
    assert actions.submit(draft, by=officer, version=1).number == "2025-10001"


def test_a_number_is_kept_for_good(draft: ProjectRecord, officer: User, desk: User) -> None:
    number = actions.submit(draft, by=officer, version=1).number
    actions.withdraw(draft, by=officer)
    assert actions.submit(draft, by=officer, version=3).number == number
    actions.return_record(draft, by=desk, reason="名前を直してください")
    assert actions.submit(draft, by=officer, version=5).number == number


def test_submitting_what_a_colleague_changed_is_refused(
    draft: ProjectRecord, officer: User, head: User
) -> None:
    actions.save_record(draft, by=head, version=1, changes={"cost": 5})
    with pytest.raises(actions.EditedByOther) as refusal:
        actions.submit(draft, by=officer, version=1)
    assert refusal.value.who == head.name
    actions.submit(draft, by=officer, version=2)


# --- two people ------------------------------------------------------------------------------
def test_a_colleagues_change_of_the_same_field_is_not_overwritten(
    draft: ProjectRecord, officer: User, head: User
) -> None:
    actions.save_record(draft, by=head, version=1, changes={"summary": "課長の文"})
    with pytest.raises(actions.EditedByOther) as refusal:
        actions.save_record(draft, by=officer, version=1, changes={"summary": "担当の文"})
    assert (refusal.value.who, refusal.value.fields) == (head.name, {"summary"})
    draft.refresh_from_db()
    assert draft.summary == "課長の文"
    # Having seen it, the person may overwrite it.
    actions.save_record(draft, by=officer, version=2, changes={"summary": "担当の文"})


def test_a_colleagues_change_of_another_field_is_no_conflict(
    draft: ProjectRecord, officer: User, head: User
) -> None:
    actions.save_record(draft, by=head, version=1, changes={"cost": 120_000})
    actions.save_record(draft, by=officer, version=1, changes={"summary": "担当の文"})
    draft.refresh_from_db()
    assert (draft.cost, draft.summary, draft.version) == (120_000, "担当の文", 3)


def test_going_back_in_the_browser_is_no_conflict(draft: ProjectRecord, officer: User) -> None:
    actions.save_record(draft, by=officer, version=1, changes={"summary": "一回目"})
    saved = actions.save_record(draft, by=officer, version=1, changes={"summary": "二回目"})
    assert saved.summary == "二回目"


def test_a_colleagues_change_of_a_partner(draft: ProjectRecord, officer: User, head: User) -> None:
    partner = draft.partners.get()
    theirs = actions.PartnerAnswers(name="課長が直した会")
    mine = actions.PartnerAnswers(name="担当が直した会")
    actions.change_partner(partner, by=head, version=1, answers=theirs)
    with pytest.raises(actions.EditedByOther) as refusal:
        actions.change_partner(partner, by=officer, version=1, answers=mine)
    assert refusal.value.who == head.name
    actions.change_partner(partner, by=officer, version=2, answers=mine)
    partner.refresh_from_db()
    assert partner.name == "担当が直した会"


def test_approving_what_was_changed_meanwhile_is_refused(
    draft: ProjectRecord, officer: User, desk: User
) -> None:
    seen = actions.submit(draft, by=officer, version=1).version
    actions.withdraw(draft, by=officer)
    actions.save_record(draft, by=officer, version=3, changes={"summary": "別の文"})
    actions.submit(draft, by=officer, version=4)
    with pytest.raises(actions.EditedByOther):
        actions.approve(draft, by=desk, version=seen)
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED


# --- beginning -------------------------------------------------------------------------------
def test_the_same_form_twice_makes_one_record(
    office: Department, officer: User, guideline: Guideline
) -> None:
    token = uuid.uuid4()
    made = [
        actions.create_record(officer, office, fiscal_year=2025, token=token, name="花だん")
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert ProjectRecord.objects.count() == 1


def test_a_project_has_one_record_a_year(draft: ProjectRecord, officer: User) -> None:
    with pytest.raises(actions.AlreadyReported) as refusal:
        actions.create_record(
            officer, draft.department, fiscal_year=2025, token=uuid.uuid4(), project=draft.project
        )
    assert refusal.value.record == draft
    other = RecordFactory(department=draft.department, project=draft.project, fiscal_year=2024)
    with pytest.raises(actions.AlreadyReported):
        actions.save_record(other, by=officer, version=1, changes={"fiscal_year": 2025})


def test_last_years_answers_are_copied_but_not_its_outcome(
    draft: ProjectRecord, officer: User
) -> None:
    new = actions.create_record(
        officer, draft.department, fiscal_year=2026, token=uuid.uuid4(), project=draft.project
    )
    assert (new.name, new.summary, new.continuity) == (draft.name, draft.summary, "continued")
    partner = new.partners.get()
    assert partner.name == draft.partners.get().name
    assert [form.name for form in partner.forms.all()] == ["委託"]
    assert partner.outcome is None
    assert [each.field for each in missing_answers(new)] == ["outcome"]


def test_a_new_guideline_keeps_only_the_words_it_has(draft: ProjectRecord, officer: User) -> None:
    draft.partners.get().forms.add(
        CollaborationForm.objects.create(guideline=draft.guideline, name="昔の形")
    )
    Guideline.objects.update(is_current=False)
    newer = GuidelineFactory(name="新しい指針")
    new = actions.create_record(
        officer, draft.department, fiscal_year=2026, token=uuid.uuid4(), project=draft.project
    )
    assert [(f.name, f.guideline) for f in new.partners.get().forms.all()] == [("委託", newer)]


def test_only_a_member_of_the_office_begins(
    office: Department, other_officer: User, guideline: Guideline
) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_record(other_officer, office, fiscal_year=2025, token=uuid.uuid4())


def test_without_a_guideline_nothing_begins(office: Department, officer: User) -> None:
    with pytest.raises(actions.WrongState, match="センターに連絡"):
        actions.create_record(officer, office, fiscal_year=2025, token=uuid.uuid4())


def test_a_project_follows_the_name_of_its_only_record(draft: ProjectRecord, officer: User) -> None:
    actions.save_record(draft, by=officer, version=1, changes={"name": "新しい名前"})
    draft.project.refresh_from_db()
    assert draft.project.name == "新しい名前"
    RecordFactory(department=draft.department, project=draft.project, fiscal_year=2024)
    actions.save_record(draft, by=officer, version=2, changes={"name": "今年だけの名前"})
    draft.project.refresh_from_db()
    assert draft.project.name == "新しい名前"


def test_only_fields_of_the_sheet_are_saved(draft: ProjectRecord, officer: User) -> None:
    with pytest.raises(ValueError, match="status"):
        actions.save_record(draft, by=officer, version=1, changes={"status": "approved"})


# --- partners --------------------------------------------------------------------------------
def test_the_same_form_twice_adds_one_partner(draft: ProjectRecord, officer: User) -> None:
    answers, token = actions.PartnerAnswers(name="新しい会"), uuid.uuid4()
    for _ in range(2):
        actions.add_partner(draft, by=officer, answers=answers, token=token)
    assert [p.position for p in draft.partners.all()] == [1, 2]


def test_removing_a_partner_closes_the_gap(office: Department, officer: User) -> None:
    record = RecordFactory(department=office, partners=3)
    first, second, third = record.partners.all()
    actions.remove_partner(first, by=officer)
    assert [(p.pk, p.position) for p in record.partners.all()] == [(second.pk, 1), (third.pk, 2)]
    actions.remove_partner(first, by=officer)
    assert record.partners.count() == 2


def test_a_label_of_another_guideline_is_refused(draft: ProjectRecord, officer: User) -> None:
    other = Guideline.objects.create(name="よその指針")
    foreign = CollaborationForm.objects.create(guideline=other, name="委託")
    with pytest.raises(ValueError, match="guideline"):
        actions.add_partner(
            draft,
            by=officer,
            answers=actions.PartnerAnswers(forms=[foreign]),
            token=uuid.uuid4(),
        )
    assert draft.partners.count() == 1


def test_deleting_a_draft_takes_its_project_along(draft: ProjectRecord, officer: User) -> None:
    project = draft.project
    actions.delete_draft(draft, by=officer)
    assert not type(project).objects.filter(pk=project.pk).exists()


def test_what_was_submitted_once_is_never_deleted(draft: ProjectRecord, officer: User) -> None:
    actions.submit(draft, by=officer, version=1)
    actions.withdraw(draft, by=officer)
    with pytest.raises(actions.WrongState, match="一度提出した"):
        actions.delete_draft(draft, by=officer)


# --- review ----------------------------------------------------------------------------------
def test_a_record_counts_only_while_it_is_approved(
    draft: ProjectRecord, officer: User, desk: User
) -> None:
    def counted() -> bool:
        return ProjectRecord.objects.published().filter(pk=draft.pk).exists()

    actions.submit(draft, by=officer, version=1)
    assert not counted()
    actions.approve(draft, by=desk)
    assert counted()
    actions.return_record(draft, by=desk, reason="金額が違います")
    assert not counted()


def test_returning_needs_a_reason(draft: ProjectRecord, officer: User, desk: User) -> None:
    actions.submit(draft, by=officer, version=1)
    with pytest.raises(ValueError, match="reason"):
        actions.return_record(draft, by=desk, reason="  ")


def test_the_journey_tells_who_did_what_and_why(
    draft: ProjectRecord, officer: User, desk: User, head: User
) -> None:
    actions.submit(draft, by=officer, version=1)
    actions.return_record(draft, by=desk, reason="名前を直してください")
    actions.submit(draft, by=head, version=3)
    actions.approve(draft, by=desk)
    assert [(step.who, step.what, step.reason) for step in journey(draft)][1:] == [
        (officer.name, "提出した", ""),
        (desk.name, "修正を依頼した", "名前を直してください"),
        (head.name, "直して、出し直した", ""),
        (desk.name, "承認した", ""),
    ]


# --- notices ---------------------------------------------------------------------------------
def test_returning_tells_the_people_of_the_office(
    draft: ProjectRecord,
    officer: User,
    head: User,
    desk: User,
    other_officer: User,
    mailoutbox: Any,
) -> None:
    without_mail = UserFactory(role=Role.OFFICER, role__place=draft.department, email="")
    actions.submit(draft, by=officer, version=1)
    assert told(draft) == []
    actions.return_record(draft, by=desk, reason="名前を直してください", link="https://a.example/1")
    people = dict(told(draft))
    assert set(people) == {officer, head, without_mail}
    assert all("名前を直してください" in body for body in people.values())
    for notice in Notification.objects.filter(user=officer):
        mail_notice(notice.pk)
    (mail,) = mailoutbox
    assert mail.to == [officer.email]
    assert "名前を直してください" in mail.body
    assert "https://a.example/1" in mail.body
    assert "&" not in mail.body


def test_approving_tells_the_successors_of_a_closed_office(
    draft: ProjectRecord, officer: User, desk: User, other_office: Department
) -> None:
    actions.submit(draft, by=officer, version=1)
    successor = UserFactory(role=Role.HEAD, role__place=other_office)
    draft.department.successors.add(other_office)
    ended = officer.memberships.get().valid_from
    officer.memberships.update(valid_until=ended)
    Department.objects.filter(pk=draft.department_id).update(valid_until=ended)
    actions.approve(draft, by=desk)
    ((person, body),) = told(draft)
    assert person == successor
    assert "受け付けました" in body


def test_a_rolled_back_approval_tells_nobody(
    draft: ProjectRecord, officer: User, desk: User
) -> None:
    actions.submit(draft, by=officer, version=1)
    with transaction.atomic():
        actions.approve(draft, by=desk)
        assert len(told(draft)) == 1
        transaction.set_rollback(True)
    assert told(draft) == []


def test_a_person_who_left_is_not_told(draft: ProjectRecord, officer: User, desk: User) -> None:
    actions.submit(draft, by=officer, version=1)
    UserFactory(role=Role.OFFICER, role__place=draft.department, is_active=False)
    actions.approve(draft, by=desk)
    assert [person for person, _ in told(draft)] == [officer]


def test_who_handed_a_record_in_approves_it_only_where_nobody_else_could(
    office: Department, desk: User, guideline: Guideline
) -> None:
    record: Any = RecordFactory(department=office, partners=1, entered_by=desk)
    record = actions.submit(record, by=desk, version=record.version)
    colleague: Any = UserFactory(role=Role.COORDINATOR)
    with pytest.raises(actions.WrongState, match="ほかの職員"):
        actions.approve(record, by=desk)
    Membership.objects.filter(user=colleague).update(
        valid_until=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert actions.approve(record, by=desk).status == "approved"
