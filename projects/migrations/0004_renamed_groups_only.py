"""Saving a group touches its projects only where its name is another one.

The update of all names joins three tables. A connection keeps the plan that it made first: planned
while the tables were empty, it read them through and through for every group that was saved. Now a
save without a new name ends at once, and a new name is planned for the tables as they are.
"""

from django.db import migrations

UPDATE = """
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
"""
RENAMED = f"""
    CREATE OR REPLACE FUNCTION projects_group_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM new_rows JOIN old_rows USING (id) WHERE old_rows.name <> new_rows.name
        ) THEN
            EXECUTE $update${UPDATE}$update$;
        END IF;
        RETURN NULL;
    END;
    $$;
"""
BEFORE = f"""
    CREATE OR REPLACE FUNCTION projects_group_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {UPDATE}
        RETURN NULL;
    END;
    $$;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_label_key")]

    operations = [migrations.RunSQL(RENAMED, BEFORE)]
