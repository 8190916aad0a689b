"""How the registration of a group stands, and what its people should do now."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from organizations.disclosure import Standing, standing_of
from organizations.models import (
    Application,
    ChangeRequest,
    Organization,
    OrganizationField,
    RegistrySettings,
)
from organizations.periods import end_of_grace

Status = Organization.Status


@dataclass(frozen=True)
class RegistrationState:
    """One group today.

    ``grace_end`` is the last day on which a group that is asked to confirm may do so;
    ``change`` is the 変更届 that waits, ``application`` the one that isn't decided.
    """

    organization: Organization
    standing: Standing
    grace_end: datetime.date | None
    change: ChangeRequest | None
    application: Application | None

    @property
    def is_due(self) -> bool:
        """Tell whether the group is asked to confirm."""
        return self.organization.status == Status.RENEWAL_DUE

    @property
    def is_over(self) -> bool:
        """Tell whether its term is over."""
        end = self.organization.valid_until
        return end is not None and end < timezone.localdate()

    @property
    def may_reenter(self) -> bool:
        """Tell whether it may apply anew."""
        return self.organization.allows("reenter")

    @property
    def attention(self) -> str:
        """Return the one thing its people should do now; empty where nothing is to be done."""
        if self.application is not None and self.organization.status == Status.RETURNED:
            return "登録の申請を直してください"
        if self.application is not None and self.organization.status == Status.DRAFT:
            return "登録の申請が、書きかけです"
        if self.is_due:
            return "登録してある内容を確かめてください"
        if self.organization.status in Organization.ENDED:
            return "登録が終わっています。もう一度申請できます"
        return ""


def states_of(organizations: Iterable[Organization]) -> dict[int, RegistrationState]:
    """Return how each group stands, by its number; as many queries for many as for one."""
    ids = [organization.pk for organization in organizations]
    settings = RegistrySettings.current()
    fields = OrganizationField.objects.select_related("field")
    changes = ChangeRequest.objects.filter(status=ChangeRequest.Status.SUBMITTED)
    applications = Application.objects.filter(decided_at=None)
    rows = Organization.objects.filter(pk__in=ids).select_related("contact", "kind")
    rows = rows.prefetch_related(
        "links",
        "areas",
        "yearly_facts",
        Prefetch("field_rows", fields),
        Prefetch("change_requests", changes, to_attr="open_changes"),
        Prefetch("applications", applications, to_attr="open_applications"),
    )
    return {row.pk: _state(row, settings) for row in rows}


def state_of(organization: Organization) -> RegistrationState:
    """Return how one group stands."""
    return states_of([organization])[organization.pk]


def uninvited_applications() -> QuerySet[Application]:
    """Return the approved applications of groups for which nobody acts or is invited yet.

    The coordinating office registers groups and lets no representatives in: this is left to the
    desk.
    """
    return Application.objects.filter(
        decided_at__isnull=False,
        decision_reason="",
        organization__status=Status.PUBLIC,
        organization__memberships=None,
        organization__invitations=None,
    )


def _state(row: Organization, settings: RegistrySettings) -> RegistrationState:
    changes: list[ChangeRequest] = getattr(row, "open_changes", [])
    applications: list[Application] = getattr(row, "open_applications", [])
    return RegistrationState(
        organization=row,
        standing=standing_of(row),
        grace_end=end_of_grace(row.valid_until, settings) if row.valid_until else None,
        change=next(iter(changes), None),
        application=next(iter(applications), None),
    )
