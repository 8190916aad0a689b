"""The demo: a made-up city in the middle of its yearly campaign, beside Musashino's real figures.

Each module beside this one writes what its app knows, with one function ``fill(city)``; this one
says in which order.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

from koganei_kyodo.fiscal_year import current_fiscal_year
from koganei_kyodo.portal.demo import (
    campaign,
    centre,
    consultations,
    directory,
    drafting,
    fielding,
    groups,
    offices,
    people,
    pictures,
    projects,
    reading,
    registration,
    reports,
    survey_reports,
    surveys,
    twice,
    yearly,
)
from koganei_kyodo.portal.demo.city import City
from koganei_kyodo.search.fields import BigramIndex
from organizations.models import Department

# Once, before anything else.
FIRST: tuple[Callable[[City], None], ...] = (
    offices.fill,
    people.fill,
    centre.fill,
    groups.fill_kinds,
    projects.fill_labels,
    surveys.fill_questionnaires,
)
# Once for each district; a demo of scale N has N. The rows grow with the scale, the memory not.
EACH_DISTRICT: tuple[Callable[[City], None], ...] = (
    groups.fill,
    directory.fill,
    projects.fill,
    surveys.fill,
    consultations.fill,
)
# Once, in the first district: single stories to try things with.
STORIES: tuple[Callable[[City], None], ...] = (
    people.fill_roles,
    directory.fill_offices,
    registration.fill,
    twice.fill,
    campaign.fill,
    yearly.fill,
    fielding.fill,
    drafting.fill,
    reading.fill,
    pictures.fill,
    reports.fill,
)
# Once, when everything is there.
LAST: tuple[Callable[[City], None], ...] = (survey_reports.fill,)


def is_loaded() -> bool:
    """Tell whether this database holds the demo city, or another city's own data."""
    return Department.objects.filter(code="city").exists()


@transaction.atomic
def load_demo(*, scale: int = 1) -> City:
    """Fill an empty database with the demo.

    Args:
        scale: how many districts of about 450 groups and 120 running projects.

    Returns:
        The city, with what was made last.
    """
    city = City(scale=scale, last_year=current_fiscal_year() - 1)
    with search_indexes_last():
        for step in FIRST:
            step(city)
        for city.lap in range(scale):
            for step in EACH_DISTRICT:
                step(city)
            if city.lap == 0:
                for step in STORIES:
                    step(city)
        for step in LAST:
            step(city)
    return city


@contextmanager
def search_indexes_last() -> Iterator[None]:
    """Build the indexes of the search once at the end: far quicker than row by row."""
    found = [
        (model, index)
        for model in apps.get_models()
        for index in model._meta.indexes
        if isinstance(index, BigramIndex)
    ]
    # Inside the transaction of the whole load, whatever happens.
    with connection.schema_editor(atomic=False) as editor:
        for model, index in found:
            editor.remove_index(model, index)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses new indexes
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    with connection.schema_editor(atomic=False) as editor:
        for model, index in found:
            editor.add_index(model, index)
