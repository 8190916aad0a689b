"""A group that changes its name changes it in the search texts of its projects."""

from django.db import migrations

# It stands on a table of another app, which knows nothing of projects, and reads whole rows: a
# column of that table may still change its type.
GROUP_RENAMED = """
    CREATE FUNCTION projects_group_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE projects_projectrecord AS record SET partner_names = found.names
        FROM (
            SELECT partner.record_id, coalesce(string_agg(
                coalesce(registered.name, partner.name), chr(10)
                ORDER BY partner.position, partner.id
            ) FILTER (WHERE partner.name_is_public), '') AS names
            FROM projects_partner AS partner
            LEFT JOIN organizations_organization AS registered
                ON registered.id = partner.organization_id
            WHERE partner.record_id IN (
                SELECT theirs.record_id FROM projects_partner AS theirs
                JOIN new_rows ON new_rows.id = theirs.organization_id
                JOIN old_rows ON old_rows.id = new_rows.id AND old_rows.name <> new_rows.name
            )
            GROUP BY partner.record_id
        ) AS found
        WHERE record.id = found.record_id AND record.partner_names <> found.names;
        RETURN NULL;
    END;
    $$;
    CREATE TRIGGER projects_group_renamed AFTER UPDATE ON organizations_organization
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION projects_group_renamed();
"""
REVERSED = """
    DROP TRIGGER projects_group_renamed ON organizations_organization;
    DROP FUNCTION projects_group_renamed();
"""


class Migration(migrations.Migration):
    replaces = [("projects", "0004_public_search"), ("projects", "0007_public_words")]
    dependencies = [("projects", "0001_tables")]

    operations = [migrations.RunSQL(GROUP_RENAMED, REVERSED)]
