"""Links between two tables in the trail: rows that are put in and taken out, never changed."""

from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

Link = TypeVar("Link", bound=models.Model)


def track_links(model: type[Link]) -> type[Link]:
    """Let the trail follow a table of links; for the proxy of a `through` model.

    One trigger for a statement, since ticks are written many at once. The rows of the trail name
    both ends and don't point at the link, which is gone when it is taken out.
    """
    tracked: type[Link] = pghistory.track(
        pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None, level=pgtrigger.Statement
    )(model)
    return tracked
