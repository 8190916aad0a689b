"""単純集計 and クロス集計: value objects, and how they are counted in the database."""

from surveys.tables.counting import Tabulator
from surveys.tables.values import CrossTable, FrequencyTable, Group, Row, percent

__all__ = ["CrossTable", "FrequencyTable", "Group", "Row", "Tabulator", "percent"]
