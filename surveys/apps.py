from django.apps import AppConfig

from koganei_kyodo.staff_pages import StaffPage, register_staff_page


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "調査"

    def ready(self) -> None:
        """Put the staff's pages about surveys on the dashboard; know what is printed for fielding."""
        from surveys.fielding import printing  # noqa: F401  it registers what the worker makes
        from surveys.permissions import (
            may_check_figures,
            may_edit_questionnaires,
            may_edit_reports,
            may_run_any,
        )

        register_staff_page(
            StaffPage(
                "調査",
                "集計表・自由記述・回答のファイル",
                "surveys:table_surveys",
                "単純集計とクロス集計を見て、報告書に加えます。自由記述を分類します。",
                may_edit_reports,
            )
        )
        register_staff_page(
            StaffPage(
                "調査",
                "報告書を作る",
                "surveys:report_desk",
                "図表と文章を並べ、検算してから公表します。",
                may_edit_reports,
            )
        )
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
                "調査票を作る",
                "surveys:questionnaire_list",
                "設問と道すじを書き、ためし、印刷し、確定します。",
                may_edit_questionnaires,
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
