"""A project's page and data, examples and feeds: only what may be public."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Department
from projects.counting.yearly import year_report
from projects.models import CollaborationForm, CostSource, Example, RecordCost, Theme
from tests.factories import OrganizationFactory, PartnerFactory, RecordFactory

APPROVED = "approved"
ATOM = "{http://www.w3.org/2005/Atom}"


def published(office: Any, **fields: Any) -> Any:
    return RecordFactory(department=office, status=APPROVED, **fields)


def example_of(record: Any, **fields: Any) -> Example:
    usual = {
        "kind": "good",
        "title": "早めに分担した",
        "text": "4月に決めました。",
        "is_public": True,
    }
    return Example.objects.create(record=record, **usual | fields)


@pytest.fixture
def secretive(office: Department) -> Any:
    """A published record with everything that an office may keep to itself."""
    record: Any = published(
        office,
        name="花だん",
        cost=777_000,
        cost_is_public=False,
        problems="秘密の課題",
    )
    source = CostSource.objects.create(guideline=record.guideline, name="秘密の財布")
    RecordCost.objects.create(record=record, source=source, amount=777_000)
    group = OrganizationFactory(name="秘密の会")
    PartnerFactory(record=record, organization=group, name="", name_is_public=False)
    example_of(record, title="秘密の事例", is_public=False)
    return record


def test_what_an_office_keeps_to_itself_is_nowhere_public(client: Client, secretive: Any) -> None:
    addresses = [
        "/projects/?q=花だん",
        "/projects/list.csv",
        f"/projects/{secretive.project_id}/",
        f"/projects/{secretive.project_id}/project.json",
        "/projects/examples/",
        "/projects/feed.atom",
        "/projects/examples/feed.rss",
        "/projects/statistics/2025/fairness/",
    ]
    for address in addresses:
        response: Any = client.get(address)
        assert response.status_code == 200, address
        text = response.getvalue().decode()
        assert not [w for w in ("秘密", "777,000", "777000") if w in text], address


def test_what_is_not_public_cannot_be_searched_for(client: Client, secretive: Any) -> None:
    def found(**query: str) -> list[Any]:
        return list(client.get("/projects/", query).context["records"])

    assert found(q="秘密の会") == []
    assert found(money="500000-1000000") == []
    assert found(money="none") == [secretive]
    partner = secretive.partners.get()
    partner.name_is_public = True
    partner.save()
    assert found(q="秘密の会") == [secretive]


def test_a_page_tells_the_years_in_a_row(client: Client, office: Department) -> None:
    first: Any = published(office, fiscal_year=2024, cost=10_000)
    last: Any = published(
        office,
        project=first.project,
        fiscal_year=2025,
        is_last_year=True,
        end_reason="目的を果たしました。",
        problems="人手が足りませんでした。",
        problems_are_public=True,
        results="花が増えました。",
        cost=300_000,
    )
    source = CostSource.objects.create(guideline=last.guideline, name="団体の負担")
    RecordCost.objects.create(record=last, source=source, amount=100_000)
    example_of(last)

    html = client.get(f"/projects/{first.project_id}/").content.decode()

    for words in ("年度ごとの歩み", "目的を果たしました。", "人手が", "花が増え", "早めに分担した"):
        assert words in html
    assert "団体の負担　100,000円" in html


def test_a_project_as_data(client: Client, office: Department) -> None:
    record: Any = published(office, cost=5_000)
    PartnerFactory(record=record, name="みどりの会")

    data = client.get(f"/projects/{record.project_id}/project.json").json()

    assert data["records"][0]["cost_yen"] == 5_000
    assert data["records"][0]["partners"][0] | {} == {
        "name": "みどりの会",
        "groups": None,
        "kind": "NPO法人",
        "forms": ["委託"],
        "origins": ["市から頼んだ"],
        "initiatives": ["市が中心"],
        "outcome": "よい成果があった",
    }


def test_examples_by_kind_theme_and_words(client: Client, office: Department) -> None:
    record = published(office)
    theme = Theme.objects.create(name="広報")
    good = example_of(record)
    good.themes.add(theme)
    failed = example_of(record, kind="failed", title="雨のボランティア")

    def found(**query: str) -> list[Any]:
        return list(client.get("/projects/examples/", query).context["examples"])

    assert found() == [failed, good]
    assert found(kind="failed") == [failed]
    assert found(theme=str(theme.pk)) == [good]
    assert found(q="ぼらんてぃあ") == [failed]
    assert found(q="ない") == []
    html = client.get("/projects/examples/", {"q": "ない"}).content.decode()
    assert "条件を減らしてください" in html


def test_colleagues_read_examples_of_every_office_others_do_not(
    client: Client, office: Department, other_officer: Any, member: Any
) -> None:
    example_of(published(office), title="庁内の話", is_public=False)

    assert "庁内の話" not in client.get("/projects/examples/").content.decode()
    client.force_login(member)
    assert "庁内の話" not in client.get("/projects/examples/").content.decode()
    client.force_login(other_officer)
    html = client.get("/projects/examples/").content.decode()
    assert "庁内の話" in html
    assert "庁内だけ" in html


def test_feeds(client: Client, office: Department) -> None:
    record: Any = published(office, name="花だん")
    published(office, name="公開しない", is_public=False)
    example_of(record)

    atom = ET.fromstring(client.get("/projects/feed.atom").content)  # noqa: S314
    rss = ET.fromstring(client.get("/projects/examples/feed.rss").content)  # noqa: S314

    entries = atom.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["花だん（2025（令和7）年度）"]
    assert entries[0].findtext(f"{ATOM}updated", "").endswith("+09:00")
    assert [i.findtext("title") for i in rss.iter("item")] == ["うまくいったこと：早めに分担した"]
    assert client.get("/projects/feed.html").status_code == 404


def test_forms_that_count_in_no_total_have_their_line_only(
    client: Client, office: Department
) -> None:
    record: Any = published(office)
    PartnerFactory(record=record)
    other: Any = published(office)
    partner: Any = PartnerFactory(record=other)
    support = CollaborationForm.objects.create(
        guideline=record.guideline, name="後援", counts_in_total=False, position=9
    )
    partner.forms.set([support])
    published(office, stage="plan")

    report = year_report(None, 2025)

    assert report is not None
    assert report.year.projects == 1
    forms = next(t for t in report.tables if t.key == "form-projects")
    assert (forms.n, [(r.label, r.count) for r in forms.rows]) == (1, [("委託", 1), ("後援", 1)])
    assert any("後援だけの事業は" in note for note in report.notes)
    html = client.get(reverse("projects:statistics")).content.decode()
    assert '<span class="key-number">1</span> 事業' in html


def test_money_by_source(office: Department) -> None:
    for year, amount in ((2024, 100), (2025, 300)):
        record: Any = published(office, fiscal_year=year, cost=amount)
        source, _ = CostSource.objects.get_or_create(
            guideline=record.guideline, name="市の予算", defaults={"position": 1}
        )
        RecordCost.objects.create(record=record, source=source, amount=amount)

    report = year_report(None, 2025)

    assert report is not None
    assert [(s.label, s.amount, s.change_label) for s in report.sources] == [
        ("市の予算", 300, "+200")
    ]


@pytest.mark.parametrize("address", ["/projects/examples/", "/projects/feed.atom"])
def test_statements_depend_on_nothing(
    client: Client,
    office: Department,
    address: str,
    django_assert_max_num_queries: Any,
) -> None:
    def statements() -> int:
        with django_assert_max_num_queries(10) as captured:
            client.get(address)
        return len(captured)

    example_of(published(office)).themes.add(Theme.objects.create(name="広報"))
    one = statements()
    for _ in range(2):
        example_of(published(office)).themes.set(Theme.objects.all())
    assert statements() == one
