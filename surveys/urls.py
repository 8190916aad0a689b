"""Addresses of the surveys' reports and of the figure check."""

from django.urls import path

from surveys.urls_desk import urlpatterns_desk
from surveys.urls_editor import urlpatterns_editor
from surveys.views import figure_check, report

app_name = "surveys"
urlpatterns = [
    path("surveys/", report.ReportListView.as_view(), name="report_list"),
    path("surveys/figure-check/", figure_check.figure_check, name="figure_check"),
    path(
        "surveys/figure-check/template.xlsx", figure_check.figure_template, name="figure_template"
    ),
    path("surveys/figure-check/<int:pk>/", figure_check.checked_figures, name="checked_figures"),
    path("surveys/<slug:slug>/", report.ReportView.as_view(), name="report"),
    path("surveys/<slug:slug>/figures.json", report.report_json, name="report_json"),
    path("surveys/<slug:slug>/figures/<str:number>.csv", report.figure_csv, name="figure_csv"),
    path("surveys/<slug:slug>/pdf/", report.report_pdf, name="report_pdf"),
    path("surveys/<slug:slug>/xlsx/", report.report_xlsx, name="report_xlsx"),
    path("surveys/<slug:slug>/leaflet/", report.report_leaflet, name="report_leaflet"),
    path("surveys/<slug:slug>/word/", report.report_word, name="report_word"),
    path("surveys/<slug:slug>/check/", figure_check.report_check, name="report_check"),
    *urlpatterns_desk,
    *urlpatterns_editor,
]
