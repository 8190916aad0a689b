"""団体の取り込み: upload, columns, what was found, decisions, applying; the worker does the work."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from koganei_kyodo import house_messages as say
from koganei_kyodo.documents import excel
from organizations import actions, permissions
from organizations.import_forms import ColumnsForm, UploadForm
from organizations.models import ImportRow, RegisterImport, RegistrySettings
from organizations.views.access import person
from organizations.views.directory import EXCEL_TYPE, disposition

ROWS_PER_PAGE = 50
Outcome = ImportRow.Outcome


class ImporterMixin(LoginRequiredMixin):
    """Pages of the centre's staff."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated:
            require_right(request)
        return super().dispatch(request, *args, **kwargs)


def require_right(request: HttpRequest) -> None:
    """Refuse everybody but the centre's staff."""
    if not permissions.may_import(request.user):
        raise PermissionDenied(say.no_permission("支援センターの職員と協働の主管課"))


class ImportListView(ImporterMixin, View):
    """Imports so far, and the form that begins one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        return self._page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and ask what its columns are."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        file = form.cleaned_data["file"]
        try:
            imported = actions.upload_register(file.read(), file.name, by=person(request))
        except actions.Unreadable as error:
            form.add_error("file", str(error))
            return self._page(form)
        return redirect("organizations:import_columns", imported.pk)

    def _page(self, form: UploadForm) -> HttpResponse:
        imports = RegisterImport.objects.defer("content").select_related("created_by")
        context = {"form": form, "imports": imports[:50]}
        return render(self.request, "organizations/import_list.html", context)


class ColumnsView(ImporterMixin, View):
    """What each column of the file is; remembered for the next file."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the columns with what was guessed."""
        imported = import_of(pk)
        if not imported.allows("check"):
            return redirect("organizations:import", pk)
        return self._page(ColumnsForm(imported=imported))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let the worker read the rows."""
        imported = import_of(pk)
        form = ColumnsForm(request.POST, imported=imported)
        if not form.is_valid():
            return self._page(form)
        try:
            actions.start_check(
                imported,
                form.mapping,
                area_code=form.cleaned_data["area_code"],
                by=person(request),
            )
        except actions.WrongState as error:
            messages.error(request, str(error))
        return redirect("organizations:import", pk)

    def _page(self, form: ColumnsForm) -> HttpResponse:
        context = {"form": form, "imported": form.imported}
        return render(self.request, "organizations/import_columns.html", context)


class ImportView(ImporterMixin, View):
    """How far an import is, and what its rows would do."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the state with counts and one kind of rows."""
        imported = import_of(pk)
        if imported.status == RegisterImport.Status.UPLOADED:
            return redirect("organizations:import_columns", pk)
        return render(request, "organizations/import.html", page_of(request, imported))


def page_of(request: HttpRequest, imported: RegisterImport) -> dict[str, Any]:
    """Return what the page of an import shows: the counts, and a page of rows of one kind."""
    counted = dict(imported.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    counts = [(outcome, counted.get(outcome.value, 0)) for outcome in Outcome]
    asked = request.GET.get("outcome", "")
    first = next((o.value for o, n in reversed(counts) if n), Outcome.NEW.value)
    outcome = asked if asked in Outcome.values else first
    rows = imported.rows.filter(outcome=outcome).select_related("organization")
    paginator = Paginator(rows, ROWS_PER_PAGE)
    return {
        "imported": imported,
        "duplicates_url": f"{reverse('organizations:duplicates')}?import={imported.pk}",
        "counts": counts,
        "total": sum(n for _, n in counts),
        "outcome": Outcome(outcome),
        "page_obj": paginator.get_page(request.GET.get("page")),
        "refused": counted.get(Outcome.REFUSED.value, 0),
        "doubtful": counted.get(Outcome.DOUBTFUL.value, 0),
        "taken": imported.rows.filter(taken=True).count(),
        "forgotten_on": timezone.localdate(imported.created_at)
        + timedelta(days=RegistrySettings.current().import_days),
        "decisions": [d for d in ImportRow.Decision.choices if d[0]],
    }


@require_safe
@never_cache
@login_required
def import_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the part of the page that tells the progress; the whole page once it is over."""
    require_right(request)
    imported = import_of(pk)
    response = render(request, "organizations/_import_status.html", {"imported": imported})
    if not imported.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def import_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what becomes of doubtful rows."""
    require_right(request)
    imported = import_of(pk)
    decisions = decisions_of(request)
    try:
        actions.decide_rows(imported, decisions, by=person(request))
    except actions.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{len(decisions)}行の扱いを記録しました")
    return redirect(f"{imported_address(pk)}?outcome=doubtful&page={request.POST.get('page', 1)}")


def decisions_of(request: HttpRequest) -> dict[int, str]:
    """Return what the page says about doubtful rows, by their numbers."""
    return {
        int(name.removeprefix("row-")): value
        for name, value in request.POST.items()
        if name.removeprefix("row-").isdecimal() and value in ImportRow.Decision.values
    }


@require_POST
@login_required
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker take the rows over; what was chosen and not recorded yet counts too."""
    require_right(request)
    imported = import_of(pk)
    doubtful = request.POST.get("doubtful", "new")
    try:
        if decisions := decisions_of(request):
            actions.decide_rows(imported, decisions, by=person(request))
        actions.start_apply(
            imported,
            leave_refused="leave_refused" in request.POST,
            doubtful=doubtful if doubtful in ("new", "skip") else "new",
            by=person(request),
        )
    except actions.WrongState as error:
        messages.error(request, str(error))
    return redirect("organizations:import", pk)


@require_POST
@login_required
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the import up."""
    require_right(request)
    try:
        actions.drop_import(import_of(pk), by=person(request))
    except actions.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "取り込みを取りやめ、ファイルを消しました")
    return redirect("organizations:imports")


@require_safe
@login_required
def refused_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the rows that can't be taken over as they were, with the reasons in front."""
    require_right(request)
    imported = import_of(pk)
    rows = imported.rows.filter(outcome=Outcome.REFUSED).iterator(chunk_size=500)
    header = ["行", "直すところ", *imported.header]
    sheet = excel.Sheet(
        name="取り込めない行",
        header=header,
        rows=(
            [row.number, "。".join(row.reasons), *row.cells[: len(imported.header)]] for row in rows
        ),
        kinds=["integer"],
        widths=[8, 50, 24],
    )
    content = excel.write_workbook([sheet], title="取り込めない行")
    return HttpResponse(
        content, content_type=EXCEL_TYPE, headers=disposition("取り込めない行.xlsx")
    )


def imported_address(pk: int) -> str:
    """Return the address of an import's page."""
    return reverse("organizations:import", args=[pk])


def import_of(pk: int) -> RegisterImport:
    """Return an import without its file; 404 where there is none."""
    return get_object_or_404(
        RegisterImport.objects.defer("content").select_related("created_by"), pk=pk
    )
