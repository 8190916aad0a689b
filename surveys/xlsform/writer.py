"""A questionnaire as an XLSForm: what other tools understand, and what only this system reads.

Columns that begin with kyodo_ are this system's own. Other tools leave them alone, and reading the
file back here gives the same questionnaire.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import xlsxwriter

from surveys.editing.definitions import definitions_of
from surveys.models import Question, Questionnaire
from surveys.questionnaires import ChoiceDefinition, QuestionDefinition, SectionDefinition
from surveys.xlsform.conditions import limits_as_constraint
from surveys.xlsform.reader import CHOICES, SETTINGS, SURVEY

Kind = Question.Kind
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message"),
    *("appearance", "kyodo_kind", "kyodo_number", "kyodo_decimals", "kyodo_unit"),
    "kyodo_unpublished",
)
_CHOICE_COLUMNS = ("list_name", "name", "label", "kyodo_other")
_SETTING_COLUMNS = ("form_title", "form_id", "version")
_WIDTHS = {"label": 50, "hint": 30, "relevant": 30, "constraint": 30, "type": 22}
Cells = Mapping[str, str]
# What two questions have to share for one list of options: the words and which takes a text.
ListKey = tuple[tuple[str, bool], ...]


def write(questionnaire: Questionnaire) -> bytes:
    """Return the questionnaire as an .xlsx file; 3 statements."""
    survey = questionnaire.survey
    settings = {
        "form_title": survey.title,
        "form_id": survey.slug,
        "version": str(questionnaire.version),
    }
    return write_definitions(definitions_of(questionnaire), settings)


def write_definitions(sections: Sequence[SectionDefinition], settings: Cells) -> bytes:
    """Return sections as an .xlsx file.

    Args:
        sections: the questionnaire.
        settings: cells of the sheet of settings by column.
    """
    lists = _lists(sections)
    writer = _Survey(sections, lists)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for name, columns, rows in (
        (SURVEY, _COLUMNS, writer.rows()),
        (CHOICES, _CHOICE_COLUMNS, _choice_rows(lists)),
        (SETTINGS, _SETTING_COLUMNS, iter([settings])),
    ):
        _sheet(book, name, columns, rows)
    book.close()
    return content.getvalue()


def _sheet(
    book: xlsxwriter.Workbook, name: str, columns: Sequence[str], rows: Iterator[Cells]
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(columns):
        sheet.set_column(column, column, _WIDTHS.get(heading, 16), text)
        sheet.write_string(0, column, heading, head)
    for number, row in enumerate(rows, start=1):
        for column, heading in enumerate(columns):
            # Never as a formula or number, whatever a text begins with.
            if row.get(heading):
                sheet.write_string(number, column, row[heading], text)


def _key(choices: Sequence[ChoiceDefinition]) -> ListKey:
    return tuple((choice.label, choice.is_other) for choice in choices)


def _lists(sections: Sequence[SectionDefinition]) -> dict[ListKey, str]:
    """Return the name of each list: that of the first question that uses it."""
    found: dict[ListKey, str] = {}
    for section in sections:
        for question in section.questions:
            if question.choices or question.kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.ATTRIBUTE):
                found.setdefault(_key(question.choices), f"{question.code}_list")
    return found


def _choice_rows(lists: Mapping[ListKey, str]) -> Iterator[Cells]:
    for key, name in lists.items():
        if not key:
            yield {"list_name": name}
        for number, (label, is_other) in enumerate(key, start=1):
            yield {
                "list_name": name,
                "name": str(number),
                "label": label,
                "kyodo_other": "yes" if is_other else "",
            }


class _Survey:
    """The rows of the sheet of questions."""

    def __init__(self, sections: Sequence[SectionDefinition], lists: Mapping[ListKey, str]) -> None:
        self.sections = sections
        self.lists = lists
        self.taken = {section.code for section in sections}
        self.taken |= {question.code for section in sections for question in section.questions}

    def rows(self) -> Iterator[Cells]:
        """Yield the rows in their order."""
        for section in self.sections:
            what = "repeat" if section.is_repeat else "group"
            yield {
                "type": f"begin_{what}",
                "name": section.code,
                "label": section.title,
                "relevant": section.relevant,
                "appearance": "field-list" if not section.is_repeat else "",
            }
            if section.intro:
                name = self._free(f"{section.code}_intro")
                yield {"type": "note", "name": name, "label": section.intro}
            # Lines of one table follow each other and have the same options.
            for (matrix, _), group in groupby(
                section.questions, lambda q: (q.matrix, _key(q.choices) if q.matrix else ())
            ):
                yield from self._block(matrix, list(group))
            yield {"type": f"end_{what}"}

    def _block(self, matrix: str, questions: Sequence[QuestionDefinition]) -> Iterator[Cells]:
        if matrix:
            name = self._free(f"{questions[0].code}_table")
            yield {
                "type": "begin_group",
                "name": name,
                "label": matrix,
                "appearance": "table-list",
            }
        for question in questions:
            yield self._question(question)
            if any(choice.is_other for choice in question.choices) and not matrix:
                yield self._other(question)
        if matrix:
            yield {"type": "end_group"}

    def _question(self, question: QuestionDefinition) -> Cells:
        return {
            "type": self._type(question),
            "name": question.code,
            "label": question.text,
            "hint": question.help,
            "required": "yes" if question.required else "",
            "relevant": question.relevant,
            "constraint": limits_as_constraint(question),
            "constraint_message": question.constraint_message,
            "kyodo_kind": "attribute" if question.kind == Kind.ATTRIBUTE else "",
            "kyodo_number": question.number,
            "kyodo_decimals": str(question.decimals or ""),
            "kyodo_unit": question.unit,
            "kyodo_unpublished": "yes" if question.is_unpublished else "",
        }

    def _type(self, question: QuestionDefinition) -> str:
        if question.kind in (Kind.SINGLE, Kind.ATTRIBUTE):
            return f"select_one {self.lists[_key(question.choices)]}"
        if question.kind == Kind.MULTIPLE:
            return f"select_multiple {self.lists[_key(question.choices)]}"
        if question.kind == Kind.NUMBER:
            return "decimal" if question.decimals else "integer"
        return "date" if question.kind == Kind.DATE else "text"

    def _other(self, question: QuestionDefinition) -> Cells:
        """Return the box for the words beside その他, which other tools ask as a question."""
        number, label = next(
            (n, c.label) for n, c in enumerate(question.choices, start=1) if c.is_other
        )
        return {
            "type": "text",
            "name": self._free(f"{question.code}_other"),
            "label": f"{label}（具体的に）",
            "relevant": f"selected(${{{question.code}}}, '{number}')",
            "kyodo_kind": "other_text",
        }

    def _free(self, name: str) -> str:
        """Return a name that nothing in the file has yet."""
        found, number = name, 1
        while found in self.taken:
            number += 1
            found = f"{name}{number}"
        self.taken.add(found)
        return found
