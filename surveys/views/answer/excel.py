"""The sheet of one target as Excel: fetched, filled in, and read back into the draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from koganei_kyodo.documents import workbooks
from surveys.actions import WrongState
from surveys.fielding import drafts, excel_in, excel_sheet, rounds
from surveys.models import Target
from surveys.views.answer.access import RespondentView


def sheet_response(target: Target) -> HttpResponse | None:
    """Return the sheet of a target as a file, None where its survey has none."""
    draft = drafts.preview(target)
    if draft is None or target.survey.is_anonymous:
        return None
    response = HttpResponse(excel_sheet.write(draft), content_type=excel_sheet.CONTENT_TYPE)
    name = rounds.sheet_name(target)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


class ExcelView(RespondentView):
    """The sheet, with what is known already."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Return the file; nothing is begun by fetching it."""
        return sheet_response(self.target) or self.cover()


class ExcelUploadView(RespondentView):
    """Read a filled-in sheet into the draft; it is looked over before it is sent in."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Read the file."""
        upload = request.FILES.get("file")
        if upload is None:
            messages.error(request, "書いた用紙を選んでください")
            return self.cover()
        try:
            count = excel_in.into_draft(
                self.target, upload.read(workbooks.MAX_BYTES + 1), by=self.respondent.person
            )
        except (excel_sheet.SheetFileError, WrongState) as error:
            messages.error(request, str(error))
            return self.cover()
        messages.success(request, f"用紙を読みました（票は{count}枚）。確かめてから送ってください")
        return redirect(self.respondent.url("answer_confirm"))
