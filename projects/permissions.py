"""Who may see and who may do what with the yearly records.

A record belongs to its office, not to the person who wrote it; where the office was reorganised,
to the offices that took over from it.
"""

from typing import Any

from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects.models import Campaign, ProjectRecord

_VIEW, _CHANGE = "projects.view_campaign", "projects.change_campaign"


def may_create(user: Any, department: Department) -> bool:
    """Tell whether `user` may begin a record of `department`: their own, or any for the staff."""
    return bool(user.is_authenticated and (department.pk in user.office_ids or user.is_staff))


def may_write(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` may change, submit, withdraw or delete `record` for its office.

    The office always may; the centre's staff where they enter it in the office's place.
    """
    entered = bool(user.is_authenticated and user.is_staff and record.entered_by_id)
    return entered or record.department_id in Department.objects.answered_by(user)


def may_open_office(user: Any) -> bool:
    """Tell whether `user` may open the pages of writing: people of offices, and the staff."""
    return bool(user.is_authenticated and (user.office_ids or user.is_staff))


def may_confirm(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` is today's 課長 of the record's office, or of what became of it."""
    if not user.is_authenticated:
        return False
    headed = [m.department_id for m in user.current_memberships if m.role == Role.HEAD]
    return bool(headed) and record.department_id in Department.objects.answered_for(headed)


def may_see_campaign(user: Any) -> bool:
    """Tell whether `user` may see how far the offices have come: the centre's staff."""
    return bool(user.is_authenticated and user.is_staff and user.has_perm(_VIEW))


def may_run_campaign(user: Any) -> bool:
    """Tell whether `user` may open, remind and close: the coordinating office."""
    return bool(user.is_authenticated and user.is_staff and user.has_perm(_CHANGE))


def may_answer(user: Any, campaign: Campaign, department: Department) -> bool:
    """Tell whether `user` may answer 該当なし for `department`: its people, and the staff."""
    return may_see_campaign(user) or department.pk in Department.objects.answered_by(user)


def may_read_sheet(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` may read the whole sheet with its inner notes: the office and staff."""
    return may_review(user) or may_write(user, record)


def may_keep_photos(user: Any, record: ProjectRecord) -> bool:
    """Tell whether `user` may put photos in and take them out: the office, and the staff."""
    return may_review(user) or may_write(user, record)


def may_review(user: Any) -> bool:
    """Tell whether `user` may return and approve: the desk, the coordinating office, operators."""
    return bool(user.is_authenticated and user.is_staff)
