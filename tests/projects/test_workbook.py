"""The Excel sheet: handed out, filled in, damaged, read back, loaded, marked."""

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from koganei_kyodo.accounts.models import User
from organizations.models import Department
from projects import actions
from projects.completeness import with_sheet
from projects.models import CostSource, Guideline, Partner, Project, ProjectRecord
from projects.workbook.layout import Words
from projects.workbook.marking import marked_copy
from projects.workbook.reading import Unreadable
from projects.workbook.writing import HEADING_ROW, rows_of_last_year, rows_of_record, write_sheet
from tests.documents.hostile import HOSTILE
from tests.factories import OrganizationFactory, RecordFactory

pytestmark = pytest.mark.django_db
YEAR = 2025
FULL: dict[str, Any] = {
    "name": "川の生きものしらべ",
    "summary": "川に入って、生きものを調べました。",
    "activity_fields1": "環境の保全",
    "continuity": "新しく始めた",
    "partner": "川の会",
    "kind": "NPO法人",
    "forms1": "委託",
    "forms2": "共催",
    "origins1": "市から頼んだ",
    "initiatives1": "市が中心",
    "outcome": "よい成果があった",
    "cost": 120000,
    "is_public": True,
    "decided_on": datetime.date(2026, 4, 1),
}


@pytest.fixture
def words(guideline: Guideline, office: Department) -> Words:
    CostSource.objects.create(guideline=guideline, name="市の予算", position=1)
    return Words(guideline, YEAR, [office])


def sheet(words: Words, *rows: dict[str, Any]) -> bytes:
    return write_sheet(words, rows)


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """Return the workbook after `change` had its way with the first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(page: Any, heading: str) -> int:
    row = page[HEADING_ROW + 1]
    return next(int(c.column) for c in row if str(c.value or "").startswith(heading))


def load(content: bytes, by: User, **options: Any) -> actions.Plan:
    plan = actions.plan_sheet(content, by=by, fiscal_year=YEAR, **options)
    actions.load_sheet(plan, by=by)
    return plan


def deeds(plan: actions.Plan) -> list[str]:
    return [each.deed for each in plan.projects]


def test_a_filled_in_row_becomes_a_whole_draft(
    words: Words, officer: User, office: Department
) -> None:
    group = OrganizationFactory(name="川の会")
    second = {"partner": "まちの会", "kind": "町会・自治会", "forms1": "補助", "group_count": 3}
    source = words.sources[0]
    content = sheet(words, {**FULL, f"source-{source.pk}": 120000}, second)

    assert deeds(load(content, officer)) == ["add"]

    record = ProjectRecord.objects.get()
    assert (record.name, record.department, record.fiscal_year) == (FULL["name"], office, YEAR)
    assert (record.cost, record.decided_on) == (120000, datetime.date(2026, 4, 1))
    assert (record.status, record.updated_by, record.entered_by) == ("draft", officer, None)
    assert [(row.source, row.amount) for row in record.costs.all()] == [(source, 120000)]
    first, other = record.partners.all()
    assert (first.organization, first.name) == (group, "")
    assert [str(form) for form in first.forms.all()] == ["委託", "共催"]
    assert (other.name, other.group_count, other.organization) == ("まちの会", 3, None)
    assert record.partner_names == "川の会\nまちの会"
    assert [str(field) for field in record.activity_fields.all()] == ["環境の保全"]


def test_the_same_sheet_twice_changes_nothing(words: Words, officer: User) -> None:
    content = sheet(words, FULL, {"partner": "まちの会"}, {**FULL, "name": "山しらべ"})
    load(content, officer)
    before = list(ProjectRecord.objects.values_list("pk", "version"))

    assert deeds(load(content, officer)) == ["same", "same"]
    assert list(ProjectRecord.objects.values_list("pk", "version")) == before
    assert Partner.objects.count() == 3


def test_what_is_handed_out_comes_back_as_it_was(
    words: Words, officer: User, office: Department
) -> None:
    RecordFactory(department=office, partners=2, cost=0, problems="人手がたりない")
    record = with_sheet(ProjectRecord.objects.all()).get()
    assert deeds(load(sheet(words, *rows_of_record(record)), officer)) == ["same"]


def test_a_name_of_several_groups_keeps_meaning_the_one_it_meant(
    words: Words, officer: User, office: Department
) -> None:
    first, second = (OrganizationFactory(name="川の会") for _ in range(2))
    RecordFactory(department=office, name="川そうじ", partners=1)
    RecordFactory(
        department=office, name="川あそび", fiscal_year=YEAR - 1, partners=1, status="approved"
    )
    stored = {r.name: r for r in with_sheet(ProjectRecord.objects.all())}
    Partner.objects.filter(record=stored["川そうじ"]).update(organization=first, name="")
    Partner.objects.filter(record=stored["川あそび"]).update(organization=second, name="")
    stored = {r.name: r for r in with_sheet(ProjectRecord.objects.all())}
    rows = [*rows_of_record(stored["川そうじ"]), *rows_of_last_year(stored["川あそび"])]
    plan = load(sheet(words, *rows, FULL), officer)
    assert deeds(plan) == ["same", "add", "add"]
    carried = Partner.objects.get(record__name="川あそび", record__fiscal_year=YEAR)
    assert carried.organization == second
    # A new row can mean either of them: the name alone is kept, and the page says so.
    unknown = Partner.objects.get(record__name=FULL["name"])
    assert (unknown.organization, unknown.name) == (None, "川の会")
    assert "画面で選んで" in plan.projects[2].notes[0]


def test_a_row_of_last_year_goes_on_with_its_project(
    words: Words, officer: User, office: Department
) -> None:
    RecordFactory(department=office, fiscal_year=YEAR - 1, partners=1, status="approved")
    last = with_sheet(ProjectRecord.objects.all()).get()

    assert deeds(load(sheet(words, *rows_of_last_year(last)), officer)) == ["add"]

    record = ProjectRecord.objects.get(fiscal_year=YEAR)
    assert (record.project, record.continuity) == (last.project, "continued")
    assert Project.objects.count() == 1
    assert [form.name for form in record.partners.get().forms.all()] == ["委託"]


def reorder(page: Any) -> None:
    page.move_range(f"A4:{page.cell(4, page.max_column).column_letter}6", cols=3)
    for row in range(4, 7):
        page.cell(row, 1).value, page.cell(row, 6).value = page.cell(row, 6).value, None


def rename(page: Any) -> None:
    for cell in page[HEADING_ROW + 1]:
        cell.value = f" {cell.value.replace('※必須', '＊')}\n（記入）" if cell.value else None
    page.data_validations.dataValidation.clear()


def merge(page: Any) -> None:
    page.merge_cells(start_row=5, end_row=6, start_column=3, end_column=3)
    page.row_dimensions[6].hidden = True


def junk(page: Any) -> None:
    page.cell(8, 1).value = "※ 以上です"
    page.cell(9, column(page, "事業の名前")).value = "合計"
    page.cell(9, column(page, "かかったお金")).value = 120000
    page.insert_rows(1, 2)


def as_text(page: Any) -> None:
    page.cell(5, column(page, "かかったお金")).value = "１２０，０００円"
    page.cell(5, column(page, "決裁日")).value = "令和8年4月1日"
    page.cell(5, column(page, "新規・継続")).value = " 新規 "
    page.cell(5, column(page, "協働の形態1")).value = "委託、共催"
    page.cell(5, column(page, "協働の形態2")).value = None


@pytest.mark.parametrize("damage", [reorder, rename, merge, junk, as_text])
def test_a_damaged_sheet_says_the_same(
    words: Words, officer: User, damage: Callable[[Any], None]
) -> None:
    whole = sheet(words, FULL, {"partner": "まちの会"})
    load(whole, officer)
    plan = load(changed(whole, damage), officer)
    assert (deeds(plan), plan.problems) == (["same"], [])


def test_a_sheet_of_which_only_the_values_are_left_says_the_same(
    words: Words, officer: User
) -> None:
    """無害化: macros, lists, formats and the other sheets are gone, dates are texts."""
    whole = sheet(words, FULL, {"partner": "まちの会"})
    load(whole, officer)
    page = openpyxl.load_workbook(io.BytesIO(whole)).worksheets[0]
    disarmed = openpyxl.Workbook()
    left: Any = disarmed.active
    for row in page.iter_rows(values_only=True):
        left.append([f"{v:%Y/%m/%d}" if isinstance(v, datetime.date) else v for v in row])
    buffer = io.BytesIO()
    disarmed.save(buffer)

    plan = load(buffer.getvalue(), officer)

    assert (deeds(plan), plan.problems) == (["same"], [])


def test_a_field_that_is_none_is_refused_and_a_sheet_without_the_column_leaves_it(
    words: Words, officer: User
) -> None:
    load(sheet(words, FULL), officer)
    wrong = sheet(words, {**FULL, "activity_fields2": "山菜とり"})
    problem = actions.plan_sheet(wrong, by=officer, fiscal_year=YEAR).problems[0]
    assert (problem.heading, problem.row) == ("分野2", HEADING_ROW + 2)
    assert problem.message.startswith("「山菜とり」は選べません。次から選んでください：「")

    def without(page: Any) -> None:
        for number in (1, 2, 3):
            place = column(page, f"分野{number}")
            for row in range(HEADING_ROW + 1, HEADING_ROW + 3):
                page.cell(row, place).value = None

    left = load(changed(sheet(words, FULL), without), officer)
    assert (deeds(left), left.problems) == (["same"], [])
    both = sheet(words, {**FULL, "activity_fields2": "まちづくり"})
    assert deeds(load(both, officer)) == ["change"]
    assert ProjectRecord.objects.get().activity_fields.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_csv_file_is_read(words: Words, officer: User, encoding: str) -> None:
    text = (
        "かかったお金（円）,事業の名前,事業の内容,新規・継続,相手の名前\r\n"
        '"1,000",池,"はい。\n二行目。",継続,池の会\r\n'
    )
    assert deeds(load(text.encode(encoding), officer)) == ["add"]
    record = ProjectRecord.objects.get()
    assert (record.cost, record.summary) == (1000, "はい。\n二行目。")


def test_each_error_has_its_row_and_column(words: Words, officer: User) -> None:
    bad = {**FULL, "name": "", "row_id": "R99", "forms1": "くじ引き", "cost": "千円", "kind": "会"}
    content = sheet(words, FULL, bad, {**FULL, "name": "あ" * 201, "continuity": "たぶん"})
    plan = actions.plan_sheet(content, by=officer, fiscal_year=YEAR)

    assert [(p.row, p.heading) for p in plan.problems] == [
        (6, "管理番号"),
        (6, "相手の組織形態"),
        (6, "協働の形態1"),
        (6, "かかったお金（円）"),
        (7, "事業の名前"),
        (7, "新規・継続"),
    ]
    assert deeds(plan) == ["add", "refuse", "refuse"]
    with pytest.raises(actions.WrongState):
        actions.load_sheet(plan, by=officer, all_or_nothing=True)
    assert not ProjectRecord.objects.exists()

    actions.load_sheet(plan, by=officer)
    assert ProjectRecord.objects.get().name == FULL["name"]

    marked = openpyxl.load_workbook(
        io.BytesIO(marked_copy(content, plan.table, plan.problems, plan.results()))
    ).worksheets[0]
    assert marked.cell(6, column(marked, "協働の形態1")).comment is not None
    result = column(marked, "取り込みの結果")
    assert "新しい下書きを作る" in str(marked.cell(5, result).value)
    assert "くじ引き" in str(marked.cell(6, result).value)
    assert marked.cell(6, column(marked, "相手の名前")).value == "川の会"


def test_another_offices_rows_are_refused(
    words: Words, officer: User, other_office: Department
) -> None:
    strange: Any = RecordFactory(department=other_office, name="よその事業")
    rows = [
        {**FULL, "row_id": f"R{strange.pk}"},
        {**FULL, "row_id": f"J{strange.project_id}", "name": "続き"},
        {**FULL, "department": other_office.name, "name": "なりすまし"},
    ]
    plan = load(sheet(words, *rows), officer)
    assert deeds(plan) == ["refuse", "refuse", "refuse"]
    assert ProjectRecord.objects.get() == strange


def test_submitted_records_stay_and_a_colleagues_work_is_not_lost(
    words: Words, officer: User, head: User, office: Department
) -> None:
    sent: Any = RecordFactory(department=office, status="submitted", name="出した事業")
    draft: Any = RecordFactory(department=office, name="途中の事業", updated_by=officer)
    content = sheet(
        words,
        {"row_id": f"R{sent.pk}V1", "name": "出した事業", "summary": "変えたい"},
        {"row_id": f"R{draft.pk}V1", "name": "途中の事業", "summary": "シートの内容"},
    )
    actions.save_record(draft, by=head, version=1, changes={"summary": "画面の内容"})

    plan = load(content, officer)
    assert deeds(plan) == ["refuse", "refuse"]
    assert "取り下げて直す" in plan.problems[0].message
    assert head.name in plan.problems[1].message
    assert deeds(load(content, officer, overwrite=True)) == ["refuse", "change"]
    draft.refresh_from_db()
    assert draft.summary == "シートの内容"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 broken", "保存し直して"),
        (b"\xd0\xcf\x11\xe0 old", ".xlsx"),
        ("名前,住所\n山田,本町".encode(), "見出し"),
        (b"\x89PNG\x00\x00", "CSV"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_what_to_do(
    words: Words, officer: User, content: bytes, says: str
) -> None:
    with pytest.raises(Unreadable, match=says):
        actions.plan_sheet(content, by=officer, fiscal_year=YEAR)


def test_a_sheet_of_another_year_is_refused(words: Words, officer: User) -> None:
    with pytest.raises(Unreadable, match="2025"):
        actions.plan_sheet(sheet(words, FULL), by=officer, fiscal_year=2024)


def test_the_command_loads_for_all_offices(
    words: Words, coordinator: User, office: Department, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(sheet(words, {**FULL, "department": office.name}))
    options: dict[str, Any] = {"fiscal_year": YEAR, "login_id": coordinator.login_id}
    call_command("import_records", str(file), dry_run=True, **options)
    assert not ProjectRecord.objects.exists()
    call_command("import_records", str(file), **options)
    assert ProjectRecord.objects.get().entered_by == coordinator
    file.write_bytes(sheet(words, {**FULL, "department": "ない課"}))
    with pytest.raises(CommandError):
        call_command("import_records", str(file), **options)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--fiscal-year", "20250"], "1990から2100まで"),
        (["--fiscal-year", "二〇二五"], "西暦の数字"),
        (["--fiscal-year", "2025", "--as", "nobody"], "「nobody」の人はいません"),
        (["--fiscal-year", "2025", "--as", "member"], "事業実績を書けません"),
    ],
)
def test_the_command_says_what_to_mend(
    words: Words, member: User, tmp_path: Path, arguments: list[str], says: str
) -> None:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(sheet(words, FULL))
    asked = [member.login_id if each == "member" else each for each in arguments]
    with pytest.raises(CommandError, match=says):
        call_command("import_records", str(file), *asked)


def test_the_command_needs_no_name_where_the_coordinating_office_has_a_person(
    words: Words, coordinator: User, office: Department, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(sheet(words, {**FULL, "department": office.name}))
    call_command("import_records", str(file), "--fiscal-year", str(YEAR))
    assert ProjectRecord.objects.get().entered_by == coordinator
    with pytest.raises(CommandError, match="開けません"):
        call_command("import_records", str(tmp_path / "no.xlsx"), "--fiscal-year", str(YEAR))


@pytest.mark.parametrize(
    "name", ["macros", "a bomb of zeros", "a million empty rows", "a huge cell"]
)
def test_a_file_made_to_do_harm_is_refused_with_a_sentence(
    words: Words, officer: User, name: str
) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(Unreadable, match=reason):
        actions.plan_sheet(content, by=officer, fiscal_year=YEAR)


def test_a_quote_too_many_in_a_csv_file_is_said(words: Words, officer: User) -> None:
    text = '事業の名前,事業の内容,相手の名前\n池,"' + "あ" * 140_000
    with pytest.raises(Unreadable, match="数が合わない"):
        actions.plan_sheet(text.encode(), by=officer, fiscal_year=YEAR)


def test_the_errors_of_a_csv_file_come_back_marked_in_a_workbook(
    words: Words, officer: User
) -> None:
    content = "かかったお金（円）,事業の名前,事業の内容\n\n千円,池,=1+1\n".encode("cp932")
    plan = actions.plan_sheet(content, by=officer, fiscal_year=YEAR)
    copy = marked_copy(content, plan.table, plan.problems, plan.results())
    sheet: Any = openpyxl.load_workbook(io.BytesIO(copy)).active
    assert [cell.value for cell in sheet[1]][3] == "取り込みの結果"
    assert "円" in sheet["A3"].comment.text
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=1+1", "s")
