"""How the tests in a browser go from page to page without racing it."""

from playwright.sync_api import Locator, Page


def follow(page: Page, place: Locator) -> None:
    """Press a link or a button and wait until the page behind it has come.

    A click alone returns before the answer is there: what reads the page next may still see the
    one before.
    """
    with page.expect_navigation():
        place.click()
