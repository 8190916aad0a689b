"""分野 of a project: the fields of activity in which groups are registered, too."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from organizations.models import ActivityField
from projects.models import ProjectRecord


def fields_to_choose(chosen: Sequence[int] = ()) -> QuerySet[ActivityField]:
    """Return the fields of the edition in use, and those `chosen` (ids) of an older one."""
    in_use = Q(fieldset__is_current=True, is_active=True)
    return ActivityField.objects.filter(in_use | Q(pk__in=chosen)).order_by(
        "-fieldset__is_current", "number", "pk"
    )


def fields_with_today() -> QuerySet[ActivityField]:
    """Return fields in their order, each with its name in the edition in use; for a Prefetch."""
    return ActivityField.objects.select_related("same_as").order_by("number", "pk")


def fields_of_today(fields: Iterable[ActivityField]) -> list[ActivityField]:
    """Return `fields` in the edition in use: what it calls otherwise, by its name."""
    return list(dict.fromkeys(field.same_as or field for field in fields))


def fields_differ(record: ProjectRecord, fields: Iterable[ActivityField]) -> bool:
    """Tell whether `fields` are others than those stored."""
    return {field.pk for field in fields} != {field.pk for field in record.activity_fields.all()}
