"""Columns: what of an answer is counted, and where it is read from.

Most columns are a question with options, read from the covering index. A derived one is a relation
of the same shape (response, row, code): grouped options, after-codes, ranges of a number, years of a date.
"""

# ruff: noqa: S608  only whole numbers from the database go into the SQL written here

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Q
from django.db.models.functions import JSONObject

from surveys.models import CodeFrame, Question, Questionnaire, ReportFigure
from surveys.models.report import Unit


@dataclass(frozen=True)
class Option:
    """One choice, as far as a table needs it."""

    code: int
    label: str
    stays_last: bool
    # Left out of a table where nobody gave it.
    only_if_given: bool = False


@dataclass(frozen=True)
class Column:
    """One question, as far as a table needs it."""

    id: int
    code: str
    title: str
    answer: str
    unit: Unit
    options: tuple[Option, ...]
    # SQL of the answers as (response_id, row, code); empty for those of the question itself.
    relation: str = ""
    summary: str = ""
    extremes: str = ""

    @property
    def source(self) -> str:
        """Return what stands behind FROM."""
        return f"({self.relation})" if self.relation else "surveys_answer"

    def own(self, alias: str) -> str:
        """Return the condition of the answers to this question."""
        return "TRUE" if self.relation else f"{alias}.question_id = {int(self.id)}"


def load_columns(questionnaire: Questionnaire, codes: Iterable[str] | None = None) -> list[Column]:
    """Return the countable questions of `questionnaire`, in its order.

    Countable are those with options, except where the answers are not part of the data.

    Args:
        questionnaire: whose questions.
        codes: only these codes; None for all.
    """
    wanted = Q(questionnaire=questionnaire, choices__isnull=False, is_unpublished=False)
    if codes is not None:
        wanted &= Q(code__in=list(codes))
    option = JSONObject(
        code="choices__code",
        label="choices__label",
        stays_last="choices__is_other",
        exclusive="choices__is_exclusive",
    )
    questions = (
        Question.objects.filter(wanted)
        .annotate(options=ArrayAgg(option, order_by=["choices__position"]))
        .values_list("id", "code", "text", "kind", "section__is_repeat", "options")
        .order_by("position")
    )
    answers: dict[str, str] = {"multiple": "multiple", "attribute": "count"}
    return [
        Column(
            id=pk,
            code=code,
            title=text,
            answer=answers.get(kind, "single"),
            unit=Unit.SHEET if is_repeat else Unit.RESPONSE,
            options=tuple(
                Option(o["code"], o["label"], o["stays_last"] or o["exclusive"]) for o in options
            ),
        )
        for pk, code, text, kind, is_repeat, options in questions
    ]


@dataclass(frozen=True)
class Filter:
    """Only answers of those count who gave one of `codes` to the question `question_id`."""

    question_id: int
    codes: tuple[int, ...]

    def sql(self, response: str, row: str) -> str:
        """Return the condition for a response and its sheet (0 outside the sheets)."""
        codes = ", ".join(str(int(code)) for code in self.codes) or "NULL"
        return (
            "EXISTS (SELECT 1 FROM surveys_answer f"
            f" WHERE f.question_id = {int(self.question_id)} AND f.response_id = {response}"
            f" AND f.code IN ({codes}) AND (f.row = {row} OR f.row = 0 OR {row} = 0))"
        )


def _codes(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)


def grouped(column: Column, groups: Sequence[tuple[str, Sequence[int]]]) -> Column:
    """Return the column with options put together; an option of no group stays as it is.

    Args:
        column: a column with options.
        groups: label and numbers of the options of each group.
    """
    known = {option.code: option for option in column.options}
    options: list[Option] = []
    cases = []
    taken: set[int] = set()
    for label, numbers in groups:
        own = [code for code in numbers if code in known and code not in taken]
        if own:
            taken.update(own)
            options.append(Option(own[0], label, all(known[code].stays_last for code in own)))
            cases.append(f"WHEN a.code IN ({_codes(own)}) THEN {own[0]}")
    if not cases:
        return column
    options += [option for option in column.options if option.code not in taken]
    relation = (
        f"SELECT DISTINCT a.response_id, a.row, CASE {' '.join(cases)} ELSE a.code END AS code"
        f" FROM {column.source} a WHERE {column.own('a')}"
    )
    return replace(column, options=tuple(options), relation=relation)


NO_CODE, NOT_CODED = 30_000, 30_001


def coded(question: Question, frame: CodeFrame) -> Column:
    """Return the column of an open question's after-codes (those of the first coder)."""
    options = [Option(code.code, code.label, False) for code in frame.codes.all()]
    options += [
        Option(NO_CODE, "どの分類にも当てはまらない", True, only_if_given=True),
        Option(NOT_CODED, "まだ分類していない", True, only_if_given=True),
    ]
    mine = f"c.frame_id = {int(frame.pk)} AND c.coder = 1"
    asked = f"a.question_id = {int(question.pk)}"
    relation = (
        "SELECT c.response_id, c.row, CASE c.code WHEN 0 THEN"
        f" {NO_CODE} ELSE c.code END AS code FROM surveys_aftercode c WHERE {mine}"
        " UNION ALL SELECT a.response_id, a.row,"
        f" CASE WHEN a.code > 0 THEN {NOT_CODED} ELSE a.code END"
        f" FROM surveys_answer a WHERE {asked} AND NOT (a.code > 0 AND EXISTS"
        f" (SELECT 1 FROM surveys_aftercode c WHERE {mine} AND c.response_id = a.response_id"
        " AND c.row = a.row))"
    )
    return Column(
        question.pk,
        question.code,
        question.text,
        "multiple",
        _unit(question),
        tuple(options),
        relation,
    )


@dataclass(frozen=True)
class Range:
    """A range of a number, both ends included; None for no end."""

    label: str
    low: int | None
    high: int | None


def ranged(
    question: Question, ranges: Sequence[Range] = (), filters: Sequence[Filter] = ()
) -> Column:
    """Return the column of a number, in ranges; without ranges, in about six even ones.

    Args:
        question: a number.
        ranges: their words and ends.
        filters: which answers the mean and the ends are of.
    """
    summary, extremes, low, high = _summary(question, filters)
    ranges = ranges or even_ranges(low, high)
    value = "a.text::numeric"
    cases = []
    for number, each in enumerate(ranges, start=1):
        ends = [f"{value} >= {int(each.low)}"] if each.low is not None else []
        ends += [f"{value} < {int(each.high) + 1}"] if each.high is not None else []
        cases.append(f"WHEN {' AND '.join(ends) or 'TRUE'} THEN {number}")
    options = [Option(number, each.label, False) for number, each in enumerate(ranges, start=1)]
    options.append(Option(NO_CODE, "どの範囲にも入らない", True, only_if_given=True))
    relation = (
        "SELECT a.response_id, a.row, CASE WHEN a.code <= 0 THEN a.code"
        f" {' '.join(cases)} ELSE {NO_CODE} END AS code"
        f" FROM surveys_answer a WHERE a.question_id = {int(question.pk)}"
    )
    return Column(
        question.pk,
        question.code,
        question.text,
        "single",
        _unit(question),
        tuple(options),
        relation,
        summary,
        extremes,
    )


def _summary(question: Question, filters: Sequence[Filter]) -> tuple[str, str, int, int]:
    """Return mean and median of a number in words, its ends in words, and its ends."""
    conditions = "".join(f" AND {each.sql('a.response_id', 'a.row')}" for each in filters)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*), avg(a.text::numeric),
                percentile_cont(0.5) WITHIN GROUP (ORDER BY a.text::numeric),
                min(a.text::numeric), max(a.text::numeric), sum(a.text::numeric)
            FROM surveys_answer a JOIN surveys_response r ON r.id = a.response_id
            WHERE a.question_id = %s AND a.code > 0 AND r.status = 'valid'{conditions}
            """,
            [question.pk],
        )
        count, mean, median, low, high, total = cursor.fetchone()
    if not count:
        return "", "", 0, 0
    summary = (
        f"答えた{count:,}件の平均は{mean:,.1f}、中央値は{median:,.1f}、合計は{total:,.0f}です。"
    )
    return summary, f"最小は{low:,.0f}、最大は{high:,.0f}です。", int(low), int(high)


def even_ranges(low: int, high: int) -> list[Range]:
    """Return about six ranges of a round width from `low` to `high`."""
    step = 1
    while (high // step) - (low // step) >= 7:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    first = low // step * step
    starts = range(first, high + 1, step)
    return [
        Range(
            f"{start:,}" if step == 1 else f"{start:,}〜{start + step - 1:,}",
            start,
            start + step - 1,
        )
        for start in starts
    ]


def dated(question: Question) -> Column:
    """Return the column of a date, by 年度."""
    year = "extract(year FROM a.text::date - interval '3 months')::int"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT {year} FROM surveys_answer a"
            " WHERE a.question_id = %s AND a.code > 0 ORDER BY 1",
            [question.pk],
        )
        years = [row[0] for row in cursor.fetchall()]
    relation = (
        "SELECT a.response_id, a.row, CASE WHEN a.code <= 0 THEN a.code"
        f" ELSE {year} END AS code FROM surveys_answer a WHERE a.question_id = {int(question.pk)}"
    )
    options = tuple(Option(year, f"{year}年度", False) for year in years)
    return Column(
        question.pk, question.code, question.text, "single", _unit(question), options, relation
    )


def _unit(question: Question) -> Unit:
    return Unit.SHEET if question.section.is_repeat else Unit.RESPONSE


def derive(
    column: Column | None,
    question: Question,
    figure: ReportFigure | None,
    filters: Sequence[Filter] = (),
) -> Column | None:
    """Return the derived column that a figure counts; None where the question's own will do.

    Args:
        column: the question's own column, None where it has no options.
        question: what is counted.
        figure: with the code frame and the grouping; None for the dividing one.
        filters: which answers are counted.
    """
    if question.kind == Question.Kind.NUMBER:
        rows = figure.grouping if figure else []
        ranges = [Range(r["label"], r.get("low"), r.get("high")) for r in rows]
        return ranged(question, ranges, filters)
    if question.kind == Question.Kind.DATE:
        return dated(question)
    if figure is None:
        return None
    made = coded(question, figure.frame) if figure.frame else None
    base = made or column
    if base is not None and figure.grouping:
        return grouped(base, [(row["label"], row["codes"]) for row in figure.grouping])
    return made
