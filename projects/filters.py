"""協働事業を探す: the filters of the public list, their choices, and what is set right now."""

import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from koganei_kyodo.fiscal_year import fiscal_year_label
from koganei_kyodo.forms import PortalFormMixin
from projects.models import CollaborationForm, Partner, ProjectRecord
from projects.querysets import RecordQuerySet

SORTS = {
    "new": ("新しい順", ("-fiscal_year", "-id")),
    "name": ("名前順", ("name", "-fiscal_year", "id")),
}
DEFAULT_SORT = "new"
LONGEST_QUERY = 100


@dataclass(frozen=True)
class ActiveFilter:
    """One condition that is set, and the query string of the list without it."""

    label: str
    value: str
    query: str


@dataclass(frozen=True)
class SortLink:
    """One order of the list and its query string."""

    label: str
    query: str
    current: bool


class RecordFilterForm(PortalFormMixin, forms.Form):
    """The filters above the list; nothing is ever required."""

    show_marks = False


class RecordFilterSet(django_filters.FilterSet):
    """Filters published records by words, 年度, office and form; choices are those in use."""

    q = django_filters.CharFilter(
        label="ことば",
        method="by_words",
        max_length=LONGEST_QUERY,
        help_text="事業の名前、内容、相手の名前から探します。例：公園",
    )
    year = django_filters.ChoiceFilter(label="年度", field_name="fiscal_year", empty_label="すべて")
    department = django_filters.ChoiceFilter(
        label="担当課", field_name="department", empty_label="すべて"
    )
    form = django_filters.ChoiceFilter(label="協働の形態", method="by_form", empty_label="すべて")

    class Meta:
        model = ProjectRecord
        fields: list[str] = []
        form = RecordFilterForm

    def __init__(self, data: QueryDict, queryset: RecordQuerySet, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.choices: dict[str, list[tuple[str, str]]] = {
            "year": _years(queryset),
            "department": _departments(queryset),
            "form": _forms(queryset),
        }
        for name, choices in self.choices.items():
            self.filters[name].extra["choices"] = choices

    def by_words(self, queryset: RecordQuerySet, name: str, value: str) -> RecordQuerySet:
        """Keep the records in which every word of `value` stands in a name or in the content.

        A word is looked for as it was typed and in half-width form (NFKC).
        """
        for word in value.split():
            found, partner = Q(), Q()
            for form in {word, unicodedata.normalize("NFKC", word)}:
                found |= Q(name__icontains=form) | Q(summary__icontains=form)
                partner |= Q(name__icontains=form) | Q(organization__name__icontains=form)
            partners = Partner.objects.filter(partner, record=OuterRef("pk"))
            queryset = queryset.filter(found | Q(Exists(partners)))
        return queryset

    def by_form(self, queryset: RecordQuerySet, name: str, value: str) -> RecordQuerySet:
        """Keep the records with a partner of this form, whichever guideline names it."""
        partner = Partner.objects.filter(record=OuterRef("pk"), forms__name=value)
        return queryset.filter(Exists(partner))

    @property
    def sort(self) -> str:
        """Return the key of the order in use; an unknown one means the usual order."""
        asked = self.data.get("sort", DEFAULT_SORT)
        return asked if asked in SORTS else DEFAULT_SORT

    @property
    def records(self) -> RecordQuerySet:
        """Return the records of the list: filtered and in order."""
        records: RecordQuerySet = self.qs.order_by(*SORTS[self.sort][1])
        return records

    @property
    def active(self) -> list[ActiveFilter]:
        """Return the conditions in force, in the order of the form."""
        active = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            words = dict(self.choices.get(name, [])).get(value, str(value))
            active.append(
                ActiveFilter(str(self.form.fields[name].label), words, self.query_without(name))
            )
        return active

    @property
    def sorts(self) -> list[SortLink]:
        """Return the orders the list can have."""
        return [
            SortLink(label, self._query(sort=key), key == self.sort)
            for key, (label, _) in SORTS.items()
        ]

    @property
    def query(self) -> str:
        """Return the query string of this list without its page."""
        return self._query()

    def query_without(self, name: str) -> str:
        """Return the query string of this list without one condition (and without its page)."""
        return self._query(**{name: ""})

    def _query(self, **changes: str) -> str:
        """Return the address's own conditions with `changes`; empty values are left out."""
        names = ("q", *self.choices, "sort")
        values = {name: self.data.get(name, "") for name in names} | changes
        return urlencode({name: value for name, value in values.items() if value})


def _years(records: RecordQuerySet) -> list[tuple[str, str]]:
    years = records.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return [(str(year), fiscal_year_label(year)) for year in years]


def _departments(records: RecordQuerySet) -> list[tuple[str, str]]:
    order = ("department__position", "department__name_kana", "department_id")
    found = records.order_by(*order).values_list("department_id", "department__name", *order[:2])
    return [(str(pk), name) for pk, name, *_ in found.distinct()]


def _forms(records: RecordQuerySet) -> list[tuple[str, str]]:
    used = Partner.forms.through.objects.filter(partner__record__in=records).values(
        "collaborationform"
    )
    labels = CollaborationForm.objects.filter(pk__in=used).values_list("name", flat=True)
    return [(name, name) for name in dict.fromkeys(labels)]
