"""One figure counted: its definition with its table, and how it differs from an older print."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects

from surveys.models import Question, Questionnaire, ReportFigure
from surveys.models.report import Base, Order, Unit
from surveys.tables import CrossTable, FrequencyTable, Tabulator
from surveys.tables.columns import Column, Filter, derive
from surveys.tables.earlier import beside_earlier, cross_beside_earlier
from surveys.tables.matrix import join_lines, lines_of_matrix
from surveys.tables.significance import with_marks

# What a figure in the format of the figure check says of other figures.
REFERENCES = ("same_as", "base_of", "groups_from")


@dataclass(frozen=True)
class Difference:
    """One number that an older report printed otherwise."""

    what: str
    printed: str
    counted: str


@dataclass(frozen=True)
class CountedFigure:
    """A figure's definition with its table."""

    definition: ReportFigure
    table: FrequencyTable | CrossTable

    @property
    def number(self) -> str:
        """Return the number of the figure."""
        return self.definition.number

    @property
    def title(self) -> str:
        """Return the title of the figure, without its number."""
        return self.definition.title

    @property
    def by_count(self) -> bool:
        """Tell whether the figure shows counts instead of percentages."""
        return self.definition.measure == ReportFigure.Measure.COUNT

    @property
    def chart(self) -> str:
        """Return the form of the chart that was chosen (`ReportFigure.Chart`)."""
        return str(self.definition.chart)

    @property
    def zero_as_dash(self) -> bool:
        """Tell whether nobody is written as a dash."""
        return self.definition.report_id is not None and self.definition.report.zero_as_dash

    @property
    def notes(self) -> list[str]:
        """Return the table's notes and the definition's own, in Japanese."""
        own = [line for line in self.definition.note.splitlines() if line.strip()]
        return [*own, *self.table.notes]

    def as_dict(self) -> dict[str, Any]:
        """Return the figure in the format of the figure check, counts and percentages both."""
        table = self.table
        data: dict[str, Any] = {
            "figure": self.definition.number,
            "title": self.definition.title,
            "answer": table.answer,
            "n": table.n,
        }
        if isinstance(table, CrossTable):
            data["columns"] = list(table.columns)
            data["groups"] = [group.as_dict() for group in table.groups]
        else:
            data["rows"] = [row.as_dict() for row in table.rows]
        printed = self.definition.printed or {}
        data |= {key: printed[key] for key in REFERENCES if key in printed}
        if self.notes:
            data["note"] = " ".join(self.notes)
        return data

    @property
    def differences(self) -> list[Difference]:
        """Return what the older report printed otherwise; empty when all of it agrees."""
        printed = self.definition.printed
        if not printed:
            return []
        if isinstance(self.table, CrossTable):
            return list(_cross_differences(printed, self.table))
        return list(_frequency_differences(printed, self.table))


def _frequency_differences(printed: dict[str, Any], table: FrequencyTable) -> Iterable[Difference]:
    if "n" in printed and printed["n"] != table.n:
        yield Difference("n", str(printed["n"]), str(table.n))
    rows = {row.label: row for row in table.rows}
    for line in printed.get("rows", []):
        row = rows.get(line["label"])
        if row is None:
            yield Difference(line["label"], "ある", "ない")
            continue
        if line.get("count") is not None and line["count"] != row.count:
            yield Difference(line["label"], f"{line['count']}件", f"{row.count}件")
        yield from _percent_difference(line["label"], line.get("percent"), row.percent)


def _cross_differences(printed: dict[str, Any], table: CrossTable) -> Iterable[Difference]:
    groups = {group.label: group for group in table.groups}
    for line in printed.get("groups", []):
        group = groups.get(line["label"])
        if group is None:
            yield Difference(line["label"], "ある", "ない")
            continue
        if line.get("n") is not None and line["n"] != group.n:
            yield Difference(f"{line['label']}のn", str(line["n"]), str(group.n))
        values = dict(zip(table.columns, group.percents, strict=True))
        for column, value in zip(printed["columns"], line.get("percent", []), strict=False):
            yield from _percent_difference(f"{line['label']}・{column}", value, values.get(column))


def _percent_difference(
    what: str, printed: float | None, counted: Decimal | None
) -> Iterable[Difference]:
    if printed is not None and counted is not None and Decimal(str(printed)) != counted:
        yield Difference(what, f"{printed:.1f}％", f"{counted:.1f}％")


def count_definitions(definitions: Sequence[ReportFigure]) -> list[CountedFigure]:
    """Count figures from the answers, in their order; they need not be saved.

    Figures may come from any version of a questionnaire. Those of one version and one set of
    conditions share a statement; each cross table adds one.
    """
    framed = [figure.frame for figure in definitions if figure.frame]
    if framed:
        prefetch_related_objects(framed, "codes")
    counters: dict[tuple[int, str], _Counter] = {}
    for figure in definitions:
        key = _key(figure)
        if key not in counters:
            counters[key] = _Counter(figure)
        counters[key].figures.append(figure)
    return [counters[_key(figure)].count(figure) for figure in definitions]


def _key(figure: ReportFigure) -> tuple[int, str]:
    return figure.question.questionnaire_id, json.dumps(figure.filters, sort_keys=True)


class _Counter:
    """Counts the figures of one questionnaire under one set of conditions."""

    def __init__(self, first: ReportFigure) -> None:
        self.questionnaire: Questionnaire = first.question.questionnaire
        self.conditions = first.filters
        self.figures: list[ReportFigure] = []

    @cached_property
    def _read(self) -> tuple[list[Filter], tuple[str, ...]]:
        return read_filters(self.questionnaire, self.conditions)

    @cached_property
    def _lines(self) -> dict[int, list[Question]]:
        """The lines of each matrix that is counted as a whole, by the figure's question."""
        whole = [figure.question for figure in self.figures if figure.whole_matrix]
        return {question.pk: lines_of_matrix(question) for question in whole}

    @cached_property
    def tabulator(self) -> Tabulator:
        """Make the tabulator when all figures are known."""
        codes = {q.code for f in self.figures for q in (f.question, f.by) if q}
        codes |= {line.code for lines in self._lines.values() for line in lines}
        return Tabulator(self.questionnaire, codes, filters=self._read[0])

    def _column(self, name: str, question: Question, figure: ReportFigure | None) -> str:
        """Return the name of the column to count; adds it where it is a derived one."""
        columns = self.tabulator.columns
        made = derive(columns.get(question.code), question, figure, self._read[0])
        if made is None:
            return question.code
        columns[name] = made
        return name

    def count(self, figure: ReportFigure) -> CountedFigure:
        """Count one figure, and say which answers and groups it is of."""
        table = self._table(figure)
        own = self.tabulator.columns.get(figure.question.code)
        remarks = (*self._read[1], *_grouping_remarks(own, figure))
        return CountedFigure(figure, replace(table, remarks=remarks))

    def _table(self, figure: ReportFigure) -> FrequencyTable | CrossTable:
        base, order, unit = Base(figure.base), Order(figure.order), Unit(figure.unit)
        if figure.whole_matrix and (lines := self._lines[figure.question_id]):
            tables = [
                self.tabulator.frequency(
                    self._column(f"{id(figure)}-{line.code}", line, figure), base=base, unit=unit
                )
                for line in lines
            ]
            return join_lines(figure.question.matrix, tables, order=order)
        column = self._column(f"{id(figure)}", figure.question, figure)
        if figure.by:
            by = self._column(f"{id(figure)}-by", figure.by, None)
            cross = self.tabulator.cross(
                column, by, base=base, order=order, unit=unit, total_label=figure.total_label
            )
            cross = with_marks(cross) if figure.marks_significance else cross
            return cross_beside_earlier(cross, figure) if figure.earlier else cross
        table = self.tabulator.frequency(column, base=base, order=order, unit=unit)
        if figure.hide_zero:
            table = replace(table, rows=tuple(row for row in table.rows if row.count))
        return beside_earlier(table, figure) if figure.earlier else table


def _grouping_remarks(column: Column | None, figure: ReportFigure) -> list[str]:
    """Say which options were put together under which new name."""
    labels = {option.code: option.label for option in column.options} if column else {}
    found = []
    for row in figure.grouping:
        own = "」「".join(labels[code] for code in row.get("codes", []) if code in labels)
        if own and own != row["label"]:
            found.append(f"「{row['label']}」は、「{own}」を合わせたものです。")
    return found


def read_filters(
    questionnaire: Questionnaire, conditions: Sequence[dict[str, Any]]
) -> tuple[list[Filter], tuple[str, ...]]:
    """Return the conditions `[{"question": code, "codes": [numbers]}]` as filters and in words."""
    if not conditions:
        return [], ()
    wanted = {row["question"]: tuple(row["codes"]) for row in conditions}
    rows = Question.objects.filter(questionnaire=questionnaire, code__in=wanted)
    filters, words = [], []
    for question in rows.order_by("position").prefetch_related("choices"):
        codes = wanted[question.code]
        filters.append(Filter(question.pk, codes))
        labels = "」か「".join(c.label for c in question.choices.all() if c.code in codes)
        words.append(f"「{question}」が「{labels}」の回答だけを数えました。")
    return filters, tuple(words)
