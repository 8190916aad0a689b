"""Who may see and who may do what with the yearly records.

A record belongs to its office, not to the person who wrote it; where the office was reorganised,
to the offices that took over from it.
"""

from typing import Any

from django.db.models import Q

from organizations.models import Department
from projects.models import ProjectRecord
from projects.querysets import RecordQuerySet


def offices_of(user: Any) -> set[int]:
    """Return ids of the departments whose records `user` answers for today.

    These are the person's own offices and everything that was merged into them, through any
    number of reorganisations. One query per reorganisation, one at least.
    """
    found: set[int] = set(user.office_ids) if user.is_authenticated else set()
    newest = found
    while newest:
        before = Department.objects.filter(successors__in=newest).values_list("pk", flat=True)
        newest = set(before) - found
        found |= newest
    return found


def visible_records(user: Any) -> RecordQuerySet:
    """Return the records `user` may see; a stranger finds no other (404)."""
    visible = ProjectRecord.objects.visible_to(user).values("pk")
    return ProjectRecord.objects.filter(Q(pk__in=visible) | Q(department__in=offices_of(user)))


def may_create(user: Any, department: Department) -> bool:
    """Tell whether `user` may begin a record of `department`: it has to be the person's own."""
    return bool(user.is_authenticated and department.pk in user.office_ids)


def may_write(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` may change, submit, withdraw or delete `record` for its office."""
    return record.department_id in offices_of(user)


def may_read_sheet(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` may read the whole sheet with its inner notes: the office and staff."""
    return may_review(user) or may_write(user, record)


def may_review(user: Any) -> bool:
    """Tell whether `user` may return and approve: the desk, the coordinating office, operators."""
    return bool(user.is_authenticated and user.is_staff)
