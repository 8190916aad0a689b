"""団体の取り込み: any column order and encoding, a check first, all or nothing."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from koganei_kyodo.fiscal_year import current_fiscal_year
from koganei_kyodo.portal.demo.messy_register import messy_register
from organizations import actions
from organizations.models import (
    ColumnMemory,
    Contact,
    ImportRow,
    Organization,
    OrganizationKind,
    RegisterImport,
    RegistrySettings,
)
from organizations.periods import end_of_registration
from tests.documents.hostile import HOSTILE
from tests.factories import ContactFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
Outcome = ImportRow.Outcome


def checked(content, by, *, name="名簿.csv", area_code=""):
    imported = actions.upload_register(content, name, by=by)
    imported = actions.start_check(imported, imported.mapping, area_code=area_code, by=by)
    return actions.run_check(imported.pk)


def applied(imported, by, *, leave_refused=False, doubtful="new"):
    actions.start_apply(imported, leave_refused=leave_refused, doubtful=doubtful, by=by)
    return actions.run_apply(imported.pk)


def csv_of(*rows, encoding="utf-8"):
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


def test_a_messy_register_of_450_rows(desk):
    imported = checked(messy_register(), desk, area_code="042")
    assert (imported.status, imported.encoding, imported.header_row) == ("checked", "cp932", 3)
    outcomes = {o.value: imported.rows.filter(outcome=o).count() for o in Outcome}
    assert sum(outcomes.values()) == 450
    assert outcomes["new"] > 300
    assert outcomes["doubtful"] >= 20
    assert 5 <= outcomes["refused"] <= 15
    assert not Organization.objects.exists()
    with pytest.raises(actions.WrongState, match="取り込めない行が"):
        applied(imported, desk)
    done = applied(imported, desk, leave_refused=True)
    assert done.status == "done"
    assert Organization.objects.listed().count() == 450 - outcomes["refused"]
    assert not Contact.objects.filter(phone_public=True).exists()
    assert not Contact.objects.exclude(phone="").exclude(phone__startswith="042-").exists()


def test_cells_are_read_generously(desk):
    content = csv_of(
        ["名称", "ﾌﾘｶﾞﾅ", "種別", "分野", "TEL／FAX", "設立", "会員数", "住所"],
        ["ＮＰＯ法人 花の会", "ハナノカイ", "ＮＰＯ法人", "環境／まちづくり", "電話（０４２）３８１－１２３４ FAX042-381-1235",
         "平成１２年４月", "約３０名", "〒184-0004 小金井市本町1-2-3"],
        encoding="cp932",
    )  # fmt: skip
    applied(checked(content, desk), desk)
    o = Organization.objects.get()
    assert (o.name, o.name_kana) == ("ＮＰＯ法人 花の会", "はなのかい")
    assert (o.founded_year, o.founded_month, o.member_count) == (2000, 4, 30)
    assert [str(row.field) for row in o.field_rows.all()] == ["環境の保全", "まちづくり"]
    assert (o.contact.phone, o.contact.fax) == ("042-381-1234", "042-381-1235")
    assert (o.contact.postcode, o.contact.address) == ("184-0004", "小金井市本町1-2-3")
    assert (o.status, o.disclosure.level) == ("public", 0)


def test_legal_forms_of_two_names_and_numbered_fields_are_read(desk):
    npo = OrganizationKind.objects.create(name="NPO法人", position=1)
    content = csv_of(
        ["団体名", "種別", "分野"],
        ["花の会", "特定非営利活動法人", "⑦環境"],
        ["鳥の会", "サークル", ""],
    )
    imported = checked(content, desk)
    rows = list(imported.rows.all())
    assert rows[0].values["kind"] == npo.pk
    assert (rows[0].notes, len(rows[0].values["fields"])) == ([], 1)
    assert "団体の名前から決めます" in rows[1].notes[0]["what"]


def test_what_was_chosen_counts_without_being_recorded_first(client, desk):
    OrganizationFactory(name="ひなたの会")
    imported = checked(csv_of(["団体名", "電話"], ["ひなたの会", "042-381-0002"]), desk)
    client.force_login(desk)
    client.post(f"/organizations/import/{imported.pk}/apply/", {"row-2": "skip"})
    actions.run_apply(imported.pk)
    assert Organization.objects.count() == 1
    assert imported.rows.get().decision == "skip"


def test_excel_in_another_order_and_the_columns_are_remembered(desk):
    book: Any = openpyxl.Workbook()
    for row in (["ひとこと", "会の名前"], ["川を守ります", "川の会"]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    imported = actions.upload_register(buffer.getvalue(), "名簿.xlsx", by=desk)
    actions.start_check(imported, ["purpose", "name"], by=desk)
    assert ColumnMemory.objects.get(target="purpose").header == "ひとこと"
    again = actions.upload_register(buffer.getvalue(), "名簿.xlsx", by=desk)
    assert again.mapping == ["purpose", "name"]


def test_known_groups_are_changed_or_doubted(desk):
    known: Any = ContactFactory(
        organization=OrganizationFactory(name="こもれびの会"), phone="042-381-0001"
    )
    namesake = OrganizationFactory(name="ひなたの会")
    header = ["団体名", "電話", "目的"]
    content = csv_of(
        header,
        ["NPO法人こもれびの会", "042-381-0001", "森を守る"],
        ["ひなたの会", "042-381-0002", "日なた"],
        ["つむぎの会", "042-381-0003", "つむぐ"],
        ["つむぎ の会", "042-381-0009", "つむぐ"],
    )  # fmt: skip
    imported = checked(content, desk)
    assert [r.outcome for r in imported.rows.all()] == ["changed", "doubtful", "new", "doubtful"]
    actions.decide_rows(imported, {3: "update", 5: "skip"}, by=desk)
    applied(imported, desk)
    for row in (known.organization, namesake):
        row.refresh_from_db()
    assert (known.organization.name, known.organization.purpose) == (
        "NPO法人こもれびの会",
        "森を守る",
    )
    assert (namesake.purpose, Organization.objects.count()) == ("日なた", 3)
    same = checked(content, desk)
    assert same.rows.get(number=2).outcome == "same"


def test_two_rows_of_one_group_add_what_it_lacks_once(desk):
    group = OrganizationFactory(name="こもれびの会", member_count=5)
    known = ContactFactory(organization=group, phone="042-381-0001", email="komorebi@example.jp")
    header = ["団体名", "電話", "分野", "HP", "会員数"]
    one = [
        "こもれびの会",
        "042-381-0001",
        "環境の保全、まちづくり",
        "https://komorebi.example/",
        "7人",
    ]
    imported = checked(csv_of(header, one, [*one[:4], "9人"]), desk)
    actions.decide_rows(imported, {3: "update"}, by=desk)
    assert applied(imported, desk).status == RegisterImport.Status.DONE
    fields = list(group.field_rows.values_list("field__short_name", "is_main"))
    assert fields == [("環境の保全", True), ("まちづくり", False)]
    assert [link.url for link in group.links.all()] == ["https://komorebi.example/"]
    group.refresh_from_db()
    fact = group.yearly_facts.get(fiscal_year=current_fiscal_year())
    assert (group.member_count, fact.member_count) == (9, 9)
    known.refresh_from_db()
    assert known.email == "komorebi@example.jp"  # the file says nothing of it
    assert imported.rows.filter(taken=True).count() == 2


def test_refused_rows_say_row_column_and_reason(client, desk):
    content = csv_of(["団体名", "メール"], ["", "a@example.jp"], ["花の会", "だめ"], ["鳥の会", ""])
    imported = checked(content, desk)
    rows = {row.number: row.problems for row in imported.rows.filter(outcome="refused")}
    assert rows[2] == [{"column": "団体名", "why": "団体名を入力してください"}]
    assert rows[3][0]["column"] == "メール"
    client.force_login(desk)
    file = client.get(f"/organizations/import/{imported.pk}/refused.xlsx")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert [cell.value for cell in sheet[3]][2:] == ["花の会", "だめ"]


def test_nothing_is_half_done(desk, monkeypatch):
    imported = checked(csv_of(["団体名", "登録番号"], ["花の会", "1"], ["鳥の会", "2"]), desk)
    OrganizationFactory(registration_number="2")
    done = applied(imported, desk)
    assert done.status == "failed"
    assert not Organization.objects.filter(name="花の会").exists()
    assert done.allows("check")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "空です"), (b"\xd0\xcf\x11\xe0x", "古い形式"), (b"PKbroken", "保存し直して"),
     (b"\x81", "文字が読めません"), ("団体名".encode(), "見出しの行と")],
)  # fmt: skip
def test_files_that_are_no_register(desk, content, why):
    with pytest.raises(actions.Unreadable, match=why):
        actions.upload_register(content, "x", by=desk)


def test_a_workbook_of_a_register_is_read_to_its_end(desk):
    book: Any = openpyxl.Workbook()
    day = datetime.datetime(2001, 4, 1)  # noqa: DTZ001 - cells have no zone
    for row in (["団体名簿"], [], ["団体名", "設立", "会員数", "番号"], ["花の会", day, 30.0, 381]):
        book.active.append(row)
    for number in range(30):
        book.active.append([f"会{number}", None, None, 382 + number])
    buffer = io.BytesIO()
    book.save(buffer)
    imported = checked(buffer.getvalue(), desk)
    assert (imported.encoding, imported.header_row) == ("xlsx", 3)
    rows = list(imported.rows.order_by("number"))
    assert (rows[0].number, rows[0].cells) == (4, ["花の会", "2001/4/1", "30", "381"])
    assert (len(rows), rows[-1].number, rows[-1].cells[0]) == (31, 34, "会29")


@pytest.mark.parametrize(
    "name", ["macros", "a bomb of zeros", "a million empty rows", "many columns"]
)
def test_a_file_made_to_do_harm_is_refused_with_a_sentence(client, desk, name):
    content, reason = HOSTILE[name]
    client.force_login(desk)
    file = SimpleUploadedFile("名簿.xlsx", content)
    page = client.post("/organizations/import/", {"file": file}).content.decode()
    assert reason in page
    assert not RegisterImport.objects.exists()


def test_only_the_centres_staff_imports(officer, member):
    for user in (officer, member):
        with pytest.raises(PermissionDenied):
            actions.upload_register(csv_of(["団体名"], ["花の会"]), "x", by=user)


def test_in_the_browser(client, desk):
    client.force_login(desk)
    file = SimpleUploadedFile("名簿.csv", csv_of(["団体名", "電話"], ["花の会", "042-381-0001"]))
    address = client.post("/organizations/import/", {"file": file}).url
    page = client.get(address).content.decode()
    assert "どの列が何か" in page
    missing = client.post(address, {"column-0": "", "column-1": "phones"}).content.decode()
    assert "団体名の列を選んでください" in missing
    client.post(address, {"column-0": "name", "column-1": "phones"})
    imported = RegisterImport.objects.get()
    assert imported.status == "checking"
    assert "hx-get" in client.get(f"/organizations/import/{imported.pk}/status/").content.decode()
    actions.run_check(imported.pk)
    assert (
        client.get(f"/organizations/import/{imported.pk}/status/").headers["HX-Refresh"] == "true"
    )
    assert "花の会" in client.get(f"/organizations/import/{imported.pk}/").content.decode()
    client.post(f"/organizations/import/{imported.pk}/apply/")
    actions.run_apply(imported.pk)
    assert (
        "1行を取り込みました"
        in client.get(f"/organizations/import/{imported.pk}/").content.decode()
    )
    assert Organization.objects.get().name == "花の会"


def test_the_command_checks_and_imports(tmp_path, capsys):
    path = tmp_path / "meibo.csv"
    path.write_bytes(csv_of(["団体名"], ["花の会"]))
    call_command("import_organizations", path, "--dry-run")
    assert "新しい団体：1行" in capsys.readouterr().out
    assert not Organization.objects.exists()
    call_command("import_organizations", path)
    assert Organization.objects.get().name == "花の会"
    with pytest.raises(CommandError):
        call_command("import_organizations", tmp_path / "missing.csv")


def test_imported_groups_get_numbers_behind_those_of_the_file_and_a_term(desk):
    OrganizationFactory(registration_number="0003")
    rows = [
        ["団体名", "登録番号", "会員数"],
        ["川の会", "", "12"],
        ["山の会", "0040", ""],
        ["海の会", "", ""],
    ]
    applied(checked(csv_of(*rows), desk), desk)
    groups = {o.name: o for o in Organization.objects.exclude(registration_number="0003")}
    numbers = {name: o.registration_number for name, o in groups.items()}
    assert numbers == {"山の会": "0040", "川の会": "0041", "海の会": "0042"}
    assert {o.valid_until for o in groups.values()} == {
        end_of_registration(timezone.localdate(), RegistrySettings.current())
    }
    fact = groups["川の会"].yearly_facts.get()
    assert (fact.fiscal_year, fact.member_count) == (current_fiscal_year(), 12)


def test_the_number_of_a_merged_record_means_the_group_it_is_now(desk):
    kept = OrganizationFactory(name="川の会", registration_number="0003")
    gone = OrganizationFactory(registration_number="0007")
    actions.merge(kept, gone, by=desk)
    imported = checked(csv_of(["団体名", "登録番号", "会費"], ["川の会", "0007", "年500円"]), desk)
    row = imported.rows.get()
    assert (row.organization, row.outcome) == (kept, Outcome.CHANGED)
    applied(imported, desk)
    kept.refresh_from_db()
    assert (kept.fee, kept.registration_number) == ("年500円", "0003")


def test_a_new_group_with_the_number_of_another_gets_one_of_its_own(desk):
    OrganizationFactory(name="川の会", registration_number="0007")
    imported = checked(csv_of(["団体名", "登録番号"], ["山の会", "0007"], ["海の会", "0008"]), desk)
    assert imported.rows.get(number=2).outcome == Outcome.DOUBTFUL
    assert applied(imported, desk).status == "done"
    numbers = dict(Organization.objects.values_list("name", "registration_number"))
    assert numbers == {"川の会": "0007", "海の会": "0008", "山の会": "0009"}


def test_what_imports_held_is_forgotten_after_its_days(desk, capsys):
    done = applied(checked(csv_of(["団体名"], ["川の会"]), desk), desk)
    waiting = checked(csv_of(["団体名"], ["山の会"]), desk)
    old = timezone.now() - datetime.timedelta(days=91)
    RegisterImport.objects.filter(pk__in=(done.pk, waiting.pk)).update(created_at=old)
    young = checked(csv_of(["団体名"], ["海の会"]), desk)
    call_command("forget_imports", "--dry-run")
    assert ImportRow.objects.count() == 3
    call_command("forget_imports")
    assert "2件" in capsys.readouterr().out.splitlines()[-1]
    assert {row.register_import for row in ImportRow.objects.all()} == {young}
    waiting.refresh_from_db()
    assert (waiting.status, waiting.content) == ("dropped", None)
    assert Organization.objects.filter(name="川の会").exists()
    assert actions.forget_old_imports(timezone.localdate()) == []
