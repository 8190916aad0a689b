"""The level of disclosure of each group, kept by triggers on everything that it depends on."""

from django.db import migrations

LEVEL = """CREATE OR REPLACE FUNCTION kyodo_disclosure(bigint) RETURNS smallint
LANGUAGE sql STABLE STRICT AS $kyodo$
    SELECT CASE
        WHEN o.purpose = '' OR NOT EXISTS (
            SELECT FROM organizations_organizationfield f WHERE f.organization_id = o.id
        ) THEN 0
        WHEN o.activities = '' OR (o.activity_place = '' AND NOT EXISTS (
            SELECT FROM organizations_organization_areas a WHERE a.organization_id = o.id
        )) OR NOT (
            coalesce(
                (c.phone_public AND c.phone <> '') OR (c.mobile_public AND c.mobile <> '')
                OR (c.fax_public AND c.fax <> '') OR (c.email_public AND c.email <> '')
                OR (c.postal_public AND (c.postcode || c.address || c.address_to) <> ''), false)
            OR EXISTS (
                SELECT FROM organizations_organizationlink l WHERE l.organization_id = o.id
            )
        ) THEN 1
        WHEN o.member_count IS NULL OR o.founded_year IS NULL OR o.activity_days = ''
            OR o.confirmed_on IS NULL THEN 2
        WHEN NOT coalesce(c.representative_public AND c.representative <> '', false)
            OR NOT EXISTS (
                SELECT FROM organizations_yearlyfact y
                WHERE y.organization_id = o.id AND y.is_public
                    AND y.income IS NOT NULL AND y.spending IS NOT NULL
            ) THEN 3
        ELSE 4
    END::smallint
    FROM organizations_organization o
    LEFT JOIN organizations_contact c ON c.organization_id = o.id
    WHERE o.id = $1
$kyodo$"""

# What a statement changed is looked at once, whatever the number of its rows. A deleted row never
# brings a level back: its group may be on its way out.
_WRITE = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $kyodo$
BEGIN
    INSERT INTO organizations_disclosure AS d (organization_id, level)
    SELECT o.id, kyodo_disclosure(o.id) FROM organizations_organization o
    WHERE o.id IN ({ids})
    ON CONFLICT (organization_id) DO UPDATE SET level = EXCLUDED.level
    WHERE d.level <> EXCLUDED.level;
    RETURN NULL;
END
$kyodo$"""
_AFTER_DELETE = """CREATE OR REPLACE FUNCTION kyodo_disclosure_deleted() RETURNS trigger
LANGUAGE plpgsql AS $kyodo$
BEGIN
    UPDATE organizations_disclosure d SET level = kyodo_disclosure(d.organization_id)
    WHERE d.organization_id IN (SELECT organization_id FROM gone);
    RETURN NULL;
END
$kyodo$"""
FUNCTIONS = {
    "kyodo_disclosure_own": "SELECT id FROM changed",
    "kyodo_disclosure_inserted": "SELECT organization_id FROM changed",
    "kyodo_disclosure_updated": "SELECT organization_id FROM changed "
    "UNION SELECT organization_id FROM gone",
}
OWN = "organizations_organization"
OTHERS = (
    "organizations_contact",
    "organizations_organizationfield",
    "organizations_organization_areas",
    "organizations_organizationlink",
    "organizations_yearlyfact",
)
_NEW, _OLD, _BOTH = "NEW TABLE AS changed", "OLD TABLE AS gone", "OLD TABLE AS gone NEW TABLE AS changed"


def _trigger(table: str, event: str, tables: str, function: str) -> str:
    return (
        f"CREATE TRIGGER kyodo_disclosure_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def _triggers() -> list[tuple[str, str]]:
    found = [
        (OWN, _trigger(OWN, event, _NEW, "kyodo_disclosure_own")) for event in ("INSERT", "UPDATE")
    ]
    for table in OTHERS:
        found += [
            (table, _trigger(table, "INSERT", _NEW, "kyodo_disclosure_inserted")),
            (table, _trigger(table, "UPDATE", _BOTH, "kyodo_disclosure_updated")),
            (table, _trigger(table, "DELETE", _OLD, "kyodo_disclosure_deleted")),
        ]
    return found


def _drop(table: str, sql: str) -> str:
    return f"DROP TRIGGER {sql.split()[2]} ON {table}"


class Migration(migrations.Migration):
    replaces = [("organizations", "0010_disclosure_levels")]
    dependencies = [("organizations", "0002_beginnings")]

    operations = [
        migrations.RunSQL(LEVEL, "DROP FUNCTION kyodo_disclosure(bigint)"),
        *(
            migrations.RunSQL(_WRITE.format(name=name, ids=ids), f"DROP FUNCTION {name}()")
            for name, ids in FUNCTIONS.items()
        ),
        migrations.RunSQL(_AFTER_DELETE, "DROP FUNCTION kyodo_disclosure_deleted()"),
        *(migrations.RunSQL(sql, _drop(table, sql)) for table, sql in _triggers()),
    ]
