"""Which rows of the admin a role may see and change. Nobody deletes there."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from koganei_kyodo.accounts.roles import Role

# What the desk writes and the coordinating office only reads.
_DESK_WRITES = {
    "consultations.add_consultation",
    "consultations.change_consultation",
    "consultations.add_consultationperson",
    "consultations.change_consultationperson",
}
_DESK_WORDS = {
    f"consultations.{verb}_{model}"
    for model in ("enquirerkind", "consultationcategory")
    for verb in ("view", "add", "change")
}
_DESK = {
    "accounts.view_user",  # people of groups only: UserAdmin.get_queryset
    "organizations.view_organization",
    "organizations.change_organization",  # the note of the staff only: OrganizationAdmin
    "organizations.view_application",
    "organizations.view_changerequest",
    "organizations.view_department",
    "organizations.view_fieldcontact",
    "organizations.view_organizationkind",
    "organizations.view_membership",
    "organizations.view_activityfieldset",
    "organizations.view_activityfield",
    "organizations.view_area",
    "organizations.view_requirement",
    "organizations.change_requirement",
    "organizations.add_requirement",
    "organizations.view_registrysettings",
    "projects.view_project",
    "projects.view_projectrecord",
    "projects.view_partner",
    "projects.view_campaign",
    "consultations.view_consultation",
    "consultations.view_consultationperson",
    *_DESK_WRITES,
    *_DESK_WORDS,
    "surveys.view_survey",
    "surveys.view_report",
    "surveys.view_reportfigure",
    "surveys.view_target",
    "surveys.view_response",
}
_MASTER_DATA = [
    "organizations.organizationkind",
    "organizations.department",
    "organizations.fieldcontact",
    "organizations.organization",
    "organizations.membership",
    "organizations.activityfieldset",
    "organizations.activityfield",
    "organizations.area",
    "organizations.requirement",
    "projects.guideline",
    "projects.collaborationform",
    "projects.partnerkind",
    "projects.origin",
    "projects.initiative",
    "projects.outcome",
    "projects.principle",
    "projects.costsource",
    "projects.theme",
    "projects.campaign",
    "accounts.user",
]
_COORDINATOR = {
    *(_DESK - _DESK_WRITES),
    "accounts.view_passwordletter",
    "portal.view_centre",
    "portal.change_centre",
    "portal.view_personaldatarequest",
    "portal.add_personaldatarequest",
    "portal.change_personaldatarequest",
    "portal.view_incidentlog",
    "portal.add_incidentlog",
    "portal.change_incidentlog",
    "portal.view_retentionclass",
    "portal.add_retentionclass",
    "portal.change_retentionclass",
    "portal.view_retentionrule",
    "portal.change_retentionrule",
    "portal.view_disposallist",
    "portal.view_erasure",
    "portal.view_listexport",
    "surveys.change_report",
    "surveys.change_reportfigure",
    "organizations.change_registrysettings",
    "organizations.view_invitation",
    "organizations.view_membershipconfirmation",
    "organizations.view_transfer",
    *(
        f"{app}.{verb}_{model}"
        for app, model in (name.split(".") for name in _MASTER_DATA)
        for verb in ("view", "add", "change")
    ),
}
ROLE_PERMISSIONS: dict[Role, set[str]] = {Role.DESK: _DESK, Role.COORDINATOR: _COORDINATOR}


class RolePermissionBackend(BaseBackend):
    """Grants model permissions through memberships valid today; there is no row per grant."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return `app.verb_model` names of the roles `user_obj` holds today."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return {
            permission
            for membership in user_obj.current_memberships
            for permission in ROLE_PERMISSIONS.get(Role(membership.role), set())
        }

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Tell whether one of the person's roles carries `perm`."""
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Tell whether the app has anything in the admin for this person."""
        return any(p.startswith(f"{app_label}.") for p in self.get_all_permissions(user_obj))
