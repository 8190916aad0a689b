"""What the journeys share: the small city on the live server, and a way to be somebody."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from koganei_kyodo.accounts.models import User
from tests.database import Rows, put_back, read_rows
from tests.world import World, make_world

LogIn = Callable[[BrowserContext, User | None], None]


@pytest.fixture(scope="session")
def small_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[World, Rows]:
    """The small city, made once, and what then stands in the database."""
    with django_db_blocker.unblock():
        before = read_rows()
        made = make_world(), read_rows()
        put_back(before)
    return made


@pytest.fixture
def world(live_server: LiveServer, small_city: tuple[World, Rows]) -> World:
    """The small city, on the live server's database."""
    world, rows = small_city
    put_back(rows)
    return deepcopy(world)


@pytest.fixture
def log_in(live_server: LiveServer) -> LogIn:
    """Return a function that makes a browser session that of a person; None for nobody."""

    def be(context: BrowserContext, user: User | None) -> None:
        context.clear_cookies()
        if user is None:
            return
        client = Client()
        client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
        # As if they had just given their password again, which pages of the second factor ask for.
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, method="password", reauthenticated=True)
        request.session.save()
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return be
