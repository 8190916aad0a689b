"""Who may ask for which address: role × URL × method → what comes back.

A cell is a status, or `login` for a redirect to the login page. One cell stands for all roles.
`@` after the name says what the address is about; the names are those of `tests.world`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.world import ROLES, World

# roles:             anonymous member officer head other_officer desk coordinator
MATRIX = """
portal:front                              200 | 405
portal:home                               login 302 302 302 302 302 302 | login 405 405 405 405 405 405
portal:healthz                            200 | 405
portal:about                              200 | 405
portal:accessibility                      200 | 405

login                                     200 302 302 302 302 302 302 | 200 302 302 302 302 302 302
logout                                    405 | 302
password_change                           login 200 200 200 200 200 200 | login 200 200 200 200 200 200
password_change_done                      login 200 200 200 200 200 200 | login 405 405 405 405 405 405

documents:detail          @public         200 | 405
documents:detail          @queued         200 | 405
documents:detail          @failed         200 | 405
documents:detail          @private        404 404 404 404 404 200 200 | 405
documents:status          @public         200 | 405
documents:status          @private        404 404 404 404 404 200 200 | 405
documents:download        @public         200 | 405
documents:download        @queued         404 | 405
documents:download        @private        404 404 404 404 404 200 200 | 405
documents:retry           @failed         405 | 302
documents:retry           @private_failed 405 | 404 404 404 404 404 302 302

surveys:report_list                       200 | 405
surveys:report            @published      200 | 405
surveys:report            @draft          404 404 404 404 404 200 200 | 405
surveys:report_json       @published      200 | 405
surveys:report_json       @draft          404 404 404 404 404 200 200 | 405
surveys:figure_csv        @published      200 | 405
surveys:figure_csv        @draft          404 404 404 404 404 200 200 | 405
surveys:report_pdf        @published      405 | 302
surveys:report_pdf        @draft          405 | 404 404 404 404 404 302 302
surveys:report_xlsx       @published      405 | 302
surveys:report_xlsx       @draft          405 | 404 404 404 404 404 302 302
surveys:report_check      @published      login 403 403 403 403 200 200 | login 405 405 405 405 405 405
surveys:report_check      @draft          login 403 403 403 403 200 200 | login 405 405 405 405 405 405
surveys:figure_check                      login 403 403 403 403 200 200 | login 403 403 403 403 200 200

projects:list                             200 | 405
projects:list_csv                         200 | 405
projects:list_xlsx                        200 | 405
projects:detail           @approved       200 | 405
projects:detail           @hidden         404 | 405
projects:detail           @draft          404 | 405
projects:detail           @submitted      404 | 405
projects:detail           @returned       404 | 405
projects:detail           @closed         404 | 405
projects:statistics                       200 | 405
projects:statistics_year                  200 | 405
projects:statistics_year_json             200 | 405
projects:statistics_year_csv              200 | 405
projects:statistics_year_document         405 | 302
projects:statistics_dataset               200 | 405
projects:statistics_dataset_json          200 | 405
projects:statistics_dataset_csv           200 | 405
projects:statistics_dataset_document      405 | 302

projects:office_home                      login 403 200 200 200 403 403 | login 403 405 405 405 403 403
projects:record_create                    login 403 200 200 200 403 403 | login 403 302 302 302 403 403
projects:office_record    @draft          login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @submitted      login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @returned       login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @approved       login 403 200 200 403 403 403 | login 403 405 405 405 403 403
projects:office_record    @hidden         login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @closed         login 403 404 404 404 403 403 | login 403 405 405 405 403 403
projects:record_edit      @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:record_edit      @submitted      login 403 302 302 404 403 403 | login 403 200 200 404 403 403
projects:record_edit      @returned       login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:record_edit      @approved       login 403 302 302 403 403 403 | login 403 200 200 403 403 403
projects:partner_add      @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:partner_add      @submitted      login 403 302 302 404 403 403 | login 403 200 200 404 403 403
projects:partner_edit     @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:partner_edit     @submitted      login 403 302 302 404 403 403 | login 403 200 200 404 403 403
projects:partner_delete   @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:partner_delete   @submitted      login 403 302 302 404 403 403 | login 403 302 302 404 403 403
projects:record_submit    @draft          login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_submit    @returned       login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_submit    @approved       login 405 405 405 405 405 405 | login 403 302 302 403 403 403
projects:record_submitted @draft          login 403 302 302 404 403 403 | login 403 405 405 405 403 403
projects:record_submitted @submitted      login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:record_withdraw  @submitted      login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_withdraw  @approved       login 405 405 405 405 405 405 | login 403 302 302 403 403 403
projects:record_delete    @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:record_delete    @submitted      login 403 302 302 404 403 403 | login 403 302 302 404 403 403
projects:record_print     @draft          login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:record_print     @approved       login 403 200 200 403 403 403 | login 403 405 405 405 403 403

admin:index                               login login login login login 200 200 | login login login login login 200 200
admin:login                               login 403 403 403 403 302 302 | login 403 403 403 403 302 302
admin:logout                              302 302 302 302 302 405 405 | 302
admin:password_change                     302 | 302
admin:password_change_done                login login login login login 200 200 | login login login login login 405 405
admin:autocomplete                        login login login login login 403 403 | login login login login login 405 405
admin:jsi18n                              login login login login login 200 200 | login login login login login 405 405
admin:view_on_site                        login login login login login 404 404 | login login login login login 404 404
admin:app_list                            login login login login login 200 200 | login login login login login 200 200
admin:projects_projectrecord_approve @submitted login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @draft     login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @approved  login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @closed    login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_return  @submitted login login login login login 200 200 | login login login login login 302 302
admin:projects_projectrecord_return  @draft     login login login login login 302 302 | login login login login login 200 200
admin:projects_projectrecord_return  @approved  login login login login login 200 200 | login login login login login 302 302
admin:projects_projectrecord_return  @closed    login login login login login 302 302 | login login login login login 302 302
"""

# Rights in the admin's pages of a model. Nobody deletes; everybody else is sent to the login.
# model                            desk        coordinator
ADMIN = """
accounts.user                      -         | view add change
documents.rendering                -         | -
organizations.department           view      | view add change
organizations.membership           -         | view add change
organizations.organization         view      | view add change
organizations.organizationkind     view      | view add change
portal.centre                      -         | view change
projects.collaborationform         -         | view add change
projects.guideline                 -         | view add change
projects.initiative                -         | view add change
projects.origin                    -         | view add change
projects.outcome                   -         | view add change
projects.partnerkind               -         | view add change
projects.project                   view      | view
projects.projectrecord             view      | view
surveys.report                     view      | view change
surveys.response                   view      | view
surveys.survey                     view      | view
surveys.target                     view      | view
"""
Arguments = Callable[[World, str], list[Any]]


@dataclass(frozen=True)
class Row:
    """One line of the table: expected cells by role, for GET and POST."""

    name: str
    state: str
    get: tuple[str, ...]
    post: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}@{self.state}" if self.state else self.name

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


def _record(world: World, state: str) -> list[Any]:
    return [world.records[state].pk]


def _partner(world: World, state: str) -> list[Any]:
    record = world.records[state]
    return [record.pk, record.partners.get().pk]


def _slug(world: World, state: str) -> list[Any]:
    return [world.reports[state].survey.slug]


def _document(world: World, state: str) -> list[Any]:
    return [world.renderings[state].pk]


ARGUMENTS: dict[str, Arguments] = {
    **dict.fromkeys(
        (f"documents:{name}" for name in ("detail", "status", "download", "retry")), _document
    ),
    **dict.fromkeys(
        (
            f"surveys:{name}"
            for name in ("report", "report_json", "report_pdf", "report_xlsx", "report_check")
        ),
        _slug,
    ),
    "surveys:figure_csv": lambda world, state: [*_slug(world, state), "1"],
    "projects:detail": lambda world, state: [world.records[state].project_id],
    **dict.fromkeys(
        (f"projects:statistics_year{end}" for end in ("", "_json", "_csv")), lambda w, s: [2025]
    ),
    "projects:statistics_year_document": lambda world, state: [2025, "pdf"],
    **dict.fromkeys(
        (f"projects:statistics_dataset{end}" for end in ("", "_json", "_csv")),
        lambda world, state: ["tonari", 2010],
    ),
    "projects:statistics_dataset_document": lambda world, state: ["tonari", 2010, "xlsx"],
    **dict.fromkeys(
        (
            "projects:office_record",
            *(f"projects:record_{name}" for name in ("submit", "submitted", "withdraw")),
            *(f"projects:record_{name}" for name in ("delete", "print")),
            "projects:partner_add",
            "admin:projects_projectrecord_approve",
            "admin:projects_projectrecord_return",
        ),
        _record,
    ),
    "admin:view_on_site": lambda world, state: [0, 0],
    "admin:app_list": lambda world, state: ["organizations"],
    "projects:record_edit": lambda world, state: [*_record(world, state), "project"],
    "projects:partner_edit": _partner,
    "projects:partner_delete": _partner,
}


def _version(world: World, state: str) -> dict[str, Any]:
    return {"version": world.records[state].version}


POSTED: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "projects:record_create": lambda world, state: {
        "department": world.records["draft"].department_id,
        "fiscal_year": 2025,
        "name": "新しい事業",
        "token": "7d6d2f0e-6f1c-4b32-9a53-0d4f6b1f2a11",
    },
    "projects:record_edit": lambda world, state: {
        **_version(world, state),
        "name": "名前",
        "fiscal_year": 2025,
    },
    "projects:partner_add": lambda world, state: {
        "token": "f4a31b8c-07a9-4b5e-8a53-3d1d9b2c6e02",
        "name": "相手",
    },
    "projects:partner_edit": lambda world, state: {**_version(world, state), "name": "相手"},
    "projects:record_submit": _version,
    "admin:projects_projectrecord_approve": _version,
    "admin:projects_projectrecord_return": lambda world, state: {
        **_version(world, state),
        "reason": "年度を直してください",
    },
}
