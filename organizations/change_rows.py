"""変更届, line by line: what stands there now beside what is proposed."""

from dataclasses import dataclass

from organizations.models import ChangeRequest
from organizations.registry_values import in_words, label_of, values_of


@dataclass(frozen=True)
class ChangeRow:
    """One value. ``moved``: it isn't what it was when the change was proposed."""

    name: str
    label: str
    then: str
    now: str
    proposed: str
    moved: bool
    taken: bool


def rows_of(change: ChangeRequest) -> list[ChangeRow]:
    """Return the lines of a 変更届, in the order of the form."""
    now = values_of(change.organization)
    rows = []
    for name in [each for each in now if each in change.proposed]:
        before = change.before.get(name)
        rows.append(
            ChangeRow(
                name=name,
                label=label_of(name),
                then=in_words(name, before),
                now=in_words(name, now[name]),
                proposed=in_words(name, change.proposed[name]),
                moved=(now[name] or None) != (before or None),
                taken=name in change.accepted,
            )
        )
    return rows
