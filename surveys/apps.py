from django.apps import AppConfig

from koganei_kyodo.staff_pages import StaffPage, register_staff_page


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "調査"

    def ready(self) -> None:
        """Put the staff's pages about surveys on the dashboard; know what is printed for fielding."""
        from surveys.fielding import printing  # noqa: F401  it registers what the worker makes
        from surveys.permissions import may_check_figures, may_run_any

        register_staff_page(
            StaffPage(
                "調査",
                "図表の検算",
                "surveys:figure_check",
                "報告書の図表の数字が、おたがいに合うかを調べます。",
                may_check_figures,
            )
        )
        register_staff_page(
            StaffPage(
                "調査",
                "調査の実施",
                "surveys:fielding_list",
                "対象の名簿、依頼と督促、回収の状況、紙の調査票の入力を扱います。",
                may_run_any,
            )
        )
