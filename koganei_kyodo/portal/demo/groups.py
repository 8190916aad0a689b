"""The groups of the made-up city."""

from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import City
from organizations.models import Organization, OrganizationKind

GROUPS = 450  # of one district


def fill_kinds(city: City) -> None:
    """Write the kinds of groups."""
    city.labels[OrganizationKind] = OrganizationKind.objects.bulk_create(
        [
            OrganizationKind(name=name, has_npo_status=npo, position=i)
            for i, (name, npo) in enumerate(words.ORGANIZATION_KINDS, 1)
        ]
    )


def fill(city: City) -> None:
    """Name the groups of one district; ``directory`` tells more of them and writes them.

    From the second district on, their names carry its number.
    """
    draw = city.draw("groups")
    kinds = city.labels[OrganizationKind]
    names = [
        (first + last, kana_first + kana_last)
        for last, kana_last in words.GROUP_LAST
        for first, kana_first in words.GROUP_FIRST
    ]
    draw.shuffle(names)
    city.groups = [
        Organization(
            name=f"{name}{city.lap + 1}" if city.lap else name,
            name_kana=kana,
            kind=draw.choices(kinds, weights=[50, 22, 14, 4, 4, 6])[0],
            status=Organization.Status.PUBLIC,
        )
        for name, kana in names[:GROUPS]
    ]
