"""協働事業を探す: what is shown, found, sorted, paged and downloaded."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from koganei_kyodo.search.filtersets import CountedPaginator
from organizations.models import ActivityField, Department
from projects.facets import Choice
from projects.models import CollaborationForm, Partner, ProjectRecord
from projects.views.public import PUBLIC_COLUMNS
from tests.factories import (
    CityFactory,
    DepartmentFactory,
    OrganizationFactory,
    PartnerFactory,
    RecordFactory,
)

APPROVED = ProjectRecord.Status.APPROVED
URL = "/projects/"


def published(office: Any, name: str, **fields: Any) -> Any:
    record = RecordFactory(department=office, name=name, status=APPROVED, **fields)
    PartnerFactory(record=record)
    return record


def names_on(client: Client, query: dict[str, str] | None = None) -> list[str]:
    response = client.get(URL, query or {})
    assert response.status_code == 200
    return [record.name for record in response.context["records"]]


def csv_lines(client: Client, query: dict[str, str] | None = None) -> list[list[str]]:
    response: Any = client.get(reverse("projects:list_csv"), query or {})
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_only_published_records_of_the_own_city(client: Client, office: Department) -> None:
    published(office, "花だんの手入れ")
    for status in ("draft", "submitted", "returned"):
        RecordFactory(department=office, name=f"まだ{status}", status=status)
    published(office, "公開しない事業", is_public=False)
    closed = CityFactory(closed_dataset=True)
    published(DepartmentFactory(parent=closed), "よその市の事業")

    assert names_on(client) == ["花だんの手入れ"]
    assert [line[1] for line in csv_lines(client)[1:]] == ["花だんの手入れ"]


def test_records_of_a_field_are_found_under_its_name_of_today(
    client: Client, office: Department
) -> None:
    old = ActivityField.objects.get(fieldset__is_current=False, short_name="環境の保全")
    published(office, "川しらべ", fiscal_year=2025).activity_fields.set([old])
    published(office, "花だん", fiscal_year=2025)

    assert names_on(client, {"field": "環境の保全"}) == ["川しらべ"]
    assert "環境の保全（1件）" in client.get(URL).content.decode()
    assert [line[4] for line in csv_lines(client)[1:]] == ["", "環境の保全"]


def test_logged_in_officers_see_the_same_public_list(
    client: Client, officer: Any, office: Department
) -> None:
    RecordFactory(department=office, name="下書き", status="draft")
    client.force_login(officer)

    assert names_on(client) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("花だん", ["花だんの手入れ"]),
        ("川ぞい", ["花だんの手入れ"]),
        ("みどりの会", ["花だんの手入れ"]),
        ("ＮＰＯ水辺", ["清そう"]),
        ("npo水辺", ["清そう"]),
        ("花だん　みどり", ["花だんの手入れ"]),
        ("花だん 水辺", []),
        ("%", []),
    ],
)
def test_words_are_found_in_names_content_and_partners(
    client: Client, office: Department, words: str, found: list[str]
) -> None:
    flowers = published(office, "花だんの手入れ", summary="川ぞいの花だんです。")
    Partner.objects.filter(record=flowers).update(
        organization=OrganizationFactory(name="みどりの会"), name=""
    )
    cleaning = published(office, "清そう", summary="駅前です。")
    Partner.objects.filter(record=cleaning).update(name="NPO水辺")

    assert names_on(client, {"q": words}) == found


def test_filters_work_together_and_each_can_be_removed(
    client: Client, office: Department, other_office: Department
) -> None:
    wanted: Any = published(office, "花だん", fiscal_year=2024)
    published(office, "花だん", fiscal_year=2025)
    published(other_office, "訓練", fiscal_year=2024)
    wanted.partners.first().forms.set(CollaborationForm.objects.filter(name="共催"))
    query = {"q": "花", "year": "2024", "department": str(office.pk), "form": "共催"}

    response = client.get(URL, query)

    assert [record.pk for record in response.context["records"]] == [wanted.pk]
    active = response.context["filters"].active
    assert [(a.label, a.value) for a in active] == [
        ("ことば", "花"),
        ("年度", "2024（令和6）年度"),
        ("担当課", "公園課"),
        ("協働の形態", "共催"),
    ]
    assert active[1].query == f"q=%E8%8A%B1&department={office.pk}&form=%E5%85%B1%E5%82%AC"
    html = response.content.decode()
    assert f'href="/projects/?{active[1].query.replace("&", "&amp;")}"' in html
    assert len(names_on(client, {"q": "花", "department": str(office.pk), "form": ""})) == 2


def test_choices_are_those_in_use(
    client: Client, office: Department, other_office: Department
) -> None:
    published(office, "花だん", fiscal_year=2024)
    RecordFactory(department=other_office, status="draft")

    choices = client.get(URL).context["filters"].choices

    assert choices["year"] == [Choice("2024", "2024（令和6）年度", 1)]
    assert choices["department"] == [Choice(str(office.pk), "公園課", 1)]
    assert choices["form"] == [Choice("委託", "委託", 1)]


def test_a_choice_promises_what_choosing_it_gives(
    client: Client, office: Department, other_office: Department
) -> None:
    both = published(office, "花だん", fiscal_year=2024, cost=0)
    PartnerFactory(record=both)
    going_on = published(office, "花だん", fiscal_year=2025, cost=100_000, continuity="continued")
    going_on.activity_fields.set(ActivityField.objects.filter(number__lte=2))
    published(other_office, "花だん", fiscal_year=2025)
    published(office, "訓練", fiscal_year=2024, summary="")
    query = {"q": "花", "year": "2025"}

    response = client.get(URL, query)

    counted = response.context["filters"].choices
    assert [(c.value, c.count) for c in counted["year"]] == [("2025", 2), ("2024", 1)]
    for name, choices in counted.items():
        assert choices
        for choice in choices:
            names = names_on(client, query | {name: choice.value})
            assert len(names) == choice.count, (name, choice)
    assert "2025（令和7）年度（2件）" in response.content.decode()


def test_a_condition_that_leaves_nothing_can_still_be_set(
    client: Client, office: Department
) -> None:
    published(office, "花だん", fiscal_year=2024, cost=50_000)

    response = client.get(URL, {"q": "訓練", "year": "2024", "money": "1-100000"})

    assert not response.context["form"].errors
    assert "0件" in response.content.decode()
    assert '<details class="more-filters" open>' in response.content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("はなだん", []),
        ("ハナダン", []),
        ("ボランティア", ["花だん"]),
        ("ぼらんてぃあ", ["花だん"]),
    ],
)
def test_kana_and_kana_are_the_same(
    client: Client, office: Department, words: str, found: list[str]
) -> None:
    published(office, "花だん", summary="ﾎﾞﾗﾝﾃｨｱと植えました。")
    assert names_on(client, {"q": words}) == found


def test_search_follows_every_change_of_a_partner(client: Client, office: Department) -> None:
    record = published(office, "花だん")
    group: Any = OrganizationFactory(name="みどりの会")
    partner: Any = PartnerFactory(record=record, organization=group, name="")

    assert names_on(client, {"q": "みどり"}) == ["花だん"]
    group.name = "あおばの会"
    group.save()
    assert names_on(client, {"q": "みどり"}) == []
    assert names_on(client, {"q": "あおば"}) == ["花だん"]
    Partner.objects.filter(pk=partner.pk).update(organization=None, name="こぶしの会")
    assert names_on(client, {"q": "こぶし"}) == ["花だん"]
    partner.delete()
    assert names_on(client, {"q": "こぶし"}) == []
    record.refresh_from_db()
    assert record.events.count() == 1


def test_a_frequent_word_is_found_on_every_page(
    client: Client, office: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CountedPaginator, "is_capped", True)
    for number in range(21):
        published(office, f"花だん{number:02}")
    published(office, "訓練", summary="")

    second = client.get(URL, {"q": "花", "page": "2"})

    assert [record.name for record in second.context["records"]] == ["花だん00"]


def test_an_unknown_choice_is_said_at_the_field(client: Client, office: Department) -> None:
    published(office, "花だん")

    html = client.get(URL, {"year": "いつか"}).content.decode()

    assert "年度は、画面に出ている中から選び直してください" in html
    assert "<title>エラー：" in html


def test_sorting(client: Client, office: Department) -> None:
    published(office, "い", fiscal_year=2023, cost=500)
    published(office, "あ", fiscal_year=2024)
    published(office, "う", fiscal_year=2025)

    assert names_on(client) == ["う", "あ", "い"]
    assert names_on(client, {"sort": "name"}) == ["あ", "い", "う"]
    assert names_on(client, {"sort": "cost"}) == ["い", "う", "あ"]
    assert names_on(client, {"sort": "unknown"}) == ["う", "あ", "い"]


def test_pages_keep_the_conditions_and_stand_in_the_title(
    client: Client, office: Department
) -> None:
    for number in range(21):
        published(office, f"花だん{number:02}")

    first = client.get(URL, {"q": "花", "sort": "name"}).content.decode()
    second = client.get(URL, {"q": "花", "sort": "name", "page": "2"})

    assert "21件中 1-20件" in first
    assert "q=%E8%8A%B1&amp;sort=name&amp;page=2" in first
    assert "（2／2ページ）" in second.content.decode()
    assert [record.name for record in second.context["records"]] == ["花だん20"]
    assert client.get(URL, {"page": "99"}).context["page_obj"].number == 2
    assert client.get(URL, {"page": "x"}).context["page_obj"].number == 1


def test_empty_states(client: Client, office: Department) -> None:
    assert "公開している協働事業はまだありません" in client.get(URL).content.decode()

    published(office, "花だん")
    html = client.get(URL, {"q": "ない"}).content.decode()

    assert "「ない」の協働事業は見つかりませんでした。条件を減らしてください。" in html
    assert "条件をすべて外す" in html
    assert "<table" not in html


def test_csv_holds_exactly_the_list_in_its_order(client: Client, office: Department) -> None:
    for number in range(22):
        published(office, f"水路{number:02}", fiscal_year=2025 if number % 2 else 2024)
    published(office, "訓練")

    lines = csv_lines(client, {"q": "水", "sort": "name", "page": "2"})

    assert lines[0] == list(PUBLIC_COLUMNS)
    assert [line[1] for line in lines[1:]] == [f"水路{number:02}" for number in range(22)]


def test_downloads_hold_only_public_fields(client: Client, office: Department) -> None:
    record: Any = published(
        office, "=SUM(A1)", cost=12000, scheme_used="補助の制度", return_reason="直して"
    )
    PartnerFactory(record=record, name="もう一つの会")

    line = csv_lines(client)[1]

    assert line[:9] == [
        "2025",
        "'=SUM(A1)",
        "公園課",
        "公園の花だんを、いっしょに手入れしました。",
        "",
        "新しく始めた",
        "12000",
        "補助の制度",
        f"{record.partners.first()}、もう一つの会",
    ]
    assert line[9:] == [
        "NPO法人、NPO法人",
        "委託、委託",
        "市から頼んだ、市から頼んだ",
        "市が中心、市が中心",
        "よい成果があった、よい成果があった",
    ]
    text = ",".join(line)
    assert record.number not in text
    assert "直して" not in text
    assert str(record.submitted_by) not in text


def test_excel_holds_the_same_rows(client: Client, office: Department) -> None:
    published(office, "水路", cost=12000)
    published(office, "訓練")

    response = client.get(reverse("projects:list_xlsx"), {"q": "水"})

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] is not None]
    assert list(rows[1]) == list(PUBLIC_COLUMNS)
    assert len(rows) == 3
    assert rows[2][:2] == (2025, "水路")
    assert rows[2][6] == 12000


@pytest.mark.parametrize("name", ["list", "list_csv", "list_xlsx"])
def test_the_number_of_statements_is_the_same_for_1_and_3_records(
    client: Client,
    office: Department,
    name: str,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    def statements() -> int:
        with django_assert_max_num_queries(14) as captured:
            response: Any = client.get(reverse(f"projects:{name}"))
            if response.streaming:
                list(response.streaming_content)
        return len(captured)

    record: Any = published(office, "一つめ")
    one = statements()
    for number in range(2):
        other = DepartmentFactory(parent=office.parent)
        more = published(other, f"次{number}", fiscal_year=2020 + number)
        PartnerFactory(record=more, organization=OrganizationFactory())
    PartnerFactory(record=record)

    assert statements() == one


@pytest.mark.parametrize("name", ["list", "list_csv", "list_xlsx"])
def test_only_get(client: Client, db: None, name: str) -> None:
    assert client.post(reverse(f"projects:{name}")).status_code == 405
