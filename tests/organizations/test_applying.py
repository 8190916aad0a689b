"""A group applies on the web: draft, code, steps, documents, receipt, and who sees none of it."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from organizations import actions
from organizations.models import (
    ActivityField,
    Application,
    Area,
    Attachment,
    OrganizationKind,
    RegistrySettings,
)
from organizations.registry_values import values_of
from tests.factories import OrganizationFactory
from tests.organizations.conftest import arguments_of
from tests.world.registry import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(db: None) -> OrganizationKind:
    return OrganizationKind.objects.get_or_create(name="任意団体")[0]


@pytest.fixture
def begun(kind: OrganizationKind) -> tuple[Application, str]:
    """A draft and its code."""
    return actions.start_application(name="花の会", email="hana@example.jp", kind=kind)


def url(name: str, *arguments: Any) -> str:
    return reverse(f"organizations:{name}", args=arguments)


def mails() -> list[dict[str, Any]]:
    jobs = ProcrastinateJob.objects.filter(task_name="organizations.send_registry_mail")
    return [arguments_of(job) for job in jobs.order_by("pk")]


def test_starting_makes_a_draft_and_mails_the_link(client: Client, kind: OrganizationKind) -> None:
    data = {"name": "花の会", "kind": kind.pk, "writer": "花田 咲", "email": "Ｈana@example.jp"}
    response = client.post(url("apply"), data)
    application = Application.objects.get()
    assert (application.writer, application.resume_email) == ("花田 咲", "Hana@example.jp")
    key = response["Location"].split("/")[2]
    assert actions.find_application(key) == application
    assert mails()[0]["address"] == "Hana@example.jp"
    assert f"{settings.SITE_URL}/apply/{key}/" in mails()[0]["text"]
    first = client.get(response["Location"])
    assert "再開の番号を書きとめて" in first.content.decode()
    later = client.get(url("apply_step", key, "group")).content.decode()
    assert "再開の番号を書きとめて" not in later


def test_groups_with_a_name_like_it_are_shown_first(client: Client, kind: OrganizationKind) -> None:
    OrganizationFactory(name="特定非営利活動法人 花の会")
    OrganizationFactory(name="花の会", status="draft")
    data = {"name": "花の会", "kind": kind.pk, "writer": "花田 咲"}
    page = client.post(url("apply"), data).content.decode()
    assert "名前の似た団体が、すでに登録されています（1件）" in page
    assert not Application.objects.exists()
    client.post(url("apply"), data | {"different": "1"})
    assert Application.objects.count() == 1


def test_each_step_is_saved_however_little_it_holds(
    client: Client, begun: tuple[Application, str]
) -> None:
    application, code = begun
    field = ActivityField.objects.filter(fieldset__is_current=True).earliest("pk")
    area = Area.objects.earliest("pk")
    steps: dict[str, dict[str, Any]] = {
        "group": {"name": "花の会", "name_kana": "ハナノカイ", "founded_year": "平成22"},
        "activity": {
            "purpose": "花を育てる",
            "fields": [field.pk],
            "areas": [area.pk],
            "link_url_0": "hana.example.jp",
        },
        "people": {"member_count": "１２人", "wants_members": "on"},
        "contact": {
            "representative": "花田 咲",
            "phone": "０４２ー３００ー０００１",
            "fax_public": "",
        },
    }
    for step, data in steps.items():
        client.post(url("apply_step", code, step), data)
    application.organization.refresh_from_db()
    values = values_of(application.organization)
    assert values["name_kana"] == "はなのかい"
    assert values["founded_year"] == 2010
    assert (values["fields"], values["main_field"]) == ([field.pk], field.pk)
    assert values["areas"] == [area.pk]
    assert values["links"] == [["ホームページ", "https://hana.example.jp"]]
    assert (values["member_count"], values["wants_members"]) == (12, True)
    assert values["phone"] == "042-300-0001"
    assert not any(value for name, value in values.items() if name.endswith("_public"))


def test_the_towns_of_the_places_chosen_are_open_and_the_others_closed(
    client: Client, begun: tuple[Application, str]
) -> None:
    _, code = begun
    area = Area.objects.filter(whole_city=False).earliest("pk")
    address = url("apply_step", code, "activity")
    assert 'class="choices-group" open' not in client.get(address).text
    client.post(address, {"areas": [area.pk]})
    page = client.get(address).text
    assert page.count('class="choices-group" open') == 1
    assert f'class="choices-group" open><summary>{area.town}</summary>' in page


@pytest.mark.parametrize(
    ("step", "data", "words"),
    [
        ("group", {"name": ""}, "団体名を入力してください"),
        ("group", {"name": "花", "corporate_number": "1234567890123"}, "13けたの数字を確かめて"),
        ("group", {"name": "花", "founded_month": "3"}, "できた年を入力してください"),
        ("people", {"member_count": "3", "citizen_count": "4"}, "多くできません"),
        ("contact", {"phone": "3001234"}, "市外局番から"),
        ("contact", {"email": "hana"}, "name@example.jp"),
        ("activity", {"link_url_0": "あ い"}, "https://example.jp"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    client: Client, begun: tuple[Application, str], step: str, data: dict[str, str], words: str
) -> None:
    page = client.post(url("apply_step", begun[1], step), data).content.decode()
    assert words in page
    for value in data.values():
        assert value in page


def test_two_people_who_write_are_shown_both_versions(
    client: Client, begun: tuple[Application, str]
) -> None:
    application, code = begun
    seen = application.organization.version
    address = url("apply_step", code, "people")
    client.post(address, {"member_count": "10", "version": seen})
    page = client.post(address, {"member_count": "20", "version": seen}).content.decode()
    assert "先に直してあります" in page
    assert "自分の内容で保存する" in page
    application.organization.refresh_from_db()
    assert application.organization.member_count == 10


def test_a_refused_document_takes_no_other_with_it(
    client: Client, begun: tuple[Application, str]
) -> None:
    application, code = begun
    files = {
        "rules": SimpleUploadedFile("会則.pdf", b"%PDF-1.7 x"),
        "budget": SimpleUploadedFile("予算.html", b"<html>"),
    }
    page = client.post(url("apply_step", code, "files"), files).content.decode()
    assert "予算書・事業計画書は、PDF・Word・Excel・写真のどれかにしてください" in page
    kept = Attachment.objects.get(organization=application.organization)
    assert kept.name == "会則.pdf"
    assert "※必須" not in client.get(url("apply_step", code, "files")).text  # it is here already
    response = client.get(url("application_file", code, kept.pk))
    assert response.content == b"%PDF-1.7 x"
    assert response["Content-Disposition"].startswith("attachment")
    client.post(url("application_file_remove", code, kept.pk))
    assert not application.organization.attachments.exists()


def test_handing_in_names_everything_missing_then_gives_a_receipt(
    client: Client, begun: tuple[Application, str]
) -> None:
    application, code = begun
    check = url("apply_step", code, "check")
    page = client.post(check, {"agreed": "1"}).content.decode()
    for words in ("ふりがなを入力", "会則・規約・定款を選んで", "活動分野を1つ以上"):
        assert words in page
    fill(application.organization)
    assert "登録のきまりを読んで" in client.post(check).content.decode()
    receipt = client.post(check, {"agreed": "1"}, follow=True).content.decode()
    application.refresh_from_db()
    assert application.number
    assert application.agreed_at is not None
    assert application.number in receipt
    assert application.number in mails()[-1]["subject"]
    again = client.post(check, {"agreed": "1"}, follow=True).content.decode()
    assert application.number in again
    assert len(mails()) == 1


def test_a_code_opens_its_own_application_alone(
    client: Client, begun: tuple[Application, str], kind: OrganizationKind
) -> None:
    application, code = begun
    other, _ = actions.start_application(name="ほかの会", kind=kind)
    theirs = fill(other.organization)
    assert client.get(url("application_file", code, theirs.pk)).status_code == 404
    assert client.post(url("application_file_remove", code, theirs.pk)).status_code == 404
    assert client.get(url("application_status", str(application.pk))).status_code == 302
    assert client.get(url("application_status", code.lower())).status_code == 200


def test_once_decided_a_code_tells_the_result_and_nothing_else(
    client: Client, begun: tuple[Application, str], desk: Any
) -> None:
    application, code = begun
    attachment = fill(application.organization)
    actions.submit(application.organization)
    actions.decline(application.organization, by=desk, reason="市外で活動しているため")
    page = client.get(url("application_status", code)).content.decode()
    assert "市外で活動しているため" in page
    for address in (
        url("apply_step", code, "contact"),
        url("application_file", code, attachment.pk),
        url("application_pdf", code),
    ):
        assert client.get(address)["Location"] == url("application_status", code)


def test_giving_up_takes_documents_along(client: Client, begun: tuple[Application, str]) -> None:
    application, code = begun
    fill(application.organization)
    client.post(url("apply_delete", code))
    assert not Application.objects.exists()
    assert not Attachment.objects.exists()
    assert client.get(url("application_status", code)).status_code == 404


def test_forms_print_empty_and_filled(client: Client, begun: tuple[Application, str]) -> None:
    """An empty application fits on two sheets, with the number that the city's rules give it."""
    RegistrySettings.objects.filter(pk=1).update(application_style="別記様式第9号")
    empty = PdfReader(io.BytesIO(client.get(url("apply_blank_pdf")).content))
    assert len(empty.pages) == 2
    assert "別記様式第9号" in empty.pages[0].extract_text()
    fill(begun[0].organization)
    for address in (url("apply_blank_pdf"), url("application_pdf", begun[1])):
        response = client.get(address)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")
