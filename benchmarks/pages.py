"""Pages of the portal in a city of scale 1, 10, 100, each beside its floor.

The floor of a page is SQL written by hand that fetches the rows the page shows, and the bare view:
a page of the shell that shows nothing, asked for by the same visitor through the same middleware.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from typing import Any

import pgtrigger
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks import page_sql as sql
from benchmarks.harness import Case
from koganei_kyodo.accounts.models import User
from koganei_kyodo.portal.demo.load import load_demo
from projects.models import ProjectRecord

OFFICE, STAFF, COORDINATOR, GROUP = "kankyo", "desk", "shukan", "daihyo"
# One to four characters, as people type them.
SEARCHED = ("花", "公園", "まつり", "フェスタ")
_BACKEND = "koganei_kyodo.accounts.backends.LoginIdOrEmailBackend"


@dataclass(frozen=True)
class Place:
    """What the addresses and statements of the pages name in this database."""

    year: int
    department: int
    project: int
    office: int
    group: int


@dataclass(frozen=True)
class Page:
    """A page and the statements of its floor.

    `address` and `statements` are made for the database at hand; `login` is a login ID of the
    demo, empty for the public.
    """

    name: str
    address: Callable[[Place], str]
    statements: Callable[[Place], Sequence[sql.Statement]] = field(default=lambda place: ())
    login: str = ""


def _list(place: Place, query: str = "") -> str:
    return f"{reverse('projects:list')}{query}"


def _search(place: Place, word: str) -> str:
    return f"{reverse('portal:search')}?q={word}"


def _found(place: Place, word: str) -> Sequence[sql.Statement]:
    return sql.search_everything(word)


PAGES = (
    Page("front page", lambda p: reverse("portal:front"), lambda p: sql.front()),
    Page("login", lambda p: reverse("login")),
    Page("projects, list", _list, lambda p: sql.record_list()),
    Page(
        "projects, list by two letters",
        lambda p: _list(p, "?q=公園"),
        lambda p: sql.record_list(words="公園"),
    ),
    Page(
        "projects, list filtered",
        lambda p: _list(p, f"?year={p.year}&department={p.department}"),
        lambda p: sql.record_list(year=p.year, department=p.department),
    ),
    Page(
        "projects, one project",
        lambda p: reverse("projects:detail", args=[p.project]),
        lambda p: sql.project(p.project),
    ),
    Page(
        "projects, statistics",
        lambda p: reverse("projects:statistics"),
        lambda p: sql.statistics(p.year),
    ),
    Page(
        "projects, yearly report",
        lambda p: reverse("projects:yearly_report", args=[p.year]),
        lambda p: sql.yearly_report(p.year),
    ),
    Page(
        "survey report",
        lambda p: reverse("surveys:report", args=["musashino-2011"]),
        lambda p: sql.report("musashino-2011"),
    ),
    Page(
        "office's own page",
        lambda p: reverse("projects:office_home"),
        lambda p: sql.office(p.office, p.year),
        OFFICE,
    ),
    Page(
        "group's own page",
        lambda p: reverse("portal:mypage"),
        lambda p: sql.group(p.group),
        GROUP,
    ),
    Page("desk's dashboard", lambda p: reverse("admin:index"), lambda p: sql.dashboard(), STAFF),
    Page(
        "coordinator's dashboard",
        lambda p: reverse("admin:index"),
        lambda p: sql.dashboard(),
        COORDINATOR,
    ),
    *(
        Page(
            f"whole site, {len(word)} {word}",
            partial(_search, word=word),
            partial(_found, word=word),
        )
        for word in SEARCHED
    ),
    Page(
        "admin, records",
        lambda p: reverse("admin:projects_projectrecord_changelist"),
        lambda p: sql.admin_records(),
        STAFF,
    ),
)


def city(scale: int) -> Place:
    """Fill the database with the demo at this scale, and say what is in it."""
    # The histories of rows that nobody ever changed: half of the loading, and no page reads them.
    histories = [
        trigger.get_uri(model)
        for model, trigger in pgtrigger.registered()
        if trigger.name == "insert_insert"
    ]
    pgtrigger.disable(*histories)
    load_demo(scale=scale)
    pgtrigger.enable(*histories)
    call_command("load_musashino", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(sql.VIEWS)
        cursor.execute("VACUUM ANALYZE")
    newest = ProjectRecord.objects.published().order_by("-fiscal_year", "id")[0]
    office, group = (User.objects.get(login_id=login) for login in (OFFICE, GROUP))
    return Place(
        year=newest.fiscal_year,
        department=newest.department_id,
        project=newest.project_id,
        office=min(office.office_ids),
        group=next(m.organization_id or 0 for m in group.current_memberships),
    )


def visit(client: Client, address: str) -> int:
    """Fetch a page and return its size in bytes.

    Raises:
        AssertionError: it is not a page (status other than 200).
    """
    response = client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address}: {response.status_code}")
    return len(response.content)


def fetch(statements: Sequence[sql.Statement]) -> int:
    """Run the statements and return how many rows they gave."""
    rows = 0
    with connection.cursor() as cursor:
        for text, values in statements:
            cursor.execute(text, values)
            rows += len(cursor.fetchall())
    return rows


def cases(scale: int, wanted: Callable[[str], bool]) -> Iterator[Case]:
    """Yield the case of every wanted page in a city of this scale."""
    place = city(scale)
    bare = reverse("portal:about")
    for page in PAGES:
        if not wanted(page.name):
            continue
        client = Client()
        if page.login:
            client.force_login(User.objects.get(login_id=page.login), _BACKEND)
        address, statements = page.address(place), page.statements(place)
        if statements and not fetch(statements):
            raise AssertionError(f"{page.name}: the floor fetches nothing")

        def floor(client: Client = client, statements: Any = statements) -> None:
            visit(client, bare)
            fetch(statements)

        def subject(client: Client = client, address: str = address) -> int:
            return visit(client, address)

        yield Case(page.name, scale, subject, floor)
