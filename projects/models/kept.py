"""What other tables say of a record, kept on the record itself: for the search and for counting.

A generated column reads its own row alone, so triggers copy. They see every way a partner, a tick
or a field can change, imports and bulk updates included. Nobody else writes these columns: who
saves a record that they read before a trigger wrote takes nothing back.
"""

import pgtrigger

_PARTNER_NAMES = """
    UPDATE projects_projectrecord AS record SET partner_names = found.names
    FROM (
        SELECT changed.record_id, coalesce(string_agg(
            coalesce(registered.name, partner.name), chr(10) ORDER BY partner.position, partner.id
        ) FILTER (WHERE partner.name_is_public), '') AS names
        FROM ({changed}) AS changed
        LEFT JOIN projects_partner AS partner ON partner.record_id = changed.record_id
        LEFT JOIN organizations_organization AS registered
            ON registered.id = partner.organization_id
        GROUP BY changed.record_id
    ) AS found
    WHERE record.id = found.record_id AND record.partner_names <> found.names;
"""
# The migration that adds the column makes the function.
_LABEL_KEY = """
    UPDATE projects_projectrecord AS record SET label_key = found.key
    FROM (
        SELECT changed.record_id, projects_label_key(changed.record_id) AS key
        FROM ({changed}) AS changed
    ) AS found
    WHERE record.id = found.record_id AND record.label_key <> found.key;
"""
_ROWS = "SELECT DISTINCT record_id FROM {rows}"
_ROWS_OF_PARTNERS = """
    SELECT DISTINCT partner.record_id FROM projects_partner AS partner
    JOIN {rows} AS tick ON tick.partner_id = partner.id
"""


def _triggers(name: str, rows: str, *statements: str) -> list[pgtrigger.Trigger]:
    """Return a trigger for each way the rows of a table change, once a statement."""
    new, old = rows.format(rows="new_rows"), rows.format(rows="old_rows")
    ways = {
        "insert": (pgtrigger.Insert, new, {"new": "new_rows"}),
        "update": (pgtrigger.Update, f"{new} UNION {old}", {"new": "new_rows", "old": "old_rows"}),
        "delete": (pgtrigger.Delete, old, {"old": "old_rows"}),
    }
    return [
        pgtrigger.Trigger(
            name=f"{name}_{way}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),
            func=f"{''.join(text.format(changed=changed) for text in statements)} RETURN NULL;",
        )
        for way, (operation, changed, tables) in ways.items()
    ]


def partner_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers of Partner: its names and its kind."""
    return _triggers("kept", _ROWS, _PARTNER_NAMES, _LABEL_KEY)


def form_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers of a partner's ticked forms."""
    return _triggers("kept", _ROWS_OF_PARTNERS, _LABEL_KEY)


def field_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers of a record's fields of activity."""
    return _triggers("kept", _ROWS, _LABEL_KEY)


def record_triggers() -> list[pgtrigger.Trigger]:
    """Return the trigger that leaves the kept columns to the other triggers."""
    return [
        pgtrigger.Trigger(
            name="kept_columns",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "pg_trigger_depth() = 0 AND (OLD.partner_names IS DISTINCT FROM NEW.partner_names"
                " OR OLD.label_key IS DISTINCT FROM NEW.label_key)"
            ),
            func="NEW.partner_names := OLD.partner_names; NEW.label_key := OLD.label_key;"
            " RETURN NEW;",
        )
    ]
