"""Groups in the admin: to look up, and to correct what is no decision."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest

from organizations.models import Organization, OrganizationField


class OrganizationFieldInline(admin.TabularInline):
    """The fields of a group, one of them the main one."""

    model = OrganizationField
    extra = 0
    autocomplete_fields = ["field"]


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    """Groups. Their status changes through the pages of the register only."""

    list_display = ["name", "kind", "status", "registration_number", "confirmed_on", "valid_until"]
    list_filter = ["status", "kind"]
    search_fields = [
        "name", "name_kana", "registration_number", "corporate_number",
        "merged_from__registration_number",
    ]  # fmt: skip
    search_help_text = "団体名・ふりがな・登録番号・法人番号で探せます"
    list_select_related = ["kind"]
    list_per_page = 50
    date_hierarchy = "registered_on"
    autocomplete_fields = ["areas", "member_organizations"]
    inlines = [OrganizationFieldInline]
    readonly_fields = [
        "status", "registration_number", "registered_on", "confirmed_on", "valid_until",
        "ended_on", "end_reason", "merged_into",
    ]  # fmt: skip
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["name", "name_kana", "kind", "corporate_number"]}),
        ("登録", {"fields": [*readonly_fields]}),
        (
            "活動",
            {
                "fields": [
                    "purpose", "activities", "founded_year", "founded_month", "member_count",
                    "citizen_count", "fee", "activity_days", "activity_place", "areas",
                    "member_organizations",
                ]
            },
        ),
        (
            "募集",
            {"fields": ["wants_members", "wants_volunteers", "wants_partners", "wanted_text"]},
        ),
        ("職員だけが見るもの", {"fields": ["staff_note"]}),
    ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Let the desk write the note; what a group says of itself goes through its 変更届."""
        if request.user.has_perm("organizations.add_organization"):
            return self.readonly_fields
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in fields if name != "staff_note"]
