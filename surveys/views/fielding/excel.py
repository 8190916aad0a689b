"""Excel sheets that came back by mail, read one after another; one that is wrong stops no other."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from koganei_kyodo.documents import workbooks
from surveys.actions import AnswersRefused
from surveys.fielding import excel_in
from surveys.models import Response, Target
from surveys.views.answer.excel import sheet_response
from surveys.views.fielding.access import FieldingView

Result = tuple[str, str, list[str]]
# A hundred mails are opened at once at the most; of so many the content is held at a time.
MOST_FILES, AT_ONCE = 100, 20


def _result(name: str, taken: tuple[Target, Response] | excel_in.NotTaken) -> Result:
    """Return the name of a file, that it was taken, or else what has to be mended."""
    if isinstance(taken, AnswersRefused):
        return name, "", [problem.message for problem in taken.problems]
    if isinstance(taken, Exception):
        return name, "", [str(taken)]
    return name, f"「{taken[0]}」の回答として受け付けました", []


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
        results: list[Result] = []
        for start in range(0, min(len(uploads), MOST_FILES), AT_ONCE):
            some = uploads[start : min(start + AT_ONCE, MOST_FILES)]
            contents = [upload.read(workbooks.MAX_BYTES + 1) for upload in some]
            taken = excel_in.take_files(self.survey, contents, by=request.user)
            results += [
                _result(str(upload.name), one) for upload, one in zip(some, taken, strict=True)
            ]
        if left := [str(upload.name) for upload in uploads[MOST_FILES:]]:
            messages.warning(
                request,
                f"一度に読めるのは{MOST_FILES}件までです。"
                f"「{left[0]}」からあとの{len(left)}件は、もう一度選んで読んでください",
            )
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
