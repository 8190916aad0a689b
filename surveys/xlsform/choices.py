"""The sheet of options: lists that questions share, with a name for each option."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.questionnaires import ChoiceDefinition
from surveys.xlsform.columns import Line
from surveys.xlsform.notes import Notes

COLUMNS = ("list_name", "name", "label", "kyodo_other")
MOST_CHOICES = 500
LONGEST = 200
TRUE = ("yes", "true", "true()", "1")


@dataclass(frozen=True)
class ChoiceList:
    """Options in their order; `numbers` gives the number here for each name in the file."""

    choices: Sequence[ChoiceDefinition]
    numbers: Mapping[str, str]

    @property
    def keeps_numbers(self) -> bool:
        """Tell whether every name was the number already."""
        return all(name == number for name, number in self.numbers.items())

    def with_other(self) -> "ChoiceList":
        """Return the list with その他 and a text at its end, as `or_other` asks for."""
        if any(choice.is_other for choice in self.choices):
            return self
        number = str(len(self.choices) + 1)
        return ChoiceList(
            [*self.choices, ChoiceDefinition("その他", is_other=True)],
            {**self.numbers, "other": number},
        )


def read_lists(lines: Sequence[Line], sheet: str, notes: Notes) -> dict[str, ChoiceList]:
    """Return the lists by name.

    An option without words keeps its name as words. Doubles and what is too long are noted.
    """
    found: dict[str, list[Line]] = {}
    for line in lines:
        if name := line.get("list_name"):
            found.setdefault(name, []).append(line)
        elif line.cells:
            notes.left(sheet, line.number, "リストの名前（list_name）のない選択肢")
    return {name: _list(name, rows, sheet, notes) for name, rows in found.items()}


def _list(name: str, lines: Sequence[Line], sheet: str, notes: Notes) -> ChoiceList:
    choices: list[ChoiceDefinition] = []
    numbers: dict[str, str] = {}
    for line in lines:
        if set(line.cells) == {"list_name"}:
            continue  # a list that is still empty, as the editor may have it
        key, label = line.get("name"), line.get("label") or line.get("name")
        if not label:
            notes.left(sheet, line.number, f"リスト「{name}」の、名前も言葉もない選択肢")
            continue
        if key in numbers:
            notes.left(sheet, line.number, f"リスト「{name}」で2度目の選択肢「{key}」")
            continue
        if len(choices) == MOST_CHOICES:
            notes.left(sheet, line.number, f"リスト「{name}」の{MOST_CHOICES}を超えた選択肢")
            continue
        if len(label) > LONGEST:
            notes.changed(sheet, line.number, f"選択肢の言葉を{LONGEST}字で切りました")
        number = str(len(choices) + 1)
        numbers[key or number] = number
        other = line.get("kyodo_other").lower() in TRUE
        if other and any(choice.is_other for choice in choices):
            notes.changed(
                sheet, line.number, "文を書ける選択肢は1つまでなので、ふつうの選択肢にしました"
            )
            other = False
        choices.append(ChoiceDefinition(" ".join(label[:LONGEST].split("\n")), is_other=other))
    return ChoiceList(choices, numbers)
