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
from projects.handover import Handover, RunningProject, handover_of
from projects.reporting import about_centre
from projects.views.office_access import OfficeMixin, offices_to_choose


class HandoverView(OfficeMixin, View):
    """What the next person of the person's own offices has to know; the staff choose an office."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the sheet."""
        offices = self.place.offices
        context: dict[str, Any] = {
            "sheet": handover_of(offices, self.place.answered) if offices else None,
            "choices": offices_to_choose(self.user),
            "today": timezone.localdate(),
            "chosen": offices[0].pk if offices and self.user.is_staff else None,
        }
        return render(request, "projects/office_handover.html", context)


class HandoverPdfView(HandoverView):
    """The same sheet as a PDF file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the file; 404 where no office is chosen."""
        if not self.place.offices:
            raise Http404
        sheet = handover_of(self.place.offices, self.place.answered)
        name = content_disposition_header(True, f"{sheet.title}.pdf") or "attachment"
        return HttpResponse(
            render_pdf("handover", _data(sheet)),
            content_type="application/pdf",
            headers={"Content-Disposition": name, "Cache-Control": "private, no-store"},
        )


def _facts(each: RunningProject) -> list[tuple[str, str]]:
    record = each.record
    return [
        ("相手", each.partner_names),
        ("内容", record.summary),
        ("かかったお金", record.cost_in_words),
        ("利用した制度", record.scheme_used),
        ("困ったこと・課題", record.problems),
        ("文書番号", record.document_number),
    ]


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
                "facts": [[label, text] for label, text in _facts(each) if text],
            }
            for each in sheet.running
        ],
        "ended": [[record.name, record.end_reason] for record in sheet.ended],
        "contacts": [
            [each.name, "、".join(each.ways) or "公開している連絡先はありません"]
            for each in sheet.contacts
        ],
    }
