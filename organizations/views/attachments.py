"""添付書類 of a group: for its own people and the centre's staff. For everybody else there are none."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo.documents.uploads import download
from organizations import actions, permissions
from organizations.attachment_form import AttachmentForm
from organizations.models import Attachment, Organization
from organizations.views.access import person


class AttachmentsView(LoginRequiredMixin, View):
    """All documents of one group."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the list and a box for another one."""
        return self._page(group_of(request, pk), AttachmentForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep another one."""
        organization = group_of(request, pk)
        form = AttachmentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(organization, form)
        values = form.cleaned_data
        try:
            actions.attach(
                organization,
                values["file"],
                kind=values["kind"],
                fiscal_year=values["fiscal_year"],
                by=person(request),
            )
        except actions.WrongState as error:
            form.add_error("file", str(error))
            return self._page(organization, form)
        messages.success(request, f"「{values['file'].name}」を受け取りました")
        return redirect("organizations:attachments", pk)

    def _page(self, organization: Organization, form: AttachmentForm) -> HttpResponse:
        context = {
            "organization": organization,
            "form": form,
            "attachments": organization.attachments.select_related("file", "uploaded_by"),
        }
        return render(self.request, "organizations/attachments.html", context)


@require_safe
@login_required
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one document."""
    found = _attachment(request, pk)
    file = found.file
    return download(bytes(file.content), file.content_type, found.name)


@require_POST
@login_required
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one document."""
    found = _attachment(request, pk)
    organization, name = found.organization, found.name
    actions.detach(found, by=person(request))
    messages.success(request, f"「{name}」を削除しました")
    return redirect("organizations:attachments", organization.pk)


def group_of(request: HttpRequest, pk: int) -> Organization:
    """Return a group whose own people, or the centre's staff, ask; 404 for everybody else."""
    organization = get_object_or_404(Organization.objects.select_related("kind"), pk=pk)
    if not may_keep(request.user, organization):
        raise Http404
    return organization


def may_keep(user: Any, organization: Organization) -> bool:
    """Tell whether `user` acts for the group or works at the centre."""
    return permissions.may_keep_registry(user) or permissions.may_edit(user, organization)


def _attachment(request: HttpRequest, pk: int) -> Attachment:
    rows = Attachment.objects.select_related("file", "organization")
    found: Attachment = get_object_or_404(rows, pk=pk)
    if not may_keep(request.user, found.organization):
        raise Http404
    return found
