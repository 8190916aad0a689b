"""Addresses of the office's pages; ``projects.urls`` puts them behind the public ones."""

from django.urls import path, re_path

from projects.views import (
    campaign,
    handover,
    office,
    office_campaign,
    office_examples,
    office_partners,
    office_sheets,
    photos,
)

_CAMPAIGN = "projects/campaigns/<int:year>/"
_RECORD = "office/records/<int:pk>/"

urlpatterns_office = [
    path("office/", office.OfficeHomeView.as_view(), name="office_home"),
    path("office/handover/", handover.HandoverView.as_view(), name="handover"),
    path("office/handover.pdf", handover.HandoverPdfView.as_view(), name="handover_pdf"),
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
    path(f"{_RECORD}examples/new/", office_examples.ExampleView.as_view(), name="example_add"),
    path(
        f"{_RECORD}examples/<int:example_pk>/",
        office_examples.ExampleView.as_view(),
        name="example_edit",
    ),
    path(
        f"{_RECORD}examples/<int:example_pk>/delete/",
        office_examples.example_delete,
        name="example_delete",
    ),
    path(f"{_RECORD}head/ask/", office_examples.head_ask, name="head_ask"),
    path(f"{_RECORD}head/confirm/", office_examples.head_confirm, name="head_confirm"),
    path(f"{_RECORD}photos/", photos.PhotosView.as_view(), name="record_photos"),
    path("office/photos/<int:pk>/", photos.PhotoEditView.as_view(), name="photo_edit"),
    path("office/photos/<int:pk>/delete/", photos.photo_delete, name="photo_delete"),
    re_path(
        r"^projects/photos/(?P<pk>[0-9]{1,18})/(?P<size>large|small)\.jpg$",
        photos.photo,
        name="photo",
    ),
    path("office/<int:year>/nothing/", office_campaign.NothingView.as_view(), name="nothing"),
    path("office/nothing/<int:pk>/revoke/", office_campaign.nothing_revoke, name="nothing_revoke"),
    path(
        "office/<int:year>/carry-over/",
        office_campaign.CarryOverView.as_view(),
        name="carry_over",
    ),
    path("office/<int:year>/sheet/", office_sheets.SheetView.as_view(), name="sheet"),
    path("office/<int:year>/sheet.xlsx", office_sheets.sheet_xlsx, name="sheet_xlsx"),
    path("office/sheets/<int:pk>/", office_sheets.SheetUploadView.as_view(), name="sheet_upload"),
    path(
        "office/sheets/<int:pk>/marked.xlsx", office_sheets.sheet_marked, name="sheet_marked_xlsx"
    ),
    path("office/sheets/<int:pk>/discard/", office_sheets.sheet_discard, name="sheet_discard"),
    path("projects/campaigns/", campaign.CampaignListView.as_view(), name="campaigns"),
    path(_CAMPAIGN, campaign.CampaignView.as_view(), name="campaign"),
    path(f"{_CAMPAIGN}edit/", campaign.CampaignEditView.as_view(), name="campaign_edit"),
    path(f"{_CAMPAIGN}open/", campaign.move, {"verb": "open"}, name="campaign_open"),
    path(f"{_CAMPAIGN}close/", campaign.move, {"verb": "close"}, name="campaign_close"),
    path(f"{_CAMPAIGN}remind/", campaign.remind, name="campaign_remind"),
    path(f"{_CAMPAIGN}letters.xlsx", campaign.letters, name="campaign_letters_xlsx"),
    path("office/<int:year>/form/", office.BlankPrintView.as_view(), name="blank_print"),
    path(f"{_RECORD}print/", office.RecordPrintView.as_view(), name="record_print"),
]
