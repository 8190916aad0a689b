"""Forms of the surveys."""

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from koganei_kyodo import house_messages as say
from koganei_kyodo.forms import PortalFormMixin
from surveys.external_checks import read_figures
from surveys.figure_check import FigureFile, FigureFileError, parse_figures
from surveys.figure_check.reading import MAX_BYTES

_MEGABYTE = 1024 * 1024


class FigureFileForm(PortalFormMixin, forms.Form):
    """A file of printed figures: its numbers are kept with the findings, the file is not."""

    title = forms.CharField(
        label="報告書の名前",
        max_length=200,
        required=False,
        help_text="書かないときは、ファイルの名前で一覧に並びます。",
    )
    source = forms.CharField(label="出典", max_length=200, required=False)
    file = forms.FileField(
        label="図表のファイル",
        help_text=f"ExcelかJSON、{MAX_BYTES // _MEGABYTE}MBまで。数字と結果だけを残し、ファイルは残しません。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json,application/json"}),
    )

    figures: FigureFile
    content: bytes

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
            self.content = file.read()
            data = read_figures(self.content)
            self.figures = parse_figures(json.dumps(data, ensure_ascii=False))
        except FigureFileError as error:
            problems: list[Any] = list(error.messages)
            raise forms.ValidationError(problems) from None
        return file
