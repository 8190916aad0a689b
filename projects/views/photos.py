"""写真: the pictures themselves, and the page on which the office keeps those of a record."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo import house_messages as say
from projects import actions, permissions
from projects.forms_photos import DescriptionForm, PhotoForm
from projects.models import ProjectRecord, RecordPhoto
from projects.views.office_access import OfficeMixin, person

SIZES = {"large": "file", "small": "thumbnail"}


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """Send a photo: a published one to everybody, others to the office and the staff."""
    rows = RecordPhoto.objects.visible_to(request.user).select_related(SIZES[size])
    found = get_object_or_404(rows, pk=pk)
    file = getattr(found, SIZES[size])
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    published = RecordPhoto.objects.published().filter(pk=pk).exists()
    # What is taken back is gone from the browsers of visitors within the hour.
    response["Cache-Control"] = "public, max-age=3600" if published else "private, no-store"
    return response


def record_with_photos(request: HttpRequest, pk: int) -> ProjectRecord:
    """Return a record whose photos the person keeps; 404 for what they can't see, 403 otherwise."""
    rows = ProjectRecord.objects.of_city().visible_to(request.user).select_related("department")
    found: ProjectRecord = get_object_or_404(rows, pk=pk)
    if not permissions.may_keep_photos(request.user, found):
        raise PermissionDenied(say.no_permission(f"{found.department}の担当者とセンターの職員"))
    return found


def photo_to_keep(request: HttpRequest, pk: int) -> RecordPhoto:
    """Return a photo that the person keeps."""
    rows = RecordPhoto.objects.visible_to(request.user).select_related("record__department")
    found = get_object_or_404(rows, pk=pk)
    record_with_photos(request, found.record_id)
    return found


class PhotosView(OfficeMixin, View):
    """The photos of a record in their order, and the form for one more."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them."""
        return self._page(PhotoForm(), record_with_photos(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put one in."""
        record = record_with_photos(request, pk)
        form = PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, record)
        data = form.cleaned_data
        try:
            actions.add_photo(
                record, data["picture"], alt=data["alt"], is_public=data["is_public"], by=self.user
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(form, record)
        messages.success(request, "写真を入れました")
        return redirect("projects:record_photos", pk)

    def _page(self, form: PhotoForm, record: ProjectRecord) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "record": record,
            "photos": record.photos.all(),
            "may_write": permissions.may_write(self.user, record),
        }
        return render(self.request, "projects/office_photos.html", context)


class PhotoEditView(OfficeMixin, View):
    """What is on a photo, in words, and who may see it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the photo and what is said of it."""
        found = photo_to_keep(request, pk)
        initial = {"alt": found.alt, "is_public": found.is_public}
        return self._page(DescriptionForm(initial=initial), found)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what is said."""
        found = photo_to_keep(request, pk)
        form = DescriptionForm(request.POST)
        if not form.is_valid():
            return self._page(form, found)
        actions.change_photo(found, **form.cleaned_data, by=self.user)
        messages.success(request, "写真の説明を直しました")
        return redirect("projects:record_photos", found.record_id)

    def _page(self, form: DescriptionForm, found: RecordPhoto) -> HttpResponse:
        context = {"form": form, "photo": found, "record": found.record}
        return render(self.request, "projects/office_photo_edit.html", context)


@require_POST
@login_required
def photo_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photo out."""
    found = photo_to_keep(request, pk)
    actions.remove_photo(found, by=person(request))
    messages.success(request, f"写真「{found.alt}」を外しました")
    return redirect("projects:record_photos", found.record_id)
