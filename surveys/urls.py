"""Addresses of the surveys: answering, fielding, reports, the figure check."""

from django.urls import path

from surveys.renderers import LEAFLET, PDF, WORD, XLSX
from surveys.urls_desk import urlpatterns_desk
from surveys.urls_editor import urlpatterns_editor
from surveys.views import figure_check, report
from surveys.views.answer import excel as answer_excel
from surveys.views.answer import own, pages, sheets
from surveys.views.fielding import excel, keying, progress, rounds, targets

app_name = "surveys"
urlpatterns = [
    path("answer/own/<str:secret>/", own.own_answer, name="answer_own"),
    path("answer/<str:key>/", pages.CoverView.as_view(), name="answer_link"),
    path("answer/<str:key>/all/", pages.AllView.as_view(), name="answer_all"),
    path("answer/<str:key>/confirm/", pages.ConfirmView.as_view(), name="answer_confirm"),
    path("answer/<str:key>/receipt/", pages.ReceiptView.as_view(), name="answer_receipt"),
    path("answer/<str:key>/sheets/", sheets.SheetsView.as_view(), name="answer_sheets"),
    path("answer/<str:key>/sheets/<int:row>/", sheets.SheetView.as_view(), name="answer_sheet"),
    path(
        "answer/<str:key>/sheets/<int:row>/remove/",
        sheets.SheetRemoveView.as_view(),
        name="answer_sheet_remove",
    ),
    path("answer/<str:key>/excel/", answer_excel.ExcelView.as_view(), name="answer_excel_xlsx"),
    path(
        "answer/<str:key>/excel/read/",
        answer_excel.ExcelUploadView.as_view(),
        name="answer_excel_upload",
    ),
    path("answer/<str:key>/page/<str:code>/", pages.PageView.as_view(), name="answer_page"),
    path("surveys/fielding/", progress.fielding_list, name="fielding_list"),
    path("surveys/fielding/<slug:slug>/", progress.ProgressView.as_view(), name="fielding"),
    path(
        "surveys/fielding/<slug:slug>/close/", progress.CloseView.as_view(), name="fielding_close"
    ),
    path(
        "surveys/fielding/<slug:slug>/targets/",
        targets.TargetListView.as_view(),
        name="fielding_targets",
    ),
    path(
        "surveys/fielding/<slug:slug>/targets/<int:pk>/",
        targets.TargetView.as_view(),
        name="fielding_target",
    ),
    path(
        "surveys/fielding/<slug:slug>/targets/<int:pk>/sheet/",
        excel.SheetView.as_view(),
        name="fielding_sheet_xlsx",
    ),
    path("surveys/fielding/<slug:slug>/frame/", targets.FrameView.as_view(), name="fielding_frame"),
    path(
        "surveys/fielding/<slug:slug>/rounds/",
        rounds.RoundListView.as_view(),
        name="fielding_rounds",
    ),
    path(
        "surveys/fielding/<slug:slug>/rounds/<int:pk>/",
        rounds.RoundView.as_view(),
        name="fielding_round",
    ),
    path(
        "surveys/fielding/<slug:slug>/rounds/<str:kind>/<str:channel>/",
        rounds.RoundCreateView.as_view(),
        name="fielding_round_create",
    ),
    path(
        "surveys/fielding/<slug:slug>/batches/",
        keying.BatchListView.as_view(),
        name="fielding_batches",
    ),
    path(
        "surveys/fielding/<slug:slug>/batches/<int:pk>/",
        keying.BatchView.as_view(),
        name="fielding_batch",
    ),
    path(
        "surveys/fielding/<slug:slug>/papers/<int:pk>/",
        keying.KeyView.as_view(),
        name="fielding_key",
    ),
    path(
        "surveys/fielding/<slug:slug>/papers/<int:pk>/settle/",
        keying.SettleView.as_view(),
        name="fielding_settle",
    ),
    path(
        "surveys/fielding/<slug:slug>/papers/<int:pk>/aside/",
        keying.AsideView.as_view(),
        name="fielding_aside",
    ),
    path(
        "surveys/fielding/<slug:slug>/papers/<int:pk>/scan/",
        keying.ScanView.as_view(),
        name="fielding_scan_file",
    ),
    path("surveys/fielding/<slug:slug>/excel/", excel.ExcelInView.as_view(), name="fielding_excel"),
    path("surveys/", report.ReportListView.as_view(), name="report_list"),
    path("surveys/figure-check/", figure_check.figure_check, name="figure_check"),
    path(
        "surveys/figure-check/template.xlsx", figure_check.figure_template, name="figure_template"
    ),
    path("surveys/figure-check/<int:pk>/", figure_check.checked_figures, name="checked_figures"),
    path("surveys/<slug:slug>/", report.ReportView.as_view(), name="report"),
    path("surveys/<slug:slug>/all/", report.ReportView.as_view(whole=True), name="report_all"),
    path(
        "surveys/<slug:slug>/chapters/<int:number>/", report.report_chapter, name="report_chapter"
    ),
    path("surveys/<slug:slug>/figures/<str:number>/", report.report_figure, name="report_figure"),
    path("surveys/<slug:slug>/figures.json", report.report_json, name="report_json"),
    path("surveys/<slug:slug>/figures/<str:number>.csv", report.figure_csv, name="figure_csv"),
    *(
        path(
            f"surveys/<slug:slug>/{form}/",
            report.report_document,
            {"kind": kind},
            name=f"report_{form}",
        )
        for form, kind in (("pdf", PDF), ("xlsx", XLSX), ("leaflet", LEAFLET), ("word", WORD))
    ),
    path("surveys/<slug:slug>/check/", figure_check.report_check, name="report_check"),
    *urlpatterns_desk,
    *urlpatterns_editor,
]
