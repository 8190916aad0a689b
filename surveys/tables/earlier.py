"""A table beside the same question of an earlier survey: by how many points it differs.

Rows, groups and columns are matched by their words: what was called otherwise before stays empty.
"""

from dataclasses import replace

from surveys.models import Question, Questionnaire, ReportFigure
from surveys.tables.columns import derive, load_columns
from surveys.tables.counting import Tabulator
from surveys.tables.values import CrossTable, FrequencyTable, Group

_COUNTED, _BY = "earlier", "earlier-by"


def same_question(question: Question, questionnaire: Questionnaire) -> Question | None:
    """Return the question of an earlier questionnaire that asked the same.

    It is the one that `question` was marked as comparable to, or the one with the same code.
    """
    rows = Question.objects.filter(questionnaire=questionnaire, is_unpublished=False)
    marked = (
        rows.filter(pk=question.comparable_to_id).first() if question.comparable_to_id else None
    )
    return marked or rows.filter(code=question.code).first()


def beside_earlier(table: FrequencyTable, figure: ReportFigure) -> FrequencyTable:
    """Return the table with the percentages of `figure.earlier`."""
    question = figure.earlier
    if question is None:
        return table
    tabulator, name, _ = _tabulator(question, figure, None)
    before = tabulator.frequency(name, base=table.base, unit=table.unit)
    shares = {row.label: row.percent for row in before.rows}
    return replace(
        table,
        rows=tuple(replace(row, earlier=shares.get(row.label)) for row in table.rows),
        earlier_title=question.questionnaire.survey.title,
        earlier_n=before.n,
    )


def cross_beside_earlier(table: CrossTable, figure: ReportFigure) -> CrossTable:
    """Return the cross table with the percentages of `figure.earlier`, group by group.

    Where the earlier survey did not ask the dividing question, only the total is compared.
    """
    question = figure.earlier
    if question is None or figure.by is None:
        return table
    by = same_question(figure.by, question.questionnaire)
    tabulator, name, by_name = _tabulator(question, figure, by)
    whole = tabulator.frequency(name, base=table.base, unit=table.unit)
    shares = {("", row.label): row.percent for row in whole.rows}
    if by is not None:
        before = tabulator.cross(name, by_name, base=table.base, unit=table.unit)
        for group in before.parts:
            named = zip(before.columns, group.percents, strict=True)
            shares |= {(group.label, column): value for column, value in named}

    def beside(place: int, group: Group) -> Group:
        label = group.label if place else ""
        return replace(group, earlier=tuple(shares.get((label, c)) for c in table.columns))

    return replace(
        table,
        groups=tuple(beside(place, group) for place, group in enumerate(table.groups)),
        earlier_title=question.questionnaire.survey.title,
        earlier_n=whole.n,
    )


def _tabulator(
    question: Question, figure: ReportFigure, by: Question | None
) -> tuple[Tabulator, str, str]:
    """Return what counts the earlier survey, and what its two columns are called there."""
    codes = [question.code, *([by.code] if by else [])]
    own = {column.code: column for column in load_columns(question.questionnaire, codes)}
    grouped = ReportFigure(question=question, grouping=figure.grouping)
    made = {_COUNTED: derive(own.get(question.code), question, grouped)}
    made[_BY] = derive(own.get(by.code), by, None) if by else None
    derived = {name: column for name, column in made.items() if column is not None}
    tabulator = Tabulator(question.questionnaire, codes, derived=derived)
    return (
        tabulator,
        _COUNTED if _COUNTED in derived else question.code,
        _BY if _BY in derived else (by.code if by else ""),
    )
