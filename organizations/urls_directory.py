"""Addresses of the city's offices and their reorganisation."""

from django.urls import path, re_path

from organizations.views import departments, directory, imports, messages, photos, reorganizations

patterns = [
    path("organizations/", directory.OrganizationListView.as_view(), name="list"),
    path("organizations/list.csv", directory.list_csv, name="list_csv"),
    path("organizations/list.xlsx", directory.list_xlsx, name="list_xlsx"),
    path("organizations/print/", directory.list_print, name="list_print"),
    path("organizations/areas/", directory.areas, name="areas"),
    path("organizations/<int:pk>/", directory.OrganizationDetailView.as_view(), name="detail"),
    path("organizations/<int:pk>/growth/", directory.growth, name="growth"),
    path("organizations/<int:pk>/photos/", photos.PhotosView.as_view(), name="photos"),
    re_path(
        r"^organizations/photos/(?P<pk>[0-9]{1,18})/(?P<size>large|small)\.jpg$",
        photos.photo,
        name="photo",
    ),
    path("organizations/photos/<int:pk>/", photos.PhotoEditView.as_view(), name="photo_edit"),
    path("organizations/photos/<int:pk>/move/", photos.photo_move, name="photo_move"),
    path("organizations/photos/<int:pk>/delete/", photos.photo_delete, name="photo_delete"),
    path("organizations/<int:pk>.json", directory.detail_json, name="detail_json"),
    path("organizations/<int:pk>.jsonld", directory.detail_json_ld, name="detail_json_ld"),
    path("organizations/import/", imports.ImportListView.as_view(), name="imports"),
    path("organizations/import/<int:pk>/", imports.ImportView.as_view(), name="import"),
    path(
        "organizations/import/<int:pk>/columns/",
        imports.ColumnsView.as_view(),
        name="import_columns",
    ),
    path("organizations/import/<int:pk>/status/", imports.import_status, name="import_status"),
    path("organizations/import/<int:pk>/decide/", imports.import_decide, name="import_decide"),
    path("organizations/import/<int:pk>/apply/", imports.import_apply, name="import_apply"),
    path("organizations/import/<int:pk>/drop/", imports.import_drop, name="import_drop"),
    path("organizations/import/<int:pk>/refused.xlsx", imports.refused_xlsx, name="import_refused"),
    path("organizations/messages/", messages.MessageListView.as_view(), name="messages"),
    path("organizations/messages/new/", messages.MessageWriteView.as_view(), name="message_new"),
    path("organizations/messages/<int:pk>/", messages.MessageView.as_view(), name="message"),
    path(
        "organizations/messages/<int:pk>/edit/",
        messages.MessageWriteView.as_view(),
        name="message_edit",
    ),
    path("organizations/messages/<int:pk>/test/", messages.message_test, name="message_test"),
    path("organizations/messages/<int:pk>/send/", messages.message_send, name="message_send"),
    path("organizations/labels/", messages.LabelsView.as_view(), name="labels"),
    path("organizations/letters.xlsx", messages.letter_list, name="letter_list"),
    path("mail-stop/<str:key>/", messages.StopView.as_view(), name="mail_stop"),
    path("departments/ask/", departments.AskView.as_view(), name="ask"),
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
