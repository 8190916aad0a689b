from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from procrastinate.contrib.django.models import ProcrastinateJob

from koganei_kyodo.portal.models import Centre
from koganei_kyodo.portal.privacy import admin as privacy_admin

__all__ = ["CentreAdmin", "privacy_admin"]

# Rights come from memberships, and jobs are the operator's: neither is the staff's work.
admin.site.unregister(Group)
admin.site.unregister(ProcrastinateJob)


@admin.register(Centre)
class CentreAdmin(admin.ModelAdmin):
    """The one row of this installation."""

    list_display = ["name", "city_name", "office_name", "phone"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse a second row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to remove the only row."""
        return False
