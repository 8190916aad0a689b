"""変更の記録 in the admin: all changes by date, and what one of them changed."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.http import require_safe

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit.reading import Entry, Filters, entries_of, kinds, read_page
from koganei_kyodo.forms import JapaneseDateField, PortalFormMixin
from koganei_kyodo.portal.privacy.permissions import may_read_trail, readable_kinds

LIST = "admin:audit_list"


class FilterForm(PortalFormMixin, forms.Form):
    """What a reader asks for; the object comes with a link of its change page."""

    show_marks = False
    since = JapaneseDateField(label="この日から", required=False)
    until = JapaneseDateField(label="この日まで", required=False)
    person = forms.CharField(label="変えた人のログインID", required=False, max_length=64)
    kind = forms.ChoiceField(label="変えたもの", required=False)
    object = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, allowed: frozenset[str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            label: str(model.pgh_tracked_model._meta.verbose_name)
            for label, model in kinds(allowed).items()
        }
        offered = sorted(names.items(), key=lambda pair: pair[1])
        self.fields["kind"].choices = [("", "すべて"), *offered]  # type: ignore[attr-defined]

    def clean_person(self) -> int | None:
        """Return the person's id; an ID that nobody has is an error."""
        login_id = self.cleaned_data["person"].strip().lower()
        if not login_id:
            return None
        person = User.objects.filter(login_id=login_id).first()
        if person is None:
            raise forms.ValidationError("このログインIDの利用者はいません")
        return person.pk

    def filters(self) -> Filters:
        """Return what is asked for; a field that can't be read asks for nothing."""
        data = self.cleaned_data
        return Filters(
            since=data.get("since"),
            until=data.get("until"),
            person=data.get("person"),
            kind=data.get("kind") or "",
            object_id=str(data.get("object") or ""),
        )


def audit_urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of the two pages, for the admin site that shows them."""

    def listing(request: HttpRequest) -> HttpResponse:
        return audit_list(request, site)

    def one(request: HttpRequest, kind: str, event_id: int) -> HttpResponse:
        return audit_entry(request, site, kind, event_id)

    return [
        path("audit/", site.admin_view(require_safe(listing)), name="audit_list"),
        path(
            "audit/<str:kind>/<int:event_id>/",
            site.admin_view(require_safe(one)),
            name="audit_entry",
        ),
    ]


def audit_list(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show one page of changes, newest first.

    Raises ``PermissionDenied`` for people who may read nothing of the trail.
    """
    _require(request)
    allowed = readable_kinds(request.user)
    form = FilterForm(request.GET or None, allowed=allowed)
    valid = form.is_valid()
    number = request.GET.get("page", "1")
    page = read_page(
        form.filters() if valid or form.is_bound else Filters(),
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
        allowed=allowed,
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **site.each_context(request),
        "title": "変更の記録",
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "about": _about(form) if form.is_bound else "",
    }
    return TemplateResponse(request, "admin/audit/list.html", context)


def audit_entry(request: HttpRequest, site: AdminSite, kind: str, event_id: int) -> HttpResponse:
    """Show one change: each field before and after, who, when, why, how.

    Raises ``PermissionDenied`` and ``Http404``.
    """
    _require(request, kind)
    model = kinds().get(kind)
    if model is None or not model.objects.filter(pk=event_id).exists():
        raise Http404
    (entry,) = entries_of([(kind, event_id)])
    context = {
        **site.each_context(request),
        "title": f"{entry.kind}「{entry.name}」を{entry.deed}",
        "entry": entry,
        "object_url": _object_url(entry),
    }
    return TemplateResponse(request, "admin/audit/entry.html", context)


def _require(request: HttpRequest, kind: str = "") -> None:
    if not may_read_trail(request.user, kind):
        raise PermissionDenied(say.no_permission("協働の主管課の職員"))


def _about(form: FilterForm) -> str:
    """Return the name of the object that is asked for, empty where there is none."""
    kind, pk = form.cleaned_data.get("kind"), form.cleaned_data.get("object")
    if not kind or not pk:
        return ""
    model = apps.get_model(kind)
    row = model._default_manager.filter(pk=pk).first()
    name = model._meta.verbose_name
    return f"{name}「{row}」" if row is not None else f"{name} 番号{pk}（消してあります）"


def _object_url(entry: Entry) -> str:
    """Return the address of the object's change page, empty where there is none."""
    app, model = entry.label.split(".")
    if entry.object_id is None:
        return ""
    if not apps.get_model(entry.label)._default_manager.filter(pk=entry.object_id).exists():
        return ""
    try:
        return reverse(f"admin:{app}_{model}_change", args=[entry.object_id])
    except NoReverseMatch:
        return ""
