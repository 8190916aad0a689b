"""What the pages about tables, codes and reports show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.world import World


def make(world: World) -> dict[str, Any]:
    """Create the rows and return those that addresses need, by name."""
    return {}
