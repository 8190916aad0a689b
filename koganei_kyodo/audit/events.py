"""What every event has beside the row itself, and why it cannot be changed afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory.models
import pgtrigger
from django.db import connection, models, transaction
from django.db.models import Func

ERASING = "kyodo.erasing"
NOT_ERASING = f"current_setting('{ERASING}', true) IS DISTINCT FROM 'on'"


def append_only() -> pgtrigger.Protect:
    """Return the trigger that refuses to change or delete an event, except to erase a person."""
    return pgtrigger.Protect(
        name="append_only",
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Condition(NOT_ERASING),
    )


class SessionUser(Func):
    """The role that is logged in to the database."""

    function = "session_user"
    template = "%(function)s"
    output_field = models.CharField()


class Event(pghistory.models.Event):
    """The base of all events (``PGHISTORY_BASE_MODEL``)."""

    pgh_created_at = models.DateTimeField("日時", auto_now_add=True, db_index=True)
    # For changes without a context: somebody worked in the database directly.
    pgh_db_user = models.CharField(
        "データベースの利用者", max_length=63, db_default=SessionUser(), editable=False
    )

    class Meta:
        abstract = True

    @classmethod
    def pghistory_setup(cls) -> None:
        """Add the append-only trigger to every event model."""
        super().pghistory_setup()
        if not cls._meta.abstract and not cls._meta.proxy:
            pgtrigger.register(append_only())(cls)


@contextmanager
def erasing() -> Iterator[None]:
    """Let one transaction change events, to take a person's data or an expired event out of them.

    Only ``koganei_kyodo.portal.privacy``, the desk's log and the register of groups (for people
    without an account) use it; what it does is itself kept in a log.
    """
    with transaction.atomic():
        _set("on")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                _set("off")


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [ERASING, value])


def event_models() -> list[type[Any]]:
    """Return every concrete event model, by the label of what it is about."""
    from django.apps import apps

    found = [m for m in apps.get_models() if issubclass(m, Event) and not m._meta.proxy]
    return sorted(found, key=lambda m: str(m.pgh_tracked_model._meta.label))
