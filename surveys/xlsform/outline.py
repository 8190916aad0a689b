"""The nesting of an XLSForm laid flat: groups become sections, tables the lines of a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from surveys.questionnaires import QuestionDefinition, SectionDefinition
from surveys.xlsform.conditions import joined
from surveys.xlsform.notes import Notes


@dataclass(eq=False)
class Group:
    """A group or repeat that is open.

    Args:
        name: as in the file.
        title: its words.
        relevant: its own condition in our words.
        kind: "group", "repeat", "table" (its questions are lines), "inner" (within a repeat),
            or "left" (nothing in it is carried over).
        row: where it begins.
        is_repeat: whether it was begun as a repeat, whatever became of it.
        matrix: the words above its lines, where there is a table in it.
    """

    name: str
    title: str
    relevant: str
    kind: str
    row: int
    is_repeat: bool = False
    matrix: str = ""
    sections: int = 0
    has_parts: bool = False
    own_notes: bool = False


@dataclass
class Section:
    """A section that is being filled."""

    code: str
    title: str
    relevant: str
    is_repeat: bool
    group: Group
    intro: list[str] = field(default_factory=list)
    questions: list[QuestionDefinition] = field(default_factory=list)

    def finished(self) -> SectionDefinition:
        """Return it as it is built."""
        return SectionDefinition(
            self.code,
            self.title,
            self.questions,
            intro="\n".join(self.intro),
            relevant=self.relevant,
            is_repeat=self.is_repeat,
        )


class Outline:
    """Takes groups, notes and questions in their order, and gives the sections."""

    def __init__(self, title: str, sheet: str, notes: Notes) -> None:
        self.notes = notes
        self.sheet = sheet
        self.root = Group("", title, "", "group", 0)
        self.open: list[Group] = [self.root]
        self.sections: list[Section] = []
        self.codes: set[str] = set()
        self.waiting: list[tuple[int, str]] = []

    @property
    def top(self) -> Group:
        """Return the innermost group that is open."""
        return self.open[-1]

    @property
    def repeat(self) -> Group | None:
        """Return the repeat that is open."""
        return next((group for group in self.open if group.kind == "repeat"), None)

    @property
    def is_left(self) -> bool:
        """Tell whether what stands here is not carried over."""
        return any(group.kind == "left" for group in self.open)

    @property
    def matrix(self) -> str:
        """Return the words above the lines of the table that is open, "" outside tables."""
        return self.top.matrix

    @property
    def has_repeat(self) -> bool:
        """Tell whether there is a repeated section already."""
        return any(section.is_repeat for section in self.sections)

    def begin(self, group: Group) -> None:
        """Open a group."""
        self.top.has_parts = True
        self.open.append(group)

    def end(self) -> Group:
        """Close the innermost group; one in which nothing stood becomes an empty section."""
        group = self.open.pop()
        is_page = group.kind in ("group", "repeat")
        if is_page and not group.sections and not group.has_parts and not self.is_left:
            section = self._new_section(group)
            if group.own_notes:
                section.intro = [text for _, text in self.waiting]
                self.waiting = []
        elif is_page and not group.sections and group.has_parts and group.title:
            self.notes.changed(
                self.sheet, group.row, f"見出し「{group.title}」の中の集まりを、節に分けました"
            )
        return group

    def note(self, row: int, text: str) -> None:
        """Take words that ask nothing: they stand above what follows."""
        self.waiting.append((row, text))
        self.top.own_notes = True

    def section(self) -> Section:
        """Return the section for the next question."""
        page = next(g for g in reversed(self.open) if g.kind in ("group", "repeat"))
        if not self.sections or self.sections[-1].group is not page:
            return self._new_section(page)
        return self.sections[-1]

    def inner_conditions(self) -> Sequence[str]:
        """Return the conditions of groups that are no section of their own."""
        return [g.relevant for g in self.open if g.kind in ("table", "inner") and g.relevant]

    def add(self, question: QuestionDefinition) -> QuestionDefinition:
        """Take a question, with the words that stand above it."""
        section = self.section()
        if self.waiting and not section.questions:
            section.intro += [text for _, text in self.waiting]
        elif self.waiting:
            for row, _ in self.waiting:
                self.notes.changed(self.sheet, row, "説明の行を、次の設問の補足にしました")
            words = [*(text for _, text in self.waiting), question.help]
            question = _with_help(question, "\n".join(word for word in words if word))
        self.waiting = []
        section.questions.append(question)
        return question

    def finish(self) -> list[SectionDefinition]:
        """Return the sections; words after the last question have no place."""
        for row, _ in self.waiting:
            self.notes.left(self.sheet, row, "最後の設問のあとの説明")
        return [section.finished() for section in self.sections]

    def _new_section(self, group: Group) -> Section:
        group.sections += 1
        title = group.title
        if group.sections > 1:
            title = f"{title[:190]}（つづき）"
        inside = self.open[: self.open.index(group)] if group in self.open else self.open
        relevant = joined(*(each.relevant for each in inside), group.relevant)
        section = Section(
            self.free_code(group.name), title, relevant, group.kind == "repeat", group
        )
        self.sections.append(section)
        return section

    def free_code(self, name: str) -> str:
        """Return a code for a section that no other has."""
        code = as_code(name, "s")
        number = 1
        found = code if name else "s1"
        while found in self.codes:
            number += 1
            found = f"{code[:58]}_{number}" if name else f"s{number}"
        self.codes.add(found)
        return found


def _with_help(question: QuestionDefinition, text: str) -> QuestionDefinition:
    return replace(question, help=text)


def as_code(name: str, start: str) -> str:
    """Return a name as a code: small letters, digits and _, beginning with a letter."""
    small = "".join(c if c.isascii() and c.isalnum() else "_" for c in name.lower())
    return (small if small[:1].isalpha() else f"{start}_{small}".rstrip("_"))[:63]
