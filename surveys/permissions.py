"""Who may do what with surveys. Who may see what is in querysets.py."""

from typing import Any

from koganei_kyodo.accounts.roles import Role
from surveys.models import Survey


def is_coordinator(user: Any) -> bool:
    """Tell whether `user` belongs to the coordinating office today, or is the operator."""
    return bool(
        user.is_authenticated
        and user.is_active
        and (user.is_superuser or user.has_role(Role.COORDINATOR))
    )


def may_field(user: Any, survey: Survey) -> bool:
    """Tell whether `user` may send out a questionnaire of `survey`: never of another city's."""
    return is_coordinator(user) and not survey.dataset.closed_dataset


def may_edit_questionnaires(user: Any) -> bool:
    """Tell whether `user` may make surveys and questionnaires: the centre's staff."""
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def may_edit(user: Any, survey: Survey) -> bool:
    """Tell whether `user` may change what `survey` asks: never another city's."""
    return may_edit_questionnaires(user) and not survey.dataset.closed_dataset


def may_check_figures(user: Any) -> bool:
    """Tell whether `user` may use the figure check: the centre's staff."""
    return bool(user.is_authenticated and user.is_staff)


def may_edit_reports(user: Any) -> bool:
    """Tell whether `user` may make tables, code open answers and write reports: the staff."""
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def may_publish_reports(user: Any) -> bool:
    """Tell whether `user` may publish a report or take it back: the coordinating office."""
    return is_coordinator(user)
