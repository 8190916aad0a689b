"""Addresses of the staff's work with answers: tables, open answers, reports."""

from django.urls import path

from surveys.views import coding, exports, report_desk, tables

_REPORT = "survey-reports/<int:pk>/"
_OPINIONS = "survey-opinions/<int:pk>/"
_BLOCK = "survey-reports/blocks/<int:pk>/"

urlpatterns_desk = [
    path("survey-tables/", tables.table_surveys, name="table_surveys"),
    path("survey-tables/<slug:slug>/", tables.tables, name="tables"),
    path("survey-tables/<slug:slug>/add/", tables.tables_add, name="tables_add"),
    *(
        path(
            f"survey-tables/<slug:slug>/tables.{form}",
            tables.tables_file,
            {"form": form},
            name=f"tables_{form}",
        )
        for form in ("xlsx", "csv", "json")
    ),
    path("survey-tables/<slug:slug>/opinions/", coding.open_questions, name="open_questions"),
    path("survey-tables/<slug:slug>/files/", exports.exports, name="exports"),
    path(_OPINIONS, coding.opinions, name="opinions"),
    path(f"{_OPINIONS}codes/", coding.code_frame, name="code_frame"),
    path(f"{_OPINIONS}code/", coding.code_next, name="code_next"),
    path(f"{_OPINIONS}agreement/", coding.code_agreement, name="code_agreement"),
    path("survey-codes/<int:pk>/", coding.code_edit, name="code_edit"),
    path("survey-codes/<int:pk>/remove/", coding.code_remove, name="code_remove"),
    path(
        "survey-opinions/answers/<int:pk>/blocks/<int:block>/",
        coding.opinion_choose,
        name="opinion_choose",
    ),
    path("survey-reports/", report_desk.report_desk, name="report_desk"),
    path(_REPORT, report_desk.report_build, name="report_build"),
    path(f"{_REPORT}settings/", report_desk.report_settings, name="report_settings"),
    path(f"{_REPORT}add/<slug:kind>/", report_desk.block_add, name="block_add"),
    path(f"{_REPORT}run-check/", report_desk.report_run_check, name="report_run_check"),
    path(f"{_REPORT}publish/", report_desk.report_publish, name="report_publish"),
    path(f"{_REPORT}unpublish/", report_desk.report_unpublish, name="report_unpublish"),
    path(f"{_REPORT}edition/", report_desk.report_edition, name="report_edition"),
    path(_BLOCK, report_desk.block_edit, name="block_edit"),
    path(f"{_BLOCK}move/", report_desk.block_move, name="block_move"),
    path(f"{_BLOCK}remove/", report_desk.block_remove, name="block_remove"),
    path(f"{_BLOCK}excerpts/", report_desk.excerpt_add, name="excerpt_add"),
    path(
        "survey-reports/excerpts/<int:pk>/remove/",
        report_desk.excerpt_remove,
        name="excerpt_remove",
    ),
    path(
        "survey-reports/findings/<int:pk>/accept/",
        report_desk.finding_accept,
        name="finding_accept",
    ),
]
