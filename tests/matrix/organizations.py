"""What comes back from the addresses of invitations and memberships; the columns are explained in `tests.matrix`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.world import World, membership_of

MATRIX = """
organizations:invitation_enter            200 | 302
organizations:invitation_open @open       200 | 302
organizations:invitation_open @closed     410 | 302 410 410 410 410 410 410
organizations:invitation_open @unknown    404 | 302 404 404 404 404 404 404
organizations:invitation_register @open   200 302 302 302 302 302 302 | login 302 302 302 302 302 302
organizations:invitation_register @closed 410 302 302 302 302 302 302 | 410 302 302 302 302 302 302
organizations:invitation_register @unknown 404 302 302 302 302 302 302 | 404 302 302 302 302 302 302
organizations:invitation_list             login 200 403 200 403 200 200 | login 405 403 405 403 405 405
organizations:invitation_create           login 200 403 200 403 200 200 | login 200 403 200 403 200 200
organizations:invitation_resend @desk     login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:invitation_resend @officer  login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:invitation_withdraw @desk   login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:invitation_withdraw @officer login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:invitation_withdraw @representative login 405 405 405 405 405 405 | login 404 404 404 404 302 404
organizations:invitation_withdraw @editor login 405 405 405 405 405 405 | login 302 404 404 404 404 404
organizations:invitation_letter @officer  login 405 405 405 405 405 405 | login 404 404 200 404 404 200
organizations:invitation_letter @editor   login 405 405 405 405 405 405 | login 200 404 404 404 404 404
organizations:yearly                      login 403 403 200 403 403 200 | login 403 403 302 403 403 302
organizations:membership_end @officer     login 404 403 200 404 404 200 | login 404 403 302 404 404 302
organizations:membership_end @head        login 404 403 403 404 404 200 | login 404 403 403 404 404 302
organizations:membership_end @member      login 403 404 404 404 200 404 | login 403 404 404 404 302 404
organizations:membership_end @editor      login 200 404 404 404 404 404 | login 302 404 404 404 404 404
organizations:membership_end @desk        login 404 404 404 404 403 200 | login 404 404 404 404 403 302
organizations:membership_end @coordinator login 404 404 404 404 404 200 | login 404 404 404 404 404 302
organizations:membership_move @officer    login 404 403 200 404 404 200 | login 404 403 200 404 404 200
organizations:membership_reopen @officer  login 405 405 405 405 405 405 | login 404 403 302 404 404 302
organizations:transfer_accept @leaving    login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:transfer_accept @coming     login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:transfer_decline @leaving   login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:transfer_decline @coming    login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:office_people               login 403 200 200 200 403 200 | login 403 405 405 405 403 405
"""
ADMIN = """
organizations.department           view      | view add change
organizations.invitation           -         | view
organizations.membership           view      | view add
organizations.membershipconfirmation -       | view
organizations.organization         view change | view add change
organizations.organizationkind     view      | view add change
organizations.transfer             -         | view
"""
# What the editor of a group gets otherwise than its representative: GET, POST.
EDITOR = {
    "organizations:invitation_list": ("403", "403"),
    "organizations:invitation_create": ("403", "403"),
    "organizations:invitation_withdraw@editor": ("405", "404"),
    "organizations:invitation_letter@editor": ("405", "404"),
    "organizations:membership_end@editor": ("403", "403"),
}


def _token(world: World, state: str) -> list[Any]:
    return [world.links.get(state, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4567")]


def _membership(world: World, state: str) -> list[Any]:
    return [membership_of(world.people[state]).pk]


ARGUMENTS = {
    "organizations:invitation_open": _token,
    "organizations:invitation_register": _token,
    **dict.fromkeys(
        (f"organizations:invitation_{name}" for name in ("resend", "withdraw", "letter")),
        lambda world, state: [world.invitations[state].pk],
    ),
    **dict.fromkeys(
        (f"organizations:membership_{name}" for name in ("end", "move", "reopen")), _membership
    ),
    **dict.fromkeys(
        (f"organizations:transfer_{name}" for name in ("accept", "decline")),
        lambda world, state: [world.transfers[state].pk],
    ),
}
POSTED = {
    "organizations:invitation_enter": lambda world, state: {"code": world.links["open"]},
    "organizations:invitation_register": lambda world, state: {
        "name": "新田 光",
        "name_kana": "にった ひかる",
        "login_id": "nitta",
        "password1": "hana-to-midori-2026",
        "password2": "hana-to-midori-2026",
    },
    "organizations:membership_end": lambda world, state: {
        "on_year": (timezone.localdate() + timedelta(days=10)).isoformat()
    },
}
