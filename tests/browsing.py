"""What the tests in a browser share: going from page to page, and looking a page over."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONES = (320, 375)
# Reading style sheets ahead serves one experimental rule only, and the CSP refuses it. The reporter
# leaves away what no test reads: everything that the page does right.
AXE_OPTIONS = {"reporter": "no-passes", "resultTypes": ["violations"], "preload": False}


def follow(page: Page, place: Locator) -> None:
    """Press a link or a button and wait until the page behind it has come.

    A click alone returns before the answer is there: what reads the page next may still see the
    one before.
    """
    with page.expect_navigation():
        place.click()


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page, at the width it has: rule and place."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", AXE_OPTIONS)
    return [
        f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]
    ]


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
