"""The only doors through which people get in, move and leave. Views, admin and jobs call them."""

from organizations.actions.errors import (
    InvitationClosed,
    LoginIdTaken,
    Overlap,
    WrongState,
)
from organizations.actions.invitations import (
    NewPerson,
    accept_invitation,
    find_invitation,
    invite,
    issue_token,
    make_letter,
    register_and_accept,
    send_again,
    withdraw_invitation,
)
from organizations.actions.memberships import (
    Ended,
    Moved,
    cancel_membership,
    confirm_membership,
    end_membership,
    move_membership,
    reopen_membership,
    start_membership,
    vacancy_warning,
)
from organizations.actions.transfers import accept_transfer, decline_transfer
from organizations.actions.yearly import END, KEEP, MOVE, Decision, Outcome, carry_out, preview

__all__ = [
    "END",
    "KEEP",
    "MOVE",
    "Decision",
    "Ended",
    "InvitationClosed",
    "LoginIdTaken",
    "Moved",
    "NewPerson",
    "Outcome",
    "Overlap",
    "WrongState",
    "accept_invitation",
    "accept_transfer",
    "cancel_membership",
    "carry_out",
    "confirm_membership",
    "decline_transfer",
    "end_membership",
    "find_invitation",
    "invite",
    "issue_token",
    "make_letter",
    "move_membership",
    "preview",
    "register_and_accept",
    "reopen_membership",
    "send_again",
    "start_membership",
    "vacancy_warning",
    "withdraw_invitation",
]
