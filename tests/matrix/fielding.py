"""What comes back from the addresses about fielding and answering; see `tests.matrix`."""

from typing import Any

from tests.world import World

# A paper or a target is reached by its number; answering by a link needs no login.
MATRIX = """
surveys:fielding_list                          login 403 403 403 403 200 200 | login 405 405 405 405 405 405
surveys:fielding               @running        login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:fielding               @nothing        login 403 403 403 403 404 404 | login 403 403 403 403 404 404
surveys:fielding_close         @running        login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_targets       @running        login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:fielding_target        @begun          login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_target        @answered       login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_frame         @running        login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_rounds        @running        login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:fielding_round         @post           login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_round         @email          login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_round_create  @reminder       login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_batches       @running        login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_batch         @batch          login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_key           @paper          login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_settle        @different      login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_aside         @paper          login 403 403 403 403 405 405 | login 403 403 403 403 302 302
surveys:fielding_scan_file          @paper          login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:fielding_scan_file          @different      login 403 403 403 403 404 404 | login 403 403 403 403 302 302
surveys:fielding_sheet_xlsx    @begun          login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:fielding_excel         @running        login 403 403 403 403 200 200 | login 403 403 403 403 200 200
surveys:answer_link            @begun_link     200 | 302
surveys:answer_link            @answered_link  200 | 302
surveys:answer_link            @wrong          404 | 404
surveys:answer_link            @begun          login 404 200 200 404 404 404 | login 404 302 302 404 404 404
surveys:answer_link            @answered       login 404 404 404 404 404 404 | login 404 404 404 404 404 404
surveys:answer_all             @begun_link     200 | 302
surveys:answer_all             @begun          login 404 200 200 404 404 404 | login 404 302 302 404 404 404
surveys:answer_page            @begun_link     200 | 302
surveys:answer_page            @begun          login 404 200 200 404 404 404 | login 404 302 302 404 404 404
surveys:answer_sheets          @begun_link     200 | 302
surveys:answer_sheets          @begun          login 404 200 200 404 404 404 | login 404 302 302 404 404 404
surveys:answer_sheet           @begun_link     200 | 302
surveys:answer_sheet           @begun          login 404 200 200 404 404 404 | login 404 302 302 404 404 404
surveys:answer_sheet_remove    @begun_link     200 | 302
surveys:answer_sheet_remove    @begun          login 404 200 200 404 404 404 | login 404 302 302 404 404 404
surveys:answer_confirm         @begun_link     200 | 302
surveys:answer_confirm         @begun          login 404 200 200 404 404 404 | login 404 302 302 404 404 404
surveys:answer_receipt         @begun_link     302 | 405
surveys:answer_receipt         @answered_link  200 | 405
surveys:answer_receipt         @answered       login 404 404 404 404 404 404 | login 404 404 404 404 404 404
surveys:answer_excel_xlsx           @begun_link     200 | 405
surveys:answer_excel_xlsx           @begun          login 404 200 200 404 404 404 | login 404 405 405 404 404 404
surveys:answer_excel_upload    @begun_link     405 | 302
surveys:answer_excel_upload    @begun          login 404 405 405 404 404 404 | login 404 302 302 404 404 404
surveys:answer_own             @own            200 | 302
surveys:answer_own             @wrong          404 | 404
"""


def _things(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.things["fielding"]
    return found


def _survey(world: World, state: str) -> list[Any]:
    return [_things(world)["slug"] if state == "running" else state]


def _row(world: World, state: str) -> list[Any]:
    return [_things(world)["slug"], _things(world)[state]]


def _key(world: World, state: str) -> list[Any]:
    found = _things(world).get(state, "wrongwrongwrongwrongwrongw")
    return [str(found)]


def _of_survey(*names: str) -> dict[str, Any]:
    return {f"surveys:{name}": _survey for name in names}


ARGUMENTS = {
    **_of_survey(
        "fielding",
        "fielding_close",
        "fielding_targets",
        "fielding_frame",
        "fielding_rounds",
        "fielding_batches",
        "fielding_excel",
    ),
    **dict.fromkeys(
        (
            f"surveys:fielding_{name}"
            for name in (
                *("target", "round", "batch", "key", "settle", "aside", "scan_file"),
                "sheet_xlsx",
            )
        ),
        _row,
    ),
    "surveys:fielding_round_create": lambda world, state: [
        _things(world)["slug"],
        state,
        "email",
    ],
    **dict.fromkeys(
        (
            f"surveys:answer_{name}"
            for name in (
                "link",
                "all",
                "sheets",
                "confirm",
                "receipt",
                "excel_xlsx",
                "excel_upload",
                "own",
            )
        ),
        _key,
    ),
    "surveys:answer_page": lambda world, state: [*_key(world, state), "about"],
    "surveys:answer_sheet": lambda world, state: [*_key(world, state), 1],
    "surveys:answer_sheet_remove": lambda world, state: [*_key(world, state), 1],
}
POSTED = {
    "surveys:answer_sheet": lambda world, state: {"version": "1", "title": "花だん"},
    "surveys:fielding_target": lambda world, state: {"step": "contact", "email": "b@example.jp"},
    "surveys:fielding_frame": lambda world, state: {"way": "registry"},
    "surveys:fielding_round": lambda world, state: {"what": "letters"},
    "surveys:fielding_round_create": lambda world, state: {
        "subject": "お願い",
        "body": "［回答のページ］",
    },
    "surveys:fielding_batches": lambda world, state: {"name": "FAX", "mode": "fax"},
    "surveys:fielding_batch": lambda world, state: {"number": "1"},
    "surveys:fielding_key": lambda world, state: {"q_wish": "1"},
    "surveys:fielding_settle": lambda world, state: {"0:wish": "first"},
    "surveys:fielding_aside": lambda world, state: {"reason": "白紙"},
}
