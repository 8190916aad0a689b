"""Addresses of the register: applying, deciding, keeping a registration alive."""

from django.urls import path

from organizations.views import applying, applying_files, attachments, deciding, papers

APPLICATION = "apply/<slug:key>/"
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
]
