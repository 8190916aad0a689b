"""One page of the web that writes, for the tests of the trail."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from koganei_kyodo.audit import because
from organizations.models import Department


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename an office, for the reason given."""
    because(request.POST.get("why", ""))
    Department.objects.filter(pk=pk).update(name=request.POST["name"])
    return HttpResponse()


urlpatterns = [path("office/<int:pk>/rename/", rename)]
