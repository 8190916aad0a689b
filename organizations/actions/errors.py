"""Why a verb refuses; each text tells the person what to do instead."""

from organizations.models import Invitation, Membership


class WrongState(Exception):
    """This can't be done now; the text tells the person what to do instead."""


class Overlap(WrongState):
    """The person acts for this place already in the same time; ``other`` is that membership."""

    def __init__(self, other: Membership | None, name: str, place: str) -> None:
        role = f"（{other.get_role_display()}）" if other is not None else ""
        super().__init__(
            f"{name}さんは、同じ期間にすでに{place}に所属しています{role}。"
            "先にその所属を終わらせるか、日を変えてください"
        )
        self.other = other


class LoginIdTaken(WrongState):
    """Somebody has this login ID already."""

    def __init__(self) -> None:
        super().__init__("このログインIDは使えません。別のログインIDにしてください")


class InvitationClosed(Exception):
    """The link or number leads nowhere any more; ``reason`` is a key of ``WHY``.

    ``invitation`` is the one it led to, None where it is unknown.
    """

    WHY = {
        "unknown": "この招待は見つかりませんでした。"
        "あとから新しい招待が届いているときは、新しいほうを使ってください",
        "expired": "この招待は、期限が過ぎたため使えません",
        "accepted": "この招待は、すでに使われています",
        "withdrawn": "この招待は、取り消されました",
        "void": "この招待は、いまは使えません。招待した人の所属が変わったためです",
    }

    def __init__(self, reason: str, invitation: Invitation | None = None) -> None:
        super().__init__(self.WHY[reason])
        self.reason, self.invitation = reason, invitation
