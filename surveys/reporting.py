"""The figures of a report, counted now, and how they differ from what was printed before."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from surveys.models import Report, ReportFigure, Response, Survey, Target
from surveys.models.report import Base, Order, Unit
from surveys.tables import CrossTable, FrequencyTable, Tabulator, percent

# What a figure in the format of the figure check says of other figures.
REFERENCES = ("same_as", "base_of", "groups_from")


@dataclass(frozen=True)
class Difference:
    """One number that an older report printed otherwise."""

    what: str
    printed: str
    counted: str


@dataclass(frozen=True)
class CountedFigure:
    """A figure's definition with its table."""

    definition: ReportFigure
    table: FrequencyTable | CrossTable

    @property
    def number(self) -> str:
        """Return the number of the figure."""
        return self.definition.number

    @property
    def title(self) -> str:
        """Return the title of the figure, without its number."""
        return self.definition.title

    @property
    def by_count(self) -> bool:
        """Tell whether the figure shows counts instead of percentages."""
        return self.definition.measure == ReportFigure.Measure.COUNT

    @property
    def notes(self) -> list[str]:
        """Return the table's notes and the definition's own, in Japanese."""
        own = [line for line in self.definition.note.splitlines() if line.strip()]
        return [*own, *self.table.notes]

    def as_dict(self) -> dict[str, Any]:
        """Return the figure in the format of the figure check, counts and percentages both."""
        table = self.table
        data: dict[str, Any] = {
            "figure": self.definition.number,
            "title": self.definition.title,
            "answer": table.answer,
            "n": table.n,
        }
        if isinstance(table, CrossTable):
            data["columns"] = list(table.columns)
            data["groups"] = [group.as_dict() for group in table.groups]
        else:
            data["rows"] = [row.as_dict() for row in table.rows]
        printed = self.definition.printed or {}
        data |= {key: printed[key] for key in REFERENCES if key in printed}
        if self.notes:
            data["note"] = " ".join(self.notes)
        return data

    @property
    def differences(self) -> list[Difference]:
        """Return what the older report printed otherwise; empty when all of it agrees."""
        printed = self.definition.printed
        if not printed:
            return []
        if isinstance(self.table, CrossTable):
            return list(_cross_differences(printed, self.table))
        return list(_frequency_differences(printed, self.table))


def _frequency_differences(printed: dict[str, Any], table: FrequencyTable) -> Iterable[Difference]:
    if "n" in printed and printed["n"] != table.n:
        yield Difference("n", str(printed["n"]), str(table.n))
    rows = {row.label: row for row in table.rows}
    for line in printed.get("rows", []):
        row = rows.get(line["label"])
        if row is None:
            yield Difference(line["label"], "ある", "ない")
            continue
        if line.get("count") is not None and line["count"] != row.count:
            yield Difference(line["label"], f"{line['count']}件", f"{row.count}件")
        yield from _percent_difference(line["label"], line.get("percent"), row.percent)


def _cross_differences(printed: dict[str, Any], table: CrossTable) -> Iterable[Difference]:
    groups = {group.label: group for group in table.groups}
    for line in printed.get("groups", []):
        group = groups.get(line["label"])
        if group is None:
            yield Difference(line["label"], "ある", "ない")
            continue
        if line.get("n") is not None and line["n"] != group.n:
            yield Difference(f"{line['label']}のn", str(line["n"]), str(group.n))
        values = dict(zip(table.columns, group.percents, strict=True))
        for column, value in zip(printed["columns"], line.get("percent", []), strict=False):
            yield from _percent_difference(f"{line['label']}・{column}", value, values.get(column))


def _percent_difference(
    what: str, printed: float | None, counted: Decimal | None
) -> Iterable[Difference]:
    if printed is not None and counted is not None and Decimal(str(printed)) != counted:
        yield Difference(what, f"{printed:.1f}％", f"{counted:.1f}％")


def count_figures(report: Report) -> list[CountedFigure]:
    """Count every figure of `report` from the answers, in the report's order.

    Figures may come from any version of the survey's questionnaire; those of one version share
    one statement, each cross table adds one.
    """
    definitions = list(
        report.figures.select_related("question__questionnaire", "by").order_by("position")
    )
    codes: dict[int, set[str]] = {}
    questionnaires = {}
    for figure in definitions:
        questionnaire = figure.question.questionnaire
        questionnaires[questionnaire.pk] = questionnaire
        asked = codes.setdefault(questionnaire.pk, set())
        asked.update(q.code for q in (figure.question, figure.by) if q)
    tabulators = {pk: Tabulator(questionnaires[pk], codes[pk]) for pk in codes}
    return [_count(f, tabulators[f.question.questionnaire_id]) for f in definitions]


def _count(figure: ReportFigure, tabulator: Tabulator) -> CountedFigure:
    base, order, unit = Base(figure.base), Order(figure.order), Unit(figure.unit)
    if figure.by:
        return CountedFigure(
            figure,
            tabulator.cross(
                figure.question.code,
                figure.by.code,
                base=base,
                order=order,
                unit=unit,
                total_label=figure.total_label,
            ),
        )
    table = tabulator.frequency(figure.question.code, base=base, order=order, unit=unit)
    if figure.hide_zero:
        table = replace(table, rows=tuple(row for row in table.rows if row.count))
    return CountedFigure(figure, table)


def figures_as_dict(report: Report, figures: Iterable[CountedFigure]) -> dict[str, Any]:
    """Return a report's figures in the format that the figure check reads."""
    return {
        "meta": {"report": report.title, "source": report.survey.source},
        "figures": [figure.as_dict() for figure in figures],
    }


def returned_sentence(survey: Survey) -> str:
    """Return in one Japanese sentence how many were asked and how many valid answers came."""
    counts = Target.objects.filter(survey=survey).aggregate(
        asked=Count("pk"), valid=Count("pk", filter=Q(response__status="valid"))
    )
    asked, valid = counts["asked"], counts["valid"]
    if not asked:
        valid = Response.objects.filter(questionnaire__survey=survey).valid().count()
        return f"有効な回答は{valid:,}件です。"
    rate = percent(valid, asked)
    return f"対象{asked:,}のうち、有効な回答は{valid:,}件です（有効回答率{rate}％）。"


def printed_as_dict(report: Report, figures: Iterable[CountedFigure]) -> dict[str, Any]:
    """Return what an older report printed, in the same format; figures without print left out."""
    printed = [figure.definition.printed for figure in figures if figure.definition.printed]
    return {"meta": {"report": report.title, "source": report.survey.source}, "figures": printed}


def data_version(content: Any) -> str:
    """Return the SHA-256 (hex) of JSON-able `content`: two equal versions show equal numbers."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
