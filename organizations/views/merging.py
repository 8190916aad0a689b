"""重複と統合: pairs that may be one group, two records side by side, merging, parting again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo import house_messages as say
from koganei_kyodo.search.words import typed
from organizations import actions, permissions
from organizations.comparing import MergeForm, hanging_on, same_values
from organizations.duplicates import (
    COMPARED,
    MOST_PAIRS,
    duplicate_pairs,
    similar_names,
    similar_to,
)
from organizations.following import titles
from organizations.models import ImportRow, Merge, Organization
from organizations.stored_values import label, words
from organizations.views.access import person

PER_PAGE = 20


def require_right(request: HttpRequest) -> None:
    """Refuse everybody but the centre's staff."""
    if not permissions.may_keep_registry(request.user):
        raise PermissionDenied(say.no_permission("センターの職員"))


@require_safe
@login_required
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show the pairs that may be one group; with `import` only those a file brought."""
    require_right(request)
    asked = request.GET.get("import", "")
    touching = None
    if asked.isdecimal() and len(asked) < 10:
        rows = ImportRow.objects.filter(register_import=int(asked), taken=True)
        touching = set(rows.values_list("organization_id", flat=True))
    pairs = duplicate_pairs(touching=touching)
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "is_cut": len(pairs) == MOST_PAIRS,
        "of_import": asked if touching is not None else "",
    }
    return render(request, "organizations/duplicates.html", context)


@require_safe
@login_required
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what may be the same as one group, and search for another to compare it with."""
    require_right(request)
    organization = get_object_or_404(Organization, pk=pk, status__in=COMPARED)
    asked = " ".join(typed(request).split())
    others = Organization.objects.filter(status__in=COMPARED).exclude(pk=pk)
    by_number = Q(registration_number=asked) | Q(merged_from__registration_number=asked)
    found = list(others.filter(by_number)[:1]) if asked else []
    found += [each for each in similar_names(asked, containing=True) if each.pk != pk]
    context = {
        "organization": organization,
        "similar": similar_to(organization),
        "asked": asked,
        "found": dict.fromkeys(found),
    }
    return render(request, "organizations/similar.html", context)


class CompareView(LoginRequiredMixin, View):
    """Two records side by side; merging them keeps what is chosen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated:
            require_right(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, first: int, second: int) -> HttpResponse:
        """Show the two; who comes after they were merged sees the merge."""
        done = Merge.objects.filter(
            kept__in=(first, second), merged__in=(first, second), undone_at=None
        ).first()
        if done is not None:
            return redirect("organizations:merge", done.pk)
        return self._page(self._form(first, second))

    def post(self, request: HttpRequest, first: int, second: int) -> HttpResponse:
        """Merge as chosen, unless somebody changed one of the two meanwhile."""
        form = self._form(first, second, request.POST)
        if form.is_stale:
            messages.error(
                request,
                "この画面を開いたあとで、どちらかの記録が直されました。"
                "新しい内容を見てから、もう一度選んでください",
            )
            return redirect("organizations:compare", first, second)
        if not form.is_valid():
            return self._page(form)
        try:
            merge = actions.merge(
                form.kept,
                form.merged,
                by=person(request),
                take=form.taken,
                reason=form.cleaned_data["reason"],
            )
        except actions.WrongState as error:
            messages.error(request, str(error))
            return self._page(form)
        messages.success(
            request,
            f"「{merge.merged.numbered_name}」を「{merge.kept.numbered_name}」にまとめました",
        )
        return redirect("organizations:merge", merge.pk)

    def _form(self, first: int, second: int, *args: Any) -> MergeForm:
        rows = Organization.objects.filter(status__in=COMPARED).select_related("contact", "kind")
        one, other = (get_object_or_404(rows, pk=pk) for pk in (first, second))
        return MergeForm(*args, first=one, second=other)

    def _page(self, form: MergeForm) -> HttpResponse:
        context = {
            "form": form,
            "first": form.first,
            "second": form.second,
            "lines": [form[unit.key] for unit in form.units],
            "same": same_values(form.first, form.second),
            "hanging": [(each, hanging_on(each)) for each in (form.first, form.second)],
        }
        return render(self.request, "organizations/compare.html", context)


@require_POST
@login_required
def not_duplicates(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Note that the two are different groups; the pair isn't shown again."""
    require_right(request)
    one, other = (get_object_or_404(Organization, pk=pk) for pk in (first, second))
    reason = request.POST.get("reason", "")[:300]
    try:
        actions.not_duplicates(one, other, by=person(request), reason=reason)
    except actions.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"「{one.numbered_name}」と「{other.numbered_name}」は別の団体と記録しました"
        )
    return redirect("organizations:duplicates")


@require_safe
@login_required
def merges(request: HttpRequest) -> HttpResponse:
    """Show what was merged, the newest first."""
    require_right(request)
    rows = Merge.objects.select_related("kept", "merged", "by", "undone_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "organizations/merge_list.html", {"page_obj": page})


@require_safe
@login_required
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one merge: what was taken over, what moved, and how to undo it."""
    require_right(request)
    rows = Merge.objects.select_related("kept", "merged", "by", "undone_by")
    found = get_object_or_404(rows, pk=pk)
    taken = found.moves.get("group", {}) | found.moves.get("contact", {})
    note = taken.pop("staff_note", {})
    moved = titles(found.moves.get("rows", {}))
    context = {
        "merge": found,
        "taken": [
            (label(name), words(None, name, values["before"]), words(None, name, values["after"]))
            for name, values in taken.items()
        ],
        "moved": moved,
        "note": note.get("after", ""),
        "number": found.moves.get("number"),
        "can_undo": found.undone_at is None and bool(found.moves),
    }
    return render(request, "organizations/merge.html", context)


@require_POST
@login_required
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Part the two records again."""
    require_right(request)
    found = get_object_or_404(Merge, pk=pk)
    try:
        left = actions.undo_merge(found, by=person(request))
    except actions.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"「{found.merged.numbered_name}」を、統合の前に戻しました")
        if left:
            messages.warning(request, f"戻せなかったもの：{'、'.join(left)}")
    return redirect("organizations:merge", pk)
