"""Searching a queryset of any model that has a SearchColumn."""

from typing import Any, TypeVar

from django.db.models import Case, F, Model, Q, QuerySet, When
from django.db.models.functions import Length

from koganei_kyodo.search.words import words

Row = TypeVar("Row", bound=Model)


def search(
    queryset: QuerySet[Row, Any], column: str, keyword: str, *, name_column: str | None = None
) -> QuerySet[Row, Any]:
    """Return the rows of `queryset` that hold every word of `keyword`; all, where there is none.

    Args:
        queryset: already limited to what the reader may see; other conditions may follow as well.
        column: the SearchColumn to look in, across relations too (`project__search_text`).
        keyword: as typed; see `words` for what counts as a word.
        name_column: a SearchColumn of names. Rows whose name holds all words then come first,
            shorter names before longer ones, the rest in the order of `queryset`.

    Raises:
        ValueError: `keyword` holds NUL or half of a surrogate pair.
    """
    if not words(keyword):
        return queryset
    found = queryset.filter(**{f"{column}__matches": keyword})
    return names_first(found, name_column, keyword) if name_column else found


def search_any(
    queryset: QuerySet[Row, Any], columns: tuple[str, ...], keyword: str
) -> QuerySet[Row, Any]:
    """Return the rows that hold each word of `keyword` in one of several columns.

    For tables of some hundreds of rows: every text is read, no index is used.

    Args:
        queryset: already limited to what the reader may see.
        columns: SearchColumns, across relations to one row too (`survey__search_title`).
        keyword: as typed; see `words` for what counts as a word.

    Raises:
        ValueError: `keyword` holds NUL or half of a surrogate pair.
    """
    for word in words(keyword):
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__holds": word})
        queryset = queryset.filter(found)
    return queryset


def names_first(queryset: QuerySet[Row, Any], name_column: str, keyword: str) -> QuerySet[Row, Any]:
    """Return `queryset` with the rows first whose name holds every word, shorter names first."""
    order = queryset.query.order_by or tuple(queryset.model._meta.ordering or ()) or ("pk",)
    in_name = When(**{f"{name_column}__holds": keyword}, then=Length(F(name_column)))
    return queryset.order_by(Case(in_name).asc(nulls_last=True), *order)


def unindexed(queryset: QuerySet[Row, Any], column: str, keyword: str) -> QuerySet[Row, Any]:
    """Return what `search` returns, read from the table in the order of `queryset`.

    For a page of a frequent word: the page is full before much of the table is read.

    Raises:
        ValueError: as `search`.
    """
    return queryset.filter(**{f"{column}__holds": keyword})
