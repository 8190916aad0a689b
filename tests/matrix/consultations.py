"""What comes back from the addresses of consultations; the columns are explained in `tests.matrix`."""

from typing import Any

from tests.world import World

MATRIX = """
admin:consultations_consultation_step @close   login login login login login 200 403 | login login login login login 302 403
admin:consultations_consultation_step @hold    login login login login login 200 403 | login login login login login 302 403
admin:consultations_consultation_step @reopen  login login login login login 302 403 | login login login login login 200 403
admin:consultations_consultation_step @note    login login login login login 200 403 | login login login login login 302 403
admin:consultations_consultation_step @forget  login login login login login 200 403 | login login login login login 302 403
admin:consultations_consultation_step @unknown login login login login login 404 403 | login login login login login 404 403
admin:consultations_consultation_note_public   login login login login login 405 405 | login login login login login 302 403
"""
ADMIN = """
consultations.consultation          view add change | view
consultations.consultationcategory  view add change | view add change
consultations.enquirerkind          view add change | view add change
"""


def _step(world: World, state: str) -> list[Any]:
    return [world.things["consultations"]["open"].pk, state]


def _note(world: World, state: str) -> list[Any]:
    note = world.things["consultation_note"]
    return [note.consultation_id, note.pk]


ARGUMENTS = {
    "admin:consultations_consultation_step": _step,
    "admin:consultations_consultation_note_public": _note,
}
POSTED = {
    "admin:consultations_consultation_step": lambda world, state: {
        "close": {"result": "会場を案内した"},
        "hold": {"reason": "返事を待つ"},
        "note": {"text": "もう一度電話する"},
        "forget": {"why": "本人の希望"},
    }.get(state, {}),
    "admin:consultations_consultation_note_public": lambda world, state: {"public": "1"},
}
