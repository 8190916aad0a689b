"""Fields of the NPO law in both editions, the places of 小金井市, a first list of requirements."""

from typing import Any

from django.db import migrations

from organizations.registry_beginnings import add_beginnings

TABLES = ("registrysettings", "activityfieldset", "activityfield", "area", "requirement")


def forwards(apps: Any, schema_editor: Any) -> None:
    add_beginnings(apps)
    # Nobody did this: what an installation begins with is no part of the trail.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kyodo.erasing', 'on', true)")
        for table in TABLES:
            cursor.execute(f"DELETE FROM organizations_{table}event")  # noqa: S608 - own names
        cursor.execute("SELECT set_config('kyodo.erasing', 'off', true)")


class Migration(migrations.Migration):
    replaces = [("organizations", "0008_registry_rows")]
    dependencies = [("organizations", "0001_tables")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
