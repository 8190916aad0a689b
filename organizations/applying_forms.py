"""The steps of an application, and all of them on one page for a 変更届."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from koganei_kyodo import house_messages as say
from koganei_kyodo.differences import Difference
from koganei_kyodo.documents.uploads import TAKEN, DocumentField
from koganei_kyodo.forms import JapaneseDateField, JapaneseIntegerField, PortalFormMixin
from organizations.models import ActivityField, Area, Attachment, OrganizationKind
from organizations.registry_fields import (
    CorporateNumberField,
    JapaneseYearField,
    KanaField,
    MailField,
    PhoneField,
    PostcodeField,
)
from organizations.registry_values import BY_STEP, Values, in_words, label_of

LINKS = 3


class ValuesForm(PortalFormMixin, forms.Form):
    """Part of what a group tells. ``step`` names the values of ``registry_values`` it has."""

    step = ""

    def __init__(self, *args: Any, values: Values, **kwargs: Any) -> None:
        self.values = values
        super().__init__(*args, initial=values | kwargs.pop("initial", {}), **kwargs)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the values that the form asks for."""
        return BY_STEP[self.step]

    def answers(self) -> Values:
        """Return what was typed as JSON holds it, by name; call it after ``is_valid``."""
        return {name: self._answer(name) for name in self.names}

    def _answer(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        if name == "kind":
            return value.pk if value else self.values.get("kind")
        return value

    def differences(self, theirs: Values) -> list[Difference]:
        """Return where what was typed differs from what is stored."""
        mine = self.answers()
        pairs = [(n, in_words(n, theirs[n]), in_words(n, mine[n])) for n in self.names]
        return [Difference(label_of(n), old, new) for n, old, new in pairs if old != new]


class GroupStepForm(ValuesForm):
    """Step 1: which group it is."""

    step = "group"
    required_on_submit: Sequence[str] = ("name", "name_kana", "kind")
    name = forms.CharField(
        label="団体名",
        max_length=150,
        widget=forms.TextInput({"autocomplete": "organization"}),
        help_text="会則に書いてある名前を、そのまま書いてください。",
    )
    name_kana = KanaField(label="ふりがな", max_length=200, required=False)
    kind = forms.ModelChoiceField(
        OrganizationKind.objects.all(),
        label="団体種別",
        required=False,
        empty_label="選んでください",
        help_text="法人でない団体は、いちばん近いものを選んでください。",
    )
    corporate_number = CorporateNumberField(
        label="法人番号",
        max_length=30,
        required=False,
        help_text="法人だけ書いてください。13けたの数字です。",
    )
    founded_year = JapaneseYearField(
        label="できた年",
        max_length=12,
        required=False,
        help_text="活動を始めた年です。西暦でも和暦でもかまいません。例：2010、平成22",
    )
    founded_month = JapaneseIntegerField(
        label="できた月", unit="月", min_value=1, max_value=12, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the year where a month was told."""
        values = super().clean() or self.cleaned_data
        if values.get("founded_month") and not values.get("founded_year"):
            self.add_error("founded_year", say.empty("できた年"))
        return values


class ActivityStepForm(ValuesForm):
    """Step 2: what it does, and where."""

    step = "activity"
    required_on_submit: Sequence[str] = ("purpose", "activities", "fields", "main_field", "areas")
    purpose = forms.CharField(
        label="目的",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="何のために活動しているか。団体のページにのります。",
    )
    activities = forms.CharField(
        label="活動の内容",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="どんなことを、どのくらいしているか。団体のページにのります。",
    )
    fields_ = forms.TypedMultipleChoiceField(
        label="活動分野",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="あてはまるものをいくつでも。市民が団体を探すときに使います。",
    )
    main_field = forms.TypedChoiceField(
        label="主な分野",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="上で選んだ中から、いちばん力を入れているものを1つ。",
    )
    areas = forms.TypedMultipleChoiceField(
        label="活動する地域",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="市内のどこでも活動するときは、「市内全域」だけを選んでください。"
        "町の名前を開くと、丁目を選べます。",
    )
    activity_days = forms.CharField(
        label="活動する日", max_length=200, required=False, help_text="例：第2・第4土曜日の午前"
    )
    activity_place = forms.CharField(
        label="活動する場所", max_length=200, required=False, help_text="例：本町の集会所"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `fields` is the form's own word for its fields: the box of that name is put in by hand.
        box = self.fields.pop("fields_")
        order = list(self.fields)
        self.fields["fields"] = box
        rows = ActivityField.objects.filter(fieldset__is_current=True, is_active=True)
        rows = rows | ActivityField.objects.filter(pk__in=self.values.get("fields") or [])
        named = [(row.pk, row.short_name) for row in rows.distinct()]
        box.choices = named  # type: ignore[attr-defined]
        self.fields["main_field"].choices = [("", "選んでください"), *named]  # type: ignore[attr-defined]
        self.fields["areas"].choices = _places(self.values.get("areas") or [])  # type: ignore[attr-defined]
        self._add_links()
        at = order.index("main_field")
        self.order_fields([*order[:at], "fields", *order[at:]])

    def _add_links(self) -> None:
        told = self.values.get("links") or []
        for n in range(max(LINKS, len(told))):
            name, url = told[n] if n < len(told) else ("", "")
            self.fields[f"link_name_{n}"] = forms.CharField(
                label=f"ページの名前（{n + 1}）",
                max_length=60,
                required=False,
                initial=name,
                help_text="例：ホームページ、ブログ",
            )
            self.fields[f"link_url_{n}"] = forms.URLField(
                label=f"ページのアドレス（{n + 1}）",
                max_length=500,
                required=False,
                initial=url,
                assume_scheme="https",
                error_messages={"invalid": say.web_address(f"ページのアドレス（{n + 1}）")},
            )

    def clean(self) -> dict[str, Any]:
        """Gather the links, and let the main field be one of those chosen."""
        values = super().clean() or self.cleaned_data
        chosen, main = values.get("fields") or [], values.get("main_field")
        if main is not None and main not in chosen:
            if chosen:
                self.add_error("main_field", "主な分野は、活動分野で選んだ中から選んでください")
            else:
                values["fields"] = [main]
        if len(values.get("fields") or []) == 1 and main is None:
            values["main_field"] = values["fields"][0]
        values["links"] = []
        for n in range(max(LINKS, len(self.values.get("links") or []))):
            url = values.get(f"link_url_{n}", "")
            if url:
                name = values.get(f"link_name_{n}", "") or "ホームページ"
                values["links"].append([name, url])
        values["fields"] = sorted(values.get("fields") or [])
        values["areas"] = sorted(values.get("areas") or [])
        return values


def _places(chosen: list[int]) -> list[Any]:
    """Return the places by town, for boxes under the name of each town."""
    rows = Area.objects.filter(is_active=True) | Area.objects.filter(pk__in=chosen)
    found: dict[str, list[tuple[int, str]]] = {}
    whole = []
    for area in rows.distinct():
        if area.whole_city:
            whole.append((area.pk, area.name))
        else:
            found.setdefault(area.town, []).append((area.pk, area.name))
    return [*whole, *found.items()]


class PeopleStepForm(ValuesForm):
    """Step 3: members, and whom it looks for."""

    step = "people"
    required_on_submit: Sequence[str] = ("member_count",)
    member_count = JapaneseIntegerField(
        label="会員の数",
        unit="人",
        required=False,
        max_value=1_000_000,
        help_text="登録できる人数を満たすかを確かめます。団体のページにのります。",
    )
    citizen_count = JapaneseIntegerField(
        label="会員のうち市民の数",
        unit="人",
        required=False,
        max_value=1_000_000,
        help_text="市内に住む人、働く人、通う人を合わせた数です。",
    )
    fee = forms.CharField(
        label="会費", max_length=200, required=False, help_text="例：年1,000円、なし"
    )
    wants_members = forms.BooleanField(label="仲間を募集している", required=False)
    wants_volunteers = forms.BooleanField(label="ボランティアを募集している", required=False)
    wants_partners = forms.BooleanField(label="協力してくれる人や団体を探している", required=False)
    wanted_text = forms.CharField(
        label="募集の内容",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="募集しているときに書いてください。団体のページにのります。",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse more citizens than members."""
        values = super().clean() or self.cleaned_data
        members, citizens = values.get("member_count"), values.get("citizen_count")
        if members is not None and citizens is not None and citizens > members:
            self.add_error("citizen_count", "会員のうち市民の数は、会員の数より多くできません")
        return values


class ContactStepForm(ValuesForm):
    """Step 4: who stands for it, and how to reach it; each value with a switch of its own."""

    step = "contact"
    required_on_submit: Sequence[str] = ("representative", "address")
    representative_title = forms.CharField(
        label="代表者の役職", max_length=60, required=False, help_text="例：会長、理事長"
    )
    representative = forms.CharField(
        label="代表者",
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="団体の代表を確かめるためにうかがいます。",
    )
    representative_kana = KanaField(label="代表者のふりがな", max_length=100, required=False)
    representative_public = forms.BooleanField(label="代表者を公開する", required=False)
    contact_name = forms.CharField(
        label="連絡する人",
        max_length=100,
        required=False,
        help_text="代表者とちがうときに書いてください。センターからの連絡先になります。",
    )
    contact_name_public = forms.BooleanField(label="連絡する人を公開する", required=False)
    postcode = PostcodeField(label="郵便番号", max_length=20, required=False)
    address = forms.CharField(
        label="住所",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "street-address"}),
        help_text="郵便が届く住所です。代表者の家でもかまいません。",
    )
    address_to = forms.CharField(label="住所の続き（〇〇様方など）", max_length=100, required=False)
    postal_public = forms.BooleanField(label="住所を公開する", required=False)
    phone = PhoneField(
        label="電話番号",
        max_length=40,
        required=False,
        help_text="電話番号・携帯電話番号・メールアドレスのうち、1つは書いてください。",
    )
    phone_public = forms.BooleanField(label="電話番号を公開する", required=False)
    mobile = PhoneField(label="携帯電話番号", max_length=40, required=False)
    mobile_public = forms.BooleanField(label="携帯電話番号を公開する", required=False)
    fax = PhoneField(label="FAX番号", max_length=40, required=False)
    fax_public = forms.BooleanField(label="FAX番号を公開する", required=False)
    email = MailField(
        label="メールアドレス",
        max_length=254,
        required=False,
        help_text="登録の結果と、1年に1回の確認のお願いを送ります。",
    )
    email_public = forms.BooleanField(label="メールアドレスを公開する", required=False)


STEP_FORMS: dict[str, type[ValuesForm]] = {
    "group": GroupStepForm,
    "activity": ActivityStepForm,
    "people": PeopleStepForm,
    "contact": ContactStepForm,
}


class FilesStepForm(PortalFormMixin, forms.Form):
    """Step 5: one box for each kind of document."""

    required_on_submit: Sequence[str] = ("rules",)
    taken = TAKEN  # said once above all the boxes

    def __init__(
        self,
        *args: Any,
        with_paper: bool = False,
        received: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """Offer a box for each kind; what was `received` is not asked for again."""
        super().__init__(*args, **kwargs)
        self.required_on_submit = [each for each in self.required_on_submit if each not in received]
        for kind in Attachment.Kind:
            if kind != Attachment.Kind.PAPER or with_paper:
                self.fields[kind.value] = DocumentField(
                    label=kind.label, required=False, help_text=""
                )

    def clean(self) -> dict[str, Any]:
        """Keep what was fine, whatever is wrong with another file."""
        return super().clean() or self.cleaned_data

    def uploads(self) -> dict[str, Any]:
        """Return the files that may be kept, by kind, those beside a refused one too."""
        return {
            kind: file for kind, file in self.cleaned_data.items() if file and kind in self.fields
        }


class StartForm(PortalFormMixin, forms.Form):
    """What an application begins with."""

    name = forms.CharField(
        label="団体名",
        max_length=150,
        widget=forms.TextInput({"autocomplete": "organization"}),
        help_text="会則に書いてある名前を、そのまま書いてください。",
    )
    kind = forms.ModelChoiceField(
        OrganizationKind.objects.all(), label="団体種別", empty_label="選んでください"
    )
    writer = forms.CharField(
        label="申請を書く人の名前",
        max_length=100,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="申請についてうかがうことがあるときのためです。公開しません。",
    )
    email = MailField(
        label="申請を書く人のメールアドレス",
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        help_text="続きを書くためのリンクと、受け付けの知らせを送ります。公開しません。"
        "ないときは、次の画面に出る番号を書きとめてください。",
    )


class PaperForm(PortalFormMixin, forms.Form):
    """Which paper a member of staff enters."""

    name = forms.CharField(label="団体名", max_length=150)
    kind = forms.ModelChoiceField(
        OrganizationKind.objects.all(), label="団体種別", empty_label="選んでください"
    )
    paper = forms.CharField(
        label="もとの紙",
        max_length=200,
        help_text="どの紙から入力するか。例：登録申請書（様式第1号）、窓口で受け取り、綴り番号12",
    )
    received_on = JapaneseDateField(label="紙を受け取った日", help_text="例：2026年4月1日")
