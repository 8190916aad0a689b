from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps

from koganei_kyodo.audit import trigger_operations
from koganei_kyodo.portal.job_words import JOB_WORDS
from koganei_kyodo.staff_pages import StaffPage, register_staff_page


class PortalConfig(AppConfig):
    """Home pages and the one row of this installation; it knows all other apps."""

    name = "koganei_kyodo.portal"
    label = "portal"
    verbose_name = "支援センター"

    def ready(self) -> None:
        """Let migrations write triggers fast; give the trail its words, and a place."""
        from koganei_kyodo.audit import reading
        from koganei_kyodo.portal.privacy.permissions import may_read_trail

        trigger_operations.install()
        reading.job_words.update(JOB_WORDS)
        register_staff_page(
            StaffPage(
                "記録",
                "変更の記録",
                "admin:audit_list",
                "だれが、いつ、何を、なぜ変えたかを読みます。",
                may_read_trail,
            )
        )


class KyodoAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own first page."""

    default = False
    default_site = "koganei_kyodo.portal.admin_site.KyodoAdminSite"
