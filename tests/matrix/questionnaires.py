"""What comes back from the addresses of questionnaires; the columns are explained in `tests.matrix`."""

from typing import Any

from tests.world import World

MATRIX = """
surveys:questionnaire_list                login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:survey_new                        login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:questionnaire @draft              login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:questionnaire @fielded            login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:survey_settings @draft            login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:questionnaire_routes @draft       login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:questionnaire_preview @draft      login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:questionnaire_copy @empty         login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:xlsform_in @empty                 login 403 403 403 403 200 200 | login 403 403 403 403 200 200
surveys:xlsform_out @fielded              login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:questionnaire_version @fielded    405 | login 403 403 403 403 302 302
surveys:questionnaire_discard @draft      405 | login 403 403 403 403 302 302
surveys:questionnaire_send @draft         405 | login 403 403 403 403 403 302
surveys:section_add @draft                login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:section_edit                      login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:section_move                      405 | login 403 403 403 403 302 302
surveys:section_remove                    405 | login 403 403 403 403 302 302
surveys:section_condition                 login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:matrix_add                        login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:question_add                      login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:question_add @unknown             login 403 403 403 403 404 404 | login 403 403 403 403 404 404
surveys:question_library                  login 403 403 403 403 200 200 | login 403 403 403 403 405 405
surveys:question_reuse                    405 | login 403 403 403 403 302 302
surveys:question_edit                     login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:question_move                     405 | login 403 403 403 403 302 302
surveys:question_remove                   login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:question_condition                login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:question_keep                     login 403 403 403 403 200 200 | login 403 403 403 403 302 302
surveys:question_unkeep                   405 | login 403 403 403 403 302 302
"""


def _whole(world: World, state: str) -> list[Any]:
    return [world.things["questionnaires"][state].pk]


def _section(world: World, state: str) -> list[Any]:
    return [world.things["empty_section"].pk]


def _question(world: World, state: str) -> list[Any]:
    return [world.things["question"].pk]


ARGUMENTS = {
    **{
        f"surveys:{name}": _whole
        for name in (
            *("questionnaire", "survey_settings", "questionnaire_routes", "questionnaire_preview"),
            *("questionnaire_copy", "questionnaire_version", "questionnaire_discard"),
            *("questionnaire_send", "section_add", "xlsform_in", "xlsform_out"),
        )
    },
    **{
        f"surveys:{name}": _section
        for name in (
            *("section_edit", "section_remove", "section_condition", "matrix_add"),
            "question_library",
        )
    },
    **{
        f"surveys:{name}": _question
        for name in ("question_edit", "question_remove", "question_condition")
    },
    "surveys:question_keep": lambda world, state: [world.things["kept_question"].pk],
    "surveys:question_unkeep": lambda world, state: [world.things["kept_question"].pk],
    "surveys:section_move": lambda world, state: [*_section(world, state), "down"],
    "surveys:question_move": lambda world, state: [*_question(world, state), "up"],
    "surveys:question_add": lambda world, state: [
        *_section(world, state),
        "riddle" if state == "unknown" else "open",
    ],
    "surveys:question_reuse": lambda world, state: [
        *_section(world, state),
        world.things["kept_question"].pk,
    ],
}
_SURVEY = {"title": "あたらしい調査", "fiscal_year": "2026", "slug": "atarashii"}
_ALWAYS = {"mode": "always", **{f"word_{row}": "is" for row in range(4)}}
POSTED = {
    "surveys:survey_new": lambda world, state: _SURVEY,
    "surveys:survey_settings": lambda world, state: _SURVEY,
    "surveys:questionnaire_copy": lambda world, state: {
        "source": world.things["questionnaires"]["fielded"].pk
    },
    "surveys:section_add": lambda world, state: {"title": "そのほか"},
    "surveys:section_edit": lambda world, state: {"title": "はじめの節"},
    "surveys:section_condition": lambda world, state: _ALWAYS,
    "surveys:question_condition": lambda world, state: _ALWAYS,
    "surveys:matrix_add": lambda world, state: {
        "matrix": "満足していますか",
        "rows": "話し合い\n役割分担",
        "choices": "はい\nいいえ",
        "kind": "single",
    },
    "surveys:question_add": lambda world, state: {"text": "ご意見をお書きください"},
    "surveys:question_edit": lambda world, state: {"text": "会ができた日を教えてください"},
    "surveys:question_keep": lambda world, state: {"note": "毎年きく"},
}
