"""What comes back from the addresses of projects and their records; the columns are explained in `tests.matrix`."""

from typing import Any

from tests.world import World

MATRIX = """
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
projects:office_home                      login 403 200 200 200 200 200 | login 403 405 405 405 405 405
projects:record_create                    login 403 200 200 200 200 200 | login 403 302 302 302 302 302
projects:office_record    @draft          login 403 200 200 404 403 403 | login 403 405 405 405 405 405
projects:office_record    @submitted      login 403 200 200 404 403 403 | login 403 405 405 405 405 405
projects:office_record    @returned       login 403 200 200 404 403 403 | login 403 405 405 405 405 405
projects:office_record    @approved       login 403 200 200 403 403 403 | login 403 405 405 405 405 405
projects:office_record    @hidden         login 403 200 200 404 403 403 | login 403 405 405 405 405 405
projects:office_record    @closed         login 403 404 404 404 403 403 | login 403 405 405 405 405 405
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
projects:record_submitted @draft          login 403 302 302 404 403 403 | login 403 405 405 405 405 405
projects:record_submitted @submitted      login 403 200 200 404 403 403 | login 403 405 405 405 405 405
projects:record_withdraw  @submitted      login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_withdraw  @approved       login 405 405 405 405 405 405 | login 403 302 302 403 403 403
projects:record_delete    @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:record_delete    @submitted      login 403 302 302 404 403 403 | login 403 302 302 404 403 403
projects:record_print     @draft          login 403 200 200 404 403 403 | login 403 405 405 405 405 405
projects:record_print     @approved       login 403 200 200 403 403 403 | login 403 405 405 405 405 405
admin:projects_projectrecord_approve @submitted login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @draft     login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @approved  login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @closed    login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_return  @submitted login login login login login 200 200 | login login login login login 302 302
admin:projects_projectrecord_return  @draft     login login login login login 302 302 | login login login login login 200 200
admin:projects_projectrecord_return  @approved  login login login login login 200 200 | login login login login login 302 302
admin:projects_projectrecord_return  @closed    login login login login login 302 302 | login login login login login 302 302
"""
ADMIN = """
projects.collaborationform         -         | view add change
projects.guideline                 -         | view add change
projects.initiative                -         | view add change
projects.origin                    -         | view add change
projects.outcome                   -         | view add change
projects.partnerkind               -         | view add change
projects.project                   view      | view
projects.projectrecord             view      | view
"""


def _record(world: World, state: str) -> list[Any]:
    return [world.records[state].pk]


def _partner(world: World, state: str) -> list[Any]:
    record = world.records[state]
    return [record.pk, record.partners.get().pk]


def _version(world: World, state: str) -> dict[str, Any]:
    return {"version": world.records[state].version}


ARGUMENTS = {
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
    "projects:record_edit": lambda world, state: [*_record(world, state), "project"],
    "projects:partner_edit": _partner,
    "projects:partner_delete": _partner,
}
POSTED = {
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
