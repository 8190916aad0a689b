"""Filters of the pages about offices."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def offices_of(step: Any, side: str) -> str:
    """Return the names of the offices ``before`` or ``after`` a change, joined."""
    return "、".join(o.name for o in step.offices.all() if o.comes_after == (side == "after"))


@register.filter
def of_step(forms: dict[int, Any], pk: int) -> Any:
    """Return the form of a change, or None."""
    return forms.get(pk)
