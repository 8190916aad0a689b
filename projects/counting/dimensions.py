"""What the statistics divide by, each as the SQL that gives a row its labels.

A row is a record of the year with one of its partners (a record without partners is one row, too).
`counted` and `partner` are the names the SQL finds them under.
"""

from dataclasses import dataclass

NO_ANSWER = "無回答"


@dataclass(frozen=True)
class Dimension:
    """One way to divide.

    `label` and `order` are SQL; rows without a label go to the no-answer row. `several`: one row
    may have several labels. `about_groups`: a tiny count may say something about a single group.
    `optional`: not asked by every city; where nobody answered, the report says nothing of it.
    """

    key: str
    title: str
    label: str
    order: str
    joins: str = ""
    several: bool = False
    about_groups: bool = False
    by_size: bool = False
    of_record: bool = False
    optional: bool = False


def _label(table: str) -> str:
    return f"LEFT JOIN projects_{table} AS label_{table} ON label_{table}.id ="


def _ticked(key: str, title: str, ticks: str, table: str, column: str) -> Dimension:
    return Dimension(
        key=key,
        title=title,
        label=f"label_{table}.name",
        order=f"label_{table}.position",
        joins=f"LEFT JOIN projects_partner_{ticks} AS tick_{ticks} "
        f"ON tick_{ticks}.partner_id = partner.id {_label(table)} tick_{ticks}.{column}",
        several=True,
    )


_BANDS = ((1, "0円"), (100_000, "10万円より少ない"), (500_000, "10万円から50万円"))
_BAND_LABELS = " ".join(
    [
        *(f"WHEN counted.cost < {below} THEN '{label}'" for below, label in _BANDS),
        "WHEN counted.cost < 1000000 THEN '50万円から100万円'",
        "WHEN counted.cost < 10000000 THEN '100万円から1,000万円'",
        "WHEN counted.cost >= 10000000 THEN '1,000万円以上'",
    ]
)
_BAND_STEPS = "width_bucket(counted.cost, ARRAY[1, 100000, 500000, 1000000, 10000000]::bigint[])"

DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "department",
        "担当課",
        "office.name",
        "office.position",
        "JOIN organizations_department AS office ON office.id = counted.department_id",
        by_size=True,
        of_record=True,
    ),
    Dimension(
        "field",
        "分野",
        "label_field.short_name",
        "label_field.number",
        # A field of an older edition counts under its name in the edition in use.
        "LEFT JOIN (SELECT DISTINCT tick.record_id, coalesce(own.same_as_id, own.id) AS field_id"
        " FROM projects_recordfield AS tick"
        " JOIN organizations_activityfield AS own ON own.id = tick.field_id"
        ") AS tick_field ON tick_field.record_id = counted.id"
        " LEFT JOIN organizations_activityfield AS label_field"
        " ON label_field.id = tick_field.field_id",
        several=True,
        optional=True,
    ),
    _ticked("form", "協働の形態", "forms", "collaborationform", "collaborationform_id"),
    Dimension(
        "kind",
        "相手の組織形態",
        "label_partnerkind.name",
        "label_partnerkind.position",
        f"{_label('partnerkind')} partner.kind_id",
        about_groups=True,
    ),
    _ticked("initiative", "実施体制", "initiatives", "initiative", "initiative_id"),
    _ticked("origin", "実施した経緯", "origins", "origin", "origin_id"),
    Dimension(
        "outcome",
        "成果",
        "label_outcome.name",
        "label_outcome.position",
        f"{_label('outcome')} partner.outcome_id",
        about_groups=True,
    ),
    Dimension(
        "continuity",
        "新規・継続",
        "CASE counted.continuity WHEN 'new' THEN '新しく始めた' "
        "WHEN 'continued' THEN '前の年度から続けた' END",
        "CASE counted.continuity WHEN 'new' THEN 1 ELSE 2 END",
        of_record=True,
    ),
    Dimension("money", "かかったお金", f"CASE {_BAND_LABELS} END", _BAND_STEPS, of_record=True),
    Dimension(
        "source",
        "お金の出どころ",
        "label_costsource.name",
        "label_costsource.position",
        "LEFT JOIN projects_recordcost AS part ON part.record_id = counted.id "
        f"{_label('costsource')} part.source_id",
        several=True,
    ),
    Dimension(
        "duration",
        "続いている年数",
        "CASE WHEN counted.years >= 10 THEN '10年目から' ELSE counted.years || '年目' END",
        "least(counted.years, 10)",
        of_record=True,
    ),
)
# The crossings of every yearly report: rows, columns.
STANDARD_CROSSINGS = (
    ("department", "form"),
    ("form", "kind"),
    ("form", "initiative"),
    ("field", "form"),
)
BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}
