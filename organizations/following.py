"""What hangs on a group and follows it when two records are merged.

Every table of every app that points at a group follows by itself; nothing has to be said. An app
that wants its rows to stay with the record they were written for says so with ``leave``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from koganei_kyodo.audit.events import Event
from organizations.models import Organization

_left: set[str] = set()


@dataclass(frozen=True)
class Reference:
    """One column that points at a group."""

    model: type[models.Model]
    column: str

    @property
    def key(self) -> str:
        """Return its name, for example ``projects.Partner.organization``."""
        return f"{self.model._meta.label}.{self.column}"

    @property
    def title(self) -> str:
        """Return what people call the table."""
        return title_of(self.model)

    def rows(self, organization: Organization) -> models.QuerySet[Any]:
        """Return the rows that point at a group."""
        return self.model._base_manager.filter(**{self.column: organization.pk})


def title_of(model: type[models.Model]) -> str:
    """Return what people call a table; one that only links two tables has the link's name."""
    owner = model._meta.auto_created
    if not isinstance(owner, type) or not issubclass(owner, models.Model):
        return str(model._meta.verbose_name)
    links = (link for link in owner._meta.local_many_to_many if link.remote_field.through is model)
    return str(next(links).verbose_name)


def leave(key: str) -> None:
    """Let the rows of a column stay where they are when groups are merged."""
    _left.add(key)


for _key in (
    "organizations.Contact.organization",
    "organizations.Disclosure.organization",
    "organizations.Organization.merged_into",
    "organizations.NotDuplicate.first",
    "organizations.NotDuplicate.second",
    "organizations.Merge.kept",
    "organizations.Merge.merged",
):
    leave(_key)


def references() -> Iterator[Reference]:
    """Yield every column of every app that follows."""
    for relation in Organization._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model = relation.related_model
        if model._meta.proxy or issubclass(model, Event):
            continue
        reference = Reference(model, relation.field.name)
        if reference.key not in _left:
            yield reference


def titles(rows: Mapping[str, list[int]]) -> dict[str, int]:
    """Return how many rows of which table a merge moved, by what people call the table."""
    found: Counter[str] = Counter()
    for key, ids in rows.items():
        app, model, _ = key.split(".")
        found[title_of(apps.get_model(app, model))] += len(ids)
    return dict(found)


def former_numbers(organization: Organization) -> list[str]:
    """Return the registration numbers of the records that were merged into a group, also by steps.

    A merge that was undone is none: its record stands for itself again.
    """
    found: list[str] = []
    into = [organization.pk]
    while into:
        rows = Organization.objects.filter(merged_into__in=into).order_by("pk")
        gone = list(rows.values_list("pk", "registration_number"))
        found += [number for _, number in gone if number]
        into = [pk for pk, _ in gone]
    return found


def move(reference: Reference, source: Organization, target: Organization) -> list[int]:
    """Let the rows of `source` point at `target`, and return the numbers of those that do now.

    A row that `target` has already (the same field, the same 年度, the same person at the same
    time) stays with `source`.
    """
    rows = reference.rows(source)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    ids = [pk for pk in ids if not _points_at(reference, pk, target)]
    if not ids:
        return []
    manager = reference.model._base_manager
    try:
        with transaction.atomic():
            manager.filter(pk__in=ids).update(**{reference.column: target.pk})
        return ids
    except IntegrityError:
        pass  # one by one, to find which of them can't
    moved = []
    for pk in ids:
        try:
            with transaction.atomic():
                manager.filter(pk=pk).update(**{reference.column: target.pk})
            moved.append(pk)
        except IntegrityError:
            continue
    return moved


def _points_at(reference: Reference, pk: int, target: Organization) -> bool:
    """Tell whether another column of the row is `target`: nobody belongs to themselves."""
    others = [
        f.name
        for f in reference.model._meta.concrete_fields
        if f.related_model is Organization and f.name != reference.column
    ]
    condition = models.Q(pk__in=[])
    for name in others:
        condition |= models.Q(**{name: target.pk})
    return reference.model._base_manager.filter(condition, pk=pk).exists()
