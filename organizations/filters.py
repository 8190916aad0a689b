"""団体を探す: the filters of the public list, their choices, and what is set right now."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict

from koganei_kyodo.forms import PortalFormMixin
from koganei_kyodo.search.paginator import SearchPaginator
from koganei_kyodo.search.querysets import search
from organizations.facets import (
    COLUMN,
    NAME_COLUMN,
    Choice,
    condition,
    count_choices,
    narrowed,
)
from organizations.models import Organization

SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "kana": ("五十音順", ("name_kana", "id")),
    "confirmed": ("確認した日の新しい順", (F("confirmed_on").desc(nulls_last=True), "-id")),
    "founded": ("できた年の古い順", (F("founded_year").asc(nulls_last=True), "name_kana", "id")),
}
DEFAULT_SORT = "kana"
LONGEST_QUERY = 100
# Up to so many matches are fetched through the index and sorted (5 ms for 1,500); reading the whole
# table in the order of the list is quicker only for words that most groups hold.
FREQUENT = 10_000


@dataclass(frozen=True)
class ActiveFilter:
    """One condition that is set, and the query string of the list without it."""

    label: str
    value: str
    query: str


@dataclass(frozen=True)
class QueryLink:
    """One link to another view of the list: its order, or a row of the kana table."""

    label: str
    query: str
    current: bool
    count: int = 0


class OrganizationPaginator(SearchPaginator):
    """Pages of the list, all of them: how many groups there are has been counted already."""

    def __init__(self, *args: Any, known: int, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    @property
    def count(self) -> int:
        """Return the number of groups on all pages."""
        return self.known

    @property
    def _counted(self) -> int:
        return self.known


class OrganizationFilterForm(PortalFormMixin, forms.Form):
    """The filters above the list; nothing is ever required."""

    show_marks = False


class OrganizationFilterSet(django_filters.FilterSet):
    """Filters groups; each choice says how many groups it leaves."""

    q = django_filters.CharFilter(
        label="ことば",
        method="by_words",
        max_length=LONGEST_QUERY,
        help_text="団体の名前、目的、活動の内容から探します。ひらがなでもカタカナでも同じです。例：防災",
    )
    field = django_filters.ChoiceFilter(label="活動分野", method="by", empty_label="すべて")
    area = django_filters.ChoiceFilter(label="活動する地域", method="by", empty_label="すべて")
    kind = django_filters.ChoiceFilter(label="団体の種類", method="by", empty_label="すべて")
    wanted = django_filters.ChoiceFilter(label="募集", method="by", empty_label="すべて")
    level = django_filters.ChoiceFilter(
        label="情報公開の段階", method="by", empty_label="すべて",
        help_text="選んだ段階か、それより多く公開している団体が出ます。",
    )  # fmt: skip
    kana = django_filters.ChoiceFilter(
        label="名前のはじめの字", method="by", empty_label="すべて", widget=forms.HiddenInput
    )

    # What the page folds away, so that the usual conditions stay in sight on a telephone.
    MORE = ("kind", "wanted", "level")

    class Meta:
        model = Organization
        fields: list[str] = []
        form = OrganizationFilterForm

    def __init__(self, data: QueryDict, queryset: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.facets = count_choices(queryset, self.words, self.conditions)
        self.choices: dict[str, list[Choice]] = self.facets.choices
        for name, choices in self.choices.items():
            self.filters[name].extra["choices"] = [(c.value, c.counted) for c in choices]

    @property
    def conditions(self) -> dict[str, str]:
        """Return the conditions of the address beside the words."""
        names = [name for name in self.filters if name != "q"]
        return {name: self.data[name] for name in names if self.data.get(name)}

    @property
    def uses_more(self) -> bool:
        """Tell whether a condition is set that the page would fold away."""
        return any(self.data.get(name) for name in self.MORE)

    @property
    def words(self) -> str:
        """Return what was typed, empty where it is no search (the form then says why)."""
        typed = str(self.data.get("q", ""))
        return typed if len(typed) <= LONGEST_QUERY and "\0" not in typed else ""

    def by_words(self, queryset: Any, name: str, value: str) -> Any:
        """Leave the words to the paginator, which knows how to find frequent ones quickly."""
        return queryset

    def by(self, queryset: Any, name: str, value: str) -> Any:
        """Keep the groups that fulfil the condition of one filter."""
        return queryset.filter(condition(name, value))

    @property
    def sort(self) -> str:
        """Return the key of the order in use; an unknown one means the usual order."""
        asked = self.data.get("sort", DEFAULT_SORT)
        return asked if asked in SORTS else DEFAULT_SORT

    @property
    def organizations(self) -> QuerySet[Organization]:
        """Return the groups of the list: found, filtered and in order."""
        return search(self._in_order(), COLUMN, self.words, name_column=NAME_COLUMN)

    def paginator(self, per_page: int) -> OrganizationPaginator:
        """Return the pages of the list; their number is known from the facets."""
        return OrganizationPaginator(
            self._in_order(),
            per_page,
            column=COLUMN,
            keyword=self.words,
            name_column=NAME_COLUMN,
            known=self.facets.total,
            limit=FREQUENT,
        )

    def _in_order(self) -> QuerySet[Organization]:
        valid = self.conditions if self.form.is_valid() else {}
        rows = narrowed(self.queryset, valid, "") if valid else self.queryset
        return rows.order_by(*SORTS[self.sort][1])

    @property
    def active(self) -> list[ActiveFilter]:
        """Return the conditions in force, in the order of the form."""
        active = []
        self.form.is_valid()  # reads the values, whoever asks first
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            labels = {choice.value: choice.label.strip() for choice in self.choices.get(name, [])}
            words = labels.get(value, str(value))
            label = str(self.form.fields[name].label)
            active.append(ActiveFilter(label, words, self._query(**{name: ""})))
        return active

    @property
    def sorts(self) -> list[QueryLink]:
        """Return the orders the list can have."""
        return [
            QueryLink(label, self._query(sort=key), key == self.sort)
            for key, (label, _) in SORTS.items()
        ]

    @property
    def kana_index(self) -> list[QueryLink]:
        """Return the rows of the kana table; the one in force leads back to all groups."""
        now = self.data.get("kana", "")
        return [
            QueryLink(c.label, self._query(kana="" if c.value == now else c.value),
                      c.value == now, c.count)
            for c in self.choices["kana"]
        ]  # fmt: skip

    @property
    def query(self) -> str:
        """Return the query string of this list without its page."""
        return self._query()

    def _query(self, **changes: str) -> str:
        """Return the address's own conditions with `changes`; empty values are left out."""
        names = ("q", *self.choices, "sort")
        values = {name: self.data.get(name, "") for name in names} | changes
        return urlencode({name: value for name, value in values.items() if value})
