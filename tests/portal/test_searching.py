"""The search over everything public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import Organization
from projects.models import ProjectRecord
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(client, keyword: str) -> str:
    response = client.get(reverse("portal:search"), {"q": keyword})
    assert response.status_code == 200
    return response.content.decode()


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
