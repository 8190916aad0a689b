"""Groups, city departments, and which person acts for which of them from when to when."""

from organizations.models.change import ChangeRequest
from organizations.models.contact import Contact
from organizations.models.dated import Dated
from organizations.models.department import Department
from organizations.models.disclosure import Disclosure
from organizations.models.duplicate import Merge, NotDuplicate
from organizations.models.field_contact import FieldContact
from organizations.models.files import Attachment, OrganizationLink, Photo, StoredFile
from organizations.models.invitation import Invitation
from organizations.models.labels import ActivityField, ActivityFieldSet, Area, OrganizationKind
from organizations.models.membership import Membership, MembershipConfirmation, Transfer
from organizations.models.message import GroupMessage, MailStop, MessageDelivery
from organizations.models.organization import Organization, OrganizationField
from organizations.models.register_import import ColumnMemory, ImportRow, RegisterImport
from organizations.models.registration import (
    Application,
    RegistrySettings,
    Requirement,
    RequirementCheck,
)
from organizations.models.reorganization import (
    Reorganization,
    ReorganizationOffice,
    ReorganizationStep,
)
from organizations.models.yearly_fact import YearlyFact

__all__ = [
    "ActivityField",
    "ActivityFieldSet",
    "Application",
    "Area",
    "Attachment",
    "ChangeRequest",
    "ColumnMemory",
    "Contact",
    "Dated",
    "Department",
    "Disclosure",
    "FieldContact",
    "GroupMessage",
    "ImportRow",
    "Invitation",
    "MailStop",
    "Membership",
    "MembershipConfirmation",
    "Merge",
    "MessageDelivery",
    "NotDuplicate",
    "Organization",
    "OrganizationField",
    "OrganizationKind",
    "OrganizationLink",
    "Photo",
    "RegisterImport",
    "RegistrySettings",
    "Reorganization",
    "ReorganizationOffice",
    "ReorganizationStep",
    "Requirement",
    "RequirementCheck",
    "StoredFile",
    "Transfer",
    "YearlyFact",
]
