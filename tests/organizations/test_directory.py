"""団体を探す: the list, its counts and downloads, one group, its level of disclosure, its growth."""

import csv
import datetime
import io
import json
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.disclosure import standing_of
from organizations.models import (
    ActivityField,
    Area,
    Contact,
    Disclosure,
    FieldContact,
    Organization,
    OrganizationField,
    OrganizationLink,
    YearlyFact,
)
from tests.factories import (
    ContactFactory,
    OrganizationFactory,
    PartnerFactory,
    RecordFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
URL = "/organizations/"


def field(number):
    return ActivityField.objects.get(fieldset__is_current=True, number=number)


def group(name, kana="", number=None, area=None, **values):
    made = OrganizationFactory(name=name, name_kana=kana, **values)
    if number:
        OrganizationField.objects.create(organization=made, field=field(number), is_main=True)
    if area:
        made.areas.add(area)
    return made


@pytest.fixture
def groups(db):
    """Three groups, and one that isn't registered."""
    area = Area.objects.filter(whole_city=False).first()
    return [
        group("川を守る会", "かわをまもるかい", 7, area, purpose="野川の水をきれいにする", wants_members=True),
        group("防災ネット", "ぼうさいねっと", 8, purpose="避難所をつくる"),
        group("読み聞かせの会", "よみきかせのかい", 13),
        group("書きかけの会", "かきかけのかい", 7, status="draft"),
    ]  # fmt: skip


def names(client, query=""):
    return [o.name for o in client.get(f"{URL}?{query}").context["organizations"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["川を守る会", "防災ネット", "読み聞かせの会"]),
        ("q=川", ["川を守る会"]),
        ("q=防災", ["防災ネット"]),
        ("q=ヨミキ", ["読み聞かせの会"]),
        ("q=まもるか", ["川を守る会"]),
        ("q=野川　きれい", ["川を守る会"]),
        ("wanted=members", ["川を守る会"]),
        ("kana=か", ["川を守る会"]),
        ("kana=や", ["読み聞かせの会"]),
        ("sort=founded", ["川を守る会", "防災ネット", "読み聞かせの会"]),
    ],
)
def test_what_the_list_finds(client, groups, query, found):
    assert names(client, query) == found


def test_names_without_a_reading_stand_behind_all_others(client, groups):
    group("愛の会")
    assert names(client)[-1] == "愛の会"


def test_an_order_that_is_chosen_is_kept_when_words_are_looked_for(client, groups):
    group("あの会", "あのかい", purpose="川の掃除", founded_year=1990)
    groups[0].founded_year = 2001
    groups[0].save()
    assert names(client, "q=川") == ["川を守る会", "あの会"]  # the name has it
    assert names(client, "q=川&sort=founded") == ["あの会", "川を守る会"]
    assert "<strong>名前が合う順</strong>" in client.get(f"{URL}?q=川").content.decode()
    assert "<strong>五十音順</strong>" in client.get(URL).content.decode()


def test_fields_places_and_their_counts(client, groups):
    area = groups[0].areas.get()
    assert names(client, f"field={field(7).pk}") == ["川を守る会"]
    assert names(client, f"area={area.pk}") == names(client, f"area={area.town}") == ["川を守る会"]
    choices = client.get(f"{URL}?field={field(7).pk}").context["filters"].choices
    counts = {c.value: c.count for c in choices["field"]}
    assert (counts[str(field(7).pk)], counts[str(field(8).pk)]) == (1, 1)
    assert {c.value: c.count for c in choices["kana"]}["ま"] == 0
    page = client.get("/organizations/areas/").content.decode()
    assert f"{area.town}（1件）" in page


def test_values_nobody_can_choose_are_told(client, groups):
    page = client.get(f"{URL}?field=99999").content.decode()
    assert "活動分野は、画面に出ている中から選び直してください" in page
    assert "見つかりませんでした" in client.get(f"{URL}?q=ありえない").content.decode()


def test_downloads_hold_the_list_and_public_values_only(client, groups):
    ContactFactory(
        organization=groups[0], phone="042-381-0001", phone_public=True, email="himitsu@example.jp"
    )
    text = b"".join(client.get(f"{URL}list.csv?q=川")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["団体名"], row["電話番号"], row["メールアドレス"]) for row in rows] == [
        ("川を守る会", "042-381-0001", "")
    ]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}list.xlsx").content)).active
    assert "防災ネット" in {cell.value for row in sheet for cell in row}
    printed = client.get(f"{URL}print/?q=川").content.decode()
    assert "042-381-0001" in printed
    assert "himitsu" not in printed + text


def test_a_page_shows_public_contacts_and_projects_only(client, groups, office):
    o = groups[0]
    ContactFactory(
        organization=o, representative="秘密 太郎", phone="042-381-0001", phone_public=True
    )
    record = RecordFactory(department=office, status="approved", name="川の調査", partners=1)
    hidden = RecordFactory(
        department=office, status="approved", is_public=False, name="夜の調査", partners=1
    )
    for each in (record, hidden):
        each.partners.update(organization=o)
    page = client.get(f"{URL}{o.pk}/").content.decode()
    assert "042-381-0001" in page
    assert "川の調査" in page
    assert "秘密" not in page
    assert "夜の調査" not in page
    data = json.loads(client.get(f"{URL}{o.pk}.json").content)
    assert data["contact"] == {"phone": "042-381-0001"}
    linked = client.get(f"{URL}{o.pk}.jsonld")
    assert linked.headers["Content-Type"] == "application/ld+json"
    assert json.loads(linked.content)["telephone"] == "042-381-0001"


def test_unregistered_groups_are_nobodys_business(client, groups, desk):
    draft = groups[-1]
    for suffix in ("/", ".json", ".jsonld", "/growth/"):
        assert client.get(f"{URL}{draft.pk}{suffix}").status_code == 404
    client.force_login(desk)
    assert "このページは公開していません" in client.get(f"{URL}{draft.pk}/").content.decode()


def test_a_merged_group_leads_to_what_it_is_now(client, groups):
    kept, merged = groups[:2]
    Organization.objects.filter(pk=merged.pk).update(status="merged", merged_into=kept)
    assert client.get(f"{URL}{merged.pk}/").url == f"{URL}{kept.pk}/"


def level(o):
    o = Organization.objects.get(pk=o.pk)
    stored = Disclosure.objects.get(organization=o).level
    assert standing_of(o).level == stored
    return stored


def test_each_thing_told_raises_the_level_and_the_database_agrees(groups):
    o = groups[0]
    assert level(o) == 1
    Organization.objects.filter(pk=o.pk).update(activities="川の掃除")
    assert level(o) == 1
    assert standing_of(Organization.objects.get(pk=o.pk)).missing == [
        "連絡先を1つ以上（電話、メール、住所、ホームページなど）"
    ]
    contact = Contact.objects.create(organization=o, email="a@example.jp")
    assert level(o) == 1
    contact.email_public = True
    contact.save()
    assert level(o) == 2
    Organization.objects.filter(pk=o.pk).update(
        member_count=3,
        founded_year=2001,
        activity_days="土曜",
        confirmed_on=datetime.date(2026, 4, 1),
    )
    assert level(o) == 3
    Contact.objects.filter(organization=o).update(
        representative="川辺 花", representative_public=True
    )
    fact = YearlyFact.objects.create(organization=o, fiscal_year=2025, income=100, spending=90)
    assert level(o) == 4
    fact.delete()
    assert level(o) == 3
    Contact.objects.filter(organization=o).update(email_public=False)
    assert level(o) == 1
    OrganizationLink.objects.create(organization=o, label="ブログ", url="https://example.jp")
    assert level(o) == 3
    o.field_rows.all().delete()
    assert level(o) == 0
    o.delete()
    assert not Disclosure.objects.filter(organization_id=o.pk).exists()


def test_the_list_finds_by_level(client, groups):
    assert names(client, "level=1") == ["川を守る会", "防災ネット"]
    assert names(client, "level=2") == []


def test_growth_shows_published_years_and_more_to_the_group(client, groups, office):
    o = groups[0]
    YearlyFact.objects.create(organization=o, fiscal_year=2024, member_count=10, income=5000)
    YearlyFact.objects.create(organization=o, fiscal_year=2025, member_count=14, is_public=False)
    page = client.get(f"{URL}{o.pk}/growth/").content.decode()
    assert "会員の数は、2024年度に10人です" in page
    assert "14人" not in page
    client.force_login(UserFactory(role="representative", role__place=o))
    page = client.get(f"{URL}{o.pk}/growth/").content.decode()
    assert "2024年度の10人から2025年度の14人へ、4人増えました" in page


def test_whom_to_ask_by_field(client, office, coordinator, officer):
    FieldContact.objects.create(
        department=office, field=field(7), phone="042-000-0001", person=officer
    )
    page = client.get("/departments/ask/").content.decode()
    assert "公園課" in page
    assert "042-000-0001" in page
    assert officer.name not in page
    client.force_login(coordinator)
    assert officer.name in client.get("/departments/ask/").content.decode()


@pytest.mark.parametrize("path", ["", "?q=見本", "list.csv", "print/", "areas/"])
def test_the_lists_ask_as_often_for_three_groups_as_for_one(client, path):
    def counted():
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{URL}{path}").getvalue()
        return len(captured)

    group("見本の会", "みほんのかい", 7)
    client.get(URL)
    one = counted()
    for n in (8, 9):
        ContactFactory(organization=group(f"見本{n}の会", "みほん", n, Area.objects.first()))
    assert counted() == one


def test_many_projects_are_cut_and_lead_to_the_list_of_them(client):
    group, other = OrganizationFactory(name="多くの会"), OrganizationFactory()
    for _ in range(12):
        PartnerFactory(organization=group, record__status="approved", record__is_public=True)
    PartnerFactory(organization=other, record__status="approved", record__is_public=True)
    page = client.get(reverse("organizations:detail", args=[group.pk]))
    assert len(page.context["partnerships"]) == 10
    address = f"{reverse('projects:list')}?organization={group.pk}"
    assert f'{address}"' in page.text
    listed = client.get(address)
    assert len(listed.context["records"]) == 12
    assert ("相手", "多くの会") in {(a.label, a.value) for a in listed.context["filters"].active}
    assert f"organization={group.pk}" in listed.context["filters"].query
    assert len(client.get(f"{reverse('projects:list')}?organization=0").context["records"]) == 13


def test_a_keyboard_goes_from_the_top_to_the_groups_that_were_found(client, db):
    OrganizationFactory(name="川の会")
    page = client.get(URL, {"q": "川"}).content.decode()
    assert page.index('<a class="skip-link" href="#found">') < page.index("<header")
    assert '<ul class="results" id="found" tabindex="-1">' in page
    assert "#found" not in client.get(URL, {"q": "山"}).content.decode()
