"""Two records side by side: which values differ, which is likely to stay, what hangs on each.

Values that belong together are chosen together: a telephone number with its public switch, so that
a private number never slips under the open switch of another one; members and citizens, of which
the second can't be larger.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from koganei_kyodo import house_messages as say
from koganei_kyodo.forms import PortalFormMixin
from organizations.following import references
from organizations.models import Contact, Organization
from organizations.public_data import wanted_of
from organizations.stored_values import label as label_of
from organizations.stored_values import plain, words

FIRST, SECOND = "first", "second"


@dataclass(frozen=True)
class Unit:
    """Values that stay or go together; ``contact`` tells of which table they are."""

    key: str
    fields: tuple[str, ...]
    label: str = ""
    contact: bool = False

    @property
    def title(self) -> str:
        """Return what people call it."""
        return self.label or label_of(self.key)

    def of(self, organization: Organization) -> tuple[Any, ...]:
        """Return the values of a group, as they are compared."""
        row = contact_row(organization) if self.contact else organization
        return tuple(plain(row, name) for name in self.fields)

    def is_empty(self, organization: Organization) -> bool:
        """Tell whether a group says nothing here, the switches aside."""
        values = zip(self.fields, self.of(organization), strict=True)
        return not any(value for name, value in values if not name.endswith("_public"))

    def words(self, organization: Organization) -> str:
        """Return the values as people read them."""
        if self.is_empty(organization):
            return "入力なし"
        if self.contact:
            return self._contact_words(contact_row(organization))
        if self.key == "name":
            kana = organization.name_kana
            return f"{organization.name}（{kana}）" if kana else organization.name
        if self.key == "founded_year":
            return organization.founded
        if self.key == "member_count":
            own = organization.citizen_count
            citizens = f"（うち市民{own:,}人）" if own is not None else ""
            return f"{organization.member_count or 0:,}人{citizens}"
        if self.key == "wants_members":
            return "、".join([*wanted_of(organization), organization.wanted_text]).strip("、")
        return words(organization, self.key)

    def _contact_words(self, contact: Contact) -> str:
        text = contact.value_of(self.key)
        if self.key == "representative" and contact.representative_kana:
            text = f"{text}（{contact.representative_kana}）"
        switch = "公開" if getattr(contact, f"{self.key}_public") else "非公開"
        return f"{text}［{switch}］"


UNITS = (
    Unit("name", ("name", "name_kana")),
    Unit("kind", ("kind",)),
    Unit("corporate_number", ("corporate_number",)),
    Unit("purpose", ("purpose",)),
    Unit("activities", ("activities",)),
    Unit("founded_year", ("founded_year", "founded_month"), "できた年"),
    Unit("member_count", ("member_count", "citizen_count")),
    Unit("fee", ("fee",)),
    Unit("activity_days", ("activity_days",)),
    Unit("activity_place", ("activity_place",)),
    Unit(
        "wants_members", ("wants_members", "wants_volunteers", "wants_partners", "wanted_text"),
        "募集",
    ),
    Unit(
        "representative",
        ("representative", "representative_kana", "representative_title", "representative_public",
         "person"),
        contact=True,
    ),
    Unit("contact_name", ("contact_name", "contact_name_public"), contact=True),
    Unit("postal", ("postcode", "address", "address_to", "postal_public"), "住所", contact=True),
    Unit("phone", ("phone", "phone_public"), contact=True),
    Unit("mobile", ("mobile", "mobile_public"), contact=True),
    Unit("fax", ("fax", "fax_public"), contact=True),
    Unit("email", ("email", "email_public"), contact=True),
)  # fmt: skip


def contact_row(organization: Organization) -> Contact:
    """Return the contact of a group; an empty one, unsaved, where it has none."""
    found: Contact | None = getattr(organization, "contact", None)
    return found or Contact(organization=organization)


@dataclass(frozen=True)
class Line:
    """One line of the comparison: what each of the two says."""

    unit: Unit
    first: str
    second: str


def same_values(first: Organization, second: Organization) -> list[Line]:
    """Return what both say alike; what neither says is left out."""
    return [
        Line(unit, unit.words(first), unit.words(second))
        for unit in UNITS
        if unit.of(first) == unit.of(second) and not unit.is_empty(first)
    ]


def hanging_on(organization: Organization) -> dict[str, int]:
    """Return how many rows of which table follow a group, by what people call the table."""
    found: Counter[str] = Counter()
    for reference in references():
        if number := reference.rows(organization).count():
            found[reference.title] += number
    return dict(found)


class MergeForm(PortalFormMixin, forms.Form):
    """Which record stays, and for everything the two say differently whose value stays."""

    show_marks = False

    def __init__(self, *args: Any, first: Organization, second: Organization, **kw: Any) -> None:
        self.first, self.second = first, second
        self.units = [
            unit
            for unit in UNITS
            if unit.of(first) != unit.of(second)
            and not (unit.is_empty(first) and unit.is_empty(second))
        ]
        super().__init__(*args, **kw)
        self.fields["keep"] = forms.ChoiceField(
            label="残すほうの記録",
            help_text="登録番号とページのアドレスは、残すほうのものになります。"
            "もう1つの登録番号と職員のメモも、残した記録で読めます。",
            choices=[(side, self._named(each)) for side, each in self.sides.items()],
            widget=forms.RadioSelect,
            initial=self._likely(),
        )
        for unit in self.units:
            self.fields[unit.key] = forms.ChoiceField(
                label=unit.title,
                choices=[(side, unit.words(each)) for side, each in self.sides.items()],
                widget=forms.RadioSelect,
                initial=self._likely(unit),
            )
        self.fields["reason"] = forms.CharField(
            label="同じ団体とわかった理由（任意）",
            max_length=300,
            help_text="例：代表者に電話で確かめた",
        )
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=self.versions)
        for field in self.fields.values():
            field.required = False  # something is chosen at first; so no mark at each

    def clean(self) -> dict[str, Any]:
        """Ask for what a form without its first choices leaves open."""
        for name in ("keep", *(unit.key for unit in self.units)):
            if not self.cleaned_data.get(name) and name not in self.errors:
                label = str(self.fields[name].label)
                self.add_error(name, say.nothing_chosen(label, several=False))
        return self.cleaned_data

    @property
    def sides(self) -> Mapping[str, Organization]:
        """Return the two by the names that the form uses."""
        return {FIRST: self.first, SECOND: self.second}

    @property
    def versions(self) -> str:
        """Return what tells whether somebody changed one of them since the page was shown."""
        return f"{self.first.version}-{self.second.version}"

    @property
    def is_stale(self) -> bool:
        """Tell whether the page that was sent showed earlier values than those of now."""
        return bool(self.data) and self.data.get("seen") != self.versions

    def _named(self, organization: Organization) -> str:
        number = organization.registration_number
        parts = [number and f"登録番号{number}", organization.get_status_display()]
        return f"{organization.name}（{'、'.join(part for part in parts if part)}）"

    def _likely(self, unit: Unit | None = None) -> str:
        """Return the side that probably stays: registered, numbered, older; else the fuller one."""
        first, second = ((o.is_listed, bool(o.registration_number)) for o in self.sides.values())
        side = SECOND if second > first else FIRST
        if unit is not None and unit.is_empty(self.sides[side]):
            return SECOND if side == FIRST else FIRST
        return side

    @property
    def kept(self) -> Organization:
        """Return the record that was chosen to stay."""
        return self.sides[self.cleaned_data["keep"]]

    @property
    def merged(self) -> Organization:
        """Return the record that ends."""
        return self.sides[SECOND if self.cleaned_data["keep"] == FIRST else FIRST]

    @property
    def taken(self) -> list[str]:
        """Return the names of values that the kept record takes over."""
        keep = self.cleaned_data["keep"]
        units = (unit for unit in self.units if self.cleaned_data[unit.key] != keep)
        return [name for unit in units for name in unit.fields]
