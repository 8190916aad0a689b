"""From rows of cells to projects with their partners, each with everything that is wrong in it."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from koganei_kyodo import house_messages as say
from koganei_kyodo.forms import JapaneseIntegerField, speak_plainly
from koganei_kyodo.japanese import parse_date
from organizations.models import Department, Organization
from projects.models import ProjectRecord
from projects.workbook.layout import NO, YES, Column, Words, fold
from projects.workbook.reading import Line, Table

_ROW_ID = re.compile(r"(?P<kind>[rj])(?P<pk>\d{1,12})(?:v(?P<version>\d{1,9}))?")
_SEPARATORS = re.compile(r"[、，,;；/／\n\r]+")
_YES = {fold(word) for word in (YES, "○", "〇", "◯", "公開", "公開する", "yes", "true", "1", "有")}
_NO = {fold(word) for word in (NO, "×", "✕", "非公開", "公開しない", "no", "false", "0", "無")}
_FLAGS = ("is_last_year", "is_public", "cost_is_public", "problems_are_public")
LARGEST_COST = 10**15
_SERIAL_FROM, _SERIAL_TO = 20000, 80000  # days since 1899-12-30 that are dates of our time


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: the row, the column's heading, and how to mend it."""

    row: int
    key: str
    heading: str
    message: str


@dataclass
class SheetPartner:
    """One partner as its row says."""

    row: int
    number: int | None = None
    organization: Organization | None = None
    values: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, list[Any]] = field(default_factory=dict)


@dataclass
class SheetProject:
    """One project as its rows say; values only of columns that the file has."""

    rows: list[int]
    record_id: int | None = None
    project_id: int | None = None
    version: int | None = None
    department: Department | None = None
    values: dict[str, Any] = field(default_factory=dict)
    costs: dict[int, int | None] = field(default_factory=dict)
    fields: list[Any] | None = None  # None: the file has no such column
    partners: list[SheetPartner] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The project's name, as the sheet says."""
        return str(self.values.get("name", ""))


def parse(table: Table, words: Words) -> list[SheetProject]:
    """Return the projects of a table in its order, with every problem of every cell."""
    reader = _Reader(table, words)
    return [reader.project(lines) for lines in _grouped(table.lines)]


def _grouped(lines: Iterable[Line]) -> list[list[Line]]:
    """Bring the rows of one project together, wherever they stand.

    A row without name and 管理番号 belongs to the row above it.
    """
    groups: dict[Any, list[Line]] = {}
    current: Any = None
    named: dict[Any, Any] = {}
    for line in lines:
        name = fold(line.cells.get("name", ""))
        row_id = fold(line.cells.get("row_id", ""))
        office = fold(line.cells.get("department", ""))
        if row_id:
            current = row_id
            named.setdefault((office, name), row_id)
        elif name:
            current = named.get((office, name), (office, name))
        elif current is None:
            current = line.number
        groups.setdefault(current, []).append(line)
    return list(groups.values())


class _Reader:
    """Reads the cells of one table."""

    def __init__(self, table: Table, words: Words) -> None:
        self.words = words
        self.columns = {c.key: c for c in words.columns if c.key in table.places}
        self.of_project = [c for c in self.columns.values() if not c.of_partner]
        self.choices = {
            key: {fold(row.name): row for row in rows} for key, rows in words.labels.items()
        }
        # The lists offer the short names of the fields; the whole ones are read as well.
        fields = words.labels["activity_fields"]
        self.choices["activity_fields"] |= {fold(field): field for field in fields}
        self.problems: list[Problem] = []

    def project(self, lines: list[Line]) -> SheetProject:
        """Return what the rows of one project say."""
        self.problems = []
        found = SheetProject([line.number for line in lines])
        first = {}
        for column in self.of_project:
            first[column.key] = self._one(lines, column)
        self._identity(found, first)
        self._fields(found, first)
        self._values(found, first)
        keys = [c.key for c in self.columns.values() if c.of_partner]
        found.partners = [self._partner(line) for line in lines if line.has(*keys)]
        if not found.name and not found.record_id and not found.project_id:
            self._refuse(lines[0].number, "name", say.empty("事業の名前"))
        found.problems = self.problems
        return found

    def _one(self, lines: list[Line], column: Column) -> tuple[int, Any]:
        """Return the cell of a project's column with its row; two different ones are a problem."""
        filled = [(n.number, n.cells[column.key]) for n in lines if column.key in n.cells]
        if not filled:
            return lines[0].number, None
        row, value = filled[0]
        for other_row, other in filled[1:]:
            if fold(other) != fold(value):
                text = f"{row}行目と内容がちがいます。同じにするか、この行では空けてください"
                self._refuse(other_row, column.key, text)
        return row, value

    def _identity(self, found: SheetProject, cells: dict[str, tuple[int, Any]]) -> None:
        row, value = cells.pop("row_id", (found.rows[0], None))
        if value is not None:
            match = _ROW_ID.fullmatch(fold(value))
            if match is None:
                text = "管理番号を読めません。受け取ったシートのとおりにするか、空けてください"
                self._refuse(row, "row_id", text)
            elif match["kind"] == "r":
                found.record_id = int(match["pk"])
                found.version = int(match["version"]) if match["version"] else None
            else:
                found.project_id = int(match["pk"])
        row, value = cells.pop("department", (found.rows[0], None))
        if value is not None:
            found.department = self.words.offices.get(fold(value))
            if found.department is None:
                text = (
                    f"「{_shown(value)}」は、書ける課の中にありません。課の名前を確かめてください"
                )
                self._refuse(row, "department", text)
        elif len(self.words.departments) == 1:
            found.department = self.words.departments[0]
        elif not (found.record_id or found.project_id):
            self._refuse(row, "department", say.empty("担当課"))

    def _fields(self, found: SheetProject, cells: dict[str, tuple[int, Any]]) -> None:
        columns = [c.key for c in self.of_project if c.group == "activity_fields"]
        written = {key: cells.pop(key) for key in columns}
        values = {key: value for key, (_, value) in written.items() if value is not None}
        if columns:
            row = next((row for row, value in written.values() if value is not None), found.rows[0])
            found.fields = self._labels(row, "activity_fields", columns, values)

    def _values(self, found: SheetProject, cells: dict[str, tuple[int, Any]]) -> None:
        for key, (row, value) in cells.items():
            if key.startswith("source-"):
                found.costs[int(key.removeprefix("source-"))] = self._number(row, key, value)
            elif key in ("cost", "planned_cost"):
                found.values[key] = self._number(row, key, value)
            elif key == "stage":
                found.values[key] = self._choice(row, key, value, ProjectRecord.Stage) or "result"
            elif key == "continuity":
                kinds = ProjectRecord.Continuity
                found.values[key] = self._choice(row, key, value, kinds) or ""
            elif key in _FLAGS:
                found.values[key] = self._flag(row, key, value)
            elif key == "decided_on":
                found.values[key] = self._date(row, key, value)
            else:
                found.values[key] = self._text(row, key, value)

    def _partner(self, line: Line) -> SheetPartner:
        row, cells = line.number, line.cells
        partner = SheetPartner(row, self._number(row, "partner_no", cells.get("partner_no")))
        if "partner" in self.columns:
            name = self._text(row, "partner", cells.get("partner"), one_line=True)
            partner.organization = self.words.organizations.get(fold(name)) if name else None
            partner.values["name"] = "" if partner.organization else name
        if "group_count" in self.columns:
            count = self._number(row, "group_count", cells.get("group_count"), least=1)
            partner.values["group_count"] = count
        for key in ("kind", "outcome"):
            if key in self.columns:
                chosen = self._labels(row, key, [key], cells)
                if len(chosen) > 1:
                    heading = self.columns[key].heading
                    self._refuse(row, key, f"{heading}は、1つだけ選んでください")
                partner.values[key] = chosen[0] if chosen else None
        for key in ("forms", "origins", "initiatives"):
            columns = [c.key for c in self.columns.values() if c.group == key]
            if columns:
                partner.labels[key] = self._labels(row, key, columns, cells)
        return partner

    def _labels(self, row: int, key: str, columns: list[str], cells: dict[str, Any]) -> list[Any]:
        """Return the labels chosen in one or more cells; a cell may name several."""
        known, found = self.choices[key], {}
        for column in columns:
            if column not in cells:
                continue
            whole = str(cells[column])
            parts = [whole] if fold(whole) in known else _SEPARATORS.split(whole)
            for part in filter(str.strip, parts):
                label = known.get(fold(part))
                if label is None:
                    self._refuse(row, column, _not_among(part, self.words.labels[key]))
                else:
                    found[label.pk] = label
        return list(found.values())

    def _choice(self, row: int, key: str, value: Any, choices: Any) -> str | None:
        if value is None:
            return None
        for stored, label in choices.choices:
            if fold(value) in {fold(label), fold(stored)}:
                return str(stored)
        # 「新規」 for 「新しく始めた」, as every other form of a city hall says.
        if short := _SHORT.get(fold(value)):
            return short
        self._refuse(row, key, _not_among(value, choices.labels))
        return None

    def _flag(self, row: int, key: str, value: Any) -> bool:
        usual = key in ("is_public", "cost_is_public")
        if value is None:
            return usual
        if fold(value) in _YES:
            return True
        if fold(value) not in _NO:
            self._refuse(row, key, _not_among(value, [YES, NO]))
        return False

    def _number(self, row: int, key: str, value: Any, *, least: int = 0) -> int | None:
        if value is None:
            return None
        heading = self.columns[key].heading
        number = JapaneseIntegerField(min_value=least, max_value=LARGEST_COST, required=False)
        speak_plainly(number, label=heading)
        try:
            return number.clean(value if isinstance(value, str) else str(value))
        except ValidationError as error:
            self._refuse(row, key, f"{error.messages[0]}（いま「{_shown(value)}」）")
            return None

    def _date(self, row: int, key: str, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        if isinstance(value, int) and _SERIAL_FROM < value < _SERIAL_TO:
            return dt.date(1899, 12, 30) + dt.timedelta(days=value)
        try:
            return parse_date(str(value))
        except ValueError:
            text = f"{self.columns[key].heading}は、2026/4/1 や令和8年4月1日のように書いてください"
            self._refuse(row, key, f"{text}（いま「{_shown(value)}」）")
            return None

    def _text(self, row: int, key: str, value: Any, *, one_line: bool = False) -> str:
        if value is None:
            return ""
        text = re.sub(r"\r\n?|_x000D_\n?", "\n", str(value)).replace("\0", "").strip()
        column = self.columns[key]
        if one_line or column.limit <= 400:
            text = " ".join(text.split("\n")) if column.limit else text
        if column.limit and len(text) > column.limit:
            message = say.too_long(column.heading, limit=column.limit, length=len(text))
            self._refuse(row, key, message)
        return text

    def _refuse(self, row: int, key: str, message: str) -> None:
        column = self.columns.get(key)
        self.problems.append(Problem(row, key, column.heading if column else "行", message))


_SHORT = {
    fold("新規"): "new",
    fold("新"): "new",
    fold("継続"): "continued",
    fold("継"): "continued",
    fold("計画"): "plan",
}


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"{text[:30]}…" if len(text) > 30 else text


def _not_among(value: Any, choices: Iterable[Any]) -> str:
    names = "・".join(f"「{choice}」" for choice in choices)
    return f"「{_shown(value)}」は選べません。次から選んでください：{names}"
