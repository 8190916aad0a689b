"""Addresses of duplicates and merges."""

from django.urls import path

from organizations.views import merging

patterns = [
    path("organizations/duplicates/", merging.duplicates, name="duplicates"),
    path("organizations/<int:pk>/duplicates/", merging.similar, name="similar"),
    path(
        "organizations/duplicates/<int:first>/<int:second>/",
        merging.CompareView.as_view(),
        name="compare",
    ),
    path(
        "organizations/duplicates/<int:first>/<int:second>/different/",
        merging.not_duplicates,
        name="not_duplicates",
    ),
    path("organizations/merges/", merging.merges, name="merges"),
    path("organizations/merges/<int:pk>/", merging.merge, name="merge"),
    path("organizations/merges/<int:pk>/undo/", merging.merge_undo, name="merge_undo"),
]
