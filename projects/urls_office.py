"""Addresses of the office's pages; ``projects.urls`` puts them behind the public ones."""

from django.urls import path

from projects.views import office, office_partners

_RECORD = "office/records/<int:pk>/"

urlpatterns_office = [
    path("office/", office.OfficeHomeView.as_view(), name="office_home"),
    path("office/records/new/", office.RecordCreateView.as_view(), name="record_create"),
    path(_RECORD, office.OfficeRecordView.as_view(), name="office_record"),
    path(f"{_RECORD}edit/<slug:step>/", office.RecordStepView.as_view(), name="record_edit"),
    path(
        f"{_RECORD}partners/new/",
        office_partners.PartnerAddView.as_view(),
        name="partner_add",
    ),
    path(
        f"{_RECORD}partners/<int:partner_pk>/",
        office_partners.PartnerEditView.as_view(),
        name="partner_edit",
    ),
    path(
        f"{_RECORD}partners/<int:partner_pk>/delete/",
        office_partners.PartnerDeleteView.as_view(),
        name="partner_delete",
    ),
    path(f"{_RECORD}submit/", office.record_submit, name="record_submit"),
    path(f"{_RECORD}submitted/", office.RecordSubmittedView.as_view(), name="record_submitted"),
    path(f"{_RECORD}withdraw/", office.record_withdraw, name="record_withdraw"),
    path(f"{_RECORD}delete/", office.RecordDeleteView.as_view(), name="record_delete"),
    path(f"{_RECORD}print/", office.RecordPrintView.as_view(), name="record_print"),
]
