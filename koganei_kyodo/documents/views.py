"""The page of a document being made, and its download."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from koganei_kyodo.documents import actions
from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.rate_limit import limited


def _rendering_or_404(request: HttpRequest, pk: UUID, **conditions: str) -> Rendering:
    visible = Rendering.objects.visible_to(request.user)
    return get_object_or_404(visible.defer("content", "params"), pk=pk, **conditions)


@require_GET
@never_cache
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the document is, with the download once it is there."""
    rendering = _rendering_or_404(request, pk)
    return render(request, "documents/rendering_detail.html", {"rendering": rendering})


@require_GET
@never_cache
def status(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part of the page that changes, fetched every second while the worker is busy.

    Where nothing has changed since ``?seen=running-40`` the answer is empty (204): the page stays
    as it is and a screen reader stays silent.
    """
    rendering = _rendering_or_404(request, pk)
    if request.GET.get("seen") == f"{rendering.status}-{rendering.progress}":
        return HttpResponse(status=204)
    return render(request, "documents/_status.html", {"rendering": rendering})


@require_GET
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file; 404 until it is there."""
    rendering = _rendering_or_404(request, pk, status=Rendering.Status.DONE)
    response = HttpResponse(bytes(rendering.content or b""), content_type=rendering.content_type)
    response["Content-Disposition"] = content_disposition_header(True, rendering.filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@limited("documents", "20/m")
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask again for a document that failed; one in work or done is left as it is."""
    rendering = actions.retry_rendering(_rendering_or_404(request, pk))
    return HttpResponseRedirect(rendering.get_absolute_url())
