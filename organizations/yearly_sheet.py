"""The sheet of the page for 1 April: who is where, what was said so far, and the three choices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, Role
from koganei_kyodo.fiscal_year import fiscal_year_range
from koganei_kyodo.forms import PortalFormMixin
from koganei_kyodo.japanese import parse_date
from organizations.actions import END, KEEP, MOVE, Decision
from organizations.models import Department, Membership, MembershipConfirmation, Transfer
from organizations.named_choice import find_named, named_offices

CHOICES = [(KEEP, "続ける"), (END, "終わる"), (MOVE, "異動する")]
OFFICES_LIST = "offices"


@dataclass
class Row:
    """One current membership and what was said about it for the 年度."""

    membership: Membership
    decided_here: bool
    confirmation: MembershipConfirmation | None = None
    transfer: Transfer | None = None
    follows: Membership | None = None
    ends_before: bool = False

    @property
    def ends(self) -> bool:
        """Tell whether it ends before the 年度, or on whatever day by a move that is decided."""
        return self.ends_before or self.transfer is not None or self.follows is not None

    @property
    def is_answered(self) -> bool:
        """Tell whether somebody has confirmed it or said when it ends."""
        return self.confirmation is not None or self.ends

    @property
    def is_open(self) -> bool:
        """Tell whether the visitor can answer for it on this page."""
        return self.decided_here and not self.is_answered


@dataclass
class Section:
    """One office (or the centre) and its rows; ``key`` is the id of the office, 0 the centre."""

    key: int
    name: str
    rows: list[Row]

    @property
    def open_rows(self) -> list[Row]:
        """Return the rows the visitor can answer for."""
        return [row for row in self.rows if row.is_open]


class Sheet:
    """All current memberships of the visitor's offices; the coordinating office sees all.

    The number of queries doesn't depend on the number of rows.
    """

    def __init__(self, user: User, fiscal_year: int) -> None:
        """Read the sheet of `user` for `fiscal_year` (int)."""
        self.fiscal_year = fiscal_year
        self.first_day: date = fiscal_year_range(fiscal_year)[0]
        self.last_day = self.first_day - timedelta(days=1)
        self.sections = self._read(user)
        offices = Department.objects.of_city().offices().valid_on(self.first_day)
        self.offices = named_offices(offices.select_related("parent"))

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows of all sections."""
        for section in self.sections:
            yield from section.rows

    @property
    def open_rows(self) -> list[Row]:
        """Return the rows the visitor can answer for."""
        return [row for row in self if row.is_open]

    def counts(self) -> dict[str, int]:
        """Return numbers of rows: ``all``, ``kept``, ``ending`` and ``unanswered``."""
        rows = list(self)
        return {
            "all": len(rows),
            "kept": sum(row.confirmation is not None and not row.ends for row in rows),
            "ending": sum(row.ends for row in rows),
            "unanswered": sum(not row.is_answered for row in rows),
        }

    def _read(self, user: User) -> list[Section]:
        memberships = _memberships_of(user)
        decided = set(memberships.decided_by(user).values_list("pk", flat=True))
        found = list(memberships)
        by_id = {m.pk: Row(m, m.pk in decided, ends_before=self._ends(m)) for m in found}
        confirmations = MembershipConfirmation.objects.filter(
            membership__in=by_id, fiscal_year=self.fiscal_year
        )
        for confirmation in confirmations.select_related("by"):
            by_id[confirmation.membership_id].confirmation = confirmation
        transfers = Transfer.objects.waiting().filter(membership__in=by_id)
        for transfer in transfers.select_related("to_department"):
            by_id[transfer.membership_id].transfer = transfer
        coming = Membership.objects.filter(
            user__in=[m.user_id for m in found if m.valid_until is not None],
            department__isnull=False,
            valid_from__gt=timezone.localdate(),
        )
        begins = {(m.user_id, m.valid_from): m for m in coming.select_related("department")}
        sections: dict[int, Section] = {}
        for m in found:
            row = by_id[m.pk]
            if m.valid_until is not None:
                row.follows = begins.get((m.user_id, m.valid_until + timedelta(days=1)))
            key = m.department_id or 0
            sections.setdefault(key, Section(key, m.place_name, [])).rows.append(row)
        return list(sections.values())

    def _ends(self, m: Membership) -> bool:
        return m.valid_until is not None and m.valid_until < self.first_day


def _memberships_of(user: User) -> Any:
    """Return the memberships on the sheet, in the order of the page."""
    rows = Membership.objects.current()
    if user.is_superuser or user.has_role(Role.COORDINATOR):
        desk = rows.filter(role=Role.DESK)
        offices = rows.filter(
            role__in=sorted(DEPARTMENT_ROLES), department__root__closed_dataset=False
        )
        rows = desk | offices
    else:
        headed = [m.department_id for m in user.current_memberships if m.role == Role.HEAD]
        rows = rows.filter(department__in=headed)
    return rows.select_related("user", "department", "organization").order_by(
        "department__position", "department__name_kana", "department_id",
        "user__name_kana", "user_id", "id",
    )  # fmt: skip


class YearlyForm(PortalFormMixin, forms.Form):
    """Three fields for every open row: what becomes of it, where to, from when."""

    show_marks = False

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        first = f"{sheet.first_day.year}年{sheet.first_day.month}月{sheet.first_day.day}日"
        for row in sheet.open_rows:
            pk, name = row.membership.pk, row.membership.user.name
            self.fields[f"choice-{pk}"] = forms.ChoiceField(
                label=f"{name}さん",
                choices=CHOICES,
                required=False,
                widget=forms.RadioSelect({"class": "form-check-input"}),
                error_messages={"invalid_choice": say.not_in_the_list(f"{name}さん")},
            )
            self.fields[f"to-{pk}"] = forms.CharField(
                label="異動先の課",
                required=False,
                widget=forms.TextInput(
                    {"class": "form-control", "list": OFFICES_LIST, "autocomplete": "off"}
                ),
            )
            self.fields[f"on-{pk}"] = forms.CharField(
                label="異動の日",
                required=False,
                initial=first,
                widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """Find the offices and days of those who move; nothing else has to be complete."""
        values = super().clean() or self.cleaned_data
        self.decisions: list[Decision] = []
        for row in self.sheet.open_rows:
            choice = values.get(f"choice-{row.membership.pk}")
            if choice == MOVE:
                self._read_move(row, values)
            elif choice:
                self.decisions.append(Decision(row.membership, choice))
        return values

    def sections(self) -> list[tuple[Section, list[tuple[Row, dict[str, Any]]]]]:
        """Return the sections with every row's bound fields (empty for a row without any)."""
        return [
            (section, [(row, self._bound(row)) for row in section.rows])
            for section in self.sheet.sections
        ]

    def answered(self) -> list[tuple[str, str]]:
        """Return name and typed value of every field of an answered row, to be sent again."""
        found = []
        for decision in self.decisions:
            for part in ("choice", "to", "on"):
                name = f"{part}-{decision.membership.pk}"
                found.append((name, str(self.data.get(name, ""))))
        return found

    def _bound(self, row: Row) -> dict[str, Any]:
        if not row.is_open:
            return {}
        return {part: self[f"{part}-{row.membership.pk}"] for part in ("choice", "to", "on")}

    def _read_move(self, row: Row, values: Mapping[str, Any]) -> None:
        m = row.membership
        name = m.user.name
        office, on = None, self.sheet.first_day
        typed = values.get(f"to-{m.pk}", "")
        try:
            if not typed:
                raise ValidationError(say.nothing_chosen(f"{name}さんの異動先の課", several=False))
            office = find_named(typed, self.sheet.offices)
        except ValidationError as error:
            self.add_error(f"to-{m.pk}", error)
        day = values.get(f"on-{m.pk}", "")
        try:
            on = parse_date(day) if day else on
        except ValueError:
            self.add_error(f"on-{m.pk}", say.impossible_date(f"{name}さんの異動の日"))
            return
        if office is not None:
            self.decisions.append(Decision(m, MOVE, office, on))


def keep_all(data: Mapping[str, Any], section: Section) -> dict[str, Any]:
    """Return the typed values with 続ける for every row of `section` that has no answer yet."""
    typed = dict(data.items())
    for row in section.open_rows:
        typed[f"choice-{row.membership.pk}"] = typed.get(f"choice-{row.membership.pk}") or KEEP
    return typed
