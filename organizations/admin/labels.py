"""Master data of the register: rows that a centre edits."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from organizations.models import (
    ActivityField,
    ActivityFieldSet,
    Area,
    OrganizationKind,
    RegistrySettings,
    Requirement,
)


@admin.register(OrganizationKind)
class OrganizationKindAdmin(admin.ModelAdmin):
    """団体種別 in the centre's own words and order."""

    list_display = ["name", "has_npo_status", "position"]
    ordering = ["position"]


@admin.register(ActivityFieldSet)
class ActivityFieldSetAdmin(admin.ModelAdmin):
    """活動分野の版: which edition applications choose from."""

    list_display = ["name", "code", "is_current", "position"]


@admin.register(ActivityField)
class ActivityFieldAdmin(admin.ModelAdmin):
    """活動分野: those of the law, and the centre's own."""

    list_display = ["short_name", "number", "fieldset", "same_as", "is_active"]
    list_filter = ["fieldset", "is_active"]
    search_fields = ["name", "short_name"]
    search_help_text = "分野の名前で探せます"
    list_select_related = ["fieldset", "same_as"]
    autocomplete_fields = ["same_as"]
    list_per_page = 50


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    """活動する地域: the places of the city."""

    list_display = ["name", "town", "name_kana", "postcode", "is_active", "position"]
    list_filter = ["town", "is_active"]
    search_fields = ["name", "name_kana"]
    search_help_text = "町の名前・ふりがなで探せます"
    list_per_page = 60


@admin.register(Requirement)
class RequirementAdmin(admin.ModelAdmin):
    """登録の要件: the checklist that staff tick for each application."""

    list_display = ["text", "position", "is_active"]


@admin.register(RegistrySettings)
class RegistrySettingsAdmin(admin.ModelAdmin):
    """団体登録の設定: the one row."""

    list_display = ["__str__", "renewal_years", "reminder_days", "grace_days"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: there is exactly one row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: there is exactly one row."""
        return False
