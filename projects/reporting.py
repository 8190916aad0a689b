"""Whose report it is: the names that stand on files made without a page."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class About:
    """The centre as its files name it."""

    site: str
    city: str

    @property
    def source(self) -> str:
        """Return where the numbers come from, in one line."""
        return f"{self.site}に提出された事業実績"


def about_centre() -> About:
    """Return the names of this installation's centre."""
    centre: Any = apps.get_model("portal", "Centre")
    row = centre.objects.filter(pk=1).first() or centre(pk=1)
    return About(row.site_name, row.city_name)
