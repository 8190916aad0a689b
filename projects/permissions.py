"""Who may see and who may do what with the yearly records.

A record belongs to its office, not to the person who wrote it; where the office was reorganised,
to the offices that took over from it.
"""

from typing import Any

from organizations.models import Department
from projects.models import ProjectRecord


def may_create(user: Any, department: Department) -> bool:
    """Tell whether `user` may begin a record of `department`: it has to be the person's own."""
    return bool(user.is_authenticated and department.pk in user.office_ids)


def may_write(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` may change, submit, withdraw or delete `record` for its office."""
    return record.department_id in Department.objects.answered_by(user)


def may_read_sheet(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` may read the whole sheet with its inner notes: the office and staff."""
    return may_review(user) or may_write(user, record)


def may_review(user: Any) -> bool:
    """Tell whether `user` may return and approve: the desk, the coordinating office, operators."""
    return bool(user.is_authenticated and user.is_staff)
