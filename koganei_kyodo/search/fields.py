"""The column and the index that make a model searchable, and the lookups on the column.

    search_text = SearchColumn("name", "purpose")

    class Meta:
        indexes = [BigramIndex("search_text", name="project_search_text")]

The migration that adds them depends on `("search", "0001_functions")`; write that in by hand.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import FullResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Lookup
from django.db.models.sql.compiler import SQLCompiler

from koganei_kyodo.search.words import words


class Normalised(Func):
    """A column as search compares it; NULL counts as empty."""

    function = "kyodo_normalise"
    template = "%(function)s(coalesce(%(expressions)s, ''))"
    output_field = models.TextField()


class Joined(Func):
    """Normalised columns in one text. No word holds a line end, so none matches across columns."""

    template = "(%(expressions)s)"
    arg_joiner = " || chr(10) || "
    output_field = models.TextField()


class Grams(Func):
    """The characters and pairs of characters of a normalised text, as a tsvector."""

    function = "kyodo_grams"


class NormalisedText(models.TextField):
    """What a SearchColumn holds; the lookups of search belong to it."""


class SearchColumn(models.GeneratedField):
    """A stored column with the normalised text of other columns of the same row, for `search`.

    The database writes it, whoever changes the row. Histories leave it out:
    `@pghistory.track(exclude=["search_text"])`.

    Args:
        columns: names of text columns of the model, the ones to be searched.
    """

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        self.columns = columns
        kwargs.setdefault("verbose_name", "検索用の文字列")
        super().__init__(
            expression=Joined(*(Normalised(F(column)) for column in columns)),
            output_field=NormalisedText(),
            db_persist=True,
            **kwargs,
        )

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return name, path, the columns, and what else differs from the defaults."""
        name, path, _, kwargs = super().deconstruct()
        for own in ("expression", "output_field", "db_persist"):
            del kwargs[own]
        return name, path, list(self.columns), kwargs


class BigramIndex(GinIndex):
    """The index that `search` uses on a SearchColumn.

    Without GIN's list of pending entries: it would have to be read through by every search.
    """

    def __init__(self, column: str, *, name: str) -> None:
        self.column = column
        super().__init__(Grams(F(column)), name=name, fastupdate=False)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return path, the column and the name."""
        path, _, kwargs = super().deconstruct()
        return path, (self.column,), {"name": kwargs["name"]}


class _WordsLookup(Lookup):
    """A lookup whose right side is what somebody typed: several words, all of which must occur."""

    def get_prep_lookup(self) -> tuple[str, ...]:
        """Return the normalised words. Raises ValueError as `words` does."""
        return words(self.rhs)

    def occurrences(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the exact condition: each word stands somewhere in the text.

        Raises:
            FullResultSet: there is no word, so every row matches.
        """
        if not self.rhs:
            raise FullResultSet
        text, params = self.process_lhs(compiler, connection)
        sql = " AND ".join([f"strpos({text}, %s) > 0"] * len(self.rhs))
        return sql, tuple(value for word in self.rhs for value in (*params, word))


@NormalisedText.register_lookup
class Holds(_WordsLookup):
    """`search_text__holds=keyword`: reads every row the other conditions leave; no index."""

    lookup_name = "holds"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition on the text itself."""
        return self.occurrences(compiler, connection)


@NormalisedText.register_lookup
class Matches(_WordsLookup):
    """`search_text__matches=keyword`: the same rows as `holds`, found through the index.

    The tsquery stands in a subselect, so that the planner does not know it. It then always
    expects few rows and takes the index. Knowing a frequent word, it would rather read the table
    and compute the tsvector of each row: half a minute for 100,000 rows.
    """

    lookup_name = "matches"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition on the index, then the exact one on what it found."""
        exact, exact_params = self.occurrences(compiler, connection)
        text, params = self.process_lhs(compiler, connection)
        query = " && ".join(["kyodo_query(%s)"] * len(self.rhs))
        sql = f"(kyodo_grams({text}) @@ (SELECT {query}) AND {exact})"
        return sql, (*params, *self.rhs, *exact_params)
