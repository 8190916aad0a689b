"""Counting projects, partner rows and continued years from the same rows."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from organizations.models import ActivityField, Department, OrganizationField
from projects.counting.concentration import Concentration, concentration, without_any
from projects.counting.counts import approved_records
from projects.counting.crossing import crossing
from projects.counting.dimensions import BY_KEY
from projects.counting.tables import Cell, StatTable, Unit, hide_small
from projects.counting.yearly import YearReport, year_report
from projects.models import CollaborationForm, PartnerKind, ProjectRecord
from tests.factories import (
    CityFactory,
    DepartmentFactory,
    OrganizationFactory,
    PartnerFactory,
    ProjectFactory,
    RecordFactory,
)

pytestmark = pytest.mark.django_db
APPROVED = ProjectRecord.Status.APPROVED


def approved(office: Any, *, year: int = 2025, **fields: Any) -> Any:
    return RecordFactory(department=office, status=APPROVED, fiscal_year=year, **fields)


def with_partner(record: Any, *forms: str, kind: str = "NPO法人", **fields: Any) -> Any:
    kinds = PartnerKind.objects.filter(guideline=record.guideline)
    partner: Any = PartnerFactory(record=record, kind=kinds.get(name=kind), **fields)
    partner.forms.set(CollaborationForm.objects.filter(name__in=forms))
    return partner


def reported(year: int = 2025) -> YearReport:
    report = year_report(None, year)
    assert report is not None
    return report


def table(report: YearReport, key: str) -> StatTable:
    return next(each for each in report.tables if each.key == key)


def counts(found: StatTable) -> dict[str, int | None]:
    return {row.label: row.count for row in found.rows}


@pytest.fixture
def several(office: Department) -> YearReport:
    """Three projects, one with two partners of two forms each."""
    first = approved(office)
    with_partner(first, "委託", "補助")
    with_partner(first, "委託", "共催", kind="町会・自治会")
    with_partner(approved(office), "委託")
    with_partner(approved(office), "共催")
    return reported()


def test_the_total_is_the_number_of_projects_and_forms_add_up_to_more(
    several: YearReport,
) -> None:
    projects = table(several, "form-projects")

    assert projects.n == 3
    assert counts(projects) == {"委託": 2, "補助": 1, "共催": 2}
    assert [str(row.percent) for row in projects.rows] == ["66.7", "33.3", "66.7"]
    assert projects.total.count == 3
    note = "行の数を足すと5になり、総数の3事業より多くなります。"
    assert any(note in each for each in projects.notes)
    assert projects.notes[0].startswith("事業の数です")


def test_partner_rows_are_counted_from_the_same_rows(several: YearReport) -> None:
    rows = table(several, "form-partner-rows")

    assert rows.n == 4
    assert counts(rows) == {"委託": 3, "補助": 1, "共催": 2}
    assert counts(table(several, "kind-partner-rows")) == {"NPO法人": 3, "町会・自治会": 1}
    # The project with both kinds stands in both lines, once in the total.
    kinds = table(several, "kind-projects")
    assert (counts(kinds), kinds.n) == ({"NPO法人": 3, "町会・自治会": 1}, 3)


def test_continued_years_count_every_year_of_a_project_so_far(office: Department) -> None:
    project = ProjectFactory(department=office)
    for year in (2023, 2024, 2025, 2026):
        with_partner(approved(office, year=year, project=project), "委託")
    with_partner(approved(office), "委託")

    found = table(reported(), "form-continued-years")

    assert (found.n, counts(found)) == (4, {"委託": 4})
    lasted = counts(table(reported(), "duration-projects"))
    assert lasted == {"1年目": 1, "2年目": 0, "3年目": 1}  # the year before, there was a second
    assert reported().as_dict()["totals"]["continued_years"] == 4


def test_the_change_from_the_year_before(office: Department, other_office: Department) -> None:
    approved(office, year=2024)
    approved(other_office, year=2024)
    approved(office)
    approved(office)

    found = table(reported(), "department-projects")

    assert [(row.label, row.count, row.change_label) for row in found.rows] == [
        ("公園課", 2, "+1"),
        ("防災課", 0, "-1"),
    ]
    assert found.total.change_label == "±0"
    assert table(reported(2024), "department-projects").before is None


def test_only_approved_records_of_the_own_city_count(office: Department) -> None:
    approved(office)
    for status in ("draft", "submitted", "returned"):
        RecordFactory(department=office, status=status)
    approved(DepartmentFactory(parent=CityFactory(closed_dataset=True)))

    assert reported().year.projects == 1
    assert year_report(None, 2020) is None


def test_a_small_count_with_an_unpublished_record_is_hidden_but_never_an_office(
    office: Department,
) -> None:
    for _ in range(3):
        with_partner(approved(office), "委託")
    with_partner(approved(office, is_public=False), "補助", kind="町会・自治会")

    report = reported()

    kinds = table(report, "kind-partner-rows")
    assert counts(kinds) == {"NPO法人": None, "町会・自治会": None}
    assert kinds.as_dict()["rows"][1] == {
        "label": "町会・自治会",
        "count": None,
        "percent": None,
        "hidden": True,
    }
    assert any("示していません" in note for note in kinds.notes)
    assert counts(table(report, "department-projects")) == {"公園課": 4}
    crossed = crossing(
        approved_records(None), BY_KEY["kind"], BY_KEY["form"], Unit.PARTNER_ROWS, 2025
    )
    assert [[cell.count for cell in row.cells] for row in crossed.rows] == [
        [3, 1],
        [3, 0],
        [0, None],
    ]


@pytest.mark.parametrize(
    ("cells", "adds_up", "hidden"),
    [
        ([(5, False), (1, True), (3, False)], True, [False, True, True]),
        ([(5, False), (1, True), (3, False)], False, [False, True, False]),
        ([(1, False), (2, False)], True, [False, False]),
        ([(5, True), (3, True)], True, [False, False]),
        ([(0, True), (4, False)], True, [False, False]),
        ([(1, True), (2, True), (9, False)], True, [True, True, False]),
    ],
)
def test_what_is_hidden(cells: list[tuple[int, bool]], adds_up: bool, hidden: list[bool]) -> None:
    assert hide_small([Cell(*cell) for cell in cells], adds_up=adds_up) == hidden


def test_a_crossing_counts_a_project_once_in_the_total(several: YearReport) -> None:
    records = approved_records(None).filter(fiscal_year=2025)

    found = crossing(records, BY_KEY["form"], BY_KEY["kind"], Unit.PROJECTS, 2025)

    assert found.columns == ("NPO法人", "町会・自治会")
    assert [(row.label, row.n, [c.count for c in row.cells]) for row in found.rows] == [
        ("総数", 3, [3, 1]),
        ("委託", 2, [2, 1]),
        ("補助", 1, [1, 0]),
        ("共催", 2, [1, 1]),
    ]
    assert any("行の数を足すと5になり、総数の3事業" in note for note in found.notes)


def test_concentration(office: Department) -> None:
    busy: Any = OrganizationFactory(name="いそがしい会")
    never: Any = OrganizationFactory(name="はじめての会")
    OrganizationFactory(name="やめた会", status="withdrawn")
    record = approved(office)
    for _ in range(3):
        PartnerFactory(record=record, organization=busy, name="")
    PartnerFactory(record=record, name="名前の会")
    PartnerFactory(record=record, name="", group_count=50)

    found = concentration(None, 2025, 2025)

    assert (found.groups, found.rows, found.half, found.unnamed) == (2, 4, 1, 1)
    assert [(c.name, c.projects) for c in found.top] == [("いそがしい会", 3), ("名前の会", 1)]
    assert (found.registered, found.never) == (2, 1)
    assert list(without_any(None, 2025, 2025)) == [never]
    assert found.curve == [(0.0, 0.0), (50.0, 75.0), (100.0, 100.0)]


def test_fields_are_counted_and_groups_of_a_field_that_had_none_are_seen(
    office: Department,
) -> None:
    old, new = (
        ActivityField.objects.get(fieldset__is_current=current, short_name="環境の保全")
        for current in (False, True)
    )
    town = ActivityField.objects.get(fieldset__is_current=True, short_name="まちづくり")
    asked, idle = OrganizationFactory(name="川の会"), OrganizationFactory(name="森の会")
    for group in (asked, idle):
        OrganizationField.objects.create(organization=group, field=new)
    assert "field" not in [chapter.key for chapter in reported_of(office).chapters]

    first = approved(office)
    first.activity_fields.set([new, town])
    PartnerFactory(record=first, organization=asked)
    approved(office).activity_fields.set([old])

    report = reported()
    fields = table(report, "field-projects")
    assert counts(fields) == {"まちづくり": 1, "環境の保全": 2, "無回答": 1}
    assert fields.n == 3
    assert "分野 × 協働の形態（事業）" in [crossed.title for crossed in report.crossings]
    assert [(f.label, f.registered, f.none) for f in report.concentration.fields] == [
        ("環境の保全", 2, 1)
    ]


def reported_of(office: Department) -> YearReport:
    approved(office)
    return reported()


def test_standard_crossings_count_what_the_reader_would_choose(several: YearReport) -> None:
    form_by_kind = next(c for c in several.crossings if c.title.startswith("協働の形態 × 相手"))
    assert [(row.label, row.n) for row in form_by_kind.rows] == [
        ("総数", 3), ("委託", 2), ("補助", 1), ("共催", 2),
    ]  # fmt: skip
    assert several.as_dict()["crossings"][0]["title"] == "担当課 × 協働の形態（事業）"


def test_concentration_of_nothing() -> None:
    empty = Concentration(2025, 2025, (), 0, (), ())
    assert (empty.half, empty.steps, empty.curve) == (0, [], [(0.0, 0.0)])
    assert "まだありません" in empty.summary


def test_the_lines_have_no_gaps(office: Department) -> None:
    approved(office, year=2020)
    approved(office, year=2025)
    approved(office, year=2005)

    report = reported()

    assert report.years == [2020, 2021, 2022, 2023, 2024, 2025]
    assert sorted(report.totals) == [2020, 2025]


@pytest.mark.parametrize("form", ["json", "xlsx", "pdf"])
def test_the_command_writes_each_format(form: str, several: YearReport, tmp_path: Path) -> None:
    target = tmp_path / f"report.{form}"

    call_command("yearly_report", "--fiscal-year", "2025", "--format", form, "-o", str(target))

    content = target.read_bytes()
    if form == "json":
        data = json.loads(content)
        assert {t["unit"] for t in data["tables"]} == {
            "projects",
            "partner rows",
            "continued years",
        }
        forms = next(t for t in data["tables"] if t["key"] == "form-projects")
        assert forms["n"] == 3
        assert forms["rows"][0] == {"label": "委託", "count": 2, "percent": 66.7}
    elif form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert len(book.sheetnames) == len(several.tables) + len(several.crossings) + 5
    else:
        assert content.startswith(b"%PDF")


def test_the_command_says_what_is_wrong(office: Department, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="受け付けた事業実績がありません"):
        call_command("yearly_report", "--fiscal-year", "1999")
    approved(office)
    with pytest.raises(CommandError, match="書けません"):
        call_command("yearly_report", "--fiscal-year", "2025", "-o", str(tmp_path / "no" / "file"))
