"""What comes back from the addresses of finding groups, offices and imports; the columns are explained in `tests.matrix`."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.comparing import MergeForm
from organizations.models import Organization
from tests.world import World
from tests.world.directory import PIXEL

MATRIX = """
organizations:list                         200 | 405
organizations:list_csv                     200 | 405
organizations:list_xlsx                    200 | 405
organizations:list_print                   200 | 405
organizations:areas                        200 | 405
organizations:ask                          200 | 405
organizations:detail                       200 | 405
organizations:detail @draft                404 404 404 404 404 200 200 | 405
organizations:detail @merged               301 | 405
organizations:growth                       200 | 405
organizations:growth @merged               301 | 405
organizations:growth @draft                404 404 404 404 404 200 200 | 405
organizations:detail_json                  200 | 405
organizations:detail_json @draft           404 | 405
organizations:detail_json @merged          301 | 405
organizations:detail_json_ld               200 | 405
organizations:detail_json_ld @merged       301 | 405
organizations:imports                      login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:import                       login 403 403 403 403 200 200 | login 403 403 403 403 405 405
organizations:import @unknown              login 403 403 403 403 404 404 | login 403 403 403 403 405 405
organizations:import_columns               login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:import_status                login 403 403 403 403 200 200 | 405
organizations:import_refused               login 403 403 403 403 200 200 | 405
organizations:import_decide                405 | login 403 403 403 403 302 302
organizations:import_apply                 405 | login 403 403 403 403 302 302
organizations:import_drop                  405 | login 403 403 403 403 302 302
organizations:photo                        200 | 405
organizations:photo @draft                 404 404 404 404 404 200 200 | 405
organizations:photos                       login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:photos @own                  login 200 403 403 403 200 200 | login 302 403 403 403 302 302
organizations:photos @draft                login 404 404 404 404 200 200 | login 404 404 404 404 302 302
organizations:photo_edit                   login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:photo_move                   405 | login 403 403 403 403 302 302
organizations:photo_delete                 405 | login 403 403 403 403 302 302
organizations:duplicates                   login 403 403 403 403 200 200 | 405
organizations:similar                      login 403 403 403 403 200 200 | 405
organizations:compare                      login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:compare @draft               login 403 403 403 403 404 404 | login 403 403 403 403 404 404
organizations:not_duplicates               405 | login 403 403 403 403 302 302
organizations:merges                       login 403 403 403 403 200 200 | 405
organizations:merge                        login 403 403 403 403 200 200 | 405
organizations:merge_undo                   405 | login 403 403 403 403 302 302
organizations:messages                     login 403 403 403 403 200 200 | login 403 403 403 403 405 405
organizations:message_new                  login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:message                      login 403 403 403 403 200 200 | login 403 403 403 403 405 405
organizations:message @sending             login 403 403 403 403 200 200 | login 403 403 403 403 405 405
organizations:message_edit                 login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:message_edit @sending        login 403 403 403 403 404 404 | login 403 403 403 403 404 404
organizations:message_test                 405 | login 403 403 403 403 302 302
organizations:message_send                 405 | login 403 403 403 403 302 302
organizations:labels                       login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:letter_list                  login 403 403 403 403 200 200 | 405
organizations:mail_stop                    200 | 200
organizations:mail_stop @unknown           404 | 404
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


def _group(world: World, state: str) -> list[Any]:
    return [world.things[f"{state or 'listed'}_group"].pk]


def _pair(world: World, state: str) -> list[Any]:
    other = world.things["draft_group" if state == "draft" else "doubtful_group"]
    return [world.things["listed_group"].pk, other.pk]


def _as_offered(world: World, state: str) -> dict[str, Any]:
    """Return the form of a pair as the page shows it first."""
    first, second = (Organization.objects.get(pk=pk) for pk in _pair(world, state))
    fields = MergeForm(first=first, second=second).fields
    return {name: field.initial or "" for name, field in fields.items()}


def _import(world: World, state: str) -> list[Any]:
    return [0 if state == "unknown" else world.things["import"].pk]


def _message(world: World, state: str) -> list[Any]:
    return [world.things["sending_message" if state == "sending" else "message"].pk]


ADMIN = """
organizations.fieldcontact       view      | view add change
"""
ARGUMENTS = {
    **dict.fromkeys(
        (
            "organizations:message",
            "organizations:message_edit",
            "organizations:message_test",
            "organizations:message_send",
        ),
        _message,
    ),
    "organizations:photo": lambda world, state: [
        world.things[f"{state or 'listed'}_photo"].pk,
        "small",
    ],
    "organizations:photos": _group,
    **dict.fromkeys(
        ("organizations:photo_edit", "organizations:photo_move", "organizations:photo_delete"),
        lambda world, state: [world.things["listed_photo"].pk],
    ),
    "organizations:similar": _group,
    "organizations:compare": _pair,
    "organizations:not_duplicates": _pair,
    **dict.fromkeys(
        ("organizations:merge", "organizations:merge_undo"),
        lambda world, state: [world.things["merge"].pk],
    ),
    "organizations:mail_stop": lambda world, state: [
        "made-up" if state == "unknown" else world.things["stop_key"]
    ],
    **dict.fromkeys(
        (
            "organizations:detail",
            "organizations:growth",
            "organizations:detail_json",
            "organizations:detail_json_ld",
        ),
        _group,
    ),
    **dict.fromkeys(
        (
            "organizations:import",
            "organizations:import_columns",
            "organizations:import_status",
            "organizations:import_refused",
            "organizations:import_decide",
            "organizations:import_apply",
            "organizations:import_drop",
        ),
        _import,
    ),
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
_WRITTEN = {"subject": "お祭り", "body": "参加する団体を募集します。"}
POSTED = {
    "organizations:compare": _as_offered,
    "organizations:photos": lambda world, state: {
        "picture": SimpleUploadedFile("a.png", PIXEL),
        "alt": "花だん",
    },
    "organizations:photo_edit": lambda world, state: {"alt": "花だん"},
    "organizations:message_new": lambda world, state: _WRITTEN,
    "organizations:message_edit": lambda world, state: _WRITTEN,
    "organizations:labels": lambda world, state: {"layout": "12"},
    "organizations:imports": lambda world, state: {
        "file": SimpleUploadedFile("名簿.csv", "団体名\n花の会\n".encode())
    },
    "organizations:import_columns": lambda world, state: {"column-0": "name", "column-1": "phones"},
    "organizations:import_apply": lambda world, state: {"leave_refused": "on"},
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
