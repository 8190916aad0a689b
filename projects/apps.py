from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "協働事業"

    def ready(self) -> None:
        """Let surveys of offices begin with what the records say."""
        from projects import survey_prefill

        survey_prefill.register()
