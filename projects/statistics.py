"""事業実績の統計: every number is counted in the database from approved records.

Two units, always named: a project (事業) counts once, a sheet (票) is a project with one of its
partners. Musashino's 105 projects of 2010 were 122 sheets, and its figures 2 to 8 count sheets
(musashino_2011_department_survey, chapter 2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count

from koganei_kyodo.fiscal_year import fiscal_year_label
from organizations.models import Department
from projects.counting.counts import in_total
from projects.counting.sheets import Counts, SheetCounts, count_sheets
from projects.models import ProjectRecord
from projects.querysets import RecordQuerySet
from surveys.models.report import Base, Unit
from surveys.reporting import data_version
from surveys.tables import CrossTable, FrequencyTable, Group, Row, percent
from surveys.tables.values import NO_ANSWER_LABEL

TOTAL_LABEL = "総計"
# Answers that are shown last however often they were given.
_REST = "その他"
_SEVERAL = {"origins", "initiatives"}
_ALWAYS_WITH_NO_ANSWER = {"origins", "initiatives", "outcome"}


@dataclass(frozen=True)
class Statistic:
    """One numbered figure; `references` tells a figure check which figures hang together."""

    number: str
    title: str
    table: FrequencyTable | CrossTable
    own_notes: tuple[str, ...] = ()
    references: tuple[tuple[str, Any], ...] = ()

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of these numbers, in Japanese."""
        return [*self.own_notes, *self.table.notes]

    def as_dict(self) -> dict[str, Any]:
        """Return the figure in the format that the figure check reads."""
        table = self.table
        data: dict[str, Any] = {
            "figure": self.number,
            "title": self.title,
            "answer": table.answer,
            "n": table.n,
        }
        if isinstance(table, CrossTable):
            data["columns"] = list(table.columns)
            data["groups"] = [group.as_dict() for group in table.groups]
        else:
            data["rows"] = [row.as_dict() for row in table.rows]
        data |= dict(self.references)
        if self.notes:
            data["note"] = " ".join(self.notes)
        return data


@dataclass(frozen=True)
class YearCount:
    """How many projects one 年度 counts."""

    fiscal_year: int
    projects: int


@dataclass(frozen=True)
class YearStatistics:
    """The statistics of one city in one 年度.

    `root` is None for this installation's own city, else the root of a closed data set.
    `projects` counts 事業, `sheets` 票, `departments` offices with a project; `new` and `continued`
    count projects, the rest did not say.
    """

    root: Department | None
    fiscal_year: int
    projects: int
    sheets: int
    departments: int
    new: int
    continued: int
    figures: tuple[Statistic, ...]

    @property
    def title(self) -> str:
        """Return the title of the statistics, the city's name first for a closed data set."""
        city = f"{self.root.name} " if self.root else ""
        return f"{city}協働事業の統計 {fiscal_year_label(self.fiscal_year)}"

    @property
    def summary(self) -> str:
        """Return the finding of the year in words, both units named."""
        return (
            f"{self.departments:,}の課が、{self.projects:,}の協働事業を行いました。"
            f"事業と相手の組で数えると{self.sheets:,}票です。"
        )

    @property
    def notes(self) -> list[str]:
        """Return what is to be known of all figures; the notice of a closed data set is first."""
        if self.root:
            counted = "図と表は、票で数えています。"
        else:
            counted = "図と表は、確認を終えて受け付けた事業実績を、票で数えています。"
        notes = [
            self.root.notice if self.root else "",
            "事業は、協働事業の数です。票は、事業と相手の組の数です。"
            "相手が2つある事業は、1事業、2票と数えます。",
            counted,
            "割合は小数第2位を四捨五入しています。合計が100%にならないことがあります。",
        ]
        return [note for note in notes if note]

    def as_dict(self) -> dict[str, Any]:
        """Return the statistics in the format that the figure check reads."""
        meta: dict[str, Any] = {
            "fiscal_year_of_projects": self.fiscal_year,
            "projects": self.projects,
            "sheets": self.sheets,
            "departments": self.departments,
        }
        if self.root:
            meta |= {"dataset": self.root.code, "note": self.root.notice}
        return {"meta": meta, "figures": [figure.as_dict() for figure in self.figures]}

    @cached_property
    def version(self) -> str:
        """Return the SHA-256 (hex) of all numbers: equal versions show equal statistics."""
        return data_version(self.as_dict())


def approved_records(root: Department | None) -> RecordQuerySet:
    """Return the records that the totals of a city count.

    Args:
        root: root of a closed data set, or None for this installation's own city.
    """
    records = in_total(ProjectRecord.objects.approved().filter(stage=ProjectRecord.Stage.RESULT))
    return records.of_city() if root is None else records.filter(department__root=root)


def years_of(root: Department | None) -> list[YearCount]:
    """Return the 年度 that have approved records, newest first, with their number of projects."""
    counted = (
        approved_records(root)
        .values_list("fiscal_year")
        .annotate(Count("pk"))  # a project has one record a year
        .order_by("-fiscal_year")
    )
    return [YearCount(year, projects) for year, projects in counted]


def statistics(root: Department | None, fiscal_year: int) -> list[Statistic]:
    """Return the figures of one 年度; see `year_statistics`."""
    return list(year_statistics(root, fiscal_year).figures)


def year_statistics(root: Department | None, fiscal_year: int) -> YearStatistics:
    """Count everything of one 年度 in two statements.

    Args:
        root: root of a closed data set, or None for this installation's own city.
        fiscal_year: 年度 as int; a year without records gives figures with n = 0.
    """
    counted = count_sheets(approved_records(root).filter(fiscal_year=fiscal_year))
    return YearStatistics(
        root=root,
        fiscal_year=fiscal_year,
        projects=counted.projects,
        sheets=counted.sheets,
        departments=counted.offices,
        new=counted.new,
        continued=counted.continued,
        figures=_Figures(counted).all(),
    )


class _Figures:
    """Makes the tables of what was counted."""

    def __init__(self, counted: SheetCounts) -> None:
        self.counted = counted
        self.n = counted.sheets
        self.labels = counted.labels
        self.answers = counted.answers

    def all(self) -> tuple[Statistic, ...]:
        """Return all figures; their numbers are the order of the page."""
        form_table = self._frequency("forms", "協働の形態")
        merged = self._merged_note()
        return (
            Statistic("1", "担当課別にみた協働事業", self._departments()),
            Statistic("2", "協働の形態", form_table, (*_form_notes(form_table), *merged)),
            Statistic(
                "3", "協働相手の組織形態", self._frequency("kind", "協働相手の組織形態"), merged
            ),
            Statistic(
                "4", "協働事業を実施した経緯", self._frequency("origins", "実施した経緯"), merged
            ),
            Statistic(
                "5",
                "協働事業の実施体制",
                self._frequency("initiatives", "実施体制", by_size=True),
                merged,
                (("same_as", [f"6:{TOTAL_LABEL}"]),),
            ),
            Statistic(
                "6",
                "協働事業の実施体制（協働の形態別）",
                self._initiatives_by_form(),
                (*self._group_notes(form_table), *merged),
                (("same_as", ["5"]), ("groups_from", "2")),
            ),
            Statistic("7", "協働事業の成果", self._frequency("outcome", "成果"), merged),
        )

    def _departments(self) -> FrequencyTable:
        rows = [
            Row(name, number, percent(number, self.n), code)
            for code, (name, number) in enumerate(self.counted.departments, start=1)
        ]
        return self._table("department", "担当課", "count", rows)

    def _frequency(self, question: str, title: str, *, by_size: bool = False) -> FrequencyTable:
        names, counts = self.labels[question], self.answers[question]
        if by_size:
            names = sorted(names, key=lambda x: (x.startswith(_REST), -counts.get(x, 0)))
        unanswered = counts.get(None, 0)
        chosen = [(name, counts.get(name, 0), code) for code, name in enumerate(names, start=1)]
        if unanswered or question in _ALWAYS_WITH_NO_ANSWER:
            chosen.append((NO_ANSWER_LABEL, unanswered, 0))
        several = question in _SEVERAL or sum(number for _, number, _ in chosen) > self.n
        rows = [Row(name, number, percent(number, self.n), code) for name, number, code in chosen]
        return self._table(question, title, "multiple" if several else "single", rows)

    def _table(self, question: str, title: str, answer: str, rows: Sequence[Row]) -> FrequencyTable:
        return FrequencyTable(
            question=question,
            title=title,
            answer=answer,
            n=self.n,
            base=Base.ALL,
            unit=Unit.SHEET,
            rows=tuple(rows),
        )

    def _initiatives_by_form(self) -> CrossTable:
        forms, cells = self.answers["forms"], self.counted.pairs
        shown: list[str | None] = [*self.labels["initiatives"], None]

        def group(label: str, n: int, counts: Counts) -> Group:
            return Group.of(label, n, [counts.get(name, 0) for name in shown])

        groups = [group(TOTAL_LABEL, self.n, self.answers["initiatives"])]
        present = [name for name in (*self.labels["forms"], None) if forms.get(name)]
        groups += [group(n or NO_ANSWER_LABEL, forms[n], cells.get(n, {})) for n in present]
        return CrossTable(
            question="initiatives",
            by="forms",
            title="実施体制",
            answer="multiple",
            base=Base.ALL,
            unit=Unit.SHEET,
            columns=tuple(name or NO_ANSWER_LABEL for name in shown),
            groups=tuple(groups),
        )

    def _merged_note(self) -> tuple[str, ...]:
        if self.counted.guidelines < 2:
            return ()
        return (
            f"この年度の事業実績は{self.counted.guidelines}つの版の区分で書かれています。"
            "同じ名前の区分は1つにまとめて数えました。",
        )

    def _group_notes(self, forms: FrequencyTable) -> Iterable[str]:
        if forms.answer == "multiple":
            yield "形態が2つ以上ある票は、それぞれの形態の行に入ります。総計では1回だけ数えます。"
        if any(not self.answers["forms"].get(name) for name in self.labels["forms"]):
            yield "1票もない形態の行は省きました。"


def _form_notes(table: FrequencyTable) -> tuple[str, ...]:
    if table.answer != "multiple":
        return ()
    return (
        "1つの票に形態が2つ以上あるものがあります。"
        "形態ごとの数を足すと、票の数や事業の数より多くなります。",
    )
