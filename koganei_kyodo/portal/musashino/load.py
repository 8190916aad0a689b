"""Loading Musashino's survey of 2011: a closed data set under a Department root of its own.

What is written: the offices, the guideline with its answers, the survey with its questionnaire,
the reconstructed answers, the reconstructed records of fiscal year 2010, and the report's
definitions. No count of a figure is written anywhere: the figures come from the answers.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from koganei_kyodo.portal.musashino import questionnaire as questions
from koganei_kyodo.portal.musashino.figures import FIGURES, FigureDefinition, printed_figures
from koganei_kyodo.portal.musashino.projects import load_guideline, load_projects, sheet_titles
from koganei_kyodo.portal.musashino.reconstruct import (
    NOT_ASKED,
    RECONSTRUCTED_NOTICE,
    Answer,
    Reconstruction,
    State,
    reconstruct,
)
from koganei_kyodo.portal.musashino.reconstruct import (
    Department as AnsweringDepartment,
)
from koganei_kyodo.portal.musashino.report import write_report
from organizations.models import Department
from surveys.actions import Given, Returned, SheetGiven, field_questionnaire, submit_responses
from surveys.models import (
    Question,
    Questionnaire,
    ReportFigure,
    Response,
    Sheet,
    Survey,
    Target,
)
from surveys.questionnaires import Asked, asked_questions, build_questionnaire

DATASET = "musashino"
SURVEY = "musashino-2011"
CITY = "武蔵野市"
# The answers were collected until then (figure 1); the day itself is not known.
SURVEY_YEAR = 2011
_TIMEZONE = datetime.timezone(datetime.timedelta(hours=9))
# Raise it when what is written from the same file changes.
LOADER_VERSION = 2

NOTICE = (
    f"{CITY}が2011年に公表した調査の資料です。{RECONSTRUCTED_NOTICE}"
    "このサイトの市の統計には入れていません。"
)


class AnotherVersion(Exception):
    """The data set was loaded from another file or by another version of the loader."""


@dataclass(frozen=True)
class Loaded:
    """What the data set consists of, as numbers of rows."""

    departments: int
    targets: int
    responses: int
    sheets: int
    projects: int
    figures: int
    is_new: bool


def version_of(data: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the data file's content and of the version of the loader."""
    text = json.dumps([LOADER_VERSION, data], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def plan(data: Mapping[str, Any]) -> Loaded:
    """What loading this file would write; nothing is written.

    Raises CannotReconstruct when the printed margins do not fit together.
    """
    return _plan(reconstruct(data))


def _plan(records: Reconstruction) -> Loaded:
    return Loaded(
        departments=len(records.departments),
        targets=len(records.departments),
        responses=len(records.departments),
        sheets=len(records.sheets),
        projects=len({sheet.project_key for sheet in records.sheets}),
        figures=len(FIGURES),
        is_new=not Survey.objects.filter(slug=SURVEY).exists(),
    )


def load(data: Mapping[str, Any]) -> Loaded:
    """Load the data set in one transaction; loading the same again changes nothing.

    data: the data file, with `meta` and `figures`.

    Raises:
        CannotReconstruct: the printed margins do not fit together.
        AnotherVersion: it was loaded from another file or by another version. A closed data set
            does not change, so nothing is overwritten.
    """
    records = reconstruct(data)
    planned = _plan(records)
    with transaction.atomic():
        survey = Survey.objects.select_for_update().filter(slug=SURVEY).first()
        if survey is not None:
            if survey.loaded_version != version_of(data):
                raise AnotherVersion(
                    f"{CITY}の資料は、別の版がすでに読み込まれています。よその市の資料は変えられない"
                    "ため、上書きしません。新しい版が要るときは、空のデータベースに読み込んでください。"
                )
            return planned
        _Loader(data, records).load()
    return planned


class _Loader:
    """Writes everything, one kind of row after the other."""

    def __init__(self, data: Mapping[str, Any], records: Reconstruction) -> None:
        self.data = data
        self.records = records

    def load(self) -> None:
        root, offices = self._departments()
        survey = self._survey(root)
        questionnaire = build_questionnaire(survey, questions.sections(self.data))
        fielded = datetime.datetime(SURVEY_YEAR, 7, 21, tzinfo=_TIMEZONE)
        questionnaire = field_questionnaire(questionnaire, None, now=fielded)
        targets = self._targets(survey, offices)
        self._responses(questionnaire, targets)
        sheets = self._sheets_by_department(questionnaire)
        self._report(survey, questionnaire)
        load_projects(self.data, self.records, offices, sheets, load_guideline(self.data))

    def _departments(self) -> tuple[Department, dict[str, Department]]:
        root = Department.objects.create(
            name=CITY,
            name_kana="むさしのし",
            code=DATASET,
            closed_dataset=True,
            notice=NOTICE,
            position=1000,
        )
        rows = Department.objects.bulk_create(
            Department(
                name=record.name,
                code=f"{DATASET}-{number:03d}",
                parent=root,
                position=number,
            )
            for number, record in enumerate(self.records.departments, start=1)
        )
        return root, {row.name: row for row in rows}

    def _survey(self, root: Department) -> Survey:
        meta = self.data["meta"]
        return Survey.objects.create(
            slug=SURVEY,
            title=f"{CITY}の協働事業の調査（{SURVEY_YEAR}年）",
            fiscal_year=SURVEY_YEAR,
            dataset=root,
            purpose=(
                "前の年度に行った協働事業について、良かった点と困った点を調べ、これから協働を"
                "進めるときに市と団体のそれぞれが何を直すとよいかを知るための調査です。"
            ),
            method="市のすべての課に、メールで調査票を送り、メールで集めました。",
            period="から".join(_period(month) for month in meta["fielded"]),
            source=f"{CITY}「{meta['report']}」（{SURVEY_YEAR}年）",
            loaded_version=version_of(self.data),
            status=Survey.Status.PUBLISHED,
        )

    def _targets(
        self, survey: Survey, offices: Mapping[str, Department]
    ) -> list[tuple[AnsweringDepartment, Target]]:
        attributes = questions.attribute_codes(self.data)
        departments = questions.department_labels(self.data)
        experiences = questions.group_labels(self.data, "20")
        targets = Target.objects.bulk_create(
            Target(
                survey=survey,
                department=offices[record.name],
                answered_by=offices[record.answered_by] if record.answered_by else None,
                name=record.name,
                attributes={
                    "attribute": attributes[record.attribute],
                    "experience": 1 + experiences.index(_experience(record, experiences)),
                    "department": 1 + departments.index(record.name),
                },
            )
            for record in self.records.departments
        )
        return list(zip(self.records.departments, targets, strict=True))

    def _responses(
        self, questionnaire: Questionnaire, targets: list[tuple[AnsweringDepartment, Target]]
    ) -> None:
        asked = asked_questions(questionnaire)
        codes = _codes(asked)
        titles = sheet_titles(self.records)
        returned = [
            Returned(
                target,
                {code: _given(codes[code], answer) for code, answer in record.answers.items()},
                [
                    SheetGiven(
                        titles[sheet.project_key],
                        {
                            "form": _given(codes["form"], (sheet.form,)),
                            "partner_kind": _given(codes["partner_kind"], (sheet.partner_kind,)),
                            "origins": _given(codes["origins"], sheet.origins),
                            "initiatives": _given(codes["initiatives"], sheet.initiatives),
                            "outcome": _given(codes["outcome"], sheet.outcome),
                        },
                    )
                    for sheet in record.sheets
                ],
                Response.Mode.EMAIL,
            )
            for record, target in targets
        ]
        submit_responses(questionnaire, returned, is_reconstructed=True)

    def _sheets_by_department(self, questionnaire: Questionnaire) -> dict[str, list[Sheet]]:
        sheets: dict[str, list[Sheet]] = {}
        rows = Sheet.objects.filter(response__questionnaire=questionnaire).select_related(
            "response__target"
        )
        for sheet in rows.order_by("response", "row"):
            sheets.setdefault(str(sheet.response.target), []).append(sheet)
        return sheets

    def _report(self, survey: Survey, questionnaire: Questionnaire) -> None:
        by_code = {q.code: q for q in Question.objects.filter(questionnaire=questionnaire)}
        printed = printed_figures(self.data)
        write_report(
            survey,
            self.data["meta"]["report"],
            (
                f"{CITY}のすべての課に、市民団体との協働についてたずねた調査の報告です。"
                "市が印刷した図を、復元した回答から数え直しています。印刷された数字と違うところは、"
                "二つの数字を並べ、理由を書きました。"
            ),
            [_figure(definition, by_code, printed[definition.number]) for definition in FIGURES],
        )


def _figure(
    definition: FigureDefinition,
    by_code: Mapping[str, Question],
    printed: dict[str, Any],
) -> ReportFigure:
    figure = ReportFigure(
        number=definition.number,
        title=printed["title"],
        question=by_code[definition.question],
        by=by_code[definition.by] if definition.by else None,
        unit=definition.unit,
        base=definition.base,
        order=definition.order,
        measure=definition.measure,
        hide_zero=definition.hide_zero,
        note=definition.note,
        printed=printed,
    )
    if definition.by:
        figure.total_label = printed["groups"][0]["label"]
    return figure


def _period(month: str) -> str:
    """2011-07-下旬 as 2011年7月下旬."""
    year, number, part = month.split("-")
    return f"{year}年{int(number)}月{part}"


def _experience(record: AnsweringDepartment, labels: list[str]) -> str:
    """With a record of collaboration are those who were asked about its merits (①②③)."""
    with_record, without_record = labels
    return without_record if record.answers["merits"] is NOT_ASKED else with_record


def _codes(asked: list[Asked]) -> dict[str, dict[str, int]]:
    return {
        question.code: {choice.label: code for code, choice in question.choices.items()}
        for question in asked
    }


def _given(codes: Mapping[str, int], answer: Answer) -> Given:
    if isinstance(answer, State):
        return Given()
    return Given(tuple(codes[label] for label in answer))
