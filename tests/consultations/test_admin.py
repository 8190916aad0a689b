"""The desk at work in the admin."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, ConsultationCategory, ConsultationPerson
from koganei_kyodo.accounts.models import User
from koganei_kyodo.admin_queues import queues_for
from tests.factories import ConsultationFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:consultations_consultation_changelist")
ADD = reverse("admin:consultations_consultation_add")


def change(row: Consultation) -> str:
    return reverse("admin:consultations_consultation_change", args=[row.pk])


def filled_in(desk: User, **values: Any) -> dict[str, Any]:
    kind: Any = ConsultationFactory().enquirer_kind
    return {
        "received_at": "2026-04-02T10:30",
        "minutes": "３０分",
        "channel": "counter",
        "staff": desk.pk,
        "enquirer_kind": kind.pk,
        "text": "子ども食堂を始めたい",
        "person-TOTAL_FORMS": "1",
        "person-INITIAL_FORMS": "0",
        **values,
    }


def test_writing_down_a_consultation(client: Client, desk: User) -> None:
    client.force_login(desk)
    category = ConsultationCategory.objects.get(name="資金・助成")
    group = OrganizationFactory()
    data = filled_in(
        desk,
        categories=[category.pk],
        organization=group.pk,
        **{"person-0-name": "西 ひかる", "person-0-phone": "０４２（１１１）２２２２"},
    )
    response = client.post(ADD, data, follow=True)
    row = Consultation.objects.get(text="子ども食堂を始めたい")
    assert row.number in response.content.decode()
    assert (row.minutes, row.organization, list(row.categories.all())) == (30, group, [category])
    assert (row.person.name, row.person.phone) == ("西 ひかる", "042-111-2222")
    assert row.updated_by == desk


def test_nobody_has_to_be_named(client: Client, desk: User) -> None:
    client.force_login(desk)
    client.post(ADD, filled_in(desk))
    assert Consultation.objects.filter(text="子ども食堂を始めたい").exists()
    assert not ConsultationPerson.objects.exists()


def test_errors_say_how_to_mend_them(client: Client, desk: User) -> None:
    client.force_login(desk)
    data = filled_in(desk, text="", enquirer_kind="", minutes="すこし")
    page = client.post(ADD, data).content.decode()
    for sentence in (
        "相談の内容を入力してください",
        "相談者の区分を選んでください",
        "かかった時間（分）は、数字で入力してください",
    ):
        assert sentence in page


def test_a_colleague_who_saved_first_is_named(client: Client, desk: User) -> None:
    client.force_login(desk)
    colleague = UserFactory(role="desk", name="南 ひろ")
    row = ConsultationFactory(updated_by=colleague, version=2, handling="電話した")
    data = filled_in(desk, seen=1, handling="手紙を書いた")
    page = client.post(change(row), data).content.decode()
    assert "南 ひろさんが" in page
    assert "手紙を書いた" in page, "nothing typed is lost"
    row.refresh_from_db()
    assert row.handling == "電話した"


def test_a_closed_one_is_only_read(client: Client, desk: User) -> None:
    client.force_login(desk)
    row = ConsultationFactory(closed=True, result="手引きを渡した")
    page = client.get(change(row)).content.decode()
    assert "手引きを渡した" in page
    assert "対応中に戻す…" in page
    assert 'name="_save"' not in page
    assert client.post(change(row), filled_in(desk)).status_code == 403


def test_the_coordinating_office_reads(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    row = ConsultationFactory(text="会則を作りたい")
    page = client.get(change(row)).content.decode()
    assert "会則を作りたい" in page
    assert "終了にする…" not in page
    assert client.post(change(row), {}).status_code == 403


@pytest.mark.parametrize("role", ["officer", "member"])
def test_nobody_else_comes_in(role: str, client: Client, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(LIST).status_code in (302, 403)
    assert not Consultation.objects.visible_to(request.getfixturevalue(role)).exists()


@pytest.mark.parametrize(
    "keyword",
    ["助成", "ジョセイ 会館", "西ひかる", "0421112222", "０４２-１１１", "折り返し", "S2026-9001"],
)
def test_search_looks_everywhere(keyword: str, client: Client, desk: User) -> None:
    client.force_login(desk)
    found = ConsultationFactory(
        number="S2026-9001", text="じょせい金と助成の話", handling="会館を案内した"
    )
    ConsultationPerson.objects.create(consultation=found, name="西 ひかる", phone="042-111-2222")
    found.notes.create(text="折り返し電話した", written_by=desk)
    ConsultationFactory(text="ほかの話")
    page = client.get(LIST, {"q": keyword})
    assert [row.pk for row in page.context["cl"].result_list] == [found.pk]


def test_search_for_what_no_text_holds(client: Client, desk: User) -> None:
    client.force_login(desk)
    ConsultationFactory()
    assert client.get(LIST, {"q": "\ud800".encode("utf-8", "surrogatepass")}).status_code == 200


def test_the_dashboard_names_those_whose_day_has_come(
    client: Client, desk: User, coordinator: User, rf: Any
) -> None:
    day = datetime.date(2026, 6, 1)
    with time_machine.travel(datetime.datetime(2026, 6, 1, 3, tzinfo=datetime.UTC), tick=False):
        today = ConsultationFactory(next_on=day)
        ConsultationFactory(next_on=day + datetime.timedelta(days=1))
        ConsultationFactory(next_on=None)
        request = rf.get("/")
        request.user = desk
        (queue,) = (q for q in queues_for(request) if "次の予定" in q.label)
        assert (queue.count, queue.oldest) == (1, day)
        client.force_login(desk)
        rows = client.get(queue.url).context["cl"].result_list
        assert list(rows) == [today]
        request.user = coordinator
        assert not [q for q in queues_for(request) if "次の予定" in q.label]


def test_a_note_is_made_public_and_private_again(client: Client, desk: User) -> None:
    client.force_login(desk)
    row = ConsultationFactory()
    note = row.notes.create(text="折り返した", written_by=desk)
    url = reverse("admin:consultations_consultation_note_public", args=[row.pk, note.pk])
    assert "メモを公開にしました" in client.post(url, {"public": "1"}, follow=True).content.decode()
    note.refresh_from_db()
    assert note.made_public_by == desk
    client.post(url, {})
    note.refresh_from_db()
    assert note.made_public_by is None
    other = reverse(
        "admin:consultations_consultation_note_public", args=[ConsultationFactory().pk, note.pk]
    )
    assert client.post(other, {"public": "1"}).status_code == 404


def test_words_no_longer_used_stay_with_old_entries(client: Client, desk: User) -> None:
    client.force_login(desk)
    old = ConsultationCategory.objects.create(name="むかしの分類", in_use=False)
    row = ConsultationFactory()
    assert "むかしの分類" not in client.get(ADD).context["adminform"].form["categories"].as_widget()
    row.categories.add(old)
    shown = client.get(change(row)).context["adminform"].form["categories"].as_widget()
    assert "むかしの分類" in shown
