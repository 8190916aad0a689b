"""A person with data everywhere, and a request about it."""

import datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.test import Client
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import Notification, PasswordLetter, User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit import acting
from koganei_kyodo.portal.privacy import requests
from koganei_kyodo.portal.privacy.models import PersonalDataRequest
from projects.models import ProjectRecord
from tests import factories

Kind = PersonalDataRequest.Kind
NAME, KANA, EMAIL, LOGIN = "竹下 ともえ", "たけした ともえ", "tomoe.t@example.jp", "tomoe-t"
TRACES = (NAME, "竹下ともえ", KANA, EMAIL, LOGIN)


@pytest.fixture
def person(office, coordinator) -> User:
    """A former officer whose name stands in every kind of table."""
    former: User = factories.UserFactory(
        name="竹下 友恵", name_kana=KANA, email=EMAIL, login_id=LOGIN, role=Role.OFFICER,
        role__place=office,
    )  # fmt: skip
    former.name = NAME
    with acting(coordinator, why=f"{NAME}さんの名前の訂正（{EMAIL}）", login_id=LOGIN):
        former.save()
    factories.RecordFactory(
        department=office, status=ProjectRecord.Status.APPROVED, partners=1,
        submitted_by=former, updated_by=former,
    )  # fmt: skip
    Notification.objects.create(user=former, subject=f"{NAME}さんへ", timing="none")
    PasswordLetter.objects.create(
        user=former, code_hash="0" * 64, identity_check=f"{NAME}さんの名札", made_by=coordinator,
        expires_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    LogEntry.objects.log_actions(coordinator.pk, [former], CHANGE, single_object=True)
    Client().force_login(former)
    with acting(former):
        app.configure_task("見本.メール", allow_unknown=True).defer(to=EMAIL, text=f"{NAME}さん")
    return former


def make_request(kind: str, person: User | None, by: User) -> PersonalDataRequest:
    """Return a registered request received on 1 April 2026."""
    request = PersonalDataRequest(
        kind=kind, person=person, received_on=datetime.date(2026, 4, 1), contact="窓口"
    )
    return requests.register(request, by=by)


def granted(kind: str, person: User | None, by: User) -> PersonalDataRequest:
    """Return a request that was identified and granted."""
    request = requests.identify(make_request(kind, person, by), by=by, how="免許証")
    return requests.decide(request, by=by, decision=PersonalDataRequest.Decision.GRANTED)
