from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: accounts, login, second factor, notices."""

    name = "koganei_kyodo.accounts"
    label = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Register the checks of the settings."""
        import_module("koganei_kyodo.accounts.checks")
