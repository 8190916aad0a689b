"""写真: the pictures themselves, and the page on which a group keeps them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo import house_messages as say
from organizations import actions, permissions
from organizations.models import Organization, Photo
from organizations.photo_forms import DescriptionForm, PhotoForm
from organizations.views.access import person

SIZES = {"large": "file", "small": "thumbnail"}


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """Send a photo; nobody gets one of a group whose page they may not read."""
    groups = Organization.objects.visible_to(request.user)
    rows = Photo.objects.filter(organization__in=groups)
    found = get_object_or_404(rows.select_related("organization", SIZES[size]), pk=pk)
    file = getattr(found, SIZES[size])
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    # What leaves the register is gone from the browsers of visitors within the hour.
    response["Cache-Control"] = (
        "public, max-age=3600" if found.organization.is_listed else "private, no-store"
    )
    return response


def group_of(request: HttpRequest, **which: Any) -> Organization:
    """Return a group whose photos the person keeps; 404 for what they can't see, 403 otherwise."""
    found = get_object_or_404(Organization.objects.visible_to(request.user), **which)
    if not permissions.may_show_photos(request.user, found):
        raise PermissionDenied(say.no_permission(f"「{found.name}」の人とセンターの職員"))
    return found


class PhotosView(LoginRequiredMixin, View):
    """The photos of a group in their order, and the form for one more."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them."""
        return self._page(PhotoForm(), group_of(request, pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put one in."""
        organization = group_of(request, pk=pk)
        form = PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, organization)
        try:
            actions.add_photo(
                organization,
                form.cleaned_data["picture"],
                alt=form.cleaned_data["alt"],
                by=person(request),
            )
        except actions.WrongState as error:
            messages.error(request, str(error))
            return self._page(form, organization)
        messages.success(request, "写真を入れました")
        return redirect("organizations:photos", pk)

    def _page(self, form: PhotoForm, organization: Organization) -> HttpResponse:
        context = {"form": form, "organization": organization, "photos": organization.photos.all()}
        return render(self.request, "organizations/photos.html", context)


class PhotoEditView(LoginRequiredMixin, View):
    """What is on a photo, in words."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the photo and its description."""
        found = photo_of(request, pk)
        return self._page(DescriptionForm(initial={"alt": found.alt}), found)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the description."""
        found = photo_of(request, pk)
        form = DescriptionForm(request.POST)
        if not form.is_valid():
            return self._page(form, found)
        actions.describe_photo(found, alt=form.cleaned_data["alt"], by=person(request))
        messages.success(request, "写真の説明を直しました")
        return redirect("organizations:photos", found.organization_id)

    def _page(self, form: DescriptionForm, found: Photo) -> HttpResponse:
        context = {"form": form, "photo": found, "organization": found.organization}
        return render(self.request, "organizations/photo_edit.html", context)


def photo_of(request: HttpRequest, pk: int) -> Photo:
    """Return a photo that the person keeps."""
    group_of(request, photos=pk)
    return Photo.objects.select_related("organization", "file", "thumbnail").get(pk=pk)


@require_POST
@login_required
def photo_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a photo change places with its neighbour."""
    found = photo_of(request, pk)
    actions.move_photo(found, up=request.POST.get("to") == "up", by=person(request))
    return redirect("organizations:photos", found.organization_id)


@require_POST
@login_required
def photo_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photo out."""
    found = photo_of(request, pk)
    actions.remove_photo(found, by=person(request))
    messages.success(request, f"写真「{found.alt}」を外しました")
    return redirect("organizations:photos", found.organization_id)
