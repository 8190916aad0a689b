"""The 53 offices of the made-up city."""

from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import City
from organizations.models import Department


def fill(city: City) -> None:
    """Write the city, its divisions and its offices."""
    city.root = Department.objects.create(
        name=words.CITY, name_kana="かざみし", code="city", position=1
    )
    position = 0
    for division, sections in words.DIVISIONS:
        position += 1
        parent = Department.objects.create(
            name=division, code=f"office-{position:03}", parent=city.root, position=position
        )
        for section in sections:
            position += 1
            city.offices[section] = Department.objects.create(
                name=section,
                code=f"office-{position:03}",
                parent=parent,
                position=position,
                email=f"office-{position:03}@kazami.example",
            )
