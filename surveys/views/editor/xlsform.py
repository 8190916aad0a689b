"""A questionnaire from an XLSForm, looked at before anything is written, and back into one."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from koganei_kyodo.forms import PortalFormMixin
from surveys.actions import WrongState
from surveys.editing.definitions import as_asked
from surveys.editing.numbering import printed_numbers
from surveys.editing.routes import route_map
from surveys.models import Questionnaire
from surveys.routing import RoutingError
from surveys.views.editor.access import (
    questionnaire_or_404,
    require_edit,
    staff_page,
    tell,
)
from surveys.xlsform import loading, reader, writer
from surveys.xlsform.book import MAX_BYTES, XlsformError

PAGE = "surveys:questionnaire"


class XlsformForm(PortalFormMixin, forms.Form):
    """The file; what is wrong with it is said at once, with its rows."""

    file = forms.FileField(
        label="XLSForm のファイル",
        help_text=f"Excel（.xlsx）、{MAX_BYTES // 1024 // 1024}MBまで。"
        "KoBoToolbox、ODK、このポータルなどの調査票です。",
        widget=forms.FileInput({"accept": ".xlsx"}),
    )

    def clean_file(self) -> reader.Found:
        """Read the file."""
        upload = self.cleaned_data["file"]
        try:
            return reader.read(upload.read(MAX_BYTES + 1))
        except XlsformError as error:
            raise ValidationError(error.problems) from None


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def xlsform_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file would become and what is left out; then, on a second word, write it."""
    row = questionnaire_or_404(pk)
    require_edit(request, row)
    if held := request.POST.get("held"):
        return _write(request, row, held)
    is_sent = request.method == "POST"
    form = XlsformForm(request.POST or None, request.FILES or None) if is_sent else XlsformForm()
    context = {"questionnaire": row, "survey": row.survey, "form": form}
    if is_sent and form.is_valid():
        found: reader.Found = form.cleaned_data["file"]
        asked = as_asked(found.sections)
        stops = iter(route_map(asked, printed_numbers(asked)))
        parts = [(section, [next(stops) for _ in section.questions]) for section in found.sections]
        context |= {"found": found, "parts": parts, "held": loading.sealed(found, row)}
    return render(request, "surveys/editor/xlsform.html", context)


def _write(request: HttpRequest, row: Questionnaire, held: str) -> HttpResponse:
    made: list[Questionnaire] = []

    def write() -> None:
        try:
            made.append(loading.load(row.survey, loading.unsealed(held, row), request.user))
        except RoutingError as error:
            raise WrongState(str(error)) from None

    done = tell(request, write, "調査票を読み込みました。設問と道すじを確かめてください。")
    return redirect(PAGE, made[0].pk) if done else redirect("surveys:xlsform_in", row.pk)


@staff_page
@require_safe
def xlsform_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the questionnaire as an XLSForm."""
    row = questionnaire_or_404(pk)
    response = HttpResponse(writer.write(row), content_type=writer.CONTENT_TYPE)
    name = f"{row.survey.slug}_第{row.version}版_xlsform.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
