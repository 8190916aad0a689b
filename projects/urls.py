"""Addresses of the collaboration projects."""

from django.urls import path

from projects.urls_office import urlpatterns_office
from projects.views import examples, feeds, guideline, public, statistics, yearly

app_name = "projects"
_YEAR = "projects/statistics/<int:year>/"
_DATASET = "projects/statistics/<slug:dataset>/<int:year>/"

urlpatterns = [
    path("projects/", public.RecordListView.as_view(), name="list"),
    path("projects/list.csv", public.list_csv, name="list_csv"),
    path("projects/list.xlsx", public.list_xlsx, name="list_xlsx"),
    path("projects/feed.<slug:form>", feeds.records, name="list_feed"),
    path("projects/examples/", examples.ExampleListView.as_view(), name="examples"),
    path("projects/examples/feed.<slug:form>", feeds.examples, name="examples_feed"),
    path("projects/<int:pk>/project.json", public.detail_json, name="detail_json"),
    path("projects/<int:pk>/", public.ProjectDetailView.as_view(), name="detail"),
    path("projects/guideline/", guideline.guideline, name="guideline"),
    path("projects/statistics/", statistics.latest, name="statistics"),
    path(_YEAR, statistics.year, name="statistics_year"),
    path(f"{_YEAR}figures.json", statistics.figures_json, name="statistics_year_json"),
    path(f"{_YEAR}figures.csv", statistics.figures_csv, name="statistics_year_csv"),
    path(f"{_YEAR}documents/<slug:form>/", statistics.document, name="statistics_year_document"),
    path(f"{_YEAR}report/", yearly.report, name="yearly_report"),
    path(f"{_YEAR}report.json", yearly.report_json, name="yearly_report_json"),
    path(f"{_YEAR}report/<slug:chart>.svg", yearly.report_chart, name="yearly_report_chart"),
    path(
        f"{_YEAR}report/documents/<slug:form>/",
        yearly.report_document,
        name="yearly_report_document",
    ),
    path(f"{_YEAR}fairness/", yearly.fairness, name="fairness"),
    path(f"{_YEAR}fairness/<int:span>.svg", yearly.fairness_chart, name="fairness_chart"),
    path(f"{_YEAR}fairness/<int:span>.csv", yearly.fairness_csv, name="fairness_csv"),
    path("projects/statistics/crossing/", yearly.crossing_page, name="crossing"),
    path("projects/statistics/crossing.<slug:form>", yearly.crossing_file, name="crossing_file"),
    path(_DATASET, statistics.year, name="statistics_dataset"),
    path(f"{_DATASET}figures.json", statistics.figures_json, name="statistics_dataset_json"),
    path(f"{_DATASET}figures.csv", statistics.figures_csv, name="statistics_dataset_csv"),
    path(
        f"{_DATASET}documents/<slug:form>/",
        statistics.document,
        name="statistics_dataset_document",
    ),
    *urlpatterns_office,
]
