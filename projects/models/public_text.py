"""What the public search reads of a record's partners: their names, kept on the record itself.

A generated column reads its own row alone, so triggers copy the names. They see every way a
partner or a group can change, imports and bulk updates included.
"""

import pgtrigger

PARTNER_NAMES = """
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
_NEW = "SELECT DISTINCT record_id FROM new_rows"
_OLD = "SELECT DISTINCT record_id FROM old_rows"


def _trigger(
    name: str, operation: pgtrigger.Operation, changed: str, **rows: str
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),
        func=f"{PARTNER_NAMES.format(changed=changed)} RETURN NULL;",
    )


def partner_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers of Partner: one for each way its names can change."""
    return [
        _trigger("names_insert", pgtrigger.Insert, _NEW, new="new_rows"),
        _trigger(
            "names_update",
            pgtrigger.Update,
            f"{_NEW} UNION {_OLD}",
            new="new_rows",
            old="old_rows",
        ),
        _trigger("names_delete", pgtrigger.Delete, _OLD, old="old_rows"),
    ]
