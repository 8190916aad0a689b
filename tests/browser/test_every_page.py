"""Every page of every role: 0 axe violations, no sideways scrolling on a telephone, no console
error. The pages are those that `tests.matrix` gives the role with 200.
"""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import LogIn
from tests.matrix import MATRIX, parse
from tests.test_permission_matrix import PAGES, RIGHTS, admin_address
from tests.world import ROLES, World

# What is fetched, and no page.
NO_PAGES = ("_csv", "_json", "_xlsx", "healthz", ":status", ":download", "jsi18n")
PHONES = (320, 375)
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
AREAS = ("portal", "surveys", "projects")
# The admin's pages of the models of an app; "admin" stands for its other pages.
ADMIN_AREAS = ("admin", *(f"admin {app}" for app in sorted({m.split(".")[0] for m in RIGHTS})))
AXE = Axe()
# Reading style sheets ahead serves one experimental rule only, and the CSP refuses it.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}


def pages_of(role: str, area: str, world: World) -> dict[str, str]:
    """Return the pages of an area that `role` may see: what it is, and its address."""
    column = ROLES.index(role)
    pages = {
        str(row): row.address(world)
        for row in parse(MATRIX)
        if row.get[column] == "200" and not row.name.endswith(NO_PAGES) and _area(row.name) == area
    }
    for label, roles in RIGHTS.items():
        if area == f"admin {label.split('.')[0]}":
            pages |= {
                f"{label} {page}": admin_address(apps.get_model(label), page, world)
                for page, (right, *_) in PAGES.items()
                if right in roles.get(role, set())
            }
    return pages


def _area(name: str) -> str:
    space = name.split(":")[0]
    return space if space in (*AREAS, "admin") else "portal"


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page: rule and place."""
    found = AXE.run(page, options=AXE_OPTIONS).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def too_wide(page: Page) -> list[str]:
    """Return the widths of a telephone at which the page scrolls sideways."""
    found = []
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 700})
        inner, outer = page.evaluate(
            "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
        )
        if inner > outer:
            found.append(f"{inner} px at {width} px")
    page.set_viewport_size(DESKTOP)
    return found


NOTHING_TO_SEE = {
    ("desk", "admin accounts"),
    ("desk", "admin documents"),
    ("desk", "admin portal"),
    ("coordinator", "admin documents"),
}
CASES = [
    (role, area)
    for role in ROLES
    for area in (*AREAS, *(ADMIN_AREAS if role in ("desk", "coordinator") else ()))
    if (role, area) not in NOTHING_TO_SEE
]


@pytest.mark.parametrize(("role", "area"), CASES)
def test_pages(role: str, area: str, page: Page, world: World, log_in: LogIn) -> None:
    log_in(page.context, world.people.get(role))
    page.set_viewport_size(DESKTOP)
    pages = pages_of(role, area, world)
    problems: dict[str, list[str]] = {}
    for name, address in pages.items():
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, name
        assert urlsplit(page.url).path == urlsplit(address).path, name
        found = violations(page) + too_wide(page)
        if found:
            problems[name] = found
    assert pages
    assert problems == {}
