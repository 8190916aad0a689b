"""The form for one more document of a group."""

from django import forms

from koganei_kyodo.documents.uploads import DocumentField
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_label
from koganei_kyodo.forms import PortalFormMixin
from organizations.models import Attachment

YEARS_BACK = 5


def _years() -> list[tuple[int | str, str]]:
    newest = current_fiscal_year() + 1
    years = range(newest, newest - YEARS_BACK - 2, -1)
    return [("", "どの年度でもない"), *((year, fiscal_year_label(year)) for year in years)]


class AttachmentForm(PortalFormMixin, forms.Form):
    """Which document it is, of which 年度, and the file."""

    kind = forms.ChoiceField(
        label="書類の種類", choices=[("", "選んでください"), *Attachment.Kind.choices]
    )
    fiscal_year = forms.TypedChoiceField(
        label="年度", choices=_years, coerce=int, empty_value=None, required=False
    )
    file = DocumentField(label="ファイル")
