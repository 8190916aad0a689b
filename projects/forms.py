"""Forms of the yearly sheet. A draft may leave everything empty; impossible values are refused."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager, QuerySet

from koganei_kyodo.accounts.models import User
from koganei_kyodo.differences import Difference
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_choices
from koganei_kyodo.forms import (
    JapaneseDateField,
    JapaneseIntegerField,
    PortalFormMixin,
    speak_plainly,
)
from organizations.models import ActivityField, Department, Organization
from projects.actions import PartnerAnswers
from projects.fields import fields_to_choose
from projects.models import CollaborationForm, Guideline, Partner, Project, ProjectRecord

YEARS_BACK = 14
MOST_RADIOS = 7
MOST_IN_SELECT = 15
LARGEST_COST = 10**15  # yen
YEAR_HELP = "事業をした年度です。4月から次の年の3月までを1年度と数えます。"


class SheetForm(PortalFormMixin, forms.Form):
    """Part of the sheet. Compares what was typed with what is stored."""

    def differences(self, stored: Mapping[str, Any]) -> list[Difference]:
        """Return where the typed answers differ from `stored` (values by field name)."""
        return [
            Difference(str(self.fields[name].label), theirs, yours)
            for name in self.fields
            if name in stored
            and (theirs := self._in_words(name, stored[name]))
            != (yours := self._in_words(name, self.cleaned_data.get(name)))
        ]

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            choices: Any = field.choices
            return str(dict(choices).get(value, "入力なし"))
        if isinstance(value, QuerySet | list | tuple):
            value = "・".join(str(each) for each in value)
        elif isinstance(value, int):
            value = f"{value:,}{getattr(field, 'unit', '')}"
        return str(value) if value not in (None, "") else "入力なし"


class StartForm(SheetForm):
    """What a record begins with: which project, which 年度, for which office."""

    required_on_submit = ("name",)
    token = forms.UUIDField(widget=forms.HiddenInput)
    department = forms.ModelChoiceField(
        Department.objects.none(), label="担当課", widget=forms.RadioSelect, empty_label=None
    )
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label="続けている事業",
        required=False,
        empty_label="新しい事業を書く",
        help_text="前に書いた事業を選ぶと、前の年度の内容を写します。写したあとで直せます。",
    )
    name = forms.CharField(
        label="新しい事業の名前",
        max_length=200,
        required=False,
        help_text="続けている事業を選んだときは、書かなくてかまいません。例：公園の花だんづくり",
    )
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int, help_text=YEAR_HELP)

    def __init__(
        self,
        *args: Any,
        user: User,
        chosen: Department | None,
        answered: Collection[int],
        **kwargs: Any,
    ) -> None:
        """Offer the offices of `user`, or only the one that the staff have `chosen`.

        Projects are those of the `answered` offices, by id.
        """
        super().__init__(*args, **kwargs)
        last_year = current_fiscal_year() - 1
        self.initial = {"token": uuid.uuid4(), "fiscal_year": last_year, **self.initial}
        offices = Department.objects.of_city().offices().not_ended()
        if chosen is not None:
            offices = offices.filter(pk=chosen.pk)
        elif user.is_staff:
            self.fields["department"] = forms.ModelChoiceField(
                offices, label="担当課", empty_label="選んでください"
            )
            speak_plainly(self.fields["department"], label="担当課")
            offices = offices.order_by("position", "pk")
        else:
            offices = offices.filter(pk__in=user.office_ids)
        self.fields["department"].queryset = offices  # type: ignore[attr-defined]
        choosing = user.is_staff and chosen is None
        self.only_office = None if choosing or len(offices) != 1 else offices[0]
        if self.only_office:
            del self.fields["department"]
        projects = Project.objects.filter(
            department__in=answered, department__root__closed_dataset=False
        )
        self.fields["project"].queryset = projects.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["fiscal_year"].choices = year_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Fill in the only office of a person who has one."""
        values = super().clean() or self.cleaned_data
        if self.only_office:
            values["department"] = self.only_office
        return values


class ProjectStepForm(SheetForm):
    """Step 1: what was done."""

    required_on_submit = ("name", "summary", "continuity")
    stage = forms.ChoiceField(
        label="予定・実績",
        choices=ProjectRecord.Stage.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="これからする事業は「予定」、した事業は「実績」です。予定は、あとで実績に直せます。",
    )
    name = forms.CharField(
        label="事業の名前", max_length=200, required=False, help_text="例：公園の花だんづくり"
    )
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int, help_text=YEAR_HELP)
    summary = forms.CharField(
        label="事業の内容",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="何のために、だれと、何をしたかを、2,000字までで書いてください。",
    )
    activity_fields = forms.ModelMultipleChoiceField(
        ActivityField.objects.none(),
        label="分野",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="団体の登録と同じ分野です。当てはまるものを、3つくらいまで選んでください。",
    )
    continuity = forms.ChoiceField(
        label="新規・継続",
        choices=ProjectRecord.Continuity.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    is_last_year = forms.BooleanField(
        label="この年度で終わる",
        required=False,
        help_text="次の年度には続けないときに選びます。",
    )
    end_reason = forms.CharField(
        label="終わる理由",
        max_length=400,
        required=False,
        help_text="この年度で終わるときだけ書きます。例：目的を果たした、担い手がいなくなった",
    )

    def clean_stage(self) -> str:
        """Read nothing chosen as a result, the usual case."""
        return self.cleaned_data["stage"] or ProjectRecord.Stage.RESULT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.initial.get("fiscal_year")
        self.fields["fiscal_year"].choices = year_choices(year)  # type: ignore[attr-defined]
        chosen = [field.pk for field in self.initial.get("activity_fields", [])]
        self.fields["activity_fields"].queryset = fields_to_choose(chosen)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """Return the record's own values."""
        return {k: v for k, v in self.cleaned_data.items() if k != "activity_fields"}


class MoneyStepForm(SheetForm):
    """Step 3: money and where it came from, what may be public, and the office's own numbers.

    The sources are those of the record's edition; their amounts stand in ``costs``.
    """

    planned_cost = JapaneseIntegerField(
        label="予算額",
        unit="円",
        max_value=LARGEST_COST,
        required=False,
        help_text="はじめに決めた金額です。ないときは空けておきます。",
    )
    cost = JapaneseIntegerField(
        label="かかったお金",
        unit="円",
        max_value=LARGEST_COST,
        required=False,
        help_text="市が使ったお金の合計です。使っていないときは0と書きます。例：120,000",
    )
    scheme_used = forms.CharField(
        label="利用した制度",
        max_length=200,
        required=False,
        help_text="補助金や委託の制度の名前です。例：市民活動補助金",
    )
    is_public = forms.TypedChoiceField(
        label="一覧での公開",
        choices=[(True, "公開する"), (False, "公開しない")],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        required=False,
        help_text="公開しない事業も、統計の数には入ります。",
    )
    cost_is_public = forms.BooleanField(label="お金を公開してよい", required=False)
    problems_are_public = forms.BooleanField(
        label="「困ったこと・課題」を公開してよい", required=False
    )
    document_number = forms.CharField(
        label="文書番号",
        max_length=60,
        required=False,
        help_text="課で決裁した文書の番号です。公開しません。例：7環政第123号",
    )
    decided_on = JapaneseDateField(
        label="決裁日", required=False, help_text="例：2026年4月1日。公開しません。"
    )

    def __init__(self, *args: Any, guideline: Guideline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = list(guideline.costsource_set.all())
        made = {
            f"source-{source.pk}": JapaneseIntegerField(
                label=f"内訳：{source}", unit="円", max_value=LARGEST_COST, required=False
            )
            for source in self.sources
        }
        for field in made.values():
            speak_plainly(field, label=str(field.label))
        fields = list(self.fields.items())
        place = list(self.fields).index("scheme_used")
        self.fields = {**dict(fields[:place]), **made, **dict(fields[place:])}

    def clean_is_public(self) -> bool:
        """Read nothing chosen as public, the usual case."""
        chosen = self.cleaned_data["is_public"]
        return True if chosen == "" else chosen

    def changes(self) -> dict[str, Any]:
        """Return the record's own values."""
        return {k: v for k, v in self.cleaned_data.items() if not k.startswith("source-")}

    def costs(self) -> dict[int, int | None]:
        """Return the amounts by id of their source."""
        return {source.pk: self.cleaned_data[f"source-{source.pk}"] for source in self.sources}


class ResultsStepForm(SheetForm):
    """Step 4: what came of it, and what was difficult."""

    results = forms.CharField(
        label="成果と効果",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="だれに、どんな変化があったかを書いてください。人数などの数字もあれば書きます。",
    )
    problems = forms.CharField(
        label="困ったこと・課題",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="公開してよいかどうかは、前の「お金と公開」で選びます。",
    )


class DatalistInput(forms.TextInput):
    """A text box that offers names while one types; anything may be typed."""

    template_name = "projects/office_datalist.html"
    names: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the names on offer and the id that ties them to the box."""
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_names"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "names": self.names}


class RegisteredNameField(forms.CharField):
    """A registered group by its whole name; the value is the ``Organization`` or None."""

    widget = DatalistInput

    def __init__(self, organizations: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organizations = organizations
        self.widget.names = list(organizations.values_list("name", flat=True))

    def prepare_value(self, value: Any) -> Any:
        """Show the name of the group that is stored."""
        return value.name if isinstance(value, Organization) else value

    def clean(self, value: Any) -> Organization | None:
        """Find the group; a name that no group or more than one carries is told to the person."""
        name = super().clean(value)
        if not name:
            return None
        found = list(self.organizations.filter(name=name)[:2])
        if len(found) == 1:
            return found[0]
        problem = "ありません" if not found else "2つ以上あります"
        raise ValidationError(
            f"「{name}」は、登録している団体に{problem}。下の「相手の名前」に書いてください"
        )


class PartnerForm(SheetForm):
    """Step 2: one partner's sheet. The labels are those of the record's guideline."""

    required_on_submit = ("kind", "forms", "origins", "initiatives", "outcome")

    def __init__(self, *args: Any, user: User, record: ProjectRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guideline = record.guideline
        self.fields = {
            "organization": organization_field(user, self.initial.get("organization")),
            "name": forms.CharField(
                label="相手の名前",
                max_length=200,
                required=False,
                help_text="登録している団体に見つからないときに書きます。",
            ),
            "group_count": JapaneseIntegerField(
                label="団体の数",
                unit="団体",
                min_value=1,
                required=False,
                help_text="名前を1つずつ書けないときに、数だけ書きます。例：50",
            ),
            "kind": one_of(guideline.partnerkind_set, "相手の組織形態"),
            "forms": forms_of(record, self.initial.get("forms", [])),
            "origins": several_of(guideline.origin_set, "実施した経緯"),
            "initiatives": several_of(guideline.initiative_set, "実施体制"),
            "outcome": one_of(guideline.outcome_set, "成果"),
            "name_is_public": forms.BooleanField(
                label="名前を公開してよい", required=False, initial=True
            ),
        }
        self.speak_plainly()

    def speak_plainly(self) -> None:
        """Give the fields made here the house messages."""
        for name, field in self.fields.items():
            speak_plainly(field, label=str(field.label or name))

    def answers(self) -> PartnerAnswers:
        """Return what was typed, for ``add_partner`` and ``change_partner``."""
        return PartnerAnswers(**self.cleaned_data)


def partner_values(partner: Partner) -> dict[str, Any]:
    """Return what is stored for a partner, by field of ``PartnerForm``."""
    single = ("organization", "name", "group_count", "kind", "outcome", "name_is_public")
    several = ("forms", "origins", "initiatives")
    return {name: getattr(partner, name) for name in single} | {
        name: list(getattr(partner, name).all()) for name in several
    }


def organization_field(user: User, chosen: Organization | None) -> forms.Field:
    """Return a select of the registered groups, or from 16 groups on a box that offers names."""
    visible = Organization.objects.visible_to(user).listed()
    if chosen is not None:
        visible = visible | Organization.objects.filter(pk=chosen.pk)
    label, who = "登録している団体", "団体、名前、数のどれか1つを入力してください。"
    if visible.count() <= MOST_IN_SELECT:
        return forms.ModelChoiceField(
            visible, label=label, required=False, empty_label="選ばない", help_text=who
        )
    return RegisteredNameField(
        visible,
        label=label,
        required=False,
        help_text=f"{who}団体は、名前の一部を書いて、出てきた中から選べます。",
    )


def one_of(labels: "Manager[Any]", label: str) -> forms.Field:
    """Return a field for one of `labels`: radio buttons up to seven, else a select."""
    rows = labels.all()
    if rows.count() <= MOST_RADIOS:
        return forms.ModelChoiceField(rows, label=label, required=False, widget=forms.RadioSelect)
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label="選んでいません")


def several_of(labels: "Manager[Any]", label: str) -> forms.Field:
    """Return a field for any number of `labels`."""
    return forms.ModelMultipleChoiceField(
        labels.all(),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="当てはまるものを、すべて選んでください。",
    )


class FormsField(forms.ModelMultipleChoiceField):
    """Forms of collaboration, each with what it means."""

    def label_from_instance(self, obj: Any) -> str:
        """Say what the form means."""
        return (
            f"{obj.name}（{obj.definition.strip().rstrip('。')}）" if obj.definition else obj.name
        )


def forms_of(record: ProjectRecord, chosen: Sequence[CollaborationForm]) -> forms.Field:
    """Return a field for the forms in use in the record's year, and those chosen already."""
    rows = record.guideline.collaborationform_set.all()
    ids = [row.pk for row in rows if row.is_valid_in(record.fiscal_year)]
    ids += [row.pk for row in chosen]
    return FormsField(
        rows.filter(pk__in=ids),
        label="協働の形態",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="当てはまるものを、すべて選んでください。",
    )


def year_choices(chosen: int | None = None) -> list[tuple[int, str]]:
    """Return the years on offer, the newest first; the `chosen` one is always among them."""
    newest = current_fiscal_year()
    return fiscal_year_choices(min(newest - YEARS_BACK, chosen or newest), newest)


class ReturnForm(PortalFormMixin, forms.Form):
    """What the centre asks an office to mend."""

    reason = forms.CharField(
        label="直してほしいこと",
        max_length=1000,
        widget=forms.Textarea({"rows": 6, "cols": 60}),
        help_text="担当課の人が読みます。どこを、どう直せばよいかを書いてください。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
