"""What comes back from the addresses of tables, codes and reports; the columns are explained in `tests.matrix`."""

from typing import Any

from tests.world import World

_STAFF_POSTS = "login 405 405 405 405 405 405 | login 403 403 403 403 302 302"
_STAFF_FORM = "login 403 403 403 403 200 200 | login 403 403 403 403 200 200"
_STAFF_DOES = "login 403 403 403 403 200 200 | login 403 403 403 403 302 302"
_READS = "login 403 403 403 403 200 200 | login 405 405 405 405 405 405"

MATRIX = f"""
surveys:report_leaflet       405 | 302
surveys:report_word          405 | 302
surveys:figure_template      {_READS}
surveys:checked_figures      {_READS}
surveys:table_surveys        {_READS}
surveys:tables               {_READS}
surveys:tables_xlsx          {_READS}
surveys:tables_csv           {_READS}
surveys:tables_json          {_READS}
surveys:tables_add           {_STAFF_POSTS}
surveys:open_questions       {_READS}
surveys:exports              {_STAFF_DOES}
surveys:opinions             {_READS}
surveys:code_frame           {_STAFF_FORM}
surveys:code_next            {_STAFF_DOES}
surveys:code_agreement       {_READS}
surveys:code_edit            {_STAFF_FORM}
surveys:code_remove          {_STAFF_POSTS}
surveys:opinion_choose       {_STAFF_FORM}
surveys:report_desk          {_STAFF_FORM}
surveys:report_build         {_READS}
surveys:report_settings      {_STAFF_FORM}
surveys:block_add            {_STAFF_FORM}
surveys:report_run_check     {_STAFF_POSTS}
surveys:report_publish       login 405 405 405 405 405 405 | login 403 403 403 403 403 302
surveys:report_unpublish     login 405 405 405 405 405 405 | login 403 403 403 403 403 302
surveys:report_edition       {_STAFF_POSTS}
surveys:block_edit           {_STAFF_FORM}
surveys:block_move           {_STAFF_POSTS}
surveys:block_remove         {_STAFF_DOES}
surveys:excerpt_add          login 405 405 405 405 405 405 | login 403 403 403 403 200 200
surveys:excerpt_remove       {_STAFF_POSTS}
surveys:finding_accept       {_STAFF_POSTS}
"""


def _thing(name: str) -> Any:
    return lambda world, state: [world.things[name].pk]


def _slug(world: World, state: str) -> list[Any]:
    return [world.things["built_report"].survey.slug]


_ABOUT = {
    "built_report": (
        "report_build",
        "report_settings",
        "report_run_check",
        "report_publish",
        "report_unpublish",
        "report_edition",
    ),
    "text_block": ("block_edit", "block_move", "block_remove"),
    "opinions_block": ("excerpt_add",),
    "excerpt": ("excerpt_remove",),
    "finding": ("finding_accept",),
    "open_question": ("opinions", "code_frame", "code_next", "code_agreement"),
    "code": ("code_edit", "code_remove"),
    "checked": ("checked_figures",),
}
_OF_SURVEY = (
    "tables",
    "tables_xlsx",
    "tables_csv",
    "tables_json",
    "tables_add",
    "open_questions",
    "exports",
)
ARGUMENTS: dict[str, Any] = {
    **{f"surveys:{page}": _thing(name) for name, pages in _ABOUT.items() for page in pages},
    **{f"surveys:{page}": _slug for page in _OF_SURVEY},
    **dict.fromkeys(
        ("surveys:report_leaflet", "surveys:report_word"),
        lambda world, state: [world.reports["published"].survey.slug],
    ),
    "surveys:block_add": lambda world, state: [world.things["built_report"].pk, "text"],
    "surveys:opinion_choose": lambda world, state: [
        world.things["opinion"].pk,
        world.things["opinions_block"].pk,
    ],
}
POSTED: dict[str, Any] = {
    "surveys:tables_add": lambda world, state: {"report": world.things["built_report"].pk},
    "surveys:exports": lambda world, state: {"form": "csv"},
    "surveys:code_next": lambda world, state: {"answer": world.things["opinion"].pk},
}
