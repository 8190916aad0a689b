"""Filters of the pages on which questionnaires are made."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def number_of(numbers: Mapping[str, str], code: str) -> str:
    """Return the printed number of a question."""
    return numbers.get(code, "")
