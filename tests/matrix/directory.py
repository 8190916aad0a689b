"""What comes back from the addresses of finding groups, offices and imports; the columns are explained in `tests.matrix`."""

from typing import Any

from tests.world import World

MATRIX = """
organizations:department_tree              200 | 405
organizations:department                   200 | 405
organizations:reorganizations              login 403 403 403 403 403 200 | login 403 403 403 403 403 302
organizations:reorganization @plan         login 403 403 403 403 403 200 | login 403 403 403 403 403 405
organizations:reorganization @dropped      login 403 403 403 403 403 200 | login 403 403 403 403 403 405
organizations:reorganization_edit @plan    login 403 403 403 403 403 200 | login 403 403 403 403 403 302
organizations:reorganization_edit @dropped login 403 403 403 403 403 404 | login 403 403 403 403 403 404
organizations:reorganization_apply @plan   405 | login 403 403 403 403 403 302
organizations:reorganization_drop @plan    405 | login 403 403 403 403 403 302
organizations:step_create @plan            login 403 403 403 403 403 200 | login 403 403 403 403 403 302
organizations:step_create @unknown         login 403 403 403 403 403 404 | login 403 403 403 403 403 404
organizations:step_edit                    login 403 403 403 403 403 200 | login 403 403 403 403 403 302
organizations:step_delete                  405 | login 403 403 403 403 403 302
organizations:step_people                  405 | login 403 403 403 403 403 302
"""


def _plan(world: World, state: str) -> list[Any]:
    return [world.things["dropped_plan" if state == "dropped" else "plan"].pk]


def _step(world: World, state: str) -> list[Any]:
    return [world.things["plan"].pk, world.things["step"].pk]


ARGUMENTS = {
    "organizations:department": lambda world, state: [world.things["office"].pk],
    "organizations:reorganization": _plan,
    "organizations:reorganization_edit": _plan,
    "organizations:reorganization_apply": _plan,
    "organizations:reorganization_drop": _plan,
    "organizations:step_create": lambda world, state: [
        world.things["plan"].pk,
        "quarrel" if state == "unknown" else "rename",
    ],
    "organizations:step_edit": _step,
    "organizations:step_delete": _step,
    "organizations:step_people": _step,
}
_NAMED = {"name": "次の組織改正", "on_year": "2031", "on_month": "4", "on_day": "1"}
POSTED = {
    "organizations:reorganizations": lambda world, state: _NAMED,
    "organizations:reorganization_edit": lambda world, state: _NAMED,
    "organizations:step_create": lambda world, state: {
        "before-0": "防災課",
        "name-0": "危機管理課",
        "kana-0": "ききかんりか",
    },
    "organizations:step_edit": lambda world, state: {
        "before-0": "公園課",
        "name-0": "公園課",
        "name-1": "緑地課",
        "kana-1": "りょくちか",
    },
}
