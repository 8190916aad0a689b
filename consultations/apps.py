from django.apps import AppConfig

from koganei_kyodo.staff_pages import StaffPage, register_staff_page


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = "相談"

    def ready(self) -> None:
        """Put the desk's log on the dashboard."""
        from consultations.permissions import may_read, may_write

        for label, page, purpose, may in (
            ("相談を記録する", "add", "窓口・電話・メールで受けた相談を書きます。", may_write),
            ("相談の記録", "changelist", "前の相談を探し、続きを書きます。", may_read),
        ):
            name = f"admin:consultations_consultation_{page}"
            register_staff_page(StaffPage("相談", label, name, purpose, may))
