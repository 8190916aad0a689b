"""Addresses of the city's offices and their reorganisation."""

from django.urls import path

from organizations.views import departments, reorganizations

patterns = [
    path("departments/", departments.DepartmentTreeView.as_view(), name="department_tree"),
    path("departments/<int:pk>/", departments.DepartmentDetailView.as_view(), name="department"),
    path(
        "departments/reorganizations/",
        reorganizations.ReorganizationListView.as_view(),
        name="reorganizations",
    ),
    path(
        "departments/reorganizations/<int:pk>/",
        reorganizations.ReorganizationView.as_view(),
        name="reorganization",
    ),
    path(
        "departments/reorganizations/<int:pk>/edit/",
        reorganizations.ReorganizationEditView.as_view(),
        name="reorganization_edit",
    ),
    path(
        "departments/reorganizations/<int:pk>/apply/",
        reorganizations.reorganization_apply,
        name="reorganization_apply",
    ),
    path(
        "departments/reorganizations/<int:pk>/drop/",
        reorganizations.reorganization_drop,
        name="reorganization_drop",
    ),
    path(
        "departments/reorganizations/<int:pk>/steps/new/<slug:kind>/",
        reorganizations.StepView.as_view(),
        name="step_create",
    ),
    path(
        "departments/reorganizations/<int:pk>/steps/<int:step_pk>/",
        reorganizations.StepView.as_view(),
        name="step_edit",
    ),
    path(
        "departments/reorganizations/<int:pk>/steps/<int:step_pk>/delete/",
        reorganizations.step_delete,
        name="step_delete",
    ),
    path(
        "departments/reorganizations/<int:pk>/steps/<int:step_pk>/people/",
        reorganizations.step_people,
        name="step_people",
    ),
]
