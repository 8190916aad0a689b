"""相談の記録 has a 保存年限 of its own."""

from typing import Any

from django.db import migrations

RULE = ("consultation", "相談の記録", "相談が終了した日", "3年")


def add_rule(apps: Any, schema_editor: Any) -> None:
    kind, name, starts_from, years = RULE
    retention_class = apps.get_model("portal", "RetentionClass")
    retention, _ = retention_class.objects.get_or_create(
        name=years, defaults={"years": 3, "position": 2}
    )
    apps.get_model("portal", "RetentionRule").objects.create(
        kind=kind, name=name, starts_from=starts_from, retention=retention
    )
    # Nobody did this: what an installation begins with is no part of the trail.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kyodo.erasing', 'on', true)")
        cursor.execute(
            "DELETE FROM portal_retentionruleevent WHERE kind = %s AND pgh_label = 'insert'", [kind]
        )
        cursor.execute("SELECT set_config('kyodo.erasing', 'off', true)")


def remove_rule(apps: Any, schema_editor: Any) -> None:
    apps.get_model("portal", "RetentionRule").objects.filter(kind=RULE[0]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_retention_and_acting"),
        ("consultations", "0001_initial"),
    ]

    operations = [migrations.RunPython(add_rule, remove_rule)]
