"""Who may do what with surveys. Who may see what is in querysets.py."""

from typing import Any

from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from organizations.permissions import holds
from surveys.models import Survey, Target


def may_field(user: Any, survey: Survey) -> bool:
    """Tell whether `user` may send out a questionnaire of `survey`: never of another city's."""
    return holds(user, Role.COORDINATOR) and not survey.dataset.closed_dataset


def may_edit_questionnaires(user: Any) -> bool:
    """Tell whether `user` may make surveys and questionnaires: the centre's staff."""
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def may_edit(user: Any, survey: Survey) -> bool:
    """Tell whether `user` may change what `survey` asks: never another city's."""
    return may_edit_questionnaires(user) and not survey.dataset.closed_dataset


def may_check_figures(user: Any) -> bool:
    """Tell whether `user` may use the figure check: the centre's staff."""
    return bool(user.is_authenticated and user.is_staff)


def may_run(user: Any, survey: Survey) -> bool:
    """Tell whether `user` runs the fielding of `survey`: the centre's staff, never another city's."""
    return bool(user.is_authenticated and user.is_staff) and not survey.dataset.closed_dataset


def may_run_any(user: Any) -> bool:
    """Tell whether `user` runs the fielding of surveys at all."""
    return bool(user.is_authenticated and user.is_staff)


def may_key(user: Any, survey: Survey) -> bool:
    """Tell whether `user` keys paper answers of `survey`: who runs it."""
    return may_run(user, survey)


def may_answer(user: Any, target: Target) -> bool:
    """Tell whether `user` answers for `target`: people of the group, or of the office.

    The answer to an anonymous survey is given through the secret link alone.
    """
    if not user.is_authenticated or target.survey.is_anonymous:
        return False
    if target.organization_id:
        groups = {m.organization_id for m in user.current_memberships if m.organization_id}
        return target.organization_id in groups
    offices = Department.objects.answered_by(user)
    return bool({target.department_id, target.answered_by_id} & offices)


def may_edit_reports(user: Any) -> bool:
    """Tell whether `user` may make tables, code open answers and write reports: the staff."""
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def may_publish_reports(user: Any) -> bool:
    """Tell whether `user` may publish a report or take it back: the coordinating office."""
    return holds(user, Role.COORDINATOR)
