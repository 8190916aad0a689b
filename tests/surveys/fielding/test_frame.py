"""The frame, the rounds, the rates, the Excel sheets, what is printed, what is deleted."""

import datetime
import io
import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.portal.models import Centre
from organizations.models import Contact, Organization
from surveys.actions import Given, WrongState
from surveys.fielding import (
    closing,
    excel_in,
    excel_sheet,
    frame,
    frame_file,
    links,
    printing,
    progress,
    rounds,
    taking,
)
from surveys.models import (
    Answer,
    Outreach,
    Response,
    Survey,
    Target,
    TargetContact,
    TargetLink,
)
from surveys.permissions import may_answer
from tests import factories
from tests.surveys.samples import person

G = Given


def upload(text: str, encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    return SimpleUploadedFile("名簿.csv", text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_frame_from_a_file(survey, encoding, keyer):
    text = "名称,区分,規模,メールアドレス,郵便番号\n甲の会,NPO,大,a@example.jp,１８４００１２\n乙の会,任意,2,,\n"
    file = frame_file.read(survey, upload(text, encoding))
    assert (file.problems, file.unread) == ([], [])
    lines = frame_file.unsealed(survey, frame_file.sealed(survey, file.lines))
    made, known = frame.add_targets(survey, lines, source="file", by=keyer)
    assert ([t.number for t in made], known) == ([1, 2], 0)
    assert [t.attributes for t in made] == [{"size": 1}, {"size": 2}]
    assert made[0].contact.postcode == "184-0012"
    assert made[0].modes == ["email"]
    assert frame.add_targets(survey, lines, source="file", by=keyer) == ([], 2)


def test_a_file_says_all_that_is_wrong_and_adds_nothing(client, survey, keyer):
    client.force_login(keyer)
    text = "名称,規模,メールアドレス\n,大,\n乙の会,中,b@\n"
    page = client.post(
        reverse("surveys:fielding_frame", args=[survey.slug]), {"way": "file", "file": upload(text)}
    ).content.decode()
    assert "2行目：名称を入力してください" in page
    assert "3行目：「規模」に「中」という選択肢はありません" in page
    assert "3行目：メールアドレスは" in page
    assert not survey.targets.exists()


def test_a_file_is_shown_before_it_is_taken(client, survey, keyer):
    client.force_login(keyer)
    Target.objects.create(survey=survey, name="甲の会")
    address = reverse("surveys:fielding_frame", args=[survey.slug])
    text = "名称,規模,メールアドレス,ひとこと\n甲の会,大,,\n乙の会,大,b@example.jp,元気\n"
    page = client.post(address, {"way": "file", "file": upload(text)})
    shown = page.content.decode()
    for words in ("1件を名簿に加える", "1件（重ねて", "ひとこと", "乙の会", "b@example.jp"):
        assert words in shown
    assert survey.targets.count() == 1
    client.post(address, {"way": "held", "held": page.context["held"]})
    assert survey.targets.get(name="乙の会").attributes == {"size": 1}
    forged = client.post(address, {"way": "held", "held": "x"}).content.decode()
    assert "選び直してください" in forged


def test_a_target_is_found_whatever_its_width_and_kana(client, survey, keyer):
    found = Target.objects.create(survey=survey, name="ﾎﾀﾙの会", number=81)
    Target.objects.create(survey=survey, name="川の会", number=82)
    client.force_login(keyer)
    address = reverse("surveys:fielding_targets", args=[survey.slug])
    for words in ("ほたる", "８１", "ホタル\0"):
        assert list(client.get(address, {"q": words}).context["page"]) == [found], words


def test_another_office_can_answer_for_one_that_is_gone(client, survey, keyer):
    client.force_login(keyer)
    gone = factories.DepartmentFactory()
    heir = factories.DepartmentFactory(parent=gone.parent)
    target = Target.objects.create(survey=survey, name="旧の課", department=gone, status="sent")
    officer = factories.UserFactory(role=Role.OFFICER, role__place=heir)
    assert not may_answer(officer, target)
    address = reverse("surveys:fielding_target", args=[survey.slug, target.pk])
    client.post(address, {"step": "answerer", "office": heir.pk})
    target.refresh_from_db()
    assert may_answer(officer, target)
    page = client.post(address, {"step": "answerer", "office": gone.pk}, follow=True)
    assert "同じ課です" in page.content.decode()
    client.post(address, {"step": "answerer", "office": ""})
    target.refresh_from_db()
    assert target.answered_by is None


def test_a_frame_from_the_registry_and_the_offices(survey, keyer):
    member = person(Role.REPRESENTATIVE)
    group = Organization.objects.get(memberships__user=member)
    made, _ = frame.add_targets(survey, frame.organization_lines([group]), source="registry", by=keyer)  # fmt: skip
    assert (made[0].name, made[0].contact.email) == (group.name, member.email)
    Contact.objects.update_or_create(
        organization=group,
        defaults={"contact_name": "窓口 花子", "address": "本町1-1", "address_to": "見本方"},
    )
    (line,) = frame.organization_lines([group])
    assert line.contact == {
        "addressee": "窓口 花子", "email": member.email, "address": "本町1-1 見本方",
    }  # fmt: skip
    office = factories.DepartmentFactory()
    lines = frame.department_lines(survey, [office])
    offices, _ = frame.add_targets(survey, lines, source="departments", by=keyer)
    assert (offices[0].department, offices[0].modes) == (office, ["post"])
    office.email = "office@example.jp"
    (line,) = frame.department_lines(survey, [office])
    assert line.contact == {"email": "office@example.jp"}
    assert frame.add_targets(survey, [line], source="departments", by=keyer) == ([], 1)
    offices[0].refresh_from_db()
    assert (offices[0].contact.email, offices[0].modes) == (office.email, ["post", "email"])
    again = [frame.Line(name=str(office.name)), frame.Line(name="乙")]
    assert frame.new_lines(survey, again) == again[1:]
    with pytest.raises(PermissionDenied):
        frame.add_targets(survey, lines, source="departments", by=member)


def people(survey, count=4):
    lines = [
        frame.Line(
            name=f"相手{n}", group="会", contact={"email": f"a{n}@example.jp", "address": "1"}
        )
        for n in range(count)
    ]
    return frame.add_targets(survey, lines, source="file", by=None)[0]


def send(survey, kind, channel="email", **values):
    subject, body = rounds.draft_text(survey, kind)
    values = {"token": uuid.uuid4(), "by": None, "subject": subject, "body": body, **values}
    return rounds.send_round(survey, kind=kind, channel=channel, **values)


def test_reminders_go_to_those_who_have_not_answered(questionnaire, survey):
    targets = people(survey)
    first = send(survey, "invitation")
    assert rounds.mail_round(first.pk) == 4
    assert rounds.mail_round(first.pk) == 0
    assert {t.status for t in survey.targets.all()} == {"sent"}
    secret = links.make_links(targets)[targets[1].pk]
    taking.take_answer(questionnaire, targets[0], {}, token="a", mode="web")
    frame.move(targets[3], "undeliverable", by=None)
    token = uuid.uuid4()
    reminder = send(survey, "reminder", token=token)
    assert send(survey, "reminder", token=token) == reminder
    mail.outbox.clear()
    assert rounds.mail_round(reminder.pk) == 2
    assert sorted(m.to[0] for m in mail.outbox) == ["a1@example.jp", "a2@example.jp"]
    # The reminder carries the same link as the invitation.
    assert links.link_address(secret) in mail.outbox[0].body
    thanks = send(survey, "thanks")
    assert [i.target for i in thanks.items.all()] == [targets[0]]
    with pytest.raises(WrongState, match="送る相手がいません"):
        send(survey, "thanks")
    whole, kinds = progress.standings(survey)
    named = [(r.name, r.top, r.base, r.percent) for r in whole.rates]
    assert named == [
        ("回収率", 1, 4, "25.0%"),
        ("有効回収率", 1, 4, "25.0%"),
        ("届いた相手の有効回収率", 1, 3, "33.3%"),
    ]
    assert [kind.name for kind in kinds] == ["会"]
    assert [day.total for day in progress.days(survey)] == [1]


def test_a_link_is_never_stored_and_can_be_made_anew(survey):
    (target, *_) = people(survey, 1)
    secret = links.make_links([target])[target.pk]
    row = TargetLink.objects.get()
    assert len(secret) == 26
    assert secret not in {row.token_hash, row.nonce}
    assert links.target_of(secret.upper()) == target
    renewed = frame.renew_link(target, by=None)
    assert links.target_of(secret) is None
    assert links.target_of(renewed) == target


@pytest.mark.parametrize(
    ("status", "verb", "allowed"),
    [
        (status, verb, status in Target.TRANSITIONS[verb])
        for status in Target.Status.values
        for verb in Target.TRANSITIONS
    ],
)
def test_every_step_from_every_state(survey, status, verb, allowed):
    target = Target.objects.create(survey=survey, name="甲", status=status, status_note="理由")
    if allowed:
        moved = frame.move(target, verb, by=None, note="理由")
        assert moved.status == Target.TRANSITIONS[verb][status]
        assert target.events.count() == 1
    else:
        with pytest.raises(WrongState):
            frame.move(target, verb, by=None, note="理由")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_sheet_is_refused_with_a_reason(survey, questionnaire, content):
    with pytest.raises(excel_sheet.SheetFileError, match=r"Excel|用紙"):
        excel_in.take_file(survey, content, by=None)


def test_letters_labels_and_questionnaires(questionnaire, survey):
    Centre.objects.get_or_create(pk=1)
    people(survey, 2)
    outreach = send(survey, "invitation", channel=Outreach.Channel.POST)
    for make in (printing.letters, printing.labels, printing.questionnaires):
        content = make({"outreach": outreach.pk}, lambda percent: None)
        assert content.startswith(b"%PDF-1.7")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    text = "".join(pages)
    # Every copy counts its own pages, begins on a sheet of its own, and says whose it is.
    assert [page.strip().endswith(f"整理番号 {n}") for n, page in ((1, pages[0]), (2, pages[2]))] == [
        True, True,
    ]  # fmt: skip
    assert (len(pages), pages[1].strip()) == (3, "")
    assert "1．はい → 「分野」へ" in " ".join(text.split())
    assert "2．いいえ → 「意見」へ" in " ".join(text.split())
    assert "と答えた人だけ" in text


def test_what_was_said_is_deleted_and_the_figures_stay(questionnaire, survey):
    (target, *_) = people(survey, 1)
    send(survey, "invitation")
    answers = {"wish": G((1,)), "fields": G((3,), "音楽"), "opinion": G(text="名前を書いた意見"), "members": G(text="12")}  # fmt: skip
    taking.take_answer(questionnaire, target, answers, [], token="a", mode="web")
    Survey.objects.filter(pk=survey.pk).update(delete_after=timezone.localdate())
    assert closing.delete_due(timezone.localdate()).surveys == 0
    day = timezone.localdate() + datetime.timedelta(days=1)
    counted = closing.delete_due(day, dry_run=True)
    assert (counted.targets, counted.contacts, counted.texts) == (1, 1, 2)
    codes = sorted(Answer.objects.values_list("question", "row", "code"))
    assert closing.delete_due(day) == counted
    assert sorted(Answer.objects.values_list("question", "row", "code")) == codes
    assert Answer.objects.get(question__code="members").text == "12"
    assert not Answer.objects.filter(text__contains="意見").exists()
    assert not TargetContact.objects.exists()
    assert Response.objects.get().target is None
    assert Target.objects.get().name == closing.GONE
    assert closing.delete_due(day).surveys == 0
    call_command("delete_survey_data", "--dry-run")
