"""引継ぎ書 of an office: as a page, and as a PDF file to sign and to keep."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View

from koganei_kyodo.documents.pdf import render_pdf
from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.japanese import format_date
from organizations.models import Department
from projects.handover import Handover, handover_of
from projects.reporting import about_centre
from projects.views.office_access import OfficeMixin


class HandoverView(OfficeMixin, View):
    """What the next person of the person's own offices has to know; the staff choose an office."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the sheet."""
        offices, answered = self.reach()
        context: dict[str, Any] = {
            "sheet": handover_of(offices, answered) if offices else None,
            "choices": self.choices(),
            "today": timezone.localdate(),
            "chosen": offices[0].pk if offices and self.user.is_staff else None,
        }
        return render(request, "projects/office_handover.html", context)

    def reach(self) -> tuple[list[Department], set[int]]:
        """Return the offices that are handed over, and all whose work they answer for."""
        asked = self.request.GET.get("office", "")
        if self.user.is_staff and asked:
            offices = [each for each in self.choices() if str(each.pk) == asked]
            if not offices:
                raise Http404
            return offices, Department.objects.answered_for({each.pk for each in offices})
        offices = list(Department.objects.filter(pk__in=self.user.office_ids).order_by("position"))
        return offices, Department.objects.answered_by(self.user)

    def choices(self) -> list[Department]:
        """Return the offices that the staff may choose."""
        if not self.user.is_staff:
            return []
        offices = Department.objects.of_city().offices().not_ended()
        return list(offices.order_by("position", "pk"))


class HandoverPdfView(HandoverView):
    """The same sheet as a PDF file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the file; 404 where no office is chosen."""
        offices, answered = self.reach()
        if not offices:
            raise Http404
        sheet = handover_of(offices, answered)
        name = content_disposition_header(True, f"{sheet.title}.pdf") or "attachment"
        return HttpResponse(
            render_pdf("handover", _data(sheet)),
            content_type="application/pdf",
            headers={"Content-Disposition": name, "Cache-Control": "private, no-store"},
        )


def _data(sheet: Handover) -> dict[str, Any]:
    def lines(records: tuple[Any, ...]) -> list[list[str]]:
        return [
            [record.name or "名前は未入力", fiscal_year_label(record.fiscal_year), record.number]
            for record in records
        ]

    return {
        "title": sheet.title,
        "centre": about_centre().site,
        "made_on": format_date(timezone.localdate()),
        "people": [[row.user.name, row.get_role_display()] for row in sheet.people],
        "open": [
            {"title": "修正を依頼されているもの", "rows": lines(sheet.returned)},
            {"title": "書いている途中のもの", "rows": lines(sheet.drafts)},
            {"title": "提出して、確認を待っているもの", "rows": lines(sheet.submitted)},
        ],
        "reasons": [[r.name, r.return_reason] for r in sheet.returned],
        "running": [
            {
                "name": each.record.name,
                "since": each.since,
                "year": fiscal_year_label(each.record.fiscal_year),
                "facts": [
                    ["相手", each.partner_names or "入力なし"],
                    ["内容", each.record.summary or "入力なし"],
                    ["かかったお金", each.record.cost_in_words or "入力なし"],
                    ["利用した制度", each.record.scheme_used or "入力なし"],
                    ["困ったこと・課題", each.record.problems or "入力なし"],
                    ["文書番号", each.record.document_number or "入力なし"],
                ],
            }
            for each in sheet.running
        ],
        "ended": [[record.name, record.end_reason] for record in sheet.ended],
        "contacts": [
            [each.name, "、".join(each.ways) or "公開している連絡先はありません"]
            for each in sheet.contacts
        ],
    }
