"""Editions made of the words other cities have published."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from koganei_kyodo.accounts.roles import Role
from projects import actions
from projects.models import CollaborationForm, Guideline, Principle
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return factories.UserFactory(role=Role.COORDINATOR, role__place=factories.DepartmentFactory())


@pytest.mark.parametrize(
    ("key", "forms", "principles"),
    [("musashino-2011", 9, 0), ("higashikurume-2017", 7, 7), ("kitakyushu", 0, 7)],
)
def test_a_set_becomes_an_edition_with_the_words_of_its_source(coordinator, key, forms, principles):
    made = actions.load_ready_set(key, by=coordinator)
    assert not made.is_current
    assert CollaborationForm.objects.filter(guideline=made).count() == forms
    assert Principle.objects.filter(guideline=made).count() == principles


def test_what_a_set_does_not_name_comes_from_the_edition_in_use(coordinator):
    current = factories.GuidelineFactory(is_current=True)
    form = CollaborationForm.objects.filter(guideline=current)[0]
    made = actions.load_ready_set("kitakyushu", by=coordinator)
    copied = CollaborationForm.objects.get(guideline=made, name=form.name)
    assert copied.pk != form.pk
    assert Principle.objects.filter(guideline=made, needed_with_money=True).count() == 2


def test_a_set_is_made_once_and_by_the_coordinating_office_only(coordinator):
    with pytest.raises(PermissionDenied):
        actions.load_ready_set("kitakyushu", by=factories.UserFactory(role=Role.DESK))
    actions.load_ready_set("kitakyushu", by=coordinator)
    with pytest.raises(actions.WrongState):
        actions.load_ready_set("kitakyushu", by=coordinator)
    assert Guideline.objects.filter(source__contains="北九州").count() == 1


def test_the_page_makes_an_edition_and_opens_it(client, coordinator):
    client.force_login(coordinator)
    address = reverse("admin:projects_guideline_ready_sets")
    assert "人的交流" in client.get(address).content.decode()
    response = client.post(address, {"set": "higashikurume-2017"})
    made = Guideline.objects.get(name__contains="東久留米")
    assert response.url == reverse("admin:projects_guideline_change", args=[made.pk])
    again = client.post(address, {"set": "higashikurume-2017"}, follow=True)
    assert "すでにあります" in again.content.decode()
