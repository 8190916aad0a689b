from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "koganei_kyodo.accounts"
    label = "accounts"
    verbose_name = "利用者"
