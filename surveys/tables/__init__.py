"""単純集計 and クロス集計: value objects, and how they are counted in the database."""

from surveys.tables.counting import Tabulator
from surveys.tables.freezing import freeze, thaw
from surveys.tables.hiding import HIDDEN, hide_single
from surveys.tables.values import CrossTable, FrequencyTable, Group, Row, percent

__all__ = [
    "HIDDEN",
    "CrossTable",
    "FrequencyTable",
    "Group",
    "Row",
    "Tabulator",
    "freeze",
    "hide_single",
    "percent",
    "thaw",
]
