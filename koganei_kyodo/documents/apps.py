"""The app of what is drawn or printed."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    """Finds the renderers that apps register in a module of theirs called ``renderers``."""

    name = "koganei_kyodo.documents"
    label = "documents"
    verbose_name = "帳票"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("renderers")
