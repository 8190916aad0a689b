"""Groups, city departments, and which person acts for which of them from when to when."""

from organizations.models.dated import Dated
from organizations.models.department import Department
from organizations.models.invitation import Invitation
from organizations.models.membership import Membership, MembershipConfirmation, Transfer
from organizations.models.organization import Organization, OrganizationKind
from organizations.models.reorganization import (
    Reorganization,
    ReorganizationOffice,
    ReorganizationStep,
)

__all__ = [
    "Dated",
    "Department",
    "Invitation",
    "Membership",
    "MembershipConfirmation",
    "Organization",
    "OrganizationKind",
    "Reorganization",
    "ReorganizationOffice",
    "ReorganizationStep",
    "Transfer",
]
