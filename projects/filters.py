"""協働事業を探す: the filters of the public list, their choices, and what is set right now."""

from typing import Any, cast

from django.db.models import F
from django.http import QueryDict

from koganei_kyodo.search.filtersets import (
    ActiveFilter,
    CountedPaginator,
    SearchFilterSet,
    choice_filter,
    words_filter,
)
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


def _group(value: str) -> Organization | None:
    """Return the registered group that an address names, whose page links to its projects."""
    if not (value.isdecimal() and len(value) < 10):
        return None
    found: Organization | None = Organization.objects.listed().filter(pk=int(value)).first()
    return found


class RecordFilterSet(SearchFilterSet):
    """Filters published records; choices are those in use, with how many records they leave."""

    SORTS = SORTS
    MORE = ("form", "kind", "money", "continuity")
    KEPT = ("organization",)
    q = words_filter(
        "事業の名前、内容、相手の名前から探します。ひらがなでもカタカナでも同じです。例：公園"
    )
    year = choice_filter("年度")
    department = choice_filter("担当課")
    field = choice_filter("分野")
    form = choice_filter("協働の形態")
    kind = choice_filter("相手の組織形態")
    money = choice_filter("かかったお金")
    continuity = choice_filter("新規・継続")

    class Meta(SearchFilterSet.Meta):
        model = ProjectRecord

    def __init__(self, data: QueryDict, queryset: RecordQuerySet, **kwargs: Any) -> None:
        self.organization = _group(data.get("organization", ""))
        if self.organization is not None:
            own = Partner.objects.filter(organization=self.organization)
            queryset = queryset.filter(pk__in=own.values("record"))
        super().__init__(data, queryset, **kwargs)
        self.facets = count_choices(queryset, self.words, self.conditions)
        found = self.facets.choices.items()
        self.offer({name: self._with_chosen(name, choices) for name, choices in found})

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

    def by(self, queryset: RecordQuerySet, name: str, value: str) -> RecordQuerySet:
        """Keep the records that fulfil the condition of one filter."""
        return queryset.filter(condition(name, value))

    @property
    def records(self) -> RecordQuerySet:
        """Return the records of the list: found, filtered and in order."""
        found: Any = search(self._in_order(), COLUMN, self.words)
        return cast(RecordQuerySet, found)

    def paginator(self, per_page: int) -> CountedPaginator:
        """Return the pages of the list; their number is known from the facets."""
        return CountedPaginator(
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
        """Return the conditions in force, in the order of the form; the group before them."""
        others = super().active
        if self.organization is None:
            return others
        without = self.query_with(organization="")
        return [ActiveFilter("相手", self.organization.name, without), *others]
