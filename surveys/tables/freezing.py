"""Tables as JSON and back, with nothing lost: what a published report keeps."""

from decimal import Decimal
from typing import Any

from surveys.models.report import Base, Unit
from surveys.tables.values import CrossTable, FrequencyTable, Group, Row

Table = FrequencyTable | CrossTable
_SHARED = ("question", "title", "answer", "not_asked")
_COMPARED = ("earlier_title", "earlier_n")


def freeze(table: Table) -> dict[str, Any]:
    """Return a table as JSON-able values; decimals become text."""
    data: dict[str, Any] = {name: getattr(table, name) for name in _SHARED}
    data |= {"base": table.base.value, "unit": table.unit.value}
    data |= {name: getattr(table, name) for name in _COMPARED} | {"remarks": list(table.remarks)}
    if isinstance(table, CrossTable):
        return data | {
            "by": table.by,
            "columns": list(table.columns),
            "significance": table.significance,
            "has_total": table.has_total,
            "groups": [
                {
                    "label": group.label,
                    "n": group.n,
                    "counts": list(group.counts),
                    "percents": [_text(value) for value in group.percents],
                    "marks": list(group.marks),
                    "hidden": list(group.hidden),
                    "n_hidden": group.n_hidden,
                    "earlier": [_text(value) for value in group.earlier],
                }
                for group in table.groups
            ],
        }
    return data | {
        "n": table.n,
        "summary": table.summary,
        "extremes": table.extremes,
        "rows": [
            {
                "label": row.label,
                "count": row.count,
                "percent": _text(row.percent),
                "code": row.code,
                "hidden": row.hidden,
                "earlier": _text(row.earlier),
            }
            for row in table.rows
        ],
    }


def thaw(data: dict[str, Any]) -> Table:
    """Return the table that `freeze` made this of."""
    shared: dict[str, Any] = {name: data[name] for name in _SHARED}
    shared |= {"base": Base(data["base"]), "unit": Unit(data["unit"])}
    # What a report that was published earlier does not have yet is left at its usual value.
    shared |= {name: data[name] for name in _COMPARED if name in data}
    shared["remarks"] = tuple(data.get("remarks", ()))
    if "groups" in data:
        return CrossTable(
            **shared,
            by=data["by"],
            columns=tuple(data["columns"]),
            significance=data["significance"],
            has_total=data.get("has_total", True),
            groups=tuple(
                Group(
                    label=group["label"],
                    n=group["n"],
                    counts=tuple(group["counts"]),
                    percents=tuple(_decimal(value) for value in group["percents"]),
                    marks=tuple(group["marks"]),
                    hidden=tuple(group["hidden"]),
                    n_hidden=group.get("n_hidden", False),
                    earlier=tuple(_decimal(value) for value in group.get("earlier", ())),
                )
                for group in data["groups"]
            ),
        )
    return FrequencyTable(
        **shared,
        n=data["n"],
        summary=data["summary"],
        extremes=data.get("extremes", ""),
        rows=tuple(
            Row(
                label=row["label"],
                count=row["count"],
                percent=_decimal(row["percent"]),
                code=row["code"],
                hidden=row["hidden"],
                earlier=_decimal(row["earlier"]),
            )
            for row in data["rows"]
        ),
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
