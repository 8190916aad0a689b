"""What the pages about consultations show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consultations import actions
from consultations.models import Consultation, ConsultationCategory, ConsultationPerson
from tests import factories

if TYPE_CHECKING:
    from tests.world import World


def make(world: World) -> dict[str, Any]:
    """Write an open, a held and a closed consultation; the open one has a person and a note."""
    desk = world.people["desk"]
    category = ConsultationCategory.objects.get_or_create(name="場所・備品")[0]
    made: dict[str, Consultation] = {
        name: factories.ConsultationFactory(staff=desk, text=text, updated_by=desk)
        for name, text in (
            ("open", "会場を借りたい"),
            ("on_hold", "補助金のこと"),
            ("closed", "会則の書き方"),
        )
    }
    made["open"].categories.add(category)
    ConsultationPerson.objects.create(
        consultation=made["open"], name="西 ひかる", phone="042-000-0000"
    )
    note = actions.add_note(made["open"], by=desk, text="折り返し電話した")
    actions.hold(made["on_hold"], by=desk, reason="返事を待つ", next_on=None)
    actions.close(made["closed"], by=desk, result="手引きを渡した")
    world.rows[Consultation] = made["open"]
    return {"consultations": made, "consultation_note": note}
