"""What the tests of documents share."""

from decimal import Decimal

import pytest
from django.core.cache import cache
from pytest_django import Settings

from koganei_kyodo.documents.charts import ChartData


@pytest.fixture(autouse=True)
def _memory_cache(settings: Settings) -> None:
    """A cache of this test's own that needs no database."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "documents-tests",
        }
    }
    cache.clear()


@pytest.fixture
def multiple_answer() -> ChartData:
    """A multiple answer with long labels (the reasons for collaborating, figure 5 of 2011)."""
    return ChartData(
        labels=[
            "事業内容、事業目的から、協働事業にするほうが、より効果的であると判断した",
            "上位計画等により、市民団体等との協働で実施することが位置づけられていたため",
            "その他",
        ],
        counts=[65, 17, 25],
        percents=[Decimal("53.3"), Decimal("13.9"), Decimal("20.5")],
        n=122,
        description="もっとも多い理由は、効果的であると判断したことです。",
    )
