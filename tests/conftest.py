"""What the whole suite shares: the database server, and the browser.

The server is the embedded one with fsync off, apart from the checkout's own, unless DATABASE_URL
names another. Workers of pytest-xdist inherit its address from the process that started them.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack

import environ
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import TransactionTestCase
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from koganei_kyodo import embedded_postgres, local_environment
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects.models import Guideline
from scripts import chromium, template_database
from tests import database, factories

_server = ExitStack()


def _use_test_server() -> None:
    """Point the settings at the server of the tests; start it where nobody has."""
    options = settings.DATABASES["default"]["OPTIONS"]
    options.pop("pool", None)
    if not embedded_postgres.wanted():
        return
    home = local_environment.cluster_home("postgres-test")
    try:
        url = _server.enter_context(embedded_postgres.running(home, fsync=False))
    except embedded_postgres.EmbeddedPostgresError as error:
        pytest.exit(str(error), returncode=1)
    os.environ["DATABASE_URL"] = url
    options.update(environ.Env.db_url_config(url)["OPTIONS"])


_use_test_server()
# Every test client loads the middleware anew; reading all static files each time took half the time.
settings.WHITENOISE_AUTOREFRESH = True
# Playwright keeps an event loop in the thread of the tests; Django would refuse queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# The whole portal is loaded and stays; looking through it for garbage took a fifth of the time.
gc.set_threshold(100_000, 50, 100)
# Hashing a password is slow on purpose; tests/accounts/test_login.py tries the number of real life.
PASSWORD_ITERATIONS = PBKDF2PasswordHasher.iterations
PBKDF2PasswordHasher.iterations = 1_000


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave the server; the last to leave stops it."""
    _server.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses the browser, and run them last.

    Playwright keeps its event loop running in the thread of the tests as long as the browser is
    open; a test that runs a loop of its own has to come before.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the databases of the tests be copies of one that is migrated already."""
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template_database.ensure(
        os.environ["DATABASE_URL"]
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let a test that commits end with the rows that were there before the first one."""
    with django_db_blocker.unblock():
        migrated = database.read_rows()

    def put_back(test: TransactionTestCase) -> None:
        database.put_back(migrated)

    TransactionTestCase._fixture_teardown = put_back  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one per test process; without it the tests are skipped, or fail with CI=true."""
    executable = chromium.find()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail(chromium.MISSING)
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=list(chromium.ARGUMENTS)
        )
        yield launched
        launched.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser of `page` complained about; a test that provokes an error page clears it."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, console_errors: list[str]) -> Iterator[Page]:
    """A page of a new browser session on the live server; console errors fail the test."""
    context = browser.new_context(
        base_url=live_server.url, locale="ja-JP", timezone_id="Asia/Tokyo"
    )
    opened = context.new_page()
    opened.set_default_timeout(10_000)

    def on_console(message: ConsoleMessage) -> None:
        source = message.location["url"]
        # The browser asks for this by itself where no page names an icon (JSON, PDF).
        if message.type == "error" and not source.endswith("/favicon.ico"):
            console_errors.append(f"{message.text} ({source})")

    opened.on("console", on_console)
    opened.on(
        "pageerror", lambda error: console_errors.append(f"{error.stack or error} ({opened.url})")
    )
    yield opened
    context.close()
    assert console_errors == []


# --- the cast: who appears in tests, by role ---------------------------------------------------


@pytest.fixture
def city(db: None) -> Department:
    """This installation's own city."""
    return factories.CityFactory(name="見本市")


@pytest.fixture
def office(city: Department) -> Department:
    """The office that the tests are about."""
    return factories.DepartmentFactory(name="公園課", parent=city)


@pytest.fixture
def other_office(city: Department) -> Department:
    """An office that has nothing to do with it."""
    return factories.DepartmentFactory(name="防災課", parent=city)


@pytest.fixture
def guideline(db: None) -> Guideline:
    """The edition of the guideline in use, with its labels."""
    return factories.GuidelineFactory()


@pytest.fixture
def member(db: None) -> User:
    """団体の代表: a person without any office."""
    return factories.UserFactory(name="伊藤 実", role=Role.REPRESENTATIVE)


@pytest.fixture
def other_member(db: None) -> User:
    """団体の編集者 of another group."""
    return factories.UserFactory(name="渡辺 まゆ", role=Role.EDITOR)


@pytest.fixture
def officer(office: Department) -> User:
    """担当者 of the office."""
    return factories.UserFactory(name="山田 花子", role=Role.OFFICER, role__place=office)


@pytest.fixture
def head(office: Department) -> User:
    """課長 of the office."""
    return factories.UserFactory(name="佐藤 一郎", role=Role.HEAD, role__place=office)


@pytest.fixture
def other_officer(other_office: Department) -> User:
    """担当者 of the other office."""
    return factories.UserFactory(name="鈴木 次郎", role=Role.OFFICER, role__place=other_office)


@pytest.fixture
def desk(db: None) -> User:
    """支援センター職員."""
    return factories.UserFactory(name="高橋 さくら", role=Role.DESK)


@pytest.fixture
def coordinator(city: Department) -> User:
    """協働の主管課."""
    place = factories.DepartmentFactory(name="協働推進課", parent=city)
    return factories.UserFactory(name="田中 健", role=Role.COORDINATOR, role__place=place)
