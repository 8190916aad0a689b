"""Every address of the portal; each has a row in tests/test_permission_matrix.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("koganei_kyodo.portal.urls")),
    path("accounts/", include("koganei_kyodo.accounts.urls")),
    path("documents/", include("koganei_kyodo.documents.urls")),
    path("", include("organizations.urls")),
    path("", include("surveys.urls")),
    path("", include("projects.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "koganei_kyodo.portal.views.bad_request"
handler403 = "koganei_kyodo.portal.views.permission_denied"
handler404 = "koganei_kyodo.portal.views.page_not_found"
handler500 = "koganei_kyodo.portal.views.server_error"
