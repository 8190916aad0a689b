"""An XLSForm read as the definition of a questionnaire, with a list of what is different.

What an XLSForm can say is in https://xlsform.org/en/ ; the mapping and its reasons are in
docs/decisions/0020.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from surveys.models import Question
from surveys.questionnaires import ChoiceDefinition, QuestionDefinition, SectionDefinition
from surveys.xlsform import choices as lists
from surveys.xlsform.book import Book, XlsformError, open_book
from surveys.xlsform.columns import Line, choose_language, lines_of
from surveys.xlsform.conditions import (
    Known,
    NotCarried,
    carried,
    carried_constraint,
    constraint_as_limits,
    joined,
)
from surveys.xlsform.notes import Note, Notes
from surveys.xlsform.outline import Group, Outline, as_code
from surveys.xlsform.types import Left, NoteText, Part, Plain, Select, read_type

Kind = Question.Kind
SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
MOST_QUESTIONS = 1_000
LONGEST_TITLE, LONGEST_MATRIX, LONGEST_MESSAGE = 200, 300, 200
COLUMNS = (
    *("type", "name", "label", "hint", "relevant", "constraint", "constraint_message", "required"),
    *("appearance", "parameters"),
    *("kyodo_kind", "kyodo_number", "kyodo_decimals", "kyodo_unit", "kyodo_unpublished"),
)
_SETTINGS = ("form_title", "form_id", "default_language", "version")
_NO = ("", "no", "false", "false()", "0")
# How it looks elsewhere; here each question looks as its kind does. `w1` and the like are widths.
_TABLE_LOOKS = ("table-list", "list-nolabel", "label", "field-list")


@dataclass(frozen=True)
class Found:
    """What was read.

    Args:
        title: of the form, "" where the file has none.
        sections: the questionnaire as `build_questionnaire` wants it.
        left: what is not carried over.
        changed: what is carried over in another way.
    """

    title: str
    sections: Sequence[SectionDefinition]
    left: Sequence[Note]
    changed: Sequence[Note]

    @property
    def questions(self) -> list[QuestionDefinition]:
        """Return all questions in their order."""
        return [question for section in self.sections for question in section.questions]


def read(content: bytes) -> Found:
    """Read an XLSForm.

    Args:
        content: the workbook as it was sent, by whomever.

    Raises:
        XlsformError: the file cannot be used; everything to mend at once.
    """
    return read_book(open_book(content))


def read_book(book: Book) -> Found:
    """Read the sheets of an XLSForm.

    Raises:
        XlsformError: they are no questionnaire; everything to mend at once.
    """
    survey = book.sheet(SURVEY)
    if not survey.rows or "type" not in {heading.strip().lower() for heading in survey.headings}:
        raise XlsformError(
            ["シート「survey」に、列「type」がありません。XLSForm の形のファイルを選んでください"]
        )
    return _Reader(book).found()


class _Reader:
    def __init__(self, book: Book) -> None:
        self.notes = Notes()
        self.problems: list[str] = []
        for name in book.others(SURVEY, CHOICES, SETTINGS):
            self.notes.left(f"シート「{name}」", None, "読みません")
        settings = lines_of(book.sheet(SETTINGS), "", _SETTINGS, self.notes)
        self.settings = settings[0] if settings else Line(0, {})
        survey, choices = book.sheet(SURVEY), book.sheet(CHOICES)
        language = choose_language([survey, choices], self.settings.get("default_language"))
        self.lines = lines_of(survey, language, COLUMNS, self.notes)
        option_lines = lines_of(choices, language, lists.COLUMNS, self.notes)
        self.lists = lists.read_lists(option_lines, CHOICES, self.notes)
        self.title = self.settings.get("form_title")[:LONGEST_TITLE]
        self.outline = Outline(self.title or "設問", SURVEY, self.notes)
        self.known: dict[str, Known] = {}
        self.codes: set[str] = set()
        self.renumbered: set[str] = set()
        self.count = 0

    def found(self) -> Found:
        for line in self.lines:
            self._line(line)
        for group in self.outline.open[1:]:
            self.problems.append(f"survey {group.row}行目：begin に対応する end がありません")
        sections = self.outline.finish()
        if not self.count and not self.problems:
            self.problems.append("シート「survey」に、読める設問がありません")
        if self.problems:
            raise XlsformError(self.problems)
        self._unused_lists()
        return Found(self.title, sections, self.notes.all_left(), self.notes.all_changed())

    def _unused_lists(self) -> None:
        used = {
            part.list_name
            for line in self.lines
            if isinstance(part := read_type(line.get("type")), Select)
        }
        for name in self.lists.keys() - used:
            self.notes.left(CHOICES, None, f"どの設問も使わないリスト「{name}」")

    def _line(self, line: Line) -> None:
        if not line.get("type"):
            if line.get("name") or line.get("label"):
                self.notes.left(SURVEY, line.number, "形式（type）のない行")
            return
        what = read_type(line.get("type"))
        if isinstance(what, Part):
            self._begin(line, what) if what.word == "begin" else self._end(line, what)
        elif self.outline.is_left:
            self.notes.left(SURVEY, line.number, "くり返しの中のくり返しにある行")
        elif isinstance(what, Left):
            self.notes.left(SURVEY, line.number, what.what)
        elif isinstance(what, NoteText):
            self._note(line)
        elif line.get("kyodo_kind") != "other_text":
            self._question(line, what)

    # --- groups --------------------------------------------------------------------------------

    def _begin(self, line: Line, part: Part) -> None:
        inside = self.outline.repeat
        kind = "repeat" if part.is_repeat else "group"
        looks = line.get("appearance").lower().split()
        if self.outline.is_left or (part.is_repeat and (inside or self.outline.has_repeat)):
            kind = "left"
            if part.is_repeat and not self.outline.is_left:
                why = "くり返しの中のくり返し" if inside else "2つ目のくり返し"
                self.notes.left(SURVEY, line.number, f"{why}「{line.get('label')}」")
        elif not part.is_repeat and "table-list" in looks:
            kind = "table"
        elif not part.is_repeat and inside:
            kind = "inner"
            if line.get("label"):
                self.notes.left(
                    SURVEY, line.number, f"くり返す節の中の見出し「{line.get('label')}」"
                )
        self._looks(line)
        limit = LONGEST_MATRIX if kind == "table" else LONGEST_TITLE
        title = self._title(line, kind, limit)
        group = Group(line.get("name"), title, "", kind, line.number, part.is_repeat)
        group.matrix = title if kind == "table" else ""
        self.outline.begin(group)
        if kind != "left":
            group.relevant = self._condition(line)
        for name in ("hint", "constraint", "required"):
            if line.get(name) and line.get(name).lower() not in _NO:
                self.notes.left(SURVEY, line.number, f"集まりにつけた列「{name}」")

    def _title(self, line: Line, kind: str, limit: int) -> str:
        title = line.get("label").replace("\n", " ")
        if not title and kind in ("group", "repeat", "table"):
            title = line.get("name") or "設問"
            self.notes.changed(SURVEY, line.number, "見出しのない集まりは、記号を見出しにしました")
        if len(title) > limit:
            self.notes.changed(SURVEY, line.number, f"見出しを{limit}字で切りました")
        return title[:limit]

    def _end(self, line: Line, part: Part) -> None:
        opened = self.outline.top
        if opened is self.outline.root:
            self.problems.append(f"survey {line.number}行目：end に対応する begin がありません")
            return
        group = self.outline.end()
        if group.is_repeat != part.is_repeat:
            self.problems.append(
                f"survey {line.number}行目：{group.row}行目の begin と end の、group・repeat が違います"
            )

    def _note(self, line: Line) -> None:
        if line.get("label"):
            self.outline.note(line.number, line.get("label"))
        if line.get("relevant"):
            self.notes.left(SURVEY, line.number, "説明の行のきく条件")
        if line.get("hint"):
            self.notes.left(SURVEY, line.number, "説明の行の補足（hint）")
        self._looks(line)

    # --- questions -----------------------------------------------------------------------------

    def _question(self, line: Line, what: Select | Plain) -> None:
        looks = line.get("appearance").lower().split()
        if isinstance(what, Select) and "label" in looks:
            self._heading_of_table(line)
            return
        text = line.get("label")
        if not text:
            self.problems.append(f"survey {line.number}行目：質問文（label）がありません")
            return
        options = self._options(line, what)
        if options is None:
            return
        is_attribute = line.get("kyodo_kind") == "attribute" and isinstance(what, Select)
        kind = Kind.ATTRIBUTE if is_attribute else what.kind
        if kind == Kind.ATTRIBUTE and self.outline.repeat:
            self.problems.append(f"survey {line.number}行目：対象の属性は、くり返す節に置けません")
        is_line = self.outline.top.kind == "table" or "list-nolabel" in looks
        matrix = self.outline.matrix if is_line and isinstance(what, Select) else ""
        code = self._code(line)
        question = QuestionDefinition(
            code,
            kind,
            text,
            options.choices,
            number=line.get("kyodo_number")[:20],
            help=line.get("hint"),
            relevant=joined(*self.outline.inner_conditions(), self._condition(line)),
            required=self._required(line),
            matrix=matrix if kind != Kind.ATTRIBUTE else "",
            is_unpublished=line.get("kyodo_unpublished").lower() in lists.TRUE,
        )
        question = self._number(line, what, self._constraint(line, question, options))
        self.count += 1
        if self.count == MOST_QUESTIONS + 1:
            self.problems.append(f"設問は{MOST_QUESTIONS:,}問までです")
        self._looks(line)
        is_range = isinstance(what, Plain) and what.name == "range"
        if line.get("parameters") and not is_range:
            self.notes.left(SURVEY, line.number, "細かい指定（parameters）")
        question = self.outline.add(question)
        section = self.outline.sections[-1]
        name = line.get("name")
        self.known[name] = Known(
            code,
            options.numbers,
            section.code if section.is_repeat else "",
            options.keeps_numbers,
            # Which of two questions of one name is meant, nobody can say.
            not question.is_unpublished and name not in self.known,
        )

    def _heading_of_table(self, line: Line) -> None:
        """Take the head of a table in the older way: its words stand above the lines."""
        group = self.outline.top
        group.matrix = (line.get("label") or group.title)[:LONGEST_MATRIX]

    def _options(self, line: Line, what: Select | Plain) -> lists.ChoiceList | None:
        if isinstance(what, Plain):
            if what.changed:
                self.notes.changed(SURVEY, line.number, what.changed)
            if what.kind == Kind.SINGLE:
                return lists.ChoiceList([ChoiceDefinition("確認しました")], {"OK": "1"})
            return lists.ChoiceList([], {})
        found = self.lists.get(what.list_name)
        if found is None:
            self.problems.append(
                f"survey {line.number}行目：選択肢のリスト「{what.list_name}」が、"
                "シート「choices」にありません"
            )
            return None
        if not found.keeps_numbers and what.list_name not in self.renumbered:
            self.renumbered.add(what.list_name)
            self.notes.changed(
                CHOICES, None, f"リスト「{what.list_name}」の選択肢の記号を、1からの番号にしました"
            )
        return found.with_other() if what.or_other else found

    def _code(self, line: Line) -> str:
        name = line.get("name")
        if not name:
            self.problems.append(f"survey {line.number}行目：記号（name）がありません")
        code = as_code(name, "q")
        number = 1
        while code in self.codes:
            number += 1
            code = f"{as_code(name, 'q')[:58]}_{number}"
        self.codes.add(code)
        if code != name:
            self.notes.changed(SURVEY, line.number, f"記号「{name}」を「{code}」にしました")
        return code

    def _required(self, line: Line) -> bool:
        text = line.get("required").lower()
        if text in (*lists.TRUE, *_NO):
            return text in lists.TRUE
        self.notes.left(SURVEY, line.number, f"必須になる条件「{line.get('required')}」")
        return False

    def _condition(self, line: Line) -> str:
        text = line.get("relevant")
        repeat = self.outline.repeat
        section = ""
        if repeat is not None and repeat.sections:
            section = self.outline.sections[-1].code
        try:
            return carried(text, self.known, section) if text else ""
        except NotCarried as why:
            self.notes.left(
                SURVEY,
                line.number,
                f"きく条件「{text}」（{why}）。条件なしで読みました。編集の画面で、条件を選んでください",
            )
            return ""

    def _constraint(
        self, line: Line, question: QuestionDefinition, options: lists.ChoiceList
    ) -> QuestionDefinition:
        text, words = line.get("constraint"), line.get("constraint_message")
        if text:
            try:
                ours = carried_constraint(
                    text, options.numbers, keeps_numbers=options.keeps_numbers
                )
                question = constraint_as_limits(question, ours)
            except NotCarried as why:
                self.notes.left(SURVEY, line.number, f"答えの条件「{text}」（{why}）")
        if len(words) > LONGEST_MESSAGE:
            self.notes.changed(SURVEY, line.number, f"条件の言葉を{LONGEST_MESSAGE}字で切りました")
        return replace(question, constraint_message=words[:LONGEST_MESSAGE])

    def _number(
        self, line: Line, what: Select | Plain, question: QuestionDefinition
    ) -> QuestionDefinition:
        """Return a number with its digits, its unit and the ends of a range."""
        if question.kind != Kind.NUMBER or not isinstance(what, Plain):
            return question
        given = line.get("kyodo_decimals")
        decimals = int(given) if given in ("1", "2", "3", "4") else 2
        question = replace(
            question,
            decimals=0 if what.name in ("integer", "int") else decimals,
            unit=line.get("kyodo_unit")[:20],
        )
        if what.name != "range":
            return question
        ends = dict(
            re.findall(r"(start|end|step)\s*=\s*(-?[0-9]+(?:\.[0-9]+)?)", line.get("parameters"))
        )
        least, most, step = (
            Decimal(ends.get(k, d)) for k, d in (("start", "1"), ("end", "10"), ("step", "1"))
        )
        if step != 1:
            self.notes.left(SURVEY, line.number, f"数の刻み（step={step}）")
        whole = all(value == value.to_integral() for value in (least, step))
        return replace(question, min_value=least, max_value=most, decimals=0 if whole else 2)

    def _looks(self, line: Line) -> None:
        other = [
            look for look in line.get("appearance").split() if look.lower() not in _TABLE_LOOKS
        ]
        if other:
            self.notes.left(SURVEY, line.number, f"見た目の指定（appearance）「{' '.join(other)}」")
