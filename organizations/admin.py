from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from organizations.models import Department, Membership, Organization, OrganizationKind


class ClosedDatasetAdminMixin:
    """Rows of a closed data set are read, never changed, by anybody."""

    def belongs_to_closed_dataset(self, obj: Any) -> bool:
        """Tell whether `obj` is part of another city's published data."""
        raise NotImplementedError(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse every change of a closed data set."""
        if obj is not None and self.belongs_to_closed_dataset(obj):
            return False
        return super().has_change_permission(request, obj)  # type: ignore[misc]


@admin.register(Department)
class DepartmentAdmin(ClosedDatasetAdminMixin, admin.ModelAdmin):
    """Offices with their validity and successors."""

    list_display = ["name", "parent", "valid_from", "valid_until", "city"]
    list_filter = [("root", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "name_kana"]
    search_help_text = "名称・ふりがなで探せます"
    list_select_related = ["parent", "root"]
    list_per_page = 50
    fields = [
        "name", "name_kana", "code", "parent", "valid_from", "valid_until",
        "successors", "position", "notice",
    ]  # fmt: skip
    autocomplete_fields = ["parent", "successors"]

    @admin.display(description="市", ordering="root__position")
    def city(self, obj: Department) -> str:
        """Return the name of the root."""
        return str(obj.root)

    def belongs_to_closed_dataset(self, obj: Department) -> bool:
        """Tell whether the office stands under another city's root."""
        return obj.root is not None and obj.root.closed_dataset


@admin.register(OrganizationKind)
class OrganizationKindAdmin(admin.ModelAdmin):
    """団体種別 in the centre's own words and order."""

    list_display = ["name", "has_npo_status", "position"]
    ordering = ["position"]


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    """Groups."""

    list_display = ["name", "kind", "status", "created_at"]
    list_filter = ["status", "kind"]
    search_fields = ["name", "name_kana"]
    search_help_text = "団体名・ふりがなで探せます"
    list_select_related = ["kind"]
    list_per_page = 50


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who acts for whom, from when to when."""

    list_display = ["user", "role", "place", "valid_from", "valid_until"]
    list_filter = ["role"]
    search_fields = ["user__name", "user__name_kana", "department__name", "organization__name"]
    search_help_text = "氏名・担当課・団体名で探せます"
    autocomplete_fields = ["user", "department", "organization"]
    list_select_related = ["user", "department", "organization"]
    date_hierarchy = "valid_from"

    @admin.display(description="所属先")
    def place(self, obj: Membership) -> str:
        """Return the office or group, or the centre."""
        return str(obj.department or obj.organization or "支援センター")
