"""The public page of the guideline in use."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import CollaborationForm, Guideline, Principle

pytestmark = pytest.mark.django_db
URL = reverse("projects:guideline")


def test_principles_forms_and_where_they_fit(client: Client, guideline: Guideline) -> None:
    Guideline.objects.filter(pk=guideline.pk).update(
        principle_word="7つの視点", source="指針（平成29年）"
    )
    Principle.objects.create(guideline=guideline, name="公開の原則", needed_with_money=True)
    forms = CollaborationForm.objects.filter(guideline=guideline)
    forms.filter(name="委託").update(
        definition="市の仕事を任せる", lead_from=4, lead_to=5, uses_public_money=True
    )
    forms.filter(name="共催").update(counts_in_total=False, first_year=2026)
    html = client.get(URL).content.decode()
    for words in (
        *("7つの視点（1）", "公開の原則", "かならず守ります", "指針（平成29年）"),
        *("市の仕事を任せる", "狭義の協働", "合計に数えません", "2026（令和8）年度から"),
    ):
        assert words in html
    row = html[html.index("<caption>") :]
    assert row.count("●") == 3  # the caption explains the mark; two steps of the scale
    assert "補助</th>" not in row


def test_without_a_guideline(client: Client) -> None:
    assert "まだありません" in client.get(URL).content.decode()
