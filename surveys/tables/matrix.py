"""A matrix question as one table: its lines stay questions, and are counted as such."""

from collections.abc import Sequence

from surveys.models import Question
from surveys.models.report import Order
from surveys.tables.values import CrossTable, FrequencyTable, Group


def lines_of_matrix(question: Question) -> list[Question]:
    """Return the questions that make up one matrix with `question`, in their order.

    They follow each other in a section, share the words above the table, and have the same
    options.
    """
    rows = (
        Question.objects.filter(
            section=question.section_id,
            matrix=question.matrix,
            kind=question.kind,
            is_unpublished=False,
        )
        .exclude(matrix="")
        .order_by("position")
        .prefetch_related("choices")
    )
    found = list(rows)
    options = next((_options(line) for line in found if line.pk == question.pk), None)
    return [line for line in found if _options(line) == options]


def _options(question: Question) -> list[tuple[int, str]]:
    return [(choice.code, choice.label) for choice in question.choices.all()]


def join_lines(title: str, tables: Sequence[FrequencyTable], *, order: Order) -> CrossTable:
    """Return the 単純集計 of a matrix's lines as one table, a line for each question.

    Args:
        title: the words above the matrix.
        tables: of its lines, in their order, all counted alike.
        order: `Order.COUNT` puts first whose first option was given most often.
    """
    first = tables[0]
    columns: dict[int, str] = {}
    for table in tables:
        columns |= {row.code: row.label for row in table.rows}
    # 無回答 and 無効 stand last, and only where a line has them.
    codes = sorted(columns, key=lambda code: (code <= 0, -code if code <= 0 else 0))
    groups = []
    for table in tables:
        counts = {row.code: row.count for row in table.rows}
        groups.append(Group.of(table.title, table.n, [counts.get(code, 0) for code in codes]))
    if order is Order.COUNT:
        groups.sort(key=lambda group: group.percents[0] or 0, reverse=True)
    return CrossTable(
        question=first.question,
        by="",
        title=title,
        answer=first.answer,
        base=first.base,
        unit=first.unit,
        columns=tuple(columns[code] for code in codes),
        groups=tuple(groups),
        not_asked=max(table.not_asked for table in tables),
        has_total=False,
    )
