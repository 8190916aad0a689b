"""The Excel sheet: handing it out filled in, taking it back, showing what is wrong, loading it."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from koganei_kyodo.fiscal_year import FIRST_YEAR, LAST_YEAR
from koganei_kyodo.japanese import format_date
from projects import actions
from projects.completeness import with_sheet
from projects.forms_campaign import SheetFileForm
from projects.models import Campaign, ProjectRecord, SheetUpload
from projects.views.office_access import (
    OfficeMixin,
    offices_to_choose,
    person,
    place_of,
)
from projects.workbook.marking import marked_copy
from projects.workbook.reading import Unreadable
from projects.workbook.writing import rows_of_last_year, rows_of_record, write_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


class SheetView(OfficeMixin, View):
    """Where one gets the sheet and sends it back."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Show both, and what was sent before."""
        return self._page(year, SheetFileForm())

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Keep the file, read it, and show what loading it would do."""
        form = SheetFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(year, form)
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            actions.plan_sheet(content, by=self.user, fiscal_year=year)
        except (Unreadable, actions.WrongState) as error:
            form.add_error("file", str(error))
            return self._page(year, form)
        upload = actions.keep_upload(content, file.name, by=self.user, fiscal_year=year)
        return redirect("projects:sheet_upload", upload.pk)

    def _page(self, year: int, form: SheetFileForm) -> HttpResponse:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        uploads = SheetUpload.objects.filter(by=self.user, fiscal_year=year).defer("content")
        context = {
            "year": year,
            "form": form,
            "place": self.place,
            "choices": [] if self.place.chosen else offices_to_choose(self.user),
            "uploads": uploads[:10],
            "campaign": (campaign := Campaign.objects.filter(fiscal_year=year).first()),
            "head_questions": self.place.head_questions(campaign),
        }
        return render(self.request, "projects/office_sheets.html", context)


@login_required
@require_GET
def sheet_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """Hand out the sheet of the person's offices, or the staff's choice, filled in as far as known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    user = person(request)
    try:
        words = actions.words_for(user, year)
    except actions.WrongState as error:
        messages.warning(request, str(error))
        return redirect("projects:office_home")
    rows: list[dict[str, Any]] = []
    status = ProjectRecord.Status
    answered = place_of(request).answered
    records = with_sheet(ProjectRecord.objects.of_city().filter(department__in=answered))
    records = records.order_by("name", "pk")
    for record in records.filter(fiscal_year=year, status__in=[status.DRAFT, status.RETURNED]):
        rows += rows_of_record(record)
    last = [record.pk for record in actions.last_years_records(year, offices=answered)]
    for record in records.filter(pk__in=last, is_last_year=False):
        rows += rows_of_last_year(record)
    campaign = Campaign.objects.filter(fiscal_year=year).first()
    due = format_date(campaign.due_on) if campaign else ""
    name = f"事業実績シート_{year}年度.xlsx"
    return _download(write_sheet(words, rows, due=due), name)


class SheetUploadView(OfficeMixin, View):
    """One file that was sent: what loading it would do, and loading it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the plan, or what was loaded."""
        return self._page(own_upload(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Load the file as the person chose."""
        upload = own_upload(request, pk)
        overwrite = "overwrite" in request.POST
        try:
            done = actions.load_upload(
                upload,
                by=self.user,
                all_or_nothing="good" not in request.POST,
                overwrite=overwrite,
            )
        except (Unreadable, actions.WrongState) as error:
            messages.warning(request, str(error))
            return redirect("projects:sheet_upload", pk)
        messages.success(
            request,
            f"取り込みました（新しい下書き{done.added}件、直した事業{done.changed}件、"
            f"変わりなし{done.unchanged}件）",
        )
        return redirect("projects:sheet_upload" if done.refused else "projects:office_home",
                        *([pk] if done.refused else []))  # fmt: skip

    def _page(self, upload: SheetUpload) -> HttpResponse:
        context: dict[str, Any] = {"upload": upload}
        try:
            plan = actions.plan_sheet(
                bytes(upload.content), by=self.user, fiscal_year=upload.fiscal_year
            )
        except (Unreadable, actions.WrongState) as error:
            context["unreadable"] = str(error)
            return render(self.request, "projects/office_sheet_upload.html", context)
        context |= {
            "plan": plan,
            "projects": plan.projects[:SHOWN],
            "more": max(0, len(plan.projects) - SHOWN),
            "mistakes": plan.problems[:SHOWN],
            "more_problems": max(0, len(plan.problems) - SHOWN),
            "refused": plan.of("refuse"),
            "added": len(plan.of("add")),
            "changed": len(plan.of("change")),
            "same": len(plan.of("same")),
            "conflict": any(each.conflict for each in plan.projects),
            "missing": [] if len(plan.table.missing) > 12 else plan.table.missing,
        }
        return render(self.request, "projects/office_sheet_upload.html", context)


@login_required
@require_GET
def sheet_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent, with its errors marked."""
    upload = own_upload(request, pk)
    content = bytes(upload.content)
    try:
        plan = actions.plan_sheet(content, by=person(request), fiscal_year=upload.fiscal_year)
        marked = marked_copy(content, plan.table, plan.problems, plan.results())
    except (Unreadable, actions.WrongState) as error:
        messages.warning(request, str(error))
        return redirect("projects:sheet_upload", pk)
    stem = upload.file_name.rsplit(".", 1)[0]
    return _download(marked, f"{stem}_直すところ.xlsx")


@login_required
@require_POST
def sheet_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file aside without loading it."""
    upload = own_upload(request, pk)
    try:
        actions.discard_upload(upload, by=person(request))
        messages.success(request, "取り込まないことにしました。直したシートを送ってください")
    except actions.WrongState as error:
        messages.warning(request, str(error))
    return redirect("projects:sheet", upload.fiscal_year)


def own_upload(request: HttpRequest, pk: int) -> SheetUpload:
    """Return a file that the person sent; 404 for everybody else's."""
    found: SheetUpload = get_object_or_404(SheetUpload, pk=pk, by=person(request))
    return found


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
