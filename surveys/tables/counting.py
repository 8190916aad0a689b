"""Counting answers in the database.

All frequencies of a questionnaire are one statement; a cross table is one more. Both read the
covering index of `surveys_answer` alone. Which answers count: those of valid responses.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from django.db import connection

from surveys.models import AnswerState, Questionnaire
from surveys.models.report import Base, Order, Unit
from surveys.tables.columns import Column, Filter, Option, load_columns
from surveys.tables.values import (
    NO_ANSWER_LABEL,
    UNREADABLE_LABEL,
    CrossTable,
    FrequencyTable,
    Group,
    Row,
    percent,
)

Counts = dict[int, int]

_VALID = """NOT EXISTS (
    SELECT 1 FROM surveys_response r WHERE r.id = a.response_id AND r.status <> 'valid'
)"""
_FREQUENCIES = """
    SELECT a.question_id, a.code, count(*) FROM surveys_answer a
    WHERE a.question_id = ANY(%(questions)s) AND {valid} GROUP BY 1, 2
    UNION ALL
    SELECT NULL, 0, count(*) FROM surveys_response a
    WHERE a.questionnaire_id = %(questionnaire)s AND a.status = 'valid' AND {responses}
    UNION ALL
    SELECT NULL, 1, count(*) FROM surveys_sheet s JOIN surveys_response a ON a.id = s.response_id
    WHERE a.questionnaire_id = %(questionnaire)s AND a.status = 'valid' AND {sheets}
"""
_PER_SHEET = """
    SELECT a.question_id, a.code, count(*) FROM surveys_answer a
    JOIN surveys_sheet s ON s.response_id = a.response_id
    WHERE a.question_id = ANY(%(questions)s) AND {valid} GROUP BY 1, 2
"""
_DERIVED = """
    SELECT a.code, count(*) FROM {source} a {sheets} WHERE {own} AND {valid} GROUP BY 1
"""
_SHEETS = "JOIN surveys_sheet s ON s.response_id = a.response_id"
_CROSS = """
    SELECT b.code, a.code, count(*) FROM {left} a
    JOIN {right} b ON b.response_id = a.response_id {rows}
    WHERE {own} AND {other} AND {valid} GROUP BY 1, 2
"""


class Tabulator:
    """Makes tables of one questionnaire's answers.

    Args:
        questionnaire: whose valid responses are counted.
        codes: the questions that will be asked for; None for all. Their frequencies are read in
            one statement when the first table is made.
        derived: columns that are no question as it was asked, by the name they are asked for.
        filters: conditions that every counted answer meets.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        codes: Iterable[str] | None = None,
        *,
        derived: Mapping[str, Column] | None = None,
        filters: Sequence[Filter] = (),
    ) -> None:
        self.questionnaire = questionnaire
        self.columns = {c.code: c for c in load_columns(questionnaire, codes)}
        self.columns |= derived or {}
        self.filters = tuple(filters)
        self._derived: dict[tuple[str, bool], Counts] = {}

    def _valid(self, row: str = "a.row") -> str:
        return " AND ".join([_VALID, *(f.sql("a.response_id", row) for f in self.filters)])

    @cached_property
    def _counted(self) -> tuple[dict[int, Counts], dict[Unit, int]]:
        ids = [column.id for column in self.columns.values() if not column.relation]
        counts: dict[int, Counts] = {pk: {} for pk in ids}
        units = {Unit.RESPONSE: 0, Unit.SHEET: 0}
        sql = _FREQUENCIES.format(
            valid=self._valid(),
            responses=" AND ".join(f.sql("a.id", "0") for f in self.filters) or "TRUE",
            sheets=" AND ".join(f.sql("a.id", "s.row") for f in self.filters) or "TRUE",
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, {"questions": ids, "questionnaire": self.questionnaire.pk})
            for question, code, count in cursor.fetchall():
                if question is None:
                    units[Unit.SHEET if code else Unit.RESPONSE] = count
                else:
                    counts[question][code] = count
        return counts, units

    @cached_property
    def _counted_per_sheet(self) -> dict[int, Counts]:
        """Counts of the once-asked questions, each response weighing as many as its sheets."""
        columns = self.columns.values()
        ids = [c.id for c in columns if c.unit is Unit.RESPONSE and not c.relation]
        counts: dict[int, Counts] = {pk: {} for pk in ids}
        with connection.cursor() as cursor:
            cursor.execute(_PER_SHEET.format(valid=self._valid("s.row")), {"questions": ids})
            for question, code, count in cursor.fetchall():
                counts[question][code] = count
        return counts

    def _counts(self, column: Column, unit: Unit) -> Counts:
        per_sheet = unit is Unit.SHEET and column.unit is Unit.RESPONSE
        if column.relation:
            return self._counts_of_derived(column, per_sheet)
        return self._counted_per_sheet[column.id] if per_sheet else self._counted[0][column.id]

    def _counts_of_derived(self, column: Column, per_sheet: bool) -> Counts:
        key = (column.relation, per_sheet)
        if key not in self._derived:
            sql = _DERIVED.format(
                source=column.source,
                sheets=_SHEETS if per_sheet else "",
                own=column.own("a"),
                valid=self._valid("s.row" if per_sheet else "a.row"),
            )
            with connection.cursor() as cursor:
                cursor.execute(sql)
                self._derived[key] = dict(cursor.fetchall())
        return self._derived[key]

    def frequency(
        self,
        code: str,
        *,
        base: Base = Base.ASKED,
        order: Order = Order.ASKED,
        unit: Unit | None = None,
    ) -> FrequencyTable:
        """Return the 単純集計 of the question `code`.

        Args:
            code: code of a question with options.
            base: who is 100 %.
            order: order of the rows.
            unit: what is counted; by default what the question was asked of (response or sheet).

        Raises:
            KeyError: the questionnaire has no such countable question.
        """
        column = self.columns[code]
        unit = _unit_of(unit, column)
        counts = self._counts(column, unit)
        n = _base(base, self._counted[1][unit], counts)
        options = _ordered(column.options, counts, order)
        rows = [(o.label, counts.get(o.code, 0), o.code) for o in options]
        rows += _state_rows(column, base, counts)
        return FrequencyTable(
            question=column.code,
            title=column.title,
            answer=column.answer,
            n=n,
            base=base,
            unit=unit,
            rows=tuple(Row(label, count, percent(count, n), c) for label, count, c in rows),
            not_asked=counts.get(AnswerState.NOT_ASKED, 0),
            summary=column.summary,
            extremes=column.extremes,
        )

    def cross(
        self,
        code: str,
        by: str,
        *,
        base: Base = Base.ASKED,
        order: Order = Order.ASKED,
        total_label: str = "全体",
        unit: Unit | None = None,
    ) -> CrossTable:
        """Return the クロス集計 of the question `code`, a group for each answer to `by`.

        The total counts everybody, those without an answer to `by` too. Arguments as in
        `frequency`; raises KeyError for an unknown question, ValueError when both are the same.
        """
        if code == by:
            raise ValueError("a question cannot be crossed with itself")
        column, divider = self.columns[code], self.columns[by]
        unit = _unit_of(unit, column, divider)
        totals = self._counts(column, unit)
        options = _ordered(column.options, totals, order)
        shown = [o.code for o in options] + [c for _, _, c in _state_rows(column, base, totals)]
        cells = self._cells(column, divider, unit)
        sizes = self._counts(divider, unit)

        def group(label: str, size: int, counts: Counts) -> Group:
            folded = dict(counts)
            if base is Base.ALL:
                folded[0] = counts.get(0, 0) + counts.get(AnswerState.NOT_ASKED, 0)
            return Group.of(label, _base(base, size, counts), [folded.get(c, 0) for c in shown])

        groups = [group(total_label, self._counted[1][unit], totals)]
        dividers = [(o.code, o.label) for o in _ordered(divider.options, sizes, Order.ASKED)]
        dividers += [(state, str(state.label)) for state in AnswerState if sizes.get(state)]
        groups += [group(lbl, sizes.get(c, 0), cells.get(c, {})) for c, lbl in dividers]
        labels = {o.code: o.label for o in options} | {0: NO_ANSWER_LABEL, -2: UNREADABLE_LABEL}
        return CrossTable(
            question=column.code,
            by=divider.code,
            title=column.title,
            answer=column.answer,
            base=base,
            unit=unit,
            columns=tuple(labels[c] for c in shown),
            groups=tuple(groups),
            not_asked=totals.get(AnswerState.NOT_ASKED, 0),
        )

    def _cells(self, column: Column, divider: Column, unit: Unit) -> dict[int, Counts]:
        rows, row = "", "a.row"
        if unit is Unit.SHEET:
            if column.unit is divider.unit is Unit.SHEET:
                rows = "AND b.row = a.row"
            elif column.unit is divider.unit:
                rows, row = _SHEETS, "s.row"
            elif divider.unit is Unit.SHEET:
                row = "b.row"
        sql = _CROSS.format(
            left=column.source,
            right=divider.source,
            rows=rows,
            own=column.own("a"),
            other=divider.own("b"),
            valid=self._valid(row),
        )
        cells: dict[int, Counts] = {}
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for by_code, code, count in cursor.fetchall():
                cells.setdefault(by_code, {})[code] = count
        return cells


def _unit_of(asked: Unit | None, *columns: Column) -> Unit:
    """What can be counted: once a repeated question takes part, only sheets."""
    if asked is Unit.SHEET or any(column.unit is Unit.SHEET for column in columns):
        return Unit.SHEET
    return Unit.RESPONSE


def _base(base: Base, units: int, counts: Counts) -> int:
    if base is Base.ALL:
        return units
    asked = units - counts.get(AnswerState.NOT_ASKED, 0)
    if base is Base.ASKED:
        return asked
    return asked - counts.get(AnswerState.NO_ANSWER, 0) - counts.get(AnswerState.UNREADABLE, 0)


def _state_rows(column: Column, base: Base, counts: Counts) -> list[tuple[str, int, int]]:
    """Return the rows below the options: 無回答 always (unless left out by base), 無効 if any."""
    if base is Base.ANSWERED or column.answer == "count":
        return []
    no_answer = counts.get(AnswerState.NO_ANSWER, 0)
    if base is Base.ALL:
        no_answer += counts.get(AnswerState.NOT_ASKED, 0)
    rows = [(NO_ANSWER_LABEL, no_answer, int(AnswerState.NO_ANSWER))]
    if counts.get(AnswerState.UNREADABLE):
        rows.append((UNREADABLE_LABEL, counts[AnswerState.UNREADABLE], int(AnswerState.UNREADABLE)))
    return rows


def _ordered(options: Sequence[Option], counts: Counts, order: Order) -> list[Option]:
    shown = [o for o in options if counts.get(o.code) or not o.only_if_given]
    if order is Order.ASKED:
        return shown
    return sorted(shown, key=lambda o: (o.stays_last, -counts.get(o.code, 0)))
