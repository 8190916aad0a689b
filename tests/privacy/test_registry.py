"""Every column that refers to a person or looks personal is registered; nothing registered is gone."""

import re

import pytest
from django.apps import apps
from django.db import models

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit.events import Event, event_models
from koganei_kyodo.portal.privacy.registry import ACTS, HOLDINGS, NOT_PERSONAL, OnErase

LOOKS_PERSONAL = re.compile(
    r"name_kana|furigana|email|mail_address|phone|tel$|fax|address|postcode|postal|contact|birth"
    r"|gender|addressee|requester|representative|(^|_)ip(_|$)|login|user_?agent|identity|person"
    r"|signature"
)


def tables() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if not issubclass(m, Event) and not m._meta.proxy]


def key(model: type[models.Model], column: str) -> str:
    return f"{model._meta.label}.{column}"


def registered() -> set[str]:
    held = {f"{h.model}.{name}" for h in HOLDINGS for name in (*h.fields, *h.replace, h.to_person)}
    return held | set(ACTS) | set(NOT_PERSONAL)


def test_every_column_that_refers_to_a_person_is_registered():
    found = {
        key(model, column.name)
        for model in tables()
        for column in [*model._meta.concrete_fields, *model._meta.local_many_to_many]
        if column.remote_field and column.remote_field.model is User
    }
    assert len(found) > 20
    assert found - registered() == set()


def test_every_column_that_looks_personal_is_registered():
    text = (models.CharField, models.TextField, models.GenericIPAddressField)
    found = {
        key(model, column.name)
        for model in tables()
        for column in model._meta.concrete_fields
        if isinstance(column, models.EmailField)
        or (isinstance(column, text) and LOOKS_PERSONAL.search(column.name))
    }
    assert "accounts.User.email" in found
    assert found - registered() == set()


def test_nothing_is_registered_that_is_not_there():
    for name in registered():
        app, model, column = name.split(".", 2)
        table = apps.get_model(app, model)
        if column != "pk":
            table._meta.get_field(column.split("__")[0])


def test_what_the_erasure_takes_out_of_a_row_it_takes_out_of_its_events():
    """A personal column of an event table has the same name as in its own table."""
    for model in event_models():
        holdings = [h for h in HOLDINGS if h.table is model.pgh_tracked_model]
        personal = {
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.EmailField)
            or (
                isinstance(f, models.CharField | models.TextField) and LOOKS_PERSONAL.search(f.name)
            )
        } - {"pgh_db_user"}
        known = {
            c.split(".")[2]
            for c in NOT_PERSONAL
            if c.startswith(model.pgh_tracked_model._meta.label)
        }
        covered = {name for h in holdings for name in h.replace}
        assert personal - known - covered == set(), model


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda h: h.model)
def test_a_holding_says_what_for_and_until_when(holding):
    assert holding.purpose
    assert holding.until
    assert bool(holding.replace) == (holding.on_erase is OnErase.REPLACE)
