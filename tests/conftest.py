"""What the whole suite shares: the database server, and the browser.

The server is the embedded one with fsync off, apart from the checkout's own, unless DATABASE_URL
names another. Workers of pytest-xdist inherit its address from the process that started them.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import environ
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from koganei_kyodo import embedded_postgres, local_environment
from scripts import chromium

_server = ExitStack()


def _use_test_server() -> None:
    """Point the settings at the server of the tests; start it where nobody has."""
    database = settings.DATABASES["default"]
    database["OPTIONS"].pop("pool", None)
    if not embedded_postgres.wanted():
        return
    home = local_environment.cluster_home("postgres-test")
    try:
        url = _server.enter_context(embedded_postgres.running(home, fsync=False))
    except embedded_postgres.EmbeddedPostgresError as error:
        pytest.exit(str(error), returncode=1)
    os.environ["DATABASE_URL"] = url
    database["OPTIONS"].update(environ.Env.db_url_config(url)["OPTIONS"])


_use_test_server()
# Playwright keeps an event loop in the thread of the tests; Django would refuse queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave the server; the last to leave stops it."""
    _server.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses the browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


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

    def note(message: object) -> None:
        console_errors.append(f"{opened.url}: {message}")

    opened.on("console", lambda message: note(message.text) if message.type == "error" else None)
    opened.on("pageerror", note)
    yield opened
    context.close()
    assert console_errors == []
