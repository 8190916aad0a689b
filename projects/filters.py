"""協働事業を探す: the filters of the public list, their choices, and what is set right now."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import F
from django.http import QueryDict

from koganei_kyodo.forms import LongSelect, PortalFormMixin
from koganei_kyodo.search.paginator import SearchPaginator
from koganei_kyodo.search.querysets import search
from organizations.models import Organization
from projects.facets import COLUMN, Choice, condition, count_choices, label_of
from projects.models import Partner, ProjectRecord
from projects.models.record import PUBLIC_COST
from projects.querysets import RecordQuerySet

SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "new": ("新しい順", ("-fiscal_year", "-id")),
    "name": ("名前順", ("name", "-fiscal_year", "id")),
    "cost": (
        "金額の大きい順",
        (PUBLIC_COST.desc(nulls_last=True), F("fiscal_year").desc(), F("id").desc()),
    ),
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


class RecordPaginator(SearchPaginator):
    """Pages of the list, all of them: how many records there are has been counted already."""

    def __init__(self, *args: Any, known: int, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    @property
    def count(self) -> int:
        """Return the number of records on all pages."""
        return self.known

    @property
    def _counted(self) -> int:
        return self.known


def _group(value: str) -> Organization | None:
    """Return the registered group that an address names, whose page links to its projects."""
    if not (value.isdecimal() and len(value) < 10):
        return None
    found: Organization | None = Organization.objects.listed().filter(pk=int(value)).first()
    return found


class RecordFilterForm(PortalFormMixin, forms.Form):
    """The filters above the list; nothing is ever required."""

    show_marks = False


def _choice(label: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, method="by", empty_label="すべて", widget=LongSelect
    )


class RecordFilterSet(django_filters.FilterSet):
    """Filters published records; choices are those in use, with how many records they leave."""

    q = django_filters.CharFilter(
        label="ことば",
        method="by_words",
        max_length=LONGEST_QUERY,
        help_text="事業の名前、内容、相手の名前から探します。ひらがなでもカタカナでも同じです。例：公園",
    )
    year = _choice("年度")
    department = _choice("担当課")
    field = _choice("分野")
    form = _choice("協働の形態")
    kind = _choice("相手の組織形態")
    money = _choice("かかったお金")
    continuity = _choice("新規・継続")

    # What the page folds away, so that the usual conditions stay in sight on a telephone.
    MORE = ("form", "kind", "money", "continuity")

    class Meta:
        model = ProjectRecord
        fields: list[str] = []
        form = RecordFilterForm

    def __init__(self, data: QueryDict, queryset: RecordQuerySet, **kwargs: Any) -> None:
        self.organization = _group(data.get("organization", ""))
        if self.organization is not None:
            own = Partner.objects.filter(organization=self.organization)
            queryset = queryset.filter(pk__in=own.values("record"))
        super().__init__(data, queryset, **kwargs)
        self.facets = count_choices(queryset, self.words, self._conditions())
        self.choices: dict[str, list[Choice]] = {
            name: self._with_chosen(name, choices) for name, choices in self.facets.choices.items()
        }
        for name, choices in self.choices.items():
            self.filters[name].extra["choices"] = [(c.value, c.counted) for c in choices]

    def _conditions(self) -> dict[str, str]:
        names = [name for name in self.filters if name != "q"]
        return {name: self.data[name] for name in names if self.data.get(name)}

    def _with_chosen(self, name: str, choices: list[Choice]) -> list[Choice]:
        """Add the value that is set where it leaves nothing beside the other conditions."""
        value = self.data.get(name)
        if not value or value in {choice.value for choice in choices}:
            return choices
        used = self.queryset.filter(condition(name, value)).select_related("department").first()
        if used is None:
            return choices
        label = used.department.name if name == "department" else label_of(name, value)
        return [*choices, Choice(value, label, 0)]

    @property
    def uses_more(self) -> bool:
        """Tell whether a condition is set that the page would fold away."""
        return any(self.data.get(name) for name in self.MORE)

    @property
    def words(self) -> str:
        """Return what was typed, empty where it is no search (the form then says why)."""
        typed = self.data.get("q", "")
        return typed if len(typed) <= LONGEST_QUERY and "\0" not in typed else ""

    def by_words(self, queryset: RecordQuerySet, name: str, value: str) -> RecordQuerySet:
        """Leave the words to the paginator, which knows how to find frequent ones quickly."""
        return queryset

    def by(self, queryset: RecordQuerySet, name: str, value: str) -> RecordQuerySet:
        """Keep the records that fulfil the condition of one filter."""
        return queryset.filter(condition(name, value))

    @property
    def sort(self) -> str:
        """Return the key of the order in use; an unknown one means the usual order."""
        asked = self.data.get("sort", DEFAULT_SORT)
        return asked if asked in SORTS else DEFAULT_SORT

    @property
    def records(self) -> RecordQuerySet:
        """Return the records of the list: found, filtered and in order."""
        found: Any = search(self._in_order(), COLUMN, self.words)
        return cast(RecordQuerySet, found)

    def paginator(self, per_page: int) -> "RecordPaginator":
        """Return the pages of the list; their number is known from the facets."""
        return RecordPaginator(
            self._in_order(),
            per_page,
            column=COLUMN,
            keyword=self.words,
            known=self.facets.total,
        )

    def _in_order(self) -> RecordQuerySet:
        records: RecordQuerySet = self.qs.order_by(*SORTS[self.sort][1])
        return records

    @property
    def active(self) -> list[ActiveFilter]:
        """Return the conditions in force, in the order of the form."""
        active = []
        if self.organization is not None:
            name = self.organization.name
            active.append(ActiveFilter("相手", name, self.query_without("organization")))
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            labels = {choice.value: choice.label for choice in self.choices.get(name, [])}
            words = labels.get(value, str(value))
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
        names = ("q", "organization", *self.choices, "sort")
        values = {name: self.data.get(name, "") for name in names} | changes
        return urlencode({name: value for name, value in values.items() if value})
