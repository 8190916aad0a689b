"""The reconstructed sheets as records of projects in fiscal year 2010, linked to the answers.

Written in bulk and not through `projects.actions`: nobody handed these records in, and a closed
data set refuses every act on them afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from koganei_kyodo.portal.musashino.questionnaire import option_labels
from koganei_kyodo.portal.musashino.reconstruct import Reconstruction, State
from koganei_kyodo.portal.musashino.records import Answer
from koganei_kyodo.portal.musashino.records import Sheet as AnsweredSheet
from organizations.models import Department
from projects.models import (
    CollaborationForm,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    Partner,
    PartnerKind,
    Project,
    ProjectRecord,
)
from surveys.models import Sheet

GUIDELINE = "武蔵野市 2011年の調査"
PARTNER_NAME = "協働の相手（復元）"
Label = TypeVar("Label", CollaborationForm, PartnerKind, Origin, Initiative, Outcome)


@dataclass(frozen=True)
class Labels:
    """The rows of the guideline by their name."""

    guideline: Guideline
    forms: Mapping[str, CollaborationForm]
    kinds: Mapping[str, PartnerKind]
    origins: Mapping[str, Origin]
    initiatives: Mapping[str, Initiative]
    outcomes: Mapping[str, Outcome]


def sheet_titles(records: Reconstruction) -> dict[str, str]:
    """The name of each project by its key: the print names no project.

    Projects of one department are numbered from 1 in the order of their sheets.
    """
    titles: dict[str, str] = {}
    for record in records.departments:
        keys = dict.fromkeys(sheet.project_key for sheet in record.sheets)
        for number, key in enumerate(keys, start=1):
            titles[key] = f"{record.name}の協働事業{number}（復元）"
    return titles


def load_guideline(data: Mapping[str, Any]) -> Labels:
    """Write the forms and answers that the survey knew, in the printed order.

    data: the data file; figures 3, 4, 5, 7 and 8 name the labels.
    """
    guideline = Guideline.objects.create(name=GUIDELINE)
    return Labels(
        guideline,
        _labels(CollaborationForm, guideline, option_labels(data, "3")),
        _labels(PartnerKind, guideline, option_labels(data, "4")),
        _labels(Origin, guideline, option_labels(data, "5")),
        _labels(Initiative, guideline, option_labels(data, "7")),
        _labels(Outcome, guideline, option_labels(data, "8")),
    )


def _labels(model: type[Label], guideline: Guideline, names: Sequence[str]) -> dict[str, Label]:
    rows = model._default_manager.bulk_create(
        model(guideline=guideline, name=name, position=position)
        for position, name in enumerate(names, start=1)
    )
    return {row.name: row for row in rows}


def load_projects(
    data: Mapping[str, Any],
    records: Reconstruction,
    offices: Mapping[str, Department],
    sheets: Mapping[str, Sequence[Sheet]],
    labels: Labels,
) -> None:
    """Write each project with its record of the year and a partner for each sheet.

    data: the data file; `meta.fiscal_year_of_projects` is the 年度 as int.
    offices: departments by name. sheets: the stored sheets of each department, in their order.
    """
    year = int(data["meta"]["fiscal_year_of_projects"])
    titles = sheet_titles(records)
    office_of = {s.project_key: offices[d.name] for d in records.departments for s in d.sheets}
    projects = Project.objects.bulk_create(
        Project(name=titles[key], department=office) for key, office in office_of.items()
    )
    rows = ProjectRecord.objects.bulk_create(
        ProjectRecord(
            project=project,
            fiscal_year=year,
            department=project.department,
            guideline=labels.guideline,
            name=project.name,
            is_public=False,
            is_reconstructed=True,
            status=ProjectRecord.Status.APPROVED,
        )
        for project in projects
    )
    _partners(records, dict(zip(office_of, rows, strict=True)), sheets, labels)


def _partners(
    records: Reconstruction,
    record_of: Mapping[str, ProjectRecord],
    sheets: Mapping[str, Sequence[Sheet]],
    labels: Labels,
) -> None:
    position: dict[str, int] = {}
    partners: list[Partner] = []
    answered: list[AnsweredSheet] = []
    for record in records.departments:
        for sheet, stored in zip(record.sheets, sheets.get(record.name, ()), strict=True):
            position[sheet.project_key] = position.get(sheet.project_key, 0) + 1
            answered.append(sheet)
            partners.append(
                Partner(
                    record=record_of[sheet.project_key],
                    position=position[sheet.project_key],
                    name=PARTNER_NAME,
                    kind=labels.kinds[sheet.partner_kind],
                    outcome=next(iter(_rows(labels.outcomes, sheet.outcome)), None),
                    sheet=stored,
                )
            )
    Partner.objects.bulk_create(partners)
    pairs = list(zip(partners, answered, strict=True))
    for field, rows, chosen in (
        ("forms", labels.forms, [(sheet.form,) for sheet in answered]),
        ("origins", labels.origins, [sheet.origins for sheet in answered]),
        ("initiatives", labels.initiatives, [sheet.initiatives for sheet in answered]),
    ):
        _link(
            field,
            rows,
            [(partner, answer) for (partner, _), answer in zip(pairs, chosen, strict=True)],
        )


def _link(field: str, rows: Mapping[str, Model], chosen: Sequence[tuple[Partner, Answer]]) -> None:
    relation = getattr(Partner, field)
    through = relation.through
    target = relation.field.m2m_reverse_field_name()
    through._default_manager.bulk_create(
        through(partner_id=partner.pk, **{f"{target}_id": row.pk})
        for partner, answer in chosen
        for row in _rows(rows, answer)
    )


def _rows(rows: Mapping[str, Any], answer: Answer) -> list[Any]:
    return [] if isinstance(answer, State) else [rows[label] for label in answer]
