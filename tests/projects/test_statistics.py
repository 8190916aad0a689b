"""The statistics: Musashino's printed figures, forms given twice, units, constant statements."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from koganei_kyodo.portal.musashino.reconstruct import reconstruct
from koganei_kyodo.portal.musashino.records import Answer, State
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
from projects.statistics import YearCount, statistics, year_statistics, years_of
from surveys.figure_check import check, parse_figures
from surveys.tables import CrossTable, FrequencyTable
from tests.factories import (
    CityFactory,
    DepartmentFactory,
    GuidelineFactory,
    PartnerFactory,
    RecordFactory,
)

DATA: dict[str, Any] = json.loads(
    Path(settings.BASE_DIR, "surveys/data/musashino_h22_figures.json").read_text()
)
PRINTED = {figure["figure"]: figure for figure in DATA["figures"]}
APPROVED = ProjectRecord.Status.APPROVED


def _labels(figure: str, model: Any) -> dict[str, Any]:
    names = [row["label"] for row in PRINTED[figure]["rows"] if row["label"] != "無回答"]
    guideline = Guideline.objects.get(name="武蔵野市 2011年の調査")
    rows = [
        model(guideline=guideline, name=name, position=position)
        for position, name in enumerate(names)
    ]
    return {row.name: row for row in model.objects.bulk_create(rows)}


def _chosen(answer: Answer) -> tuple[str, ...]:
    return () if isinstance(answer, State) else answer


def counted_in(fiscal_year: int = 2025) -> list[Any]:
    """The figures of the own city; each test knows which kind of table it asks for."""
    return list(statistics(None, fiscal_year))


@pytest.fixture
def musashino(db: None) -> Any:
    """Musashino's records of 2010, reconstructed from the printed margins."""
    root: Any = CityFactory(name="武蔵野市", code="musashino", closed_dataset=True)
    guideline = Guideline.objects.create(name="武蔵野市 2011年の調査")
    forms, kinds = _labels("3", CollaborationForm), _labels("4", PartnerKind)
    origins, outcomes = _labels("5", Origin), _labels("8", Outcome)
    columns = [name for name in PRINTED["7"]["columns"] if name != "無回答"]
    initiatives = {
        name: Initiative.objects.create(guideline=guideline, name=name, position=position)
        for position, name in enumerate(columns)
    }
    printed_order = [row["label"] for row in PRINTED["2"]["rows"]]
    for source in reconstruct(DATA).departments:
        if not source.sheets:
            continue
        office: Any = DepartmentFactory(
            name=source.name, parent=root, position=printed_order.index(source.name)
        )
        records: dict[str, ProjectRecord] = {}
        for number, sheet in enumerate(source.sheets):
            if sheet.project_key not in records:
                project = Project.objects.create(name=sheet.project_key, department=office)
                records[sheet.project_key] = ProjectRecord.objects.create(
                    project=project,
                    fiscal_year=2010,
                    department=office,
                    guideline=guideline,
                    name=project.name,
                    status=APPROVED,
                    is_reconstructed=True,
                )
            outcome = _chosen(sheet.outcome)
            partner = Partner.objects.create(
                record=records[sheet.project_key],
                position=number,
                kind=kinds[sheet.partner_kind],
                outcome=outcomes[outcome[0]] if outcome else None,
            )
            partner.forms.set([forms[sheet.form]])
            partner.origins.set([origins[name] for name in _chosen(sheet.origins)])
            partner.initiatives.set([initiatives[name] for name in _chosen(sheet.initiatives)])
    return root


def _same_rows(table: FrequencyTable | CrossTable, figure: dict[str, Any]) -> None:
    assert isinstance(table, FrequencyTable)
    assert table.n == figure["n"]
    assert table.labels == [row["label"] for row in figure["rows"]]
    for row, printed in zip(table.rows, figure["rows"], strict=True):
        if "count" in printed:
            assert row.count == printed["count"], row.label
        if "percent" in printed:
            assert float(row.percent or 0) == printed["percent"], row.label


def test_musashino_equals_the_printed_figures(musashino: Department) -> None:
    figures = statistics(musashino, 2010)

    for number, printed in ((0, "2"), (1, "3"), (2, "4"), (3, "5"), (4, "6"), (6, "8")):
        _same_rows(figures[number].table, PRINTED[printed])


def test_musashino_equals_the_printed_cross_table(musashino: Department) -> None:
    table = statistics(musashino, 2010)[5].table
    printed = PRINTED["7"]

    assert isinstance(table, CrossTable)
    assert list(table.columns) == printed["columns"]
    counted = [
        {"label": g.label, "n": g.n, "percent": [float(p or 0) for p in g.percents]}
        for g in table.groups
    ]
    assert counted == printed["groups"]


def test_musashino_names_both_units_and_its_single_answers(musashino: Department) -> None:
    counted = year_statistics(musashino, 2010)

    assert (counted.projects, counted.sheets, counted.departments) == (105, 122, 25)
    assert "105の協働事業" in counted.summary
    assert "122票" in counted.summary
    answers = [figure.table.answer for figure in counted.figures]
    assert answers == ["count", "single", "single", "multiple", "multiple", "multiple", "single"]


def test_musashino_passes_the_figure_check(musashino: Department) -> None:
    assert check(parse_figures(json.dumps(year_statistics(musashino, 2010).as_dict()))) == []


def test_the_city_does_not_count_the_closed_data_set(musashino: Department) -> None:
    assert years_of(None) == []
    assert years_of(musashino) == [YearCount(2010, 105)]
    assert year_statistics(None, 2010).projects == 0


@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_only_approved_records_count(office: Department, status: str) -> None:
    RecordFactory(department=office, status=status, partners=1)
    RecordFactory(department=office, status=APPROVED, partners=2)

    counted = year_statistics(None, 2025)

    assert (counted.projects, counted.sheets, counted.departments) == (1, 2, 1)
    assert (counted.new, counted.continued) == (1, 0)
    departments = counted.figures[0].table
    assert isinstance(departments, FrequencyTable)
    assert departments.counts == [2]


def test_not_published_but_approved_records_count(office: Department) -> None:
    RecordFactory(department=office, status=APPROVED, is_public=False, partners=1)

    assert year_statistics(None, 2025).projects == 1


def test_a_sheet_of_two_forms_counts_in_both_and_once_in_the_total(office: Department) -> None:
    record: Any = RecordFactory(department=office, status=APPROVED, partners=2)
    partner = record.partners.first()
    partner.forms.set(CollaborationForm.objects.filter(name__in=["委託", "共催"]))

    forms, cross = counted_in()[1], counted_in()[5]

    assert forms.table.answer == "multiple"
    assert [(row.label, row.count) for row in forms.table.rows] == [
        ("委託", 2),
        ("補助", 0),
        ("共催", 1),
    ]
    assert any("事業の数より多くなります" in note for note in forms.notes)
    assert [(g.label, g.n) for g in cross.table.groups] == [("総計", 2), ("委託", 2), ("共催", 1)]
    assert [g.counts for g in cross.table.groups] == [(2, 0, 0), (2, 0, 0), (1, 0, 0)]
    assert any("総計では1回だけ" in note for note in cross.notes)
    assert any("省きました" in note for note in cross.notes)
    assert check(parse_figures(json.dumps(year_statistics(None, 2025).as_dict()))) == []


def test_a_bare_sheet_is_no_answer_everywhere(office: Department) -> None:
    record: Any = RecordFactory(department=office, status=APPROVED, partners=1)
    PartnerFactory(record=record, empty=True)

    figures = counted_in()

    for figure in (*figures[1:5], figures[6]):
        assert figure.table.rows[-1].label == "無回答", figure.title
        assert figure.table.rows[-1].count == 1, figure.title
    assert figures[1].table.answer == "single"
    cross = figures[5].table
    assert cross.columns[-1] == "無回答"
    assert [(g.label, g.n, g.counts) for g in cross.groups] == [
        ("総計", 2, (1, 0, 1)),
        ("委託", 1, (1, 0, 0)),
        ("無回答", 1, (0, 0, 1)),
    ]


def test_labels_of_two_guidelines_are_merged_by_name(office: Department) -> None:
    older: Any = GuidelineFactory(name="前の指針", is_current=False)
    CollaborationForm.objects.create(guideline=older, name="後援", position=9)
    RecordFactory(department=office, status=APPROVED, partners=1)
    RecordFactory(department=office, status=APPROVED, guideline=older, partners=1)

    forms = counted_in()[1]

    assert forms.table.labels.count("委託") == 1
    assert "後援" in forms.table.labels
    assert dict(zip(forms.table.labels, forms.table.counts, strict=True))["委託"] == 2
    assert any("2つの版" in note for note in forms.notes)


def test_most_frequent_initiative_first_and_the_rest_last(office: Department) -> None:
    record: Any = RecordFactory(department=office, status=APPROVED)
    labels = {
        name: Initiative.objects.create(guideline=record.guideline, name=name, position=0)
        for name in ("その他", "学校が発案")
    }
    for chosen in ("その他", "その他", "学校が発案"):
        partner: Any = PartnerFactory(record=record, choices=False)
        partner.initiatives.add(labels[chosen])

    labels_in_order = counted_in()[4].table.labels

    assert labels_in_order[0] == "学校が発案"
    assert labels_in_order[-2:] == ["その他", "無回答"]


def test_the_version_follows_the_numbers(office: Department) -> None:
    RecordFactory(department=office, status=APPROVED, partners=1)
    before = year_statistics(None, 2025).version
    RecordFactory(department=office, status="submitted", partners=1)
    assert year_statistics(None, 2025).version == before

    ProjectRecord.objects.filter(status=APPROVED).update(continuity="continued")
    RecordFactory(department=office, status=APPROVED, partners=1)
    assert year_statistics(None, 2025).version != before


def test_years_are_newest_first(office: Department) -> None:
    for year in (2023, 2025, 2024, 2025):
        RecordFactory(department=office, status=APPROVED, fiscal_year=year)

    assert years_of(None) == [YearCount(2025, 2), YearCount(2024, 1), YearCount(2023, 1)]


def test_a_year_without_records_has_figures_without_shares(db: None) -> None:
    counted = year_statistics(None, 1999)

    assert counted.sheets == 0
    assert {figure.table.n for figure in counted.figures} == {0}
    cross = counted.figures[5].table
    assert isinstance(cross, CrossTable)
    assert cross.groups[0].percents == (None,)


def test_the_number_of_statements_does_not_depend_on_the_rows(
    office: Department, django_assert_num_queries: Callable[..., Any]
) -> None:
    for rows in (1, 3):
        for _ in range(rows):
            RecordFactory(department=office, status=APPROVED, partners=rows)
        with django_assert_num_queries(2):  # whether all forms count; everything else
            year_statistics(None, 2025)


def test_musashinos_page_is_light_and_its_statements_are_few(
    client: Client, musashino: Department, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(12):
        response = client.get("/projects/statistics/musashino/2010/")

    assert response.status_code == 200
    assert len(response.content) < 80_000
    assert response.content.decode().count("<svg") > 80
