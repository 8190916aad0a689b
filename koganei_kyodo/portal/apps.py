from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps

from koganei_kyodo.audit import trigger_operations


class PortalConfig(AppConfig):
    """Home pages and the one row of this installation; it knows all other apps."""

    name = "koganei_kyodo.portal"
    label = "portal"
    verbose_name = "支援センター"

    def ready(self) -> None:
        """Let migrations write triggers fast."""
        trigger_operations.install()


class KyodoAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own first page."""

    default = False
    default_site = "koganei_kyodo.portal.admin_site.KyodoAdminSite"
