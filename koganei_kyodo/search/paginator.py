"""Pages of results, quick for rare and for frequent words alike."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from koganei_kyodo.search.querysets import names_first, search, unindexed

LIMIT = 1_000


class SearchPaginator(Paginator):
    """Pages of what `search` finds, at most `limit` rows of it.

    Up to the limit the rows are found through the index. A word with more matches is frequent:
    then the table is read in the order of the queryset until the page is full, which needs an
    index on that order. The rows of a page are the same either way, and so is the number of
    statements: two.

    Args:
        queryset: ordered, limited to what the reader may see, not yet searched.
        per_page: rows per page.
        column: the SearchColumn to look in.
        keyword: as typed; without a word in it every row is a match.
        name_column: as in `search`; what it is made of has to be part of `column` too.
        limit: how many matches are counted and can be paged through.

    Raises:
        ValueError: as `search`.
    """

    def __init__(
        self,
        queryset: QuerySet[Any],
        per_page: int,
        *,
        column: str,
        keyword: str,
        name_column: str | None = None,
        limit: int = LIMIT,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            search(queryset, column, keyword, name_column=name_column), per_page, **kwargs
        )
        self.queryset = queryset
        self.column, self.keyword, self.name_column = column, keyword, name_column
        self.limit = limit

    @cached_property
    def _counted(self) -> int:
        """Return the number of matches, or limit + 1 where there are more."""
        found = search(self.queryset.order_by(), self.column, self.keyword)
        return found[: self.limit + 1].count()

    @cached_property
    def count(self) -> int:
        """Return the number of rows on all pages: the matches, at most `limit`."""
        return min(self._counted, self.limit)

    @property
    def is_capped(self) -> bool:
        """Return whether there are more matches than the pages show."""
        return self._counted > self.limit

    @property
    def count_label(self) -> str:
        """Return the count for the heading of a list: `48件`, or `1,000件以上`."""
        return f"{self.count:,}件{'以上' if self.is_capped else ''}"

    def page(self, number: int | str) -> Page:
        """Return a page. Raises InvalidPage as Django's Paginator does."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = start + self.per_page
        if end + self.orphans >= self.count:
            end = self.count
        rows = self._frequent(end) if self.is_capped else self.object_list
        return Page(rows[start:end], number, self)

    def _frequent(self, end: int) -> QuerySet[Any]:
        """Return a queryset of a frequent word whose first `end` rows are those of all matches.

        With names: the first by name, through the index of names, and the first of the others.
        Sorting the matches themselves would have to fetch them all, and so would looking into the
        long texts of those whose name has the words.
        """
        found = unindexed(self.queryset, self.column, self.keyword)
        if not self.name_column:
            return found
        by_name = search(
            self.queryset, self.name_column, self.keyword, name_column=self.name_column
        )
        others = found.exclude(**{f"{self.name_column}__holds": self.keyword})
        keys = by_name.values("pk")[:end].union(others.values("pk")[:end], all=True)
        page = self.queryset.filter(pk__in=keys)
        return names_first(page, self.name_column, self.keyword)
