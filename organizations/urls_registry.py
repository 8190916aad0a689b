"""Addresses of the register: applying, deciding, keeping a registration alive."""

from django.urls import path

from organizations.views import (
    applying,
    applying_files,
    attachments,
    changing,
    deciding,
    keeping,
    papers,
    renewing,
)

APPLICATION = "apply/<slug:key>/"
GROUP = "organizations/<int:pk>/registration/"
patterns = [
    path("apply/", applying.StartView.as_view(), name="apply"),
    path("apply/form.pdf", papers.apply_blank_pdf, name="apply_blank_pdf"),
    path("apply/resume/", applying.ResumeView.as_view(), name="apply_resume"),
    path(APPLICATION, applying.StatusView.as_view(), name="application_status"),
    path(f"{APPLICATION}files/", applying_files.FilesView.as_view(), name="apply_files"),
    path(
        f"{APPLICATION}files/<int:pk>/", applying_files.FileView.as_view(), name="application_file"
    ),
    path(
        f"{APPLICATION}files/<int:pk>/remove/",
        applying_files.FileRemoveView.as_view(),
        name="application_file_remove",
    ),
    path(f"{APPLICATION}form.pdf", papers.ApplicationPdfView.as_view(), name="application_pdf"),
    path(f"{APPLICATION}check/", applying.CheckView.as_view(), name="apply_check"),
    path(f"{APPLICATION}take-back/", applying.TakeBackView.as_view(), name="apply_take_back"),
    path(f"{APPLICATION}delete/", applying.GiveUpView.as_view(), name="apply_delete"),
    path(f"{APPLICATION}<slug:step>/", applying.StepView.as_view(), name="apply_step"),
    path("registry/", deciding.ApplicationListView.as_view(), name="applications"),
    path("registry/paper/", deciding.PaperEntryView.as_view(), name="paper_entry"),
    path("registry/<int:pk>/", deciding.ApplicationView.as_view(), name="application"),
    path("registry/<int:pk>/return/", deciding.ReturnView.as_view(), name="application_return"),
    path("registry/<int:pk>/decline/", deciding.DeclineView.as_view(), name="application_decline"),
    path("registry/<int:pk>/approve/", deciding.application_approve, name="application_approve"),
    path("registry/<int:pk>/code/", deciding.application_code, name="application_code"),
    path("registry/<int:pk>/letter.pdf", papers.application_letter, name="application_letter"),
    path(
        "organizations/<int:pk>/attachments/",
        attachments.AttachmentsView.as_view(),
        name="attachments",
    ),
    path("organizations/attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path(
        "organizations/attachments/<int:pk>/remove/",
        attachments.attachment_remove,
        name="attachment_remove",
    ),
    path(GROUP, keeping.RegistrationView.as_view(), name="registration"),
    path(f"{GROUP}confirm/", keeping.ConfirmView.as_view(), name="registration_confirm"),
    path(f"{GROUP}own/", keeping.OwnSettingsView.as_view(), name="registration_own"),
    path(f"{GROUP}withdraw/", keeping.WithdrawView.as_view(), name="registration_withdraw"),
    path(f"{GROUP}strike/", keeping.StrikeView.as_view(), name="registration_strike"),
    path(f"{GROUP}again/", keeping.ReenterView.as_view(), name="registration_reenter"),
    path(f"{GROUP}change/", changing.ChangeNewView.as_view(), name="change_new"),
    path(f"{GROUP}<slug:kind>.pdf", renewing.registration_form_pdf, name="registration_form"),
    path("organizations/changes/<int:pk>/", changing.ChangeView.as_view(), name="change"),
    path("organizations/changes/<int:pk>/decline/", changing.change_decline, name="change_decline"),
    path("organizations/changes/<int:pk>/cancel/", changing.change_cancel, name="change_cancel"),
    path("organizations/changes/<int:pk>/form.pdf", changing.change_pdf, name="change_pdf"),
    path("registry/changes/", changing.ChangeListView.as_view(), name="changes"),
    path("registry/renewals/", renewing.RenewalListView.as_view(), name="renewals"),
    path("registry/renewals/terms/", renewing.renewal_terms, name="renewal_terms"),
    path("registry/renewals/forms.pdf", renewing.renewal_forms_pdf, name="renewal_forms"),
]
