"""Every address of the portal × every role × GET and POST, as `tests.matrix` says."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.matrix import ADMIN, EDITOR, MATRIX, Row, parse, parse_admin
from tests.world import EVERYBODY, World, make_world

pytestmark = pytest.mark.django_db

ROWS = parse(MATRIX)
FORBIDDEN_BY_CSP = re.compile(r"""\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=["']""")
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class Visitors:
    """Clients by role, each as if it had just come: a session is never shared with a request."""

    def __init__(self, world: World) -> None:
        self.sessions = {}
        for role, user in world.people.items():
            client = Client()
            client.force_login(user, BACKEND)
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, role: str) -> Client:
        """Return a new client that is logged in as `role`."""
        client = Client(raise_request_exception=True)
        if role != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The small city, made once: every request is taken back, and so is the city."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(world: World) -> Visitors:
    """One visitor of each role."""
    return Visitors(world)


def cell(response: HttpResponse) -> str:
    """Return what the table says of such a response."""
    target = urlsplit(response.headers.get("Location", "")).path
    if response.status_code == 302 and target in (reverse("login"), reverse("admin:login")):
        return "login"
    if response.status_code == 302 and target == reverse("account_reauthenticate"):
        return "confirm"
    return str(response.status_code)


def ask(client: Client, method: str, address: str, data: dict[str, Any]) -> Any:
    """Make one request and take back whatever it wrote."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, data)
        getattr(response, "getvalue", lambda: None)()  # a stream reads while it is read
        transaction.set_rollback(True)
    return response


def inline_code(response: HttpResponse) -> str | None:
    """Return what the CSP forbids in a page, None where there is nothing."""
    if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
        return None
    found = FORBIDDEN_BY_CSP.search(response.content.decode())
    return found[0] if found else None


def line(cells: Sequence[str]) -> str:
    """Return the cells of one method as a row of the table writes them."""
    return " ".join(cells if len(set(cells)) > 1 else cells[:1])


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row, world: World, visitors: Visitors) -> None:
    address = row.address(world)
    found: dict[str, list[str]] = {"GET": [], "POST": []}
    for method in found:
        for role in EVERYBODY:
            # Made anew for everybody: a file that was sent once has been read.
            response = ask(visitors.client(role), method, address, row.posted(world))
            found[method].append(cell(response))
            assert inline_code(response) is None, f"{role} {method} {address}"
    answer = f"{row}  {line(found['GET'])} | {line(found['POST'])}"
    got, posted = zip(*(row.expected(role) for role in EVERYBODY), strict=True)
    assert answer == f"{row}  {line(got)} | {line(posted)}"


def test_the_editors_rows_are_rows() -> None:
    assert set(EDITOR) - {str(row) for row in ROWS} == set()


def test_rows_are_not_repeated() -> None:
    names = [str(row) for row in ROWS]
    assert sorted(set(names)) == sorted(names)


# --- the admin's pages of each model -------------------------------------------------------------

RIGHTS = parse_admin(ADMIN)
# page: the right it needs, and what comes back to who has it (GET, POST of an empty form)
PAGES = {
    "changelist": ("view", "200", {"200"}),
    "add": ("add", "200", {"200"}),
    "change": ("view", "200", {"200", "302"}),
    "history": ("view", "200", {"200", "405"}),
    "delete": ("delete", "200", {"200"}),
    "export": ("view", "405", {"200"}),
}


def admin_address(model: type[Model], page: str, world: World) -> str:
    """Return the address of a page of the admin about some row of `model`."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    if page in {"changelist", "add"}:
        return reverse(name)
    if page == "export":
        return reverse(name, args=["csv"])
    row = world.row(model)
    return reverse(name, args=[row.pk if row else 0])


def test_the_world_has_a_row_of_every_model_that_somebody_sees(world: World) -> None:
    seen = [label for label, roles in RIGHTS.items() if any(roles.values())]
    assert [label for label in seen if not apps.get_model(label)._default_manager.exists()] == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("label", RIGHTS)
def test_admin_page(label: str, page: str, world: World, visitors: Visitors) -> None:
    model = apps.get_model(label)
    address = admin_address(model, page, world)
    right, seen, written = PAGES[page]
    for role in EVERYBODY:
        client = visitors.client(role)
        got, posted = (ask(client, method, address, {}) for method in ("GET", "POST"))
        rights = RIGHTS[label].get(role)
        assert inline_code(got) is None
        if rights is None:
            assert (cell(got), cell(posted)) == ("login", "login"), role
            continue
        # Of a row outside the person's list the history leads away before it looks at the right.
        refused = {"403", "302"} if page == "history" else {"403"}
        assert cell(got) in ({seen} if right in rights else refused), role
        needed = "change" if page == "change" else right
        assert cell(posted) in (written if needed in rights else refused), role


def test_nobody_changes_the_offices_of_a_closed_data_set(world: World, visitors: Visitors) -> None:
    closed = world.records["closed"].department
    address = reverse("admin:organizations_department_change", args=[closed.pk])
    client = visitors.client("coordinator")
    assert cell(ask(client, "GET", address, {})) == "200"
    assert cell(ask(client, "POST", address, {"name": "別の課"})) == "403"


# --- every address has a row, every row an address -----------------------------------------------


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the names of all addresses, an unnamed one by its pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"


# The admin's own addresses without a name: the old form of a change page, and what is not found.
ADMIN_UNNAMED = {"admin:<path:object_id>/", "admin:(?P<url>.*)$"}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    models = {label.replace(".", "_") for label in RIGHTS}
    ruled = {f"admin:{model}_{page}" for model in models for page in PAGES} | ADMIN_UNNAMED
    rows = {row.name for row in ROWS}
    found = set(names(get_resolver()))
    assert found - rows - ruled == set(), "addresses without a row"
    assert (rows | ruled) - found == set(), "rows without an address"
