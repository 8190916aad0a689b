"""The centre reviews a record inside the admin: approve, ask for changes, approve several."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from koganei_kyodo import house_messages as say
from projects import actions, permissions
from projects.forms import ReturnForm
from projects.models import ProjectRecord
from projects.views.office_access import person, posted_version

CHANGE = "admin:projects_projectrecord_change"
LIST = "admin:projects_projectrecord_changelist"


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept one record; the version keeps a page opened before a change from approving it."""
    record = _record(request, pk)
    try:
        actions.approve(record, by=person(request), version=posted_version(request), link=_link(pk))
    except (actions.WrongState, actions.EditedByOther) as error:
        messages.warning(request, f"{error}。")
        return redirect(CHANGE, pk)
    messages.success(request, f"「{record}」を承認しました。統計に数えます。")
    return redirect(CHANGE, pk)


def ask_for_changes(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Ask for the reason, then return the record to its office; what was typed is never lost."""
    record = _record(request, pk)
    if _is_closed(record):
        messages.warning(request, f"{actions.ClosedDataset()}。")
        return redirect(CHANGE, pk)
    form = ReturnForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_record(
                record,
                by=person(request),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                link=_link(pk),
            )
        except (actions.WrongState, actions.EditedByOther) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"「{record}」の修正を{record.department}に依頼しました。")
            return redirect(CHANGE, pk)
    elif request.method != "POST" and not record.allows("return"):
        return redirect(CHANGE, pk)
    context = {
        **site.each_context(request),
        "title": "修正を依頼する",
        "form": form,
        "record": record,
        "opts": ProjectRecord._meta,
    }
    return TemplateResponse(request, "admin/projects/projectrecord/return.html", context)


def approve_selected(
    request: HttpRequest, records: QuerySet[ProjectRecord], site: AdminSite
) -> HttpResponse | None:
    """Show what would be approved; after the confirmation approve each by itself.

    One that somebody changed in the meantime, or that waits for something else, is named and
    left as it is; the others are approved.
    """
    rows = list(records.select_related("department__root", "updated_by").order_by("number"))
    if "confirmed" in request.POST:
        _approve_each(request, rows)
        return None
    context = {
        **site.each_context(request),
        "title": "選んだ事業実績を承認する",
        "ready": [row for row in rows if _is_ready(row)],
        "others": [row for row in rows if not _is_ready(row)],
        "opts": ProjectRecord._meta,
        "action": request.POST.get("action", ""),
    }
    return TemplateResponse(request, "admin/projects/projectrecord/approve_selected.html", context)


def may_review(request: HttpRequest) -> bool:
    """Tell whether the visitor may review, for the admin's lists of actions."""
    return permissions.may_review(request.user)


def _is_closed(record: ProjectRecord) -> bool:
    root = record.department.root
    return root is not None and root.closed_dataset


def _is_ready(record: ProjectRecord) -> bool:
    return record.allows("approve") and not _is_closed(record)


def _approve_each(request: HttpRequest, rows: list[ProjectRecord]) -> None:
    done = 0
    for record in rows:
        seen = request.POST.get(f"version-{record.pk}", "")
        if not seen.isdecimal():
            raise BadRequest("the form has no version")
        try:
            link = _link(record.pk)
            actions.approve(record, by=person(request), version=int(seen), link=link)
            done += 1
        except (actions.WrongState, actions.EditedByOther) as error:
            messages.warning(request, f"「{record}」は承認していません。{error}。")
    if done:
        messages.success(request, f"{done}件の事業実績を承認しました。")


def _record(request: HttpRequest, pk: int) -> ProjectRecord:
    """Return the record; staff see every one, and nobody else comes this far."""
    if not permissions.may_review(request.user):
        raise PermissionDenied(say.no_permission("センターの職員"))
    visible = ProjectRecord.objects.visible_to(request.user)
    record: Any = get_object_or_404(visible.select_related("department__root"), pk=pk)
    return record


def _link(pk: int) -> str:
    """Return the address of the office's page, for the notice."""
    return reverse("projects:office_record", args=[pk])
