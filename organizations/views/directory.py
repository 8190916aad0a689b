"""What everybody reads of groups: the list, its downloads, one group, its growth."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView

from koganei_kyodo.documents import csv_files, excel
from organizations import permissions, public_data
from organizations.disclosure import standing_of
from organizations.facets import Choice
from organizations.filters import OrganizationFilterSet
from organizations.following import former_numbers
from organizations.growth import growth_of, published_partnerships
from organizations.models import Contact, Organization, Photo
from organizations.public_data import with_public_rows

PER_PAGE = 20
MOST_ON_PAPER = 2_000
PROJECTS_SHOWN = 10
DOWNLOAD_NAME = "団体の一覧"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OrganizationListView(ListView):
    """団体を探す: registered groups."""

    template_name = "organizations/list.html"
    context_object_name = "organizations"

    def get_queryset(self) -> QuerySet[Organization]:
        """Return the groups that the filters in the address leave."""
        self.filters = filters_of(self.request)
        return self.filters.organizations

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Page[Any], Any, bool]:
        """Show the nearest page there is, whatever the address asks for."""
        paginator = self.filters.paginator(page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        found: Any = page.object_list
        rows = found.select_related("kind", "disclosure").prefetch_related(
            "field_rows__field", "areas"
        )
        page.object_list = rows
        return paginator, page, rows, page.has_other_pages()

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many groups one page shows."""
        return PER_PAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filters; `form` feeds the error summary of the page."""
        context = super().get_context_data(**kwargs)
        return context | {"filters": self.filters, "form": self.filters.form}


@require_safe
def list_print(request: HttpRequest) -> HttpResponse:
    """Show the whole list on one page, for paper."""
    filters = filters_of(request)
    rows = with_public_rows(filters.organizations)[:MOST_ON_PAPER]
    contacts = [(o, list(public_data.public_contact(o).values())) for o in rows]
    context = {
        "filters": filters,
        "rows": contacts,
        "total": filters.facets.total,
        "limit": MOST_ON_PAPER,
    }
    return render(request, "organizations/list_print.html", context)


@require_safe
def list_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the groups of the list, all pages of it, as a CSV file."""
    rows = public_data.public_rows(organizations_of(request))
    return StreamingHttpResponse(
        csv_files.iter_csv(public_data.PUBLIC_COLUMNS, rows),
        content_type="text/csv; charset=utf-8",
        headers=disposition(f"{DOWNLOAD_NAME}.csv"),
    )


@require_safe
def list_xlsx(request: HttpRequest) -> HttpResponse:
    """Return the groups of the list, all pages of it, as an Excel file."""
    sheet = excel.Sheet(
        name=DOWNLOAD_NAME,
        title=DOWNLOAD_NAME,
        header=public_data.PUBLIC_COLUMNS,
        rows=public_data.public_rows(organizations_of(request)),
        kinds=[public_data.KINDS.get(name, "text") for name in public_data.PUBLIC_COLUMNS],
        widths=public_data.WIDTHS,
    )
    content = excel.write_workbook([sheet], title=DOWNLOAD_NAME)
    return HttpResponse(
        content, content_type=EXCEL_TYPE, headers=disposition(f"{DOWNLOAD_NAME}.xlsx")
    )


class OrganizationDetailView(DetailView):
    """One group, with what it makes public."""

    template_name = "organizations/detail.html"
    context_object_name = "organization"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead from a group that was merged to the one it is now."""
        return moved(request, kwargs["pk"]) or super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Organization]:
        """Return the groups whose page the visitor may read."""
        rows = Organization.objects.visible_to(self.request.user)
        return with_public_rows(rows).prefetch_related("member_organizations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add public contacts, the level, and the projects."""
        o = self.object
        partnerships = published_partnerships(o).select_related("record__department")
        ordered = partnerships.order_by("-record__fiscal_year", "record__name", "pk")
        newest = {part.record_id: part for part in ordered[: 2 * PROJECTS_SHOWN]}
        records = partnerships.aggregate(n=Count("record", distinct=True))["n"]
        return super().get_context_data(**kwargs) | {
            "contacts": [
                (Contact.label_of(name), value, name)
                for name, value in public_data.public_contact(o).items()
            ],
            "wanted": public_data.wanted_of(o),
            "former_numbers": former_numbers(o),
            "standing": standing_of(o),
            "partnerships": list(newest.values())[:PROJECTS_SHOWN],
            "record_count": records,
            "has_more_records": records > PROJECTS_SHOWN,
            "members": o.member_organizations.listed(),
            "umbrellas": o.umbrella_organizations.listed(),
            "may_show_photos": permissions.may_show_photos(self.request.user, o),
            "is_own": is_own(self.request, o),
            "has_growth": growth_of(o, every=False).years,
        }


@require_safe
def growth(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a group year by year."""
    if away := moved(request, pk):
        return away
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    every = is_own(request, organization)
    context = {
        "organization": organization,
        "growth": growth_of(organization, every=every),
        "is_own": every,
    }
    return render(request, "organizations/growth.html", context)


@require_safe
def detail_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the public data of a registered group as JSON."""
    if away := moved(request, pk):
        return away
    o = get_object_or_404(with_public_rows(Organization.objects.listed()), pk=pk)
    return _json(
        public_data.as_json(o, _address(request, o), photo_addresses(request, o)),
        "application/json",
    )


@require_safe
def detail_json_ld(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the public data of a registered group in the words of schema.org."""
    if away := moved(request, pk):
        return away
    o = get_object_or_404(with_public_rows(Organization.objects.listed()), pk=pk)
    city = str(o.areas.model._meta.get_field("whole_city").verbose_name)
    return _json(
        public_data.as_json_ld(o, _address(request, o), city, photo_addresses(request, o)),
        "application/ld+json",
    )


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Show the places of the city by town, each with its groups: a picker without a map."""
    filters = filters_of(request)
    towns: dict[str, list[Choice]] = {}
    for choice in filters.facets.choices["area"]:
        if choice.value.isdecimal() and towns and choice.label.startswith("　"):
            towns[next(reversed(towns))].append(choice)
        else:
            towns[choice.label] = [choice]
    return render(request, "organizations/areas.html", {"towns": towns.values()})


def moved(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Return the way from a merged group to the one it is now, for good; None for any other.

    A merge can be undone, so no browser may keep the answer without asking again.
    """
    merged = Organization.objects.filter(status=Organization.Status.MERGED)
    into, asked = None, merged.filter(pk=pk)
    while target := asked.values_list("merged_into", flat=True).first():
        into, asked = target, merged.filter(pk=target)
    if into is None or request.resolver_match is None:
        return None
    response = redirect(request.resolver_match.view_name, into, permanent=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _json(data: dict[str, Any], content_type: str) -> JsonResponse:
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(data, json_dumps_params=options, content_type=content_type)


def _address(request: HttpRequest, o: Organization) -> str:
    return request.build_absolute_uri(reverse("organizations:detail", args=[o.pk]))


def photo_addresses(request: HttpRequest, o: Organization) -> list[tuple[str, Photo]]:
    """Return the photos of a group with their whole addresses."""
    return [
        (request.build_absolute_uri(reverse("organizations:photo", args=[p.pk, "large"])), p)
        for p in o.photos.all()
    ]


def is_own(request: HttpRequest, organization: Organization) -> bool:
    """Tell whether the visitor acts for the group, or works at the centre."""
    user = request.user
    return user.is_authenticated and (
        user.is_staff or any(m.organization_id == organization.pk for m in user.current_memberships)
    )


def filters_of(request: HttpRequest) -> OrganizationFilterSet:
    """Return the filters in the address, over the registered groups."""
    return OrganizationFilterSet(request.GET, Organization.objects.listed())


def organizations_of(request: HttpRequest) -> Iterable[Organization]:
    """Read the groups of the list in pieces."""
    return with_public_rows(filters_of(request).organizations).iterator(chunk_size=500)


def disposition(filename: str) -> dict[str, str]:
    """Return the header that lets a browser save a file under its name."""
    return {"Content-Disposition": content_disposition_header(True, filename) or "attachment"}
