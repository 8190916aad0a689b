"""Offices, groups, master data of the register, and people's memberships in the admin."""

from organizations.admin.directory import FieldContactAdmin
from organizations.admin.labels import (
    ActivityFieldAdmin,
    ActivityFieldSetAdmin,
    AreaAdmin,
    OrganizationKindAdmin,
    RegistrySettingsAdmin,
    RequirementAdmin,
)
from organizations.admin.organizations import OrganizationAdmin
from organizations.admin.people import ClosedDatasetAdminMixin, DepartmentAdmin, MembershipAdmin
from organizations.admin.registry import ApplicationAdmin, ChangeRequestAdmin

__all__ = [
    "ActivityFieldAdmin",
    "ActivityFieldSetAdmin",
    "ApplicationAdmin",
    "AreaAdmin",
    "ChangeRequestAdmin",
    "ClosedDatasetAdminMixin",
    "DepartmentAdmin",
    "FieldContactAdmin",
    "MembershipAdmin",
    "OrganizationAdmin",
    "OrganizationKindAdmin",
    "RegistrySettingsAdmin",
    "RequirementAdmin",
]
