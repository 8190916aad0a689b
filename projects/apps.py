from django.apps import AppConfig

from koganei_kyodo.staff_pages import StaffPage, register_staff_page


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "協働事業"

    def ready(self) -> None:
        """Put the staff's pages about the records on the dashboard; let surveys begin with records."""
        from projects import permissions, survey_prefill

        survey_prefill.register()

        pages = (
            StaffPage(
                "事業実績",
                "年度の取りまとめ",
                "projects:campaigns",
                "すべての課に書いてもらい、まだの課に催促します。",
                permissions.may_see_campaign,
            ),
            StaffPage(
                "事業実績",
                "課の代わりに入力する",
                "projects:office_home",
                "紙などで届いた事業実績を、課の代わりに書きます。",
                permissions.may_see_campaign,
            ),
        )
        for page in pages:
            register_staff_page(page)
