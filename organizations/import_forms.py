"""The forms of an import: the file, and what its columns are."""

from typing import Any

from django import forms

from koganei_kyodo import house_messages as say
from koganei_kyodo.forms import PortalFormMixin, speak_plainly
from koganei_kyodo.japanese import normalise_number
from organizations.models import RegisterImport
from organizations.register_file.columns import SEVERAL, TARGETS
from organizations.register_file.reading import LARGEST_MB


class UploadForm(PortalFormMixin, forms.Form):
    """A register kept elsewhere."""

    file = forms.FileField(
        label="団体の名簿",
        help_text=f"Excel（.xlsx）かCSV、{LARGEST_MB}MBまで。列の並びや見出しは、いまのままでかまいません。",
    )

    def clean_file(self) -> Any:
        """Refuse what is too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB * 1024 * 1024:
            size = -(-file.size // (1024 * 1024))
            raise forms.ValidationError(
                say.file_size("団体の名簿", limit_mb=LARGEST_MB, size_mb=size)
            )
        return file


class ColumnsForm(PortalFormMixin, forms.Form):
    """For each column what it is."""

    show_marks = False

    def __init__(self, *args: Any, imported: RegisterImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "使わない"), *((target.key, target.label) for target in TARGETS)]
        self.imported = imported
        for n, name in enumerate(imported.header):
            examples = [row[n] for row in imported.sample if n < len(row) and row[n]]
            shown = "、".join(text[:30] for text in examples[:2])
            field = forms.ChoiceField(
                label=f"{name or f'{n + 1}列目（見出しなし）'}",
                choices=choices,
                required=False,
                initial=imported.mapping[n] if n < len(imported.mapping) else "",
                help_text=f"例：{shown}" if shown else "この列は、はじめの行では空です。",
            )
            self.fields[f"column-{n}"] = field
            speak_plainly(field, label=str(field.label))
        code = forms.CharField(
            label="市外局番",
            required=False,
            max_length=6,
            initial=imported.area_code,
            help_text="電話番号に市外局番が書いていないとき、補う番号です。例：042",
        )
        self.fields["area_code"] = code
        speak_plainly(code, label="市外局番")

    def clean_area_code(self) -> str:
        """Read the area code; only digits that begin with 0."""
        code = normalise_number(self.cleaned_data["area_code"]).strip("-")
        if code and not (code.isdecimal() and code.startswith("0")):
            raise forms.ValidationError("市外局番は、0で始まる数字で入力してください。例：042")
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for what there is only once, and no column for the name."""
        values = super().clean() or self.cleaned_data
        self.mapping = [values.get(f"column-{n}", "") for n in range(len(self.imported.header))]
        labels = {target.key: target.label for target in TARGETS}
        for n, key in enumerate(self.mapping):
            if key and key not in SEVERAL and key in self.mapping[:n]:
                self.add_error(
                    f"column-{n}",
                    f"「{labels[key]}」を2つの列で選んでいます。どちらかにしてください",
                )
        if "name" not in self.mapping:
            self.add_error(None, "団体名の列を選んでください")
        return values
