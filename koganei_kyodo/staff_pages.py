"""The staff's own pages beside the admin's lists: what can be done there, shown on the dashboard.

An app registers its pages in ``AppConfig.ready``. The module knows no app, so every app may use it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class StaffPage:
    """One page of the staff: under which heading, its name, its address and what one does there.

    ``may`` tells whether a person may open it; the dashboard shows nobody a page that refuses them.
    """

    heading: str
    label: str
    url_name: str
    purpose: str
    may: Callable[[Any], bool]

    @property
    def url(self) -> str:
        """Return the address; raise ``NoReverseMatch`` where the name does not exist."""
        return reverse(self.url_name)


_pages: dict[str, StaffPage] = {}


def register_staff_page(page: StaffPage) -> None:
    """Put a page on the dashboard; registering the same address again replaces it."""
    _pages[page.url_name] = page


def is_below_staff_page(path: str) -> bool:
    """Tell whether an address is that of a staff page, or one below it."""
    return any(path.startswith(page.url) for page in _pages.values())


def staff_pages_for(user: Any) -> dict[str, list[StaffPage]]:
    """Return the pages a person may open, by heading, in the order of their registration."""
    found: dict[str, list[StaffPage]] = {}
    for page in _pages.values():
        if page.may(user):
            found.setdefault(page.heading, []).append(page)
    return found
