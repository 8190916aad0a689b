"""Every list of the admin can be taken along as Excel or CSV; each time is noted in the log.

The site adds the address to each list, so that no list can forget it. Asked by POST: a note of
who took what is written, and GET never writes.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import CHANGE
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from koganei_kyodo.documents.admin_lists import (
    EXCEL_ROWS,
    AdminList,
    csv_response,
    excel_response,
)
from koganei_kyodo.portal.models import ListExport

FORMS = {"xlsx": ("Excel", excel_response), "csv": ("CSV", csv_response)}


def export_url(admin: ModelAdmin) -> URLPattern:
    """Return the address under which a list gives itself away as a file."""

    def view(request: HttpRequest, form: str) -> HttpResponseBase:
        return export(request, admin, form)

    opts = admin.opts
    return path(
        f"{opts.app_label}/{opts.model_name}/export/<slug:form>/",
        admin.admin_site.admin_view(view),
        name=f"{opts.app_label}_{opts.model_name}_export",
    )


def export(request: HttpRequest, admin: ModelAdmin, form: str) -> HttpResponseBase:
    """Give the rows that the list of the same query string shows, as a file, and note it.

    Raises ``PermissionDenied`` for who may not see the list, ``Http404`` for another kind of file.
    """
    if form not in FORMS:
        raise Http404
    if not admin.has_view_or_change_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    opts = admin.opts
    back = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    try:
        found = AdminList(admin, request)
    except IncorrectLookupParameters:
        return redirect(f"{back}?e=1")
    name, response = FORMS[form]
    if form == "xlsx" and found.count > EXCEL_ROWS:
        said = (
            f"{found.count:,}件は、Excelの1枚に入りません。CSVで受け取るか、条件で減らしてください"
        )
        messages.warning(request, said)
        return redirect(f"{back}?{request.GET.urlencode()}")
    note(request.user, found, name)
    day = timezone.localdate().isoformat()
    return response(found, f"{found.name}_{day}.{form}")


def note(by: Any, found: AdminList, form: str) -> None:
    """Write down who took which list, how many rows of it, and when.

    Words that were searched for stay out of it: they may be somebody's name.
    """
    filtered = "、条件で絞った一覧" if found.is_filtered else ""
    ListExport.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(found.admin.model),
        object_repr=f"{found.name}の一覧",
        action_flag=CHANGE,
        change_message=f"{form}で受け取り（{found.count:,}件{filtered}）",
    )
