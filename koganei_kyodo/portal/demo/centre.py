"""The centre of the made-up city."""

from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import City
from koganei_kyodo.portal.models import Centre


def fill(city: City) -> None:
    """Name the centre and mark every page as made up."""
    Centre.objects.filter(pk=1).update(
        name="市民協働支援センター",
        city_name=words.CITY,
        office_name="市民部 協働推進課",
        phone="000-000-0000",
        email="kyodo@kazami.example",
        address="風見市本町0-0-0（架空）",
        hours="月曜日から金曜日の9時から17時（祝日を除く）",
        demo_notice=True,
    )
