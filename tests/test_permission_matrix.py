"""Every address of the portal × every role × GET and POST, as `tests.matrix` says."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.matrix import MATRIX, Row, parse
from tests.world import ROLES, World, make_world

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
    target = response.headers.get("Location", "")
    if response.status_code == 302 and target.startswith(
        (reverse("login"), reverse("admin:login"))
    ):
        return "login"
    return str(response.status_code)


def ask(client: Client, method: str, address: str, data: dict[str, Any]) -> HttpResponse:
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
    address, data = row.address(world), row.posted(world)
    found: dict[str, list[str]] = {"GET": [], "POST": []}
    for method in found:
        for role in ROLES:
            response = ask(visitors.client(role), method, address, data)
            found[method].append(cell(response))
            assert inline_code(response) is None, f"{role} {method} {address}"
    answer = f"{row}  {line(found['GET'])} | {line(found['POST'])}"
    assert answer == f"{row}  {line(row.get)} | {line(row.post)}"


def test_rows_are_not_repeated() -> None:
    names = [str(row) for row in ROWS]
    assert sorted(set(names)) == sorted(names)


# --- every address has a row, every row an address -----------------------------------------------


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the names of all addresses, an unnamed one by its pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = {row.name for row in ROWS}
    found = {name for name in names(get_resolver()) if not name.startswith("admin:")}
    assert found - rows == set()
    assert {name for name in rows if not name.startswith("admin:")} - found == set()
