"""Forms around the campaign of a year: preparing it, 該当なし, carrying over, sending a sheet."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_choices
from koganei_kyodo.forms import JapaneseDateField, PortalFormMixin, speak_plainly
from organizations.models import Department
from projects.models import Campaign, Example, ProjectRecord, Theme
from projects.workbook.reading import LARGEST_MB


class CampaignForm(PortalFormMixin, forms.Form):
    """What a campaign begins with."""

    fiscal_year = forms.TypedChoiceField(
        label="対象の年度", coerce=int, help_text="担当課に書いてもらう事業の年度です。"
    )
    due_on = JapaneseDateField(label="提出の期限", help_text="例：2026年5月29日")
    note = forms.CharField(
        label="担当課への案内",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="お知らせのメールと、庁内ページに出ます。問い合わせ先などを書きます。",
    )
    needs_head = forms.BooleanField(
        label="提出の前に、課長の確認をもとめる",
        required=False,
        help_text="課長がいない課では、確認なしで提出できます。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = current_fiscal_year()
        choices = fiscal_year_choices(newest - 3, newest)
        self.fields["fiscal_year"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("fiscal_year", newest - 1)


class NothingForm(PortalFormMixin, forms.Form):
    """該当なし, for one of the person's offices."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label="担当課", widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label="理由・補足",
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="例：市民と直接かかわる仕事がないため",
    )

    def __init__(self, *args: Any, user: User, chosen: Department | None, **kwargs: Any) -> None:
        """Offer the offices of `user`, or only the one that the staff have `chosen`."""
        super().__init__(*args, **kwargs)
        offices = Department.objects.of_city().offices().not_ended().order_by("position", "pk")
        if chosen is not None:
            offices = offices.filter(pk=chosen.pk)
        elif user.is_staff:
            self.fields["department"] = forms.ModelChoiceField(
                offices, label="担当課", empty_label="選んでください"
            )
            speak_plainly(self.fields["department"], label="担当課")
        else:
            offices = offices.filter(pk__in=user.office_ids)
        self.fields["department"].queryset = offices  # type: ignore[attr-defined]
        self.only_office = offices[0] if len(offices) == 1 else None
        if self.only_office:
            del self.fields["department"]

    def office(self) -> Department:
        """Return the office that answers."""
        chosen: Department = self.only_office or self.cleaned_data["department"]
        return chosen


class CarryOverForm(PortalFormMixin, forms.Form):
    """Which of last year's projects go on."""

    projects = forms.TypedMultipleChoiceField(
        label="写す事業", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, records: list[ProjectRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["projects"].choices = [  # type: ignore[attr-defined]
            (record.project_id, f"{record.name}{_hint(record)}") for record in records
        ]
        going_on = [r.project_id for r in records if not r.is_last_year]
        self.initial.setdefault("projects", going_on)


def _hint(record: ProjectRecord) -> str:
    partners = "、".join(str(partner) for partner in record.partners.all())
    ended = "去年で終わりと書いた事業" if record.is_last_year else ""
    inner = "。".join(filter(None, [partners, ended]))
    return f"（{inner}）" if inner else ""


class SheetFileForm(PortalFormMixin, forms.Form):
    """A filled-in sheet."""

    file = forms.FileField(
        label="書いたシート",
        help_text=f"Excel（.xlsx）か、CSVのファイル。{LARGEST_MB}MBまで。",
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than any sheet."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST_MB * 1024**2:
            size = -(-file.size // 1024**2)
            raise ValidationError(say.file_size("シート", limit_mb=LARGEST_MB, size_mb=size))
        return file


class ExampleForm(PortalFormMixin, forms.Form):
    """What went well, or did not."""

    kind = forms.ChoiceField(
        label="どちらの例ですか", choices=Example.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="見出し", max_length=100, help_text="例：はじめに役割を紙に書いて決めた"
    )
    text = forms.CharField(
        label="どうしたか",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="何があって、どうしたかを、2,000字までで書いてください。",
    )
    lesson = forms.CharField(
        label="次に生かすこと",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="ほかの課や団体に伝えたいことを書きます。",
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label="テーマ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="当てはまるものを、すべて選んでください。",
    )
    is_public = forms.TypedChoiceField(
        label="公開",
        choices=[(True, "公開してよい"), (False, "市役所とセンターの中だけ")],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text="個人や団体が困ることは、公開しないでください。",
    )


class CampaignEditForm(CampaignForm):
    """Deadline, note and confirmation of a campaign that exists."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        initial = {name: getattr(campaign, name) for name in ("due_on", "note", "needs_head")}
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["fiscal_year"]
