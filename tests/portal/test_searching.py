"""The search over everything public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import Organization
from projects.models import Example, ProjectRecord
from surveys.models import Report, Survey
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(client, keyword: str) -> str:
    response = client.get(reverse("portal:search"), {"q": keyword})
    assert response.status_code == 200
    return response.content.decode()


def survey_of(title: str, **fields: str) -> Survey:
    city = factories.CityFactory()
    return Survey.objects.create(
        slug="waters", title=title, fiscal_year=2025, dataset=city, **fields
    )


@pytest.fixture
def found():
    factories.OrganizationFactory(name="ほたるの会", status=Organization.Status.PUBLIC)
    factories.RecordFactory(name="ホタルの川づくり", status=ProjectRecord.Status.APPROVED)


def test_groups_and_projects_are_found_whatever_the_kana(client, found):
    for keyword in ("ほたる", "ﾎﾀﾙ", "ホ"):
        text = text_of(client, keyword)
        assert "ほたるの会" in text
        assert "ホタルの川づくり" in text
    assert "見つかりませんでした" in text_of(client, "かぶとむし")


def test_examples_and_reports_are_found_whatever_the_kana(client):
    record = factories.RecordFactory(name="川そうじ", status=ProjectRecord.Status.APPROVED)
    Example.objects.create(
        record=record, kind="good", title="ﾎﾀﾙを見る会", text="夜に歩いた", is_public=True
    )
    survey = survey_of("水辺の調査", status=Survey.Status.PUBLISHED)
    Report.objects.create(survey=survey, title="ホタルの報告", status=Report.Status.PUBLISHED)
    text = text_of(client, "ほたる")
    assert "ﾎﾀﾙを見る会" in text
    assert "ホタルの報告" in text
    # One word stands in the report, the other in the title of its survey.
    text = text_of(client, "ほたる　水辺")
    assert "ホタルの報告" in text
    assert "ﾎﾀﾙを見る会" not in text


def test_what_is_not_public_is_not_found(client):
    factories.OrganizationFactory(name="ひみつの会", status=Organization.Status.DRAFT)
    factories.RecordFactory(name="ひみつの事業", status=ProjectRecord.Status.DRAFT)
    factories.RecordFactory(
        name="ひみつの報告", status=ProjectRecord.Status.APPROVED, is_public=False
    )
    assert "見つかりませんでした" in text_of(client, "ひみつ")


def test_more_than_a_few_lead_to_the_list_with_the_same_words(client):
    for number in range(6):
        factories.OrganizationFactory(name=f"こだま{number}の会", status=Organization.Status.PUBLIC)
    assert f"{reverse('organizations:list')}?q=%E3%81%93%E3%81%A0%E3%81%BE" in text_of(
        client, "こだま"
    )


@pytest.mark.parametrize("keyword", ["", "  ", "・", "\0", "あ" * 201, "'; --", "%_\\"])
def test_any_words_give_a_page(client, keyword):
    text_of(client, keyword)


@pytest.mark.parametrize("name", ["surveys:questionnaire_list", "organizations:applications"])
def test_what_no_text_can_hold_is_left_out_of_the_staffs_searches(client, desk, name):
    survey_of("水辺の調査")
    client.force_login(desk)
    response = client.get(reverse(name), {"q": "みずべ\0"})
    assert response.status_code == 200
    assert response.context.get("query", response.context.get("words")) == "みずべ"


def test_the_number_of_statements_does_not_depend_on_what_is_found(client, found):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text_of(client, "会")
        return len(seen)

    text_of(client, "会")
    before = statements()
    for number in range(4):
        factories.OrganizationFactory(name=f"{number}の会", status=Organization.Status.PUBLIC)
    assert statements() == before
