from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "koganei_kyodo.search"
    label = "search"
    verbose_name = "検索"
