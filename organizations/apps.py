from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "団体と担当課"

    def ready(self) -> None:
        """Put what waits for the coordinating office on the dashboard."""
        from koganei_kyodo.admin_queues import register_queue
        from organizations.queues import people_waiting

        register_queue(people_waiting)
