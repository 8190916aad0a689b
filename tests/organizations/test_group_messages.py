"""団体へのお知らせ: who gets it which way, each result, saying no; labels and letters."""

import io
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.mail import EmailMessage

from koganei_kyodo.documents.actions import run_rendering
from koganei_kyodo.documents.models import Rendering
from organizations import actions
from organizations.models import MailStop, Organization
from tests.factories import ContactFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
STOP = "https://kyodo.example.jp/mail-stop/"


@pytest.fixture
def groups(db):
    """One with mail, one without, one that said no."""
    rows = {}
    for name, email in (
        ("花の会", "hana@example.jp"),
        ("紙の会", ""),
        ("静かな会", "shizuka@example.jp"),
    ):
        rows[name] = OrganizationFactory(name=name)
        ContactFactory(organization=rows[name], email=email)
    actions.stop_mail(actions.key_of(rows["静かな会"].pk))
    return rows


def sent(by):
    draft = actions.write_message("お祭り\nの募集", "{団体名}のみなさんへ", "", by=by)
    everyone = Organization.objects.listed()
    message = actions.send_message(draft, everyone, by=by, site_name="見本市", address=STOP)
    actions.deliver(message.pk, "見本市", STOP)
    message.refresh_from_db()
    return message


def test_each_group_is_reached_its_own_way(groups, desk):
    message = sent(desk)
    results = {row.organization.name: row.status for row in message.deliveries.all()}
    assert results == {"花の会": "sent", "紙の会": "letter", "静かな会": "stopped"}
    (letter,) = mail.outbox
    assert letter.to == ["hana@example.jp"]
    assert letter.subject == "お祭り の募集"
    assert letter.body.startswith("花の会のみなさんへ")
    assert STOP in letter.body
    assert message.status == "sent"
    assert actions.deliver(message.pk, "見本市", STOP) == 0


def test_one_bad_address_stops_nobody(groups, desk, monkeypatch):
    def refuse(self):
        raise OSError("mailbox unavailable")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    row = sent(desk).deliveries.get(organization=groups["花の会"])
    assert row.status == "failed"
    assert "mailbox unavailable" in row.reason


def test_a_message_is_sent_once(groups, desk):
    message = sent(desk)
    with pytest.raises(actions.WrongState):
        actions.send_message(message, Organization.objects.all(), by=desk, site_name="", address="")
    with pytest.raises(actions.WrongState):
        actions.write_message("x", "x", "", by=desk, message=message)


def test_the_link_stops_and_a_made_up_one_does_not(client, groups):
    address = f"/mail-stop/{actions.key_of(groups['花の会'].pk)}/"
    assert "お知らせを止める" in client.get(address).content.decode()
    assert not MailStop.objects.filter(organization=groups["花の会"]).exists()
    for _ in range(2):
        assert "止めました" in client.post(address).content.decode()
    assert MailStop.objects.filter(organization=groups["花の会"]).count() == 1
    assert client.get("/mail-stop/made-up/").status_code == 404


def test_in_the_browser(client, groups, desk):
    client.force_login(desk)
    new = client.get("/organizations/messages/new/?q=の会").content.decode()
    assert "ことば：の会" in new
    assert (
        "件名を入力してください" in client.post("/organizations/messages/new/", {}).content.decode()
    )
    typed = {"subject": "募集", "body": "{団体名}さん", "query": "q=花"}
    address = client.post("/organizations/messages/new/", typed).url
    page = client.get(address).content.decode()
    assert "花の会さん" in page
    assert "1件にメールを送る" in page
    client.post(f"{address}test/")
    assert mail.outbox[0].to == [desk.email]
    client.post(f"{address}send/")
    assert "順番を待っています" in client.get(address).content.decode()


def test_labels_and_the_letter_list(client, groups, desk):
    client.force_login(desk)
    page = client.get("/organizations/labels/").content.decode()
    assert "3件のうち、住所がわかる3件" in page
    for layout in ("12", "18", "21", "24"):
        client.post("/organizations/labels/", {"layout": layout})
    for rendering in Rendering.objects.all():
        run_rendering(rendering.pk)
    made = Rendering.objects.filter(status="done", public=False)
    assert made.count() == 4
    assert all(bytes(r.content or b"").startswith(b"%PDF") for r in made)
    file = client.get("/organizations/letters.xlsx")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert "紙の会" in {cell.value for row in sheet for cell in row}
    assert "花の会" not in {cell.value for row in sheet for cell in row}
