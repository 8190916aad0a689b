"""What a group makes public, what that amounts to, and what is missing for the next level.

The level itself is written by the database (``kyodo_disclosure``), so that it can be searched;
a test holds both against each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from organizations.models import Organization

HIGHEST = 4
NAMES = {
    0: "まだ公開していません",
    1: "基本がわかる",
    2: "連絡がつく",
    3: "活動のようすがわかる",
    4: "お金の使いみちもわかる",
}


@dataclass(frozen=True)
class Item:
    """One thing to tell, and whether a group tells it."""

    label: str
    told: Callable[[Organization], bool]


@dataclass(frozen=True)
class Standing:
    """The level of a group, its name, and what is missing for the next one."""

    level: int
    missing: list[str]

    @property
    def name(self) -> str:
        """Return what the level is called."""
        return NAMES[self.level]

    @property
    def next_name(self) -> str:
        """Return what the next level is called; empty at the highest."""
        return NAMES.get(self.level + 1, "")

    @property
    def marks(self) -> str:
        """Return the level as stars."""
        return "★" * self.level + "☆" * (HIGHEST - self.level)


def _contact(organization: Organization) -> Any:
    return getattr(organization, "contact", None)


def _reachable(organization: Organization) -> bool:
    contact = _contact(organization)
    values = contact.public_values() if contact else {}
    return bool({"postal", "phone", "mobile", "fax", "email"} & set(values)) or bool(
        organization.links.all()
    )


def _names_representative(organization: Organization) -> bool:
    contact = _contact(organization)
    return bool(contact and contact.representative_public and contact.representative)


def _tells_money(organization: Organization) -> bool:
    return any(
        fact.is_public and fact.income is not None and fact.spending is not None
        for fact in organization.yearly_facts.all()
    )


ITEMS: dict[int, tuple[Item, ...]] = {
    1: (
        Item("目的", lambda o: bool(o.purpose)),
        Item("活動分野", lambda o: bool(o.field_rows.all())),
    ),
    2: (
        Item("活動の内容", lambda o: bool(o.activities)),
        Item("活動する場所か地域", lambda o: bool(o.activity_place or o.areas.all())),
        Item("連絡先を1つ以上（電話、メール、住所、ホームページなど）", _reachable),
    ),
    3: (
        Item("会員の数", lambda o: o.member_count is not None),
        Item("できた年", lambda o: o.founded_year is not None),
        Item("活動する日", lambda o: bool(o.activity_days)),
        Item("内容を確認した日", lambda o: o.confirmed_on is not None),
    ),
    4: (
        Item("代表者の名前", _names_representative),
        Item("1年分以上の収入と支出", _tells_money),
    ),
}


def standing_of(organization: Organization) -> Standing:
    """Return where a group stands; read with its contact, links, fields, areas and facts."""
    for level, items in ITEMS.items():
        missing = [item.label for item in items if not item.told(organization)]
        if missing:
            return Standing(level - 1, missing)
    return Standing(HIGHEST, [])
