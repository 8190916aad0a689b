"""The documents of an application: hand in, look at, take out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.documents.uploads import download
from organizations import actions
from organizations.applying_forms import FilesStepForm
from organizations.models import Application, Attachment
from organizations.views.applying import step_context
from organizations.views.applying_access import ApplicantView, next_step


class FilesView(ApplicantView):
    """Step 5. Each file is kept by itself: a refused one takes nothing else with it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show what is there, and a box for each kind."""
        return self._page(self._form())

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Keep the files and go on; with a refused one the page stays and says why."""
        form = self._form(request.POST, request.FILES)
        fine = form.is_valid()
        for kind, upload in form.uploads().items():
            try:
                actions.attach(self.organization, upload, kind=kind, by=self.user)
            except actions.WrongState as error:
                form.add_error(kind, str(error))
                fine = False
        if not fine:
            return self._page(form)
        if "more" in request.POST:
            messages.success(request, "書類を受け取りました")
            return redirect(self.url("apply_step", "files"))
        if "pause" in request.POST:
            messages.success(request, say.draft_saved(timezone.localtime()))
            return self.to_status()
        return redirect(self.url("apply_step", next_step("files")))

    def _form(self, *args: Any) -> FilesStepForm:
        return FilesStepForm(
            *args,
            with_paper=self.application.channel == Application.Channel.PAPER,
            received=set(self.organization.attachments.values_list("kind", flat=True)),
        )

    def _page(self, form: FilesStepForm) -> HttpResponse:
        return self.page(
            "apply_files",
            **step_context(self, "files"),
            form=form,
            attachments=self.organization.attachments.select_related("file"),
        )


class FileView(ApplicantView):
    """One document of the applicant."""

    anytime = True

    def get(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        """Send it; once the application is decided, the code opens no document any more."""
        if self.user is None and self.application.decided_at is not None:
            return self.to_status()
        attachment = _attachment(self, pk)
        file = attachment.file
        return download(bytes(file.content), file.content_type, attachment.name)


class FileRemoveView(ApplicantView):
    """Take a document out."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        """Delete it."""
        attachment = _attachment(self, pk)
        name = attachment.name
        try:
            actions.detach(attachment, by=self.user)
        except actions.WrongState as error:
            messages.warning(request, str(error))
            return self.to_status()
        messages.success(request, f"「{name}」を取り消しました")
        return redirect(self.url("apply_step", "files"))


def _attachment(view: ApplicantView, pk: int) -> Any:
    rows = Attachment.objects.select_related("file", "organization")
    return get_object_or_404(rows, pk=pk, organization=view.organization)
