"""A box in which one types a name, with the names on offer; for lists too long for a select."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from organizations.models import Department


def named_offices(offices: Iterable[Department]) -> dict[str, Department]:
    """Return offices by name; of several with the same name each also says where it belongs."""
    rows = list(offices)
    times = Counter(office.name for office in rows)
    named: dict[str, Department] = {}
    for office in rows:
        name = office.name
        if times[name] > 1 and office.parent is not None:
            name = f"{name}（{office.parent.name}）"
        named[name if name not in named else f"{name}（{office.code}）"] = office
    return named


def named_rows(rows: Iterable[Any]) -> dict[str, Any]:
    """Return rows by name; of several with the same name each also shows its number."""
    found = list(rows)
    times = Counter(row.name for row in found)
    return {row.name if times[row.name] == 1 else f"{row.name}（{row.pk}番）": row for row in found}


def find_named(text: str, named: Mapping[str, Any]) -> Any:
    """Return the row that the typed name means, spaces around it aside.

    Raises:
        ValidationError: no row has this name.
    """
    name = " ".join(text.split())
    if name in named:
        return named[name]
    raise ValidationError(f"「{name}」は見つかりません。出てくる名前の中から選んでください")


class NamedChoiceInput(forms.TextInput):
    """A text box that offers names while one types; it works without scripts."""

    template_name = "organizations/_named_choice.html"
    names: Iterable[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the names and the id that ties them to the box."""
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_names"
        context["widget"]["attrs"] |= {"list": list_id, "autocomplete": "off"}
        return {**context, "list_id": list_id, "names": self.names}


class NamedChoiceField(forms.CharField):
    """One of many rows by its whole name; the value is the row, or None."""

    widget = NamedChoiceInput

    def __init__(self, named: Mapping[str, Any], **kwargs: Any) -> None:
        help_text = "名前の一部を書いて、出てきた中から選べます。"
        super().__init__(**{"help_text": help_text, **kwargs})
        self.named = named
        self.widget.names = list(named)

    def clean(self, value: Any) -> Any:
        """Find the row by its name."""
        text = super().clean(value)
        return find_named(text, self.named) if text else None
