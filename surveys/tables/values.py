"""FrequencyTable and CrossTable: one object behind the page, Excel, PDF, JSON and the chart."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.figure_check import round_half_up
from surveys.models.report import Base, Unit

# 参考値: below 30 a percentage is for reference only, below 10 it can't be read (SURVEY_DATA.md).
REFERENCE_ONLY_BELOW = 30
TOO_SMALL_BELOW = 10

NO_ANSWER_LABEL = "無回答"
UNREADABLE_LABEL = "無効"
ROUNDING_NOTE = "四捨五入のため、割合の合計は100％になりません。"
HIDDEN_NOTE = (
    "「※」の欄は、だれの回答かわかるおそれがあるため、数を伏せています。"
    "引き算でわかってしまう欄も、あわせて伏せています。"
)


def percent(count: int, n: int) -> Decimal | None:
    """Return `count` of `n` in percent to one decimal, rounded half up; None when n is 0."""
    return round_half_up(count, n) if n else None


@dataclass(frozen=True)
class Row:
    """One line of a table: an option, or 無回答 (`code` 0) or 無効 (`code` -2)."""

    label: str
    count: int
    percent: Decimal | None
    code: int
    hidden: bool = False
    earlier: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Return by how many points the percentage differs from that of the earlier survey."""
        if self.percent is None or self.earlier is None:
            return None
        return self.percent - self.earlier

    def as_dict(self) -> dict[str, Any]:
        """Return label, count and percent (float, 0 where there is no base) for data formats."""
        if self.hidden:
            return {"label": self.label, "count": None, "percent": None}
        return {
            "label": self.label,
            "count": self.count,
            "percent": float(self.percent or 0),
        }


@dataclass(frozen=True)
class FrequencyTable:
    """単純集計 of one question: counts, and their share of the base n.

    `answer` is "single" (rows are parts of n), "multiple" (rows may exceed n) or "count".
    """

    question: str
    title: str
    answer: str
    n: int
    base: Base
    unit: Unit
    rows: tuple[Row, ...]
    not_asked: int = 0
    # What the earlier survey is called and its n, where the rows are compared with it.
    earlier_title: str = ""
    earlier_n: int = 0
    # 平均 and the like of a number; its ends stand apart, for they are answers of single people.
    summary: str = ""
    extremes: str = ""
    # Which answers were counted, and which options were put together, in Japanese.
    remarks: tuple[str, ...] = ()

    @property
    def hidden(self) -> bool:
        """Tell whether a row is hidden because it would show a single respondent."""
        return any(row.hidden for row in self.rows)

    @property
    def labels(self) -> list[str]:
        """Return the labels in the order of the rows."""
        return [row.label for row in self.rows]

    @property
    def counts(self) -> list[int]:
        """Return the counts in the order of the rows."""
        return [row.count for row in self.rows]

    @property
    def percents(self) -> list[Decimal | None]:
        """Return the percentages in the order of the rows."""
        return [row.percent for row in self.rows]

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of these numbers, in Japanese."""
        notes = _notes(self.answer, self.n, self.base, self.not_asked, self.percents)
        if self.hidden:
            notes = [*(note for note in notes if note != ROUNDING_NOTE), HIDDEN_NOTE]
        numbers = [line for line in (self.summary, self.extremes) if line]
        if self.earlier_title:
            notes.append(_earlier_note(self.earlier_title, self.earlier_n))
        return [*numbers, *self.remarks, *notes]

    def as_dict(self) -> dict[str, Any]:
        """Return the table for JSON: question, title, answer, n, base, unit, rows."""
        return {
            "question": self.question,
            "title": self.title,
            "answer": self.answer,
            "n": self.n,
            "base": self.base.value,
            "unit": self.unit.value,
            "rows": [row.as_dict() for row in self.rows],
        }


@dataclass(frozen=True)
class Group:
    """One line of a cross table: those who gave one answer to the dividing question."""

    label: str
    n: int
    counts: tuple[int, ...]
    percents: tuple[Decimal | None, ...]
    # For each column 2 or 1 (more than the others, with 1 % or 5 % chance), -1, -2, or 0.
    marks: tuple[int, ...] = ()
    # The columns that are hidden because they would show a single respondent.
    hidden: tuple[int, ...] = ()
    # n itself is hidden, and with it the whole line.
    n_hidden: bool = False
    # The percentages of an earlier survey, column by column; empty where there is none.
    earlier: tuple[Decimal | None, ...] = ()

    @classmethod
    def of(cls, label: str, n: int, counts: list[int]) -> "Group":
        """Make a group of its counts, adding the percentages of `n`."""
        return cls(label, n, tuple(counts), tuple(percent(count, n) for count in counts))

    @property
    def caution(self) -> str:
        """Return the word for an n that is too small: 少数 (unreadable), 参考値, or nothing."""
        if self.n_hidden or not 0 < self.n < REFERENCE_ONLY_BELOW:
            return ""
        return "少数" if self.n < TOO_SMALL_BELOW else "参考値"

    def difference(self, column: int) -> Decimal | None:
        """Return by how many points a percentage differs from that of the earlier survey."""
        before = self.earlier[column] if self.earlier else None
        now = self.percents[column]
        return None if before is None or now is None else now - before

    def as_dict(self) -> dict[str, Any]:
        """Return label, n and the lists of counts and percentages for data formats."""
        shown = range(len(self.counts))
        mark = {"hidden": True} if self.n_hidden else {}
        return mark | {
            "label": self.label,
            "n": None if self.n_hidden else self.n,
            "count": [None if i in self.hidden else self.counts[i] for i in shown],
            "percent": [None if i in self.hidden else float(self.percents[i] or 0) for i in shown],
        }


@dataclass(frozen=True)
class CrossTable:
    """クロス集計: the first group is the total; the columns are the answers to the question.

    A matrix question makes one too: a group for each of its lines (`by` empty), and no total.
    """

    question: str
    by: str
    title: str
    answer: str
    base: Base
    unit: Unit
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    not_asked: int = 0
    # What the marks of significance mean and where they stop; empty where none were looked for.
    significance: str = ""
    has_total: bool = True
    earlier_title: str = ""
    earlier_n: int = 0
    # Which answers were counted, and which options were put together, in Japanese.
    remarks: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Group, ...]:
        """Return the groups without the total."""
        return self.groups[1:] if self.has_total else self.groups

    @property
    def hidden(self) -> bool:
        """Tell whether a cell is hidden because it would show a single respondent."""
        return any(group.hidden or group.n_hidden for group in self.groups)

    @property
    def n(self) -> int:
        """Return the base of the total, of a matrix question that of its largest line."""
        return max((group.n for group in self.groups[: 1 if self.has_total else None]), default=0)

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of these numbers, in Japanese."""
        first = self.groups[0].percents if self.groups else ()
        notes = _notes(self.answer, self.n, self.base, self.not_asked, first)
        if self.n >= TOO_SMALL_BELOW:
            notes += _small_groups(self.parts, self.n)
        if self.hidden:
            notes = [*(note for note in notes if note != ROUNDING_NOTE), HIDDEN_NOTE]
        if self.earlier_title:
            notes.append(_earlier_note(self.earlier_title, self.earlier_n))
        if self.significance:
            notes.append(self.significance)
        return [*self.remarks, *notes]

    def as_dict(self) -> dict[str, Any]:
        """Return the table for JSON: the frequency table's keys, `by`, `columns` and `groups`."""
        return {
            "question": self.question,
            "by": self.by,
            "title": self.title,
            "answer": self.answer,
            "n": self.n,
            "base": self.base.value,
            "unit": self.unit.value,
            "columns": list(self.columns),
            "groups": [group.as_dict() for group in self.groups],
        }


def _earlier_note(title: str, n: int) -> str:
    return (
        f"差は、「{title}」（n＝{n:,}）の割合から何ポイント変わったかです。"
        "調べた相手が違うと、差だけでは変化といえません。"
    )


def _small_groups(groups: tuple[Group, ...], n: int) -> list[str]:
    notes = []
    tiny = [group.label for group in groups if group.caution == "少数"]
    if tiny:
        notes.append(
            f"n＝{TOO_SMALL_BELOW}未満の行（{'、'.join(tiny)}）は、数が少なく割合を読み取れません。"
        )
    small = [group.label for group in groups if group.caution == "参考値"]
    if small and n >= REFERENCE_ONLY_BELOW:
        notes.append(
            f"n＝{REFERENCE_ONLY_BELOW}未満の行（{'、'.join(small)}）の割合は、参考値です。"
        )
    return notes


def _notes(
    answer: str,
    n: int,
    base: Base,
    not_asked: int,
    percents: "list[Decimal | None] | tuple[Decimal | None, ...]",
) -> list[str]:
    notes = []
    shown = [value for value in percents if value is not None]
    if answer == "multiple":
        notes.append("複数回答のため、割合の合計は100％を超えることがあります。")
    elif shown and sum(shown) != 100:
        notes.append(ROUNDING_NOTE)
    if base is Base.ALL and not_asked:
        notes.append(f"無回答には、この設問をきいていない{not_asked}件を含みます。")
    if 0 < n < TOO_SMALL_BELOW:
        notes.append(f"n＝{TOO_SMALL_BELOW}未満で数が少ないため、割合は読み取れません。")
    elif 0 < n < REFERENCE_ONLY_BELOW:
        notes.append(f"n＝{REFERENCE_ONLY_BELOW}未満で数が少ないため、割合は参考値です。")
    return notes
