"""Excel sheets that came back by mail, read one after another; one that is wrong stops no other."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from koganei_kyodo.documents import workbooks
from surveys.actions import AnswersRefused, WrongState
from surveys.fielding import excel_in, excel_sheet
from surveys.models import Target
from surveys.views.answer.excel import sheet_response
from surveys.views.fielding.access import FieldingView


class ExcelInView(FieldingView):
    """Read files; each is told apart, with what has to be mended."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the form."""
        return self.page("excel", results=[])

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Read the files."""
        uploads = request.FILES.getlist("files")
        if not uploads:
            messages.error(request, "返ってきた用紙を選んでください")
            return self.page("excel", results=[])
        results: list[tuple[str, str, list[str]]] = []
        for upload in uploads[:100]:
            content = upload.read(workbooks.MAX_BYTES + 1)
            try:
                target, _ = excel_in.take_file(self.survey, content, by=request.user)
                results.append((str(upload.name), f"「{target}」の回答として受け付けました", []))
            except AnswersRefused as error:
                results.append((str(upload.name), "", [p.message for p in error.problems]))
            except (excel_sheet.SheetFileError, WrongState) as error:
                results.append((str(upload.name), "", [str(error)]))
        return self.page("excel", results=results)


class SheetView(FieldingView):
    """The sheet of one target, to be mailed by hand, with what is known of it."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Return the file."""
        rows = Target.objects.select_related("survey")
        found = sheet_response(get_object_or_404(rows, survey=self.survey, pk=pk))
        if found is None:
            messages.error(request, "この調査には、Excelの用紙がありません")
            return redirect("surveys:fielding_target", slug, pk)
        return found
