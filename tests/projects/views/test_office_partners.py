"""The sheets of a record's partners."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.accounts.models import User
from organizations.models import Department, Organization
from projects import actions
from projects.models import PartnerKind, ProjectRecord
from tests.factories import OrganizationFactory, RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def draft(office: Department) -> ProjectRecord:
    return RecordFactory(department=office, partners=1)


def url(record: ProjectRecord, name: str) -> str:
    args = [record.pk] if name == "partner_add" else [record.pk, record.partners.all()[0].pk]
    return reverse(f"projects:{name}", args=args)


def answers(record: ProjectRecord) -> dict[str, Any]:
    guideline = record.guideline
    return {
        "name": "見本の会",
        "group_count": "５０団体",
        "kind": guideline.partnerkind_set.all()[1].pk,
        "forms": [form.pk for form in guideline.collaborationform_set.all()[:2]],
        "origins": [guideline.origin_set.all()[0].pk],
        "initiatives": [each.pk for each in guideline.initiative_set.all()],
        "outcome": guideline.outcome_set.all()[0].pk,
        "version": record.version,
    }


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1]


def test_adding_a_partner_twice_adds_one(at_work: Client, draft: ProjectRecord) -> None:
    token = token_in(at_work.get(url(draft, "partner_add")).content.decode())
    for _ in range(2):
        response = at_work.post(url(draft, "partner_add"), {**answers(draft), "token": token})
        assert response["Location"] == reverse("projects:record_edit", args=[draft.pk, "partners"])
    partner = draft.partners.get(position=2)
    assert (partner.name, partner.group_count) == ("見本の会", 50)
    assert [form.name for form in partner.forms.all()] == ["委託", "補助"]
    assert partner.initiatives.count() == 2
    assert str(partner.kind) == "町会・自治会"


def test_a_partner_may_be_saved_bare(at_work: Client, draft: ProjectRecord) -> None:
    token = token_in(at_work.get(url(draft, "partner_add")).content.decode())
    at_work.post(url(draft, "partner_add"), {"version": 1, "token": token})
    assert str(draft.partners.get(position=2)) == "相手の名前は未入力"


@pytest.mark.parametrize("name", ["partner_add", "partner_edit"])
def test_impossible_answers_are_told_at_their_field(
    name: str, at_work: Client, draft: ProjectRecord
) -> None:
    token = token_in(at_work.get(url(draft, "partner_add")).content.decode())
    data = {
        **answers(draft),
        "name": "あ" * 201,
        "group_count": "0",
        "kind": "0",
        "forms": ["x"],
        "token": token,
    }
    page = at_work.post(url(draft, name), data).content.decode()
    assert "入力内容を確認してください（4件）" in page
    for message in (
        "相手の名前は200字以内にしてください（いま201字）",
        "団体の数は、1団体以上にしてください",
        "相手の組織形態は、画面に出ている中から選び直してください",
        "協働の形態は、画面に出ている中から選び直してください",
    ):
        assert message in page
    assert "あ" * 201 in page
    assert draft.partners.count() == 1


def test_changing_a_partner(at_work: Client, draft: ProjectRecord, officer: User) -> None:
    page = at_work.get(url(draft, "partner_edit")).content.decode()
    assert len(re.findall(r"checked", page)) == 6  # five answers, and that the name is public
    response = at_work.post(url(draft, "partner_edit"), {**answers(draft), "back": "check"})
    assert response["Location"] == reverse("projects:record_edit", args=[draft.pk, "check"])
    partner = draft.partners.get()
    assert (partner.name, partner.updated_by) == ("見本の会", officer)


def test_a_colleague_who_changed_the_partner_first(
    at_work: Client, draft: ProjectRecord, head: User
) -> None:
    partner = draft.partners.get()
    theirs = actions.PartnerAnswers(name="課長が書いた会", group_count=3)
    actions.change_partner(partner, by=head, version=1, answers=theirs)
    data = {**answers(draft), "name": "担当が書いた会", "version": 1}
    page = at_work.post(url(draft, "partner_edit"), data).content.decode()
    assert f"{head.name}さんが" in page
    for cell in ("課長が書いた会", "担当が書いた会", "3団体", "50団体", "委託・補助", "入力なし"):
        assert f"<td>{cell}</td>" in page
    assert 'value="担当が書いた会"' in page
    partner.refresh_from_db()
    assert partner.name == "課長が書いた会"
    at_work.post(url(draft, "partner_edit"), {**data, "version": 2})
    partner.refresh_from_db()
    assert partner.name == "担当が書いた会"


def test_removing_a_partner_after_a_warning(at_work: Client, draft: ProjectRecord) -> None:
    address = url(draft, "partner_delete")
    assert "元に戻せません" in at_work.get(address).content.decode()
    for _ in range(2):
        response = at_work.post(address, follow=True)
        assert "協働相手を削除しました" in response.content.decode()
    assert not draft.partners.exists()


def test_a_partner_of_another_record_is_not_found(
    at_work: Client, draft: ProjectRecord, office: Department
) -> None:
    other = RecordFactory(department=office, partners=1).partners.get()
    for name in ("partner_edit", "partner_delete"):
        address = reverse(f"projects:{name}", args=[draft.pk, other.pk])
        assert at_work.get(address).status_code == 404
    edit = reverse("projects:partner_edit", args=[draft.pk, other.pk])
    assert at_work.post(edit, answers(draft)).status_code == 404


# --- registered groups -----------------------------------------------------------------------
def test_few_groups_are_chosen_from_a_list(at_work: Client, draft: ProjectRecord) -> None:
    group = OrganizationFactory(name="花の会")
    OrganizationFactory(name="まだ公開していない会", status=Organization.Status.DRAFT)
    page = at_work.get(url(draft, "partner_edit")).content.decode()
    assert '<select name="organization"' in page
    assert "まだ公開していない会" not in page
    at_work.post(url(draft, "partner_edit"), {**answers(draft), "organization": group.pk})
    assert draft.partners.get().organization == group


@pytest.fixture
def many_groups(db: None) -> list[Organization]:
    return OrganizationFactory.create_batch(16)


def test_many_groups_are_found_by_name(
    at_work: Client, draft: ProjectRecord, many_groups: list[Organization]
) -> None:
    page = at_work.get(url(draft, "partner_edit")).content.decode()
    assert 'list="id_organization_names"' in page
    assert page.count("<option value=") == 16
    name = many_groups[3].name
    at_work.post(url(draft, "partner_edit"), {**answers(draft), "organization": f" {name} "})
    assert draft.partners.get().organization == many_groups[3]
    page = at_work.get(url(draft, "partner_edit")).content.decode()
    assert f'value="{name}"' in page


def test_a_name_nobody_or_more_than_one_carries(
    at_work: Client, draft: ProjectRecord, many_groups: list[Organization]
) -> None:
    OrganizationFactory(name=many_groups[0].name)
    for typed, problem in (("知らない会", "ありません"), (many_groups[0].name, "2つ以上あります")):
        data = {**answers(draft), "organization": typed}
        page = at_work.post(url(draft, "partner_edit"), data).content.decode()
        assert f"「{typed}」は、登録している団体に{problem}" in page
        assert f'value="{typed}"' in page
    assert draft.partners.get().organization is None


def test_a_group_that_left_stays_where_it_was_chosen(at_work: Client, draft: ProjectRecord) -> None:
    group = OrganizationFactory(status=Organization.Status.WITHDRAWN)
    draft.partners.update(organization=group)
    at_work.post(url(draft, "partner_edit"), {**answers(draft), "organization": group.pk})
    assert draft.partners.get().organization == group


def test_more_than_seven_kinds_become_a_list(at_work: Client, draft: ProjectRecord) -> None:
    assert 'type="radio" class="form-check-input" name="kind"' in _flat(at_work, draft)
    for number in range(6):
        PartnerKind.objects.create(guideline=draft.guideline, name=f"形態{number}")
    assert '<select name="kind"' in _flat(at_work, draft)


def _flat(client: Client, record: ProjectRecord) -> str:
    return " ".join(client.get(url(record, "partner_edit")).content.decode().split())
