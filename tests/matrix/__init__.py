"""Who may ask for which address: role × URL × method → what comes back.

A cell is a status, `login` for a redirect to the login page, or `confirm` for one to the page that
asks anew who one is. One cell stands for all roles.
`@` after the name says what the address is about; the names are those of `tests.world`.

Each module of this package has the rows of one area, and where it needs them:
    MATRIX     lines of `name @state  GET cells | POST cells`, the columns being `ROLES`
    ADMIN      lines of `model  rights of the desk | rights of the coordinating office`
    EDITOR     what the editor of a group gets otherwise than its representative
    ARGUMENTS  what the address of a row is about
    POSTED     what an honest form would send
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.matrix import (
    accounts,
    consultations,
    directory,
    fielding,
    organizations,
    portal,
    projects,
    questionnaires,
    reading,
    records,
    registry,
    reports,
    surveys,
)
from tests.world import ROLES, World

AREAS: tuple[Any, ...] = (
    *(portal, accounts, organizations, registry, directory, surveys, questionnaires, fielding),
    *(reports, projects, records, reading, consultations),
)
Arguments = Callable[[World, str], list[Any]]
Posted = Callable[[World, str], dict[str, Any]]

# roles:  anonymous member officer head other_officer desk coordinator
MATRIX: str = "".join(area.MATRIX for area in AREAS)
# Rights in the admin's pages of a model. Nobody deletes; everybody else is sent to the login.
# model                            desk        coordinator
ADMIN: str = "".join(getattr(area, "ADMIN", "") for area in AREAS)


def _joined(name: str) -> dict[str, Any]:
    return {key: value for area in AREAS for key, value in getattr(area, name, {}).items()}


EDITOR: dict[str, tuple[str, str]] = _joined("EDITOR")
ARGUMENTS: dict[str, Arguments] = _joined("ARGUMENTS")
POSTED: dict[str, Posted] = _joined("POSTED")


@dataclass(frozen=True)
class Row:
    """One line of the table: expected cells by role, for GET and POST."""

    name: str
    state: str
    get: tuple[str, ...]
    post: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}@{self.state}" if self.state else self.name

    def expected(self, role: str) -> tuple[str, str]:
        """Return what comes back to `role`, for GET and POST."""
        if role == "editor":
            return EDITOR.get(str(self), self.expected("member"))
        column = ROLES.index(role)
        return self.get[column], self.post[column]

    def address(self, world: World) -> str:
        """Return the address of the row in `world`."""
        arguments = ARGUMENTS.get(self.name)
        return reverse(self.name, args=arguments(world, self.state) if arguments else [])

    def posted(self, world: World) -> dict[str, Any]:
        """Return what is posted: what an honest form would send, empty where it sends nothing."""
        data = POSTED.get(self.name)
        return data(world, self.state) if data else {}


def parse(table: str) -> list[Row]:
    """Return the rows of a table in the form of `MATRIX`."""
    rows = []
    for line in filter(str.strip, table.splitlines()):
        get, post = line.split("|")
        name, *cells = get.split()
        state = cells.pop(0).removeprefix("@") if cells[0].startswith("@") else ""
        rows.append(Row(name, state, _cells(cells), _cells(post.split())))
    return rows


def _cells(cells: list[str]) -> tuple[str, ...]:
    spread = cells * len(ROLES) if len(cells) == 1 else cells
    if len(spread) != len(ROLES):
        raise ValueError(f"one cell or {len(ROLES)} of them: {cells}")
    return tuple(spread)


def parse_admin(table: str) -> dict[str, dict[str, set[str]]]:
    """Return the rights of a table in the form of `ADMIN`: model label → role → rights."""
    rights = {}
    for line in filter(str.strip, table.splitlines()):
        desk, coordinator = line.split("|")
        model, *words = desk.split()
        rights[model] = {
            "desk": set(words) - {"-"},
            "coordinator": set(coordinator.split()) - {"-"},
        }
    return rights
