"""What triggers keep on a record: names and labels of its partners, its fields."""

from typing import Any

import pytest
from django.db import connection

from koganei_kyodo.accounts.models import User
from organizations.models import ActivityField, Department
from projects import actions
from projects.models import CollaborationForm, Partner, PartnerKind, ProjectRecord, RecordField
from tests.factories import PartnerFactory, RecordFactory

pytestmark = pytest.mark.django_db


def key_of(record: ProjectRecord) -> list[set[str]]:
    """Return the stored key after comparing it with what the tables say."""
    stored = ProjectRecord.objects.get(pk=record.pk).label_key
    with connection.cursor() as cursor:
        cursor.execute("SELECT projects_label_key(%s)", [record.pk])
        assert cursor.fetchone() == (stored,)
    return [set(filter(None, part.split(","))) for part in stored.split("|")]


def ids(*rows: Any) -> set[str]:
    return {str(row.pk) for row in rows}


def test_the_key_follows_every_way_a_record_changes(office: Department) -> None:
    record: Any = RecordFactory(department=office)
    assert ProjectRecord.objects.get().label_key == "||"
    partner: Any = PartnerFactory(record=record)
    forms = list(CollaborationForm.objects.filter(guideline=record.guideline))
    kinds = list(PartnerKind.objects.filter(guideline=record.guideline))
    assert key_of(record) == [ids(forms[0]), ids(kinds[0]), set()]
    partner.forms.add(forms[1])
    other: Any = PartnerFactory(record=record)
    Partner.objects.filter(pk=other.pk).update(kind=kinds[1])
    field, second = ActivityField.objects.all()[:2]
    record.activity_fields.set([field, second])
    assert key_of(record) == [ids(forms[0], forms[1]), ids(*kinds[:2]), ids(field, second)]
    partner.forms.set([forms[2]])
    other.delete()
    RecordField.objects.filter(field=second).delete()
    assert key_of(record) == [ids(forms[2]), ids(kinds[0]), ids(field)]


def test_who_saves_an_older_copy_takes_nothing_back(office: Department, officer: User) -> None:
    record: Any = RecordFactory(department=office)
    first, second = PartnerFactory(record=record), PartnerFactory(record=record)
    Partner.objects.filter(pk=first.pk).update(name="たんぽぽの会", organization=None)
    Partner.objects.filter(pk=second.pk).update(name="すみれの会", organization=None)
    record.refresh_from_db()
    actions.remove_partner(first, by=officer)
    assert ProjectRecord.objects.get().partner_names == "すみれの会"
    record.save()
    ProjectRecord.objects.update(label_key="9|9|9")
    assert ProjectRecord.objects.get().partner_names == "すみれの会"
    assert key_of(record)[0]
