"""Every page of every role: 0 axe violations, no sideways scrolling on a telephone, no console
error. The pages are those that `tests.matrix` gives the role with 200.
"""

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from playwright.sync_api import Page

from tests.browser.conftest import LogIn
from tests.browsing import DESKTOP, too_wide, violations
from tests.matrix import MATRIX, Row, parse
from tests.test_permission_matrix import PAGES, RIGHTS, admin_address
from tests.world import EVERYBODY, World

# What is fetched, and no page.
NO_PAGES = (
    "_csv",
    "_json",
    "_xlsx",
    "_chart",
    "_file",
    "_feed",
    "_pdf",
    "application_file",
    "application_letter",
    "registration_form",
    "renewal_forms",
    ":attachment",
    "_template",
    "_json_ld",
    "import_refused",
    "import_status",
    "letter_list",
    "healthz",
    ":status",
    ":download",
    "jsi18n",
    "organizations:photo",
    "projects:photo",
    "xlsform_out",
    "mfa_code_card",  # a PDF
)
# What shows each person something of their own, or has buttons by role.
OF_ONES_OWN = (
    "portal:front",
    "portal:mypage",
    "profile",
    "projects:office_home",
    "organizations:office_people",
    "organizations:invitation_list",
    "organizations:invitation_create",
    "organizations:yearly",
    "admin:index",
    "admin:audit_list",
)
# Who is told from another only after the question who one is.
OF_ITS_OWNER = ("mfa_remove_webauthn",)
# What leads on: to an address without the secret, or first to the question who one is.
LEADS_ON = (
    "password_reset_confirm@reset",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)


def shown_to(row: Row) -> tuple[str, ...]:
    """Return the roles that look at the page of a row: one where it is the same for all."""
    if row.name in OF_ITS_OWNER:
        return (row.state,)
    seen = tuple(role for role in EVERYBODY if row.expected(role)[0] in ("200", "confirm"))
    return seen if row.name in OF_ONES_OWN else seen[:1]


def pages_of(role: str, area: str, world: World) -> dict[str, str]:
    """Return the pages of an area that `role` looks at: what it is, and its address."""
    pages = {
        str(row): row.address(world)
        for row in parse(MATRIX)
        if not row.name.endswith(NO_PAGES)
        and (area == "admin") == row.name.startswith("admin:")
        and role in shown_to(row)
    }
    for label, roles in RIGHTS.items():
        own = roles.get(role, set())
        if area != "admin" or (role == "desk" and own == roles["coordinator"]):
            continue
        pages |= {
            f"{label} {page}": admin_address(apps.get_model(label), page, world)
            for page, (right, *_) in PAGES.items()
            if right in own and page not in ("export", "history")
        }
    # One template shows the history of every model.
    seen = [label for label, roles in RIGHTS.items() if "view" in roles.get(role, set())]
    if area == "admin" and seen:
        pages["history"] = admin_address(apps.get_model(seen[0]), "history", world)
    return pages


# Pages are looked at in parts, so that no test grows too long for its time.
PARTS = 4
CASES = [
    *((role, "portal", part) for role in ("anonymous", "desk") for part in range(PARTS)),
    *((role, "portal", None) for role in EVERYBODY if role not in ("anonymous", "desk")),
    *((role, "admin", part) for role in ("desk", "coordinator") for part in range(PARTS)),
]


@pytest.mark.parametrize(("role", "area", "part"), CASES)
def test_pages(
    role: str, area: str, part: int | None, page: Page, world: World, log_in: LogIn
) -> None:
    log_in(page.context, world.people.get(role))
    page.set_viewport_size(DESKTOP)
    pages = pages_of(role, area, world)
    if part is not None:
        pages = dict(list(pages.items())[part::PARTS])
    problems: dict[str, list[str]] = {}
    for name, address in pages.items():
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, name
        if name not in LEADS_ON:
            assert urlsplit(page.url).path == urlsplit(address).path, name
        found = violations(page) + too_wide(page)
        if found:
            problems[name] = found
    assert pages
    assert problems == {}
