"""The filters above a public list: words, conditions with what each leaves, order, addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from urllib.parse import urlencode

import django_filters
from django import forms

from koganei_kyodo.forms import LongSelect, PortalFormMixin
from koganei_kyodo.search.paginator import SearchPaginator

LONGEST_QUERY = 100


class CountedChoice(Protocol):
    """One choice of a filter; `counted` is its label with the number of rows that it leaves."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def counted(self) -> str: ...


@dataclass(frozen=True)
class ActiveFilter:
    """One condition that is set, and the query string of the list without it."""

    label: str
    value: str
    query: str


@dataclass(frozen=True)
class QueryLink:
    """One link to another view of the list: another order, or a row of a table of letters."""

    label: str
    query: str
    current: bool
    count: int = 0


class CountedPaginator(SearchPaginator):
    """Pages of a list, all of them: how many rows there are has been counted already."""

    def __init__(self, *args: Any, known: int, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    @property
    def count(self) -> int:
        """Return the number of rows on all pages."""
        return self.known

    @property
    def _counted(self) -> int:
        return self.known


class SearchFilterForm(PortalFormMixin, forms.Form):
    """The filters above the list; nothing is ever required."""

    show_marks = False


def choice_filter(label: str, **kwargs: Any) -> django_filters.ChoiceFilter:
    """Return a filter by one of many choices, each with how many rows it leaves."""
    options = {"widget": LongSelect, **kwargs}
    return django_filters.ChoiceFilter(label=label, method="by", empty_label="すべて", **options)


def words_filter(help_text: str) -> django_filters.CharFilter:
    """Return the field for words. `help_text` says where they are looked for, with an example."""
    return django_filters.CharFilter(
        label="ことば", method="by_words", max_length=LONGEST_QUERY, help_text=help_text
    )


class SearchFilterSet(django_filters.FilterSet):
    """Filters whose choices say how many rows they leave, and the addresses that lead on.

    A subclass declares its filters beside `q` and gives them their choices with `offer`.
    """

    # key: what the order is called, and what it sorts by; the first is the usual one.
    SORTS: ClassVar[Mapping[str, tuple[str, tuple[Any, ...]]]] = {}
    # What the page folds away, so that the usual conditions stay in sight on a telephone.
    MORE: ClassVar[Sequence[str]] = ()
    # What the address may name beside the filters.
    KEPT: ClassVar[Sequence[str]] = ()

    class Meta:
        fields: ClassVar[list[str]] = []
        form = SearchFilterForm

    def offer(self, choices: Mapping[str, Sequence[CountedChoice]]) -> None:
        """Give each filter its choices, by the filter's name."""
        self.choices = choices
        for name, each in choices.items():
            self.filters[name].extra["choices"] = [(c.value, c.counted) for c in each]

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

    @property
    def sort(self) -> str:
        """Return the key of the order in use; an unknown one means the usual order."""
        usual = next(iter(self.SORTS))
        asked = str(self.data.get("sort", usual))
        return asked if asked in self.SORTS else usual

    @property
    def sorts(self) -> list[QueryLink]:
        """Return the orders that the list can have."""
        return [
            QueryLink(label, self.query_with(sort=key), key == self.sort)
            for key, (label, _) in self.SORTS.items()
        ]

    @property
    def active(self) -> list[ActiveFilter]:
        """Return the conditions in force, in the order of the form."""
        self.form.is_valid()  # reads the values, whoever asks first
        return [
            ActiveFilter(
                str(self.form.fields[name].label),
                self._in_words(name, value),
                self.query_with(**{name: ""}),
            )
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "")
        ]

    def _in_words(self, name: str, value: Any) -> str:
        labels = {choice.value: choice.label.strip() for choice in self.choices.get(name, ())}
        return labels.get(value, str(value))

    @property
    def query(self) -> str:
        """Return the query string of this list without its page."""
        return self.query_with()

    def query_with(self, **changes: str) -> str:
        """Return the address's own conditions with `changes`; empty values are left out."""
        names = ("q", *self.KEPT, *self.choices, "sort")
        values = {name: self.data.get(name, "") for name in names} | changes
        return urlencode({name: value for name, value in values.items() if value})
