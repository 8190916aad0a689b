from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    """Home pages and the one row of this installation; it knows all other apps."""

    name = "koganei_kyodo.portal"
    label = "portal"
    verbose_name = "支援センター"


class KyodoAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own first page."""

    default = False
    default_site = "koganei_kyodo.portal.admin_site.KyodoAdminSite"
