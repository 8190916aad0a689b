"""What a group told, as sections of label and words: for the pages that show all of it, and paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from organizations.completeness import STEPS
from organizations.models import Organization
from organizations.registry_values import BY_STEP, in_words, label_of, values_of

# Shown beside the value they belong to, not in lines of their own.
SWITCHES = {
    "representative_public": "representative",
    "contact_name_public": "contact_name",
    "postal_public": "address",
    "phone_public": "phone",
    "mobile_public": "mobile",
    "fax_public": "fax",
    "email_public": "email",
}
WANTED = {
    "wants_members": "仲間",
    "wants_volunteers": "ボランティア",
    "wants_partners": "協力してくれる人や団体",
}


@dataclass(frozen=True)
class Line:
    """One value: what it is called, what was told, and whether anybody may read it."""

    name: str
    label: str
    text: str
    public: bool | None = None

    @property
    def is_told(self) -> bool:
        """Tell whether there is anything."""
        return self.text != "入力なし"


@dataclass(frozen=True)
class Section:
    """The lines of one step."""

    step: str
    title: str
    lines: list[Line] = field(default_factory=list)


def sheet_of(organization: Organization) -> list[Section]:
    """Return everything a group told, step by step."""
    return sheet_from(values_of(organization))


def sheet_from(values: Mapping[str, Any]) -> list[Section]:
    """Return values as they are read, step by step."""
    public = {owner: bool(values.get(switch)) for switch, owner in SWITCHES.items()}
    sections = []
    for step, names in BY_STEP.items():
        lines = [
            Line(name, label_of(name), in_words(name, values.get(name)), public.get(name))
            for name in names
            if name not in SWITCHES and name not in WANTED
        ]
        if step == "people":
            wanted = "、".join(word for name, word in WANTED.items() if values.get(name))
            at = [line.name for line in lines].index("wanted_text")
            lines.insert(at, Line("wanted", "募集しているもの", wanted or "入力なし"))
        sections.append(Section(step, STEPS[step], lines))
    return sections
