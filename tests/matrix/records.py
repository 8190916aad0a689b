"""What comes back from the addresses of writing yearly records; the columns are explained in `tests.matrix`."""

from tests.world import World

MATRIX = """
admin:projects_guideline_ready_sets login login login login login 403 200 | login login login login login 403 404
projects:campaigns                login 403 403 403 403 200 200 | login 403 403 403 403 403 200
projects:campaign                 login 403 403 403 403 200 200 | login 403 403 403 403 405 405
projects:campaign_edit            login 403 403 403 403 403 200 | login 403 403 403 403 403 200
projects:campaign_open            login 405 405 405 405 405 405 | login 403 403 403 403 403 302
projects:campaign_close           login 405 405 405 405 405 405 | login 403 403 403 403 403 302
projects:campaign_remind          login 405 405 405 405 405 405 | login 403 403 403 403 403 302
projects:campaign_letters_xlsx         login 403 403 403 403 200 200 | login 405 405 405 405 405 405
projects:nothing                  login 403 200 200 200 200 200 | login 403 200 200 302 200 200
projects:nothing_revoke           login 405 405 405 405 405 405 | login 404 404 404 302 302 302
projects:blank_print              login 403 200 200 200 200 200 | login 403 405 405 405 405 405
projects:carry_over               login 403 200 200 200 200 200 | login 403 200 200 200 200 200
projects:sheet                    login 403 200 200 200 200 200 | login 403 200 200 200 200 200
projects:sheet_xlsx               login 403 200 200 200 200 200 | login 405 405 405 405 405 405
projects:sheet_upload             login 403 200 404 404 404 404 | login 403 302 404 404 404 404
projects:sheet_marked_xlsx             login 404 200 404 404 404 404 | login 405 405 405 405 405 405
projects:sheet_discard            login 405 405 405 405 405 405 | login 404 302 404 404 404 404
projects:example_add    @draft     login 403 200 200 404 403 403 | login 403 200 200 404 403 403
projects:example_add    @submitted login 403 302 302 404 403 403 | login 403 200 200 404 403 403
projects:example_edit   @draft     login 403 200 200 404 403 403 | login 403 200 200 404 403 403
projects:example_delete @draft     login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_photos  @draft     login 403 200 200 404 200 200 | login 403 200 200 404 200 200
projects:record_photos  @approved  login 403 200 200 403 200 200 | login 403 200 200 403 200 200
projects:photo                     200 | 405
projects:photo          @draft     404 404 200 200 404 200 200 | 405
projects:photo_edit     @draft     login 403 200 200 404 200 200 | login 403 302 302 404 302 302
projects:photo_delete   @draft     405 | login 404 302 302 404 302 302
projects:handover                  login 403 200 200 200 200 200 | login 403 405 405 405 405 405
projects:handover_pdf              login 403 200 200 200 404 404 | login 403 405 405 405 405 405
projects:head_ask       @draft     login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:head_confirm   @draft     login 405 405 405 405 405 405 | login 404 403 302 404 403 403
"""
ADMIN = """
projects.campaign                  view      | view add change
projects.costsource                -         | view add change
projects.principle                 -         | view add change
projects.theme                     -         | view add change
"""


def _year(world: World, state: str) -> list[int]:
    return [2025]


def _record(world: World, state: str) -> list[int]:
    return [world.records[state].pk]


def _example(world: World, state: str) -> list[int]:
    return [world.records[state].pk, world.things["example"].pk]


def _upload(world: World, state: str) -> list[int]:
    return [world.things["upload"].pk]


ARGUMENTS = {
    **{
        f"projects:{name}": _year
        for name in (
            *("campaign", "campaign_edit", "campaign_open", "campaign_close", "campaign_remind"),
            *(
                "campaign_letters_xlsx",
                "nothing",
                "carry_over",
                "sheet",
                "sheet_xlsx",
                "blank_print",
            ),
        )
    },
    **{f"projects:{name}": _record for name in ("example_add", "head_ask", "head_confirm")},
    **{f"projects:{name}": _example for name in ("example_edit", "example_delete")},
    **{
        f"projects:{name}": _upload
        for name in ("sheet_upload", "sheet_marked_xlsx", "sheet_discard")
    },
    "projects:record_photos": _record,
    "projects:photo": lambda world, state: [
        world.things[f"{state or 'approved'}_record_photo"].pk,
        "small",
    ],
    **dict.fromkeys(
        ("projects:photo_edit", "projects:photo_delete"),
        lambda world, state: [world.things["draft_record_photo"].pk],
    ),
    "projects:nothing_revoke": lambda world, state: [world.things["nothing"].pk],
}
POSTED = {
    "projects:photo_edit": lambda world, state: {"alt": "川の掃除"},
    "projects:head_confirm": lambda world, state: {"version": world.records[state].version},
}
