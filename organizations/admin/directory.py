"""The contact offices of the fields in the admin."""

from django.contrib import admin

from organizations.models import FieldContact


@admin.register(FieldContact)
class FieldContactAdmin(admin.ModelAdmin):
    """Which office answers for which field."""

    list_display = ["field", "department", "person", "phone", "valid_from", "valid_until"]
    list_filter = ["field"]
    search_fields = ["department__name", "field__name", "topics", "person__name"]
    search_help_text = "課の名前・活動分野・相談できること・担当の人で探せます"
    autocomplete_fields = ["department", "person"]
    list_select_related = ["field", "department", "person"]
    list_per_page = 50
