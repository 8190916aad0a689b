"""事例: what went well and what did not, written beside the yearly record."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from projects.actions.guards import lock, require, require_office, save_edit
from projects.models import Example, ProjectRecord, Theme


@dataclass(frozen=True)
class ExampleAnswers:
    """What an office tells about one example."""

    kind: str
    title: str
    text: str
    lesson: str = ""
    themes: Iterable[Theme] = ()
    is_public: bool = False


def save_example(
    record: ProjectRecord, *, by: User, answers: ExampleAnswers, example: Example | None = None
) -> Example:
    """Add an example, or write `example` anew; the same new one sent twice stays one.

    Raises ``PermissionDenied`` and ``WrongState`` as ``save_record`` does.
    """
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        require("edit", locked)
        same = locked.examples.filter(kind=answers.kind, title=answers.title, text=answers.text)
        row = example or same.first() or Example(record=locked)
        row.kind, row.title, row.text = answers.kind, answers.title, answers.text
        row.lesson, row.is_public = answers.lesson, answers.is_public
        with acting(by):
            row.save()
            row.themes.set(answers.themes)
        save_edit(locked, by)
    return row


def remove_example(example: Example, *, by: User) -> None:
    """Remove an example. Removing it twice is removing it once.

    Raises ``PermissionDenied`` and ``WrongState`` as ``save_record`` does.
    """
    with transaction.atomic():
        locked = lock(example.record)
        require_office(by, locked)
        require("edit", locked)
        with acting(by):
            locked.examples.filter(pk=example.pk).delete()
        save_edit(locked, by)
