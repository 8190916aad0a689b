"""団体を探す: the filters of the public list, their choices, and what is set right now."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import F, QuerySet, Value
from django.db.models.functions import NullIf
from django.http import QueryDict

from koganei_kyodo.search.filtersets import (
    CountedPaginator,
    QueryLink,
    SearchFilterSet,
    choice_filter,
    words_filter,
)
from koganei_kyodo.search.querysets import search
from organizations.facets import (
    COLUMN,
    NAME_COLUMN,
    condition,
    count_choices,
    narrowed,
)
from organizations.models import Organization

# Names whose reading nobody has given stand behind all others, not before あ.
_BY_KANA = (NullIf("name_kana", Value("")).asc(nulls_last=True), "name", "id")
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "kana": ("五十音順", _BY_KANA),
    "confirmed": ("確認した日の新しい順", (F("confirmed_on").desc(nulls_last=True), "-id")),
    "founded": ("できた年の古い順", (F("founded_year").asc(nulls_last=True), *_BY_KANA)),
}
# Up to so many matches are fetched through the index and sorted (5 ms for 1,500); reading the whole
# table in the order of the list is quicker only for words that most groups hold.
FREQUENT = 10_000


class OrganizationFilterSet(SearchFilterSet):
    """Filters groups; each choice says how many groups it leaves."""

    SORTS = SORTS
    MORE = ("kind", "wanted", "level")
    q = words_filter(
        "団体の名前、目的、活動の内容から探します。ひらがなでもカタカナでも同じです。例：防災"
    )
    field = choice_filter("活動分野")
    area = choice_filter("活動する地域")
    kind = choice_filter("団体の種類")
    wanted = choice_filter("募集")
    level = choice_filter(
        "情報公開の段階", help_text="選んだ段階か、それより多く公開している団体が出ます。"
    )
    kana = choice_filter("名前のはじめの字", widget=forms.HiddenInput)

    class Meta(SearchFilterSet.Meta):
        model = Organization

    def __init__(self, data: QueryDict, queryset: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.facets = count_choices(queryset, self.words, self.conditions)
        self.offer(self.facets.choices)

    def by(self, queryset: Any, name: str, value: str) -> Any:
        """Keep the groups that fulfil the condition of one filter."""
        return queryset.filter(condition(name, value))

    @property
    def organizations(self) -> QuerySet[Organization]:
        """Return the groups of the list: found, filtered and in order."""
        return search(self._in_order(), COLUMN, self.words, name_column=self._name_column)

    def paginator(self, per_page: int) -> CountedPaginator:
        """Return the pages of the list; their number is known from the facets."""
        return CountedPaginator(
            self._in_order(),
            per_page,
            column=COLUMN,
            keyword=self.words,
            name_column=self._name_column,
            known=self.facets.total,
            limit=FREQUENT,
        )

    def _in_order(self) -> QuerySet[Organization]:
        valid = self.conditions if self.form.is_valid() else {}
        rows = narrowed(self.queryset, valid, "") if valid else self.queryset
        return rows.order_by(*SORTS[self.sort][1])

    @property
    def _name_column(self) -> str | None:
        """Return the column of the names: in the usual order, those with the words come first."""
        return NAME_COLUMN if self.words and self.sort == next(iter(SORTS)) else None

    @property
    def sorts(self) -> list[QueryLink]:
        """Return the orders that the list can have; the usual one is another where words are set."""
        usual, *others = super().sorts
        return [replace(usual, label="名前が合う順") if self.words else usual, *others]

    @property
    def kana_index(self) -> list[QueryLink]:
        """Return the rows of the kana table; the one in force leads back to all groups."""
        now = self.data.get("kana", "")
        return [
            QueryLink(c.label, self.query_with(kana="" if c.value == now else c.value),
                      c.value == now, c.count)
            for c in self.facets.choices["kana"]
        ]  # fmt: skip
