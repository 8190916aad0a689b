"""Forms of the surveys."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from koganei_kyodo import house_messages as say
from koganei_kyodo.forms import PortalFormMixin
from surveys.figure_check import FigureFile, FigureFileError, parse_figures
from surveys.figure_check.reading import MAX_BYTES

_MEGABYTE = 1024 * 1024


class FigureFileForm(PortalFormMixin, forms.Form):
    """A file of printed figures, read and then forgotten: nothing of it is stored."""

    file = forms.FileField(
        label="図表のファイル",
        help_text=f"JSON、{MAX_BYTES // _MEGABYTE}MBまで。ファイルは保存しません。",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    figures: FigureFile

    def clean_file(self) -> UploadedFile:
        """Read the figures into `figures`; every problem of the file is an error of the field."""
        file: UploadedFile = self.cleaned_data["file"]
        size = file.size or 0
        if size > MAX_BYTES:
            message = say.file_size(
                "図表のファイル",
                limit_mb=MAX_BYTES // _MEGABYTE,
                size_mb=-(-size // _MEGABYTE),
            )
            raise forms.ValidationError(message)
        try:
            self.figures = parse_figures(file.read())
        except FigureFileError as error:
            problems: list[Any] = list(error.messages)
            raise forms.ValidationError(problems) from None
        return file
