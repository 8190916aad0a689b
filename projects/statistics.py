"""事業実績の統計: every number is counted in the database from approved records.

Two units, always named: a project (事業) counts once, a sheet (票) is a project with one of its
partners. Musashino's 105 projects of 2010 were 122 sheets, and its figures 2 to 8 count sheets
(musashino_2011_department_survey, chapter 2). The number of statements depends on nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value

from koganei_kyodo.fiscal_year import fiscal_year_label
from organizations.models import Department
from projects.counting.counts import in_total
from projects.models import (
    CollaborationForm,
    Initiative,
    Origin,
    Outcome,
    Partner,
    PartnerKind,
    ProjectRecord,
)
from projects.models.labels import SheetLabel
from projects.querysets import RecordQuerySet
from surveys.models.report import Base, Unit
from surveys.reporting import data_version
from surveys.tables import CrossTable, FrequencyTable, Group, Row, percent
from surveys.tables.values import NO_ANSWER_LABEL

TOTAL_LABEL = "総計"
# Answers that are shown last however often they were given.
_REST = "その他"
_LABELS: dict[str, type[SheetLabel]] = {
    "forms": CollaborationForm,
    "kind": PartnerKind,
    "origins": Origin,
    "initiatives": Initiative,
    "outcome": Outcome,
}
_SEVERAL = {"origins", "initiatives"}
_ALWAYS_WITH_NO_ANSWER = {"origins", "initiatives", "outcome"}

Counts = dict[str | None, int]


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
        .annotate(Count("project", distinct=True))
        .order_by("-fiscal_year")
    )
    return [YearCount(year, projects) for year, projects in counted]


def statistics(root: Department | None, fiscal_year: int) -> list[Statistic]:
    """Return the figures of one 年度; see `year_statistics`."""
    return list(year_statistics(root, fiscal_year).figures)


def year_statistics(root: Department | None, fiscal_year: int) -> YearStatistics:
    """Count everything of one 年度 in nine statements.

    Args:
        root: root of a closed data set, or None for this installation's own city.
        fiscal_year: 年度 as int; a year without records gives figures with n = 0.
    """
    records = approved_records(root).filter(fiscal_year=fiscal_year)
    totals = records.aggregate(
        projects=Count("project", distinct=True),
        sheets=Count("partners", distinct=True),
        departments=Count("department", distinct=True),
        new=Count("project", distinct=True, filter=Q(continuity="new")),
        continued=Count("project", distinct=True, filter=Q(continuity="continued")),
    )
    figures = _Counter(records, totals["sheets"]).figures()
    return YearStatistics(root=root, fiscal_year=fiscal_year, figures=figures, **totals)


class _Counter:
    """Makes the tables of the sheets that belong to `records`.

    Labels are counted by name: where two versions of the guideline share a name, it is one row.
    """

    def __init__(self, records: RecordQuerySet, sheets: int) -> None:
        self.records = records
        self.n = sheets
        self.guidelines: set[int] = set()
        self.labels = self._labels()

    @property
    def sheets(self) -> QuerySet[Partner]:
        return Partner.objects.filter(record__in=self.records).order_by()

    def _labels(self) -> dict[str, list[str]]:
        """Return the labels of every question in the order of the sheet, newest guideline first."""
        chosen = self.records.order_by().values("guideline")
        first, *others = (
            model._default_manager.filter(guideline__in=chosen)
            .order_by()
            .annotate(question=Value(question, output_field=CharField()))
            .values_list("question", "guideline", "position", "id", "name")
            for question, model in _LABELS.items()
        )
        rows = sorted(first.union(*others, all=True), key=lambda r: (-r[1], *r[2:4]))
        labels: dict[str, dict[str, None]] = {question: {} for question in _LABELS}
        for question, guideline, _, _, name in rows:
            labels[question][name] = None
            self.guidelines.add(guideline)
        return {question: list(names) for question, names in labels.items()}

    def figures(self) -> tuple[Statistic, ...]:
        """Return all figures; their numbers are the order of the page."""
        initiatives, forms = self._counts("initiatives"), self._counts("forms")
        form_table = self._frequency("forms", "協働の形態", forms)
        merged = self._merged_note()
        return (
            Statistic("1", "担当課別にみた協働事業", self._departments()),
            Statistic("2", "協働の形態", form_table, (*_form_notes(form_table), *merged)),
            Statistic(
                "3", "協働相手の組織形態", self._simple("kind", "協働相手の組織形態"), merged
            ),
            Statistic(
                "4", "協働事業を実施した経緯", self._simple("origins", "実施した経緯"), merged
            ),
            Statistic(
                "5",
                "協働事業の実施体制",
                self._frequency("initiatives", "実施体制", initiatives, by_size=True),
                merged,
                (("same_as", [f"6:{TOTAL_LABEL}"]),),
            ),
            Statistic(
                "6",
                "協働事業の実施体制（協働の形態別）",
                self._initiatives_by_form(initiatives, forms),
                (*self._group_notes(form_table, forms), *merged),
                (("same_as", ["5"]), ("groups_from", "2")),
            ),
            Statistic("7", "協働事業の成果", self._simple("outcome", "成果"), merged),
        )

    def _departments(self) -> FrequencyTable:
        counted = (
            self.sheets.values_list("record__department__name")
            .annotate(number=Count("pk"))
            .order_by(
                "-number",
                "record__department__position",
                "record__department__name_kana",
                "record__department_id",
            )
        )
        rows = [
            Row(name, number, percent(number, self.n), code)
            for code, (name, number, *_) in enumerate(counted, start=1)
        ]
        return self._table("department", "担当課", "count", rows)

    def _counts(self, question: str) -> Counts:
        """Return how many sheets chose each label; key None: how many chose nothing."""
        counted = self.sheets.values_list(f"{question}__name").annotate(Count("pk", distinct=True))
        return dict(counted)

    def _simple(self, question: str, title: str) -> FrequencyTable:
        return self._frequency(question, title, self._counts(question))

    def _frequency(
        self, question: str, title: str, counts: Counts, *, by_size: bool = False
    ) -> FrequencyTable:
        names = self.labels[question]
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

    def _initiatives_by_form(self, totals: Counts, forms: Counts) -> CrossTable:
        counted = self.sheets.values_list("forms__name", "initiatives__name").annotate(
            Count("pk", distinct=True)
        )
        cells: dict[str | None, Counts] = {}
        for form, initiative, number in counted:
            cells.setdefault(form, {})[initiative] = number
        shown: list[str | None] = [*self.labels["initiatives"], None]

        def group(label: str, n: int, counts: Counts) -> Group:
            return Group.of(label, n, [counts.get(name, 0) for name in shown])

        groups = [group(TOTAL_LABEL, self.n, totals)]
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
        number = len(self.guidelines)
        if number < 2:
            return ()
        return (
            f"この年度の事業実績は{number}つの版の区分で書かれています。"
            "同じ名前の区分は1つにまとめて数えました。",
        )

    def _group_notes(self, forms: FrequencyTable, counts: Counts) -> Iterable[str]:
        if forms.answer == "multiple":
            yield "形態が2つ以上ある票は、それぞれの形態の行に入ります。総計では1回だけ数えます。"
        if any(not counts.get(name) for name in self.labels["forms"]):
            yield "1票もない形態の行は省きました。"


def _form_notes(table: FrequencyTable) -> tuple[str, ...]:
    if table.answer != "multiple":
        return ()
    return (
        "1つの票に形態が2つ以上あるものがあります。"
        "形態ごとの数を足すと、票の数や事業の数より多くなります。",
    )
